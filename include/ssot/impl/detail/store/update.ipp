// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_STORE_UPDATE_IPP
#define SSOT_IMPL_DETAIL_STORE_UPDATE_IPP

// Updating rows, if they did not change since they were read.

#include <ssot/store.hpp>

#include <ssot/detail/store/core.hpp>
#include <ssot/detail/store/object_batch.hpp>
#include <ssot/detail/store/object_span.hpp>
#include <ssot/detail/store/row_reader.hpp>
#include <ssot/detail/store/shared_state.hpp>
#include <ssot/detail/store/statement.hpp>
#include <ssot/detail/text/message.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace ssot::detail {
inline namespace SSOT_MODE {

/// The error of a row that was read with another key than it has now.
SSOT_DECL error key_was_changed(storage::model_desc const& model, storage::value_view was, storage::value_view is)
{
    return error(errc::misuse,
                 concat({"this ",
                         model.label,
                         " was read with the key ",
                         key_text(was),
                         " and has ",
                         key_text(is),
                         " now; a row keeps its key: insert it anew and erase the old one"}))
        .with_path(std::string(model.fields[model.pk].name));
}

SSOT_DECL result<void> store_core::check_update(object_span const& row, storage::value_view key, std::uint64_t fields)
{
    if (auto prepared = prepare(*row.model); !prepared)
        return prepared;
    if (auto const now = row.at(0, row.model->pk); compare(now, key) != 0)
        return key_was_changed(*row.model, key, now);
    return check_rules(row, fields);
}

SSOT_DECL result<std::int64_t> store_core::update(object_span const& row, storage::value_view key, std::int64_t revision,
                                                  std::uint64_t fields)
{
    if (auto checked = check_update(row, key, fields); !checked)
        return checked.error();
    return write_fields(row, revision, fields);
}

SSOT_DECL result<void> store_core::update_where(storage::question const& question, storage::model_desc const& model,
                                                function_ref<result<void>(storage::value const& key)> change,
                                                function_ref<result<void>()>                          write)
{
    if (auto prepared = prepare(question, model); !prepared)
        return prepared;
    return atomically(storage::tx_mode::read_write, [&]() -> result<void> {
        auto const keys = keys_of(question, model);
        if (!keys)
            return keys.error();
        for (auto const& key : *keys)
            if (auto changed = change(key); !changed)
                return changed;
        return write();
    });
}

/// Writes the wanted fields of a row, if its stored revision is still the given one. Returns the new revision.
SSOT_DECL result<std::int64_t> store_core::write_fields(object_span const& row, std::int64_t revision, std::uint64_t fields)
{
    auto const& model = *row.model;
    return atomically(storage::tx_mode::read_write, [&]() -> result<std::int64_t> {
        bool const     counted = model.revision != storage::no_field;
        auto const     key     = row.at(0, model.pk);
        storage::query q{.model = &model, .fields = std::uint64_t{1} << model.pk};
        if (counted)
            q.fields |= std::uint64_t{1} << model.revision;
        auto const unique = caps().unique ? 0 : unique_fields(model);
        q.fields |= unique & fields;
        q.args                 = {key};
        q.where                = {{storage::op::eq, model.pk, 0, 1}};
        bool         seen      = false;
        std::int64_t now       = 0;
        auto         unchanged = unique & ~fields; // others need not ask whether their value is taken
        auto         read      = for_each_row(q, [&](auto const& found) -> result<void> {
            seen = true;
            now  = counted ? found.at(model.revision).as_int() : 0;
            for (std::uint16_t f = 0; f != row.accessors.size(); ++f)
                if ((unique & fields) >> f & 1 && is_unchanged(found.at(f), row.at(0, f)))
                    unchanged |= std::uint64_t{1} << f;
            return {};
        });
        if (!read)
            return read.error();
        auto const named = [&] { return std::string(model.label) + ' ' + key_text(key); };
        if (!seen)
            return error(errc::not_found, named() + " is not in the store");
        if (now != revision)
            return error(errc::conflict, named() + " changed since it was read", retry::transaction);

        std::vector<storage::value> keys;
        keys.emplace_back(key);
        if (auto checked = check_references(row, keys); !checked)
            return checked.error();
        if (auto checked = check_unique(row, keys, false, false, unchanged); !checked)
            return checked.error();
        object_batch batch(row);
        if (auto written = batch.write_documents(fields); !written)
            return written.error();
        auto const                       rows = batch.view();
        std::vector<storage::assignment> set;
        for (std::size_t f = 0; f != row.accessors.size(); ++f)
            if (f != model.pk && (fields >> f & 1) != 0)
                set.push_back({static_cast<std::uint16_t>(f), rows[0].at(f)});
        if (counted)
            set.push_back({model.revision, storage::value_view::integer(revision + 1)});
        auto changed = session_->update(q, set);
        if (!changed)
            return changed.error();
        if (*changed != 1)
            return error(errc::not_found, named() + " is not in the store");
        return counted ? revision + 1 : 0;
    });
}

SSOT_DECL result<storage::value> store_core::key_of_same(object_span const& row, std::uint16_t field)
{
    auto const& model = *row.model;
    if (auto prepared = prepare(model); !prepared)
        return prepared.error();
    auto const look = [&](std::uint16_t f) -> result<storage::value> {
        storage::value out;
        auto const     wanted = row.at(0, f);
        if (wanted.is_null() || (f == model.pk && is_nil_key(wanted)))
            return out;
        storage::query const q{.model  = &model,
                               .where  = {{storage::op::eq, f, 0, 1}},
                               .args   = {wanted},
                               .fields = std::uint64_t{1} << model.pk};
        auto                 read = for_each_row(q, [&](row_reader const& found) -> result<void> {
            out = storage::value(found.at(model.pk));
            return {};
        });
        if (!read)
            return read.error();
        return out;
    };
    return guarded([&]() -> result<storage::value> {
        if (field != storage::no_field)
            return look(field);
        auto found = look(model.pk);
        for (std::uint16_t f = 0; found && found->view().is_null() && f != row.accessors.size(); ++f)
            if (f != model.pk && model.fields[f].unique)
                found = look(f);
        return found;
    });
}

SSOT_DECL bool store_core::may_look_again(error const& e) const noexcept
{
    auto const c = e.code();
    return session_ && !session_->in_transaction() &&
        (c == errc::already_exists || c == errc::conflict || c == errc::not_found || c == errc::serialization);
}

} // namespace SSOT_MODE
} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_STORE_UPDATE_IPP
