// SPDX-License-Identifier: BSL-1.0
#include <ssot/model/foreign_key.hpp>

// The rest.
#include <ssot/model/sync.hpp>

#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>

namespace foreign_key_test {

struct device {
    static constexpr std::string_view model_name = "inventory.device";
    ssot::uuid                        id         = ssot::new_id();
};
BOOST_DESCRIBE_STRUCT(device, (), (id))

struct rack {
    static constexpr std::string_view model_name = "inventory.rack";
    static constexpr std::string_view class_name = "Rack";
    std::int64_t                      id{};
};
BOOST_DESCRIBE_STRUCT(rack, (), (id))

/// Something that is a device and more, as a stored row is.
struct stored_device : device {
    int revision = 1;
};

using device_key = ssot::foreign_key<device, ssot::on_delete::cascade>;
using rack_key   = ssot::foreign_key<rack, ssot::on_delete::set_null, std::int64_t>;

/// Points at itself.
struct folder {
    static constexpr std::string_view                                  model_name = "inventory.folder";
    ssot::uuid                                                         id         = ssot::new_id();
    std::optional<ssot::foreign_key<folder, ssot::on_delete::protect>> parent{};
    device_key                                                         device{};
    std::optional<rack_key>                                            rack{};
};
BOOST_DESCRIBE_STRUCT(folder, (), (id, parent, device, rack))

constexpr auto describe_fields(ssot::model_tag<folder>)
{
    return ssot::fields(ssot::field<&folder::parent>.blank().related("children", "child"));
}

// Who may become a key: each "no" next to its "yes".
static_assert(std::is_convertible_v<device const&, device_key> && std::is_assignable_v<device_key&, device const&>);
static_assert(!std::is_convertible_v<rack const&, device_key> && !std::is_assignable_v<device_key&, rack const&>);
static_assert(std::is_convertible_v<stored_device const&, device_key>);
static_assert(!std::is_convertible_v<device const&, ssot::foreign_key<stored_device, ssot::on_delete::cascade>>);
static_assert(std::is_convertible_v<ssot::key_to<device>, device_key>);
static_assert(!std::is_convertible_v<ssot::key_to<folder>, device_key>);
static_assert(!std::is_convertible_v<ssot::uuid, device_key> && !std::is_constructible_v<device_key, ssot::uuid>);
static_assert(!std::is_assignable_v<device_key&, ssot::uuid>, "a bare key needs its type named");
static_assert(std::is_convertible_v<ssot::key_to<rack, std::int64_t>, rack_key>);
static_assert(!std::is_constructible_v<rack_key, std::int64_t> && !std::is_constructible_v<rack_key, int>);
static_assert(!std::is_convertible_v<device_key, ssot::uuid>, "nor does a key turn into a bare one by itself");

// Comparing with a bare key needs nothing.
template<class A, class B>
concept comparable = requires(A const& a, B const& b) {
    { a == b } -> std::same_as<bool>;
    { b == a } -> std::same_as<bool>;
    { a != b } -> std::same_as<bool>;
    { b != a } -> std::same_as<bool>;
};
static_assert(comparable<device_key, ssot::uuid> && comparable<device_key, device> && comparable<rack_key, std::int64_t>);
static_assert(!comparable<device_key, rack> && !comparable<rack_key, device> && !comparable<device_key, rack_key>);
static_assert(std::regular<device_key> && std::regular<rack_key>);

// Rows of the same table, whatever types they are made of.
static_assert(ssot::same_model<ssot::sync, ssot::basic_sync<ssot::raw_types>>);
static_assert(!ssot::same_model<ssot::sync, ssot::job_result> && !ssot::same_model<device, folder>);
static_assert(std::is_convertible_v<ssot::basic_sync<ssot::raw_types> const&,
                                    ssot::foreign_key<ssot::sync, ssot::on_delete::cascade>>);
static_assert(!std::is_convertible_v<ssot::job_result const&, ssot::foreign_key<ssot::sync, ssot::on_delete::cascade>>);

// What reflection knows of them.
static_assert(ssot::relation<device_key>::exists && !ssot::relation<ssot::uuid>::exists);
static_assert(ssot::relation<rack_key>::rule == ssot::on_delete::set_null);
static_assert(std::is_same_v<ssot::relation<rack_key>::target, rack>);
static_assert(ssot::codec<device_key>::stored_as == ssot::kind::uuid &&
              ssot::codec<rack_key>::stored_as == ssot::kind::int64);

constexpr auto const& parent = ssot::field_info_of<&folder::parent>;
static_assert(parent.name == "parent" && parent.column == "parent_id" && parent.target_label == "inventory.folder" &&
              parent.nullable);
static_assert(parent.kind == ssot::kind::uuid && parent.on_delete == ssot::on_delete::protect && parent.options.index);
static_assert(parent.options.related_name == "children" && parent.options.related_query_name == "child" &&
              !parent.required());
constexpr auto const& device_field = ssot::field_info_of<&folder::device>;
static_assert(device_field.column == "device_id" && device_field.on_delete == ssot::on_delete::cascade &&
              device_field.required());
static_assert(ssot::field_info_of<&folder::rack>.target_label == "inventory.Rack" &&
              ssot::field_info_of<&folder::rack>.kind == ssot::kind::int64);

} // namespace foreign_key_test

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(model)
BOOST_AUTO_TEST_SUITE(foreign_key)

using namespace foreign_key_test;

BOOST_AUTO_TEST_CASE(a_model_stands_for_its_key)
{
    foreign_key_test::device d;
    folder                   f;
    BOOST_TEST(f.device.is_nil());
    f.device = d;
    BOOST_TEST((f.device.key() == d.id));
    BOOST_TEST(!f.device.is_nil());
    BOOST_TEST((f.device == d));
    BOOST_TEST((d == f.device));
    BOOST_TEST((f.device == d.id));
    BOOST_TEST((d.id == f.device));
    BOOST_TEST((f.device != foreign_key_test::device{}));
    BOOST_TEST((f.device != ssot::uuid{}));

    f.device = ssot::key_to<foreign_key_test::device>{ssot::uuid{}};
    BOOST_TEST(f.device.is_nil());
    stored_device const stored;
    f.device = stored;
    BOOST_TEST((f.device == stored.id));
}

BOOST_AUTO_TEST_CASE(keys_that_are_numbers)
{
    folder f;
    f.rack = foreign_key_test::rack{.id = 42};
    BOOST_TEST(f.rack->key() == 42);
    BOOST_TEST((*f.rack == std::int64_t{42}));
    BOOST_TEST(!f.rack->is_nil());
    BOOST_TEST(rack_key{}.is_nil());
}

BOOST_AUTO_TEST_CASE(optional_keys_and_keys_to_oneself)
{
    folder const root;
    folder       leaf;
    BOOST_TEST(!leaf.parent.has_value());
    leaf.parent = root;
    BOOST_TEST((leaf.parent == root.id));
    leaf.parent.reset();
    BOOST_TEST(!leaf.parent);
}

BOOST_AUTO_TEST_CASE(designated_initializers)
{
    foreign_key_test::device const d;
    folder const                   f{.parent = folder{}, .device = d};
    BOOST_TEST((f.device == d));
    BOOST_TEST(f.parent.has_value());
}

BOOST_AUTO_TEST_CASE(a_key_is_stored_as_what_it_holds)
{
    foreign_key_test::device const d;
    device_key const               k = d;
    BOOST_TEST((ssot::codec<device_key>::encode(k) == d.id));
    BOOST_TEST((ssot::codec<device_key>::decode(d.id).value() == k));
    BOOST_TEST(ssot::codec<rack_key>::decode(7).value().key() == 7);
}

BOOST_AUTO_TEST_CASE(a_key_out_of_range_is_an_error)
{
    using small_key = ssot::foreign_key<folder, ssot::on_delete::cascade, std::int32_t>;
    BOOST_TEST(ssot::codec<small_key>::decode(7).value().key() == 7);
    BOOST_CHECK_NO_THROW(BOOST_TEST(ssot::codec<small_key>::decode(std::int64_t{1} << 40).has_error()));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
