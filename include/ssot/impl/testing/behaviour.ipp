// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOUR_HPP
#define SSOT_IMPL_TESTING_BEHAVIOUR_HPP

#include <ssot/testing/behaviour.hpp>
#include <ssot/testing/trial.hpp>

#include <ssot/impl/testing/aggregates.hpp>
#include <ssot/impl/testing/cursors.hpp>
#include <ssot/impl/testing/documents.hpp>
#include <ssot/impl/testing/erasing.hpp>
#include <ssot/impl/testing/inserts.hpp>
#include <ssot/impl/testing/isolation.hpp>
#include <ssot/impl/testing/orders.hpp>
#include <ssot/impl/testing/purges.hpp>
#include <ssot/impl/testing/queries.hpp>
#include <ssot/impl/testing/savepoints.hpp>
#include <ssot/impl/testing/schemas.hpp>
#include <ssot/impl/testing/searches.hpp>
#include <ssot/impl/testing/texts.hpp>
#include <ssot/impl/testing/transactions.hpp>
#include <ssot/impl/testing/updates.hpp>
#include <ssot/impl/testing/values.hpp>
#include <ssot/impl/testing/waiting.hpp>

#include <chrono>
#include <exception>
#include <new>

namespace ssot::conformance {

inline std::string_view to_string(outcome o) noexcept
{
    switch (o) {
    case outcome::passed: return "pass";
    case outcome::failed: return "fail";
    case outcome::skipped: return "skipped";
    case outcome::passed_though_absent: return "passes though declared absent";
    case outcome::not_covered: return "not covered";
    }
    return "";
}

inline std::string_view to_string(need n) noexcept
{
    switch (n) {
    case need::nothing: return "nothing";
    case need::transactions: return "transactions";
    case need::sessions: return "concurrent_sessions";
    case need::isolation: return "transactions and concurrent_sessions";
    case need::serializable: return "transactions, concurrent_sessions and strongest == serializable";
    case need::savepoints: return "savepoints";
    case need::insert_if_absent: return "insert_if_absent";
    case need::aggregate: return "aggregate";
    case need::cancel: return "cancel";
    case need::ddl: return "ddl";
    case need::reopening: return "a function that reopens";
    }
    return "";
}

inline bool declares(storage::capabilities const& caps, need n) noexcept
{
    bool const isolated = caps.transactions && caps.concurrent_sessions;
    switch (n) {
    case need::transactions: return caps.transactions;
    case need::sessions: return caps.concurrent_sessions;
    case need::isolation: return isolated;
    case need::serializable: return isolated && caps.strongest == storage::isolation::serializable;
    case need::savepoints: return caps.transactions && caps.savepoints;
    case need::aggregate: return caps.aggregate;
    case need::cancel: return caps.cancel && isolated;
    case need::ddl: return caps.ddl;
    default: return true;
    }
}

inline bool may_be_tried(storage::capabilities const& caps, need n) noexcept
{
    bool const several = n == need::sessions || n == need::isolation || n == need::serializable || n == need::cancel;
    return !several || caps.concurrent_sessions;
}

inline std::string_view sentence(int number) noexcept
{
    constexpr std::string_view all[] = {
        "a rule of the library above the backend",
        "open() may be called from any thread; sessions may be used at once under concurrent_sessions",
        "insert adds all rows or none; the key is unique, also within the batch",
        "scan honours a query as far as caps() says; update and erase do what their query asks",
        "order counts only where filters do, limit only where order does",
        "a cursor yields one consistent moment; at(i) is valid until next()",
        "comparisons with null are false, and not_ is plain negation",
        "text and uuids compare by bytes, icontains folds A to Z only, nulls are largest unless the term says otherwise",
        "timestamps are microseconds since 1970 UTC, durations microseconds, both in 64 bits",
        "a transaction sees one moment and its own writes, nobody else sees them before the commit, and of two that change "
        "the same row one waits or fails",
        "after a call in a transaction failed, nothing of it can be committed",
        "a commit that succeeds has taken effect as durable states; one that fails has not",
        "rollback undoes everything since begin, and cannot fail",
        "a backend throws only std::bad_alloc",
        "a stored value that the model cannot hold is given as it is, and is reported as corrupted",
    };
    return number >= 0 && number < static_cast<int>(std::size(all)) ? all[number] : std::string_view();
}

template<storage::storage_backend Backend>
std::span<behaviour<Backend> const> behaviours()
{
    static std::vector<behaviour<Backend>> const all = [] {
        std::vector<behaviour<Backend>> out;
        auto const                      add = [&](auto const& group) { out.insert(out.end(), group.begin(), group.end()); };
        add(detail::value_behaviours<Backend>());
        add(detail::text_behaviours<Backend>());
        add(detail::document_behaviours<Backend>());
        add(detail::insert_behaviours<Backend>());
        add(detail::query_behaviours<Backend>());
        add(detail::search_behaviours<Backend>());
        add(detail::order_behaviours<Backend>());
        add(detail::aggregate_behaviours<Backend>());
        add(detail::update_behaviours<Backend>());
        add(detail::erase_behaviours<Backend>());
        add(detail::transaction_behaviours<Backend>());
        add(detail::isolation_behaviours<Backend>());
        add(detail::savepoint_behaviours<Backend>());
        add(detail::waiting_behaviours<Backend>());
        add(detail::cursor_behaviours<Backend>());
        add(detail::schema_behaviours<Backend>());
        add(detail::purge_behaviours<Backend>());
        return out;
    }();
    return all;
}

namespace detail {

/// Runs `work(trial)`; what went wrong, in words, or nothing.
template<class Backend, class Work>
verdict attempt(std::string_view name, source<Backend> const& from, std::uint64_t seed, int sentence_number, Work&& work)
{
    auto const begun = std::chrono::steady_clock::now();
    verdict    out{.name = name, .how = outcome::failed};
    try {
        trial<Backend> t(from, seed);
        work(t);
        if (t.count() == 0)
            out.words = "the behaviour checked nothing";
        else
            out.how = outcome::passed;
    } catch (not_applicable const& why) {
        out.how   = outcome::skipped;
        out.words = why.what();
    } catch (failed_check const& why) {
        out.words = std::string(why.what()) + ". Sentence " + std::to_string(sentence_number) + ": " +
            std::string(sentence(sentence_number));
    } catch (std::bad_alloc const&) {
        out.words = "std::bad_alloc came out of the store, which makes it the error out_of_memory. Sentence 13: " +
            std::string(sentence(13));
    } catch (std::exception const& e) {
        out.words = "an exception came out: " + std::string(e.what()) + ". Sentence 13: " + std::string(sentence(13));
    }
    out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    return out;
}

} // namespace detail

template<storage::storage_backend Backend>
verdict judge(behaviour<Backend> const& b, source<Backend> const& from, std::uint64_t seed)
{
    if (!b.judge)
        return {.name = b.name, .how = outcome::not_covered, .words = std::string(b.promise)};
    if (b.needs == need::reopening && !from.reopen)
        return {
            .name = b.name, .how = outcome::skipped, .words = "the kit was not given a function that reopens the backend"};
    auto const caps     = from.fresh()->caps();
    bool const declared = declares(caps, b.needs);
    auto const absent   = "the backend does not declare " + std::string(to_string(b.needs));
    if (!declared && !may_be_tried(caps, b.needs))
        return {.name = b.name, .how = outcome::skipped, .words = absent};
    auto out = detail::attempt<Backend>(b.name, from, seed, b.sentence, [&](trial<Backend>& t) { b.judge(t); });
    if (declared)
        return out;
    if (out.how == outcome::passed) {
        out.how   = outcome::passed_though_absent;
        out.words = absent + ", and behaves as if it did: declare it";
    } else {
        out.how   = outcome::skipped;
        out.words = absent;
    }
    return out;
}

} // namespace ssot::conformance

#endif // SSOT_IMPL_TESTING_BEHAVIOUR_HPP
