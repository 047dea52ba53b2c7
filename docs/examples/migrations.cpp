// SPDX-License-Identifier: BSL-1.0
// A model in its third version: JSON and rows that earlier versions of the program wrote are read as those of today.

#include <ssot/ssot.hpp>

#include <boost/describe/class.hpp>

#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

namespace inventory {

ssot::result<std::int64_t> to_port(std::string const& text);

//[ model
struct device {
    static constexpr std::string_view   model_name    = "inventory.device";
    static constexpr std::uint32_t      model_version = 3;
    ssot::uuid   id{};
    std::string  hostname{};  // was `name` in version 1
    std::int64_t port = 0;    // was a text until version 2
    std::string  site = "HQ"; // came with version 3
};
BOOST_DESCRIBE_STRUCT(device, (), (id, hostname, port, site))
constexpr auto describe_migrations(ssot::model_tag<device>)
{
    return ssot::migrations(
        ssot::to_version(2, ssot::rename_field("name", "hostname"), ssot::drop_field<std::string>("comment")),
        ssot::to_version(3, ssot::change_field<&device::port, std::string>(&to_port), ssot::add_field<&device::site>()));
}
//]

ssot::result<std::int64_t> to_port(std::string const& text)
{
    std::int64_t out  = 0;
    auto const   read = std::from_chars(text.data(), text.data() + text.size(), out);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size())
        return ssot::error(ssot::errc::invalid_value, "a port is a number");
    return out;
}

} // namespace inventory

int main()
{
    using inventory::device;

    //[ json
    auto const old = R"({"id":"0192f0a0-0000-7000-8000-000000000001","name":"core-1","comment":"","port":"22"})";
    auto const now = ssot::from_json<device>(old, {.version = 1}).value();
    std::cout << now.hostname << ' ' << now.port << ' ' << now.site << '\n'; // core-1 22 HQ

    auto const bad = R"({"id":"0192f0a0-0000-7000-8000-000000000001","hostname":"core-1","port":"ssh"})";
    std::cout << ssot::from_json<device>(bad, {.version = 2}).error() << '\n';
    // port: a port is a number (invalid_value at line 1, column 79)
    //]

    //[ function
    // A field that is made of old ones: the function receives those that are named behind it.
    auto const step = ssot::add_field<std::string>(
        "label", [](std::string const& host, std::int64_t port) { return host + ":" + std::to_string(port); },
        ssot::old_field<std::string>("hostname"), ssot::old_field<std::int64_t>("port"));
    //]

    //[ rows
    namespace st = ssot::storage;
    st::row_migration const upgrade(st::describe_model<device>(), 2);
    st::packed_row          row; // as version 2 stored it: in the order of upgrade.before().fields
    for (st::field_desc const& f : upgrade.before().fields)
        row.push(f.name == "id"         ? st::value_view::id(now.id)
                 : f.name == "ssot_rev" ? st::value_view::integer(1)
                 : f.name == "port"     ? st::value_view::chars("22")
                                        : st::value_view::chars("core-1"));
    auto const upgraded = upgrade.apply(row).value(); // id, hostname, port 22, site HQ, revision
    //]

    return now.port == 22 && !ssot::from_json<device>(bad, {.version = 2}) && upgraded.at(2).as_int() == 22 &&
            upgraded.at(3).as_chars() == "HQ" && step.info().after.name == "label"
        ? EXIT_SUCCESS
        : EXIT_FAILURE;
}
