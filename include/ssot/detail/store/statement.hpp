// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORE_STATEMENT_HPP
#define SSOT_DETAIL_STORE_STATEMENT_HPP

// The scopes of the core: one statement, and several as one. For the bodies of the core only.

#include <ssot/error.hpp>
#include <ssot/storage/concept.hpp>

#include <ssot/detail/store/core.hpp>
#include <ssot/detail/store/session.hpp>

#include <cstdint>
#include <utility>

namespace ssot::detail {
inline namespace SSOT_MODE {

/// Ends a statement within a transaction. After a failure, or an exception of the caller's clock, the transaction can only
/// be rolled back. The exceptions are `validation` and `misuse` that were found before the statement wrote anything.
class statement_guard {
public:
    explicit statement_guard(session_state& state) noexcept : state_(state), writes_(state.writes()) {}
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
    session_state& state_;
    std::uint64_t  writes_;
    bool           ended_ = false;
};

/// Rolls back in its destructor what was not committed.
class transaction_scope {
public:
    transaction_scope(session_state& state, std::uint64_t serial) noexcept : state_(state), serial_(serial) {}
    transaction_scope(transaction_scope const&)            = delete;
    transaction_scope& operator=(transaction_scope const&) = delete;
    ~transaction_scope() { state_.rollback(serial_); }

private:
    session_state& state_;
    std::uint64_t  serial_;
};

/// Lets what is read be read again in a transaction, as long as this object lives.
class restart_scope {
public:
    explicit restart_scope(session_state& state) noexcept : state_(state)
    {
        state_.again = session_state::restart::possible;
    }
    restart_scope(restart_scope const&)            = delete;
    restart_scope& operator=(restart_scope const&) = delete;
    ~restart_scope() { state_.again = session_state::restart::impossible; }

    bool needed() const noexcept { return state_.again == session_state::restart::needed; }

private:
    session_state& state_;
};

/// Calls `work`, which only reads. After an error other than `not_found`, the open transaction can only be rolled back.
template<class Work>
auto store_core::guarded(Work&& work) -> decltype(work())
{
    if (!session_)
        return moved_from("store");
    auto&      state = *session_;
    auto const here  = state.users.enter();
    if (!here)
        return one_thread::refusal();
    if (state.in_transaction())
        state.take_over();
    if (auto may = state.check(storage::tx_mode::read_only); !may)
        return may.error();
    statement_guard statement(state);
    auto            out = without_bad_alloc(work);
    if (!out && out.error().code() != errc::not_found)
        statement.end(out.error());
    else
        statement.end();
    return out;
}

/// Calls `work` in the open transaction, or in one of its own if the backend has transactions. All of it takes effect or
/// nothing.
template<class Work>
auto store_core::atomically(storage::tx_options const& options, Work&& work) -> decltype(work())
{
    if (!session_)
        return moved_from("store");
    auto&      state = *session_;
    auto const here  = state.users.enter();
    if (!here)
        return one_thread::refusal();
    if (state.in_transaction()) {
        state.take_over();
        if (auto may = state.check(options.mode); !may)
            return may.error();
        statement_guard statement(state);
        auto            out = without_bad_alloc(work);
        if (out)
            statement.end();
        else
            statement.end(out.error());
        return out;
    }
    if (!caps().transactions)
        return without_bad_alloc(work);
    auto serial = begin(options);
    if (!serial)
        return std::move(serial).error();
    transaction_scope const own(*session_, *serial);
    auto                    out = without_bad_alloc(work);
    if (!out)
        return out; // and rolls back
    if (auto committed = session_->commit(*serial); !committed)
        return committed.error();
    return out;
}

template<class Work>
auto store_core::atomically(storage::tx_mode mode, Work&& work) -> decltype(work())
{
    return atomically(storage::tx_options{.mode = mode}, std::forward<Work>(work));
}

/// Calls `work`, which gives the backend one statement that writes, in the open transaction or in none.
template<class Work>
auto store_core::at_once(Work&& work) -> decltype(work())
{
    if (!session_)
        return moved_from("store");
    auto const here = session_->users.enter();
    if (!here)
        return one_thread::refusal();
    return session_->in_transaction() ? atomically(storage::tx_mode::read_write, work) : without_bad_alloc(work);
}

/// Calls `work`, which only reads, so that all its scans see the same moment, as far as the backend allows. If a session declines
/// a question and more scans are needed after all, before any row was read, `work` is called once more.
template<class Work>
auto store_core::in_snapshot(bool several_scans, Work&& work) -> decltype(work())
{
    bool again = several_scans;
    if (!several_scans) {
        auto out = guarded([&]() -> decltype(work()) {
            if (session_->in_transaction() || !caps().transactions)
                return work();
            restart_scope const scope(*session_);
            auto                read = work();
            again                    = !read && scope.needed();
            return read;
        });
        if (!again)
            return out;
    }
    return atomically(storage::tx_mode::read_only, work);
}

} // namespace SSOT_MODE
} // namespace ssot::detail

#endif // SSOT_DETAIL_STORE_STATEMENT_HPP
