// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_AGGREGATE_IPP
#define SSOT_IMPL_AGGREGATE_IPP

#include <ssot/aggregate.hpp>

namespace ssot::detail {

SSOT_DECL storage::aggregate_query plain_grouping::to_query(question const& q, storage::model_desc const& model) const
{
    storage::aggregate_query out{.base = q.to_query(model), .group_by = group_by};
    for (auto const& m : measures) {
        auto const first = static_cast<std::uint32_t>(out.where_if.size());
        auto const shift = static_cast<std::uint32_t>(out.base.args.size());
        for (auto t : m.when.terms()) {
            t.first += shift;
            out.where_if.push_back(t);
        }
        for (auto const& arg : m.when.args())
            out.base.args.push_back(arg.view());
        out.measures.push_back({m.fold, m.field, first, static_cast<std::uint32_t>(m.when.terms().size())});
    }
    return out;
}

} // namespace ssot::detail

#endif // SSOT_IMPL_AGGREGATE_IPP
