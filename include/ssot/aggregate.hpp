// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_AGGREGATE_HPP
#define SSOT_AGGREGATE_HPP

// Aggregation: counts, minimum, maximum and sum of rows, for each group of rows with equal values.
//
//   using entry = ssot::sync_log_entry;
//   auto const by_action = ssot::from<entry>().group_by<&entry::action>(
//       ssot::count_rows, ssot::count_if(ssot::field<&entry::status> == ssot::sync_log_entry_status::failure),
//       ssot::max_of<&entry::timestamp>);
//   for (auto const& [action, n, failed, latest] : store.select(by_action).value()) ...
//
// Minimum, maximum and sum ignore nulls; they are null if a group has no other values. Groups come in ascending order of
// their values, null last. The measures are constants and may be shared between threads. Source: Django's aggregate() and
// annotate(). Example: docs/examples/queries.cpp.

#include <ssot/condition.hpp>
#include <ssot/query.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/question.hpp>

#include <ssot/detail/base/config.hpp>

#include <cstdint>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace ssot {

/// The number of rows.
struct row_count {
    using type                             = std::int64_t;
    static constexpr storage::fold_fn fold = storage::fold_fn::count;
};
inline constexpr row_count count_rows{};

/// The number of rows that satisfy a condition.
template<model M>
struct conditional_count {
    using type                             = std::int64_t;
    static constexpr storage::fold_fn fold = storage::fold_fn::count_if;

    predicate<M> condition{};
};
template<model M>
conditional_count<M> count_if(predicate<M> condition)
{
    return {std::move(condition)};
}

namespace detail {

/// The type of a sum. It is that of the field's kind, not that of the field: a sum of fields with a codec of your own need
/// not be a value of the field.
template<kind K>
struct sum_of_kind {
    using type = std::int64_t;
};
template<>
struct sum_of_kind<kind::real> {
    using type = double;
};
template<>
struct sum_of_kind<kind::duration> {
    using type = duration;
};
template<class T>
using sum_type = typename sum_of_kind<codec<T>::stored_as>::type;

} // namespace detail

/// The minimum, the maximum or the sum of a field; null if all values are null.
template<auto Member, storage::fold_fn Fold>
struct field_measure {
    using value = unwrap_t<member_type<Member>>;
    using type  = std::optional<std::conditional_t<Fold == storage::fold_fn::sum, detail::sum_type<value>, value>>;

    static constexpr storage::fold_fn fold   = Fold;
    static constexpr auto             member = Member;
};

/// The minimum and the maximum of a field, in the order of its stored values.
template<auto Member>
inline constexpr field_measure<Member, storage::fold_fn::min> min_of{};
template<auto Member>
inline constexpr field_measure<Member, storage::fold_fn::max> max_of{};

/// The sum of a field that is stored as an integer, a real or a duration: a `std::int64_t`, a `double` or a `duration`,
/// also for a type with a codec of your own. Errors: `out_of_range` if the final sum of integers or durations does not fit
/// 64 bits.
template<auto Member>
inline constexpr field_measure<Member, storage::fold_fn::sum> sum_of{};

namespace detail {

/// A measure without its types.
} // namespace detail

/// The fields whose values are equal in all rows of a group. Only the type counts.
template<auto... Members>
struct group_fields {};

/// Groups of rows of `M`, made by `selection::group_by`. Conditions, joins, limit and offset are those of that selection. A
/// value: copies share nothing.
template<model M, auto... Groups, class... Measures>
class grouping<M, group_fields<Groups...>, Measures...> {
public:
    using queried_model = M;
    using row           = std::tuple<member_type<Groups>..., typename Measures::type...>;

    grouping(storage::question question, Measures const&... measures);

    /// The selection, and its groups and measures, without the model. Valid as long as this object is unchanged.
    storage::question const& untyped() const noexcept { return question_; }
    storage::grouping const& groups() const noexcept { return groups_; }

private:
    storage::question question_;
    storage::grouping groups_{};
};

} // namespace ssot

#include <ssot/impl/aggregate.hpp>

#endif // SSOT_AGGREGATE_HPP
