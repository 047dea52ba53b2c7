// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_QUERY_HPP
#define SSOT_QUERY_HPP

// Questions about stored models, typed from member pointers: which rows, in which order, how many, and what of them.
//
//   auto failed = store.select(ssot::from<ssot::sync_log_entry>()
//       .where(ssot::field<&ssot::sync_log_entry::sync> == run.id && !(ssot::field<&ssot::sync_log_entry::message> == ""))
//       .order_by(ssot::desc<&ssot::sync_log_entry::timestamp>)
//       .limit(50));
//
// Without `order_by`, rows come in the model's default ordering; every ordering ends with the key, so that it is total.
// Example: docs/examples/queries.cpp.

#include <ssot/condition.hpp>
#include <ssot/error.hpp>
#include <ssot/field.hpp>
#include <ssot/reflect.hpp>
#include <ssot/storage/describe.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/query/field_path.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

namespace ssot {

/// Whose rules a store's queries follow where databases differ: this library's own, or Django's on one of its databases.
using storage::rules;

/// One term of an ordering of `M`: `ssot::asc<&M::f>`, `ssot::desc<&M::f>`. Nulls are the largest values unless the term
/// says `.nulls_first()` or `.nulls_last()`.
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

/// Ascending and descending by a field; with more pointers, by a field of the row that one or two foreign keys lead to.
template<auto F, auto... P>
inline constexpr order_term<detail::class_of<F>> asc{detail::order_by_path<F, P...>(false)};
template<auto F, auto... P>
inline constexpr order_term<detail::class_of<F>> desc{detail::order_by_path<F, P...>(true)};

namespace detail {

/// Rows of another model that point at the rows of a question.
struct reverse_condition {
    storage::model_desc const* model;
    std::uint16_t              field; ///< the foreign key
    condition                  where;
    bool                       none; ///< there must be no such row; otherwise a row comes once for each
};

/// A question as plain data, the same for all models.
struct question {
    condition                                     where{};
    std::optional<std::vector<storage::order_by>> order{};
    std::uint64_t                                 limit  = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t                                 offset = 0;
    std::uint64_t                                 fields = ~std::uint64_t{0};
    std::vector<reverse_condition>                reverse{};
    bool                                          distinct     = false;
    bool                                          skip_corrupt = false;
    std::vector<error>*                           corrupt      = nullptr; ///< where skipped rows are named

    /// Whether reading goes on after the error of a row, which then has been kept.
    bool skips(error const& e) const;

    /// What a backend is asked, but for `reverse`. It refers to this object.
    storage::query to_query(storage::model_desc const& model) const;
};

/// The steps that all queries of `M` have; each returns a changed copy of its type.
template<class Query, model M>
class query_steps {
public:
    using queried_model = M;

    /// Adds a condition; several are joined by "and".
    Query where(predicate<M> const& condition) const
    {
        return with(
            [&](question& q) { q.where = condition::join(storage::op::and_, std::move(q.where), condition.plain()); });
    }

    /// Replaces the default ordering.
    template<class... Terms>
        requires(std::same_as<Terms, order_term<M>> && ...)
    Query order_by(Terms... terms) const
    {
        return with([&](question& q) { q.order = std::vector<storage::order_by>{terms.by...}; });
    }

    Query limit(std::uint64_t rows) const
    {
        return with([&](question& q) { q.limit = rows; });
    }
    Query offset(std::uint64_t rows) const
    {
        return with([&](question& q) { q.offset = rows; });
    }

    /// Only rows that others point at with this foreign key, those that satisfy the condition. As in SQL, a row comes once
    /// for each of them; see `distinct`.
    template<auto Key>
    Query join(predicate<class_of<Key>> const& condition = {}) const
    {
        return add_reverse<Key>(condition, false);
    }

    /// Only rows that no row that satisfies the condition points at with this foreign key.
    template<auto Key>
    Query without(predicate<class_of<Key>> const& condition = {}) const
    {
        return add_reverse<Key>(condition, true);
    }

    /// Each row once, however many rows `join` found for it.
    Query distinct() const
    {
        return with([&](question& q) { q.distinct = true; });
    }

    /// Leaves out rows that hold what the model cannot, instead of failing with `corrupted` at the first. They still count for
    /// limits, pages and `count`. The errors of those that were left out, which name the key, are put behind `errors`, which must
    /// live as long as queries that are made of this one.
    Query skip_corrupt() const
    {
        return with([&](question& q) { q.skip_corrupt = true; });
    }
    Query skip_corrupt(std::vector<error>& errors) const
    {
        return with([&](question& q) {
            q.skip_corrupt = true;
            q.corrupt      = &errors;
        });
    }

    /// The question as plain data, without `join` and `without`. It refers to this object, which must outlive it.
    storage::query to_query() const { return question_.to_query(storage::describe_model<M>()); }

    question const& plain() const noexcept { return question_; }

protected:
    query_steps() = default;
    explicit query_steps(question q) : question_(std::move(q)) {}

    question question_{};

private:
    template<class Change>
    Query with(Change const& change) const
    {
        Query out = static_cast<Query const&>(*this);
        change(static_cast<query_steps&>(out).question_);
        return out;
    }

    template<auto Key>
    Query add_reverse(predicate<class_of<Key>> const& condition, bool none) const;
};

} // namespace detail

template<model M>
class deferring_selection;
template<model M, auto... Members>
class projection;
template<model M, class Groups, class... Measures>
class grouping;

/// Which rows of `M` to read.
template<model M>
class selection : public detail::query_steps<selection<M>, M> {
public:
    selection() = default;
    explicit selection(detail::question q) : detail::query_steps<selection<M>, M>(std::move(q)) {}

    /// Leaves fields out of what is read; `store.select` then gives `partial<M>`.
    template<auto... Members>
    deferring_selection<M> defer() const;

    /// Reads these fields and no others; `store.select` then gives tuples of them. The key is read as well.
    template<auto... Members>
    projection<M, Members...> only() const;

    /// Counts and measures the rows, for each group of rows with the same values of these fields; with none, for all rows
    /// together. `store.select` then gives tuples: the fields, then the measures. See <ssot/aggregate.hpp>.
    template<auto... Members, class... Measures>
    grouping<M, detail::member_list<Members...>, Measures...> group_by(Measures const&... measures) const;
};

/// A selection that leaves fields out.
template<model M>
class deferring_selection : public detail::query_steps<deferring_selection<M>, M> {
public:
    explicit deferring_selection(detail::question q) : detail::query_steps<deferring_selection<M>, M>(std::move(q)) {}

    template<auto... Members>
    deferring_selection defer() const;
};

/// A selection that reads some fields only.
template<model M, auto... Members>
class projection : public detail::query_steps<projection<M, Members...>, M> {
public:
    using row = std::tuple<detail::type_of<Members>...>;

    explicit projection(detail::question q) : detail::query_steps<projection<M, Members...>, M>(std::move(q)) {}
};

/// All rows of `M`.
template<model M>
selection<M> from()
{
    return {};
}
/// Does not compile, and says what `T` lacks.
template<class T>
    requires(!model<T>)
auto from()
{
    detail::demand_model<T>();
}

} // namespace ssot

#include <ssot/impl/query.hpp>

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/query.ipp>
#endif

#endif // SSOT_QUERY_HPP
