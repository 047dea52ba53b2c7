// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_SQLITE_FUNCTIONS_IPP
#define SSOT_IMPL_DETAIL_SQLITE_FUNCTIONS_IPP

#include <ssot/storage/evaluate.hpp>

#include <ssot/detail/base/wide_sum.hpp>
#include <ssot/detail/sql/write.hpp>
#include <ssot/detail/sqlite/functions.hpp>

#include <sqlite3.h>

#include <cstddef>
#include <memory>
#include <new>
#include <string>
#include <string_view>

namespace ssot::storage::detail::sqlite {

SSOT_DECL std::string_view text_of(sqlite3_value* v) noexcept
{
    auto const* const bytes = static_cast<char const*>(sqlite3_value_blob(v));
    auto const        size  = static_cast<std::size_t>(sqlite3_value_bytes(v));
    return size == 0 ? std::string_view() : std::string_view(bytes, size);
}

SSOT_DECL void matches_of_sqlite(sqlite3_context* to, int, sqlite3_value** args) noexcept
{
    if (sqlite3_value_type(args[1]) == SQLITE_NULL || sqlite3_value_type(args[2]) == SQLITE_NULL)
        return sqlite3_result_null(to);
    int const  number = sqlite3_value_int(args[0]);
    auto const what   = static_cast<op>(number & 0xff);
    auto const by     = static_cast<rules>(number >> 8 & 0xff);
    auto const type   = number >> 16 != 0 ? kind::json : kind::text;
    try {
        auto const text = value_view::chars(text_of(args[1]), type);
        if (type == kind::json && what == op::eq) {
            auto const wanted = value_view::chars(text_of(args[2]), type);
            return sqlite3_result_int(to, storage::detail::is_one_document(text, &wanted, &wanted + 1) ? 1 : 0);
        }
        sqlite3_result_int(to, storage::detail::matches_text(by, what, text, text_of(args[2])) ? 1 : 0);
    } catch (std::bad_alloc const&) {
        sqlite3_result_error_nomem(to);
    }
}

/// The state of a sum, which SQLite makes of zero bytes.
struct running_sum {
    ssot::detail::wide_sum* total;
};

SSOT_DECL void add_to_sum(sqlite3_context* to, int, sqlite3_value** args) noexcept
{
    auto* const state = static_cast<running_sum*>(sqlite3_aggregate_context(to, sizeof(running_sum)));
    if (!state)
        return sqlite3_result_error_nomem(to);
    if (sqlite3_value_type(args[0]) == SQLITE_NULL)
        return;
    if (!state->total) {
        state->total = new (std::nothrow) ssot::detail::wide_sum();
        if (!state->total)
            return sqlite3_result_error_nomem(to);
    }
    state->total->add(sqlite3_value_int64(args[0]));
}

SSOT_DECL void end_of_sum(sqlite3_context* to) noexcept
{
    auto* const state = static_cast<running_sum*>(sqlite3_aggregate_context(to, 0));
    if (!state || !state->total)
        return sqlite3_result_null(to);
    std::unique_ptr<ssot::detail::wide_sum> const total(state->total);
    state->total = nullptr;
    if (auto const sum = total->value())
        sqlite3_result_int64(to, *sum);
    else
        sqlite3_result_error(to, "a sum beyond 64 bits", -1);
}

SSOT_DECL int add_functions(sqlite3* db) noexcept
{
    constexpr int how  = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
    int const     code = sqlite3_create_function_v2(
        db, sql::search_function.data(), 3, how, nullptr, &matches_of_sqlite, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return code;
    return sqlite3_create_function_v2(
        db, sql::sum_function.data(), 1, how, nullptr, nullptr, &add_to_sum, &end_of_sum, nullptr);
}

} // namespace ssot::storage::detail::sqlite

#endif // SSOT_IMPL_DETAIL_SQLITE_FUNCTIONS_IPP
