// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_AGGREGATE_HPP
#define SSOT_AGGREGATE_HPP

// What rows come to, in groups: how many, the least, the greatest, the sum.
//
//   using entry = ssot::sync_log_entry;
//   auto const by_action = ssot::from<entry>().group_by<&entry::action>(
//       ssot::count_rows, ssot::count_if(ssot::field<&entry::status> == ssot::sync_log_entry_status::failure),
//       ssot::max_of<&entry::timestamp>);
//   for (auto const& [action, n, failed, latest] : store.select(by_action).value()) ...
//
// Nulls are left out of least, greatest and sum; of nothing but nulls these are null. Groups come in ascending order, null
// last. Source: Django's aggregate() and annotate(). Example: docs/examples/queries.cpp.

#include <ssot/condition.hpp>
#include <ssot/query.hpp>
#include <ssot/storage/query.hpp>

#include <ssot/detail/base/config.hpp>

#include <concepts>
#include <cstdint>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace ssot {

/// How many rows.
struct row_count {
    using type                             = std::int64_t;
    static constexpr storage::fold_fn fold = storage::fold_fn::count;
};
inline constexpr row_count count_rows{};

/// How many rows satisfy a condition.
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

/// What the values of a field add up to: the plain type of its kind, since a sum need not be a value of the field.
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

/// The least, the greatest or the sum of a field; null when there are no values but null.
template<auto Member, storage::fold_fn Fold>
struct field_measure {
    using value = unwrap_t<detail::type_of<Member>>;
    using type  = std::optional<std::conditional_t<Fold == storage::fold_fn::sum, detail::sum_type<value>, value>>;

    static constexpr storage::fold_fn fold   = Fold;
    static constexpr auto             member = Member;
};

/// In the order of the field's values.
template<auto Member>
inline constexpr field_measure<Member, storage::fold_fn::min> min_of{};
template<auto Member>
inline constexpr field_measure<Member, storage::fold_fn::max> max_of{};

/// Of fields that are stored as integers, reals or durations: `std::int64_t`, `double` or `duration`, also where a codec of
/// your own stands between, since a sum need not be a value of the field. `errc::out_of_range` when what whole numbers come to
/// in the end is beyond 64 bits.
template<auto Member>
inline constexpr field_measure<Member, storage::fold_fn::sum> sum_of{};

namespace detail {

/// A measure as plain data.
struct plain_measure {
    storage::fold_fn fold;
    std::uint16_t    field = storage::no_field;
    condition        when{};
};

/// Groups and measures as plain data, the same for all models.
struct plain_grouping {
    std::vector<std::uint16_t> group_by{};
    std::vector<plain_measure> measures{};

    /// What a backend is asked. It refers to this object and to `q`.
    storage::aggregate_query to_query(question const& q, storage::model_desc const& model) const;
};

} // namespace detail

/// Rows of `M` in groups. Conditions and limits are those of the selection that it was made from.
template<model M, auto... Groups, class... Measures>
class grouping<M, detail::member_list<Groups...>, Measures...> {
public:
    using queried_model = M;
    using row           = std::tuple<detail::type_of<Groups>..., typename Measures::type...>;

    grouping(detail::question of, Measures const&... measures);

    detail::question const&       plain() const noexcept { return of_; }
    detail::plain_grouping const& groups() const noexcept { return groups_; }

private:
    detail::question       of_;
    detail::plain_grouping groups_{};
};

} // namespace ssot

#include <ssot/impl/aggregate.hpp>

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/aggregate.ipp>
#endif

#endif // SSOT_AGGREGATE_HPP
