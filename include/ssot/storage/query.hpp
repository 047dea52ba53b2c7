// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORAGE_QUERY_HPP
#define SSOT_STORAGE_QUERY_HPP

// Queries as plain data, which is the form in which a backend receives them. Programs write the typed form of
// <ssot/query.hpp>.

#include <ssot/storage/schema.hpp>
#include <ssot/storage/value.hpp>

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace ssot::storage {

/// What a term of a condition does. A comparison with null is false, and `not_` is plain negation, so `not_(x == 5)` selects
/// rows whose x is null. Text is compared byte by byte. The searches whose names start with `i` ignore case as `query::by`
/// says. JSON is searched as its stored text. `iexact`, `starts_with`, `ends_with` and `iends_with` reach only backends that
/// declare `capabilities::text_ops`.
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
    iends_with,
    exists ///< the row has children, of the kind that `field` names; see `query::children`
};

/// One node of a condition; a condition is stored in prefix order. `and_`, `or_` and `not_` are followed by `count`
/// children. Every other node compares a field with `args[first, first + count)`. Without `via` that is `field` of the row
/// itself; with `via`, of the row that the foreign key `via` points at; with `then` as well, of the row that the foreign key
/// `then` of that row points at. If a foreign key is null, so is the field.
struct term {
    op            what;
    std::uint16_t field  = no_field;
    std::uint32_t first  = 0;
    std::uint32_t count  = 0;
    std::uint16_t via    = no_field; ///< a foreign key of the row
    std::uint16_t then   = no_field; ///< a foreign key of the row that `via` points at; only with `via`
    bool          sorted = false;    ///< for `in`: the arguments are in ascending order, without nulls and duplicates
};

/// The rows of a model that refer to a row of a query by a foreign key: its children. Only a backend that declares
/// `capabilities::reverse` receives them. `args` are views: the bytes that they refer to must outlive the query.
struct child_rows {
    model_desc const*       model = nullptr;
    std::uint16_t           field = no_field; ///< the foreign key of `model` that refers to the row
    std::vector<term>       where{};          ///< a condition on the children in prefix order, over `args`; empty: all
    std::vector<value_view> args{};
};

/// Whose rules apply to text search and to the order of nulls: this library's own, or those of Django on the database named.
enum class rules : std::uint8_t { standard, sqlite, postgresql };

/// Whether a scan locks its rows until the end of the transaction. `update_skip_locked` leaves out rows that others have
/// locked.
enum class lock : std::uint8_t { none, update, update_skip_locked };

/// Selects rows of one model, their order, and the fields that are wanted. `args` and `after` are views: the bytes that they
/// refer to must outlive the query.
struct query {
    model_desc const*       model = nullptr;
    std::vector<term>       where{}; ///< one condition in prefix order; empty: all rows
    std::vector<value_view> args{};
    std::vector<order_by>   order{}; ///< for a selection, the library always ends it with the key
    std::uint64_t           limit  = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t           offset = 0;
    std::vector<value_view> after{};                     ///< only rows after these values, one for each term of `order`
    std::uint64_t           fields  = ~std::uint64_t{0}; ///< bit i set: field i is wanted
    lock                    locking = lock::none;
    rules                   by      = rules::standard; ///< of text search only; `order` already says where nulls go

    /// Kinds of children. The number of children of kind i is a column after the fields of the model, an integer that is never
    /// null: a term of `where` or `order` names it by the `field` `model->fields.size() + i`, without `via`.
    std::vector<child_rows> children{};
    std::uint64_t           counts = 0; ///< bit i set: the cursor returns the column of `children[i]`

    /// Returns whether the condition is nothing but a list of keys: a single `eq` or `in` on the key.
    bool by_key() const noexcept
    {
        return where.size() == 1 && where[0].field == model->pk && where[0].via == no_field &&
            (where[0].what == op::eq || where[0].what == op::in);
    }

    /// Returns those keys, valid as long as the query. Precondition: `by_key()`.
    std::span<value_view const> keys() const noexcept { return std::span(args).subspan(where[0].first, where[0].count); }
};

/// Returns whether a term of a condition or of an ordering names children of the rows instead of a field.
template<class Term>
constexpr bool names_children(model_desc const& model, Term const& t) noexcept
{
    return t.via == no_field && t.field != no_field && t.field >= model.fields.size();
}

/// What a column of an aggregate computes from the rows of a group.
enum class fold_fn : std::uint8_t { count, count_if, min, max, sum };

/// One column of an aggregate. `count_if` counts the rows that satisfy the condition `where_if[first, first + count)`.
struct measure {
    fold_fn       fn;
    std::uint16_t field = no_field;
    std::uint32_t first = 0;
    std::uint32_t count = 0;
};

/// Groups the rows of `base` by the values of some fields. Each result row holds the values of `group_by`, then the
/// measures.
struct aggregate_query {
    query                      base{};
    std::vector<std::uint16_t> group_by{};
    std::vector<measure>       measures{};
    std::vector<term>          where_if{};
};

/// One field of an update and its new value. If `add` is true, `to` is added to the integer that the field has in each row. The
/// library does so only with the revision, and only if the backend declares `capabilities::revisions`.
struct assignment {
    std::uint16_t field;
    value_view    to;
    bool          add = false;
};

} // namespace ssot::storage

#endif // SSOT_STORAGE_QUERY_HPP
