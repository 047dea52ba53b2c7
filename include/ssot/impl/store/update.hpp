// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_UPDATE_HPP
#define SSOT_IMPL_STORE_UPDATE_HPP

// Changing rows that nobody else has changed since.

#include <ssot/store.hpp>

#include <ssot/detail/row_key.hpp>
#include <ssot/detail/write_batch.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace ssot {

/// Whether a row that was read with a key may be written. Nothing is read or written.
template<class Backend>
template<model M>
result<void> store<Backend>::check_update(M const& m, key_t<M> const& key, std::uint64_t fields)
{
    auto const all = detail::objects_of(&m, 1, true);
    if (auto prepared = prepare(*all.model); !prepared)
        return prepared;
    if (auto same = detail::check_key(m, key); !same)
        return same;
    return check_rules(&m, all, fields);
}

template<class Backend>
template<model M>
result<void> store<Backend>::update(stored<M>& row)
{
    M const& m = row;
    if (auto checked = check_update(m, row.ssot_key_); !checked)
        return checked;
    auto revision = write_fields(detail::objects_of(&m, 1, true), row.ssot_revision_, ~std::uint64_t{0});
    if (!revision)
        return std::move(revision).error();
    row.ssot_revision_ = *revision;
    return {};
}

template<class Backend>
template<model M>
result<void> store<Backend>::update(stored<M>&& row)
{
    return update(row);
}

template<class Backend>
template<model M>
result<void> store<Backend>::update(partial<M>& row)
{
    M const& m = row;
    if (auto checked = check_update(m, row.ssot_key_, row.ssot_loaded_); !checked)
        return checked;
    auto revision = write_fields(detail::objects_of(&m, 1, true), row.ssot_revision_, row.ssot_loaded_);
    if (!revision)
        return std::move(revision).error();
    row.ssot_revision_ = *revision;
    return {};
}

/// All rows are chosen before the first is changed, and all are changed and checked before the first is written, so that a row
/// that breaks a rule leaves everything as it was, also where a transaction cannot be undone in part.
template<class Backend>
template<model M, std::invocable<M&> Change>
result<std::size_t> store<Backend>::update_where(selection<M> const& query, Change change)
{
    auto const& model = storage::describe_model<M>();
    auto const& of    = query.plain();
    if (auto prepared = prepare(of, model); !prepared)
        return prepared.error();
    return atomically(storage::tx_mode::read_write, [&]() -> result<std::size_t> {
        auto const keys = keys_of(of, model);
        if (!keys)
            return keys.error();
        std::vector<stored<M>> rows;
        rows.reserve(keys->size());
        for (auto const& key : *keys) {
            key_t<M> id{};
            static_cast<void>(storage::detail::from_view(id, key.view()));
            if (of.skip_corrupt) {
                detail::question one;
                one.where        = {storage::op::eq, {model.pk}, {key}};
                one.skip_corrupt = true;
                one.corrupt      = of.corrupt;
                auto found       = select(selection<M>(std::move(one)));
                if (!found)
                    return found.error();
                if (found->empty())
                    continue;
            }
            auto row = get<M>(id);
            if (!row)
                return row.error();
            change(static_cast<M&>(*row));
            if (auto checked = check_update(static_cast<M const&>(*row), row->ssot_key_); !checked)
                return checked.error();
            rows.push_back(std::move(*row));
        }
        for (auto const& row : rows) {
            auto const all     = detail::objects_of(static_cast<M const*>(&row), 1, true);
            auto       written = write_fields(all, row.ssot_revision_, ~std::uint64_t{0});
            if (!written)
                return written.error();
        }
        return rows.size();
    });
}

/// Writes the wanted fields of a row whose revision is still the given one; the new revision.
template<class Backend>
result<std::int64_t> store<Backend>::write_fields(detail::objects const& row, std::int64_t revision, std::uint64_t fields)
{
    auto const& model = *row.model;
    return atomically(storage::tx_mode::read_write, [&]() -> result<std::int64_t> {
        bool const     counted = model.revision != storage::no_field;
        auto const     key     = row.at(0, model.pk);
        storage::query q{.model = &model, .fields = std::uint64_t{1} << model.pk};
        if (counted)
            q.fields |= std::uint64_t{1} << model.revision;
        q.args            = {key};
        q.where           = {{storage::op::eq, model.pk, 0, 1}};
        bool         seen = false;
        std::int64_t now  = 0;
        auto         read = for_each_row(q, [&](auto const& found) -> result<void> {
            seen = true;
            now  = counted ? found.at(model.revision).as_int() : 0;
            return {};
        });
        if (!read)
            return read.error();
        auto const named = [&] { return std::string(model.label) + ' ' + detail::key_text(key); };
        if (!seen)
            return error(errc::not_found, named() + " is not in the store");
        if (now != revision)
            return error(errc::conflict, named() + " changed since it was read", retry::transaction);

        std::vector<storage::value> keys;
        keys.emplace_back(key);
        if (auto checked = check_references(row, keys); !checked)
            return checked.error();
        if (auto checked = check_unique(row, keys, false); !checked)
            return checked.error();
        detail::write_batch batch(row);
        if (auto written = batch.write_documents(fields); !written)
            return written.error();
        auto const                       rows = batch.view();
        std::vector<storage::assignment> set;
        for (std::size_t f = 0; f != row.accessors.size(); ++f)
            if (f != model.pk && (fields >> f & 1) != 0)
                set.push_back({static_cast<std::uint16_t>(f), rows[0].at(f)});
        if (counted)
            set.push_back({model.revision, storage::value_view::integer(revision + 1)});
        auto changed = session_.update(q, set);
        if (!changed)
            return changed.error();
        if (*changed != 1)
            return error(errc::not_found, named() + " is not in the store");
        return counted ? revision + 1 : 0;
    });
}

} // namespace ssot

#endif // SSOT_IMPL_STORE_UPDATE_HPP
