// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORAGE_CAPABILITY_HPP
#define SSOT_STORAGE_CAPABILITY_HPP

// What a backend can do, as plain data.
//
// Most members change what the store does:
// - The store itself does the work that is not declared by `filters`, `order`, `limit`, `joins`, `aggregate`, `pages`,
//   `text_ops`, `text_rules`, `reverse`, `revisions`, `foreign_keys`, `unique` and `makes_keys`, and the work beyond `max_batch`,
//   `max_keys_in`, `max_args` and `max_terms`.
// - The store offers less if `transactions`, `savepoints`, `concurrent_sessions`, `row_locks` or a level of `strongest` is not
//   declared.
// - If `schema_in_transaction` is false and the session cannot prepare models itself, a model that the store meets inside a
//   transaction is refused.
// The members that are called a fact are for people: no store reads them. The conformance kit reads each of them: it asks for what
// they promise, and for nothing that they rule out.

#include <cstddef>
#include <cstdint>
#include <limits>

namespace ssot::storage {

enum class filtering : std::uint8_t { none, primary_key, all };
enum class isolation : std::uint8_t { read_committed, snapshot, serializable };
enum class durability : std::uint8_t { none, process_crash, power_loss_prefix, power_loss };

/// When a backend refuses foreign keys that point at no row. `each_call`: at the end of each call, where a batch is one call; only
/// an erase inside a transaction may wait for the commit. `at_commit`: at the commit at the latest. Outside a transaction each call
/// is a commit of its own.
enum class foreign_key_checks : std::uint8_t { none, each_call, at_commit };

struct capabilities {
    filtering filters    = filtering::none; ///< how much of `query::where` a scan honours
    bool      order      = false;           ///< sorts; used only for queries whose whole condition it honours
    bool      limit      = false;           ///< honours limit and offset; used only for queries that it also sorts
    bool      projection = false;           ///< a fact: leaves out the fields that are not wanted
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

    /// Whether `prepare_schema` of the backend can be called by a thread that has a transaction open, without waiting for that
    /// transaction. If false, a store calls it only outside of transactions; see `preparing_schema`.
    bool schema_in_transaction = true;

    isolation  strongest = isolation::read_committed; ///< the strongest isolation level that a transaction can have
    durability durable   = durability::none;          ///< a fact: what a committed transaction survives

    foreign_key_checks foreign_keys = foreign_key_checks::none; ///< when it refuses foreign keys that point at no row

    bool makes_keys = false; ///< makes integer keys, by the session's `insert_making_keys`

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
