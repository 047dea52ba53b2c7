// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_STORE_CHECKS_IPP
#define SSOT_IMPL_DETAIL_STORE_CHECKS_IPP

// Checks of rows before they are written: every foreign key has its row, and unique values are not taken.

#include <ssot/store.hpp>

#include <ssot/detail/store/core.hpp>
#include <ssot/detail/store/object_batch.hpp>
#include <ssot/detail/store/row_reader.hpp>
#include <ssot/detail/store/shared_state.hpp>
#include <ssot/detail/store/statement.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace ssot::detail {
inline namespace SSOT_MODE {

/// Checks that every row to which a foreign key refers is stored, or is among `rows`.
SSOT_DECL result<void> store_core::check_references(objects const& rows, std::vector<storage::value> const& keys)
{
    if (caps().foreign_keys)
        return {};
    for (std::uint16_t f = 0; f != rows.accessors.size(); ++f) {
        auto const* const target = rows.model->fields[f].target;
        if (!target)
            continue;
        auto wanted = distinct_keys(rows, f);
        if (storage::same_model(*target, *rows.model)) {
            std::set<std::string> own;
            for (auto const& key : keys)
                own.insert(key_bytes(key.view()));
            std::erase_if(wanted, [&](auto const& key) { return own.contains(key_bytes(key)); });
        }

        std::set<std::string> missing;
        storage::query        q{.model = target, .fields = std::uint64_t{1} << target->pk};
        for (auto at = wanted.begin(); at != wanted.end();) {
            auto const left = static_cast<std::size_t>(wanted.end() - at);
            auto const n    = std::min({left, caps().max_keys_in, std::size_t{1000}});
            q.args.assign(at, at + static_cast<std::ptrdiff_t>(n));
            q.where = {{storage::op::in, target->pk, 0, static_cast<std::uint32_t>(n)}};
            at += static_cast<std::ptrdiff_t>(n);
            std::size_t found = 0;
            auto        read  = for_each_row(q, [&](auto const&) -> result<void> {
                ++found;
                return {};
            });
            if (!read)
                return read;
            if (found == n)
                continue;
            for (auto const& key : q.args)
                missing.insert(key_bytes(key));
            read = for_each_row(q, [&](auto const& row) -> result<void> {
                missing.erase(key_bytes(row.at(target->pk)));
                return {};
            });
            if (!read)
                return read;
        }
        for (std::size_t i = 0; !missing.empty() && i != rows.n; ++i) {
            auto const key = rows.at(i, f);
            if (key.is_null() || !missing.contains(key_bytes(key)))
                continue;
            auto words = "there is no " + std::string(target->label) + " with the key " + key_text(key);
            return rows.at_row(error(errc::foreign_key, std::move(words)).with_path(std::string(rows.fields[f].name)), i);
        }
    }
    return {};
}

/// Returns whether another stored row has the values of row `i` in these fields. `key` is the key of row `i`, which is not
/// stored yet if it is `fresh`. A null equals no other value.
SSOT_DECL result<bool> store_core::is_taken(objects const& rows, std::size_t i, storage::value_view key,
                                            std::span<std::uint16_t const> fields, bool fresh)
{
    auto const&    model = *rows.model;
    storage::query q{.model = &model, .fields = std::uint64_t{1} << model.pk};
    if (fields.size() > 1)
        q.where.push_back({storage::op::and_, storage::no_field, 0, static_cast<std::uint32_t>(fields.size())});
    for (auto const f : fields) {
        auto const v = rows.at(i, f);
        if (v.is_null() || (f == model.pk && (!fresh || is_nil_key(v))))
            return false;
        q.where.push_back({storage::op::eq, f, static_cast<std::uint32_t>(q.args.size()), 1});
        q.args.push_back(v);
    }
    bool taken = false;
    auto read  = for_each_row(q, [&](auto const& other) -> result<void> {
        taken |= fresh || compare(other.at(model.pk), key) != 0;
        return {};
    });
    if (!read)
        return read.error();
    return taken;
}

/// Checks that no other row, stored or among `rows`, has the same values in all of `fields`. `fresh` rows are not stored
/// yet.
SSOT_DECL result<void> store_core::check_together(objects const& rows, std::vector<storage::value> const& keys, bool fresh,
                                                  std::span<std::uint16_t const> fields)
{
    std::set<std::string> seen;
    for (std::size_t i = 0; i != rows.n; ++i) {
        std::string bytes;
        bool        has_null = false;
        for (auto const f : fields) {
            auto const v = rows.at(i, f);
            has_null |= v.is_null();
            auto const one = v.is_null() ? std::string() : key_bytes(v);
            bytes.append(std::to_string(one.size())).append(":").append(one);
        }
        if (has_null) // a null equals no other value
            continue;
        auto stored = is_taken(rows, i, keys[i].view(), fields, fresh);
        if (!stored)
            return stored.error();
        if (!seen.insert(std::move(bytes)).second || *stored) {
            std::string names;
            for (auto const f : fields)
                names.append(names.empty() ? "" : " and ").append(rows.fields[f].options.verbose_name);
            auto words = std::string(rows.model->label) + " with this " + names + " already exists";
            return rows.at_row(
                error(errc::already_exists, std::move(words)).with_path(std::string(rows.fields[fields[0]].name)), i);
        }
    }
    return {};
}

/// The same for all unique fields. What the backend checks itself is checked here only if `also_here`.
SSOT_DECL result<void> store_core::check_unique(objects const& rows, std::vector<storage::value> const& keys, bool fresh,
                                                bool also_here)
{
    if (caps().unique && !also_here)
        return {};
    auto const& model = *rows.model;
    for (std::uint16_t f = 0; f != rows.accessors.size(); ++f)
        if (f != model.pk && model.fields[f].unique)
            if (auto checked = check_together(rows, keys, fresh, {&f, 1}); !checked)
                return checked;
    return model.unique_together.empty() ? result<void>() : check_together(rows, keys, fresh, model.unique_together);
}

/// Returns the error with the row and the key that were taken, if the backend did not name them. Queries the store only if
/// the user has no transaction open, since one that failed cannot be queried.
SSOT_DECL error store_core::name_taken(error e, objects const& rows, std::vector<storage::value> const& keys)
{
    if (e.code() != errc::already_exists || !e.path().empty() || keys.size() != rows.n)
        return e;
    auto const& model = *rows.model;
    auto const  named = [&](std::size_t i) {
        return rows.at_row(std::move(e).with_path(std::string(rows.fields[model.pk].name)), i)
            .with_keys({key_text(keys[i].view())});
    };
    std::set<std::string> seen;
    for (std::size_t i = 0; i != rows.n; ++i)
        if (!seen.insert(key_bytes(keys[i].view())).second)
            return named(i);
    bool const only_keys = model.unique_together.empty() &&
        std::ranges::count_if(model.fields, &storage::field_desc::unique) == 1; // the key is the only unique field
    if (rows.n == 1 && only_keys)
        return named(0);
    if (session_->in_transaction())
        return e;
    for (std::size_t i = 0; i != rows.n; ++i) {
        auto found = guarded([&] { return has_key(model, keys[i].view()); });
        if (!found)
            return e;
        if (*found)
            return named(i);
    }
    auto taken = guarded([&] { return check_unique(rows, keys, true, true); });
    return taken || taken.error().code() != errc::already_exists ? e : taken.error();
}

} // namespace SSOT_MODE
} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_STORE_CHECKS_IPP
