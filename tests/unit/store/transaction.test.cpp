// SPDX-License-Identifier: BSL-1.0
#include <ssot/store/transaction.hpp>

#include <ssot/store.hpp>

#include "support/inventory.hpp"
#include "support/savepoint_backend.hpp"
#include "support/sql_like_backend.hpp"
#include "support/stores.hpp"
#include "support/watched_backend.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <concepts>
#include <limits>
#include <new>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using inventory::device;
using ssot::errc;
using ssot::retry;
using ssot::storage::tx_mode;
using ssot_test::failure;
using ssot_test::key;
using ssot_test::key_value_backend;
using ssot_test::make_entry;
using ssot_test::make_sync;
using ssot_test::moment;
using ssot_test::opened;
using ssot_test::savepoint_backend;
using ssot_test::sql_like_backend;
using ssot_test::watch;
using ssot_test::watched;
using namespace std::chrono_literals;

using open_one = ssot::transaction;
static_assert(std::movable<open_one> && !std::copyable<open_one>);
static_assert(std::is_nothrow_move_constructible_v<open_one> && std::is_nothrow_move_assignable_v<open_one>);
static_assert(sizeof(ssot::result<open_one>) <= 64);

/// Backends with transactions.
constexpr std::string_view transactional[] = {"memory", "key_value"};

template<class Store>
std::size_t syncs_in(Store& store)
{
    return store.template count<ssot::sync>().value();
}

/// Does not wait, and remembers how long it should have.
ssot::run_options hurried(std::vector<std::chrono::nanoseconds>* pauses = nullptr)
{
    ssot::run_options out;
    out.jitter = ssot::jitter::none;
    out.sleep  = [pauses](auto pause) {
        if (pauses)
            pauses->push_back(pause);
    };
    return out;
}

/// Fails the calls of one name with these errors, one after the other.
auto failing(std::string call, std::vector<ssot::error> errors)
{
    return [call = std::move(call), errors = std::move(errors), n = std::size_t{0}](
               std::string_view asked) mutable -> std::optional<ssot::error> {
        if (asked != call || n == errors.size())
            return std::nullopt;
        return errors[n++];
    };
}

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(transaction)

SSOT_TEST_CASE_OVER(transactional, a_commit_keeps_the_work)
{
    opened<> o(backend_name);
    auto     tx = o.store.begin().value();
    BOOST_TEST(tx.is_open());
    auto run = make_sync();
    o.store.insert(run).value();
    o.store.insert(std::vector{make_entry(run), make_entry(run)}).value();
    BOOST_TEST(syncs_in(o.store) == 1u, "its own writes can be seen");
    BOOST_TEST(tx.commit().has_value());
    BOOST_TEST(!tx.is_open());
    BOOST_TEST(syncs_in(o.store) == 1u);
    BOOST_TEST(o.store.count<ssot::sync_log_entry>().value() == 2u);
    BOOST_TEST(failure(tx.commit()).code() == errc::misuse, "twice");
    tx.rollback(); // too late
    BOOST_TEST(syncs_in(o.store) == 1u);
    BOOST_TEST(o.store.erase(run)->total() == 3u, "and the store goes on");
}

SSOT_TEST_CASE_OVER(transactional, what_is_not_committed_is_undone)
{
    opened<> o(backend_name);
    auto     kept = make_sync();
    o.store.insert(kept).value();
    {
        auto tx = o.store.begin().value();
        o.store.insert(make_sync()).value();
        auto row   = o.store.get<ssot::sync>(kept.id).value();
        row.source = "changed";
        o.store.update(row).value();
    }
    BOOST_TEST(syncs_in(o.store) == 1u);
    BOOST_TEST(o.store.get<ssot::sync>(kept.id)->source == kept.source);
    try {
        auto tx = o.store.begin().value();
        o.store.erase(kept).value();
        throw std::runtime_error("leaves the scope");
    } catch (std::runtime_error const&) {
    }
    BOOST_TEST(syncs_in(o.store) == 1u);

    auto tx = o.store.begin().value();
    o.store.erase(kept).value();
    tx.rollback();
    BOOST_TEST(!tx.is_open());
    BOOST_TEST(syncs_in(o.store) == 1u);
    BOOST_TEST(failure(tx.commit()).code() == errc::misuse);
    tx.rollback();
}

SSOT_TEST_CASE_OVER(transactional, it_moves)
{
    opened<> o(backend_name);
    auto     a = o.store.begin().value();
    o.store.insert(make_sync()).value();
    auto b = std::move(a);
    BOOST_TEST(!a.is_open());
    BOOST_TEST(b.is_open());
    a.rollback();
    BOOST_TEST(failure(a.commit()).code() == errc::misuse);
    BOOST_TEST(b.commit().has_value());
    BOOST_TEST(syncs_in(o.store) == 1u);

    auto c = o.store.begin().value();
    o.store.insert(make_sync()).value();
    c = std::move(b); // lets go of an open one
    BOOST_TEST(syncs_in(o.store) == 1u);
    BOOST_TEST(!c.is_open());
}

SSOT_TEST_CASE_OVER(transactional, a_store_may_move_or_go)
{
    auto backend = make_backend(backend_name);
    auto store   = std::optional(ssot::store{backend});
    auto tx      = store->begin().value();
    store->insert(make_sync()).value();
    auto moved = std::move(*store);
    store.reset();
    moved.insert(make_sync()).value();
    BOOST_TEST(tx.commit().has_value());
    BOOST_TEST(syncs_in(moved) == 2u);

    {
        auto other = moved.session().value();
        tx         = other.begin().value();
        other.insert(make_sync()).value();
    }
    BOOST_TEST(!tx.is_open());
    BOOST_TEST(failure(tx.commit()).code() == errc::misuse);
    tx.rollback();
    BOOST_TEST(syncs_in(moved) == 2u, "it went with its store");

    tx = moved.begin().value();
    moved.insert(make_sync()).value();
    auto third = ssot::store{backend};
    moved      = std::move(third); // the session of the transaction goes
    BOOST_TEST(!tx.is_open());
    BOOST_TEST(syncs_in(moved) == 2u);
}

SSOT_TEST_CASE_OVER(transactional, a_failure_dooms_it)
{
    opened<> o(backend_name);
    auto     first = make_sync();
    o.store.insert(first).value();
    auto const doomed_by = [&](auto&& fails, errc with) {
        auto tx = o.store.begin().value();
        o.store.insert(make_sync()).value();
        BOOST_TEST(failure(fails()).code() == with);
        BOOST_TEST(tx.is_open());
        auto const e = failure(o.store.insert(make_sync()));
        BOOST_TEST(e.code() == errc::tx_aborted);
        BOOST_TEST((e.again() == retry::transaction));
        BOOST_TEST(e.text().find(to_string(with)) != std::string_view::npos, e.text());
        BOOST_TEST(failure(o.store.get<ssot::sync>(first.id)).code() == errc::tx_aborted);
        BOOST_TEST(failure(o.store.select(ssot::from<ssot::sync>())).code() == errc::tx_aborted);
        BOOST_TEST(failure(o.store.count<ssot::sync>()).code() == errc::tx_aborted);
        BOOST_TEST(failure(o.store.erase(first)).code() == errc::tx_aborted);
        BOOST_TEST(failure(o.store.annotated_syncs()).code() == errc::tx_aborted);
        BOOST_TEST(failure(o.store.load<ssot::servicenow_config>()).code() == errc::tx_aborted);
        BOOST_TEST(failure(o.store.begin()).code() == errc::tx_aborted);
        BOOST_TEST(failure(tx.commit()).code() == errc::tx_aborted);
        BOOST_TEST(!tx.is_open());
        BOOST_TEST(syncs_in(o.store) == 1u, "and nothing is kept");
    };
    doomed_by([&] { return o.store.insert(first); }, errc::already_exists);
    doomed_by([&] { return o.store.insert(ssot::sync_log_entry{.sync = make_sync()}); }, errc::foreign_key);
    auto row = o.store.get<ssot::sync>(first.id).value();
    o.store.update(o.store.get<ssot::sync>(first.id).value()).value();
    doomed_by([&] { return o.store.update(row); }, errc::conflict);
    BOOST_TEST(o.store.insert(make_sync()).has_value(), "after the end all is well");
}

// Nothing was asked of the backend, or it gave an answer.
SSOT_TEST_CASE_OVER(transactional, what_is_no_failed_statement_dooms_nothing)
{
    opened<> o(backend_name);
    auto     tx = o.store.begin().value();
    BOOST_TEST(failure(o.store.get<ssot::sync>(key(1))).code() == errc::not_found);
    BOOST_TEST(failure(o.store.insert(make_sync(std::string(65, 'x')))).code() == errc::validation);
    BOOST_TEST(o.store.insert(make_sync()).has_value());
    BOOST_TEST(tx.commit().has_value());
    BOOST_TEST(syncs_in(o.store) == 1u);
}

// A broken rule and a misuse are refused before anything is written, in whichever call.
SSOT_TEST_CASE_OVER(transactional, what_is_refused_dooms_nothing)
{
    opened<> o(backend_name);
    auto     tx   = o.store.begin().value();
    auto     kept = make_sync("kept");
    o.store.insert(kept).value();
    o.store.insert(make_sync("also kept")).value();
    auto const refused = [&](auto const& answer, errc with) {
        BOOST_TEST(failure(answer).code() == with);
        BOOST_TEST(syncs_in(o.store) == 2u, "the next call goes on");
        BOOST_TEST(o.store.get<ssot::sync>(kept.id)->source == "kept");
    };
    auto const all      = ssot::from<ssot::sync>();
    int        n        = 0;
    auto const too_long = std::string(65, 'x');
    refused(o.store.update_where(all, [&](ssot::sync& s) { s.source = ++n == 2 ? too_long : "changed"; }), errc::validation);
    refused(o.store.update_where(all, [&](ssot::sync& s) { s.id = key(1); }), errc::misuse);
    auto row   = o.store.get<ssot::sync>(kept.id).value();
    row.source = too_long;
    refused(o.store.update(row), errc::validation);
    row    = o.store.get<ssot::sync>(kept.id).value();
    row.id = key(1);
    refused(o.store.update(row), errc::misuse);
    refused(o.store.erase(row), errc::misuse);
    refused(o.store.insert(std::vector{make_sync(), make_sync(too_long)}), errc::validation);
    refused(o.store.count(all.where(ssot::counted<&ssot::sync_counts::created> > 1)), errc::misuse);
    refused(o.store.select(all.where(ssot::counted<&ssot::sync_counts::created> > 1)), errc::misuse);
    refused(o.store.page(all.limit(1), ssot::page_key({}, 0)), errc::misuse);
    refused(o.store.purge(moment(0)), errc::misuse);
    BOOST_TEST(tx.commit().has_value());
    BOOST_TEST(syncs_in(o.store) == 2u);
}

SSOT_TEST_CASE_OVER(transactional, a_commit_that_is_misused_leaves_it_open)
{
    opened<> o(backend_name);
    auto     outer = o.store.begin().value();
    o.store.insert(make_sync()).value();
    {
        auto inner = o.store.begin().value();
        BOOST_TEST(failure(outer.commit()).code() == errc::misuse);
        BOOST_TEST(outer.is_open());
        BOOST_TEST(inner.commit().has_value());
    }
    BOOST_TEST(outer.commit().has_value(), "now that none is open inside of it");
    BOOST_TEST(syncs_in(o.store) == 1u);
}

SSOT_TEST_CASE_OVER(transactional, a_read_only_one_refuses_writes)
{
    opened<> o(backend_name);
    auto     run = make_sync();
    o.store.insert(run).value();
    auto row = o.store.get<ssot::sync>(run.id).value();
    auto tx  = o.store.begin({.mode = tx_mode::read_only}).value();
    BOOST_TEST(failure(o.store.insert(make_sync())).code() == errc::read_only);
    BOOST_TEST(failure(o.store.update(row)).code() == errc::read_only);
    BOOST_TEST(failure(o.store.erase(run)).code() == errc::read_only);
    BOOST_TEST(failure(o.store.begin()).code() == errc::read_only);
    BOOST_TEST(o.store.get<ssot::sync>(run.id).has_value());
    BOOST_TEST(o.store.annotated_syncs()->size() == 1u);
    BOOST_TEST(o.store.begin({.mode = tx_mode::read_only}).has_value());
    tx.rollback();

    auto writes = o.store.begin().value();
    {
        auto reads = o.store.begin({.mode = tx_mode::read_only}).value();
        BOOST_TEST(failure(o.store.erase(run)).code() == errc::read_only);
        BOOST_TEST(reads.commit().has_value());
    }
    BOOST_TEST(o.store.erase(run).has_value());
    BOOST_TEST(writes.commit().has_value());
    BOOST_TEST(syncs_in(o.store) == 0u);
}

BOOST_AUTO_TEST_CASE(a_nested_one_is_a_savepoint)
{
    opened<savepoint_backend> o;
    auto                      outer = o.store.begin().value();
    auto                      run   = make_sync();
    o.store.insert(run).value();
    {
        auto inner = o.store.begin().value();
        BOOST_TEST(failure(o.store.insert(run)).code() == errc::already_exists);
        BOOST_TEST(failure(o.store.count<ssot::sync>()).code() == errc::tx_aborted);
        BOOST_TEST(failure(inner.commit()).code() == errc::tx_aborted);
        BOOST_TEST(syncs_in(o.store) == 1u, "the outer one goes on");
    }
    {
        auto inner = o.store.begin().value();
        o.store.insert(make_sync()).value();
        inner.rollback();
        BOOST_TEST(syncs_in(o.store) == 1u);
    }
    {
        auto inner = o.store.begin().value();
        o.store.insert(make_sync()).value();
        BOOST_TEST(failure(outer.commit()).code() == errc::misuse, "while one inside is open");
        BOOST_TEST(inner.commit().has_value());
    }
    BOOST_TEST(outer.commit().has_value());
    BOOST_TEST(syncs_in(o.store) == 2u);
}

BOOST_AUTO_TEST_CASE(twenty_deep)
{
    opened<savepoint_backend>      o;
    std::vector<ssot::transaction> open;
    for (std::size_t i = 0; i != 20; ++i) {
        open.push_back(o.store.begin().value());
        o.store.insert(make_sync()).value();
    }
    for (std::size_t i = 20; i-- != 10;) {
        open.back().rollback();
        open.pop_back();
        BOOST_TEST(syncs_in(o.store) == i);
    }
    while (open.size() > 1) {
        BOOST_TEST(open.back().commit().has_value());
        open.pop_back();
        BOOST_TEST(syncs_in(o.store) == 10u);
    }
    BOOST_TEST(open.back().commit().has_value());
    BOOST_TEST(syncs_in(o.store) == 10u);

    // An outer roll back takes those inside along.
    open.clear();
    for (int i = 0; i != 5; ++i) {
        open.push_back(o.store.begin().value());
        o.store.insert(make_sync()).value();
    }
    open[2].rollback();
    BOOST_TEST(!open[4].is_open());
    BOOST_TEST(!open[2].is_open());
    BOOST_TEST(open[1].is_open());
    BOOST_TEST(syncs_in(o.store) == 12u);
    open[0].rollback();
    BOOST_TEST(syncs_in(o.store) == 10u);
}

BOOST_AUTO_TEST_CASE(without_savepoints_it_joins)
{
    opened<key_value_backend> o;
    auto                      outer = o.store.begin().value();
    o.store.insert(make_sync()).value();
    auto inner = o.store.begin().value();
    o.store.insert(make_sync()).value();
    BOOST_TEST(inner.commit().has_value());
    BOOST_TEST(syncs_in(o.store) == 2u);
    BOOST_TEST(outer.commit().has_value());
    BOOST_TEST(syncs_in(o.store) == 2u);

    outer = o.store.begin().value();
    o.store.insert(make_sync()).value();
    o.store.begin().value().rollback();
    BOOST_TEST(failure(o.store.count<ssot::sync>()).code() == errc::tx_aborted, "its roll back cannot be done alone");
    BOOST_TEST(failure(outer.commit()).code() == errc::tx_aborted);
    BOOST_TEST(syncs_in(o.store) == 2u);

    outer = o.store.begin().value();
    inner = o.store.begin().value();
    BOOST_TEST(failure(o.store.insert(ssot::sync_log_entry{.sync = make_sync()})).code() == errc::foreign_key);
    BOOST_TEST(failure(inner.commit()).code() == errc::tx_aborted);
    BOOST_TEST(failure(outer.commit()).code() == errc::tx_aborted);
}

// A backend may have the members and not declare them.
BOOST_AUTO_TEST_CASE(savepoints_count_when_declared)
{
    watch                      w;
    watched<savepoint_backend> backend(w);
    backend.change = [](auto& caps) { caps.savepoints = false; };
    ssot::store store{backend};
    auto        outer = store.begin().value();
    store.begin().value().rollback();
    BOOST_TEST(failure(outer.commit()).code() == errc::tx_aborted);
    BOOST_TEST(w.count("savepoint 1") == 0u);
}

BOOST_AUTO_TEST_CASE(a_savepoint_that_fails_dooms_the_outer_one)
{
    for (std::string const what : {"savepoint 1", "release 1", "rollback_to 1"}) {
        BOOST_TEST_CONTEXT(what)
        {
            watch                      w;
            watched<savepoint_backend> backend(w);
            ssot::store                store{backend};
            auto                       outer = store.begin().value();
            w.fail                           = failing(what, {{errc::io, "as planned"}});
            if (auto inner = store.begin()) {
                if (what == "release 1")
                    BOOST_TEST(failure(inner->commit()).code() == errc::io);
                else
                    inner->rollback();
            }
            BOOST_TEST(failure(outer.commit()).code() == errc::tx_aborted);
            BOOST_TEST(w.count("rollback") == 1u);
            BOOST_TEST(w.count("commit") == 0u);
        }
    }
}

BOOST_AUTO_TEST_CASE(every_begin_comes_to_an_end)
{
    watch                      w;
    watched<savepoint_backend> backend(w);
    ssot::store                store{backend};
    auto const                 calls = [&] { return std::exchange(w.calls, {}); };
    calls();
    {
        auto tx = store.begin({.mode = tx_mode::read_only, .timeout = 5ms}).value();
        BOOST_TEST(w.begun.size() == 1u);
        BOOST_TEST((w.begun[0].mode == tx_mode::read_only));
        BOOST_TEST(w.begun[0].timeout.count() == 5);
        BOOST_TEST(tx.commit().has_value());
    }
    BOOST_TEST(calls() == (std::vector<std::string>{"begin", "commit"}), boost::test_tools::per_element());
    static_cast<void>(store.begin().value());
    BOOST_TEST(calls() == (std::vector<std::string>{"begin", "rollback"}), boost::test_tools::per_element());
    w.fail = failing("commit", {{errc::io, "as planned"}});
    BOOST_TEST(failure(store.begin()->commit()).code() == errc::io);
    BOOST_TEST(calls() == (std::vector<std::string>{"begin", "commit", "rollback"}), boost::test_tools::per_element());
    w.fail = failing("begin", {{errc::busy, "as planned"}});
    BOOST_TEST(failure(store.begin()).code() == errc::busy);
    BOOST_TEST(calls() == (std::vector<std::string>{"begin"}), boost::test_tools::per_element());
    w.fail = failing("commit", {{errc::outcome_unknown, "as planned", retry::check_first}});
    BOOST_TEST(failure(store.begin()->commit()).code() == errc::outcome_unknown);
    BOOST_TEST(calls() == (std::vector<std::string>{"begin", "commit"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_a_backend_cannot_do)
{
    opened<> o("table_scan");
    BOOST_TEST(failure(o.store.begin()).code() == errc::unsupported);
    BOOST_TEST(failure(o.store.run([] { return ssot::result<int>(1); })).code() == errc::unsupported);
    watch                          w;
    watched<ssot::storage::memory> backend(w);
    backend.change = [](auto& caps) { caps.strongest = ssot::storage::isolation::snapshot; };
    ssot::store store{backend};
    BOOST_TEST(failure(store.begin({.level = ssot::storage::isolation::serializable})).code() == errc::unsupported);
    BOOST_TEST(store.begin().has_value());
}

// Only inserts: one key tells what became of all of them.
BOOST_AUTO_TEST_CASE(an_unknown_outcome_is_settled)
{
    for (bool const took_effect : {true, false}) {
        BOOST_TEST_CONTEXT((took_effect ? "committed" : "lost"))
        {
            watch                          w;
            watched<ssot::storage::memory> backend(w);
            ssot::store                    store{backend};
            w.commit_first     = took_effect;
            auto const unknown = [&] {
                w.fail = failing("commit", {{errc::outcome_unknown, "the connection broke", retry::check_first}});
            };
            auto const settled = [&](auto const& result) {
                if (took_effect) {
                    BOOST_TEST(result.has_value());
                } else {
                    BOOST_TEST(failure(result).code() == errc::unavailable);
                    BOOST_TEST((result.error().again() == retry::reconnect), "nothing was done");
                }
            };
            unknown();
            auto run = make_sync();
            settled(store.insert(run));
            BOOST_TEST(store.get<ssot::sync>(run.id).has_value() == took_effect);

            auto tx = store.begin().value();
            auto a = make_sync(), b = make_sync();
            store.insert(ssot::content_type{.app_label = "a", .model = "b"}).value();
            store.insert(a).value();
            store.insert(std::vector{make_entry(a)}).value();
            unknown();
            settled(tx.commit());
            BOOST_TEST(store.get<ssot::sync>(a.id).has_value() == took_effect);

            unknown();
            settled(store.insert(b));

            // What also changed rows, or has no key of its own making, stays unknown.
            auto c         = make_sync();
            w.fail         = {};
            w.commit_first = true;
            store.insert(c).value();
            tx = store.begin().value();
            store.insert(make_sync()).value();
            store.erase(c).value();
            unknown();
            BOOST_TEST(failure(tx.commit()).code() == errc::outcome_unknown);
            unknown();
            BOOST_TEST(failure(store.insert(ssot::content_type{.app_label = "c", .model = "d"})).code() ==
                       errc::outcome_unknown);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_row_that_was_undone_settles_nothing)
{
    watch                      w;
    watched<savepoint_backend> backend(w);
    ssot::store                store{backend};
    w.commit_first = true;
    auto tx        = store.begin().value();
    {
        auto inner = store.begin().value();
        store.insert(make_sync()).value();
    }
    w.fail = failing("commit", {{errc::outcome_unknown, "the connection broke", retry::check_first}});
    BOOST_TEST(failure(tx.commit()).code() == errc::outcome_unknown, "no row is left to look for");

    tx = store.begin().value();
    {
        auto inner = store.begin().value();
        store.insert(make_sync()).value();
    }
    {
        auto inner = store.begin().value();
        store.insert(make_sync()).value();
        BOOST_TEST(inner.commit().has_value());
    }
    w.fail = failing("commit", {{errc::outcome_unknown, "the connection broke", retry::check_first}});
    BOOST_TEST(tx.commit().has_value());
    BOOST_TEST(syncs_in(store) == 1u);
}

BOOST_AUTO_TEST_CASE(what_fails_while_an_outcome_is_looked_for_leaves_it_unknown)
{
    for (std::string const place : {"open", "scan", "next"})
        for (bool const out_of_memory : {false, true}) {
            watch                          w;
            watched<ssot::storage::memory> backend(w);
            ssot::store                    store{backend};
            store.insert(make_sync()).value();
            w.commit_first = true;
            auto tx        = store.begin().value();
            store.insert(make_sync()).value();
            bool committed = false;
            w.fail         = [&](std::string_view call) -> std::optional<ssot::error> {
                if (call == "commit") {
                    committed = true;
                    return ssot::error(errc::outcome_unknown, "the connection broke", retry::check_first);
                }
                if (!committed || call != place)
                    return std::nullopt;
                if (out_of_memory)
                    throw std::bad_alloc();
                return ssot::error(errc::io, "as planned");
            };
            auto const answer = tx.commit();
            w.fail            = {};
            BOOST_TEST((answer || failure(answer).code() == errc::outcome_unknown), place);
            BOOST_TEST(syncs_in(store) == 2u);
        }
}

SSOT_TEST_CASE_OVER(transactional, run_commits_what_went_well)
{
    opened<>   o(backend_name);
    auto const id = o.store.run([](auto& store) { return store.insert(make_sync()); });
    BOOST_TEST(o.store.get<ssot::sync>(id.value()).has_value());
    auto const failed = o.store.run([&]() -> ssot::result<void> {
        o.store.insert(make_sync()).value();
        return ssot::error(errc::validation, "not so");
    });
    BOOST_TEST(failure(failed).code() == errc::validation);
    BOOST_TEST(syncs_in(o.store) == 1u);
    BOOST_CHECK_THROW(static_cast<void>(o.store.run([&]() -> ssot::result<void> {
                          o.store.insert(make_sync()).value();
                          throw std::runtime_error("thrown");
                      })),
                      std::runtime_error);
    BOOST_TEST(syncs_in(o.store) == 1u);
    BOOST_TEST(o.store.insert(make_sync()).has_value());
}

BOOST_AUTO_TEST_CASE(run_repeats_what_is_safe)
{
    struct expectation {
        retry    again;
        unsigned attempts;
    };
    for (auto const [again, attempts] : {expectation{retry::never, 1},
                                         {retry::statement, 5},
                                         {retry::transaction, 5},
                                         {retry::reconnect, 5},
                                         {retry::check_first, 1}}) {
        watch                                 w;
        watched<ssot::storage::memory>        backend(w);
        ssot::store                           store{backend};
        std::vector<std::chrono::nanoseconds> pauses;
        unsigned                              n    = 0;
        auto const                            done = store.run(
            [&]() -> ssot::result<void> {
                ++n;
                store.insert(make_sync()).value();
                return ssot::error(errc::busy, "again", again);
            },
            hurried(&pauses));
        BOOST_TEST(failure(done).code() == errc::busy);
        BOOST_TEST(n == attempts);
        BOOST_TEST(pauses.size() == attempts - 1);
        BOOST_TEST(w.count("open") == (again == retry::reconnect ? attempts : 1u));
        BOOST_TEST(syncs_in(store) == 0u);
    }
}

BOOST_AUTO_TEST_CASE(run_ends_with_the_first_success)
{
    watch                          w;
    watched<ssot::storage::memory> backend(w);
    ssot::store                    store{backend};
    w.fail = failing("commit", {{errc::serialization, "", retry::transaction}, {errc::unavailable, "", retry::reconnect}});
    unsigned   n   = 0;
    auto const run = [&] {
        ++n;
        return store.insert(make_sync());
    };
    BOOST_TEST(store.run(run, hurried()).has_value());
    BOOST_TEST(n == 3u);
    BOOST_TEST(syncs_in(store) == 1u);
    BOOST_TEST(w.count("open") == 2u);

    w.fail = failing("begin", {{errc::busy, "", retry::transaction}});
    n      = 0;
    BOOST_TEST(store.run(run, hurried()).has_value());
    BOOST_TEST(n == 1u);

    // The new session is refused for a while.
    w.fail = [&, left = 3](std::string_view call) mutable -> std::optional<ssot::error> {
        if ((call == "insert" && left == 3) || (call == "open" && left > 0)) {
            --left;
            return ssot::error(errc::unavailable, "", retry::reconnect);
        }
        return std::nullopt;
    };
    n = 0;
    BOOST_TEST(store.run(run, hurried()).has_value());
    BOOST_TEST(n == 2u);
    BOOST_TEST(syncs_in(store) == 3u);
}

BOOST_AUTO_TEST_CASE(run_never_repeats_what_may_have_been_done)
{
    watch                          w;
    watched<ssot::storage::memory> backend(w);
    ssot::store                    store{backend};
    auto                           run = make_sync();
    store.insert(run).value();
    w.commit_first = true;
    w.fail         = failing("commit", {{errc::outcome_unknown, "", retry::check_first}});
    unsigned   n   = 0;
    auto const out = store.run(
        [&] {
            ++n;
            return store.erase(run);
        },
        hurried());
    BOOST_TEST(failure(out).code() == errc::outcome_unknown);
    BOOST_TEST(n == 1u);

    // Inserts alone: that it was lost is found out, and then it is safe to repeat.
    w.commit_first = false;
    w.fail         = failing("commit", {{errc::outcome_unknown, "", retry::check_first}});
    n              = 0;
    auto const id  = store.run(
        [&] {
            ++n;
            return store.insert(make_sync());
        },
        hurried());
    BOOST_TEST(id.has_value());
    BOOST_TEST(n == 2u);
    BOOST_TEST(syncs_in(store) == 1u);
}

// A failure that `fn` did not look at comes back as tx_aborted; it is worth repeating when the failure was.
BOOST_AUTO_TEST_CASE(run_looks_behind_tx_aborted)
{
    watch                          w;
    watched<ssot::storage::memory> backend(w);
    ssot::store                    store{backend};
    auto                           run = make_sync();
    store.insert(run).value();
    unsigned   n        = 0;
    auto const careless = [&]() -> ssot::result<void> {
        ++n;
        static_cast<void>(store.insert(n == 1 ? run : make_sync()));
        return {};
    };
    BOOST_TEST(failure(store.run(careless, hurried())).code() == errc::tx_aborted);
    BOOST_TEST(n == 1u, "the key is taken, and stays so");
    n      = 1;
    w.fail = failing("insert", {{errc::serialization, "", retry::transaction}});
    BOOST_TEST(store.run(careless, hurried()).has_value());
    BOOST_TEST(n == 3u);
}

BOOST_AUTO_TEST_CASE(run_inside_a_transaction_runs_once)
{
    opened<savepoint_backend> o;
    auto                      tx = o.store.begin().value();
    o.store.insert(make_sync()).value();
    unsigned   n   = 0;
    auto const out = o.store.run(
        [&]() -> ssot::result<void> {
            ++n;
            o.store.insert(make_sync()).value();
            return ssot::error(errc::conflict, "", retry::transaction);
        },
        hurried());
    BOOST_TEST(failure(out).code() == errc::conflict);
    BOOST_TEST(n == 1u);
    BOOST_TEST(syncs_in(o.store) == 1u, "undone by itself");
    BOOST_TEST(tx.commit().has_value());
    BOOST_TEST(syncs_in(o.store) == 1u);
}

BOOST_AUTO_TEST_CASE(pauses_grow_up_to_the_cap)
{
    ssot::run_options o{.first = 10ms, .cap = 100ms, .jitter = ssot::jitter::none};
    std::vector<int>  ms;
    for (unsigned i = 1; i != 8; ++i)
        ms.push_back(static_cast<int>(o.pause_after(i) / 1ms));
    BOOST_TEST(ms == (std::vector{10, 20, 40, 80, 100, 100, 100}), boost::test_tools::per_element());
    BOOST_TEST((o.pause_after(4'000'000'000) == 100ms));

    o.jitter = ssot::jitter::full;
    o.random = [] { return 0.25; };
    BOOST_TEST((o.pause_after(1) == 2500us));
    o.random = [] { return 0.0; };
    BOOST_TEST((o.pause_after(3) == 0ms));
    o.random = ssot::run_options().random;
    std::set<std::chrono::nanoseconds> seen;
    for (int i = 0; i != 100; ++i) {
        auto const pause = o.pause_after(2);
        BOOST_TEST((pause >= 0ms && pause < 20ms));
        seen.insert(pause);
    }
    BOOST_TEST(seen.size() > 50u);

    // The ends of the range: none is longer than the cap, or below nothing.
    using std::chrono::milliseconds;
    for (auto const first : {milliseconds::min(), milliseconds(-1), 0ms, 1ms, milliseconds::max() / 2, milliseconds::max()})
        for (auto const cap : {milliseconds::min(), 0ms, 1ms, 1000ms, milliseconds::max()})
            for (double const part : {0.0, 0.5, 1.0, 1e300, -1.0, std::numeric_limits<double>::quiet_NaN()})
                for (auto const spread : {ssot::jitter::none, ssot::jitter::full}) {
                    ssot::run_options far{.first = first, .cap = cap, .jitter = spread, .random = [=] { return part; }};
                    for (unsigned const attempt : {0U, 1U, 2U, 70U, 4'000'000'000U}) {
                        auto const pause = far.pause_after(attempt);
                        if (cap >= 0ms && cap <= 1000ms)
                            BOOST_TEST((pause <= cap));
                        if (first >= 0ms && cap >= 0ms)
                            BOOST_TEST((pause >= 0ms));
                    }
                }

    std::vector<std::chrono::nanoseconds> pauses;
    opened<>                              store("memory");
    auto                                  options = hurried(&pauses);
    options.attempts                              = 0;
    BOOST_TEST(!store.store.run([] { return ssot::result<int>(ssot::error(errc::busy, "", retry::transaction)); }, options));
    BOOST_TEST(pauses.empty());
}

BOOST_AUTO_TEST_CASE(foreign_keys_are_judged_when_the_backend_says)
{
    using ssot::storage::foreign_key_checks;
    for (auto const when : {foreign_key_checks::none, foreign_key_checks::each_call, foreign_key_checks::at_commit}) {
        watch                     w;
        watched<sql_like_backend> backend(w);
        backend.change = [=](ssot::storage::capabilities& caps) { caps.foreign_keys = when; };
        ssot::store store(backend);
        auto const  before = w.count("scan");
        BOOST_TEST(store.insert(make_entry(make_sync())).error().code() == errc::foreign_key);
        BOOST_TEST((w.count("scan") != before) == (when == foreign_key_checks::none),
                   "looks itself only if nobody else does");
    }

    sql_like_backend at_commit(nullptr, foreign_key_checks::at_commit);
    ssot::store      store(at_commit);
    auto const       run = make_sync();
    {
        auto tx = store.begin().value();
        BOOST_TEST(store.insert(make_entry(run)).has_value());
        BOOST_TEST(tx.commit().error().code() == errc::foreign_key);
    }
    BOOST_TEST(store.count<ssot::sync_log_entry>().value() == 0u);
    BOOST_TEST(store.insert(make_entry(run)).error().code() == errc::foreign_key, "a call is its own commit");
    {
        auto tx = store.begin().value();
        BOOST_TEST(store.insert(make_entry(run)).has_value());
        BOOST_TEST(store.insert(run).has_value());
        BOOST_TEST(tx.commit().has_value());
    }
    BOOST_TEST(store.count<ssot::sync_log_entry>().value() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
