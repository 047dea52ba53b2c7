// SPDX-License-Identifier: BSL-1.0
// Every option that cannot do anything for the kind of its member, each with the remedy.
#include <ssot/json/document.hpp>
#include <ssot/model/foreign_key.hpp>
#include <ssot/reflect.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace {

struct rack {
    static constexpr std::string_view model_name = "inventory.rack";

    std::int64_t id{};
    std::string  name{};
};
BOOST_DESCRIBE_STRUCT(rack, (), (id, name))

struct device {
    static constexpr std::string_view model_name = "inventory.device";

    std::int64_t                                                    id{};
    int                                                             slots{};
    std::string                                                     hostname{};
    std::optional<bool>                                             on{};
    ssot::timestamp                                                 seen{};
    std::vector<int>                                                vlans{};
    ssot::raw_json                                                  facts{};
    ssot::foreign_key<rack, ssot::on_delete::cascade, std::int64_t> stands_in{};
    std::optional<ssot::uuid>                                       owner{};
    std::optional<ssot::duration>                                   warranty{};
    double                                                          load{};
    ssot::uuid                                                      token{};
};
BOOST_DESCRIBE_STRUCT(device, (),
                      (id, slots, hostname, on, seen, vlans, facts, stands_in, owner, warranty, load, token))

constexpr auto describe_fields(ssot::model_tag<device>)
{
    using ssot::field;
    using ssot::on_delete;
#ifdef SSOT_COMPILE_FAIL
    return ssot::fields(
        field<&device::id>.min_value(1), // expect: "min_value and max_value do not limit a key or a foreign key"
        field<&device::slots>.max_length(
            3), // expect: "max_length limits a text or a choice, and this member is neither; take it away, or"
        field<&device::hostname>.min_value(
            1), // expect: "min_value and max_value limit numbers, and this member is none; take them away, or"
        field<&device::on>.auto_now_add(), // expect: "auto_now_add sets a time, and this member is none; take it away, or make the"
        field<&device::seen>.encoder("E"), // expect: "encoder is for a JSON document, and this member is none; take it away"
        field<&device::vlans>.index(),     // expect: "a container or struct is none; take it away"
        field<&device::facts>.unique(), // expect: "unique compares values that a store holds, and neither a JSON document nor"
        field<&device::stands_in>.references(
            "inventory.Rack", on_delete::cascade), // expect: "an ssot::foreign_key already says what it points at"
        field<&device::owner>.related(
            "devices"), // expect: "related names the other side of a foreign key, and this member is none; make it"
        field<&device::warranty>.default_value(
            1), // expect: "default_value states a bool, a number, a text or a choice, and this member is none"
        field<&device::load>.references(
            "users.User", on_delete::cascade), // expect: "references is for a bare key, and this member is none"
        field<&device::token>.references("users.User",
                                         on_delete::set_null)); // expect: "can become null; make the member std::optional"
#else
    return ssot::fields(field<&device::slots>.min_value(1).max_value(48).unique().index(),
                        field<&device::hostname>.max_length(3).blank().unique(),
                        field<&device::on>.blank().index(),
                        field<&device::seen>.auto_now_add().unique(),
                        field<&device::vlans>.blank().default_callable("list").help_text("Numbers"),
                        field<&device::facts>.encoder("E").blank().index(),
                        field<&device::stands_in>.related("devices").unique(),
                        field<&device::owner>.references("users.User", on_delete::set_null).related("devices"),
                        field<&device::warranty>.default_callable("a_year").editable(false),
                        field<&device::load>.min_value(0).max_value(99.5).unique(),
                        field<&device::token>.references("users.User", on_delete::protect).verbose_name("Owner"));
#endif
}

static_assert(ssot::field_info_of<&device::hostname>.column == "hostname");

} // namespace
