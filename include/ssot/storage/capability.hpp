// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORAGE_CAPABILITY_HPP
#define SSOT_STORAGE_CAPABILITY_HPP

// What a backend can do, as plain data.
//
// Some members change what the store does:
// - If `filters`, `order`, `limit`, `projection`, `joins`, `aggregate`, `pages`, `text_ops`, `text_rules`, `reverse`,
//   `revisions`, `foreign_keys` or `unique` is not declared, or `max_batch`, `max_keys_in`, `max_args` or `max_terms` is small,
//   the store does that work itself. Without `makes_keys` it makes the keys.
// - If `transactions`, `savepoints`, `concurrent_sessions`, `row_locks` or a `strongest` level is not declared, the store
//   offers
//   less.
// - If `schema_in_transaction` is set to false, models that a store has not met are refused inside a transaction.
// The remaining members are facts for people: no store reads them. The conformance kit checks `projection`, `cancel`, `ddl`,
// `durable` and `max_text` of a backend that declares them.

#include <cstddef>
#include <cstdint>
#include <limits>

namespace ssot::storage {

enum class filtering : std::uint8_t { none, primary_key, all };
enum class isolation : std::uint8_t { read_committed, snapshot, serializable };
enum class durability : std::uint8_t { none, process_crash, power_loss_prefix, power_loss };

/// When a backend refuses foreign keys that point at no row. `each_call`: at the end of each call, of which a batch is one; only an
/// erase may be judged by the commit. `at_commit`: by the commit at the latest. Outside a transaction each call is its own commit.
enum class foreign_key_checks : std::uint8_t { none, each_call, at_commit };

struct capabilities {
    filtering filters    = filtering::none; ///< how much of `query::where` a scan honours
    bool      order      = false;           ///< sorts; used only for queries whose whole condition it honours
    bool      limit      = false;           ///< honours limit and offset; used only for queries that it also sorts
    bool      projection = false;           ///< leaves out the fields that are not wanted
    bool      joins      = false;           ///< follows the foreign keys `via` and `then`
    bool      aggregate  = false;           ///< groups and counts, by the session's `aggregate`
    bool      pages      = false;           ///< honours `query::after`; used only for queries that it also sorts
    bool      text_ops   = false;           ///< knows `iexact`, `starts_with`, `ends_with` and `iends_with` as well
    bool      text_rules = false;           ///< searches text by every value of `query::by`, not only by `rules::standard`
    bool      reverse    = false;           ///< knows `query::children`: conditions, orderings and counts of them

    bool transactions        = false; ///< `begin`, `commit` and `rollback` work
    bool savepoints          = false; ///< the session's `savepoint`, `rollback_to` and `release` work
    bool concurrent_sessions = false; ///< several sessions may be open, and used by different threads, at the same time
    bool row_locks           = false; ///< honours `query::locking`

    /// `prepare_schema` of the backend does not wait for a transaction that the calling thread has open. Otherwise a store calls
    /// it only outside of transactions; see `preparing_schema`.
    bool schema_in_transaction = true;

    isolation  strongest = isolation::read_committed; ///< the strongest isolation level that a transaction can have
    durability durable   = durability::none;          ///< a fact: what a committed transaction survives

    foreign_key_checks foreign_keys = foreign_key_checks::none; ///< when it refuses foreign keys that point at no row

    /// Makes integer keys, by the session's `insert_making_keys`.
    bool makes_keys = false;

    bool unique    = false; ///< refuses repeated values of unique fields, not only repeated keys
    bool revisions = false; ///< an update by key and revision is atomic, and knows `assignment::add`
    bool cancel    = false; ///< a fact: the session's `cancel` ends a running call
    bool ddl       = false; ///< a fact: `prepare_schema` creates tables and columns

    bool text_nul         = true; ///< a fact: text may contain U+0000
    bool stable_icontains = true; ///< a fact: JSON is searched as the text that was written

    std::size_t max_batch      = std::numeric_limits<std::size_t>::max();   ///< most rows in one insert
    std::size_t max_text       = std::numeric_limits<std::uint32_t>::max(); ///< a fact: longest text, in bytes
    std::size_t max_json_depth = 512; ///< a fact: deepest document; every store refuses more than 512 levels
    std::size_t max_keys_in    = std::numeric_limits<std::size_t>::max(); ///< most arguments of one `in`

    /// Most values in one call: the arguments of its conditions, those of `after`, and the assignments of an update.
    std::size_t max_args = std::numeric_limits<std::size_t>::max();
    /// Most terms in the conditions of one call.
    std::size_t max_terms = std::numeric_limits<std::size_t>::max();
};

} // namespace ssot::storage

#endif // SSOT_STORAGE_CAPABILITY_HPP
