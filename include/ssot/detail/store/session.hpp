// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORE_SESSION_HPP
#define SSOT_DETAIL_STORE_SESSION_HPP

// The session of a store and its open transactions, which decide what may be done next. It does not move with the store, so
// that transactions can refer to it.

#include <ssot/error.hpp>
#include <ssot/storage/any_backend.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/store/open_transactions.hpp>
#include <ssot/detail/store/single_user_guard.hpp>

#include <boost/uuid/uuid.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <vector>

namespace ssot::detail {
inline namespace SSOT_MODE {

/// Calls `work`, and turns `std::bad_alloc` into the error `out_of_memory`.
template<class Work>
auto without_bad_alloc(Work&& work) -> decltype(work())
{
    try {
        return work();
    } catch (std::bad_alloc const&) {
        return error(errc::out_of_memory, "out of memory");
    }
}

/// What has to be known about the writes of a transaction to find out whether its commit took effect.
struct written_rows {
    bool                       only_inserts = true;
    storage::model_desc const* model        = nullptr; ///< of one inserted row whose key is a uuid
    boost::uuids::uuid         key{};

    void add(written_rows const& inner) noexcept;
};

/// One open transaction. The first is that of the backend; each further transaction is inside the one before it.
struct open_transaction {
    std::uint64_t        serial;
    storage::tx_mode     mode;
    bool                 has_savepoint; ///< or is the first; any other can only be undone with the one around it
    std::size_t          scope;         ///< the position of the transaction with which it is rolled back
    std::size_t          prepared = 0;  ///< how many models were prepared in the session when it began
    std::optional<error> failure{};     ///< the failure after which it can only be rolled back
    written_rows         written{};
};

/// A session with its transactions. The statements are those of the backend; what they write is noted.
class session_state {
public:
    session_state(storage::any_backend const& backend, storage::any_session s);
    session_state(session_state const&)            = delete;
    session_state& operator=(session_state const&) = delete;
    ~session_state();

    one_thread users{};

    result<storage::any_cursor> scan(storage::query const& q) { return session_.scan(q); }
    result<storage::any_cursor> aggregate(storage::aggregate_query const& q) { return session_.aggregate(q); }
    result<std::size_t>         insert(storage::record_batch rows);
    result<std::size_t>         insert_if_absent(storage::record_batch rows);
    result<std::size_t>         insert_making_keys(storage::record_batch rows, std::span<std::int64_t> keys);
    result<std::size_t>         update(storage::query const& q, std::span<storage::assignment const> set);
    result<std::size_t>         erase(storage::query const& q);

    /// Prepares models in the open transaction, if the session can. Returns false if it cannot. The transaction can only be
    /// rolled back after an error. `added` is remembered until a rollback may have undone it, at most until the first
    /// transaction ends.
    result<bool> prepare_schema(storage::schema_view schema, storage::schema_mode mode,
                                std::span<storage::model_desc const* const> added);
    /// The models that are remembered so.
    std::span<storage::model_desc const* const> prepared() const noexcept { return prepared_; }
    /// How often some of them were forgotten.
    std::uint64_t forgotten() const noexcept { return forgotten_; }

    bool in_transaction() const noexcept { return !open_.empty(); }
    bool is_open(std::uint64_t serial) const noexcept { return place_of(serial) != open_.size(); }

    /// Returns whether some thread has a transaction open in this session. Thread-safe.
    bool in_transaction_anywhere() const noexcept;
    /// The transactions of all sessions on the backend.
    transaction_places const& places() const noexcept { return *places_; }
    /// Notes that the calling thread now uses the open transaction, which another thread may have begun.
    void take_over() noexcept;

    /// Returns the failure after which the innermost transaction can only be rolled back, or null if it can go on.
    error const* failure() const noexcept;

    /// Checks whether a statement may be run now. Errors: `tx_aborted`, `read_only`.
    result<void> check(storage::tx_mode needed) const;

    /// To be called after a statement failed: the innermost transaction that can be undone alone can then only be rolled
    /// back.
    void fail(error const& why) noexcept;

    /// Whether what is read now may be read from the beginning again in a transaction, and whether it has to be, since it needs
    /// more than one scan after all.
    enum class restart : std::uint8_t { impossible, possible, needed };
    restart again = restart::impossible;

    /// Returns the number of writing statements that were given to the backend, failed ones included.
    std::uint64_t writes() const noexcept { return writes_; }

    /// Begins a transaction, inside the open one if there is one. Returns its serial number.
    result<std::uint64_t> begin(storage::tx_options const& options);

    /// Commits a transaction. What it wrote then depends on the transaction around it, if there is one.
    result<void> commit(std::uint64_t serial);

    /// Undoes a transaction and those inside it. If it cannot be undone alone, the one around it can then only be rolled
    /// back.
    void rollback(std::uint64_t serial) noexcept;

    /// Replaces the session by a new one. Precondition: no transaction is open.
    result<void> reopen();

private:
    std::size_t place_of(std::uint64_t serial) const noexcept;
    /// The transaction with which the one at a position is rolled back.
    open_transaction const& rollback_scope(std::size_t at) const noexcept;
    open_transaction&       rollback_scope(std::size_t at) noexcept;

    result<bool>         savepoint(unsigned depth);
    result<void>         release(unsigned depth);
    std::optional<error> undo(unsigned depth) noexcept;

    result<void> commit_first();
    result<void> settle(written_rows const& written, error const& unknown);
    void         note_insert(storage::model_desc const& model, storage::value_view key) noexcept;
    void         note_change() noexcept;

    void forget_prepared(std::size_t kept) noexcept;

    storage::any_backend          backend_;
    storage::capabilities         caps_;
    storage::any_session          session_; ///< must be destroyed before `backend_`
    std::vector<open_transaction> open_{};
    std::uint64_t                 last_serial_ = 0;
    std::uint64_t                 writes_      = 0;

    std::vector<storage::model_desc const*> prepared_{};
    std::uint64_t                           forgotten_ = 0;

    transaction_place                   thread_{};
    std::shared_ptr<transaction_places> places_;
};

} // namespace SSOT_MODE
} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/store/session.ipp>
#endif

#endif // SSOT_DETAIL_STORE_SESSION_HPP
