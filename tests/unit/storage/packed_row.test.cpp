// SPDX-License-Identifier: BSL-1.0
#include <ssot/storage/packed_row.hpp>

#include <ssot/storage/describe.hpp>

#include "support/inventory.hpp"
#include "support/print.hpp"
#include "support/random_source.hpp"

#include <boost/test/unit_test.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace {

using ssot::storage::kind;
using ssot::storage::packed_row;
using ssot::storage::value;
using ssot::storage::value_view;

static_assert(std::is_copy_constructible_v<packed_row> && std::is_nothrow_move_constructible_v<packed_row>);
static_assert(std::is_default_constructible_v<packed_row>);

/// Whether two values are the same in every part, with the bits of a double.
bool same(value_view a, value_view b)
{
    if (a.type() != b.type() || a.ordinal() != b.ordinal())
        return false;
    if (a.is_null())
        return true;
    if (a.is_buffer())
        return a.as_chars() == b.as_chars();
    if (a.type() == kind::real)
        return std::bit_cast<std::int64_t>(a.as_real()) == std::bit_cast<std::int64_t>(b.as_real());
    return a.as_int() == b.as_int();
}

value random_value(ssot_test::random_source& random)
{
    auto const text = random.text(random.one_in(20) ? 70'000 : 40);
    switch (random.below(11)) {
    case 0: return value();
    case 1: return value(value_view::integer(static_cast<std::int64_t>(random.below(2)), kind::boolean));
    case 2: return value(value_view::integer(static_cast<std::int64_t>(random.bits())));
    case 3: return value(value_view::integer(static_cast<std::int64_t>(random.bits()), kind::timestamp));
    case 4: return value(value_view::integer(static_cast<std::int64_t>(random.bits()), kind::duration));
    case 5: return value(value_view::real(random.one_in(2) ? std::bit_cast<double>(random.bits()) : -0.0));
    case 6: return value(value_view::chars(text));
    case 7: return value(value_view::chars(text, kind::bytes));
    case 8: return value(value_view::chars(text, kind::json));
    case 9: return value(value_view::choice(text, static_cast<std::uint8_t>(random.below(256))));
    default: {
        ssot::uuid id{};
        for (auto& byte : id.data)
            byte = static_cast<std::uint8_t>(random.bits());
        return value(value_view::id(id));
    }
    }
}

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(storage)
BOOST_AUTO_TEST_SUITE(packed_row)

BOOST_AUTO_TEST_CASE(gives_back_what_was_pushed)
{
    random_source random(20'240'731);
    for (int round = 0; round != 300; ++round) {
        std::vector<::value> values(random.below(64) + 1);
        ::packed_row         row;
        for (auto& v : values) {
            v = random_value(random);
            row.push(v.view());
        }
        auto const copy = row;
        row             = ::packed_row();
        BOOST_TEST_REQUIRE(copy.size() == values.size());
        for (std::size_t i = 0; i != values.size(); ++i)
            BOOST_TEST(same(copy.at(i), values[i].view()), "round " << round << ", field " << i);
    }
}

BOOST_AUTO_TEST_CASE(empty_texts_and_nulls_stay_apart)
{
    ::packed_row row;
    row.push(value_view::chars(""));
    row.push({});
    row.push(value_view::chars("", kind::json));
    row.push(value_view::choice(""));
    row.push({});
    BOOST_TEST_REQUIRE(row.size() == 5u);
    BOOST_TEST(!row.at(0).is_null());
    BOOST_TEST(row.at(0).as_chars().empty());
    BOOST_TEST(row.at(1).is_null());
    BOOST_TEST(row.at(2).type() == kind::json);
    BOOST_TEST(row.at(3).type() == kind::choice);
    BOOST_TEST(row.at(4).is_null());
    BOOST_TEST(::packed_row().size() == 0u);
}

BOOST_AUTO_TEST_CASE(packs_objects_and_rows)
{
    using namespace ssot::storage;
    inventory::rack const racks[]     = {{.id = 7, .name = "left", .load = 0.5, .is = inventory::state::active},
                                         {.id = 8, .name = "right", .locked = true, .note = "by the door"}};
    auto const&           model       = describe_model<inventory::rack>();
    value_view const      revisions[] = {value_view::integer(3), value_view::integer(4)};
    value_view const      labels[]    = {value_view::chars("{}", kind::json), value_view::chars("[1]", kind::json)};
    replaced_column const replaced[]  = {{8, labels}, {model.revision, revisions}};
    record_batch const    batch{
        &model, accessors_of<inventory::rack>(), reinterpret_cast<std::byte const*>(racks), sizeof racks[0], 2, replaced};

    auto const row = ::packed_row::pack(batch[1]);
    BOOST_TEST_REQUIRE(row.size() == 11u);
    BOOST_TEST(row.at(0).as_int() == 8);
    BOOST_TEST(row.at(1).as_chars() == "right");
    BOOST_TEST(row.at(2).as_int() == 42);
    BOOST_TEST(row.at(3).as_real() == 0.0);
    BOOST_TEST(row.at(4).as_int() == 1);
    BOOST_TEST(row.at(5).as_chars() == "planned");
    BOOST_TEST(row.at(5).ordinal() == 0);
    BOOST_TEST(row.at(6).is_null());
    BOOST_TEST(row.at(8).as_chars() == "[1]");
    BOOST_TEST(row.at(9).as_chars() == "by the door");
    BOOST_TEST(row.at(10).as_int() == 4);

    auto const part = ::packed_row::pack(row, row.size(), 0b10'0000'0011U);
    BOOST_TEST_REQUIRE(part.size() == 11u);
    for (std::size_t i = 0; i != part.size(); ++i)
        BOOST_TEST(same(part.at(i), i == 0 || i == 1 || i == 9 ? row.at(i) : value_view()), "field " << i);
    auto const whole = ::packed_row::pack(row, row.size());
    for (std::size_t i = 0; i != whole.size(); ++i)
        BOOST_TEST(same(whole.at(i), row.at(i)), "field " << i);
    BOOST_TEST(::packed_row::pack(row, 3).size() == 3u);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
