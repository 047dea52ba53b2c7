// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_GROUP_HPP
#define SSOT_IMPL_STORE_GROUP_HPP

// Reading groups of rows and their measures.

#include <ssot/aggregate.hpp>
#include <ssot/storage/packed_row.hpp>
#include <ssot/store.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace ssot {

namespace detail {

/// Returns the values and measures of one group as a tuple.
template<model M, auto... Groups, class... Measures>
result<typename grouping<M, group_fields<Groups...>, Measures...>::row>
read_group(grouping<M, group_fields<Groups...>, Measures...> const&, storage::packed_row const& row)
{
    std::size_t  at = 0;
    result<void> read;
    M            blank = make_blank<M>();
    auto const   set   = [&](std::size_t field, storage::value_view v) {
        if (!read)
            return;
        read = storage::accessors_of<M>()[field].set(&blank, v);
        if (!read)
            read = std::move(read).error().prepend_path(model_info_of<M>().name);
    };
    [[maybe_unused]] auto const group = [&]<auto Member>() {
        set(field_index<Member>, row.at(at++));
        return std::move(blank.*Member);
    };
    [[maybe_unused]] auto const measure = [&]<class Measure>() -> typename Measure::type {
        using storage::fold_fn;
        auto const v = row.at(at++);
        if constexpr (Measure::fold == fold_fn::count || Measure::fold == fold_fn::count_if) {
            return v.as_int();
        } else {
            if (v.is_null())
                return std::nullopt;
            using value = unwrap_t<typename Measure::type>;
            if constexpr (Measure::fold == fold_fn::sum) {
                if constexpr (std::same_as<value, double>)
                    return v.type() == kind::real ? v.as_real() : static_cast<double>(v.as_int());
                else
                    return value(v.as_int());
            } else {
                set(field_index<Measure::member>, v);
                return std::move(blank.*Measure::member);
            }
        }
    };
    // Braces, because they evaluate the values from left to right.
    typename grouping<M, group_fields<Groups...>, Measures...>::row out {
        group.template operator()<Groups>()...,
        measure.template operator()<Measures>()...
    };
    if (!read)
        return read.error();
    return out;
}

} // namespace detail

inline namespace SSOT_MODE {

template<model M, class Groups, class... Measures>
result<std::vector<typename grouping<M, Groups, Measures...>::row>>
store::select(grouping<M, Groups, Measures...> const& query)
{
    auto const& model    = storage::describe_model<M>();
    auto const& question = query.untyped();
    if (std::ranges::any_of(query.groups().measures, [](auto const& m) { return m.when.too_deep(); }))
        return storage::condition::too_deep_error();
    auto const groups = core().groups(query.groups().to_query(question, model), question, model);
    if (!groups)
        return groups.error();
    std::vector<typename grouping<M, Groups, Measures...>::row> out;
    out.reserve(groups->size());
    for (auto const& g : *groups) {
        auto one = detail::read_group(query, g);
        if (one)
            out.push_back(std::move(*one));
        else if (!question.skips(one.error()))
            return std::move(one).error();
    }
    return out;
}

} // namespace SSOT_MODE

} // namespace ssot

#endif // SSOT_IMPL_STORE_GROUP_HPP
