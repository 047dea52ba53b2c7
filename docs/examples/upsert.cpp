// SPDX-License-Identifier: BSL-1.0
// Rows by what is unique: found, stored or written over, compared with what they should be, and moved to another store.

#include <ssot/diff.hpp>
#include <ssot/ssot.hpp>

#include <boost/describe/class.hpp>

#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

namespace inventory {

//[ model
struct device {
    static constexpr std::string_view model_name = "inventory.device";
    ssot::uuid      id{};
    std::string     hostname{};
    std::string     role{};
    ssot::timestamp added{};
};
BOOST_DESCRIBE_STRUCT(device, (), (id, hostname, role, added))
constexpr auto describe_fields(ssot::model_tag<device>)
{
    return ssot::fields(ssot::field<&device::hostname>.unique(), ssot::field<&device::added>.auto_now_add());
}
//]

} // namespace inventory

int main()
{
    using inventory::device;
    ssot::store store{ssot::storage::memory{}};

    //[ upsert
    auto const first  = store.upsert(device{.hostname = "core-1", .role = "edge"}).value();
    auto const second = store.upsert(device{.hostname = "core-1", .role = "core"}).value(); // a row has this hostname
    std::cout << first.made << second.made << ' ' << second.row.role << '\n';              // 10 core
    bool const same_row = second.row.id == first.row.id && second.row.added == first.row.added;

    store.upsert<&device::hostname>(device{.hostname = "edge-1", .role = "edge"}).value(); // only this field says which row
    //]

    //[ find
    auto const by_name = store.get_by<&device::hostname>("core-1").value();
    auto const newest  = store.first(ssot::from<device>().order_by(ssot::desc<&device::added>, ssot::desc<&device::hostname>));
    auto const missing = store.get_by<&device::hostname>("core-2");
    std::cout << missing.error() << '\n'; // hostname: there is no inventory.device with this hostname (not_found)
    //]

    //[ replace
    auto row = store.get_by<&device::hostname>("edge-1").value();
    row.replace(device{.hostname = "edge-7", .role = "access"});                           // all but id and added
    store.update(row).value();                                                             // conflict when it changed meanwhile
    //]

    //[ compare
    std::vector<device> const wanted{{.hostname = "core-1", .role = "spine"}, {.hostname = "leaf-1", .role = "leaf"}};
    auto const there = store.select<device>({}).value();                                   // stored<device> counts as device
    auto const found = ssot::diff::compute(wanted, there, ssot::diff::by<&device::hostname>().attributes<&device::role>());
    for (auto const& change : found.value().changes)
        if (change.source == ssot::diff::none)
            store.erase(there[change.target]).value();
        else
            store.upsert<&device::hostname>(wanted[change.source]).value();
    //]

    //[ copy
    ssot::store copy{ssot::storage::memory{}};
    copy.insert(store.select<device>({}).value(), {.keep_times = true}).value();           // with their keys, from revision 1
    //]
    bool const copied = copy.get<device>(by_name.id).value().added == by_name.added;
    return same_row && newest->hostname == "edge-1" && !missing && found->summary.changed() == 3 && copied &&
                   store.count<device>().value() == 2
               ? EXIT_SUCCESS
               : EXIT_FAILURE;
}
