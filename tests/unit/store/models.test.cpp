// SPDX-License-Identifier: BSL-1.0
#include <ssot/store.hpp>

#include "support/stores.hpp"

#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Models of the user's of unusual shape: fields of the user's own types, keys of every width, models that point at each other.

namespace models_test {

/// Stored as a number.
struct address {
    std::uint32_t value{};

    friend bool operator==(address const&, address const&) = default;
};

/// Stored as text.
struct mac {
    std::string text{};

    friend bool operator==(mac const&, mac const&) = default;
};

} // namespace models_test

template<>
struct ssot::codec<models_test::address> {
    static constexpr kind stored_as = kind::int64;
    using stored_type               = std::int64_t;

    static stored_type                  encode(models_test::address v) noexcept { return v.value; }
    static result<models_test::address> decode(stored_type v)
    {
        if (v < 0 || v > 0xffff'ffff)
            return error(errc::out_of_range, "no address");
        return models_test::address{static_cast<std::uint32_t>(v)};
    }
};

template<>
struct ssot::codec<models_test::mac> {
    static constexpr kind stored_as = kind::text;
    using stored_type               = std::string_view;

    static stored_type              encode(models_test::mac const& v) noexcept { return v.text; }
    static result<models_test::mac> decode(stored_type v) { return models_test::mac{std::string(v)}; }
};

namespace models_test {

struct host {
    static constexpr std::string_view model_name = "inventory.host";
    static constexpr std::string_view ordering[] = {"at"};

    ssot::uuid         id{};
    address            at{};
    std::optional<mac> hardware{};

    friend bool operator==(host const&, host const&) = default;
};
BOOST_DESCRIBE_STRUCT(host, (), (id, at, hardware))

constexpr auto describe_fields(ssot::model_tag<host>) { return ssot::fields(ssot::field<&host::hardware>.unique()); }

struct narrow {
    static constexpr std::string_view model_name = "inventory.narrow";

    std::int32_t id{};
};
BOOST_DESCRIBE_STRUCT(narrow, (), (id))

struct wide {
    static constexpr std::string_view model_name = "inventory.wide";

    std::uint64_t id{};
};
BOOST_DESCRIBE_STRUCT(wide, (), (id))

struct pointer {
    static constexpr std::string_view model_name = "inventory.pointer";

    ssot::uuid                                                                      id{};
    ssot::foreign_key<narrow, ssot::on_delete::cascade, std::int32_t>               to{};
    std::optional<ssot::foreign_key<wide, ssot::on_delete::protect, std::uint64_t>> also{};
};
BOOST_DESCRIBE_STRUCT(pointer, (), (id, to, also))

struct reading {
    static constexpr std::string_view model_name = "inventory.reading";

    ssot::uuid           id{};
    double               value{};
    std::optional<float> other{};
};
BOOST_DESCRIBE_STRUCT(reading, (), (id, value, other))

} // namespace models_test

namespace {

using models_test::address;
using models_test::host;
using models_test::mac;
using models_test::narrow;
using models_test::pointer;
using models_test::reading;
using models_test::wide;
using ssot::errc;
using ssot::field;
using ssot::from;
using ssot_test::failure;
using ssot_test::key;
using ssot_test::keys_of;
using ssot_test::opened;

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(store_models)

SSOT_TEST_CASE_OVER(backends, fields_of_the_users_types)
{
    opened<>          o(backend_name);
    std::vector const hosts{host{.id = key(1), .at = {0xc0a8'0002}, .hardware = mac{"b"}},
                            host{.id = key(2), .at = {0x0a00'0001}},
                            host{.id = key(3), .at = {0xc0a8'0001}, .hardware = mac{"a"}}};
    o.store.insert(hosts).value();
    BOOST_TEST((o.store.get<host>(key(1)).value() == hosts[0]));
    auto const found = [&](auto const& q) { return keys_of(o.store.select(q).value()); };
    BOOST_TEST(found(from<host>()) == (std::vector{key(2), key(3), key(1)}), boost::test_tools::per_element());
    BOOST_TEST(found(from<host>().where(field<&host::at> == address{0xc0a8'0002})) == std::vector{key(1)},
               boost::test_tools::per_element());
    BOOST_TEST(found(from<host>().where(field<&host::at> > address{0x0a00'0001})) == (std::vector{key(3), key(1)}),
               boost::test_tools::per_element());
    BOOST_TEST(found(from<host>().where(field<&host::hardware> == mac{"a"})) == std::vector{key(3)},
               boost::test_tools::per_element());
    BOOST_TEST(found(from<host>().where(in(field<&host::hardware>, std::array{mac{"a"}, mac{"b"}}))) ==
                   (std::vector{key(3), key(1)}),
               boost::test_tools::per_element());
    BOOST_TEST(found(from<host>().where(icontains(field<&host::hardware>, "B"))) == std::vector{key(1)},
               boost::test_tools::per_element());
    BOOST_TEST(found(from<host>().where(is_null(field<&host::hardware>))) == std::vector{key(2)},
               boost::test_tools::per_element());
    BOOST_TEST(failure(o.store.insert(host{.hardware = mac{"a"}})).path() == "hardware", "unique");
}

SSOT_TEST_CASE_OVER(backends, keys_of_every_width)
{
    opened<> o(backend_name);
    BOOST_TEST(o.store.insert(narrow{}).value() == 1);
    BOOST_TEST(o.store.insert(narrow{std::numeric_limits<std::int32_t>::max()}).value() ==
               std::numeric_limits<std::int32_t>::max());
    BOOST_TEST(o.store.insert(narrow{std::numeric_limits<std::int32_t>::min()}).has_value());
    BOOST_TEST(o.store.insert(wide{}).value() == 1u);
    constexpr auto last = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    BOOST_TEST(o.store.insert(wide{last}).value() == last);
    BOOST_TEST(o.store.get<wide>(last)->id == last);

    pointer p{.to = narrow{1}, .also = wide{last}};
    o.store.insert(p).value();
    BOOST_TEST(failure(o.store.insert(pointer{.to = narrow{2}})).path() == "to");
    BOOST_TEST(o.store.count(from<pointer>().where(field<&pointer::to> == narrow{1})).value() == 1u);
    BOOST_TEST(o.store.count(from<pointer>().where(field<&pointer::to> == 1)).value() == 1u);
    BOOST_TEST(failure(o.store.erase<wide>(last)).code() == errc::protected_);
    BOOST_TEST(o.store.erase<narrow>(1)->total() == 2u);
}

SSOT_TEST_CASE_OVER(backends, the_reals)
{
    opened<> o(backend_name);
    o.store
        .insert(std::vector{reading{.id = key(1), .value = -0.0, .other = 0.5F},
                            reading{.id = key(2), .value = 1e308},
                            reading{.id = key(3), .value = -5e-324}})
        .value();
    auto const found = [&](auto const& condition) {
        return keys_of(o.store.select(from<reading>().where(condition)).value());
    };
    BOOST_TEST(found(field<&reading::value> == 0) == std::vector{key(1)}, boost::test_tools::per_element());
    BOOST_TEST(found(field<&reading::value> < 0.0) == std::vector{key(3)}, boost::test_tools::per_element());
    BOOST_TEST(found(field<&reading::value> < std::numeric_limits<double>::infinity()) ==
                   (std::vector{key(1), key(2), key(3)}),
               boost::test_tools::per_element());
    BOOST_TEST(found(field<&reading::other> == 0.5) == std::vector{key(1)}, boost::test_tools::per_element());
}

SSOT_TEST_CASE_OVER(backends, nan_equals_nothing)
{
    opened<> o(backend_name);
    o.store.insert(reading{.value = 1.5}).value();
    auto const nan   = std::numeric_limits<double>::quiet_NaN();
    auto const count = [&](auto const& condition) { return o.store.count(from<reading>().where(condition)).value(); };
    BOOST_TEST(count(field<&reading::value> == nan) == 0u);
    BOOST_TEST(count(field<&reading::value> <= nan) == 0u);
    BOOST_TEST(count(field<&reading::value> >= nan) == 0u);
    BOOST_TEST(count(in(field<&reading::value>, {nan})) == 0u);
    BOOST_TEST(count(field<&reading::value> != nan) == 1u);
}

SSOT_TEST_CASE_OVER(backends, a_key_is_not_cut_to_its_width)
{
    opened<> o(backend_name);
    o.store.insert(narrow{5}).value();
    o.store.insert(pointer{.to = narrow{5}}).value();
    BOOST_TEST(o.store.count(from<pointer>().where(field<&pointer::to> == (std::int64_t{1} << 32) + 5)).value() == 0u);
    BOOST_TEST(!o.store.insert(wide{std::uint64_t{1} << 63}).has_value(), "a key that cannot be stored");
    o.store.insert(narrow{std::numeric_limits<std::int32_t>::max()}).value();
    BOOST_TEST(failure(o.store.insert(narrow{})).code() == errc::out_of_range, "used up");
    BOOST_TEST(o.store.count<narrow>().value() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
