// SPDX-License-Identifier: BSL-1.0
#include <ssot/store/set.hpp>

#include <ssot/storage/memory.hpp>
#include <ssot/store.hpp>

#include "support/inventory.hpp"
#include "support/random_source.hpp"
#include "support/stores.hpp"
#include "support/watched_sql.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace {

using inventory::device;
using inventory::rack;
using inventory::state;
using ssot::field;
using ssot::from;

template<auto Field, class V>
concept can_be_set = requires(V v) { ssot::set<Field>(v); };
static_assert(can_be_set<&rack::load, double> && can_be_set<&rack::note, std::nullopt_t>);
static_assert(can_be_set<&rack::name, char const*> && !can_be_set<&rack::name, std::nullopt_t>);
static_assert(can_be_set<&device::stands_in, rack> && !can_be_set<&device::stands_in, device>);
static_assert(std::is_same_v<decltype(ssot::set<&rack::name>("n").to), std::string>, "it owns its value");
static_assert(ssot::value_for<decltype(ssot::set<&rack::name>("n")), rack>);
static_assert(!ssot::value_for<decltype(ssot::set<&rack::name>("n")), device> && !ssot::value_for<int, rack>);

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(store_set)

BOOST_AUTO_TEST_CASE(values_are_assigned)
{
    rack r{.name = "r"};
    ssot::set<&rack::name>("other").assign_to(r);
    ssot::set<&rack::note>("n").assign_to(r);
    BOOST_TEST(r.name == "other");
    BOOST_TEST((r.note == "n"));
    ssot::set<&rack::note>(std::nullopt).assign_to(r);
    BOOST_TEST(!r.note.has_value());
    BOOST_TEST(ssot::set<&rack::height>(1).bit == 4u);
}

BOOST_AUTO_TEST_CASE(all_rows_are_changed_by_one_statement)
{
    watched_sql o;
    for (int i = 0; i != 4; ++i)
        o.store.insert(make_sync(i % 2 == 0 ? "even" : "odd")).value();
    o.look();
    auto const even = from<ssot::sync>().where(field<&ssot::sync::source> == "even");
    BOOST_TEST(
        o.store.update_where(even, ssot::set<&ssot::sync::dry_run>(true), ssot::set<&ssot::sync::target>("t")).value() ==
        2u);
    BOOST_TEST(o.look() == "update");
    BOOST_TEST(o.store.update_where(from<ssot::sync>(), ssot::set<&ssot::sync::summary>(boost::json::value{1})).value() ==
               4u);
    BOOST_TEST(o.look() == "update");
    for (auto const& row : o.store.select(from<ssot::sync>()).value()) {
        BOOST_TEST(revision_of(row) == (row.source == "even" ? 3 : 2));
        BOOST_TEST(row.dry_run == (row.source == "even"));
        BOOST_TEST((row.summary == boost::json::value{1}));
    }
}

BOOST_AUTO_TEST_CASE(what_one_statement_cannot_do_is_done_row_by_row)
{
    watched_sql             o;
    std::vector<ssot::sync> runs;
    for (int i = 0; i != 4; ++i)
        runs.push_back(make_sync(std::to_string(i)));
    o.store.insert(runs).value();
    o.store.insert(make_entry(runs[1])).value();
    auto const set = [&](auto const& query) {
        o.look();
        auto const n = o.store.update_where(query, ssot::set<&ssot::sync::target>("new")).value();
        BOOST_TEST(o.look().starts_with("begin, scan, update, "));
        return n;
    };
    auto const all = from<ssot::sync>();
    BOOST_TEST(set(all.limit(2)) == 2u);
    BOOST_TEST(set(all.offset(1)) == 3u);
    BOOST_TEST(set(all.without<&ssot::sync_log_entry::sync>()) == 3u);
    BOOST_TEST(set(all.skip_corrupt()) == 4u);
}

BOOST_AUTO_TEST_CASE(values_are_validated_even_for_no_rows)
{
    for (bool const declared : {true, false}) {
        watched_sql o([&](auto& caps) { caps.revisions = declared; });
        auto const  wrong = o.store.update_where(from<ssot::sync>(), ssot::set<&ssot::sync::source>(std::string(65, 'x')));
        BOOST_TEST(failure(wrong).code() == ssot::errc::validation);
        BOOST_TEST(failure(wrong).path() == "source");
        BOOST_TEST(o.look() == "");
        BOOST_TEST(o.store.update_where(from<ssot::sync>(), ssot::set<&ssot::sync::dry_run>(true)).value() == 0u);
    }
}

BOOST_AUTO_TEST_CASE(a_reader_of_before_meets_a_conflict)
{
    watched_sql o;
    auto        run = make_sync();
    o.store.insert(run).value();
    auto row = o.store.get<ssot::sync>(run.id).value();
    o.store.update_where(from<ssot::sync>(), ssot::set<&ssot::sync::dry_run>(true)).value();
    BOOST_TEST(failure(o.store.update(row)).code() == ssot::errc::conflict);
}

/// The rows of every backend are those of a map in which each row was assigned to by hand.
BOOST_AUTO_TEST_CASE(what_is_stored_is_what_a_map_holds)
{
    for (unsigned seed = 1; seed <= 60; ++seed) {
        random_source                                         random(seed);
        watched_sql                                           sql;
        watched_sql                                           undeclared([](auto& caps) { caps.revisions = false; });
        watched_sql                                           without_unique([](auto& caps) { caps.unique = false; });
        watched_sql                                           by_key([](auto& caps) {
            caps.filters = ssot::storage::filtering::primary_key;
            caps.order = caps.limit = caps.pages = caps.aggregate = false;
        });
        opened<>                                              memory("memory");
        opened<>                                              key_value("key_value");
        opened<>                                              table_scan("table_scan");
        ssot::store*                                          stores[] = {&sql.store,
                                                                          &undeclared.store,
                                                                          &without_unique.store,
                                                                          &by_key.store,
                                                                          &memory.store,
                                                                          &key_value.store,
                                                                          &table_scan.store};
        std::map<std::int64_t, std::pair<rack, std::int64_t>> all; // and their revisions
        for (std::int64_t i = 1; i <= 6; ++i)
            all[i] = {rack{.id     = i,
                           .name   = "r" + std::to_string(i),
                           .height = static_cast<std::int32_t>(1 + random.below(3)),
                           .note   = random.one_in(2) ? std::optional<std::string>("n") : std::nullopt},
                      1};
        for (auto* const s : stores)
            for (auto const& [id, r] : all)
                s->insert(r.first).value();
        for (int round = 0; round != 6; ++round) {
            auto const  height = static_cast<std::int32_t>(1 + random.below(3));
            auto const  least  = static_cast<std::int64_t>(random.below(7));
            bool const  noted  = random.one_in(2);
            auto const  load   = static_cast<double>(random.below(9)) / 4;
            auto const  query  = from<rack>().where((field<&rack::height> == height && field<&rack::id> > least) ||
                                                  is_null(field<&rack::note>));
            std::size_t n      = 0;
            for (auto& [id, r] : all) {
                if (!((r.first.height == height && id > least) || !r.first.note))
                    continue;
                r.first.load   = load;
                r.first.is     = state::retired;
                r.first.labels = boost::json::object{{"round", round}};
                r.first.note   = noted ? std::optional<std::string>("again") : std::nullopt;
                ++r.second;
                ++n;
            }
            for (std::size_t i = 0; i != std::size(stores); ++i)
                BOOST_TEST_CONTEXT("seed " << seed << ", round " << round << ", store " << i)
                {
                    auto const note = noted ? std::optional<std::string>("again") : std::nullopt;
                    auto const done =
                        stores[i]->update_where(query,
                                                ssot::set<&rack::load>(load),
                                                ssot::set<&rack::is>(state::retired),
                                                ssot::set<&rack::labels>(boost::json::object{{"round", round}}),
                                                ssot::set<&rack::note>(note));
                    BOOST_TEST(done.value() == n);
                    for (auto const& row : stores[i]->select(from<rack>()).value()) {
                        BOOST_TEST((*row == all.at(row.id).first), differ(*row, all.at(row.id).first));
                        BOOST_TEST(revision_of(row) == all.at(row.id).second);
                    }
                }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
