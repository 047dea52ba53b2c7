// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORAGE_CAPABILITY_HPP
#define SSOT_STORAGE_CAPABILITY_HPP

// What a backend can do, as data.
//
// What it does not declare of `filters` to `text_rules`, of `foreign_keys`, `unique`, and of `max_batch` and `max_keys_in`, a store
// does instead. Without `transactions`, `savepoints`, `concurrent_sessions`, `row_locks` and a `strongest` level it does less. The
// others are facts that no store looks at; the conformance kit tests `projection`, `cancel`, `ddl` and `max_text`.

#include <cstddef>
#include <cstdint>
#include <limits>

namespace ssot::storage {

enum class filtering : std::uint8_t { none, primary_key, all };
enum class isolation : std::uint8_t { read_committed, snapshot, serializable };
enum class durability : std::uint8_t { none, process_crash, power_loss_prefix, power_loss };

struct capabilities {
    filtering filters    = filtering::none; ///< how much of `query::where` a scan honours
    bool      order      = false;           ///< counts only where filters do
    bool      limit      = false;           ///< counts only where order does
    bool      projection = false;           ///< leaves fields out that are not wanted
    bool      joins      = false;           ///< follows `via`
    bool      aggregate  = false;
    bool      pages      = false; ///< honours `query::after`; counts only where order does
    bool      text_ops   = false; ///< knows the text searches behind `op::is_null`, too
    bool      text_rules = false; ///< searches text by all of `query::by`, not only by the standard rules

    bool transactions        = false;
    bool savepoints          = false;
    bool concurrent_sessions = false;
    bool row_locks           = false;

    isolation  strongest = isolation::read_committed;
    durability durable   = durability::none; ///< a fact

    bool foreign_keys = false; ///< refuses orphans itself
    bool unique       = false; ///< refuses repeated unique values itself, beyond the key
    bool revisions    = false; ///< a fact: an update by key and revision is one step
    bool bulk_stream  = false; ///< a fact: large inserts go a faster way
    bool cancel       = false;
    bool ddl          = false;

    bool text_nul         = true; ///< a fact: stores U+0000
    bool stable_icontains = true; ///< a fact: searches JSON as the text that was written

    std::size_t max_batch      = std::numeric_limits<std::size_t>::max(); ///< rows in one insert
    std::size_t max_text       = std::numeric_limits<std::uint32_t>::max();
    std::size_t max_json_depth = 512; ///< a fact; a store refuses documents of more than 512 levels
    std::size_t max_keys_in    = std::numeric_limits<std::size_t>::max(); ///< arguments of one `in`
};

} // namespace ssot::storage

#endif // SSOT_STORAGE_CAPABILITY_HPP
