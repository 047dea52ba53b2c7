// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_SQL_STATEMENT_HPP
#define SSOT_DETAIL_SQL_STATEMENT_HPP

// A statement with parameters: its text, which depends only on the shape of a query, and for each parameter where in a query of that
// shape its value is. A backend prepares the text once and binds the values of each query by `value_of`.

#include <ssot/storage/query.hpp>
#include <ssot/storage/value.hpp>

#include <ssot/detail/base/config.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ssot::detail::sql {

/// Where the value of a parameter is.
enum class source : std::uint8_t {
    argument,       ///< the argument `k` of the term `term` of `query::where`
    child_argument, ///< the same of the condition on `query::children[child]`
    tested,         ///< the same of a condition in `aggregate_query::where_if`
    after,          ///< `query::after[k]`
    assigned,       ///< the value of assignment `k`
    limit,
    offset
};

/// What of the value is bound.
enum class form : std::uint8_t {
    as_is,
    bytes,      ///< the bytes of a text
    size,       ///< the number of bytes of a text
    containing, ///< a pattern of LIKE that texts with this in them match
    beginning,  ///< ... texts that begin with it
    ending,     ///< ... texts that end with it
    folded      ///< the text with A to Z turned into a to z
};

struct parameter {
    source        from;
    form          as    = form::as_is;
    std::uint16_t child = 0;
    std::uint32_t term  = 0;
    std::uint32_t k     = 0;

    friend bool operator==(parameter const&, parameter const&) = default;
};

/// A column of the result: which value of the row it is, and of which kind.
struct column {
    std::uint16_t at;
    kind          type;
};

struct statement {
    std::string            text{};
    std::vector<parameter> parameters{};
    std::vector<column>    columns{}; ///< of a select or an aggregate
};

/// What the values of a statement are taken from. Only what the statement was made of is looked at.
struct asked {
    storage::query const*                q = nullptr;
    std::span<storage::assignment const> set{};
    std::span<storage::term const>       where_if{};
};

/// Returns the value of a parameter before `form` is applied. Constant time.
storage::value_view value_of(parameter const& p, asked const& from) noexcept;

/// How many parameters an `in` over `n` values has. Lists are filled up, by their last value, so that lists of different lengths share
/// a statement; long ones are not.
constexpr std::uint32_t places_for(std::uint32_t n) noexcept
{
    if (n > 1024)
        return n;
    std::uint32_t out = n < 4 ? n : 4;
    while (out < n)
        out *= 2;
    return out;
}

/// How a text is searched for, by the needle.
enum class needle : std::uint8_t {
    usual,
    nothing, ///< an empty text, which each text contains
    odd      ///< one that patterns of LIKE do not take: too long, or with a U+0000
};

needle needle_of(storage::value_view v) noexcept;

/// Returns whether a term searches a text.
constexpr bool is_search(storage::op what) noexcept
{
    using storage::op;
    return what == op::contains || what == op::icontains || what == op::starts_with || what == op::istarts_with ||
        what == op::ends_with || what == op::iends_with || what == op::iexact;
}

/// Appends what `form` makes of a text: a pattern, whose `%`, `_` and `\` stand for themselves, or the folded text.
void append_formed(std::string& out, form as, std::string_view text);

} // namespace ssot::detail::sql

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/sql/statement.ipp>
#endif

#endif // SSOT_DETAIL_SQL_STATEMENT_HPP
