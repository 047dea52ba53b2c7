// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_INVENTORY_HPP
#define SSOT_TESTS_SUPPORT_INVENTORY_HPP

// A user's own models, in the user's own namespace: every kind of field, options, an integer key, every rule of erasing, a
// model that points at itself.

#include <ssot/model/foreign_key.hpp>
#include <ssot/model/types.hpp>
#include <ssot/reflect.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace inventory {

BOOST_DEFINE_ENUM_CLASS(state, planned, active, retired)

constexpr auto describe_choice(ssot::choice_tag<state>)
{
    using entry = ssot::choice_entry<state>;
    return ssot::choice_table{entry{state::planned, "planned", "Planned", "info"},
                              entry{state::active, "Active!", "Active", "success"},
                              entry{state::retired, "retired", "Retired", "default"}};
}

/// Keys are integers.
struct rack {
    static constexpr std::string_view model_name = "inventory.rack";
    static constexpr std::string_view class_name = "Rack";
    static constexpr std::string_view ordering[] = {"-height", "name"};

    std::int64_t                   id{};
    std::string                    name{};
    std::int32_t                   height = 42;
    double                         load{};
    bool                           locked{};
    state                          is{};
    std::optional<ssot::timestamp> installed{};
    std::optional<ssot::duration>  warranty{};
    boost::json::value             labels = boost::json::object();
    std::optional<std::string>     note{};

    friend bool operator==(rack const&, rack const&) = default;
};
BOOST_DESCRIBE_STRUCT(rack, (), (id, name, height, load, locked, is, installed, warranty, labels, note))

constexpr auto describe_fields(ssot::model_tag<rack>)
{
    using ssot::field;
    return ssot::fields(field<&rack::name>.max_length(12).unique(), field<&rack::height>.min_value(1).max_value(60));
}

/// Points at a rack, which may go, and at the device that it is part of, which takes it along.
struct device {
    static constexpr std::string_view model_name = "inventory.device";
    static constexpr std::string_view class_name = "Device";

    ssot::uuid                                                                      id{};
    std::string                                                                     hostname{};
    std::optional<std::string>                                                      serial{};
    std::optional<ssot::foreign_key<rack, ssot::on_delete::set_null, std::int64_t>> stands_in{};
    std::optional<ssot::foreign_key<device, ssot::on_delete::cascade>>              part_of{};
    ssot::timestamp                                                                 added{};

    friend bool operator==(device const&, device const&) = default;
};
BOOST_DESCRIBE_STRUCT(device, (), (id, hostname, serial, stands_in, part_of, added))

constexpr auto describe_fields(ssot::model_tag<device>)
{
    using ssot::field;
    return ssot::fields(field<&device::hostname>.max_length(64).unique().help_text("Name on the console"),
                        field<&device::serial>.unique(),
                        field<&device::added>.auto_now_add());
}

/// Goes with its device; forgets the device at the other end.
struct port {
    static constexpr std::string_view model_name = "inventory.port";
    static constexpr std::string_view ordering[] = {"on", "-name"};

    ssot::uuid                                                          id{};
    ssot::foreign_key<device, ssot::on_delete::cascade>                 on{};
    std::string                                                         name{};
    std::optional<ssot::foreign_key<device, ssot::on_delete::set_null>> peer{};

    friend bool operator==(port const&, port const&) = default;
};
BOOST_DESCRIBE_STRUCT(port, (), (id, on, name, peer))

/// Keeps both of its ports; never changes.
struct cable {
    static constexpr std::string_view model_name  = "inventory.cable";
    static constexpr std::string_view class_name  = "Cable";
    static constexpr bool             append_only = true;

    ssot::uuid                                        id{};
    ssot::foreign_key<port, ssot::on_delete::protect> a{};
    ssot::foreign_key<port, ssot::on_delete::protect> b{};

    friend bool operator==(cable const&, cable const&) = default;
};
BOOST_DESCRIBE_STRUCT(cable, (), (id, a, b))

} // namespace inventory

#endif // SSOT_TESTS_SUPPORT_INVENTORY_HPP
