// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_PAGE_HPP
#define SSOT_IMPL_STORE_PAGE_HPP

// Reading page by page.

#include <ssot/store.hpp>

#include <ssot/detail/read_as.hpp>

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace ssot {

/// The values that say where a page ended: those of its last row in the ordering, behind foreign keys too.
template<class Backend>
result<std::vector<storage::value>> store<Backend>::end_of_page(storage::query const& q, storage::packed_row const& last)
{
    using storage::no_field;
    result<void> read;
    auto const   follow = [&](storage::model_desc const& model, storage::packed_row const& row, std::uint16_t via) {
        std::optional<storage::packed_row> out;
        auto const                         key    = row.at(via);
        auto const* const                  target = model.fields[via].target;
        if (key.is_null() || !target || !read)
            return out;
        storage::query parent{.model = target, .where = {{storage::op::eq, target->pk, 0, 1}}, .args = {key}};
        auto           found = read_all(parent);
        if (!found)
            read = found.error();
        else if (!found->empty())
            out = std::move(found->front());
        return out;
    };
    std::vector<storage::value> out;
    for (auto const& o : q.order) {
        if (o.via == no_field) {
            out.emplace_back(last.at(o.field));
            continue;
        }
        auto row = follow(*q.model, last, o.via);
        if (row && o.then != no_field)
            row = follow(*q.model->fields[o.via].target, *row, o.then);
        out.push_back(row ? storage::value(row->at(o.field)) : storage::value());
    }
    if (!read)
        return read.error();
    return out;
}

template<class Backend>
template<class Query, model M>
result<page_of<row_of<Query>>> store<Backend>::page(detail::query_steps<Query, M> const& query,
                                                    std::optional<page_key> const&       after)
{
    auto const& model = storage::describe_model<M>();
    auto const& of    = query.plain();
    if (auto prepared = prepare(of, model); !prepared)
        return prepared.error();
    auto q = to_query(of, model);
    if (after) {
        if (!detail::fits(*after, q))
            return error(errc::misuse, "this page key belongs to another query");
        for (auto const& v : after->values())
            q.after.push_back(v.view());
        q.offset = 0;
    }
    for (auto const& o : q.order)
        if (auto const field = o.via == storage::no_field ? o.field : o.via; field < model.fields.size())
            q.fields |= std::uint64_t{1} << field;
    q.limit += q.limit != detail::no_limit; // whether there is one row more
    return in_snapshot(true, [&]() -> result<page_of<row_of<Query>>> {
        auto                   reader = new_reader();
        page_of<row_of<Query>> out;
        storage::packed_row    last;
        bool                   more = false;
        auto                   read = start(reader, of, q);
        if (read)
            read = reader.for_each([&](auto const& row) -> result<void> {
                if (out.rows.size() == of.limit) {
                    more = true;
                    return {};
                }
                auto m = detail::read_row_as<Query>(row, of.fields);
                if (!m)
                    return std::move(m).error();
                out.rows.push_back(std::move(*m));
                if (out.rows.size() == of.limit)
                    last = storage::packed_row::pack(row, model.fields.size(), q.fields);
                return {};
            });
        if (!read)
            return read.error();
        if (more && of.limit != 0) {
            auto end = end_of_page(q, last);
            if (!end)
                return std::move(end).error();
            out.next.emplace(std::move(*end), detail::ordering_mark(q));
        }
        return out;
    });
}

} // namespace ssot

#endif // SSOT_IMPL_STORE_PAGE_HPP
