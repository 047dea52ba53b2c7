// SPDX-License-Identifier: BSL-1.0
#include <ssot/store.hpp>

#include "support/inventory.hpp"
#include "support/stores.hpp"
#include "support/watched_sql.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What a backend that compares revisions is asked for an update, and what one that does not. What an update does is judged in
// update.test.cpp, over backends of both sorts.

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(store_revisions)

using inventory::device;
using inventory::rack;
using ssot::errc;

BOOST_AUTO_TEST_CASE(an_update_is_one_statement)
{
    watched_sql o;
    auto        run = make_sync();
    o.store.insert(run).value();
    auto row  = o.store.get<ssot::sync>(run.id).value();
    auto late = row;
    o.look();

    row.source = "changed";
    BOOST_TEST(o.store.update(row).has_value());
    BOOST_TEST(o.look() == "update");
    BOOST_TEST(revision_of(row) == 2);
    BOOST_TEST(o.store.get<ssot::sync>(run.id)->source == "changed");
    o.look();

    BOOST_TEST(failure(o.store.update(late)).code() == errc::conflict);
    BOOST_TEST(o.look() == "update, scan", "the second tells why");
    o.store.erase<ssot::sync>(run.id).value();
    o.look();
    BOOST_TEST(failure(o.store.update(row)).code() == errc::not_found);
    BOOST_TEST(o.look() == "update, scan");
}

BOOST_AUTO_TEST_CASE(a_partial_row_is_one_statement_of_its_fields)
{
    watched_sql o;
    auto        run = make_sync();
    run.diff        = boost::json::array{1, 2};
    o.store.insert(run).value();
    auto rows = o.store.select(ssot::from<ssot::sync>().defer<&ssot::sync::diff>()).value();
    o.look();
    rows.at(0).target = "other";
    BOOST_TEST(o.store.update(rows[0]).has_value());
    BOOST_TEST(o.look() == "update");
    auto const back = o.store.get<ssot::sync>(run.id).value();
    BOOST_TEST(back.target == "other");
    BOOST_TEST((back.diff == run.diff));
    BOOST_TEST(revision_of(back) == 2);
}

BOOST_AUTO_TEST_CASE(in_a_transaction_it_is_a_part_of_it)
{
    watched_sql o;
    auto        run = make_sync();
    o.store.insert(run).value();
    auto row  = o.store.get<ssot::sync>(run.id).value();
    auto late = row;
    {
        auto tx    = o.store.begin().value();
        row.source = "undone";
        o.look();
        BOOST_TEST(o.store.update(row).has_value());
        BOOST_TEST(o.look() == "update");
        BOOST_TEST(o.store.get<ssot::sync>(run.id)->source == "undone");
    }
    BOOST_TEST(o.store.get<ssot::sync>(run.id)->source == run.source);
    auto tx = o.store.begin().value();
    BOOST_TEST(o.store.update(late).has_value());
    row.source = "of a revision that was undone";
    BOOST_TEST(o.store.update(late).has_value());
    BOOST_TEST(failure(o.store.update(row)).code() == errc::conflict);
    BOOST_TEST(failure(o.store.get<ssot::sync>(run.id)).code() == errc::tx_aborted, "as after any conflict");
    tx.rollback();
    auto reads = o.store.begin({.mode = ssot::storage::tx_mode::read_only}).value();
    BOOST_TEST(failure(o.store.update(late)).code() == errc::read_only);
}

BOOST_AUTO_TEST_CASE(what_the_backend_does_not_look_after_takes_a_transaction)
{
    for (bool const unique : {true, false}) {
        watched_sql o([&](auto& caps) {
            if (unique)
                caps.unique = false;
            else
                caps.foreign_keys = ssot::storage::foreign_key_checks::none;
        });
        device      d{.hostname = "d"};
        rack        r{.id = 1, .name = "r"};
        o.store.insert(d).value();
        o.store.insert(r).value();
        auto row = o.store.get<device>(d.id).value();
        o.look();
        row.hostname = "e";
        BOOST_TEST(o.store.update(row).has_value());
        BOOST_TEST(o.look().starts_with("begin, scan, "));
        auto const only = [&](auto rows) {
            o.look();
            BOOST_TEST(o.store.update(rows.value().at(0)).has_value());
            return o.look();
        };
        if (unique) // the foreign keys, of which the backend looks after
            BOOST_TEST(only(o.store.select(ssot::from<device>().defer<&device::hostname, &device::serial>())) == "update");
        else
            BOOST_TEST(only(o.store.select(ssot::from<device>().defer<&device::stands_in, &device::part_of>())) == "update");
    }
}

BOOST_AUTO_TEST_CASE(one_that_does_not_compare_revisions_is_asked_as_before)
{
    watched_sql o([](auto& caps) { caps.revisions = false; });
    auto        run = make_sync();
    o.store.insert(run).value();
    auto row = o.store.get<ssot::sync>(run.id).value();
    o.look();
    BOOST_TEST(o.store.update(row).has_value());
    BOOST_TEST(o.look() == "begin, scan, update, commit");
}

BOOST_AUTO_TEST_CASE(a_row_without_a_revision_is_read_first)
{
    watched_sql o;
    auto        run = make_sync();
    o.store.insert(run).value();
    auto e = make_entry(run, "m");
    o.store.insert(e).value();
    auto row = o.store.get<ssot::sync_log_entry>(e.id).value();
    o.look();
    row.message = "n";
    BOOST_TEST(o.store.update(row).has_value());
    BOOST_TEST(o.look() == "begin, scan, update, commit");
}

BOOST_AUTO_TEST_CASE(update_where_with_a_function_reads_once_and_writes_each)
{
    watched_sql o;
    for (int i = 0; i != 3; ++i)
        o.store.insert(make_sync()).value();
    o.look();
    BOOST_TEST(o.store.update_where(ssot::from<ssot::sync>(), [](ssot::sync& s) { s.source = "new"; }).value() == 3u);
    BOOST_TEST(o.look() == "begin, scan, update, update, update, commit");
}

/// Declines the first update that it is asked.
std::function<std::optional<ssot::error>(std::string_view)> one_declined_update()
{
    return [declined = false](std::string_view call) mutable -> std::optional<ssot::error> {
        if (call != "update" || std::exchange(declined, true))
            return std::nullopt;
        return ssot::error(errc::unsupported, "declined");
    };
}

BOOST_AUTO_TEST_CASE(an_update_that_is_declined_goes_by_the_key)
{
    for (bool const inside : {false, true}) {
        watched_sql o;
        auto        run = make_sync();
        o.store.insert(run).value();
        auto row  = o.store.get<ssot::sync>(run.id).value();
        auto late = row;
        {
            auto tx = inside ? std::optional(o.store.begin().value()) : std::nullopt;
            o.look();
            o.seen.fail = one_declined_update();
            row.source  = "changed";
            BOOST_TEST(o.store.update(row).has_value());
            BOOST_TEST(o.look() == (inside ? "update, scan, update" : "update, begin, scan, update, commit"));
            BOOST_TEST(revision_of(row) == 2);
            if (tx)
                BOOST_TEST(tx->commit().has_value());
        }
        BOOST_TEST(o.store.get<ssot::sync>(run.id)->source == "changed");
        o.seen.fail = one_declined_update();
        BOOST_TEST(failure(o.store.update(late)).code() == errc::conflict);
    }
}

BOOST_AUTO_TEST_CASE(values_for_all_rows_that_are_declined_are_given_one_by_one)
{
    watched_sql o;
    for (int i = 0; i != 3; ++i)
        o.store.insert(make_sync()).value();
    o.look();
    o.seen.fail = one_declined_update();
    BOOST_TEST(o.store.update_where(ssot::from<ssot::sync>(), ssot::set<&ssot::sync::source>("new")).value() == 3u);
    BOOST_TEST(o.look() == "update, begin, scan, update, update, update, commit");
    for (auto const& row : o.store.select(ssot::from<ssot::sync>()).value())
        BOOST_TEST((row.source == "new" && revision_of(row) == 2));
}

BOOST_AUTO_TEST_CASE(rows_that_a_join_repeats_are_changed_once)
{
    watched_sql o;
    auto        run = make_sync();
    o.store.insert(run).value();
    auto other = make_sync("other");
    o.store.insert(other).value();
    for (auto const& s : {run, run, other})
        o.store.insert(make_entry(s)).value();
    std::size_t calls = 0;
    auto const  n = o.store.update_where(ssot::from<ssot::sync>().join<&ssot::sync_log_entry::sync>(), [&](ssot::sync& s) {
        s.target += "!";
        ++calls;
    });
    BOOST_TEST(n.value() == 2u);
    BOOST_TEST(calls == 2u);
    BOOST_TEST(o.store.get<ssot::sync>(run.id)->target == run.target + "!");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
