// SPDX-License-Identifier: BSL-1.0
// Several calls as one: transactions, work that is repeated when that is safe, rows that may be there already.

#include <ssot/ssot.hpp>

#include <chrono>
#include <cstdlib>
#include <span>
#include <vector>

int main()
{
    ssot::store store{ssot::storage::memory{}};
    ssot::sync  run{.source = "ServiceNow", .target = "Nautobot"};
    std::vector entries(3, ssot::sync_log_entry{.sync = run});
    for (auto& entry : entries)
        entry.id = ssot::new_id();

    //[ begin
    {
        auto tx = store.begin().value();
        store.insert(run).value(); // leaving the scope early, or by an exception, rolls back
        store.insert(std::span{entries}).value();
        tx.commit().value();
    }
    //]

    //[ doomed
    auto       tx      = store.begin().value();
    bool const taken   = store.insert(run).has_error();               // already_exists
    auto const refused = store.count<ssot::sync>();                   // tx_aborted: only a roll back is possible now
    bool const undone  = tx.commit().error().code() == ssot::errc::tx_aborted;
    //]

    //[ run
    using namespace std::chrono_literals;
    auto const changed = store.run(
        [&](auto& s) -> ssot::result<void> { // may be called more than once
            auto row = s.template get<ssot::sync>(run.id);
            if (!row)
                return row.error();
            row->dry_run = true;
            return s.update(*row);
        },
        {.attempts = 5, .first = 10ms, .cap = 1s, .jitter = ssot::jitter::full});
    //]

    //[ absent
    ssot::content_type devices{.id = 42, .app_label = "dcim", .model = "device"};
    bool const         first = store.insert_if_absent(devices).value(); // true: stored
    bool const         again = store.insert_if_absent(devices).value(); // false: it is there
    //]

    //[ update_where
    auto const renamed = store.update_where(ssot::from<ssot::sync>().where(ssot::field<&ssot::sync::source> == "ServiceNow"),
                                           [](ssot::sync& s) { s.source = "ServiceNow dev1"; });
    //]

    //[ set
    auto const set_back = store.update_where(ssot::from<ssot::sync>().where(ssot::field<&ssot::sync::dry_run> == true),
                                             ssot::set<&ssot::sync::source>("ServiceNow"),
                                             ssot::set<&ssot::sync::dry_run>(false));
    //]
    return taken && undone && refused.error().code() == ssot::errc::tx_aborted && changed && first && !again &&
            renamed.value() == 1 && set_back.value() == 1 && !store.get<ssot::sync>(run.id)->dry_run && store.count<ssot::sync_log_entry>().value() == 3
        ? EXIT_SUCCESS
        : EXIT_FAILURE;
}
