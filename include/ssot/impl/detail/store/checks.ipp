// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_STORE_CHECKS_IPP
#define SSOT_IMPL_DETAIL_STORE_CHECKS_IPP

// Checks of rows before they are written: every foreign key has its row, and unique values are not taken.

#include <ssot/store.hpp>

#include <ssot/detail/base/seeded_hash.hpp>
#include <ssot/detail/store/core.hpp>
#include <ssot/detail/store/object_batch.hpp>
#include <ssot/detail/store/row_reader.hpp>
#include <ssot/detail/store/shared_state.hpp>
#include <ssot/detail/store/statement.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace ssot::detail {
inline namespace SSOT_MODE {

/// Checks that every row to which a foreign key refers is stored, or is among `rows`.
SSOT_DECL result<void> store_core::check_references(object_span const& rows, std::vector<storage::value> const& keys)
{
    if (caps().foreign_keys != storage::foreign_key_checks::none)
        return {};
    for (std::uint16_t f = 0; f != rows.accessors.size(); ++f) {
        auto const* const target = rows.model->fields[f].target;
        if (!target)
            continue;
        auto wanted = distinct_keys(rows, f);
        if (storage::same_model(*target, *rows.model)) {
            std::set<std::string> own;
            for (auto const& key : keys)
                if (!is_nil_key(key.view())) // which the backend makes
                    own.insert(key_bytes(key.view()));
            std::erase_if(wanted, [&](auto const& key) { return own.contains(key_bytes(key)); });
        }

        std::set<std::string> missing;
        storage::query        q{.model = target, .fields = std::uint64_t{1} << target->pk};
        for (auto at = wanted.begin(); at != wanted.end();) {
            auto const left = static_cast<std::size_t>(wanted.end() - at);
            auto const n    = std::min({left, most_keys(caps()), std::size_t{1000}});
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

/// The bytes of a value, which equal those of all values that equal it, and of no other.
SSOT_DECL std::string unique_bytes(storage::value_view v)
{
    if (v.type() == kind::real && v.as_real() == 0)
        v = storage::value_view::real(0); // both zeros are one
    return key_bytes(v);
}

/// Whether a value is what it was, to the bit.
SSOT_DECL bool is_unchanged(storage::value_view was, storage::value_view is) noexcept
{
    if (was.is_null() || is.is_null())
        return was.is_null() && is.is_null();
    if (was.is_buffer() != is.is_buffer() || (was.type() == kind::real) != (is.type() == kind::real))
        return false;
    if (was.type() == kind::real)
        return std::bit_cast<std::uint64_t>(was.as_real()) == std::bit_cast<std::uint64_t>(is.as_real());
    return was.is_buffer() ? was.as_chars() == is.as_chars() : was.as_int() == is.as_int();
}

/// The values that rows of the store hold in a field, of those that the rows to be written have there.
SSOT_DECL result<std::unordered_set<std::string, seeded_hash>> store_core::stored_values(object_span const& rows,
                                                                                         std::uint16_t      field)
{
    std::unordered_set<std::string, seeded_hash> seen, out;
    std::vector<storage::value_view>             wanted;
    for (std::size_t i = 0; i != rows.n; ++i)
        if (auto const v = rows.at(i, field); !v.is_null() && seen.insert(unique_bytes(v)).second)
            wanted.push_back(v);
    // A backend that cannot look for values gives all rows each time.
    bool const        filters = caps().filters == storage::filtering::all;
    std::size_t const most    = filters ? std::min<std::size_t>(most_keys(caps()), 1000) : wanted.size();
    for (std::size_t first = 0; first < wanted.size(); first += most) {
        auto const     n    = std::min(most, wanted.size() - first);
        auto const     from = wanted.begin() + static_cast<std::ptrdiff_t>(first);
        storage::query q{.model  = rows.model,
                         .where  = {{storage::op::in, field, 0, static_cast<std::uint32_t>(n)}},
                         .args   = {from, from + static_cast<std::ptrdiff_t>(n)},
                         .fields = std::uint64_t{1} << rows.model->pk | std::uint64_t{1} << field};
        auto           read = for_each_row(q, [&](auto const& row) -> result<void> {
            out.insert(unique_bytes(row.at(field)));
            return {};
        });
        if (!read)
            return read.error();
    }
    return out;
}

/// Whether another row of the store holds the same values as row `i` in these fields. `key` is that of the row, which is not in
/// the store yet when it is `fresh`. A null is like no other.
SSOT_DECL result<bool> store_core::is_taken(object_span const& rows, std::size_t i, storage::value_view key,
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
SSOT_DECL result<void> store_core::check_together(object_span const& rows, std::vector<storage::value> const& keys,
                                                  bool fresh, std::span<std::uint16_t const> fields)
{
    std::unordered_set<std::string, seeded_hash> seen, stored;
    bool const                                   at_once = fresh && rows.n > 1 && fields.size() == 1;
    if (at_once) {
        auto found = stored_values(rows, fields[0]);
        if (!found)
            return found.error();
        stored = std::move(*found);
    }
    for (std::size_t i = 0; i != rows.n; ++i) {
        std::string bytes;
        bool        has_null = false;
        for (auto const f : fields) {
            auto const v = rows.at(i, f);
            has_null |= v.is_null();
            auto const one = v.is_null() ? std::string() : unique_bytes(v);
            bytes.append(std::to_string(one.size())).append(":").append(one);
        }
        if (has_null) // a null equals no other value
            continue;
        auto taken = at_once ? result<bool>(stored.contains(unique_bytes(rows.at(i, fields[0]))))
                             : is_taken(rows, i, keys[i].view(), fields, fresh);
        if (!taken)
            return taken.error();
        if (!seen.insert(std::move(bytes)).second || *taken) {
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

/// The same for all unique fields but those of `unchanged`. What the backend looks after itself is only checked `also_here`.
SSOT_DECL result<void> store_core::check_unique(object_span const& rows, std::vector<storage::value> const& keys, bool fresh,
                                                bool also_here, std::uint64_t unchanged)
{
    if (caps().unique && !also_here)
        return {};
    auto const& model = *rows.model;
    for (std::uint16_t f = 0; f != rows.accessors.size(); ++f)
        if (f != model.pk && model.fields[f].unique && (unchanged >> f & 1) == 0)
            if (auto checked = check_together(rows, keys, fresh, {&f, 1}); !checked)
                return checked;
    for (auto const together : model.unique_together)
        if (std::ranges::any_of(together, [&](auto f) { return (unchanged >> f & 1) == 0; }))
            if (auto checked = check_together(rows, keys, fresh, together); !checked)
                return checked;
    return {};
}

/// The fields that no two rows share, alone or together, but for the key.
SSOT_DECL std::uint64_t unique_fields(storage::model_desc const& model) noexcept
{
    std::uint64_t out = 0;
    for (std::uint16_t f = 0; f != model.fields.size(); ++f)
        if (model.fields[f].unique || storage::is_unique_together(model, f))
            out |= std::uint64_t{1} << f;
    return out & ~(std::uint64_t{1} << model.pk);
}

/// Returns the error with the row and the key that were taken, also if the backend did not name them. Queries the store only if
/// the user has no transaction open, since one that failed cannot be queried.
SSOT_DECL error store_core::name_taken(error e, object_span const& rows, std::vector<storage::value> const& keys)
{
    if (e.code() != errc::already_exists || keys.size() != rows.n)
        return e;
    auto const& model      = *rows.model;
    bool const  by_backend = !e.path().empty() && (rows.one || e.path() != rows.fields[model.pk].name);
    if (by_backend) { // the key is added to what it named
        for (std::size_t i = 0; e.keys().empty() && i != rows.n; ++i)
            if (e.path() == rows.at_row(error(e.code(), {}).with_path(std::string(rows.fields[model.pk].name)), i).path())
                return std::move(e).with_keys({key_text(keys[i].view())});
        return e;
    }
    auto const made = [&](std::size_t i) {
        return model.fields[model.pk].type == kind::int64 && is_nil_key(rows.at(i, model.pk));
    };
    auto const named = [&](std::size_t i) {
        auto const again = made(i) ? retry::transaction : retry::never; // another session made the same key
        return rows.at_row(std::move(e).with_advice(again).with_path(std::string(rows.fields[model.pk].name)), i)
            .with_keys({key_text(keys[i].view())});
    };
    std::set<std::string> seen;
    for (std::size_t i = 0; i != rows.n; ++i)
        if (!is_nil_key(keys[i].view()) && !seen.insert(key_bytes(keys[i].view())).second)
            return named(i);
    bool const only_keys = model.unique_together.empty() &&
        std::ranges::count_if(model.fields, &storage::field_desc::unique) == 1; // the key is the only unique field
    if (rows.n == 1 && only_keys && !is_nil_key(keys[0].view()))
        return named(0);
    if (session_->in_transaction())
        return e;
    for (std::size_t i = 0; i != rows.n; ++i) {
        if (is_nil_key(keys[i].view())) // the backend was to make it
            continue;
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
