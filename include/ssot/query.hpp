// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_QUERY_HPP
#define SSOT_QUERY_HPP

// Queries on stored models, typed from member pointers: which rows, in which order, how many, and which parts of them.
//
//   auto failed = store.select(ssot::from<ssot::sync_log_entry>()
//       .where(ssot::field<&ssot::sync_log_entry::sync> == run.id && !(ssot::field<&ssot::sync_log_entry::message> == ""))
//       .order_by(ssot::desc<&ssot::sync_log_entry::timestamp>)
//       .limit(50));
//
// Without `order_by`, rows come in the model's default ordering. Every ordering is completed by the key, so that it is
// total. A query is a value: it holds copies of the values that it compares with, and copies of it share nothing.
// `skip_corrupt(errors)` and `to_query()` are the exceptions. Several threads may use one query at once, unless it was
// given `errors`. Example: docs/examples/queries.cpp.

#include <ssot/condition.hpp>
#include <ssot/error.hpp>
#include <ssot/field.hpp>
#include <ssot/reflect.hpp>
#include <ssot/storage/describe.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/question.hpp>
#include <ssot/storage/schema.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/query/field_path.hpp>

#include <concepts>
#include <cstdint>
#include <tuple>
#include <utility>
#include <vector>

namespace ssot {

/// The rules by which queries search text and order nulls: those of this library, or those of Django on one of its
/// databases.
using storage::rules;

/// One term of an ordering of `M`: `ssot::asc<&M::f>` or `ssot::desc<&M::f>`. Nulls are the largest values, unless the term
/// says `.nulls_first()` or `.nulls_last()`, or the store follows other `rules`.
template<model M>
struct order_term {
    storage::order_by by{};

    constexpr order_term nulls_first() const { return with(storage::nulls::first); }
    constexpr order_term nulls_last() const { return with(storage::nulls::last); }

private:
    constexpr order_term with(storage::nulls where) const
    {
        auto out     = *this;
        out.by.where = where;
        return out;
    }
};

namespace detail {

template<auto F, auto... P>
constexpr storage::order_by order_by_path(bool descending)
{
    constexpr auto at = path<F, P...>::where;
    return {.field = at.field, .desc = descending, .via = at.via, .then = at.then};
}

} // namespace detail

/// Ascending and descending by a field. With more pointers, by a field of the row that one or two foreign keys lead to.
template<auto F, auto... P>
inline constexpr order_term<owner_of<F>> asc{detail::order_by_path<F, P...>(false)};
template<auto F, auto... P>
inline constexpr order_term<owner_of<F>> desc{detail::order_by_path<F, P...>(true)};

/// The members that all queries of `M` have. Each step returns a changed copy, linear in the size of the query.
template<class Query, model M>
class query_steps {
public:
    using queried_model = M;

    /// Adds a condition. Rows must satisfy all conditions that were added.
    Query where(predicate<M> const& condition) const
    {
        return with([&](storage::question& q) {
            q.where = storage::condition::join(storage::op::and_, std::move(q.where), condition.untyped());
        });
    }

    /// Replaces the default ordering. Without terms, rows are ordered by key.
    template<class... Terms>
        requires(std::same_as<Terms, order_term<M>> && ...)
    Query order_by(Terms... terms) const
    {
        return with([&](storage::question& q) { q.order = std::vector<storage::order_by>{terms.by...}; });
    }

    /// At most this many rows, after those that `offset` skips.
    Query limit(std::uint64_t rows) const
    {
        return with([&](storage::question& q) { q.limit = rows; });
    }
    /// Skips this many rows. A backend may read them all; `store.page` does not.
    Query offset(std::uint64_t rows) const
    {
        return with([&](storage::question& q) { q.offset = rows; });
    }

    /// Only rows to which a row of another model refers by this foreign key, if that row satisfies the condition. As in
    /// SQL, a row comes once for each row that refers to it; see `distinct`.
    template<auto Key>
    Query join(predicate<owner_of<Key>> const& condition = {}) const
    {
        return add_reverse<Key>(condition, false);
    }

    /// Only rows to which no row of the other model that satisfies the condition refers by this foreign key.
    template<auto Key>
    Query without(predicate<owner_of<Key>> const& condition = {}) const
    {
        return add_reverse<Key>(condition, true);
    }

    /// Each row once, however many rows `join` finds for it.
    Query distinct() const
    {
        return with([&](storage::question& q) { q.distinct = true; });
    }

    /// Skips rows whose stored values the model cannot hold, instead of failing with `corrupted` at the first. Skipped rows
    /// still count for limits, pages and `count`. Their errors, which name the key, are added to the end of `errors`, which
    /// must live as long as this query and all queries made from it are used, and is written by the thread that reads.
    Query skip_corrupt() const
    {
        return with([&](storage::question& q) { q.skip_corrupt = true; });
    }
    Query skip_corrupt(std::vector<error>& errors) const
    {
        return with([&](storage::question& q) {
            q.skip_corrupt = true;
            q.corrupt      = &errors;
        });
    }

    /// Returns the query in the form that backends take, without `join` and `without`. The result refers to this object,
    /// which must outlive it unchanged: do not call it on a temporary, as in `from<M>().where(c).to_query()`.
    storage::query to_query() const { return question_.to_query(storage::describe_model<M>()); }

    /// The query without its model. Valid as long as this object is unchanged.
    storage::question const& untyped() const noexcept { return question_; }

protected:
    query_steps() = default;
    explicit query_steps(storage::question q) : question_(std::move(q)) {}

    storage::question question_{};

private:
    template<class Change>
    Query with(Change const& change) const
    {
        Query out = static_cast<Query const&>(*this);
        change(static_cast<query_steps&>(out).question_);
        return out;
    }

    template<auto Key>
    Query add_reverse(predicate<owner_of<Key>> const& condition, bool none) const;
};

template<model M>
class deferring_selection;
template<model M, auto... Members>
class projection;
template<auto... Members>
struct group_fields;
template<model M, class Groups, class... Measures>
class grouping;

/// A query for whole rows of `M`.
template<model M>
class selection : public query_steps<selection<M>, M> {
public:
    selection() = default;
    explicit selection(storage::question q) : query_steps<selection<M>, M>(std::move(q)) {}

    /// Reads all fields but these. `store.select` then gives `partial<M>`.
    template<auto... Members>
    deferring_selection<M> defer() const;

    /// Reads only these fields, and the key. `store.select` then gives tuples of these fields.
    template<auto... Members>
    projection<M, Members...> only() const;

    /// Counts and measures the rows of each group of rows with equal values of these fields; without fields, of all rows
    /// together. `store.select` then gives tuples of the fields and the measures. See <ssot/aggregate.hpp>.
    template<auto... Members, class... Measures>
    grouping<M, group_fields<Members...>, Measures...> group_by(Measures const&... measures) const;
};

/// A query for rows of `M` without some of their fields.
template<model M>
class deferring_selection : public query_steps<deferring_selection<M>, M> {
public:
    explicit deferring_selection(storage::question q) : query_steps<deferring_selection<M>, M>(std::move(q)) {}

    template<auto... Members>
    deferring_selection defer() const;
};

/// A query for some fields of rows of `M`.
template<model M, auto... Members>
class projection : public query_steps<projection<M, Members...>, M> {
public:
    using row = std::tuple<member_type<Members>...>;

    explicit projection(storage::question q) : query_steps<projection<M, Members...>, M>(std::move(q)) {}
};

/// Returns a query for all rows of `M`.
template<model M>
selection<M> from()
{
    return {};
}
/// Does not compile; the message says what `T` lacks to be a model.
template<class T>
    requires(!model<T>)
auto from()
{
    detail::demand_model<T>();
}

} // namespace ssot

#include <ssot/impl/query.hpp>

#endif // SSOT_QUERY_HPP
