// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_SQL_LIKE_POINT_HPP
#define SSOT_TESTS_SUPPORT_SQL_LIKE_POINT_HPP

// The places in the code of the backend where it can be told to be wrong.

#include <cstdint>

namespace ssot_test::sql {

/// Where in the code the backend goes wrong.
enum class point : std::uint8_t {
    nowhere,

    // Values on their way in and out, with a `way` that damages them.
    value_written,
    value_read,

    // Comparisons, with a `way` that compares wrongly.
    condition_compares,
    list_compares,
    order_compares,
    after_compares,
    fold_compares,
    group_compares,
    key_compares,

    // Conditions.
    operator_taken_for, // `way` says for which
    null_is_smaller,
    null_equals_null,
    null_is_unequal,
    negation_of_null,
    negation_ignored,
    negation_by_parts,
    in_first_only,
    in_last_lost,
    in_null_matches,
    in_empty_matches,
    in_always_searched, // as if the list were sorted
    in_of_many_lost,
    is_null_inverted,
    is_null_of_empty,
    is_null_never,
    and_of_two,
    or_of_two,
    and_for_or,
    or_for_and,
    search,        // with a `way`
    args_in_order, // and not as the terms name them

    // Joins.
    inner_join,
    inner_join_under_not,
    inner_join_under_or,
    inner_join_of_order,
    join_reads_own_field,
    join_shares_alias,
    join_stops_at_via,
    join_of_null_finds_first,
    join_reads_newest,
    self_join_reads_own,

    // Children.
    children_of_first,         // whichever are meant
    children_of_any_kind,      // their condition is ignored
    children_share_alias,      // their condition is judged by the row, if that is of the same model
    children_without_parent,   // those whose foreign key is null belong to every row
    children_counted_once,     // 1 if there are any
    children_of_none_are_null, // instead of 0
    children_read_newest,
    exists_under_not, // as if there were no `not_`
    counts_without_gaps,

    // Orders and pages.
    nulls_ascending,
    nulls_descending,
    nulls_first_ignored,
    nulls_last_ignored,
    order_ignored,
    order_in_runs, // of 1,000 rows
    descending_ignored,
    later_terms_ignored,
    later_direction_of_first,
    last_term_ignored,
    offset_without_limit,
    offset_ignored,
    offset_wraps,
    limit_before_offset,
    limit_0_ignored,
    limit_one_more,
    limit_ignored,
    limit_by_key_ignored,
    order_by_key_ignored,
    after_ignored,
    after_inclusive,
    after_first_term_only,
    after_ties_lost,
    after_nulls_lost,
    after_null_finds_none,
    after_descending_reversed,
    after_behind_limit,
    key_repeated,
    fields_shifted,
    fields_lost,
    fields_lost_by_key,
    keys_of_many_lost,

    // Aggregates.
    count_leaves_nulls_out,
    count_of_distinct,
    count_if_all,
    count_if_not_null_logic,
    measure_takes_first,
    min_takes_null,
    max_takes_null,
    min_is_max,
    max_is_min,
    sum_wraps,
    sum_saturates,
    sum_is_max,
    sum_as_real,
    sum_truncates,
    sum_of_none_is_zero,
    sum_stops_at_null,
    sum_of_distinct,
    sum_overflow_of_any_order,
    group_of_null_lost,
    group_of_null_merged,
    group_by_first_only,
    group_per_row,
    no_row_for_no_rows,
    row_for_no_groups,
    aggregate_ignores_where,
    aggregate_ignores_limit,
    count_if_of_first,
    measure_args_shifted,
    measure_of_many, // only of the first 1,000 rows of a group
    group_of_many_lost,

    // Writes.
    key_replaces,
    key_in_batch_replaces,
    key_zero_made, // as if 0 meant that the engine makes the key
    null_takes_previous,
    insert_of_many_lost,
    path_of_first_row,
    path_of_next_row,
    path_of_other_field,
    unique_ignored,
    unique_compares,
    unique_in_batch_ignored,
    unique_null_equals_null,
    unique_together_ignored,
    unique_together_by_first,
    unique_together_null_equals_null,
    unique_together_only_first, // of several lists
    unique_together_only_last,
    foreign_key_ignored,
    foreign_key_each_row,
    not_null_ignored,
    absent_stores_none,
    absent_stores_first,
    absent_overwrites,
    absent_counts_all,
    absent_repeated_in_batch,
    count_wrong,
    count_of_changed_only,
    update_first_only,
    update_of_later_fields_lost,
    update_assigns_sum,        // what is to be added is assigned
    update_adds_to_first,      // every row gets the sum of the first
    update_of_other_revisions, // by key alone
    update_sees_itself,
    update_of_many_lost,
    count_of_last_part,
    erase_first_only,
    erase_of_many_lost,
    erase_takes_others,
    limit_of_write_ignored,
    made_in_reverse, // keys are told in another order than that of the rows
    made_for_given,
    made_by_count,
    made_zero,

    // What is too much for it, or is declined.
    terms_overflow,
    args_overflow,
    declines_keys,
    declines_all_rows,
    declines_in_part,
    decline_ends_transaction,

    // Transactions.
    rollback_keeps, // `way`: inserts, updates, erases
    commit_loses,   // `way`: inserts, updates, erases, last_write, all
    commit_fails_and_keeps,
    commit_of_thread,
    commit_of_thread_keeps_lock,
    commit_loses_savepoint,      // the work of one that was released
    commit_loses_open_savepoint, // and of one that was not
    refused_commit_keeps,        // what it wrote is there nevertheless; `way`: by_conflict, by_orphan, by_cancel
    refused_commit_says_done,    // and nothing is there; the same
    commit_beside_reader_keeps,  // it reports `busy`
    commit_beside_reader_loses,  // it reports success
    scan_of_thread,              // a scan in another thread than begin sees nothing of the transaction
    write_of_thread,             // a write there is one of its own
    locking_ignored,
    rollback_of_savepoint_only,
    key_stays_taken,   // `way`: after_rollback, after_error, after_erase
    value_stays_taken, // a unique one; `way`: after_rollback, after_error, after_erase, updates
    value_is_freed,    // `way`: after_rollback
    reopen_loses,      // `way`: inserts, updates, erases, last_write
    reopen_keeps,      // `way`: after_rollback
    read_write_sees_commits,
    release_keeps,
    release_undoes,
    rollback_to_nothing,
    rollback_to_begin,
    rollback_to_innermost,
    rollback_to_keeps, // `way`
    rollback_to_drops_savepoint,
    key_reads_newest,
    scan_reads_newest,
    condition_reads_newest,
    read_only_writes,
    dirty,
    begin_does_not_wait,
    begin_ignores_timeout,
    serializable_as_snapshot,
    error_ends_transaction,
    error_keeps_lock,
    rollback_keeps_lock,

    // After errors.
    failure_keeps, // `way`: all, first, last_write
    posting_twice,

    // Cursors.
    cursor_sees, // `way`: inserts, updates, erases, commits
    cursor_in_chunks,
    cursor_reset_by_second,
    cursor_loses_last,
    cursor_ends_at,  // `way`: begins, commits, rollbacks, undoes, releases
    cursor_reads_at, // the same: what is there then
    cursor_one_buffer,
    cursor_reads_late,
    cursor_keeps_lock,

    // Schemas.
    schema_ignores, // `way`: what is not compared
    verify_creates,
    prepare_clears,
    newer_accepted,
    index_refused,
    schema_of_begin,

    cancel_ignored,
    cancel_of_call_ignored,
    cancel_of_begin_ignored, // while it waits
    cancel_of_waiting_write_ignored,
    cancel_keeps_part, // what was written until then stays
    cancel_stays,
};

} // namespace ssot_test::sql

#endif // SSOT_TESTS_SUPPORT_SQL_LIKE_POINT_HPP
