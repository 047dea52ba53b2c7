// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_STORE_UPDATE_IPP
#define SSOT_IMPL_DETAIL_STORE_UPDATE_IPP

// Updating rows, if they did not change since they were read.

#include <ssot/store.hpp>

#include <ssot/detail/store/core.hpp>
#include <ssot/detail/store/object_batch.hpp>
#include <ssot/detail/store/object_span.hpp>
#include <ssot/detail/store/read_plan.hpp>
#include <ssot/detail/store/row_reader.hpp>
#include <ssot/detail/store/shared_state.hpp>
#include <ssot/detail/store/statement.hpp>
#include <ssot/detail/text/message.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
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
                                                function_ref<result<void>()> work)
{
    if (auto prepared = prepare(question, model); !prepared)
        return prepared;
    return atomically(storage::tx_mode::read_write, work);
}

/// Returns whether a backend needs no help to write these fields of a row: it compares the revision, and looks after the
/// unique values and the foreign keys among them.
SSOT_DECL bool store_core::writes_at_once(storage::model_desc const& model, std::uint64_t fields) const noexcept
{
    if (!caps().revisions || caps().filters != storage::filtering::all ||
        (!caps().unique && (unique_fields(model) & fields) != 0))
        return false;
    if (caps().foreign_keys != storage::foreign_key_checks::none)
        return true;
    for (std::size_t f = 0; f != model.fields.size(); ++f)
        if (model.fields[f].target && (fields >> f & 1) != 0)
            return false;
    return true;
}

/// What is assigned when these fields of an object are written.
SSOT_DECL std::vector<storage::assignment> assignments_of(object_span const& row, object_batch const& batch,
                                                          std::uint64_t fields)
{
    std::vector<storage::assignment> out;
    auto const                       rows = batch.view();
    for (std::size_t f = 0; f != row.accessors.size(); ++f)
        if (f != row.model->pk && (fields >> f & 1) != 0)
            out.push_back({static_cast<std::uint16_t>(f), rows[0].at(f)});
    return out;
}

SSOT_DECL error row_is_gone(storage::model_desc const& model, storage::value_view key)
{
    return {errc::not_found, std::string(model.label) + ' ' + key_text(key) + " is not in the store"};
}

SSOT_DECL error row_changed(storage::model_desc const& model, storage::value_view key)
{
    return {
        errc::conflict, std::string(model.label) + ' ' + key_text(key) + " changed since it was read", retry::transaction};
}

/// Writes fields of a row by one statement, whose condition is the key and the revision. Only if it finds no such row, a
/// second one tells why. Returns the new revision, or nothing if the session declines the statement. Precondition: the model
/// has revisions, and `writes_at_once`.
SSOT_DECL result<std::optional<std::int64_t>> store_core::write_at_once(object_span const& row, std::int64_t revision,
                                                                        std::uint64_t fields)
{
    using written_row = result<std::optional<std::int64_t>>;
    using storage::op;
    auto const& model = *row.model;
    return at_once([&]() -> written_row {
        object_batch batch(row);
        if (auto written = batch.write_documents(fields); !written)
            return written.error();
        auto const key = row.at(0, model.pk);
        auto       set = assignments_of(row, batch, fields);
        set.push_back({model.revision, storage::value_view::integer(revision + 1)});
        storage::query q{.model = &model, .args = {key, storage::value_view::integer(revision)}};
        q.where = {{op::and_, storage::no_field, 0, 2}, {op::eq, model.pk, 0, 1}, {op::eq, model.revision, 1, 1}};
        if (!read_planner(caps()).takes(q, set.size()))
            return std::optional<std::int64_t>();
        auto changed = session_->update(q, set);
        if (!changed)
            return changed.error().code() == errc::unsupported ? written_row(std::optional<std::int64_t>())
                                                               : changed.error();
        if (*changed != 0)
            return std::optional(revision + 1);
        auto there = has_key(model, key);
        if (!there)
            return there.error();
        return *there ? row_changed(model, key) : row_is_gone(model, key);
    });
}

SSOT_DECL result<std::optional<std::size_t>> store_core::assign_where(storage::question const& question,
                                                                      object_span const& values, std::uint64_t fields)
{
    auto const& model = *values.model;
    if (auto prepared = prepare(question, model); !prepared)
        return prepared.error();
    if (auto checked = check_rules(values, fields); !checked)
        return checked.error();
    auto q = to_query(question, model);
    q.order.clear();
    bool const cuts = q.limit != no_limit || q.offset != 0;
    if (cuts || !question.reverse.empty() || question.skip_corrupt || !writes_at_once(model, fields) ||
        (!q.where.empty() && !read_planner(caps()).answers_at_once(q, q.where)))
        return std::optional<std::size_t>();
    return at_once([&]() -> result<std::optional<std::size_t>> {
        object_batch batch(values);
        if (auto written = batch.write_documents(fields); !written)
            return written.error();
        auto set = assignments_of(values, batch, fields);
        if (model.revision != storage::no_field)
            set.push_back({model.revision, storage::value_view::integer(1), true});
        if (!read_planner(caps()).takes(q, set.size()))
            return std::optional<std::size_t>();
        auto changed = session_->update(q, set);
        if (!changed && changed.error().code() == errc::unsupported)
            return std::optional<std::size_t>();
        if (!changed)
            return changed.error();
        return std::optional<std::size_t>(*changed);
    });
}

/// Writes the wanted fields of a row, if its stored revision is still the given one. Returns the new revision.
SSOT_DECL result<std::int64_t> store_core::write_fields(object_span const& row, std::int64_t revision, std::uint64_t fields)
{
    auto const& model   = *row.model;
    bool const  counted = model.revision != storage::no_field;
    if (counted && writes_at_once(model, fields)) {
        auto written = write_at_once(row, revision, fields);
        if (!written)
            return std::move(written).error();
        if (*written)
            return **written;
    }
    return atomically(storage::tx_mode::read_write, [&]() -> result<std::int64_t> {
        auto const     key = row.at(0, model.pk);
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
        if (!seen)
            return row_is_gone(model, key);
        if (now != revision)
            return row_changed(model, key);

        std::vector<storage::value> keys;
        keys.emplace_back(key);
        if (auto checked = check_references(row, keys); !checked)
            return checked.error();
        if (auto checked = check_unique(row, keys, false, false, unchanged); !checked)
            return checked.error();
        object_batch batch(row);
        if (auto written = batch.write_documents(fields); !written)
            return written.error();
        auto set = assignments_of(row, batch, fields);
        if (counted)
            set.push_back({model.revision, storage::value_view::integer(revision + 1)});
        auto changed = session_->update(q, set);
        if (!changed)
            return changed.error();
        if (*changed != 1)
            return row_is_gone(model, key);
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
