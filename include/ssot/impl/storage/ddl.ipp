// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORAGE_DDL_IPP
#define SSOT_IMPL_STORAGE_DDL_IPP

#include <ssot/storage/ddl.hpp>

#include <ssot/detail/sql/tables.hpp>

#include <algorithm>
#include <vector>

namespace ssot::storage {

namespace detail {

/// Appends a model behind those that its foreign keys lead to.
SSOT_DECL void append_with_targets(std::vector<model_desc const*>& seen, std::vector<model_desc const*>& ordered,
                                   model_desc const& model)
{
    if (std::ranges::any_of(seen, [&](auto const* m) { return same_model(*m, model); }))
        return;
    seen.push_back(&model); // before its targets, which may lead back to it
    for (auto const& f : model.fields)
        if (f.target)
            append_with_targets(seen, ordered, *f.target);
    ordered.push_back(&model);
}

} // namespace detail

SSOT_DECL std::string ddl_of(std::span<model_desc const* const> models, dialect to)
{
    namespace sql = ssot::detail::sql;
    std::vector<model_desc const*> seen;
    std::vector<model_desc const*> ordered;
    for (auto const* const m : models)
        detail::append_with_targets(seen, ordered, *m);

    std::string              out;
    std::vector<std::string> later;
    auto const               add = [&](std::string const& text) { out += text + ";\n"; };
    for (std::size_t i = 0; i != ordered.size(); ++i) {
        add(sql::create_table(to, *ordered[i], std::span(ordered).first(i), later));
        for (auto const& index : sql::create_indexes(to, *ordered[i]))
            add(index.text);
        if (to == dialect::sqlite)
            add(sql::create_view(*ordered[i]));
    }
    for (auto const& text : later)
        add(text);
    return out;
}

} // namespace ssot::storage

#endif // SSOT_IMPL_STORAGE_DDL_IPP
