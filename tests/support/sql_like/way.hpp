// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_SQL_LIKE_WAY_HPP
#define SSOT_TESTS_SUPPORT_SQL_LIKE_WAY_HPP

// In which way it is wrong there, where there are several.

#include <cstdint>

namespace ssot_test::sql {

/// How a value is damaged, compared or searched, or which part of the work is meant.
enum class way : std::uint8_t {
    none,

    // Damage.
    empty_as_null,
    null_as_zero, // or empty
    cut_at_nul,
    cut_at_255,
    cut_at_64k,
    cut_at_256k,
    cut_last_byte,
    trimmed,
    newlines_joined,
    only_latin,
    lower_case,
    int_rounded,
    low_32,
    minus_one,
    minus_zero_lost,
    as_float,
    as_int,
    to_ms,
    to_seconds,
    since_1970,
    until_2262,
    absolute,
    below_a_day,
    swapped_bytes,
    nil_as_null,
    first_choice,
    choice_without_case,
    inverted,
    sorted_members,
    numeric_text,
    null_text,
    digits_15,

    // Comparisons.
    without_case,
    by_length,
    padded,
    signed_bytes,
    until_nul,
    first_8,
    first_255,
    first_1024,
    utf_16,
    composed,
    as_unsigned,
    as_real,
    last_bytes,
    by_ordinal,
    reversed,

    // Operators.
    eq,
    lt,
    le,
    gt,
    ge,

    // Searches.
    like_percent,
    like_underscore,
    like_backslash,
    folds,
    does_not_fold,
    folds_more,
    as_contains,
    as_starts,
    as_ends,
    as_exact,
    empty_matches_none,
    empty_matches_null,

    // Parts of the work.
    all,
    inserts,
    updates,
    erases,
    last_write,
    commits,
    begins,
    rollbacks,
    undoes,
    releases,
    uncommitted,
    first_part,
    after_rollback,
    after_error,
    after_erase,
    by_conflict,
    by_orphan,
    by_cancel,

    // Parts of a schema.
    type,
    nullable,
    unique,
    more,
    less,
    table,
    target,
    key,
    together,
    length,
    column,
};

} // namespace ssot_test::sql

#endif // SSOT_TESTS_SUPPORT_SQL_LIKE_WAY_HPP
