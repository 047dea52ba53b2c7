// SPDX-License-Identifier: BSL-1.0
#include <ssot/storage/memory.hpp>
#include <ssot/store.hpp>

#include "support/inventory.hpp"
#include "support/random_source.hpp"
#include "support/stores.hpp"
#include "support/watched_sql.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

// Rows by those that refer to them, on a backend that declares `capabilities::reverse`, on one that does not, and on the same
// without it. What each backend is asked is counted; what comes is compared with what a std::map holds.

namespace {

using namespace ssot_test;
using inventory::device;
using inventory::port;
using ssot::asc;
using ssot::counted;
using ssot::desc;
using ssot::field;
using ssot::from;
using ssot::sync_counts;
using entry = ssot::sync_log_entry;

/// What was asked of a backend between two looks: scans and aggregates.
struct asked {
    std::size_t scans      = 0;
    std::size_t aggregates = 0;

    friend bool          operator==(asked const&, asked const&) = default;
    friend std::ostream& operator<<(std::ostream& out, asked const& a)
    {
        return out << a.scans << " scans and " << a.aggregates << " aggregates";
    }
};

asked look(watched_sql& o)
{
    asked out{o.seen.count("scan"), o.seen.count("aggregate")};
    o.seen.calls.clear();
    return out;
}

/// A history in which sync 1 has no entries, sync 2 two, and so on.
template<class Store>
void store_history(Store& store, std::size_t syncs)
{
    std::vector<ssot::sync> runs;
    std::vector<entry>      entries;
    for (std::size_t i = 0; i != syncs; ++i) {
        auto run       = make_sync("s" + std::to_string(i % 3));
        run.id         = key(static_cast<std::uint8_t>(i + 1));
        run.start_time = moment(static_cast<std::int64_t>(i));
        for (std::size_t k = 0; k != 2 * i; ++k) {
            auto e   = make_entry(run, k % 2 == 0 ? "even" : "odd");
            e.id     = key(static_cast<std::uint8_t>(k + 1), static_cast<std::uint8_t>(i + 1));
            e.status = k % 3 == 0 ? ssot::sync_log_entry_status::failure : ssot::sync_log_entry_status::success;
            e.action = k % 2 == 0 ? ssot::sync_log_entry_action::create : ssot::sync_log_entry_action::update;
            entries.push_back(e);
        }
        runs.push_back(std::move(run));
    }
    store.insert(runs).value();
    store.insert(entries).value();
}

} // namespace

BOOST_AUTO_TEST_SUITE(store_reverse)

BOOST_AUTO_TEST_CASE(a_backend_that_declares_it_is_asked_once)
{
    watched_sql o;
    store_history(o.store, 6);
    look(o);
    auto const odd = field<&entry::message> == "odd";

    BOOST_TEST(numbers_of(o.store.select(from<ssot::sync>().without<&entry::sync>()).value()) == (numbers{1}),
               boost::test_tools::per_element());
    BOOST_TEST(look(o) == (asked{1, 0}), "without");
    BOOST_TEST(o.store.select(from<ssot::sync>().join<&entry::sync>(odd).distinct().limit(2)).value().size() == 2u);
    BOOST_TEST(look(o) == (asked{1, 0}), "join, distinct");
    BOOST_TEST(o.store.select(from<ssot::sync>().join<&entry::sync>(odd).offset(1).limit(3)).value().size() == 3u);
    BOOST_TEST(look(o) == (asked{1, 0}), "join");
    BOOST_TEST(o.seen.most_rows <= 6u);
    BOOST_TEST(o.store.count(from<ssot::sync>().without<&entry::sync>(odd)).value() == 1u);
    BOOST_TEST(look(o) == (asked{0, 1}), "count");
    BOOST_TEST(o.store.count(from<ssot::sync>().join<&entry::sync>()).value() == 30u);
    BOOST_TEST(look(o) == (asked{1, 0}), "count of a join");
    auto const groups =
        o.store.select(from<ssot::sync>().join<&entry::sync>().distinct().group_by<&ssot::sync::source>(ssot::count_rows));
    BOOST_TEST(groups.value().size() == 3u);
    BOOST_TEST(look(o) == (asked{0, 1}), "groups");

    auto const worst = o.store.annotated_syncs(
        from<ssot::sync>().where(counted<&sync_counts::failed> > 0).order_by(counted<&sync_counts::failed>.desc()).limit(2));
    BOOST_TEST_REQUIRE(worst.value().size() == 2u);
    BOOST_TEST(worst.value()[0].counts.failed == 4);
    BOOST_TEST(worst.value()[0].counts.created == 5);
    BOOST_TEST(look(o) == (asked{1, 0}), "annotated_syncs by a count");
    BOOST_TEST(o.seen.begun.size() != 0u);
}

BOOST_AUTO_TEST_CASE(a_read_of_one_statement_begins_no_transaction)
{
    watched_sql o;
    store_history(o.store, 3);
    o.seen.calls.clear();
    o.store.select(from<ssot::sync>().without<&entry::sync>()).value();
    BOOST_TEST(o.seen.count("begin") == 0u);
}

BOOST_AUTO_TEST_CASE(one_that_does_not_is_asked_as_before)
{
    watched_sql o([](auto& caps) { caps.reverse = false; });
    store_history(o.store, 6);
    look(o);
    BOOST_TEST(numbers_of(o.store.select(from<ssot::sync>().without<&entry::sync>()).value()) == (numbers{1}),
               boost::test_tools::per_element());
    BOOST_TEST(look(o) == (asked{1, 1}));
    auto const worst = o.store.annotated_syncs(from<ssot::sync>().order_by(counted<&sync_counts::failed>.desc()).limit(2));
    BOOST_TEST_REQUIRE(worst.value().size() == 2u);
    BOOST_TEST(worst.value()[0].counts.failed == 4);
    BOOST_TEST(look(o) == (asked{1, 1}));
}

/// The counts of a sync have seven arguments; those of a condition on children count as well.
BOOST_AUTO_TEST_CASE(children_count_for_the_arguments_and_terms_of_a_call)
{
    auto const calls = [](auto change) {
        watched_sql o(change);
        store_history(o.store, 6);
        o.look();
        auto const worst =
            o.store.annotated_syncs(from<ssot::sync>().order_by(counted<&sync_counts::failed>.desc()).limit(2));
        BOOST_TEST_REQUIRE(worst.value().size() == 2u);
        BOOST_TEST(worst.value()[0].counts.failed == 4);
        auto const counts = o.look();
        auto const some   = in(field<&entry::message>, {"1", "2", "3"});
        o.store.select(from<ssot::sync>().without<&entry::sync>(some)).value();
        return counts + "; " + o.look();
    };
    auto const all  = calls([](auto&) {});
    auto const none = calls([](auto& caps) { caps.reverse = false; });
    BOOST_TEST(calls([](auto& caps) { caps.max_args = 7; }) == all);
    BOOST_TEST(calls([](auto& caps) { caps.max_terms = 7; }) == all);
    auto const few = calls([](auto& caps) { caps.max_args = 6; });
    BOOST_TEST(few.substr(0, few.find(';')) == none.substr(0, none.find(';')));
    BOOST_TEST(few.substr(few.find(';')) == all.substr(all.find(';')));
    BOOST_TEST(calls([](auto& caps) { caps.max_args = 2; }) != all);
}

BOOST_AUTO_TEST_CASE(what_the_backend_cannot_evaluate_of_the_children_is_done_by_the_library)
{
    watched_sql o([](auto& caps) { caps.text_ops = false; });
    store_history(o.store, 6);
    look(o);
    auto const odd  = ends_with(field<&entry::message>, "dd");
    auto const none = o.store.select(from<ssot::sync>().without<&entry::sync>(odd)).value();
    BOOST_TEST(numbers_of(none) == (numbers{1}), boost::test_tools::per_element());
    BOOST_TEST(look(o).scans > 1u);
}

BOOST_AUTO_TEST_CASE(counts_belong_to_annotated_syncs_alone)
{
    watched_sql o;
    store_history(o.store, 3);
    auto const failed = from<ssot::sync>().where(counted<&sync_counts::failed> > 0);
    BOOST_TEST((failure(o.store.select(failed)).code() == ssot::errc::misuse));
    BOOST_TEST((failure(o.store.select(failed.without<&entry::sync>())).code() == ssot::errc::misuse));
    BOOST_TEST((failure(o.store.count(failed.without<&entry::sync>())).code() == ssot::errc::misuse));
}

namespace {

/// What a query finds, by brute force over maps.
struct plain_inventory {
    std::map<ssot::uuid, device> devices{};
    std::map<ssot::uuid, port>   ports{};
};

/// A condition on ports, as the store is given it and as a function.
struct port_condition {
    ssot::predicate<port>            asked{};
    std::function<bool(port const&)> holds = [](port const&) { return true; };
};

port_condition any_condition(random_source& random, plain_inventory const& all)
{
    auto const name = std::string(1, static_cast<char>('a' + random.below(4)));
    switch (random.below(6)) {
    case 0: return {};
    case 1: return {field<&port::name> == name, [=](port const& p) { return p.name == name; }};
    case 2: return {!(field<&port::name> > name), [=](port const& p) { return p.name <= name; }};
    case 3: return {is_null(field<&port::peer>), [](port const& p) { return !p.peer; }};
    case 4: // a field behind a foreign key of the child
        return {field<&port::peer, &device::hostname> == name,
                [=, &all](port const& p) { return p.peer && all.devices.at(p.peer->key()).hostname == name; }};
    default:
        return {icontains(field<&port::name>, "A") || field<&port::name> == name,
                [=](port const& p) { return p.name.find_first_of("aA") != std::string::npos || p.name == name; }};
    }
}

plain_inventory any_inventory(random_source& random)
{
    plain_inventory out;
    auto const      devices = 1 + random.below(6);
    for (std::size_t i = 0; i != devices; ++i) {
        device d{.id = key(static_cast<std::uint8_t>(i + 1)), .hostname = std::string(1, static_cast<char>('a' + i))};
        if (i != 0 && random.one_in(2))
            d.part_of = ssot::key_to<device>{key(static_cast<std::uint8_t>(1 + random.below(i)))};
        out.devices.emplace(d.id, d);
    }
    for (std::size_t i = 0, n = random.below(12); i != n; ++i) {
        port p{.id   = key(static_cast<std::uint8_t>(i + 1), 9),
               .on   = ssot::key_to<device>{key(static_cast<std::uint8_t>(1 + random.below(devices)))},
               .name = std::string(1, static_cast<char>((random.one_in(4) ? 'A' : 'a') + random.below(4)))};
        if (!random.one_in(3))
            p.peer = ssot::key_to<device>{key(static_cast<std::uint8_t>(1 + random.below(devices)))};
        out.ports.emplace(p.id, p);
    }
    return out;
}

template<class M>
std::vector<M> rows_of(std::map<ssot::uuid, M> const& all)
{
    std::vector<M> out;
    for (auto const& [id, row] : all)
        out.push_back(row);
    return out;
}

} // namespace

BOOST_AUTO_TEST_CASE(what_comes_is_what_a_map_holds)
{
    for (unsigned seed = 1; seed <= 60; ++seed) {
        random_source random(seed);
        auto const    all = any_inventory(random);
        watched_sql   sql;
        watched_sql   without_limit([](auto& caps) { caps.limit = caps.pages = false; });
        watched_sql   without_order([](auto& caps) { caps.order = caps.limit = caps.pages = false; });
        watched_sql   without_aggregate([](auto& caps) { caps.aggregate = false; });
        watched_sql   without_joins([](auto& caps) { caps.joins = false; });
        watched_sql   undeclared([](auto& caps) { caps.reverse = false; });
        ssot::store   memory{ssot::storage::memory{}};
        ssot::store*  stores[] = {&sql.store,
                                  &without_limit.store,
                                  &without_order.store,
                                  &without_aggregate.store,
                                  &without_joins.store,
                                  &undeclared.store,
                                  &memory};
        for (auto* const s : stores) {
            s->insert(rows_of(all.devices)).value();
            s->insert(rows_of(all.ports)).value();
        }
        for (int round = 0; round != 8; ++round) {
            // How often each device comes, by its key.
            std::map<ssot::uuid, std::uint64_t> times;
            for (auto const& [id, d] : all.devices)
                times[id] = 1;
            auto       query    = from<device>();
            bool const distinct = random.one_in(2);
            for (std::size_t n = 1 + random.below(2); n != 0; --n) {
                auto const on   = random.below(3); // by `on`, by `peer`, or by the parts of a device
                bool const none = random.one_in(2);
                auto const c    = any_condition(random, all);
                for (auto& [id, t] : times) {
                    std::uint64_t children = 0;
                    if (on == 2)
                        for (auto const& [other, d] : all.devices)
                            children += d.part_of && d.part_of->key() == id && d.hostname > "b";
                    else
                        for (auto const& [other, p] : all.ports)
                            children += (on == 0 ? p.on.key() == id : p.peer && p.peer->key() == id) && c.holds(p);
                    t *= none ? children == 0 : distinct ? children != 0 : children;
                }
                auto const part = field<&device::hostname> > "b";
                query           = on == 0 ? (none ? query.without<&port::on>(c.asked) : query.join<&port::on>(c.asked))
                              : on == 1   ? (none ? query.without<&port::peer>(c.asked) : query.join<&port::peer>(c.asked))
                                        : (none ? query.without<&device::part_of>(part) : query.join<&device::part_of>(part));
            }
            if (distinct)
                query = query.distinct();
            if (random.one_in(2)) {
                query = query.where(field<&device::hostname> != "c");
                for (auto& [id, t] : times)
                    t *= all.devices.at(id).hostname != "c";
            }
            bool const backwards = random.one_in(2);
            query = backwards ? query.order_by(desc<&device::hostname>) : query.order_by(asc<&device::hostname>);
            std::vector<std::string> expected;
            for (auto const& [id, t] : times)
                expected.insert(expected.end(), t, all.devices.at(id).hostname);
            std::ranges::sort(expected);
            if (backwards)
                std::ranges::reverse(expected);
            auto const whole = expected;
            if (random.one_in(2)) {
                auto const offset = random.below(3);
                auto const limit  = random.below(6);
                query             = query.offset(offset).limit(limit);
                expected.erase(expected.begin(),
                               expected.begin() + static_cast<std::ptrdiff_t>(std::min(offset, expected.size())));
                expected.resize(std::min(limit, expected.size()));
            }
            std::map<std::string, std::int64_t> groups;
            for (auto const& name : whole)
                ++groups[name];
            for (std::size_t i = 0; i != std::size(stores); ++i)
                BOOST_TEST_CONTEXT("seed " << seed << ", round " << round << ", store " << i)
                {
                    std::vector<std::string> came;
                    for (auto const& row : stores[i]->select(query).value())
                        came.push_back(row->hostname);
                    BOOST_TEST(came == expected, boost::test_tools::per_element());
                    BOOST_TEST(stores[i]->count(query).value() == expected.size());
                    std::vector<std::string>      walked;
                    std::optional<ssot::page_key> at;
                    do {
                        auto const page = stores[i]->page(query.offset(0).limit(2), at).value();
                        for (auto const& row : page.rows)
                            walked.push_back(row->hostname);
                        at = page.next;
                    } while (at);
                    BOOST_TEST(walked == whole, boost::test_tools::per_element());
                    std::map<std::string, std::int64_t> counted_groups;
                    for (auto const& [name, n] :
                         stores[i]->select(query.offset(0).limit(100).group_by<&device::hostname>(ssot::count_rows)).value())
                        counted_groups[name] = n;
                    BOOST_TEST((counted_groups == groups));
                }
        }
    }
}

BOOST_AUTO_TEST_CASE(annotated_syncs_by_counts_are_what_a_map_holds)
{
    using status = ssot::sync_log_entry_status;
    using action = ssot::sync_log_entry_action;
    for (unsigned seed = 1; seed <= 30; ++seed) {
        random_source           random(seed);
        std::vector<ssot::sync> runs;
        std::vector<entry>      entries;
        for (std::size_t i = 0, n = 1 + random.below(7); i != n; ++i) {
            auto run = make_sync(random.one_in(2) ? "a" : "b");
            run.id   = key(static_cast<std::uint8_t>(i + 1));
            if (!random.one_in(4))
                run.start_time = moment(static_cast<std::int64_t>(random.below(3)));
            for (std::size_t k = 0, m = random.below(5); k != m; ++k) {
                auto e   = make_entry(run);
                e.action = random.pick({action::no_change, action::create, action::update, action::delete_});
                e.status = random.pick({status::success, status::failure, status::error});
                entries.push_back(e);
            }
            runs.push_back(std::move(run));
        }
        std::map<ssot::uuid, sync_counts> counts;
        for (auto const& e : entries)
            counts[e.sync.key()].add(e.action, e.status);

        watched_sql  sql;
        watched_sql  without_limit([](auto& caps) { caps.limit = caps.pages = false; });
        watched_sql  without_order([](auto& caps) { caps.order = caps.limit = caps.pages = false; });
        watched_sql  undeclared([](auto& caps) { caps.reverse = false; });
        ssot::store  memory{ssot::storage::memory{}};
        ssot::store* stores[] = {&sql.store, &without_limit.store, &without_order.store, &undeclared.store, &memory};
        for (auto* const s : stores) {
            s->insert(runs).value();
            s->insert(entries).value();
        }
        for (int round = 0; round != 8; ++round) {
            auto       rows      = runs;
            auto const least     = static_cast<std::int64_t>(random.below(3));
            bool const backwards = random.one_in(2);
            auto       query     = from<ssot::sync>();
            if (random.one_in(2)) {
                query = query.where(counted<&sync_counts::created> >= least || field<&ssot::sync::source> == "b");
                std::erase_if(rows, [&](auto const& r) { return counts[r.id].created < least && r.source != "b"; });
            }
            if (random.one_in(3)) {
                query = query.without<&entry::sync>(field<&entry::status> == status::error);
                std::erase_if(rows, [&](auto const& r) { return counts[r.id].errored != 0; });
            }
            query = query.order_by(backwards ? counted<&sync_counts::failed>.desc() : counted<&sync_counts::failed>.asc());
            // Ties by the default ordering: the earliest first, those that did not start behind them, then by key.
            std::ranges::sort(rows, [&](ssot::sync const& a, ssot::sync const& b) {
                auto const x = counts[a.id].failed, y = counts[b.id].failed;
                if (x != y)
                    return backwards ? x > y : x < y;
                return std::tuple(!a.start_time, a.start_time, a.id) < std::tuple(!b.start_time, b.start_time, b.id);
            });
            if (random.one_in(2)) {
                query = query.limit(2).offset(1);
                rows.erase(rows.begin(), rows.begin() + (rows.empty() ? 0 : 1));
                rows.resize(std::min<std::size_t>(rows.size(), 2));
            }
            for (std::size_t i = 0; i != std::size(stores); ++i)
                BOOST_TEST_CONTEXT("seed " << seed << ", round " << round << ", store " << i)
                {
                    auto const came = stores[i]->annotated_syncs(query).value();
                    BOOST_TEST_REQUIRE(came.size() == rows.size());
                    for (std::size_t k = 0; k != rows.size(); ++k) {
                        BOOST_TEST(came[k].sync.id == rows[k].id);
                        BOOST_TEST((came[k].counts == counts[rows[k].id]));
                    }
                }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
