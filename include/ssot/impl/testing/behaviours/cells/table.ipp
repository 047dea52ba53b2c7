// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_TABLE_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_TABLE_IPP

// The table of the contract: which clauses there are, for which places and kinds each holds, and what judges it. Behaviours
// are generated from it.

#include <ssot/codec.hpp>
#include <ssot/testing/behaviour.hpp>

#include <ssot/impl/testing/behaviours/cells/absent.ipp>
#include <ssot/impl/testing/behaviours/cells/again.ipp>
#include <ssot/impl/testing/behaviours/cells/changes.ipp>
#include <ssot/impl/testing/behaviours/cells/cursor.ipp>
#include <ssot/impl/testing/behaviours/cells/itself.ipp>
#include <ssot/impl/testing/behaviours/cells/limit.ipp>
#include <ssot/impl/testing/behaviours/cells/long.ipp>
#include <ssot/impl/testing/behaviours/cells/many.ipp>
#include <ssot/impl/testing/behaviours/cells/order.ipp>
#include <ssot/impl/testing/behaviours/cells/refused.ipp>
#include <ssot/impl/testing/behaviours/cells/reverse.ipp>
#include <ssot/impl/testing/behaviours/cells/schema.ipp>
#include <ssot/impl/testing/behaviours/cells/transactions.ipp>
#include <ssot/impl/testing/behaviours/cells/where.ipp>
#include <ssot/impl/testing/behaviours/cells/write.ipp>

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ssot::conformance::detail {

inline constexpr kind all_kinds[]    = {kind::boolean,
                                        kind::int64,
                                        kind::real,
                                        kind::text,
                                        kind::uuid,
                                        kind::timestamp,
                                        kind::duration,
                                        kind::choice,
                                        kind::json};
inline constexpr kind text_kinds[]   = {kind::text, kind::choice, kind::json};
inline constexpr kind number_kinds[] = {kind::int64, kind::real, kind::duration};
inline constexpr kind scalar_kinds[] = {kind::int64, kind::real, kind::text, kind::uuid, kind::timestamp, kind::duration};
inline constexpr kind long_kinds[]   = {kind::text, kind::json};
inline constexpr kind no_kind[]      = {kind::null};

inline constexpr place everywhere[]  = {place::own, place::via, place::then};
inline constexpr place behind_keys[] = {place::via, place::then};
inline constexpr place in_the_row[]  = {place::own};

/// A row of the table. It stands for a behaviour for each of its places and kinds.
struct clause_row {
    std::string_view       clause;
    std::string_view       promise;
    std::span<place const> places;
    std::span<kind const>  kinds;
    need                   needs;
    int                    sentence;
    void (*judge)(trial&);
};

inline constexpr clause_row clauses[] = {
    {"where.eq", "equal values, and only those", everywhere, all_kinds, need::nothing, 6, &where_compared},
    {"where.lt", "values below another", everywhere, all_kinds, need::nothing, 7, &where_compared},
    {"where.le", "values up to another", everywhere, all_kinds, need::nothing, 7, &where_compared},
    {"where.gt", "values above another", everywhere, all_kinds, need::nothing, 7, &where_compared},
    {"where.ge", "values from another on", everywhere, all_kinds, need::nothing, 7, &where_compared},
    {"where.in", "one of a list of values, sorted or not", everywhere, all_kinds, need::nothing, 6, &where_in},
    {"where.in_many", "a list of 2,500 values", in_the_row, scalar_kinds, need::nothing, 6, &where_in_many},
    {"where.key", "rows by one key and by many", in_the_row, no_kind, need::nothing, 3, &where_key},
    {"fields.wanted",
     "the fields that are wanted, whatever others are",
     in_the_row,
     all_kinds,
     need::nothing,
     3,
     &some_fields},
    {"where.null", "null, and not null", everywhere, all_kinds, need::nothing, 6, &where_null},
    {"where.not",
     "negation, under which a comparison with null is true",
     everywhere,
     all_kinds,
     need::nothing,
     6,
     &where_not},
    {"where.mixed",
     "and, or and not around conditions on several fields",
     everywhere,
     all_kinds,
     need::nothing,
     6,
     &where_mixed},
    {"search.contains", "a part of a text, by bytes", everywhere, text_kinds, need::nothing, 7, &searched},
    {"search.icontains",
     "a part of a text, whatever the case of A to Z",
     everywhere,
     text_kinds,
     need::nothing,
     7,
     &searched},
    {"search.istarts_with", "how a text begins, whatever the case", everywhere, text_kinds, need::nothing, 7, &searched},
    {"search.iexact", "a text, whatever the case", everywhere, text_kinds, need::nothing, 7, &searched},
    {"search.starts_with", "how a text begins, by bytes", everywhere, text_kinds, need::nothing, 7, &searched},
    {"search.ends_with", "how a text ends, by bytes", everywhere, text_kinds, need::nothing, 7, &searched},
    {"search.iends_with", "how a text ends, whatever the case", everywhere, text_kinds, need::nothing, 7, &searched},
    {"join.two_keys", "two foreign keys of a row to one model", behind_keys, all_kinds, need::nothing, 3, &joined_twice},
    {"reverse.exists",
     "rows to which others refer, and rows to which none does",
     everywhere,
     all_kinds,
     need::nothing,
     3,
     &reverse_exists},
    {"reverse.counts",
     "how many rows refer to a row, read, compared and sorted by",
     everywhere,
     all_kinds,
     need::nothing,
     3,
     &reverse_counts},
    {"join.itself",
     "a foreign key to the own model, and fields of both rows",
     behind_keys,
     all_kinds,
     need::nothing,
     3,
     &joined_to_itself},
    {"where.long", "texts that differ after many bytes", in_the_row, long_kinds, need::nothing, 7, &long_where},
    {"order.asc", "ascending, null last", everywhere, all_kinds, need::nothing, 7, &ordered},
    {"order.desc", "descending, null first", everywhere, all_kinds, need::nothing, 7, &ordered},
    {"order.asc_nulls_first", "ascending, null first", everywhere, all_kinds, need::nothing, 7, &ordered},
    {"order.asc_nulls_last", "ascending, null last", everywhere, all_kinds, need::nothing, 7, &ordered},
    {"order.desc_nulls_first", "descending, null first", everywhere, all_kinds, need::nothing, 7, &ordered},
    {"order.desc_nulls_last", "descending, null last", everywhere, all_kinds, need::nothing, 7, &ordered},
    {"order.second", "two terms, each with its direction", everywhere, all_kinds, need::nothing, 7, &ordered_second},
    {"order.long", "texts that differ after many bytes", in_the_row, long_kinds, need::nothing, 7, &long_order},
    {"page.limits", "limits and offsets, alone and together", everywhere, all_kinds, need::nothing, 4, &page_limited},
    {"page.after", "the rows after any row, in any ordering", everywhere, all_kinds, need::nothing, 3, &page_after},
    {"page.walk", "pages put together are all rows", everywhere, all_kinds, need::nothing, 3, &page_walked},
    {"agg.min", "the least value, of groups and of none", in_the_row, all_kinds, need::aggregate, 3, &folded_rows},
    {"agg.max", "the greatest value", in_the_row, all_kinds, need::aggregate, 3, &folded_rows},
    {"agg.sum", "the sum, or out_of_range", in_the_row, number_kinds, need::aggregate, 3, &folded_rows},
    {"agg.groups", "groups by value, nulls among them", in_the_row, all_kinds, need::aggregate, 3, &grouped},
    {"agg.counts",
     "counts under conditions behind foreign keys",
     behind_keys,
     all_kinds,
     need::aggregate,
     3,
     &counted_behind},
    {"agg.several",
     "conditions and measures of several fields in one question",
     in_the_row,
     all_kinds,
     need::aggregate,
     3,
     &folded_several},
    {"agg.long", "groups of texts that differ after many bytes", in_the_row, long_kinds, need::aggregate, 7, &long_groups},
    {"update.where",
     "the rows that a condition selects, and no others",
     everywhere,
     all_kinds,
     need::nothing,
     3,
     &updated_where},
    {"erase.where",
     "the rows that a condition selects, and no others",
     everywhere,
     all_kinds,
     need::nothing,
     3,
     &erased_where},
    {"limit.terms", "as many terms as declared, 1,200 at most", in_the_row, no_kind, need::nothing, 3, &many_terms},
    {"limit.args", "as many arguments as declared, 48,000 at most", in_the_row, no_kind, need::nothing, 3, &many_args},
    {"decline.nothing_done",
     "a write that is declined leaves rows and transaction as they are",
     in_the_row,
     no_kind,
     need::nothing,
     3,
     &declined_writes},
    {"update.by_itself",
     "a condition on the field that is updated, evaluated before",
     everywhere,
     no_kind,
     need::nothing,
     3,
     &updated_by_itself},
    {"write.insert",
     "values at the ends of their kind survive an insert",
     in_the_row,
     all_kinds,
     need::nothing,
     2,
     &inserted_values},
    {"write.update", "and an update, which changes nothing else", in_the_row, all_kinds, need::nothing, 3, &updated_values},
    {"write.insert_if_absent",
     "rows that are there stay, others are stored",
     in_the_row,
     all_kinds,
     need::nothing,
     2,
     &inserted_if_absent},
    {"write.absent.repeated",
     "of several rows with one key the first is stored",
     in_the_row,
     no_kind,
     need::nothing,
     2,
     &absent_repeated},
    {"write.absent.whole_rows",
     "rows whose fields are null and not null in turn",
     in_the_row,
     no_kind,
     need::nothing,
     2,
     &absent_whole_rows},
    {"write.keys.int64", "0 and the ends of 64 bits", in_the_row, no_kind, need::nothing, 2, &extreme_keys},
    {"write.keys.uuid", "bytes that differ in one of them", in_the_row, no_kind, need::nothing, 2, &uuid_keys},
    {"write.again",
     "keys and indexes after rows went and came again",
     in_the_row,
     no_kind,
     need::nothing,
     2,
     &written_again},
    {"write.unique", "what looks repeated and is not", in_the_row, no_kind, need::nothing, 2, &unique_allows},
    {"write.unique.if_absent", "the same by insert_if_absent", in_the_row, no_kind, need::nothing, 2, &unique_allows},
    {"write.unique.again",
     "values that are free again, or taken again",
     in_the_row,
     no_kind,
     need::nothing,
     2,
     &unique_again},
    {"write.unique.long", "texts that differ after many bytes", in_the_row, no_kind, need::nothing, 2, &long_unique},
    {"write.batch_points_at_itself",
     "foreign keys are looked at once a call",
     in_the_row,
     no_kind,
     need::nothing,
     2,
     &foreign_keys_allow},
    {"write.batch_points_at_itself.if_absent",
     "the same by insert_if_absent",
     in_the_row,
     no_kind,
     need::nothing,
     2,
     &foreign_keys_allow},
    {"refused.key.insert",
     "nothing stays of a batch with a taken key",
     in_the_row,
     no_kind,
     need::nothing,
     2,
     &refused_writes},
    {"refused.unique.insert",
     "nothing stays of a batch with a taken value",
     in_the_row,
     no_kind,
     need::nothing,
     2,
     &refused_writes},
    {"refused.unique.update",
     "an update to a taken value changes nothing",
     in_the_row,
     no_kind,
     need::nothing,
     2,
     &refused_writes},
    {"refused.foreign_key.insert",
     "nothing stays of a batch that points nowhere",
     in_the_row,
     no_kind,
     need::nothing,
     2,
     &refused_writes},
    {"refused.foreign_key.update",
     "an update that points nowhere changes nothing",
     in_the_row,
     no_kind,
     need::nothing,
     2,
     &refused_writes},
    {"refused.foreign_key.erase",
     "a row that others point at stays",
     in_the_row,
     no_kind,
     need::nothing,
     2,
     &refused_writes},
    {"savepoint.sequences",
     "every short sequence of savepoints",
     in_the_row,
     no_kind,
     need::savepoints,
     12,
     &savepoint_sequences},
    {"tx.changes_threads",
     "a transaction may go from thread to thread",
     in_the_row,
     no_kind,
     need::isolation,
     1,
     &transaction_changes_threads},
    {"tx.read_only_writes", "each kind of write is refused", in_the_row, no_kind, need::transactions, 9, &read_only_refuses},
    {"tx.one_moment",
     "of a read-write transaction, whatever others commit",
     in_the_row,
     no_kind,
     need::isolation,
     9,
     &one_moment},
    {"many.insert", "a large batch is stored wholly or not at all", in_the_row, no_kind, need::nothing, 2, &many_rows},
    {"many.keys", "as many keys as a list may have", in_the_row, no_kind, need::nothing, 3, &many_rows},
    {"many.order", "many rows in an order, and parts of it", in_the_row, no_kind, need::nothing, 4, &many_rows},
    {"many.groups", "groups of many rows, and many groups", in_the_row, no_kind, need::aggregate, 3, &many_rows},
    {"many.update", "many rows by one update", in_the_row, no_kind, need::nothing, 3, &many_rows},
    {"many.erase", "many rows by one erase", in_the_row, no_kind, need::nothing, 3, &many_rows},
    {"schema.type", "a field of another kind is a mismatch", in_the_row, all_kinds, need::ddl, 3, &schema_differs},
    {"schema.similar_type",
     "also of a kind that an engine stores alike",
     in_the_row,
     all_kinds,
     need::ddl,
     3,
     &schema_differs},
    {"schema.nullable", "a field that may be null is another", in_the_row, all_kinds, need::ddl, 3, &schema_differs},
    {"schema.unique", "a field that is unique is another", in_the_row, all_kinds, need::ddl, 3, &schema_differs},
    {"schema.column", "a field of another column is another", in_the_row, all_kinds, need::ddl, 3, &schema_differs},
    {"schema.more", "a field that the stored schema lacks", in_the_row, all_kinds, need::ddl, 3, &schema_differs},
    {"schema.less", "a field that only the stored schema has", in_the_row, all_kinds, need::ddl, 3, &schema_differs},
    {"schema.verify_missing", "verify makes no table", in_the_row, no_kind, need::ddl, 3, &verify_missing},
    {"schema.table", "a model of another table is another", in_the_row, no_kind, need::ddl, 3, &schemas_differ},
    {"schema.target", "a foreign key to another model is another", in_the_row, no_kind, need::ddl, 3, &schemas_differ},
    {"schema.key", "a model of another key is another", in_the_row, no_kind, need::ddl, 3, &schemas_differ},
    {"schema.together", "other fields that are unique together", in_the_row, no_kind, need::ddl, 3, &schemas_differ},
    {"schema.length", "another length of a text", in_the_row, no_kind, need::ddl, 3, &schemas_differ},
};

SSOT_DECL std::string_view place_name(place at) noexcept
{
    return at == place::own ? "own" : at == place::via ? "via" : "then";
}

/// Returns the behaviours of the table. Their names live as long as the program.
SSOT_DECL std::vector<behaviour> generated_behaviours()
{
    static std::deque<std::string> names;
    std::vector<behaviour>         out;
    for (auto const& row : clauses)
        for (place const at : row.places)
            for (kind const of : row.kinds) {
                auto name = std::string(row.clause);
                if (row.places.size() > 1)
                    name += '.' + std::string(place_name(at));
                if (of != kind::null)
                    name += '.' + std::string(ssot::to_string(of));
                out.push_back({names.emplace_back(std::move(name)),
                               row.promise,
                               row.needs,
                               row.sentence,
                               row.judge,
                               {row.clause, at, of}});
            }
    for (auto const way : ways_of_asking) {
        auto const add = [&](std::string const& what, std::string_view promise, int sentence, auto* judge) {
            auto const& name = names.emplace_back("cursor." + what + '.' + std::string(way));
            out.push_back({name, promise, need::nothing, sentence, judge, {name}});
        };
        for (auto const call : calls_beside) {
            bool const writes = call.ends_with("insert") || call.ends_with("update") || call.ends_with("erase");
            add(std::string(call),
                writes || call == "own_release" ? "the rows of one moment" : "the rows of one moment, or misuse",
                5,
                writes ? &cursor_beside_write : &cursor_across);
        }
        add("views", "fields stay what they are until the next row", 5, &cursor_views);
    }
    return out;
}

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_TABLE_IPP
