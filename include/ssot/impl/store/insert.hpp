// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_INSERT_HPP
#define SSOT_IMPL_STORE_INSERT_HPP

// Adding rows: keys and times are made, rules checked.

#include <ssot/store.hpp>

#include <ssot/detail/write_batch.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ssot {

template<class Backend>
template<class M>
    requires model<M>
result<key_t<M>> store<Backend>::insert(M& m)
{
    auto keys = insert_rows<M>(&m, 1, true, &m);
    if (!keys)
        return std::move(keys).error();
    return keys->front();
}

template<class Backend>
template<model M>
result<key_t<M>> store<Backend>::insert(M const& m)
{
    auto keys = insert_rows<M>(&m, 1, true, nullptr);
    if (!keys)
        return std::move(keys).error();
    return keys->front();
}

template<class Backend>
template<class M>
    requires model<std::remove_const_t<M>>
result<std::vector<key_t<std::remove_const_t<M>>>> store<Backend>::insert(std::span<M> rows)
{
    if constexpr (std::is_const_v<M>)
        return insert_rows<std::remove_const_t<M>>(rows.data(), rows.size(), false, nullptr);
    else
        return insert_rows<M>(rows.data(), rows.size(), false, rows.data());
}

template<class Backend>
template<std::ranges::contiguous_range R>
    requires model<std::ranges::range_value_t<R>>
result<std::vector<key_t<std::ranges::range_value_t<R>>>> store<Backend>::insert(R&& rows)
{
    return insert(std::span(std::ranges::data(rows), std::ranges::size(rows)));
}

template<class Backend>
template<model M>
result<std::vector<key_t<M>>> store<Backend>::insert_rows(M const* rows, std::size_t n, bool one, M* write_back)
{
    std::vector<key_t<M>> out;
    if (n == 0)
        return out;
    auto const all = detail::objects_of(rows, n, one);
    if (auto prepared = prepare(*all.model); !prepared)
        return prepared.error();
    if (auto checked = check_rules(rows, all); !checked)
        return checked.error();

    std::vector<storage::value> keys;
    std::vector<timestamp>      stamps;
    auto done = atomically(storage::tx_mode::read_write, [&] { return insert_objects(all, keys, stamps); });
    if (!done)
        return done.error();

    out.resize(n);
    for (std::size_t i = 0; i != n; ++i) {
        static_cast<void>(storage::detail::from_view(out[i], keys[i].view()));
        if (!write_back)
            continue;
        static_cast<void>(all.accessors[0].set(write_back + i, keys[i].view()));
        for (std::size_t f = 1; f != all.fields.size(); ++f)
            if (all.fields[f].options.auto_now_add)
                static_cast<void>(all.accessors[f].set(write_back + i, storage::detail::to_view(stamps[i])));
    }
    return out;
}

/// The rules that a row satisfies or breaks by itself.
template<class Backend>
template<model M>
result<void> store<Backend>::check_rules(M const* rows, detail::objects const& all, std::uint64_t fields) const
{
    if (!shared_->options.validate)
        return {};
    for (std::size_t i = 0; i != all.n; ++i)
        for (auto const& problem : validate(rows[i])) {
            auto const f = std::ranges::find(all.fields, problem.field, &field_info::name) - all.fields.begin();
            if ((fields >> f & 1) != 0)
                return all.at_row(to_error(problem), i);
        }
    return {};
}

template<class Backend>
result<void> store<Backend>::insert_objects(detail::objects const& rows, std::vector<storage::value>& keys,
                                            std::vector<timestamp>& stamps)
{
    auto const& model = *rows.model;
    if (auto made = make_keys(rows, keys); !made)
        return made;
    if (auto checked = check_references(rows, keys); !checked)
        return checked;
    if (auto checked = check_unique(rows, keys, true); !checked)
        return checked;

    stamps.resize(rows.n);
    std::ranges::generate(stamps, shared_->options.clock);
    detail::write_batch batch(rows);
    batch.replace(model.pk, [&](std::size_t i) { return keys[i].view(); });
    for (std::size_t f = 0; f != rows.fields.size(); ++f)
        if (rows.fields[f].options.auto_now_add)
            batch.replace(f, [&](std::size_t i) { return storage::detail::to_view(stamps[i]); });
    if (model.revision != storage::no_field)
        batch.replace(model.revision, [](std::size_t) { return storage::value_view::integer(1); });
    if (auto written = batch.write_documents(); !written)
        return written;

    auto const                            all = batch.view();
    std::vector<storage::replaced_column> columns(all.replaced.size());
    for (std::size_t first = 0; first < rows.n;) {
        auto const count = std::min(caps().max_batch, rows.n - first);
        if (auto inserted = session_.insert(all.slice(first, count, columns)); !inserted)
            return inserted.error();
        first += count;
    }
    return {};
}

/// The keys of the rows; those that are nil are made.
template<class Backend>
result<void> store<Backend>::make_keys(detail::objects const& rows, std::vector<storage::value>& keys)
{
    auto const&  model   = *rows.model;
    std::int64_t highest = -1; // of the integer keys, once it is needed
    keys.reserve(rows.n);
    for (std::size_t i = 0; i != rows.n; ++i) {
        auto const given = rows.at(i, model.pk);
        if (!detail::is_nil_key(given)) {
            keys.emplace_back(given);
        } else if (model.fields[model.pk].type == kind::uuid) {
            auto const made = shared_->options.make_id();
            keys.emplace_back(storage::value_view::id(made));
        } else {
            if (highest < 0) {
                highest = 0;
                for (std::size_t k = 0; k != rows.n; ++k)
                    highest = std::max(highest, rows.at(k, model.pk).as_int());
                storage::query const newest{.model = &model, .order = {{.field = model.pk, .desc = true}}, .limit = 1};
                auto                 read = for_each_row(newest, [&](auto const& row) -> result<void> {
                    highest = std::max(highest, row.at(model.pk).as_int());
                    return {};
                });
                if (!read)
                    return read;
            }
            if (highest >= rows.highest_key)
                return error(errc::out_of_range, "the integer keys of " + std::string(model.label) + " are used up");
            keys.emplace_back(storage::value_view::integer(++highest));
        }
    }
    return {};
}

/// Whether every row that a foreign key points at is there, or comes with these.
template<class Backend>
result<void> store<Backend>::check_references(detail::objects const& rows, std::vector<storage::value> const& keys)
{
    if (caps().foreign_keys)
        return {};
    for (std::uint16_t f = 0; f != rows.accessors.size(); ++f) {
        auto const* const target = rows.model->fields[f].target;
        if (!target)
            continue;
        auto wanted = detail::distinct_keys(rows, f);
        if (target == rows.model) {
            std::set<std::string> own;
            for (auto const& key : keys)
                own.insert(detail::key_bytes(key.view()));
            std::erase_if(wanted, [&](auto const& key) { return own.contains(detail::key_bytes(key)); });
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
                missing.insert(detail::key_bytes(key));
            read = for_each_row(q, [&](auto const& row) -> result<void> {
                missing.erase(detail::key_bytes(row.at(target->pk)));
                return {};
            });
            if (!read)
                return read;
        }
        for (std::size_t i = 0; !missing.empty() && i != rows.n; ++i) {
            auto const key = rows.at(i, f);
            if (key.is_null() || !missing.contains(detail::key_bytes(key)))
                continue;
            auto words = "there is no " + std::string(target->label) + " with the key " + detail::key_text(key);
            return rows.at_row(error(errc::foreign_key, std::move(words)).with_path(std::string(rows.fields[f].name)), i);
        }
    }
    return {};
}

/// Whether no other row, stored or among these, has the same unique value.
template<class Backend>
result<void> store<Backend>::check_unique(detail::objects const& rows, std::vector<storage::value> const& keys, bool fresh)
{
    auto const& model = *rows.model;
    for (std::uint16_t f = 0; f != rows.accessors.size(); ++f) {
        if (caps().unique || f == model.pk || !model.fields[f].unique)
            continue;
        std::set<std::string> seen;
        for (std::size_t i = 0; i != rows.n; ++i) {
            auto const v = rows.at(i, f);
            if (v.is_null())
                continue;
            bool           taken = !seen.insert(detail::key_bytes(v)).second;
            storage::query q{.model = &model, .fields = std::uint64_t{1} << model.pk};
            q.args    = {v};
            q.where   = {{storage::op::eq, f, 0, 1}};
            auto read = for_each_row(q, [&](auto const& row) -> result<void> {
                taken |= fresh || compare(row.at(model.pk), keys[i].view()) != 0;
                return {};
            });
            if (!read)
                return read;
            if (taken) {
                auto words = std::string(model.label) + " with this " + std::string(rows.fields[f].options.verbose_name) +
                    " already exists";
                return rows.at_row(error(errc::already_exists, std::move(words)).with_path(std::string(rows.fields[f].name)),
                                   i);
            }
        }
    }
    return {};
}

} // namespace ssot

#endif // SSOT_IMPL_STORE_INSERT_HPP
