// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_STORE_PAGE_IPP
#define SSOT_IMPL_DETAIL_STORE_PAGE_IPP

// Reading page by page.

#include <ssot/query.hpp>
#include <ssot/storage/packed_row.hpp>
#include <ssot/store.hpp>
#include <ssot/store/page.hpp>

#include <ssot/detail/store/core.hpp>
#include <ssot/detail/store/give_row.hpp>
#include <ssot/detail/store/object_batch.hpp>
#include <ssot/detail/store/row_reader.hpp>
#include <ssot/detail/store/row_sink.hpp>
#include <ssot/detail/store/shared_state.hpp>
#include <ssot/detail/store/statement.hpp>

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace ssot::detail {
inline namespace SSOT_MODE {

/// Returns the values that its last row has in the terms of the ordering, also in rows that foreign keys lead to: the
/// position where the page ended.
SSOT_DECL result<std::vector<storage::value>> store_core::end_of_page(storage::query const&      q,
                                                                      storage::packed_row const& last)
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

/// Restricts a query to the row with this key, wherever that is in the order.
SSOT_DECL storage::query only_row(storage::query q, storage::value_view key)
{
    if (!q.where.empty())
        q.where.insert(q.where.begin(), {storage::op::and_, storage::no_field, 0, 2});
    q.where.push_back({storage::op::eq, q.model->pk, static_cast<std::uint32_t>(q.args.size()), 1});
    q.args.push_back(key);
    return q;
}

SSOT_DECL result<std::optional<page_key>> store_core::page(storage::question const&       question,
                                                           storage::model_desc const&     model,
                                                           std::optional<page_key> const& after, row_sink& into)
{
    if (auto prepared = prepare(question, model); !prepared)
        return prepared.error();
    auto       q       = to_query(question, model);
    bool const repeats = repeats_rows(question);
    for (auto const& o : q.order)
        if (auto const field = o.via == storage::no_field ? o.field : o.via; field < model.fields.size())
            q.fields |= std::uint64_t{1} << field;
    if (after) {
        if (!fits(*after, q, repeats))
            return error(errc::misuse, "this page key belongs to another query");
        q.offset = 0;
    }
    return in_snapshot(true, [&]() -> result<std::optional<page_key>> {
        std::optional<page_key> out;
        storage::packed_row     last;
        std::uint64_t           copies = 0; // number of copies of the last row that were given
        std::uint64_t           n      = 0; // rows of the page, skipped ones included
        bool                    more   = false;

        // Takes the rows of a query until the page is full, and then checks whether there is one more.
        auto const take = [&](storage::query asked) -> result<void> {
            auto const left = question.limit - n;
            asked.limit     = left == no_limit ? left : left + 1;
            auto reader     = new_reader();
            if (auto started = start(reader, question, std::move(asked)); !started)
                return started;
            return reader.for_each([&](row_reader const& row) -> result<void> {
                if (n == question.limit) {
                    more = true;
                    return {};
                }
                if (auto given = give_row(into, question, model, row); !given)
                    return given.error();
                copies = repeats ? row.copy() : 0;
                if (++n == question.limit)
                    last = storage::packed_row::pack(row, model.fields.size(), q.fields);
                return {};
            });
        };
        if (after && after->copies() != 0) { // first the remaining copies, if the row has not moved
            auto same = is_at(*after, q);
            if (!same)
                return same.error();
            if (*same) {
                auto one   = only_row(q, after->values().back().view());
                one.offset = after->copies();
                if (auto taken = take(std::move(one)); !taken)
                    return taken.error();
            }
        }
        if (!more) {
            if (after)
                for (auto const& v : after->values())
                    q.after.push_back(v.view());
            if (auto taken = take(q); !taken)
                return taken.error();
        }
        if (more && question.limit != 0) {
            auto end = end_of_page(q, last);
            if (!end)
                return std::move(end).error();
            out.emplace(std::move(*end), ordering_mark(q), copies);
        }
        return out;
    });
}

/// Returns whether the row where a page ended is still there, with the same values in the ordering.
SSOT_DECL result<bool> store_core::is_at(page_key const& key, storage::query const& q)
{
    auto found =
        read_all({.model = q.model, .where = {{storage::op::eq, q.model->pk, 0, 1}}, .args = {key.values().back().view()}});
    if (!found || found->empty())
        return found ? result<bool>(false) : result<bool>(found.error());
    auto now = end_of_page(q, found->front());
    if (!now)
        return now.error();
    return page_key(std::move(*now), key.ordering(), key.copies()) == key;
}

} // namespace SSOT_MODE
} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_STORE_PAGE_IPP
