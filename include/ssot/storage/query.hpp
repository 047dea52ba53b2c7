// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORAGE_QUERY_HPP
#define SSOT_STORAGE_QUERY_HPP

// A question as plain data: what a backend is asked. The typed form that people write is in <ssot/query.hpp>.

#include <ssot/storage/schema.hpp>
#include <ssot/storage/value.hpp>

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace ssot::storage {

/// Comparisons with null are false, and `not_` is plain negation, so that `not_(x == 5)` has the rows where x is null.
/// Text compares by bytes; the text searches with `i` fold as `query::by` says; JSON is searched as its stored text.
/// Those behind `is_null` are asked only of backends that declare `capabilities::text_ops`.
enum class op : std::uint8_t {
    and_,
    or_,
    not_,
    eq,
    lt,
    le,
    gt,
    ge,
    in,
    icontains,
    contains,
    istarts_with,
    is_null,
    iexact,
    starts_with,
    ends_with,
    iends_with
};

/// One node of a condition, in prefix order: `and_`, `or_` and `not_` are followed by `count` children; the rest compare
/// `field` (of the row, or of the row that the foreign key `via` points at, or of the row that this one's foreign key `then`
/// points at) with `args[first, first + count)`.
struct term {
    op            what;
    std::uint16_t field  = no_field;
    std::uint32_t first  = 0;
    std::uint32_t count  = 0;
    std::uint16_t via    = no_field; ///< a foreign key of the row
    std::uint16_t then   = no_field; ///< a foreign key of the row that `via` points at; only with `via`
    bool          sorted = false;    ///< of `in`: the arguments ascend, none is null and none comes twice
};

/// Whose rules text and nulls follow: this library's own, or those of Django on one of its databases.
enum class rules : std::uint8_t { standard, sqlite, postgresql };

enum class lock : std::uint8_t { none, update, update_skip_locked };

/// Which rows of one model, in which order, and which of their fields.
struct query {
    model_desc const*       model = nullptr;
    std::vector<term>       where{}; ///< empty: all rows
    std::vector<value_view> args{};
    std::vector<order_by>   order{}; ///< the library always ends it with the key
    std::uint64_t           limit  = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t           offset = 0;
    std::vector<value_view> after{};                     ///< only rows behind these values, one for each order term
    std::uint64_t           fields  = ~std::uint64_t{0}; ///< bit i set: field i is wanted
    lock                    locking = lock::none;
    rules                   by      = rules::standard; ///< of text search; nulls are already placed. See `capabilities`

    /// Whether this asks for nothing but certain keys.
    bool by_key() const noexcept
    {
        return where.size() == 1 && where[0].field == model->pk && where[0].via == no_field &&
            (where[0].what == op::eq || where[0].what == op::in);
    }

    /// Those keys. Precondition: `by_key()`.
    std::span<value_view const> keys() const noexcept { return std::span(args).subspan(where[0].first, where[0].count); }
};

enum class fold_fn : std::uint8_t { count, count_if, min, max, sum };

/// One column of an aggregate; `count_if` counts rows that satisfy `where_if[first, first + count)`.
struct measure {
    fold_fn       fn;
    std::uint16_t field = no_field;
    std::uint32_t first = 0;
    std::uint32_t count = 0;
};

/// Rows of `base`, grouped; each result row holds the groups, then the measures.
struct aggregate_query {
    query                      base{};
    std::vector<std::uint16_t> group_by{};
    std::vector<measure>       measures{};
    std::vector<term>          where_if{};
};

/// One field of an update.
struct assignment {
    std::uint16_t field;
    value_view    to;
};

} // namespace ssot::storage

#endif // SSOT_STORAGE_QUERY_HPP
