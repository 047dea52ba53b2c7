// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_STORE_READ_IPP
#define SSOT_IMPL_DETAIL_STORE_READ_IPP

// Reading models, one or many.

#include <ssot/condition.hpp>
#include <ssot/query.hpp>
#include <ssot/store.hpp>
#include <ssot/store/model_registry.hpp>

#include <ssot/detail/store/core.hpp>
#include <ssot/detail/store/give_row.hpp>
#include <ssot/detail/store/object_batch.hpp>
#include <ssot/detail/store/row_reader.hpp>
#include <ssot/detail/store/row_sink.hpp>
#include <ssot/detail/store/shared_state.hpp>
#include <ssot/detail/store/statement.hpp>
#include <ssot/detail/text/message.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace ssot::detail {
inline namespace SSOT_MODE {

SSOT_DECL error nothing_found(storage::model_desc const& model, std::string_view field)
{
    if (field.empty())
        return {errc::not_found, concat({"no ", model.label, " is what the query asks for"})};
    return error(errc::not_found, concat({"there is no ", model.label, " with this ", field})).with_path(std::string(field));
}

/// Gives all remaining rows to a sink.
SSOT_DECL result<void> store_core::read_into(row_reader& reader, storage::question const& question,
                                             storage::model_desc const& model, row_sink& into)
{
    for (bool kept = false;;) {
        auto more = give_next_row(into, reader, question, model, kept);
        if (!more)
            return more.error();
        if (!*more)
            return {};
    }
}

SSOT_DECL result<void> store_core::get(storage::model_desc const& model, storage::value_view key, row_sink& into)
{
    if (auto prepared = prepare(model); !prepared)
        return prepared;
    return guarded([&]() -> result<void> {
        auto reader = new_reader();
        auto opened = reader.open({.model = &model, .where = {{storage::op::eq, model.pk, 0, 1}}, .args = {key}});
        if (!opened)
            return opened;
        storage::question const all;
        bool                    kept = false;
        auto                    more = give_next_row(into, reader, all, model, kept);
        if (!more)
            return more.error();
        if (!*more)
            return error(errc::not_found, "there is no " + std::string(model.label) + " with the key " + key_text(key));
        return {};
    });
}

SSOT_DECL result<void> store_core::select(storage::question const& question, storage::model_desc const& model,
                                          row_sink& into)
{
    if (auto prepared = prepare(question, model); !prepared)
        return prepared;
    auto q = to_query(question, model);
    return in_snapshot(needs_snapshot(question, q), [&]() -> result<void> {
        auto reader = new_reader();
        if (auto started = start(reader, question, q); !started)
            return started;
        return read_into(reader, question, model, into);
    });
}

SSOT_DECL result<any_row> store_core::get_any(std::string_view app_label, std::string_view name, uuid const& key,
                                              model_registry const& models)
{
    auto const* const known = models.find(app_label, name);
    if (!known)
        return error(errc::unsupported, concat({"the registry has no model ", app_label, ".", name}));
    auto const& model = *known->description;
    if (model.fields[model.pk].type != kind::uuid)
        return any_row();
    if (auto prepared = prepare(model); !prepared)
        return prepared.error();
    storage::query const q{
        .model = &model, .where = {{storage::op::eq, model.pk, 0, 1}}, .args = {storage::value_view::id(key)}};
    return guarded([&]() -> result<any_row> {
        any_row out;
        auto    read = for_each_row(q, [&](row_reader const& row) -> result<void> {
            auto                object = known->make();
            storage::row_target to{.object = object.get(), .accessors = known->accessors};
            to.take(row);
            if (!to.read)
                return std::move(to.read).error().prepend_path(model.name);
            out = any_row(*known->info, std::move(object));
            return {};
        });
        if (!read)
            return read.error();
        return out;
    });
}

SSOT_DECL result<std::size_t> store_core::count(storage::question const& question, storage::model_desc const& model)
{
    if (auto prepared = prepare(question, model); !prepared)
        return prepared.error();
    auto q   = to_query(question, model);
    q.fields = 0;
    q.order.clear();
    return in_snapshot(needs_snapshot(question, q), [&]() -> result<std::size_t> {
        storage::aggregate_query all{.base = q, .measures = {{storage::fold_fn::count}}};
        all.base.limit      = no_limit;
        all.base.offset     = 0;
        std::size_t n       = 0;
        auto const  counted = !ask_reverse_of_groups(question, all.base)
             ? result<bool>(false)
             : scan_groups(all, [&](auto const& row) -> result<void> {
                  n = static_cast<std::size_t>(row.at(0).as_int());
                  return {};
              });
        if (!counted)
            return counted.error();
        if (*counted) {
            n -= std::min<std::uint64_t>(q.offset, n);
            return static_cast<std::size_t>(std::min<std::uint64_t>(q.limit, n));
        }
        auto reader = new_reader();
        auto read   = start(reader, question, q);
        if (read)
            read = reader.for_each([&](auto const&) -> result<void> {
                ++n;
                return {};
            });
        if (!read)
            return read.error();
        return n;
    });
}

} // namespace SSOT_MODE
} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_STORE_READ_IPP
