// SPDX-License-Identifier: BSL-1.0
#include <ssot/store/annotated.hpp>

#include <ssot/storage/memory.hpp>
#include <ssot/store.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <ctime>
#include <random>
#include <type_traits>
#include <vector>

// What conditions on counts find is judged in store_queries.

namespace {

using ssot::counted;
using counts = ssot::sync_counts;

static_assert(std::is_same_v<decltype(counted<&counts::failed> > 0), ssot::predicate<ssot::sync>>);
static_assert(std::is_same_v<decltype(counted<&counts::failed, ssot::raw_types> > 0),
                             ssot::predicate<ssot::basic_sync<ssot::raw_types>>>);
static_assert(std::is_same_v<decltype(counted<&counts::failed>.asc()), ssot::order_term<ssot::sync>>);
static_assert(std::is_same_v<decltype(ssot::annotated_sync::sync), ssot::partial<ssot::sync>>);

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(annotated)

BOOST_AUTO_TEST_CASE(counts_are_columns_behind_the_fields)
{
    using ssot::storage::op;
    auto const fields  = ssot::storage::describe_model<ssot::sync>().fields.size();
    auto const updated = counted<&counts::updated> >= 3;
    BOOST_TEST_REQUIRE(updated.terms().size() == 1u);
    BOOST_TEST((updated.terms()[0].what == op::ge));
    BOOST_TEST(updated.terms()[0].field == fields + 2);
    BOOST_TEST(updated.args().at(0).view().as_int() == 3);
    BOOST_TEST(((counted<&counts::unchanged> < 1).terms()[0].what == op::lt));
    BOOST_TEST(((counted<&counts::unchanged> <= 1).terms()[0].what == op::le));
    BOOST_TEST(((counted<&counts::unchanged> > 1).terms()[0].what == op::gt));
    BOOST_TEST(((counted<&counts::unchanged> != 1).terms()[0].what == op::not_));
    BOOST_TEST(between(counted<&counts::errored>, 1, 2).terms().size() == 3u);
    BOOST_TEST(counted<&counts::errored>.desc().by.field == fields + 6);
    BOOST_TEST(counted<&counts::errored>.desc().by.desc);
    BOOST_TEST(!counted<&counts::errored>.asc().by.desc);
    auto const both = counted<&counts::failed> > 0 && ssot::field<&ssot::sync::dry_run> == false;
    BOOST_TEST(both.terms().size() == 3u);
}

BOOST_AUTO_TEST_CASE(keys_chosen_to_collide_cost_what_others_do)
{
    auto const seconds = [](bool crafted) {
        std::mt19937_64                   random(20260104);
        std::vector<ssot::sync>           syncs;
        std::vector<ssot::sync_log_entry> entries;
        for (std::uint64_t i = 1; i <= 16'000; ++i) {
            ssot::sync          s{.source = "a", .target = "b"};
            std::uint64_t const first = crafted ? i : random();
            std::uint64_t const last  = crafted ? i * 0x9e37'79b9'7f4a'7c15 : random(); // equal when joined without a seed
            std::memcpy(s.id.data, &first, 8);
            std::memcpy(s.id.data + 8, &last, 8);
            syncs.push_back(s);
            entries.push_back({.sync = s});
        }
        ssot::store store{ssot::storage::memory{}};
        store.insert(syncs).value();
        store.insert(entries).value();
        auto const begin = std::clock();
        auto const rows  = store.annotated_syncs().value();
        auto const took  = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
        BOOST_TEST_REQUIRE(rows.size() == 16'000u);
        BOOST_TEST_REQUIRE(std::ranges::all_of(rows, [](auto const& row) { return row.counts.unchanged == 1; }));
        return took;
    };
    auto const others  = seconds(false);
    auto const crafted = seconds(true);
    BOOST_TEST(crafted < 3 * others + 0.01, crafted << " s, and " << others << " s for random keys");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
