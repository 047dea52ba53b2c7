// SPDX-License-Identifier: BSL-1.0
// Models of your own: a plain described struct gets JSON, validation, queries and storage.

#include <ssot/ssot.hpp>

#include <boost/describe/class.hpp>

#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>

namespace inventory {

//[ model
struct device {
    static constexpr std::string_view model_name = "inventory.device";
    ssot::uuid                 id{};
    std::string                hostname{};
    std::optional<std::string> note{};
};
BOOST_DESCRIBE_STRUCT(device, (), (id, hostname, note))
constexpr auto describe_fields(ssot::model_tag<device>)                        // only for fields with options
{
    return ssot::fields(ssot::field<&device::hostname>.max_length(64).unique().help_text("Name on the console"));
}
//]

//[ foreign_key
struct port {
    static constexpr std::string_view model_name = "inventory.port";
    static constexpr std::string_view ordering[] = {"device", "-number"};
    ssot::uuid                                                     id{};
    ssot::foreign_key<inventory::device, ssot::on_delete::cascade> device{};
    int                                                            number{};
};
BOOST_DESCRIBE_STRUCT(port, (), (id, device, number))
//]

//[ lists
struct cable {
    static constexpr std::string_view  model_name        = "inventory.cable";
    static constexpr ssot::field_names unique_together[] = {{"rack", "number"}, {"rack", "label"}};
    static constexpr ssot::field_names indexes[]         = {{"label", "id"}};
    ssot::uuid  id{};
    std::string rack{};
    int         number{};
    std::string label{};
};
BOOST_DESCRIBE_STRUCT(cable, (), (id, rack, number, label))
//]

} // namespace inventory

int main()
{
    //[ metadata
    constexpr auto const& hostname = ssot::field_info_of<&inventory::device::hostname>;
    static_assert(hostname.options.max_length == 64 && hostname.required());
    static_assert(ssot::model_info_of<inventory::device>().table == "inventory_device");
    //]

    //[ use
    ssot::store store{ssot::storage::memory{}};
    inventory::device core{.hostname = "core-1"};
    store.insert(core).value();                                                // core.id is made here
    store.insert(inventory::port{.device = core, .number = 7}).value();

    auto const twin = store.insert(inventory::device{.hostname = "core-1"});
    std::cout << twin.error() << '\n';  // hostname: inventory.device with this hostname already exists (already_exists)

    auto const ports = store.select(ssot::from<inventory::port>()
        .where(ssot::field<&inventory::port::device, &inventory::device::hostname> == "core-1"));
    std::cout << ssot::to_json(ports.value().front()) << '\n';
    std::cout << store.erase(core).value().total() << " rows erased\n";         // 2: the port goes with its device
    //]
    return ports->front().device == core && store.count<inventory::port>().value() == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
