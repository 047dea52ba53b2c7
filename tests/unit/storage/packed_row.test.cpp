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

// ---- bytes and back ------------------------------------------------------------------------------------------------------

namespace {

/// A row of `model` whose fields have its kinds, some of them null.
::packed_row row_of(ssot::storage::model_desc const& model, random_source& random)
{
    ::packed_row out;
    for (auto const& f : model.fields) {
        ::value v;
        if (!random.one_in(4))
            do
                v = random_value(random);
            while (v.view().type() != f.type);
        out.push(v.view());
    }
    return out;
}

/// Looks at every byte of every field, which a sanitizer watches.
std::uint64_t sum_of(::packed_row const& row)
{
    std::uint64_t out = 0;
    for (std::size_t i = 0; i != row.size(); ++i) {
        auto const v = row.at(i);
        if (v.is_buffer())
            for (char const c : v.as_chars())
                out += static_cast<unsigned char>(c);
        else if (v.type() == kind::real)
            out += std::bit_cast<std::uint64_t>(v.as_real());
        else if (!v.is_null())
            out += static_cast<std::uint64_t>(v.as_int());
    }
    return out;
}

} // namespace

BOOST_AUTO_TEST_CASE(bytes_are_a_row_again)
{
    auto const&   model = ssot::storage::describe_model<inventory::rack>();
    random_source random(7);
    for (int round = 0; round != 300; ++round) {
        auto const row   = row_of(model, random);
        auto const bytes = row.bytes();
        auto const read  = ::packed_row::from_bytes(model, bytes);
        BOOST_TEST_REQUIRE(read.has_value());
        BOOST_TEST_REQUIRE(read->size() == row.size());
        for (std::size_t i = 0; i != row.size(); ++i)
            BOOST_TEST(same(read->at(i), row.at(i)), "round " << round << ", field " << i);
        BOOST_TEST(read->bytes() == bytes);
    }
}

BOOST_AUTO_TEST_CASE(the_format_stays)
{
    using namespace std::string_view_literals;
    ::packed_row row;
    row.push(value_view::integer(258));
    row.push(value_view::chars("ab"));
    row.push({});
    row.push(value_view::choice("x", 3));
    BOOST_TEST(row.bytes() ==
               "\1\4\0"
               "\x0a\0\0\0\x0e\0\0\0\x10\0\0\0\x13\0\0\0"
               "\2\xff\2\1\0\0\0\0\0\0"
               "\4\xff"
               "ab"
               "\0\xff"
               "\x0a\3x"sv);
    BOOST_TEST(::packed_row().bytes() == "\1\0\0"sv);
}

BOOST_AUTO_TEST_CASE(other_bytes_are_corrupted)
{
    auto const&   model = ssot::storage::describe_model<inventory::rack>();
    random_source random(8);
    for (int round = 0; round != 50; ++round) {
        auto const bytes = row_of(model, random).bytes();
        for (std::size_t n = bytes.size() < 2'000 ? 0 : bytes.size() - 2'000; n != bytes.size(); ++n) {
            auto const part = std::vector<char>(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(n)); // no more
            auto const read = ::packed_row::from_bytes(model, {part.data(), part.size()});
            BOOST_TEST((read.has_error() && read.error().code() == ssot::errc::corrupted), "a prefix of " << n << " bytes");
        }
        BOOST_TEST(::packed_row::from_bytes(model, bytes + '\0').has_error());
    }
    auto const bytes = row_of(model, random).bytes();
    auto       other = bytes;
    ++other[0];
    BOOST_TEST(::packed_row::from_bytes(model, other).has_error(), "another format");
    BOOST_TEST(::packed_row::from_bytes(ssot::storage::describe_model<inventory::port>(), bytes).has_error());
    ::packed_row wrong;
    for (std::size_t i = 0; i != model.fields.size(); ++i)
        wrong.push(i == 2 ? value_view::chars("a text for a number") : value_view());
    auto const read = ::packed_row::from_bytes(model, wrong.bytes());
    BOOST_TEST_REQUIRE(read.has_error());
    BOOST_TEST(read.error().path() == model.fields[2].name);
}

BOOST_AUTO_TEST_CASE(damaged_bytes_are_refused_or_a_row_of_that_model)
{
    auto const&   model = ssot::storage::describe_model<inventory::rack>();
    random_source random(9);
    std::uint64_t seen = 0;
    for (int round = 0; round != 3'000; ++round) {
        auto bytes = row_of(model, random).bytes();
        for (auto n = random.below(4) + 1; n-- != 0;) {
            char& byte = bytes[random.below(random.one_in(2) ? 3 + 4 * model.fields.size() : bytes.size())];
            byte       = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << random.below(8)));
        }
        auto const read = ::packed_row::from_bytes(model, std::string_view(bytes));
        if (!read) {
            BOOST_TEST((read.error().code() == ssot::errc::corrupted));
            continue;
        }
        BOOST_TEST_REQUIRE(read->size() == model.fields.size());
        for (std::size_t i = 0; i != read->size(); ++i)
            BOOST_TEST((read->at(i).is_null() || read->at(i).type() == model.fields[i].type));
        seen += sum_of(*read) | 1;
    }
    BOOST_TEST(seen != 0U, "no damage left a row");
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
