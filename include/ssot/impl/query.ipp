// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_QUERY_IPP
#define SSOT_IMPL_QUERY_IPP

#include <ssot/query.hpp>

namespace ssot::detail {

SSOT_DECL storage::query question::to_query(storage::model_desc const& model) const
{
    storage::query out;
    out.model = &model;
    out.where.assign(where.terms().begin(), where.terms().end());
    out.args.reserve(where.args().size());
    for (auto const& arg : where.args())
        out.args.push_back(arg.view());
    if (order)
        out.order = *order;
    else
        out.order.assign(model.ordering.begin(), model.ordering.end());
    bool const ends_with_key =
        !out.order.empty() && out.order.back().via == storage::no_field && out.order.back().field == model.pk;
    if (!ends_with_key)
        out.order.push_back({.field = model.pk});
    out.limit  = limit;
    out.offset = offset;
    out.fields = fields;
    return out;
}

SSOT_DECL bool question::skips(error const& e) const
{
    if (!skip_corrupt || e.code() != errc::corrupted)
        return false;
    if (corrupt)
        corrupt->push_back(e);
    return true;
}

} // namespace ssot::detail

#endif // SSOT_IMPL_QUERY_IPP
