// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOUR_IPP
#define SSOT_IMPL_TESTING_BEHAVIOUR_IPP

#include <ssot/testing/behaviour.hpp>
#include <ssot/testing/trial.hpp>

#include <ssot/impl/testing/behaviours/aggregates.ipp>
#include <ssot/impl/testing/behaviours/canceling.ipp>
#include <ssot/impl/testing/behaviours/cells/table.ipp>
#include <ssot/impl/testing/behaviours/commits.ipp>
#include <ssot/impl/testing/behaviours/cursors.ipp>
#include <ssot/impl/testing/behaviours/documents.ipp>
#include <ssot/impl/testing/behaviours/erasing.ipp>
#include <ssot/impl/testing/behaviours/foreign_keys.ipp>
#include <ssot/impl/testing/behaviours/inserts.ipp>
#include <ssot/impl/testing/behaviours/isolation.ipp>
#include <ssot/impl/testing/behaviours/locks.ipp>
#include <ssot/impl/testing/behaviours/made_keys.ipp>
#include <ssot/impl/testing/behaviours/orders.ipp>
#include <ssot/impl/testing/behaviours/purges.ipp>
#include <ssot/impl/testing/behaviours/queries.ipp>
#include <ssot/impl/testing/behaviours/savepoints.ipp>
#include <ssot/impl/testing/behaviours/schemas.ipp>
#include <ssot/impl/testing/behaviours/searches.ipp>
#include <ssot/impl/testing/behaviours/texts.ipp>
#include <ssot/impl/testing/behaviours/transactions.ipp>
#include <ssot/impl/testing/behaviours/updates.ipp>
#include <ssot/impl/testing/behaviours/values.ipp>
#include <ssot/impl/testing/behaviours/waiting.ipp>

#include <chrono>
#include <exception>
#include <iterator>
#include <new>
#include <vector>

namespace ssot::conformance {

SSOT_DECL std::string_view to_string(outcome o) noexcept
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

SSOT_DECL std::string_view to_string(need n) noexcept
{
    switch (n) {
    case need::nothing: return "nothing";
    case need::transactions: return "transactions";
    case need::sessions: return "concurrent_sessions";
    case need::isolation: return "transactions and concurrent_sessions";
    case need::serializable: return "transactions, concurrent_sessions and strongest == serializable";
    case need::savepoints: return "savepoints";
    case need::insert_if_absent: return "insert_if_absent";
    case need::made_keys: return "makes_keys";
    case need::aggregate: return "aggregate";
    case need::cancel: return "cancel";
    case need::ddl: return "ddl";
    case need::reopening: return "a function that reopens";
    }
    return "";
}

SSOT_DECL bool declares(storage::capabilities const& caps, need n) noexcept
{
    bool const isolated = caps.transactions && caps.concurrent_sessions;
    switch (n) {
    case need::transactions: return caps.transactions;
    case need::sessions: return caps.concurrent_sessions;
    case need::isolation: return isolated;
    case need::serializable: return isolated && caps.strongest == storage::isolation::serializable;
    case need::savepoints: return caps.transactions && caps.savepoints;
    case need::made_keys: return caps.makes_keys;
    case need::aggregate: return caps.aggregate;
    case need::cancel: return caps.cancel && isolated;
    case need::ddl: return caps.ddl;
    default: return true;
    }
}

SSOT_DECL bool may_be_tried(storage::capabilities const& caps, need n) noexcept
{
    if (n == need::isolation || n == need::serializable) // without transactions it could pass by chance
        return caps.concurrent_sessions && caps.transactions;
    return (n != need::sessions && n != need::cancel) || caps.concurrent_sessions;
}

SSOT_DECL std::string_view sentence(int number) noexcept
{
    constexpr std::string_view all[] = {
        "a rule of the library above the backend",
        "open() may be called from any thread; sessions may be used at once under concurrent_sessions",
        "insert adds all rows or none, and keeps every value as it is; the key is unique, also within the batch; foreign "
        "keys "
        "are judged when caps() says",
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

SSOT_DECL std::span<behaviour const> behaviours()
{
    static std::vector<behaviour> const all = [] {
        std::vector<behaviour> out;
        auto const             add = [&](auto const& group) { out.insert(out.end(), std::begin(group), std::end(group)); };
        add(detail::value_behaviours);
        add(detail::text_behaviours);
        add(detail::document_behaviours);
        add(detail::insert_behaviours);
        add(detail::made_key_behaviours);
        add(detail::foreign_key_behaviours);
        add(detail::query_behaviours);
        add(detail::search_behaviours);
        add(detail::order_behaviours);
        add(detail::aggregate_behaviours);
        add(detail::update_behaviours);
        add(detail::erase_behaviours);
        add(detail::transaction_behaviours);
        add(detail::isolation_behaviours);
        add(detail::savepoint_behaviours);
        add(detail::waiting_behaviours);
        add(detail::canceling_behaviours);
        add(detail::commit_behaviours);
        add(detail::lock_behaviours);
        add(detail::cursor_behaviours);
        add(detail::schema_behaviours);
        add(detail::purge_behaviours);
        add(detail::generated_behaviours());
        return out;
    }();
    return all;
}

namespace detail {

/// Lets the behaviour judge; what went wrong, in words, or nothing.
SSOT_DECL verdict attempt(behaviour const& b, source const& from, std::uint64_t seed)
{
    auto const begun = std::chrono::steady_clock::now();
    verdict    out{.name = b.name, .how = outcome::failed};
    try {
        trial t(from, seed, b.about);
        b.judge(t);
        out.warnings = t.warnings();
        for (auto& w : out.warnings)
            w.behaviour = b.name;
        if (t.count() == 0)
            out.words = "the behaviour checked nothing";
        else
            out.how = outcome::passed;
    } catch (not_applicable const& why) {
        out.how   = outcome::skipped;
        out.words = why.what();
    } catch (failed_check const& why) {
        out.words =
            std::string(why.what()) + ". Sentence " + std::to_string(b.sentence) + ": " + std::string(sentence(b.sentence));
    } catch (std::bad_alloc const&) {
        out.words = "std::bad_alloc came out of the store, which makes it the error out_of_memory. Sentence 13: " +
            std::string(sentence(13));
    } catch (backend_threw const& e) {
        out.words =
            "an exception came out of the backend: " + std::string(e.what()) + ". Sentence 13: " + std::string(sentence(13));
    } catch (std::exception const& e) {
        out.words = "the kit itself failed, or a backend that was given to it as an any_backend, by an exception: " +
            std::string(e.what()) + ". If it was the kit, this says nothing about the backend; please report it";
    }
    out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    return out;
}

} // namespace detail

SSOT_DECL verdict judge(behaviour const& b, source const& from, std::uint64_t seed)
{
    if (!b.judge)
        return {.name = b.name, .how = outcome::not_covered, .words = std::string(b.promise)};
    if (b.needs == need::reopening && !from.reopen)
        return {
            .name = b.name, .how = outcome::skipped, .words = "the kit was not given a function that reopens the backend"};
    auto const caps     = from.fresh().caps();
    bool const declared = declares(caps, b.needs);
    auto const absent   = "the backend does not declare " + std::string(to_string(b.needs));
    if (!declared && !may_be_tried(caps, b.needs))
        return {.name = b.name, .how = outcome::skipped, .words = absent};
    auto out = detail::attempt(b, from, seed);
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

#endif // SSOT_IMPL_TESTING_BEHAVIOUR_IPP
