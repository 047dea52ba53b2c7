// SPDX-License-Identifier: BSL-1.0
#include <ssot/model/sync_counts.hpp>

#include <ssot/json/text.hpp>

#include "support/print.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <type_traits>

namespace {

using action = ssot::sync_log_entry_action;
using status = ssot::sync_log_entry_status;

static_assert(std::regular<ssot::sync_counts> && std::is_aggregate_v<ssot::sync_counts>);
static_assert(std::is_trivially_copyable_v<ssot::sync_counts>);
static_assert(ssot::described<ssot::sync_counts> && !ssot::model<ssot::sync_counts>,
              "described, but nothing that is stored");
static_assert(ssot::sync_counts{} == ssot::sync_counts{.unchanged = 0} &&
              !(ssot::sync_counts{} == ssot::sync_counts{.errored = 1}));
static_assert(noexcept(ssot::sync_counts().add({}, {})));

constexpr ssot::sync_counts of(std::optional<action> a, std::optional<status> s)
{
    ssot::sync_counts out;
    out.add(a, s);
    return out;
}

// An entry counts once for what was done and once for how that went.
static_assert(of(action::create, status::success) == ssot::sync_counts{.created = 1, .succeeded = 1});
static_assert(of(action::no_change, status::error) == ssot::sync_counts{.unchanged = 1, .errored = 1});
static_assert(of(action::delete_, status::failure) == ssot::sync_counts{.deleted = 1, .failed = 1});
static_assert(of(action::update, {}) == ssot::sync_counts{.updated = 1}, "a status outside the choices counts for nothing");
static_assert(of({}, status::success) == ssot::sync_counts{.succeeded = 1});
static_assert(of({}, {}) == ssot::sync_counts{});
static_assert(of(static_cast<action>(9), static_cast<status>(9)) == ssot::sync_counts{});

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(model)
BOOST_AUTO_TEST_SUITE(sync_counts)

BOOST_AUTO_TEST_CASE(counts_add_up)
{
    // One more of each pair than of the one before: 0 no-change that succeeded, 1 that failed, ...
    std::array<std::array<std::int64_t, 4>, 5> cells{};
    ssot::sync_counts                          counts;
    std::int64_t                               n = 0;
    for (std::size_t a = 0; a != 5; ++a)
        for (std::size_t s = 0; s != 4; ++s, ++n) {
            cells[a][s] = n;
            for (std::int64_t i = 0; i != n; ++i)
                counts.add(a == 4 ? std::nullopt : std::optional(static_cast<action>(a)),
                           s == 3 ? std::nullopt : std::optional(static_cast<status>(s)));
        }
    auto const row    = [&](std::size_t a) { return cells[a][0] + cells[a][1] + cells[a][2] + cells[a][3]; };
    auto const column = [&](std::size_t s) { return cells[0][s] + cells[1][s] + cells[2][s] + cells[3][s] + cells[4][s]; };
    BOOST_TEST(counts.unchanged == row(0));
    BOOST_TEST(counts.created == row(1));
    BOOST_TEST(counts.updated == row(2));
    BOOST_TEST(counts.deleted == row(3));
    BOOST_TEST(counts.succeeded == column(0));
    BOOST_TEST(counts.failed == column(1));
    BOOST_TEST(counts.errored == column(2));
}

BOOST_AUTO_TEST_CASE(have_the_names_of_the_original)
{
    ssot::sync_counts const counts{1, 2, 3, 4, 5, 6, std::numeric_limits<std::int64_t>::max()};
    BOOST_TEST(
        ssot::to_json(counts) ==
        R"({"unchanged":1,"created":2,"updated":3,"deleted":4,"succeeded":5,"failed":6,"errored":9223372036854775807})");
    BOOST_TEST((ssot::from_json<ssot::sync_counts>(ssot::to_json(counts)).value() == counts));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
