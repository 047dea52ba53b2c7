// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_STORE_SESSION_IPP
#define SSOT_IMPL_DETAIL_STORE_SESSION_IPP

#include <ssot/detail/store/session.hpp>
#include <ssot/detail/time/bounded_time.hpp>

#include <thread>
#include <utility>

namespace ssot::detail {
inline namespace SSOT_MODE {

SSOT_DECL void written_rows::add(written_rows const& inner) noexcept
{
    only_inserts = only_inserts && inner.only_inserts;
    if (!model) {
        model = inner.model;
        key   = inner.key;
    }
}

SSOT_DECL session_state::session_state(storage::any_backend const& backend, storage::any_session s)
    : backend_(backend), caps_(backend_.caps()), session_(std::move(s)), places_(transaction_places_of(backend_.identity()))
{
    places_->add(thread_);
}

SSOT_DECL session_state::~session_state()
{
    if (in_transaction())
        session_.rollback();
    places_->remove(thread_);
}

SSOT_DECL result<std::size_t> session_state::insert(storage::record_batch rows)
{
    ++writes_;
    auto out = session_.insert(rows);
    if (out && rows.size() != 0)
        note_insert(*rows.model, rows[0].at(rows.model->pk));
    return out;
}

SSOT_DECL result<std::size_t> session_state::insert_if_absent(storage::record_batch rows)
{
    ++writes_;
    return session_.insert_if_absent(rows);
}

SSOT_DECL result<std::size_t> session_state::insert_making_keys(storage::record_batch rows, std::span<std::int64_t> keys)
{
    ++writes_;
    return session_.insert_making_keys(rows, keys);
}

SSOT_DECL result<std::size_t> session_state::update(storage::query const& q, std::span<storage::assignment const> set)
{
    note_change();
    return session_.update(q, set);
}

SSOT_DECL result<std::size_t> session_state::erase(storage::query const& q)
{
    note_change();
    return session_.erase(q);
}

SSOT_DECL result<bool> session_state::prepare_schema(storage::schema_view schema, storage::schema_mode mode,
                                                     std::span<storage::model_desc const* const> added)
{
    auto const here = users.enter();
    if (!here)
        return one_thread::refusal();
    take_over();
    if (auto may = check(storage::tx_mode::read_only); !may)
        return may.error();
    auto const done = without_bad_alloc([&] { return session_.prepare_schema(schema, mode); });
    if (!done && done.error().code() == errc::unsupported)
        return false;
    if (!done) {
        fail(done.error());
        return done.error();
    }
    prepared_.insert(prepared_.end(), added.begin(), added.end());
    return true;
}

/// Forgets the models that were prepared in the session after the first `kept`.
SSOT_DECL void session_state::forget_prepared(std::size_t kept) noexcept
{
    if (kept >= prepared_.size())
        return;
    prepared_.resize(kept);
    ++forgotten_;
}

SSOT_DECL bool session_state::in_transaction_anywhere() const noexcept
{
    return thread_.load(std::memory_order_relaxed) != std::thread::id();
}

SSOT_DECL void session_state::take_over() noexcept
{
    auto const me = std::this_thread::get_id();
    if (thread_.load(std::memory_order_relaxed) != me)
        thread_.store(me, std::memory_order_relaxed);
}

SSOT_DECL error const* session_state::failure() const noexcept
{
    auto const* const found = open_.empty() ? nullptr : &rollback_scope(open_.size() - 1);
    return found && found->failure ? &*found->failure : nullptr;
}

/// The error of a statement in a transaction that failed before.
SSOT_DECL error transaction_aborted(error const& why)
{
    return {errc::tx_aborted, "an earlier statement of this transaction failed: " + to_string(why), retry::transaction};
}

SSOT_DECL std::optional<error> rolled_back_inside() noexcept
{
    try {
        return error(errc::tx_aborted, "a transaction inside this one was rolled back", retry::transaction);
    } catch (std::bad_alloc const&) {
        return error();
    }
}

SSOT_DECL result<void> session_state::check(storage::tx_mode needed) const
{
    if (open_.empty())
        return {};
    if (auto const* const why = failure())
        return transaction_aborted(*why);
    if (needed == storage::tx_mode::read_write && open_.back().mode == storage::tx_mode::read_only)
        return error(errc::read_only, "the transaction was begun read-only");
    return {};
}

SSOT_DECL void session_state::fail(error const& why) noexcept
{
    if (!open_.empty() && !rollback_scope(open_.size() - 1).failure)
        rollback_scope(open_.size() - 1).failure = why;
}

SSOT_DECL void session_state::note_insert(storage::model_desc const& model, storage::value_view key) noexcept
{
    if (!open_.empty() && !open_.back().written.model && key.type() == kind::uuid) {
        open_.back().written.model = &model;
        open_.back().written.key   = key.as_uuid();
    }
}

SSOT_DECL void session_state::note_change() noexcept
{
    ++writes_;
    if (!open_.empty())
        open_.back().written.only_inserts = false;
}

SSOT_DECL result<std::uint64_t> session_state::begin(storage::tx_options const& options)
{
    auto const here = users.enter();
    if (!here)
        return one_thread::refusal();
    if (!caps_.transactions)
        return error(errc::unsupported, "the backend has no transactions");
    if (open_.size() == open_.capacity()) // before the backend begins what would have to be undone
        open_.reserve(2 * open_.size() + 4);
    bool alone = true;
    if (open_.empty()) {
        if (options.level == storage::isolation::serializable && caps_.strongest != storage::isolation::serializable)
            return error(errc::unsupported, "the backend has no serializable transactions");
        auto bounded    = options;
        bounded.timeout = bounded_wait(options.timeout);
        if (auto begun = session_.begin(bounded); !begun)
            return begun.error();
    } else {
        if (auto may = check(options.mode); !may)
            return may.error();
        auto marked = savepoint(static_cast<unsigned>(open_.size()));
        if (!marked) {
            fail(marked.error());
            return marked.error();
        }
        alone = *marked;
    }
    open_.push_back(
        {++last_serial_, options.mode, alone, alone ? open_.size() : open_.back().scope, prepared_.size(), {}, {}});
    take_over();
    return last_serial_;
}

SSOT_DECL result<void> session_state::commit(std::uint64_t serial)
{
    auto const here = users.enter();
    if (!here)
        return one_thread::refusal();
    auto const at = place_of(serial);
    if (at == open_.size())
        return error(errc::misuse, "this transaction is over");
    if (at + 1 != open_.size())
        return error(errc::misuse, "a transaction inside this one is still open");
    if (auto const* const why = failure()) {
        auto out = transaction_aborted(*why);
        rollback(serial);
        return out;
    }
    if (at == 0)
        return commit_first();
    if (open_[at].has_savepoint)
        if (auto released = release(static_cast<unsigned>(at)); !released) {
            rollback(serial);
            fail(released.error());
            return released;
        }
    open_[at - 1].written.add(open_[at].written);
    open_.pop_back();
    return {};
}

SSOT_DECL void session_state::rollback(std::uint64_t serial) noexcept
{
    auto const at = place_of(serial);
    if (at == open_.size())
        return;
    forget_prepared(open_[at].prepared);
    if (at == 0) {
        open_.clear();
        session_.rollback();
        thread_.store({}, std::memory_order_relaxed);
        return;
    }
    auto const alone = open_[at].has_savepoint;
    auto const why   = alone ? undo(static_cast<unsigned>(at)) : rolled_back_inside();
    open_.resize(at);
    if (why)
        fail(*why);
}

SSOT_DECL result<void> session_state::reopen()
{
    auto fresh = backend_.open();
    if (!fresh)
        return std::move(fresh).error();
    session_ = std::move(*fresh);
    return {};
}

SSOT_DECL std::size_t session_state::place_of(std::uint64_t serial) const noexcept
{
    for (auto at = open_.size(); at != 0; --at) // the innermost is asked for most
        if (open_[at - 1].serial == serial)
            return at - 1;
    return open_.size();
}

SSOT_DECL open_transaction const& session_state::rollback_scope(std::size_t at) const noexcept
{
    return open_[open_[at].scope];
}

SSOT_DECL open_transaction& session_state::rollback_scope(std::size_t at) noexcept
{
    return const_cast<open_transaction&>(std::as_const(*this).rollback_scope(at));
}

/// Makes a savepoint. Returns false if the backend has none.
SSOT_DECL result<bool> session_state::savepoint(unsigned depth)
{
    if (!caps_.savepoints)
        return false;
    if (auto made = session_.savepoint(depth); !made)
        return made.error();
    return true;
}

SSOT_DECL result<void> session_state::release(unsigned depth)
{
    return without_bad_alloc([&] { return session_.release(depth); });
}

/// Rolls back to a savepoint and releases it. Returns the error if that fails.
SSOT_DECL std::optional<error> session_state::undo(unsigned depth) noexcept
{
    try {
        auto undone = session_.rollback_to(depth);
        if (undone)
            undone = session_.release(depth);
        return undone ? std::nullopt : std::optional(undone.error());
    } catch (std::bad_alloc const&) {
        return error();
    }
}

SSOT_DECL result<void> session_state::commit_first()
{
    auto const written   = open_.front().written;
    auto       committed = without_bad_alloc([&] { return session_.commit(); });
    open_.clear();
    forget_prepared(0);
    thread_.store({}, std::memory_order_relaxed);
    if (committed)
        return {};
    if (committed.error().code() != errc::outcome_unknown) {
        session_.rollback();
        return committed;
    }
    try {
        return settle(written, committed.error());
    } catch (std::bad_alloc const&) { // `out_of_memory` would say that nothing was committed
        return committed;
    }
}

/// Finds out whether a commit took effect. If a transaction did nothing but insert, either all of its rows are there or
/// none, so that one key decides.
SSOT_DECL result<void> session_state::settle(written_rows const& written, error const& unknown)
{
    if (!written.only_inserts || !written.model)
        return unknown;
    if (caps_.concurrent_sessions) // the connection may be what failed
        if (auto fresh = reopen(); !fresh)
            return unknown;
    storage::query q{.model = written.model};
    q.args     = {storage::value_view::id(written.key)};
    q.where    = {{storage::op::eq, written.model->pk, 0, 1}};
    q.fields   = std::uint64_t{1} << written.model->pk;
    auto found = session_.scan(q);
    while (found) {
        auto more = found->next();
        if (!more)
            break;
        if (!*more)
            return error(errc::unavailable, "the commit did not take effect: " + to_string(unknown), retry::reconnect);
        if (compare(found->at(written.model->pk), q.args[0]) == 0)
            return {};
    }
    return unknown;
}

} // namespace SSOT_MODE
} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_STORE_SESSION_IPP
