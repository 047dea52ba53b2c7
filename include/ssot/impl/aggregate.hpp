// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_AGGREGATE_HPP
#define SSOT_IMPL_AGGREGATE_HPP

#include <ssot/aggregate.hpp>

namespace ssot {

namespace detail {

template<model M>
storage::grouping::measure untyped_measure(row_count const&)
{
    return {storage::fold_fn::count};
}

template<model M, model N>
storage::grouping::measure untyped_measure(conditional_count<N> const& m)
{
    static_assert(std::same_as<M, N>, "ssot::count_if: the condition is on another model than the query");
    return {storage::fold_fn::count_if, storage::no_field, m.condition.untyped()};
}

template<model M, auto Member, storage::fold_fn Fold>
storage::grouping::measure untyped_measure(field_measure<Member, Fold> const&)
{
    using type       = unwrap_t<type_of<Member>>;
    constexpr kind k = codec<type>::stored_as;
    static_assert(std::same_as<M, class_of<Member>>, "ssot::group_by: this measure is of another model than the query");
    static_assert(Fold != storage::fold_fn::sum || k == kind::int64 || k == kind::real || k == kind::duration,
                  "ssot::sum_of: only numbers and durations have a sum");
    return {Fold, static_cast<std::uint16_t>(field_index<Member>)};
}

} // namespace detail

template<model M, auto... Groups, class... Measures>
grouping<M, group_fields<Groups...>, Measures...>::grouping(storage::question question, Measures const&... measures)
    : question_(std::move(question))
{
    static_assert((std::same_as<owner_of<Groups>, M> && ...), "ssot::group_by: these are not members of this model");
    groups_.group_by = {static_cast<std::uint16_t>(field_index<Groups>)...};
    (groups_.measures.push_back(detail::untyped_measure<M>(measures)), ...);
}

template<model M>
template<auto... Members, class... Measures>
grouping<M, group_fields<Members...>, Measures...> selection<M>::group_by(Measures const&... measures) const
{
    return {this->question_, measures...};
}

} // namespace ssot

#endif // SSOT_IMPL_AGGREGATE_HPP
