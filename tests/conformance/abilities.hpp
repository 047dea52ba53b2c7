// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_CONFORMANCE_ABILITIES_HPP
#define SSOT_TESTS_CONFORMANCE_ABILITIES_HPP

// Every member of `storage::capabilities`, one line each: a backend that has not the ability, which conforms as long as it says so, and
// what it says when it lies, which the kit has to name.

#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/capability.hpp>

#include "../support/sql_like_backend.hpp"
#include "limited_memory.hpp"
#include "unable_backend.hpp"

#include <limits>
#include <string_view>

namespace ssot_test {

struct ability {
    std::string_view name;                       ///< of the member
    ssot::storage::any_backend (*unable)();      ///< the honest backend
    void (*claim)(ssot::storage::capabilities&); ///< what makes it lie
    /// Names of the behaviours that name the lie begin so; several are separated by spaces. Empty if nobody can tell: a cursor without its
    /// type leaves out by itself what is not wanted.
    std::string_view named_by;
};

namespace abilities_of {

using ssot::storage::any_backend;
using ssot::storage::durability;
using ssot::storage::filtering;
using ssot::storage::foreign_key_checks;
using ssot::storage::isolation;
using caps = ssot::storage::capabilities;

template<lack What>
any_backend without()
{
    return any_backend(unable_backend(What));
}

template<limits const& What>
any_backend limited()
{
    return any_backend::make<limited_memory>(What);
}

/// The right backend made wrong in one way, which `less` declares not to do.
template<sql::mutation const& Wrong, void (*Less)(caps&)>
any_backend wrong()
{
    return any_backend(declaring_backend(any_backend(sql_like_backend(&Wrong)), Less));
}

inline constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max();

// What an engine does where it lacks the ability.
using sql::point;
inline constexpr sql::mutation no_row_locks{.name = "", .where = point::locking_ignored, .over = sql::engine::locks_late};
inline constexpr sql::mutation only_snapshots{.name = "", .where = point::serializable_as_snapshot};
inline constexpr sql::mutation no_foreign_keys{.name = "", .where = point::foreign_key_ignored};
inline constexpr sql::mutation no_made_keys{.name = "", .where = point::made_zero};
inline constexpr sql::mutation no_unique{.name = "", .where = point::unique_ignored};
inline constexpr sql::mutation no_revisions{.name = "", .where = point::update_of_other_revisions};
inline constexpr sql::mutation no_cancel{.name = "", .where = point::cancel_ignored};
inline constexpr sql::mutation no_nul{
    .name = "", .where = point::value_written, .how = sql::way::cut_at_nul, .type = ssot::kind::text};

inline constexpr limits reordered{.reorders_json = true};
inline constexpr limits batches_of_7{.max_batch = 7};
inline constexpr limits short_texts{.max_text = 65'536};
inline constexpr limits shallow{.max_json_depth = 20};
inline constexpr limits short_lists{.max_keys_in = 100};
inline constexpr limits few_args{.max_args = 120};
inline constexpr limits few_terms{.max_terms = 6};

inline any_backend in_memory() { return any_backend(sql_like_backend()); }

// clang-format off
inline constexpr ability all[] = {
    {"filters", without<lack::filters>, [](caps& c) { c.filters = filtering::all; }, "where.eq."},
    {"order", without<lack::order>, [](caps& c) { c.order = true; }, "order."},
    {"limit", without<lack::limit>, [](caps& c) { c.limit = true; }, "page.limit"},
    {"projection", without<lack::projection>, [](caps& c) { c.projection = true; }, ""},
    {"joins", without<lack::joins>, [](caps& c) { c.joins = true; }, "where.eq.via."},
    {"aggregate", without<lack::aggregate>, [](caps& c) { c.aggregate = true; }, "agg."},
    {"pages", without<lack::pages>, [](caps& c) { c.pages = true; }, "page.after."},
    {"text_ops", without<lack::text_ops>, [](caps& c) { c.text_ops = true; }, "search.starts_with. search.iexact."},
    {"text_rules", without<lack::text_rules>, [](caps& c) { c.text_rules = true; }, "q.text_rules"},
    {"reverse", without<lack::reverse>, [](caps& c) { c.reverse = true; }, "reverse."},
    {"transactions", without<lack::transactions>, [](caps& c) { c.transactions = true; }, "tx.rollback_all"},
    {"savepoints", without<lack::savepoints>, [](caps& c) { c.savepoints = true; }, "savepoint."},
    {"concurrent_sessions", without<lack::concurrent_sessions>, [](caps& c) { c.concurrent_sessions = true; }, "thread."},
    {"row_locks", wrong<no_row_locks, [](caps& c) { c.row_locks = false; }>, [](caps& c) { c.row_locks = true; }, "lock.rows"},
    {"schema_in_transaction", without<lack::schema_in_transaction>, [](caps& c) { c.schema_in_transaction = true; }, "schema.in_transaction"},
    {"strongest", wrong<only_snapshots, [](caps& c) { c.strongest = isolation::snapshot; }>, [](caps& c) { c.strongest = isolation::serializable; }, "tx.write_skew"},
    {"durable", in_memory, [](caps& c) { c.durable = durability::process_crash; }, "durable.killed"},
    {"foreign_keys", wrong<no_foreign_keys, [](caps& c) { c.foreign_keys = foreign_key_checks::none; }>, [](caps& c) { c.foreign_keys = foreign_key_checks::each_call; }, "foreign_key."},
    {"makes_keys", wrong<no_made_keys, [](caps& c) { c.makes_keys = false; }>, [](caps& c) { c.makes_keys = true; }, "key.made"},
    {"unique", wrong<no_unique, [](caps& c) { c.unique = false; }>, [](caps& c) { c.unique = true; }, "refused.unique"},
    {"revisions", wrong<no_revisions, [](caps& c) { c.revisions = false; }>, [](caps& c) { c.revisions = true; }, "update.by_revision"},
    {"cancel", wrong<no_cancel, [](caps& c) { c.cancel = false; }>, [](caps& c) { c.cancel = true; }, "cancel.waiting_write"},
    {"ddl", without<lack::ddl>, [](caps& c) { c.ddl = true; }, "schema."},
    {"text_nul", wrong<no_nul, [](caps& c) { c.text_nul = false; }>, [](caps& c) { c.text_nul = true; }, "write.update.text"},
    {"stable_icontains", limited<reordered>, [](caps& c) { c.stable_icontains = true; }, "q.icontains_json"},
    {"max_batch", limited<batches_of_7>, [](caps& c) { c.max_batch = unlimited; }, "insert.batch_"},
    {"max_text", limited<short_texts>, [](caps& c) { c.max_text = unlimited; }, "value.text_1MiB"},
    {"max_json_depth", limited<shallow>, [](caps& c) { c.max_json_depth = 512; }, "value.json"},
    {"max_keys_in", limited<short_lists>, [](caps& c) { c.max_keys_in = unlimited; }, "where.in_many."},
    {"max_args", limited<few_args>, [](caps& c) { c.max_args = unlimited; }, "limit.args"},
    {"max_terms", limited<few_terms>, [](caps& c) { c.max_terms = unlimited; }, "limit.terms"},
};
// clang-format on

} // namespace abilities_of

inline constexpr auto const& abilities = abilities_of::all;

} // namespace ssot_test

#endif // SSOT_TESTS_CONFORMANCE_ABILITIES_HPP
