// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_STORE_OBJECT_SPAN_IPP
#define SSOT_IMPL_DETAIL_STORE_OBJECT_SPAN_IPP

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/store/object_span.hpp>

namespace ssot::detail {

SSOT_DECL storage::value_view object_span::at_made(std::size_t row, std::size_t field) const
{
    if (!made->columns[field].empty())
        return made->columns[field][row];
    return accessors[field].get(object(row));
}

SSOT_DECL error object_span::at_row(error e, std::size_t row) const
{
    return one ? std::move(e) : std::move(e).prepend_path('[' + std::to_string(row) + ']');
}

SSOT_DECL std::vector<storage::value_view> make_column(object_span const& rows, std::size_t field,
                                                       std::deque<std::string>& texts, result<void>& failed)
{
    std::vector<storage::value_view> out;
    out.reserve(rows.n);
    for (std::size_t row = 0; row != rows.n; ++row) {
        auto&      text    = texts.emplace_back();
        auto const written = rows.accessors[field].document(rows.object(row), text);
        if (!written && failed)
            failed = rows.at_row(written.error(), row);
        out.push_back(written && *written ? storage::value_view::chars(text, rows.model->fields[field].type)
                                          : storage::value_view());
    }
    return out;
}

SSOT_DECL std::shared_ptr<made_values const> make_values(object_span const& rows)
{
    auto       out       = std::make_shared<made_values>();
    auto const looked_at = [&](std::uint16_t f) {
        return f == rows.model->pk || rows.model->fields[f].target || !rows.fields[f].target_label.empty() ||
            rows.model->fields[f].unique || storage::is_unique_together(*rows.model, f);
    };
    out->columns.resize(rows.accessors.size());
    for (std::uint16_t f = 0; f != rows.accessors.size(); ++f)
        if (rows.accessors[f].document && looked_at(f))
            out->columns[f] = make_column(rows, f, out->texts, out->failed);
    return out;
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_STORE_OBJECT_SPAN_IPP
