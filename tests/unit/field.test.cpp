// SPDX-License-Identifier: BSL-1.0
#include <ssot/field.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>

namespace field_test {

BOOST_DEFINE_ENUM_CLASS(state, up, down)

constexpr auto describe_choice(ssot::choice_tag<state>)
{
    using entry = ssot::choice_entry<state>;
    return ssot::choice_table{entry{state::up, "UP", "Up", ""}, entry{state::down, "DOWN", "Down", ""}};
}

struct port {
    int                        id{};
    std::string                name{};
    std::optional<std::string> note{};
    state                      is{};
    bool                       enabled{};
};
BOOST_DESCRIBE_STRUCT(port, (), (id, name, note, is, enabled))

using ssot::field;
using form = ssot::field_default::form;

// What a pointer to a member says, also of a member of a base and of one that is not described.
struct uplink : port {
    double gigabits{};
};
static_assert(std::is_same_v<ssot::owner_of<&port::name>, port>);
static_assert(std::is_same_v<ssot::owner_of<&uplink::name>, port>, "the class that declares it");
static_assert(std::is_same_v<ssot::owner_of<&uplink::gigabits>, uplink>);
static_assert(std::is_same_v<ssot::member_type<&port::note>, std::optional<std::string>>);
static_assert(std::is_same_v<ssot::member_type<&uplink::gigabits>, double>);

// Without options.
constexpr ssot::field_options none{};
static_assert(none.max_length == 0 && !none.min_value && !none.max_value && !none.default_value.has_value());
static_assert(!none.blank && none.editable && !none.auto_now_add && !none.index && !none.unique);
static_assert(none.verbose_name.empty() && none.help_text.empty() && none.encoder.empty() && none.references.empty());
static_assert(none.related_name.empty() && none.related_query_name.empty() && none.references_rule == ssot::on_delete::none);
static_assert(field<&port::name>.options.editable && !field<&port::name>.options.blank);

// Each setter sets its own option.
static_assert(field<&port::name>.max_length(64).options.max_length == 64);
static_assert(field<&port::id>.min_value(-5).options.min_value == -5);
static_assert(field<&port::id>.max_value(5).options.max_value == 5);
static_assert(!field<&port::id>.max_value(5).options.min_value);
static_assert(field<&port::name>.blank().options.blank && !field<&port::name>.blank(false).options.blank);
static_assert(!field<&port::name>.editable(false).options.editable && field<&port::name>.editable(true).options.editable);
static_assert(field<&port::name>.auto_now_add().options.auto_now_add &&
              !field<&port::name>.auto_now_add(false).options.auto_now_add);
static_assert(field<&port::name>.index().options.index && !field<&port::name>.index(false).options.index);
static_assert(field<&port::name>.unique().options.unique && !field<&port::name>.unique(false).options.unique);
static_assert(field<&port::name>.verbose_name("Port").options.verbose_name == "Port");
static_assert(field<&port::name>.help_text("As printed").options.help_text == "As printed");
static_assert(field<&port::name>.encoder("E").options.encoder == "E");
static_assert(field<&port::name>.related("ports", "port").options.related_name == "ports");
static_assert(field<&port::name>.related("ports", "port").options.related_query_name == "port");
static_assert(field<&port::name>.related("ports").options.related_query_name.empty());
static_assert(field<&port::name>.references("users.User", ssot::on_delete::cascade).options.references == "users.User");
static_assert(field<&port::name>.references("users.User", ssot::on_delete::cascade).options.references_rule ==
              ssot::on_delete::cascade);

// They chain, each giving a changed copy.
constexpr auto name = field<&port::name>.max_length(64).unique().help_text("Name on the console");
static_assert(name.options.max_length == 64 && name.options.unique && name.options.help_text == "Name on the console");
static_assert(name.max_length(32).options.max_length == 32 && name.max_length(32).options.unique &&
              name.options.max_length == 64);
static_assert(std::is_same_v<std::remove_cv_t<decltype(name)>, ssot::field_description>);

// Defaults of every form.
static_assert(!field<&port::name>.options.default_value.has_value());
static_assert(field<&port::enabled>.default_value(false).options.default_value.is == form::boolean);
static_assert(field<&port::enabled>.default_value(false).options.default_value.has_value());
static_assert(!field<&port::enabled>.default_value(false).options.default_value.boolean);
static_assert(field<&port::enabled>.default_value(true).options.default_value.boolean);
static_assert(field<&port::id>.default_value(-7).options.default_value.is == form::integer);
static_assert(field<&port::id>.default_value(-7).options.default_value.integer == -7);
static_assert(field<&port::id>.default_value(std::int64_t{1} << 40).options.default_value.integer == std::int64_t{1} << 40);
static_assert(field<&port::name>.default_value("").options.default_value.is == form::text);
static_assert(field<&port::name>.default_value("").options.default_value.has_value(), "empty, but there");
static_assert(field<&port::name>.default_value("eth0").options.default_value.text == "eth0");
static_assert(field<&port::is>.default_value(state::down).options.default_value.is == form::text);
static_assert(field<&port::is>.default_value(state::down).options.default_value.text == "DOWN", "the stored text");
static_assert(field<&port::name>.default_callable("uuid4").options.default_value.is == form::callable);
static_assert(field<&port::name>.default_callable("uuid4").options.default_value.text == "uuid4");

// A list of fields is an array, in the order given.
constexpr auto both = ssot::fields(name, field<&port::note>.blank());
static_assert(std::tuple_size_v<decltype(both)> == 2);
static_assert(std::get<0>(both).options.unique && std::get<1>(both).options.blank);
static_assert(std::tuple_size_v<decltype(ssot::fields())> == 0);

// Fields of different members are different types; the same member is one.
static_assert(!std::is_same_v<decltype(field<&port::name>), decltype(field<&port::note>)>);
static_assert(std::is_same_v<decltype(field<&port::name>), decltype(field<&port::name>)>);

} // namespace field_test

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(field)

BOOST_AUTO_TEST_CASE(options_can_be_read_at_run_time_too)
{
    using field_test::port;
    auto const f = ssot::field<&port::name>.max_length(12).related("ports");
    BOOST_TEST(f.options.max_length == 12u);
    BOOST_TEST(f.options.related_name == "ports");
    ssot::field_default const d{};
    BOOST_TEST(!d.has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
