// SPDX-License-Identifier: BSL-1.0
#include <ssot/store/stored.hpp>

#include <ssot/model/sync.hpp>

#include "support/inventory.hpp"
#include "support/print.hpp"

#include <boost/test/unit_test.hpp>

#include <concepts>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>
#include <utility>

namespace {

using ssot::partial;
using ssot::stored;
using stored_sync  = stored<ssot::sync>;
using partial_sync = partial<ssot::sync>;

// A stored row is its model: it goes where the model goes, and back only through a revision.
static_assert(std::is_convertible_v<stored_sync, ssot::sync const&> && !std::is_convertible_v<ssot::sync, stored_sync>);
static_assert(std::is_convertible_v<partial_sync, ssot::sync const&> && !std::is_convertible_v<ssot::sync, partial_sync>);
static_assert(!std::is_convertible_v<stored_sync, partial_sync> && !std::is_convertible_v<partial_sync, stored_sync>);
static_assert(std::copyable<stored_sync> && std::copyable<partial_sync>);
static_assert(std::is_nothrow_move_constructible_v<stored_sync> && std::is_nothrow_move_constructible_v<partial_sync>);
static_assert(!ssot::model<stored_sync> && ssot::model<ssot::sync>);
static_assert(ssot::stored_row<stored_sync> && ssot::stored_row<stored<inventory::rack>>);
static_assert(!ssot::stored_row<partial_sync> && !ssot::stored_row<ssot::sync> && !ssot::stored_row<stored_sync const&>);
struct kept_sync : stored_sync {};
static_assert(!ssot::stored_row<kept_sync>, "it has the model's name by inheritance only");
static_assert(std::is_same_v<decltype(*std::declval<stored_sync&>()), ssot::sync&>);
static_assert(std::is_same_v<decltype(*std::declval<stored_sync const&>()), ssot::sync const&>);
static_assert(
    std::is_same_v<decltype(std::declval<partial_sync>().get<&ssot::sync::diff>()), ssot::result<boost::json::value>>);

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(stored)

BOOST_AUTO_TEST_CASE(a_row_is_its_model)
{
    stored_sync row(ssot::sync{.source = "A", .target = "B"}, 7);
    BOOST_TEST(row.source == "A");
    BOOST_TEST(revision_of(row) == 7);
    BOOST_TEST(ssot::revision_of(row) == 7, "by its full name too");
    BOOST_TEST(revision_of(stored_sync(ssot::sync{})) == 0);

    row.target          = "C";
    (*row).source       = "D";
    row->dry_run        = true;
    ssot::sync const& m = row;
    BOOST_TEST(m.source == "D");
    BOOST_TEST(m.target == "C");
    BOOST_TEST(m.dry_run);
    BOOST_TEST((&*row == &m));
    BOOST_TEST((row == m));
    BOOST_TEST(revision_of(row) == 7, "writing to a field is no write of the row");

    auto copy = row;
    copy.source.clear();
    BOOST_TEST(row.source == "D");
    auto moved = std::move(row);
    BOOST_TEST(moved.source == "D");
    BOOST_TEST(revision_of(moved) == 7);
}

BOOST_AUTO_TEST_CASE(a_part_knows_what_it_has)
{
    constexpr auto     diff = ssot::field_index<&ssot::sync::diff>;
    partial_sync const row(ssot::sync{.source = "A"}, ~(std::uint64_t{1} << diff), 3);
    BOOST_TEST(row.source == "A");
    BOOST_TEST(revision_of(row) == 3);
    BOOST_TEST(loaded_fields_of(row) == ~(std::uint64_t{1} << 17));
    BOOST_TEST(ssot::revision_of(row) == 3);
    BOOST_TEST(ssot::loaded_fields_of(row) == loaded_fields_of(row));
    BOOST_TEST(row.is_loaded<&ssot::sync::id>());
    BOOST_TEST(row.is_loaded<&ssot::sync::source>());
    BOOST_TEST(row.is_loaded<&ssot::sync::job_result>());
    BOOST_TEST(!row.is_loaded<&ssot::sync::diff>());
    BOOST_TEST(row.get<&ssot::sync::source>().value() == "A");
    BOOST_TEST(!row.get<&ssot::sync::start_time>().value().has_value());

    auto const missing = row.get<&ssot::sync::diff>();
    BOOST_TEST_REQUIRE(!missing.has_value());
    BOOST_TEST(missing.error().code() == ssot::errc::misuse);
    BOOST_TEST(missing.error().path() == "diff");
    BOOST_TEST((row.diff == boost::json::object()), "its initial value");

    partial_sync const nothing(ssot::sync{}, 0);
    BOOST_TEST(!nothing.is_loaded<&ssot::sync::id>());
    BOOST_TEST(!nothing.get<&ssot::sync::job_result>().has_value());
    BOOST_TEST(revision_of(nothing) == 0);

    partial<inventory::rack> const user(inventory::rack{.name = "r"}, 0b10);
    BOOST_TEST(user.get<&inventory::rack::name>().value() == "r");
    BOOST_TEST(!user.get<&inventory::rack::note>().has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
