// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_INSERT_HPP
#define SSOT_IMPL_STORE_INSERT_HPP

// Adding rows: keys and times are made, rules checked.

#include <ssot/store.hpp>

#include <ssot/detail/write_batch.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace ssot {

template<class Backend>
template<class M>
    requires model<M>
result<key_t<M>> store<Backend>::insert(M& m, insert_options options)
{
    auto keys = insert_rows<M>(&m, 1, true, &m, options);
    if (!keys)
        return std::move(keys).error();
    return keys->front();
}

template<class Backend>
template<model M>
result<key_t<M>> store<Backend>::insert(M const& m, insert_options options)
{
    auto keys = insert_rows<M>(&m, 1, true, nullptr, options);
    if (!keys)
        return std::move(keys).error();
    return keys->front();
}

template<class Backend>
template<class M>
    requires model<std::remove_const_t<M>>
result<std::vector<key_t<std::remove_const_t<M>>>> store<Backend>::insert(std::span<M> rows, insert_options options)
{
    if constexpr (std::is_const_v<M>)
        return insert_rows<std::remove_const_t<M>>(rows.data(), rows.size(), false, nullptr, options);
    else
        return insert_rows<M>(rows.data(), rows.size(), false, rows.data(), options);
}

template<class Backend>
template<std::ranges::contiguous_range R>
    requires model<std::ranges::range_value_t<R>>
result<std::vector<key_t<std::ranges::range_value_t<R>>>> store<Backend>::insert(R&& rows, insert_options options)
{
    return insert(std::span(std::ranges::data(rows), std::ranges::size(rows)), options);
}

template<class Backend>
template<model M>
result<std::vector<key_t<M>>> store<Backend>::insert_rows(M const* rows, std::size_t n, bool one, M* write_back,
                                                          insert_options how)
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
    auto done = atomically(storage::tx_mode::read_write, [&] { return insert_objects(all, keys, stamps, how); });
    if (!done)
        return name_taken(std::move(done).error(), all, keys);

    out.resize(n);
    for (std::size_t i = 0; i != n; ++i) {
        static_cast<void>(storage::detail::from_view(out[i], keys[i].view()));
        if (write_back)
            write_back_made<M>(all, write_back[i], keys[i].view(), stamps[i], how);
    }
    return out;
}

/// Gives a row the key and the times that its insert made.
template<class Backend>
template<model M>
void store<Backend>::write_back_made(detail::objects const& all, M& row, storage::value_view key, timestamp stamp,
                                     insert_options how) const
{
    static_cast<void>(all.accessors[0].set(&row, key));
    for (std::size_t f = 1; f != all.fields.size(); ++f)
        if (all.fields[f].options.auto_now_add && !(how.keep_times && detail::is_given_time(all.accessors[f].get(&row))))
            static_cast<void>(all.accessors[f].set(&row, storage::detail::to_view(stamp)));
}

template<class Backend>
template<class M>
    requires model<M>
result<bool> store<Backend>::insert_if_absent(M& m, insert_options options)
{
    return insert_absent<M>(m, &m, options);
}

template<class Backend>
template<model M>
result<bool> store<Backend>::insert_if_absent(M const& m, insert_options options)
{
    return insert_absent<M>(m, nullptr, options);
}

template<class Backend>
template<model M>
result<bool> store<Backend>::insert_absent(M const& m, M* write_back, insert_options how)
{
    auto const all = detail::objects_of(&m, 1, true);
    if (auto prepared = prepare(*all.model); !prepared)
        return prepared.error();
    if (auto checked = check_rules(&m, all); !checked)
        return checked.error();

    auto const                  given = all.at(0, all.model->pk);
    std::vector<storage::value> keys;
    std::vector<timestamp>      stamps;
    auto const                  is_there = [&]() -> result<bool> {
        return detail::is_nil_key(given) ? result<bool>(false) : has_key(*all.model, given);
    };
    auto done = atomically(storage::tx_mode::read_write, [&]() -> result<bool> {
        auto found = is_there();
        if (!found || *found)
            return found ? result<bool>(false) : found;
        auto added = insert_objects(all, keys, stamps, how, absent::only);
        if (!added)
            return added.error();
        return *added != 0;
    });
    if (!done && done.error().code() == errc::already_exists && !session_.state()->in_transaction()) {
        auto found = guarded(is_there); // somebody else was faster
        if (found && *found)
            return false;
    }
    if (!done)
        return name_taken(std::move(done).error(), all, keys);
    if (*done && write_back)
        write_back_made<M>(all, *write_back, keys[0].view(), stamps[0], how);
    return done;
}

/// The rules that a row satisfies or breaks by itself.
template<class Backend>
template<model M>
result<void> store<Backend>::check_rules(M const* rows, detail::objects const& all, std::uint64_t fields) const
{
    if (!shared_->options.validate)
        return {};
    for (std::size_t i = 0; i != all.n; ++i)
        for (auto const& problem : ssot::validate(rows[i], shared_->options.validation)) {
            auto const f = std::ranges::find(all.fields, problem.field, &field_info::name) - all.fields.begin();
            if ((fields >> f & 1) != 0)
                return all.at_row(to_error(problem), i);
        }
    return {};
}

/// Checks and stores rows; how many were stored, which is all or, when they may be there, none.
template<class Backend>
result<std::size_t> store<Backend>::insert_objects(detail::objects const& rows, std::vector<storage::value>& keys,
                                                   std::vector<timestamp>& stamps, insert_options how, absent when)
{
    auto const& model = *rows.model;
    if (auto made = make_keys(rows, keys); !made)
        return made.error();
    if (auto checked = check_references(rows, keys); !checked)
        return checked.error();
    if (auto checked = check_unique(rows, keys, true); !checked)
        return checked.error();

    // The clock is asked once for each row that needs it, and all times of a row are equal.
    auto const is_set = [&](std::size_t i, std::size_t f) {
        return rows.fields[f].options.auto_now_add && !(how.keep_times && detail::is_given_time(rows.at(i, f)));
    };
    stamps.resize(rows.n);
    detail::write_batch batch(rows);
    batch.replace(model.pk, [&](std::size_t i) { return keys[i].view(); });
    for (std::size_t f = 0; f != rows.fields.size(); ++f) {
        std::size_t first = 0;
        while (first != rows.n && !is_set(first, f))
            ++first;
        if (first == rows.n)
            continue;
        batch.replace(f, [&](std::size_t i) {
            if (!is_set(i, f))
                return rows.at(i, f);
            if (stamps[i] == timestamp())
                stamps[i] = shared_->options.clock();
            return storage::detail::to_view(stamps[i]);
        });
    }
    if (model.revision != storage::no_field)
        batch.replace(model.revision, [](std::size_t) { return storage::value_view::integer(1); });
    if (auto written = batch.write_documents(); !written)
        return written.error();

    auto const all = batch.view();
    if constexpr (storage::inserting_if_absent<session_type>)
        if (when == absent::only) {
            auto added = session_.insert_if_absent(all);
            if (added || added.error().code() != errc::unsupported)
                return added;
        }
    static_cast<void>(when);
    std::vector<storage::replaced_column> columns(all.replaced.size());
    for (std::size_t first = 0; first < rows.n;) {
        auto const count = std::min(caps().max_batch, rows.n - first);
        if (auto inserted = session_.insert(all.slice(first, count, columns)); !inserted)
            return inserted.error();
        first += count;
    }
    return rows.n;
}

template<class Backend>
result<bool> store<Backend>::has_key(storage::model_desc const& model, storage::value_view key)
{
    storage::query const q{.model  = &model,
                           .where  = {{storage::op::eq, model.pk, 0, 1}},
                           .args   = {key},
                           .fields = std::uint64_t{1} << model.pk};
    bool                 found = false;
    auto                 read  = for_each_row(q, [&](auto const&) -> result<void> {
        found = true;
        return {};
    });
    if (!read)
        return read.error();
    return found;
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
        if (rows.check_key && detail::is_nil_key(given)) // what was made must be a key of the user's type
            if (auto fits = rows.check_key(keys.back().view()); !fits)
                return rows.at_row(std::move(fits).error().with_path(std::string(rows.fields[model.pk].name)), i);
    }
    return {};
}

} // namespace ssot

#endif // SSOT_IMPL_STORE_INSERT_HPP
