// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_MIGRATING_DEVICE_HPP
#define SSOT_TESTS_SUPPORT_MIGRATING_DEVICE_HPP

// A model in its fourth version, and what its rows were in each version before.
//
//   version 1: id, name: text, comment: text, port: text, notes: JSON
//   version 2: id, hostname: text, port: text, notes: JSON, rack: int64
//   version 3: id, hostname: text, port: int64, notes: JSON, site: text
//   version 4: id, hostname: text, port: int64 or null, notes: JSON, site: text, label: text or null

#include <ssot/json/raw_json.hpp>
#include <ssot/migration.hpp>
#include <ssot/reflect.hpp>
#include <ssot/result.hpp>
#include <ssot/uuid.hpp>

#include <boost/describe/class.hpp>

#include <charconv>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace inventory {

struct moving_device {
    static constexpr std::string_view model_name    = "inventory.moving_device";
    static constexpr std::uint32_t    model_version = 4;

    ssot::uuid                  id{};
    std::string                 hostname{};
    std::optional<std::int64_t> port{};
    ssot::raw_json              notes{};
    std::string                 site = "HQ";
    std::optional<std::string>  label{};

    friend bool operator==(moving_device const&, moving_device const&) = default;
};
BOOST_DESCRIBE_STRUCT(moving_device, (), (id, hostname, port, notes, site, label))

/// "throw" throws, and what is no number is an error.
inline ssot::result<std::int64_t> port_of_text(std::string const& text)
{
    if (text == "throw")
        throw std::runtime_error("no such port");
    std::int64_t out = 0;
    auto const   end = text.data() + text.size();
    if (auto const read = std::from_chars(text.data(), end, out); read.ec != std::errc() || read.ptr != end)
        return ssot::error(ssot::errc::invalid_value, "this is no port");
    return out;
}

constexpr auto describe_migrations(ssot::model_tag<moving_device>)
{
    using ssot::old_field;
    return ssot::migrations(
        ssot::to_version(2,
                         ssot::rename_field("name", "hostname"),
                         ssot::drop_field<std::string>("comment"),
                         ssot::add_field<std::int64_t>("rack", 7),
                         ssot::rename_model("inventory.box")),
        ssot::to_version(
            3,
            ssot::change_field<std::int64_t, std::string>("port", &port_of_text),
            ssot::add_field<&moving_device::site>(
                [](std::int64_t rack, std::string const& host) { return host.substr(0, 2) + std::to_string(rack); },
                old_field<std::int64_t>("rack"),
                old_field<std::string>("hostname")),
            ssot::drop_field<std::int64_t>("rack"),
            ssot::add_index({"site", "hostname"})),
        ssot::to_version(
            4,
            ssot::change_field<&moving_device::port, std::int64_t>(
                [](std::int64_t old) { return old == 0 ? std::nullopt : std::optional(old); }),
            ssot::add_field<&moving_device::label>(),
            ssot::native_statements("UPDATE inventory_moving_device SET label = 'native' WHERE hostname = 'native'", "")));
}

} // namespace inventory

#endif // SSOT_TESTS_SUPPORT_MIGRATING_DEVICE_HPP
