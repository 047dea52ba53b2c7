// SPDX-License-Identifier: BSL-1.0
// A file that uses models without compiling their JSON.

#include <ssot/storage/memory.hpp>
#include <ssot/store.hpp>

#include "device.hpp"

#include <cstdio>
#include <vector>

namespace {

template<class M>
bool survives(M const& m)
{
    std::vector<M> const two{m, m};
    std::string          text;
    ssot::json_buffer    buffer;
    ssot::to_json(two, text).value();
    ssot::to_json(m, buffer).value();
    return ssot::from_json<M>(ssot::to_json(m)).value() == m && ssot::from_json<M>(buffer.view()).value() == m &&
        ssot::from_json<std::vector<M>>(text).value() == two && ssot::from_value<M>(ssot::to_value(m)).value() == m &&
        ssot::validate(m).empty();
}

template<class M>
bool is_stored(ssot::store& store, M m)
{
    std::vector<M> more(2, m);
    for (auto& other : more)
        other.id = ssot::new_id();
    store.insert(m).value();
    store.insert(more).value();
    auto row = store.get<M>(ssot::key_of(m)).value();
    store.update(row).value();
    auto const gone = store.erase<M>(ssot::key_of(more.front())).value();
    return gone.total() == 1 && static_cast<M const&>(row) == m && store.validate(row).value().empty() &&
        store.count<M>().value() == 2 && store.select<M>({}).value().size() == 2 && store.erase(row).value().total() == 1;
}

} // namespace

int main()
{
    ssot::sync const run{.source = "ServiceNow", .target = "Nautobot"};
    ssot::store      store{ssot::storage::memory{}};
    bool             good = survives(run) && is_stored(store, run);
    store.insert(run).value();
    ssot::sync_log_entry const entry{.sync = run, .object_repr = "core-1", .message = "made"};
    inventory::device const    device{.id = ssot::new_id(), .hostname = "core-1"};
    good = good && survives(entry) && is_stored(store, entry) && survives(device) && is_stored(store, device) &&
        store.annotated_syncs().value().size() == 2;
    std::puts(good ? "good" : "bad");
    return good ? 0 : 1;
}
