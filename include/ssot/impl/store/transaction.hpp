// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_TRANSACTION_HPP
#define SSOT_IMPL_STORE_TRANSACTION_HPP

// Transactions: those that users begin, the one of each call, and work that is repeated.

#include <ssot/store.hpp>

#include <ssot/detail/session_state.hpp>

#include <cstdint>
#include <type_traits>
#include <utility>

namespace ssot {

template<class Backend>
result<transaction<Backend>> store<Backend>::begin(storage::tx_options options)
{
    if (!session_.state())
        return detail::moved_from("store");
    auto serial = detail::without_bad_alloc([&] { return session_.state()->begin(options); });
    if (!serial)
        return std::move(serial).error();
    return transaction<Backend>(session_.state(), *serial);
}

namespace detail {

/// Dooms the transaction that a statement belongs to, unless the statement went well, or was refused before it wrote: a broken
/// rule and a misuse leave everything as it was. Also when the caller's clock throws.
template<class Backend>
class statement_guard {
public:
    explicit statement_guard(session_state<Backend>& state) noexcept : state_(state), writes_(state.writes()) {}
    statement_guard(statement_guard const&)            = delete;
    statement_guard& operator=(statement_guard const&) = delete;
    ~statement_guard()
    {
        if (!ended_)
            state_.fail({});
    }

    void end() noexcept { ended_ = true; }
    void end(error const& why) noexcept
    {
        ended_             = true;
        bool const refused = why.code() == errc::validation || why.code() == errc::misuse;
        if (!refused || state_.writes() != writes_)
            state_.fail(why);
    }

private:
    session_state<Backend>& state_;
    std::uint64_t           writes_;
    bool                    ended_ = false;
};

} // namespace detail

/// Calls `work`, which reads. That a row is not there is an answer; any other failure dooms the open transaction.
template<class Backend>
template<class Work>
auto store<Backend>::guarded(Work&& work) -> decltype(work())
{
    if (!session_.state())
        return detail::moved_from("store");
    auto&      state = *session_.state();
    auto const here  = state.users.enter();
    if (!here)
        return detail::one_thread::refusal();
    if (state.in_transaction())
        state.take_over();
    if (auto may = state.check(storage::tx_mode::read_only); !may)
        return may.error();
    detail::statement_guard statement(state);
    auto                    out = detail::without_bad_alloc(work);
    if (!out && out.error().code() != errc::not_found)
        statement.end(out.error());
    else
        statement.end();
    return out;
}

/// Calls `work` in the open transaction, or in one of its own if the backend has any: all of it or nothing.
template<class Backend>
template<class Work>
auto store<Backend>::atomically(storage::tx_options options, Work&& work) -> decltype(work())
{
    if (!session_.state())
        return detail::moved_from("store");
    auto&      state = *session_.state();
    auto const here  = state.users.enter();
    if (!here)
        return detail::one_thread::refusal();
    if (state.in_transaction()) {
        state.take_over();
        if (auto may = state.check(options.mode); !may)
            return may.error();
        detail::statement_guard statement(state);
        auto                    out = detail::without_bad_alloc(work);
        if (out)
            statement.end();
        else
            statement.end(out.error());
        return out;
    }
    if (!caps().transactions)
        return detail::without_bad_alloc(work);
    auto own = begin(options);
    if (!own)
        return own.error();
    auto out = detail::without_bad_alloc(work);
    if (!out)
        return out; // and rolls back
    if (auto committed = own->commit(); !committed)
        return committed.error();
    return out;
}

namespace detail {

template<class T>
inline constexpr bool is_result = false;
template<class T>
inline constexpr bool is_result<result<T>> = true;

/// What a function gives that takes the store, or nothing.
template<class Fn, class Store>
auto call_with_store(Fn& fn, Store& s)
{
    if constexpr (std::is_invocable_v<Fn&, Store&>)
        return fn(s);
    else
        return fn();
}

} // namespace detail

template<class Backend>
template<class Fn>
auto store<Backend>::run(Fn&& fn, run_options const& options)
{
    using outcome = decltype(detail::call_with_store(fn, *this));
    static_assert(detail::is_result<outcome>, "ssot::store::run: the function returns an ssot::result");

    if (!session_.state())
        return outcome(detail::moved_from("store"));
    auto again = retry::never; // after the attempt that failed
    auto once  = [&]() -> outcome {
        auto tx = begin(options.transaction);
        if (!tx) {
            again = tx.error().again();
            return tx.error();
        }
        outcome out = detail::call_with_store(fn, *this);

        // A doomed transaction is worth repeating when what doomed it is.
        auto const* const why   = session_.state()->doom();
        auto const        cause = why ? why->again() : retry::transaction;
        if (out)
            if (auto committed = tx->commit(); !committed)
                out = committed.error();
        if (!out)
            again = out.error().code() == errc::tx_aborted ? cause : out.error().again();
        return out;
    };

    bool const nested = session_.state()->in_transaction(); // then the whole is for the caller to repeat
    for (unsigned attempt = 1;; ++attempt) {
        outcome out = once();
        if (out || nested || attempt >= options.attempts || again == retry::never || again == retry::check_first)
            return out;
        options.sleep(options.pause_after(attempt));
        while (again == retry::reconnect) {
            auto reopened = session_.state()->reopen();
            if (reopened)
                break;
            again = reopened.error().again();
            if (++attempt >= options.attempts || again == retry::never || again == retry::check_first)
                return outcome(reopened.error());
            options.sleep(options.pause_after(attempt));
        }
    }
}

} // namespace ssot

#endif // SSOT_IMPL_STORE_TRANSACTION_HPP
