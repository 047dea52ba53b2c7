// SPDX-License-Identifier: BSL-1.0
// Log entries that point at objects of any model.

#include <ssot/ssot.hpp>

#include <boost/describe/class.hpp>

#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

namespace inventory {

struct device {
    static constexpr std::string_view model_name = "inventory.device";

    ssot::uuid  id = ssot::new_id();
    std::string hostname{};
};
BOOST_DESCRIBE_STRUCT(device, (), (id, hostname))

} // namespace inventory

int main()
{
    using inventory::device;
    ssot::store store{ssot::storage::memory{}};
    ssot::sync  run{.source = "ServiceNow", .target = "Nautobot"};
    store.insert(run).value();

    //[ point
    device router{.hostname = "core-1"};
    store.insert(router).value();
    ssot::sync_log_entry entry{.sync = run};
    store.point_at(entry, router).value(); // the content type inventory.device is made when there is none yet
    store.insert(entry).value();
    //]

    //[ resolve
    auto const found = store.resolve<device>(entry).value(); // std::optional<stored<device>>
    if (found)
        std::cout << found->hostname << '\n';

    ssot::model_registry const models = ssot::registry_of<device, ssot::sync>();
    ssot::any_row const        row    = store.resolve(entry, models).value();
    if (auto const* const d = row.get_if<device>())
        std::cout << row.info().label << ' ' << d->hostname << '\n'; // inventory.device core-1
    //]

    store.erase(router).value();
    return found && row && !store.resolve<device>(entry).value() ? EXIT_SUCCESS : EXIT_FAILURE;
}
