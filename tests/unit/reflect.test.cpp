// SPDX-License-Identifier: BSL-1.0
#include <ssot/reflect.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace reflect_test {

BOOST_DEFINE_ENUM_CLASS(state, up, down)

constexpr auto describe_choice(ssot::choice_tag<state>)
{
    using entry = ssot::choice_entry<state>;
    return ssot::choice_table{entry{state::up, "UP", "Up", "a", "b"}, entry{state::down, "DOWN", "Down", "c"}};
}

int ids_made = 0;

ssot::uuid make_id()
{
    ++ids_made;
    return ssot::new_id();
}

// A model with options.
struct port {
    static constexpr std::string_view model_name          = "inventory.port";
    static constexpr std::string_view class_name          = "Port";
    static constexpr std::string_view table_name          = "ports";
    static constexpr std::string_view verbose_name        = "network port";
    static constexpr std::string_view verbose_name_plural = "network ports";
    static constexpr std::string_view ordering[]          = {"name", "-mtu"};
    static constexpr bool             singleton           = true;

    ssot::uuid                              id = make_id();
    std::string                             name{};
    std::optional<std::string>              last_note{};
    std::int32_t                            mtu = 1500;
    state                                   is{};
    std::optional<ssot::open_choice<state>> was{};
    ssot::timestamp                         seen_at{};
    std::optional<ssot::uuid>               owner{};
    std::vector<int>                        vlans{};
    int                                     not_described = 3;
};
BOOST_DESCRIBE_STRUCT(port, (), (id, name, last_note, mtu, is, was, seen_at, owner, vlans))

constexpr auto describe_fields(ssot::model_tag<port>)
{
    using ssot::field;
    return ssot::fields(field<&port::name>.max_length(64).unique().help_text("Name on the console"),
                        field<&port::mtu>.min_value(68).max_value(9216).default_value(1500),
                        field<&port::seen_at>.auto_now_add(),
                        field<&port::last_note>.verbose_name("Note"),
                        field<&port::owner>.references("users.User", ssot::on_delete::set_null).related("ports"));
}

// A model with nothing but what it must have; its key is a number.
struct rack {
    static constexpr std::string_view model_name = "dcim.rack";
    std::int32_t                      id{};
    std::string                       name{};
};
BOOST_DESCRIBE_STRUCT(rack, (), (id, name))

// Models with a constructor, and a class template.
class guarded {
public:
    static constexpr std::string_view model_name = "x.guarded";
    guarded()                                    = default;
    explicit guarded(std::string n) : name(std::move(n)) {}

    ssot::uuid  id = make_id();
    std::string name{};

    BOOST_DESCRIBE_CLASS(guarded, (), (id, name), (), ())
};

template<class T>
struct boxed {
    static constexpr std::string_view model_name = "x.boxed";
    std::int64_t                      id{};
    T                                 value{};

    BOOST_DESCRIBE_CLASS(boxed, (), (id, value), (), ())
};

template<class T>
constexpr auto describe_fields(ssot::model_tag<boxed<T>>)
{
    return ssot::fields(ssot::field<&boxed<T>::value>.help_text("boxed"));
}

struct point { // described, and no model
    int x{}, y{};
};
BOOST_DESCRIBE_STRUCT(point, (), (x, y))

struct unlisted { // a name alone is no model
    static constexpr std::string_view model_name = "x.unlisted";
    ssot::uuid                        id{};
};

struct misnamed {
    static constexpr int model_name = 5;
    ssot::uuid           id{};
};
BOOST_DESCRIBE_STRUCT(misnamed, (), (id))

using ssot::field_index;
using ssot::field_info_of;
using ssot::kind;

// Each "no" stands next to its "yes".
static_assert(ssot::described<port> && ssot::described<point> && ssot::described<boxed<int>>);
static_assert(!ssot::described<unlisted> && !ssot::described<int> && !ssot::described<state> &&
              !ssot::described<std::string>);
static_assert(ssot::model<port> && ssot::model<rack> && ssot::model<guarded> && ssot::model<boxed<bool>>);
static_assert(!ssot::model<point> && !ssot::model<unlisted> && !ssot::model<misnamed> && !ssot::model<int> &&
              !ssot::model<port*>);

static_assert(ssot::field_count<port> == 9, "a member that is not described does not count");
static_assert(ssot::field_count<point> == 2);
static_assert(field_index<&port::id> == 0 && field_index<&port::mtu> == 3 && field_index<&port::vlans> == 8);
static_assert(std::is_same_v<ssot::key_t<port>, ssot::uuid> && std::is_same_v<ssot::key_t<rack>, std::int32_t>);

constexpr auto fields = ssot::fields_of<port>();
static_assert(fields.size() == 9);
static_assert(fields[0].name == "id" && fields[2].name == "last_note" && fields[8].name == "vlans");
static_assert(&fields[3] == &field_info_of<&port::mtu>, "one table, however it is reached");

// Kinds and nullability.
static_assert(field_info_of<&port::id>.kind == kind::uuid && field_info_of<&port::name>.kind == kind::text);
static_assert(field_info_of<&port::last_note>.kind == kind::text && field_info_of<&port::mtu>.kind == kind::int64);
static_assert(field_info_of<&port::is>.kind == kind::choice && field_info_of<&port::was>.kind == kind::choice);
static_assert(field_info_of<&port::seen_at>.kind == kind::timestamp);
static_assert(field_info_of<&port::vlans>.kind == kind::null, "JSON can hold it, a store cannot");
static_assert(field_info_of<&port::last_note>.nullable && !field_info_of<&port::name>.nullable);

// The key.
static_assert(field_info_of<&port::id>.primary_key && !field_info_of<&port::name>.primary_key);
static_assert(field_info_of<&port::id>.options.unique && !field_info_of<&port::id>.options.editable);
static_assert(field_info_of<&port::id>.options.default_value.text == "uuid4");
static_assert(field_info_of<&rack::id>.options.unique && field_info_of<&rack::id>.options.blank &&
              field_info_of<&rack::id>.options.editable);
static_assert(!field_info_of<&rack::id>.options.default_value.has_value());

// Options, given and derived.
static_assert(field_info_of<&port::name>.options.max_length == 64 && field_info_of<&port::name>.options.unique);
static_assert(field_info_of<&port::name>.options.help_text == "Name on the console");
static_assert(field_info_of<&port::mtu>.options.min_value == 68 && field_info_of<&port::mtu>.options.max_value == 9216);
static_assert(field_info_of<&port::seen_at>.options.auto_now_add && field_info_of<&port::seen_at>.options.blank);
static_assert(!field_info_of<&port::seen_at>.options.editable && field_info_of<&port::name>.options.editable);
static_assert(field_info_of<&port::last_note>.options.verbose_name == "Note");
static_assert(field_info_of<&port::seen_at>.options.verbose_name == "seen at", "the name with spaces");
static_assert(field_info_of<&port::id>.options.verbose_name == "id");
static_assert(field_info_of<&boxed<int>::value>.options.help_text == "boxed");

// Columns and targets.
static_assert(field_info_of<&port::name>.column == "name" && field_info_of<&port::name>.target_label.empty());
static_assert(field_info_of<&port::owner>.column == "owner_id" && field_info_of<&port::owner>.target_label == "users.User");
static_assert(field_info_of<&port::owner>.on_delete == ssot::on_delete::set_null &&
              field_info_of<&port::owner>.options.index);
static_assert(field_info_of<&port::name>.on_delete == ssot::on_delete::none && !field_info_of<&port::name>.options.index);

// Choices.
static_assert(field_info_of<&port::is>.choices.size() == 2 && field_info_of<&port::is>.choices[1].wire == "DOWN");
static_assert(!field_info_of<&port::is>.keeps_unknown && field_info_of<&port::was>.keeps_unknown);
static_assert(field_info_of<&port::was>.choices.size() == 2 && field_info_of<&port::name>.choices.empty());

// What JSON must have: neither nullable, nor blank, nor with a default.
static_assert(field_info_of<&port::name>.required() && field_info_of<&port::is>.required());
static_assert(!field_info_of<&port::id>.required(), "has a default");
static_assert(!field_info_of<&port::mtu>.required(), "has a default");
static_assert(!field_info_of<&port::last_note>.required(), "may be null");
static_assert(!field_info_of<&port::seen_at>.required(), "the insert sets it");
static_assert(!field_info_of<&rack::id>.required(), "the store makes it");

// The model as a whole.
constexpr auto const& info = ssot::model_info_of<port>();
static_assert(info.name == "inventory.port" && info.app_label == "inventory" && info.model == "port");
static_assert(info.class_name == "Port" && info.label == "inventory.Port" && info.table == "ports");
static_assert(info.verbose_name == "network port" && info.verbose_name_plural == "network ports" && info.singleton);
static_assert(info.ordering.size() == 2 && info.ordering[1] == "-mtu");

constexpr auto const& plain = ssot::model_info_of<rack>();
static_assert(plain.class_name == "rack" && plain.label == "dcim.rack" && plain.table == "dcim_rack");
static_assert(plain.verbose_name == "rack" && plain.verbose_name_plural == "racks");
static_assert(plain.ordering.empty() && !plain.singleton);

} // namespace reflect_test

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(reflect)

BOOST_AUTO_TEST_CASE(fields_are_visited_in_declaration_order)
{
    std::vector<std::size_t> visited;
    ssot::for_each_field<reflect_test::port>(
        [&]<auto Member>(ssot::field_t<Member>) { visited.push_back(ssot::field_index<Member>); });
    BOOST_TEST((visited == std::vector<std::size_t>{0, 1, 2, 3, 4, 5, 6, 7, 8}));

    reflect_test::point p{3, 4};
    int                 sum = 0;
    ssot::for_each_field<reflect_test::point>([&]<auto Member>(ssot::field_t<Member>) { sum = sum * 10 + p.*Member; });
    BOOST_TEST(sum == 34);
}

BOOST_AUTO_TEST_CASE(the_key_is_the_first_described_member)
{
    reflect_test::port const p;
    BOOST_TEST((&ssot::key_of(p) == &p.id));
    reflect_test::rack const r{.id = 7};
    BOOST_TEST(ssot::key_of(r) == 7);
}

BOOST_AUTO_TEST_CASE(a_blank_model_has_no_key_and_every_other_initializer)
{
    auto const before = reflect_test::ids_made;
    auto const blank  = ssot::make_blank<reflect_test::port>();
    BOOST_TEST(reflect_test::ids_made == before, "no id was made");
    BOOST_TEST(blank.id.is_nil());
    BOOST_TEST(blank.mtu == 1500);
    BOOST_TEST(blank.not_described == 3);

    reflect_test::port const usual; // while an ordinary one makes its id
    BOOST_TEST(reflect_test::ids_made == before + 1);
    BOOST_TEST(!usual.id.is_nil());

    BOOST_TEST(ssot::make_blank<reflect_test::rack>().id == 0);
    BOOST_TEST(ssot::make_blank<reflect_test::boxed<std::string>>().value == "");
}

BOOST_AUTO_TEST_CASE(every_option_works_for_a_kind_or_does_not_compile)
{
    using ssot::detail::find_option_fault;
    using ssot::detail::option_fault;
    using form = ssot::field_default::form;

    struct row {
        std::string_view    name;
        ssot::field_options options;
        std::string_view    works; // the initials of kinds, in the order below
    };
    // null, boolean, int64, real, text, bytes, uuid, timestamp, duration, json, choice
    constexpr std::string_view initials = "nbirtyusdjc";

    row const table[] = {
        {"max_length", {.max_length = 9}, "tc"},
        {"min_value", {.min_value = 1}, "ir"},
        {"max_value", {.max_value = 1}, "ir"},
        {"min_value, a double", {.min_real = 0.5}, "r"},
        {"max_value, a double", {.max_real = 0.5}, "r"},
        {"default_value, a bool", {.default_value = {.is = form::boolean}}, "b"},
        {"default_value, an integer", {.default_value = {.is = form::integer}}, "ir"},
        {"default_value, a double", {.default_value = {.is = form::real}}, "r"},
        {"default_value, a text", {.default_value = {.is = form::text}}, "tc"},
        {"default_callable", {.default_value = {.is = form::callable}}, initials},
        {"blank", {.blank = true}, initials},
        {"editable", {.editable = false}, initials},
        {"auto_now_add", {.auto_now_add = true}, "s"},
        {"index", {.index = true}, "birtyusdjc"},
        {"unique", {.unique = true}, "birtyusdc"},
        {"verbose_name", {.verbose_name = "n"}, initials},
        {"help_text", {.help_text = "t"}, initials},
        {"encoder", {.encoder = "E"}, "j"},
        {"related", {.related_name = "r"}, ""},
        {"references", {.references = "a.B", .has_references = true}, "itu"},
    };
    for (auto const& r : table)
        for (std::size_t k = 0; k != initials.size(); ++k)
            for (bool const nullable : {false, true}) {
                auto const kind  = static_cast<ssot::kind>(k);
                bool const works = r.works.find(initials[k]) != std::string_view::npos;
                auto const fault = find_option_fault({.kind = kind, .nullable = nullable}, r.options);
                BOOST_TEST((fault == option_fault::none) == works, r.name << " of " << ssot::to_string(kind));
            }
}

BOOST_AUTO_TEST_CASE(a_model_with_constructors_can_be_blank_too)
{
    BOOST_TEST(ssot::make_blank<reflect_test::guarded>().name == "");
    BOOST_TEST(ssot::make_blank<reflect_test::guarded>().id.is_nil(), "\"a model with a nil key\", says the header");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
