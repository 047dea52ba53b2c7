// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORAGE_CONCEPT_HPP
#define SSOT_STORAGE_CONCEPT_HPP

// The contract of a backend: ordinary classes with ordinary functions, no templates, no base class.
//
//   class my_backend { ... };
//   static_assert(ssot::storage::storage_backend<my_backend>);      // the whole contract, checked here
//   ssot::store store{my_backend{}};
//
// A backend makes sessions; a session reads and writes rows; a cursor walks over rows that were found.
// Errors are returned; a backend throws only std::bad_alloc. The rules in full: docs/reference/storage/concept.md.

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
    std::chrono::milliseconds timeout{0}; ///< 0: none
};

/// The rows that a scan found, one at a time.
template<class C>
concept row_cursor = std::movable<C> && requires(C& c, C const& k, std::size_t i) {
    /// Moves to the next row, at first to the first; false when there is none.
    { c.next() } -> std::same_as<result<bool>>;

    /// Field `i` of the current row, valid until `next()` or the end of the cursor.
    { k.at(i) } -> std::same_as<value_view>;
};

/// A conversation with the store. Used by one thread at a time.
template<class S>
concept storage_session = row_cursor<typename S::cursor_type> && std::movable<S> &&
    requires(S& s, record_batch rows, query const& q, std::span<assignment const> set, tx_options tx) {
        /// Adds all rows or none; how many. `already_exists` when a key is taken, also within the batch.
        { s.insert(rows) } -> std::same_as<result<std::size_t>>;

        /// The rows that `q` asks for, as far as `caps()` says; the library does the rest. One consistent snapshot.
        { s.scan(q) } -> std::same_as<result<typename S::cursor_type>>;

        /// Changes fields of the rows that `q` asks for; how many. Only keys are asked unless `caps().filters` is `all`.
        { s.update(q, set) } -> std::same_as<result<std::size_t>>;

        /// Removes the rows that `q` asks for, of this one model; how many. `on_delete` has already been worked out.
        { s.erase(q) } -> std::same_as<result<std::size_t>>;

        /// Begins a transaction. Only called under `caps().transactions`; outside one, each call is its own.
        { s.begin(tx) } -> std::same_as<result<void>>;

        /// Success means: durable as `caps().durable` states. `outcome_unknown` means that; any other error: not committed.
        { s.commit() } -> std::same_as<result<void>>;

        /// Undoes everything since `begin`. Called after every `begin` that did not commit.
        { s.rollback() } noexcept;
    };

/// A place where records live.
template<class B>
concept storage_backend =
    storage_session<typename B::session_type> && requires(B& b, B const& k, schema_view schema, schema_mode mode) {
        /// What this backend can do. Constant for its life.
        { k.caps() } noexcept -> std::same_as<capabilities>;

        /// Makes room for the models, or checks that there is; the version found or made. May be called again with more.
        { b.prepare_schema(schema, mode) } -> std::same_as<result<std::uint32_t>>;

        /// A new session. Callable from any thread.
        { b.open() } -> std::same_as<result<typename B::session_type>>;
    };

/// Optional members of a session, found at compile time.
template<class S>
concept aggregating = requires(S& s, aggregate_query const& q) {
    { s.aggregate(q) } -> std::same_as<result<typename S::cursor_type>>;
};
template<class S>
concept with_savepoints = requires(S& s, unsigned depth) {
    { s.savepoint(depth) } -> std::same_as<result<void>>;
    { s.rollback_to(depth) } -> std::same_as<result<void>>;
    { s.release(depth) } -> std::same_as<result<void>>;
};
template<class S>
concept inserting_if_absent = requires(S& s, record_batch rows) {
    { s.insert_if_absent(rows) } -> std::same_as<result<std::size_t>>;
};
/// Tells backends apart that do not keep the same rows: a store asks which threads have a transaction open on the same one.
template<class B>
concept identified = requires(B const& b) {
    { b.identity() } noexcept -> std::convertible_to<void const*>;
};
/// The one member that may be called from another thread.
template<class S>
concept cancelable = requires(S& s) {
    { s.cancel() } noexcept;
};

} // namespace ssot::storage

#endif // SSOT_STORAGE_CONCEPT_HPP
