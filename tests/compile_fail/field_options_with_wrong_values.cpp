// SPDX-License-Identifier: BSL-1.0
// Values that options cannot have, each with the remedy.
#include <ssot/reflect.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

namespace {

enum class state { active, retired };
constexpr auto describe_choice(ssot::choice_tag<state>)
{
    using entry = ssot::choice_entry<state>;
    return ssot::choice_table{entry{state::active, "active", "Active", "success"},
                              entry{state::retired, "retired", "Retired", "default"}};
}

struct device {
    static constexpr std::string_view model_name = "inventory.device";

    ssot::uuid                 id{};
    std::string                hostname{};
    std::int8_t                slots{};
    std::optional<int>         height{};
    int                        depth = 1;
    bool                       on{};
    float                      load{};
    std::uint64_t              total = 1;
    std::string                mode  = "fast";
    state                      is{};
    std::optional<std::string> owner{};
    double                     power{};
};
BOOST_DESCRIBE_STRUCT(device, (), (id, hostname, slots, height, depth, on, load, total, mode, is, owner, power))

constexpr auto describe_fields(ssot::model_tag<device>)
{
    using ssot::field;
    using ssot::on_delete;
#ifdef SSOT_COMPILE_FAIL
    return ssot::fields(
        field<&device::id>.default_value(
            "a"), // expect: "a key has no default_value, because the store makes the keys that are missing; take it"
        field<&device::hostname>.max_length(0), // expect: "max_length is a number of code points from 1 to"
        field<&device::slots>.max_value(128),   // expect: "lies beyond what the type of this member holds; take it away, or"
        field<&device::height>.min_value(
            0.5), // expect: "the limits of an integer are whole numbers; give min_value and max_value an integer"
        field<&device::depth>.min_value(2).max_value(
            1), // expect: "min_value is above max_value, so that no value is valid; exchange them"
        field<&device::on>.default_value(
            0), // expect: "default_value is of another type than this member; give it a value of the member's own"
        field<&device::load>.max_value(1e300),
        field<&device::total>.min_value(1).default_value(
            0), // expect: "default_value lies outside what min_value, max_value and the type"
        field<&device::mode>.max_length(3).default_value(
            "fast"), // expect: "default_value is longer than max_length; change one of them"
        field<&device::is>.default_value(
            "gone"), // expect: "default_value is no stored text of describe_choice(); give it an enumerator"
        field<&device::owner>.references(
            "user", on_delete::cascade), // expect: "references names a model by its label; give it one of the form"
        field<&device::power>.min_value(std::numeric_limits<double>::quiet_NaN()));
#else
    return ssot::fields(
        field<&device::hostname>.max_length(1),
        field<&device::slots>.min_value(-128).max_value(127),
        field<&device::height>.min_value(0),
        field<&device::depth>.min_value(1).max_value(1).default_value(1),
        field<&device::on>.default_value(false),
        field<&device::load>.max_value(1e30).min_value(-3),
        field<&device::total>.min_value(0).max_value(std::numeric_limits<std::uint64_t>::max()).default_value(1u),
        field<&device::mode>.max_length(4).default_value("fast"),
        field<&device::is>.default_value("active"),
        field<&device::owner>.references("users.User", on_delete::cascade),
        field<&device::power>.min_value(-0.5).max_value(0.5).default_value(0.0));
#endif
}

static_assert(ssot::field_info_of<&device::hostname>.column == "hostname");

} // namespace
