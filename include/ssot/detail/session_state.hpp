// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_SESSION_STATE_HPP
#define SSOT_DETAIL_SESSION_STATE_HPP

// The session of a store and its open transactions: which of them may still do what. It stays where it is when the store
// moves, so that a transaction can refer to it.

#include <ssot/error.hpp>
#include <ssot/storage/concept.hpp>

#include <ssot/detail/bounded_time.hpp>
#include <ssot/detail/one_thread.hpp>
#include <ssot/detail/open_transactions.hpp>
#include <ssot/detail/words.hpp>

#include <boost/uuid/uuid.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace ssot::detail {

/// What an object answers whose value is another's now.
inline error moved_from(std::string_view what)
{
    return {errc::misuse, joined({"this ", what, " was moved from; use the one that it was moved to"})};
}

/// Calls `work`; memory that runs out becomes an error.
template<class Work>
auto without_bad_alloc(Work&& work) -> decltype(work())
{
    try {
        return work();
    } catch (std::bad_alloc const&) {
        return error(errc::out_of_memory, "out of memory");
    }
}

/// What a transaction wrote, as far as it matters when nobody knows whether its commit took effect.
struct written_rows {
    bool                       only_inserts = true;
    storage::model_desc const* model        = nullptr; ///< of one inserted row that has a key of its own: a uuid
    uuid                       key{};

    void add(written_rows const& inner) noexcept
    {
        only_inserts = only_inserts && inner.only_inserts;
        if (!model) {
            model = inner.model;
            key   = inner.key;
        }
    }
};

/// One open transaction. The first is that of the backend; each further one lies inside the one before it.
struct open_transaction {
    std::uint64_t        serial;
    storage::tx_mode     mode;
    bool                 undone_alone; ///< the first, or a savepoint; others share the fate of the one around them
    std::optional<error> doom{};       ///< the failure since which it can only be rolled back
    written_rows         written{};
};

template<class Backend>
class session_state {
public:
    using session_type = typename Backend::session_type;

    session_state(Backend& backend, storage::capabilities const& caps, session_type s)
        : session(std::move(s)), backend_(&backend), caps_(&caps), places_(transaction_places_of(identity_of(backend)))
    {
        places_->add(thread_);
    }
    session_state(session_state const&)            = delete;
    session_state& operator=(session_state const&) = delete;
    ~session_state()
    {
        if (in_transaction())
            session.rollback();
        places_->remove(thread_);
    }

    session_type session;
    one_thread   users{};

    bool in_transaction() const noexcept { return !open_.empty(); }
    bool is_open(std::uint64_t serial) const noexcept { return place_of(serial) != open_.size(); }

    /// Whether some thread has a transaction open in this session. May be asked by any thread.
    bool in_transaction_anywhere() const noexcept { return thread_.load(std::memory_order_relaxed) != std::thread::id(); }
    /// The transactions of all sessions on the backend.
    transaction_places const& places() const noexcept { return *places_; }
    /// The calling thread uses the open transaction, which another may have begun.
    void take_over() noexcept
    {
        auto const me = std::this_thread::get_id();
        if (thread_.load(std::memory_order_relaxed) != me)
            thread_.store(me, std::memory_order_relaxed);
    }

    /// The failure that dooms the innermost transaction; nothing when it may go on.
    error const* doom() const noexcept
    {
        auto const* const found = open_.empty() ? nullptr : &fate_of(open_.size() - 1);
        return found && found->doom ? &*found->doom : nullptr;
    }

    /// Whether a statement may be run now.
    result<void> check(storage::tx_mode needed) const
    {
        if (open_.empty())
            return {};
        if (auto const* const why = doom())
            return aborted(*why);
        if (needed == storage::tx_mode::read_write && open_.back().mode == storage::tx_mode::read_only)
            return error(errc::read_only, "the transaction was begun read-only");
        return {};
    }

    /// A statement failed: the innermost transaction that can be undone alone can only be rolled back now.
    void fail(error const& why) noexcept
    {
        if (!open_.empty() && !fate_of(open_.size() - 1).doom)
            fate_of(open_.size() - 1).doom = why;
    }

    /// How many statements that write the backend was asked, well or not.
    std::uint64_t writes() const noexcept { return writes_; }
    void          note_write() noexcept { ++writes_; }

    void note_insert(storage::model_desc const& model, storage::value_view key) noexcept
    {
        if (!open_.empty() && !open_.back().written.model && key.type() == kind::uuid) {
            open_.back().written.model = &model;
            open_.back().written.key   = key.as_uuid();
        }
    }
    void note_change() noexcept
    {
        note_write();
        if (!open_.empty())
            open_.back().written.only_inserts = false;
    }

    /// Begins a transaction, inside of one that is open; its serial number.
    result<std::uint64_t> begin(storage::tx_options const& options)
    {
        auto const here = users.enter();
        if (!here)
            return one_thread::refusal();
        if (!caps_->transactions)
            return error(errc::unsupported, "the backend has no transactions");
        open_.reserve(open_.size() + 1);
        bool alone = true;
        if (open_.empty()) {
            if (options.level == storage::isolation::serializable && caps_->strongest != storage::isolation::serializable)
                return error(errc::unsupported, "the backend has no serializable transactions");
            auto bounded    = options;
            bounded.timeout = bounded_wait(options.timeout);
            if (auto begun = session.begin(bounded); !begun)
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
        open_.push_back({++last_serial_, options.mode, alone, {}, {}});
        take_over();
        return last_serial_;
    }

    /// Ends a transaction; what it wrote stays, as far as the one around it stays.
    result<void> commit(std::uint64_t serial)
    {
        auto const here = users.enter();
        if (!here)
            return one_thread::refusal();
        auto const at = place_of(serial);
        if (at == open_.size())
            return error(errc::misuse, "this transaction is over");
        if (at + 1 != open_.size())
            return error(errc::misuse, "a transaction inside this one is still open");
        if (auto const* const why = doom()) {
            auto out = aborted(*why);
            rollback(serial);
            return out;
        }
        if (at == 0)
            return commit_first();
        if (open_[at].undone_alone)
            if (auto released = release(static_cast<unsigned>(at)); !released) {
                rollback(serial);
                fail(released.error());
                return released;
            }
        open_[at - 1].written.add(open_[at].written);
        open_.pop_back();
        return {};
    }

    /// Undoes a transaction and those inside of it, or dooms the one around it that can be undone.
    void rollback(std::uint64_t serial) noexcept
    {
        auto const at = place_of(serial);
        if (at == open_.size())
            return;
        if (at == 0) {
            open_.clear();
            session.rollback();
            thread_.store({}, std::memory_order_relaxed);
            return;
        }
        auto const alone = open_[at].undone_alone;
        auto const why   = alone ? undo(static_cast<unsigned>(at)) : rolled_back_inside();
        open_.resize(at);
        if (why)
            fail(*why);
    }

    /// A new session in the place of this one. Precondition: no transaction is open.
    result<void> reopen()
    {
        auto fresh = backend_->open();
        if (!fresh)
            return std::move(fresh).error();
        session = std::move(*fresh);
        return {};
    }

private:
    static error aborted(error const& why)
    {
        return {errc::tx_aborted, "an earlier statement of this transaction failed: " + to_string(why), retry::transaction};
    }

    static std::optional<error> rolled_back_inside() noexcept
    {
        try {
            return error(errc::tx_aborted, "a transaction inside this one was rolled back", retry::transaction);
        } catch (std::bad_alloc const&) {
            return error();
        }
    }

    std::size_t place_of(std::uint64_t serial) const noexcept
    {
        std::size_t at = 0;
        while (at != open_.size() && open_[at].serial != serial)
            ++at;
        return at;
    }

    open_transaction const& fate_of(std::size_t at) const noexcept
    {
        while (!open_[at].undone_alone)
            --at;
        return open_[at];
    }
    open_transaction& fate_of(std::size_t at) noexcept
    {
        return const_cast<open_transaction&>(std::as_const(*this).fate_of(at));
    }

    /// Whether the backend made a savepoint; false when it has none.
    result<bool> savepoint(unsigned depth)
    {
        if constexpr (storage::with_savepoints<session_type>)
            if (caps_->savepoints) {
                if (auto made = session.savepoint(depth); !made)
                    return made.error();
                return true;
            }
        static_cast<void>(depth);
        return false;
    }

    result<void> release(unsigned depth)
    {
        if constexpr (storage::with_savepoints<session_type>)
            return without_bad_alloc([&] { return session.release(depth); });
        else
            return error(errc::internal, "there is no savepoint " + std::to_string(depth));
    }

    /// Goes back to a savepoint and forgets it; the error when that fails.
    std::optional<error> undo(unsigned depth) noexcept
    {
        if constexpr (storage::with_savepoints<session_type>) {
            try {
                auto undone = session.rollback_to(depth);
                if (undone)
                    undone = session.release(depth);
                return undone ? std::nullopt : std::optional(undone.error());
            } catch (std::bad_alloc const&) {
                return error();
            }
        }
        static_cast<void>(depth);
        return error();
    }

    result<void> commit_first()
    {
        auto const written   = open_.front().written;
        auto       committed = without_bad_alloc([&] { return session.commit(); });
        open_.clear();
        thread_.store({}, std::memory_order_relaxed);
        if (committed)
            return {};
        if (committed.error().code() != errc::outcome_unknown) {
            session.rollback();
            return committed;
        }
        try {
            return settle(written, committed.error());
        } catch (std::bad_alloc const&) { // which must not say that nothing was committed
            return committed;
        }
    }

    /// Finds out whether a commit took effect. A transaction that only inserted did so with every row or with none, so that
    /// one key decides.
    result<void> settle(written_rows const& written, error const& unknown)
    {
        if (!written.only_inserts || !written.model)
            return unknown;
        if (caps_->concurrent_sessions) // the connection may be what failed
            if (auto fresh = reopen(); !fresh)
                return unknown;
        storage::query q{.model = written.model};
        q.args     = {storage::value_view::id(written.key)};
        q.where    = {{storage::op::eq, written.model->pk, 0, 1}};
        q.fields   = std::uint64_t{1} << written.model->pk;
        auto found = session.scan(q);
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

    Backend*                      backend_;
    storage::capabilities const*  caps_;
    std::vector<open_transaction> open_{};
    std::uint64_t                 last_serial_ = 0;
    std::uint64_t                 writes_      = 0;

    transaction_place                   thread_{};
    std::shared_ptr<transaction_places> places_;
};

/// How a store holds its session: statements as the backend has them, with notes of what was written.
template<class Backend>
class session_handle {
public:
    explicit session_handle(std::shared_ptr<session_state<Backend>> state) noexcept : state_(std::move(state)) {}

    std::shared_ptr<session_state<Backend>> const& state() const noexcept { return state_; }

    auto scan(storage::query const& q) { return state_->session.scan(q); }
    auto aggregate(storage::aggregate_query const& q)
        requires storage::aggregating<typename Backend::session_type>
    {
        return state_->session.aggregate(q);
    }
    result<std::size_t> insert(storage::record_batch rows)
    {
        state_->note_write();
        auto out = state_->session.insert(rows);
        if (out && rows.size() != 0)
            state_->note_insert(*rows.model, rows[0].at(rows.model->pk));
        return out;
    }
    result<std::size_t> insert_if_absent(storage::record_batch rows)
        requires storage::inserting_if_absent<typename Backend::session_type>
    {
        state_->note_write();
        return state_->session.insert_if_absent(rows);
    }
    result<std::size_t> update(storage::query const& q, std::span<storage::assignment const> set)
    {
        state_->note_change();
        return state_->session.update(q, set);
    }
    result<std::size_t> erase(storage::query const& q)
    {
        state_->note_change();
        return state_->session.erase(q);
    }

private:
    std::shared_ptr<session_state<Backend>> state_;
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_SESSION_STATE_HPP
