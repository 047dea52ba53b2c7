// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORAGE_CONCEPT_HPP
#define SSOT_STORAGE_CONCEPT_HPP

// The contract of a backend. A backend consists of ordinary classes with ordinary functions: no templates and no base class.
//
//   class my_backend { ... };
//   static_assert(ssot::storage::storage_backend<my_backend>);      // the whole contract, checked here
//   ssot::store store{my_backend{}};
//
// A backend opens sessions, a session reads and writes rows, and a cursor iterates over the rows that a scan found.
// Errors are returned as values; the only exception a backend may throw is std::bad_alloc, which the store turns into
// `errc::out_of_memory`. No member may be called on a session or cursor while another thread uses it, except `cancel`.
// The complete rules are in docs/reference/storage/concept.md.

#include <ssot/storage/capability.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>
#include <ssot/storage/value.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>

namespace ssot::storage {

enum class tx_mode : std::uint8_t { read_only, read_write };

struct tx_options {
    tx_mode                   mode  = tx_mode::read_write;
    isolation                 level = isolation::snapshot;
    std::chrono::milliseconds timeout{0}; ///< how long each wait for other sessions may last; 0: without limit
};

/// Iterates over the rows that a scan found, as they were at one moment. The query may be destroyed while the cursor is used.
/// Writes of the session do not change the rows that are left. After the session begins, commits or rolls back a transaction,
/// `next` may return `misuse` instead of the rows that are left. A cursor whose session or backend was destroyed is not used any
/// more, except to destroy it.
template<class C>
concept row_cursor = std::movable<C> && requires(C& c, C const& k, std::size_t i) {
    /// Moves to the next row; the first call moves to the first row. Returns false if there is no further row.
    { c.next() } -> std::same_as<result<bool>>;

    /// Returns field `i` of the current row. The view is valid until `next()` is called or the cursor is destroyed.
    { k.at(i) } -> std::same_as<value_view>;
};

/// One connection to the stored rows. The library calls a session, and the cursors it returned, from one thread at a time.
/// What a call receives (a query with its arguments, a batch, assignments) lives only for that call: a cursor copies what it
/// needs later.
///
/// `scan`, `update`, `erase` and `aggregate` may decline a call before they do anything, by returning `unsupported`. The library then
/// asks for less and does the rest itself; an open transaction goes on. A call by key, or a scan of all rows, must not be declined
/// unless it asks for an order, a limit or a page.
template<class S>
concept storage_session = row_cursor<typename S::cursor_type> && std::movable<S> &&
    requires(S& s, record_batch rows, query const& q, std::span<assignment const> set, tx_options tx) {
        /// Inserts all rows or none. Returns the number of rows inserted. Errors: `already_exists` if a key is taken, either
        /// by a stored row or by an earlier row of the batch.
        { s.insert(rows) } -> std::same_as<result<std::size_t>>;

        /// Returns a cursor over the rows that `q` selects, as they were at one moment. Parts of `q` that `caps()` does not
        /// declare may be ignored; the library does them.
        { s.scan(q) } -> std::same_as<result<typename S::cursor_type>>;

        /// Assigns `set` to the rows that `q` selects. Returns the number of rows changed. `q` selects by key unless
        /// `caps().filters` is `all`.
        { s.update(q, set) } -> std::same_as<result<std::size_t>>;

        /// Erases the rows that `q` selects. Returns the number of rows erased. Rows of other models are left alone: the
        /// library has already applied `on_delete`. `q` selects by key unless `caps().filters` is `all`.
        { s.erase(q) } -> std::same_as<result<std::size_t>>;

        /// Begins a transaction. Called only if `caps().transactions` is set. Outside a transaction each call takes effect
        /// by itself.
        { s.begin(tx) } -> std::same_as<result<void>>;

        /// Ends the transaction and keeps what it wrote, as durably as `caps().durable` states. Errors: `outcome_unknown` if
        /// it is not known whether the commit took effect; any other error means that nothing was committed.
        { s.commit() } -> std::same_as<result<void>>;

        /// Undoes everything since `begin`. Called for every transaction that was begun and neither committed nor ended with
        /// `outcome_unknown`.
        { s.rollback() } noexcept;
    };

/// A place where rows are stored.
template<class B>
concept storage_backend =
    storage_session<typename B::session_type> && requires(B& b, B const& k, schema_view schema, schema_mode mode) {
        /// Returns what this backend can do. The answer must not change during the backend's life.
        { k.caps() } noexcept -> std::same_as<capabilities>;

        /// Creates the tables of the models, or checks that they exist, as `mode` says. Returns the schema version that was
        /// found or created. Called again with all models so far whenever the store meets a new one.
        { b.prepare_schema(schema, mode) } -> std::same_as<result<std::uint32_t>>;

        /// Opens a new session. May be called from any thread.
        { b.open() } -> std::same_as<result<typename B::session_type>>;
    };

// Optional members. The library detects them at compile time and does without those that are missing.

/// A session that groups and folds rows itself. Used only if `caps().aggregate` is set as well.
template<class S>
concept aggregating = requires(S& s, aggregate_query const& q) {
    { s.aggregate(q) } -> std::same_as<result<typename S::cursor_type>>;
};
/// A session that can undo part of a transaction. `depth` is 1 for the outermost savepoint, 2 for one inside it, and so on.
/// Used only if `caps().savepoints` is set as well.
template<class S>
concept with_savepoints = requires(S& s, unsigned depth) {
    { s.savepoint(depth) } -> std::same_as<result<void>>;
    { s.rollback_to(depth) } -> std::same_as<result<void>>;
    { s.release(depth) } -> std::same_as<result<void>>;
};
/// A session that inserts only the rows whose keys are free, and returns the number of rows inserted.
template<class S>
concept inserting_if_absent = requires(S& s, record_batch rows) {
    { s.insert_if_absent(rows) } -> std::same_as<result<std::size_t>>;
};
/// A session that makes integer keys. `insert_making_keys` is an `insert` in which the session makes a key for each row whose key is
/// 0: greater than 0, and different from the key of every other row. `keys` has an element for each row of the batch and receives
/// its key, whether it was made or given. The call may return `unsupported`, for some models or for all; the library then makes the
/// keys. Used only if `caps().makes_keys` is set as well.
template<class S>
concept making_keys = requires(S& s, record_batch rows, std::span<std::int64_t> keys) {
    { s.insert_making_keys(rows, keys) } -> std::same_as<result<std::size_t>>;
};
/// A session that prepares models itself, as the backend's `prepare_schema` does. A store calls it for a model that it meets inside a
/// transaction if the backend's might wait for that transaction. A rollback may undo what it did, or leave it. It may return
/// `unsupported`; the session is then treated as if it lacked the member.
template<class S>
concept preparing_schema = requires(S& s, schema_view schema, schema_mode mode) {
    { s.prepare_schema(schema, mode) } -> std::same_as<result<std::uint32_t>>;
};
/// A backend object that can tell which rows it gives access to: `identity()` of two objects is equal if, and only if, they share
/// their rows, as copies may. The store uses it to notice that a thread would wait for its own transaction.
template<class B>
concept identified = requires(B const& b) {
    { b.identity() } noexcept -> std::convertible_to<void const*>;
};
/// A backend object that counts the rows that it looks at. `rows_visited()` returns how many these are since the object was made, in
/// all of its sessions and their cursors, whether or not a row was wanted. No store calls it. The conformance kit uses it to warn of a
/// backend that looks at more rows than it must.
template<class B>
concept counting_visits = requires(B const& b) {
    { b.rows_visited() } noexcept -> std::same_as<std::uint64_t>;
};
/// A session whose running call can be ended early. `cancel` is the one member that may be called from another thread, while
/// the session is in use; the interrupted call returns `errc::canceled`. A store never calls it.
template<class S>
concept cancelable = requires(S& s) {
    { s.cancel() } noexcept;
};

} // namespace ssot::storage

#endif // SSOT_STORAGE_CONCEPT_HPP
