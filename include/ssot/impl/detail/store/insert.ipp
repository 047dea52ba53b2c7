// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_STORE_INSERT_IPP
#define SSOT_IMPL_DETAIL_STORE_INSERT_IPP

// Inserting rows: makes keys and times, and checks the rules.

#include <ssot/store.hpp>

#include <ssot/detail/store/core.hpp>
#include <ssot/detail/store/object_batch.hpp>
#include <ssot/detail/store/object_span.hpp>
#include <ssot/detail/store/row_reader.hpp>
#include <ssot/detail/store/shared_state.hpp>
#include <ssot/detail/store/statement.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace ssot::detail {
inline namespace SSOT_MODE {

/// Returns whether the default ordering of the model has a field in it whose time an insert sets.
SSOT_DECL bool is_ordered_by_made_time(object_span const& rows)
{
    return std::ranges::any_of(rows.model->ordering, [&](storage::order_by const& o) {
        return o.via == storage::no_field && o.field < rows.fields.size() && rows.fields[o.field].options.auto_now_add;
    });
}

/// Writes the keys of inserted rows, and the times that the insert set, into the objects at `made`, unless that is null.
SSOT_DECL void store_core::write_back(object_span const& rows, void* made, std::span<storage::value const> keys,
                                      stamps_of_rows const& stamps, insert_options const& how) const
{
    for (std::size_t i = 0; made && i != rows.n; ++i) {
        auto* const row = static_cast<std::byte*>(made) + i * rows.stride;
        static_cast<void>(rows.accessors[0].set(row, keys[i].view()));
        for (std::size_t f = 1; f != rows.fields.size(); ++f)
            if (rows.fields[f].options.auto_now_add && !(how.keep_times && is_given_time(rows.accessors[f].get(row))))
                static_cast<void>(rows.accessors[f].set(row, storage::detail::to_view(*stamps[stamps.size() == 1 ? 0 : i])));
    }
}

SSOT_DECL result<std::vector<storage::value>> store_core::insert(object_span const& rows, void* made,
                                                                 insert_options const& how)
{
    std::vector<storage::value> keys;
    if (rows.n == 0)
        return keys;
    if (auto prepared = prepare(*rows.model); !prepared)
        return prepared.error();
    if (auto checked = check_rules(rows); !checked)
        return checked.error();

    stamps_of_rows stamps;
    for (unsigned attempt = 1;; ++attempt) {
        keys.clear();
        stamps.clear();
        auto done = atomically(storage::tx_mode::read_write, [&] { return insert_prepared(rows, keys, stamps, how); });
        if (done)
            break;
        auto why = name_taken(std::move(done).error(), rows, keys);
        if (!makes_keys_again(why, rows, attempt))
            return why;
    }
    write_back(rows, made, keys, stamps, how);
    return keys;
}

SSOT_DECL result<bool> store_core::insert_if_absent(object_span const& row, void* made, insert_options const& how)
{
    if (auto prepared = prepare(*row.model); !prepared)
        return prepared.error();
    if (auto checked = check_rules(row); !checked)
        return checked.error();

    auto const                  given = row.at(0, row.model->pk);
    std::vector<storage::value> keys;
    stamps_of_rows              stamps;
    auto const                  is_there = [&]() -> result<bool> {
        return is_nil_key(given) ? result<bool>(false) : has_key(*row.model, given);
    };
    for (unsigned attempt = 1;; ++attempt) {
        keys.clear();
        stamps.clear();
        auto done = atomically(storage::tx_mode::read_write, [&]() -> result<bool> {
            auto found = is_there();
            if (!found || *found)
                return found ? result<bool>(false) : found;
            auto added = insert_prepared(row, keys, stamps, how, absent::only);
            if (!added)
                return added.error();
            return *added != 0;
        });
        if (!done && done.error().code() == errc::already_exists && !session_->in_transaction()) {
            auto found = guarded(is_there); // another session inserted it meanwhile
            if (found && *found)
                return false;
        }
        if (!done) {
            auto why = name_taken(std::move(done).error(), row, keys);
            if (makes_keys_again(why, row, attempt))
                continue;
            return why;
        }
        if (*done)
            write_back(row, made, keys, stamps, how);
        return done;
    }
}

/// Whether an insert failed because another session took a key that the store made, and is to be tried once more. Then this has
/// waited as long as `store.run` does.
SSOT_DECL bool store_core::makes_keys_again(error const& why, object_span const& rows, unsigned attempt) const
{
    bool const whole = caps().transactions || rows.n <= caps().max_batch; // nothing was kept
    if (why.code() != errc::already_exists || why.again() != retry::transaction || session_->in_transaction() || !whole)
        return false;
    run_options const options;
    if (attempt >= options.attempts)
        return false;
    options.sleep(options.pause_after(attempt));
    return true;
}

/// Returns an error of the backend, which was given the rows from `first` on, with the index that the row has among all of
/// `rows` in its path, as the library's own errors have it.
SSOT_DECL error at_row_of_all(error e, object_span const& rows, std::size_t first)
{
    std::string const path(e.path());
    auto const        end = path.find(']');
    if (path.empty() || path[0] != '[' || end == std::string::npos)
        return e;
    std::size_t row   = 0;
    auto const  digit = std::from_chars(path.data() + 1, path.data() + end, row);
    if (digit.ec != std::errc() || digit.ptr != path.data() + end || row >= rows.n - first)
        return e;
    auto rest = path.substr(end + 1);
    if (rest.starts_with('.'))
        rest.erase(0, 1);
    return rows.at_row(std::move(e).with_path(std::move(rest)), first + row);
}

/// Checks the rules that do not depend on other rows. Returns the first problem as an error.
SSOT_DECL result<void> store_core::check_rules(object_span const& rows, std::uint64_t fields) const
{
    if (!shared_->options.validate)
        return {};
    for (std::size_t i = 0; i != rows.n; ++i)
        for (auto const& problem : rows.problems(rows.object(i), shared_->options.validation)) {
            auto const f = std::ranges::find(rows.fields, problem.field, &field_info::name) - rows.fields.begin();
            if ((fields >> f & 1) != 0)
                return rows.at_row(to_error(problem), i);
        }
    return {};
}

/// Checks the rows and inserts them. Returns the number inserted: all of them, or 0 if `when` is `absent::only` and the key
/// exists.
SSOT_DECL result<std::size_t> store_core::insert_prepared(object_span const& rows, std::vector<storage::value>& keys,
                                                          stamps_of_rows& stamps, insert_options const& how, absent when)
{
    auto const& model = *rows.model;
    bool        asks  = asks_for_keys(rows); // the backend, to make some of them
    if (auto made = make_keys(rows, keys, asks); !made)
        return made.error();
    if (auto checked = check_references(rows, keys); !checked)
        return checked.error();
    if (auto checked = check_unique(rows, keys, true); !checked)
        return checked.error();

    // The clock is read once, and only if a row needs it. Rows of a model that is ordered by such a time each get a reading of
    // their own, as in the original, so that they keep the order in which they were inserted.
    auto const is_set = [&](std::size_t i, std::size_t f) {
        return rows.fields[f].options.auto_now_add && !(how.keep_times && is_given_time(rows.at(i, f)));
    };
    stamps.resize(is_ordered_by_made_time(rows) ? rows.n : 1);
    object_batch batch(rows);
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
            auto& stamp = stamps[stamps.size() == 1 ? 0 : i];
            if (!stamp)
                stamp = shared_->options.clock();
            return storage::detail::to_view(*stamp);
        });
    }
    if (model.revision != storage::no_field)
        batch.replace(model.revision, [](std::size_t) { return storage::value_view::integer(1); });
    if (auto written = batch.write_documents(); !written)
        return written.error();

    if (asks) {
        auto added = insert_making_keys(rows, batch.view(), keys);
        if (added || added.error().code() != errc::unsupported)
            return added;
        keys.clear(); // it does not for this model
        if (auto made = make_keys(rows, keys, false); !made)
            return made.error();
        batch.replace_again(model.pk, [&](std::size_t i) { return keys[i].view(); });
    }
    auto const all = batch.view();
    if (when == absent::only) {
        auto added = session_->insert_if_absent(all);
        if (added)
            return added;
        if (added.error().code() != errc::unsupported)
            return advised(at_row_of_all(std::move(added).error(), rows, 0), rows);
    }
    std::vector<storage::replaced_column> columns(all.replaced.size());
    for (std::size_t first = 0; first < rows.n;) {
        auto const count = std::min(caps().max_batch, rows.n - first);
        if (auto inserted = session_->insert(all.slice(first, count, columns)); !inserted)
            return advised(at_row_of_all(std::move(inserted).error(), rows, first), rows);
        first += count;
    }
    return rows.n;
}

/// Whether the backend makes keys, and some of the rows need one.
SSOT_DECL bool store_core::asks_for_keys(object_span const& rows) const
{
    if (!caps().makes_keys || rows.model->fields[rows.model->pk].type != kind::int64)
        return false;
    for (std::size_t i = 0; i != rows.n; ++i)
        if (is_nil_key(rows.at(i, rows.model->pk)))
            return true;
    return false;
}

/// Inserts rows whose nil keys the backend makes, and sets those in `keys`. Errors: `unsupported` before anything was inserted, if
/// the backend makes no keys for this model; `out_of_range` for a made key that the model cannot hold.
SSOT_DECL result<std::size_t> store_core::insert_making_keys(object_span const& rows, storage::record_batch all,
                                                             std::vector<storage::value>& keys)
{
    std::vector<storage::replaced_column> columns(all.replaced.size());
    std::vector<std::int64_t>             made;
    for (std::size_t first = 0; first < rows.n; first += made.size()) {
        made.assign(std::min(caps().max_batch, rows.n - first), 0);
        auto inserted = session_->insert_making_keys(all.slice(first, made.size(), columns), made);
        if (!inserted && first != 0 && inserted.error().code() == errc::unsupported)
            return error(errc::internal, "the backend made keys for some rows of the model, and none for others");
        if (!inserted)
            return at_row_of_all(std::move(inserted).error(), rows, first);
        for (std::size_t i = first; i != first + made.size(); ++i) {
            if (!is_nil_key(keys[i].view()))
                continue;
            auto const key = storage::value_view::integer(made[i - first]);
            keys[i]        = storage::value(key);
            if (key.as_int() < 1)
                return error(errc::internal, "the backend made a key that is not greater than 0");
            if (key.as_int() > rows.highest_key)
                return error(errc::out_of_range, "the integer keys of " + std::string(rows.model->label) + " are used up");
            if (rows.check_key)
                if (auto fits = rows.check_key(key); !fits)
                    return rows.at_row(std::move(fits).error().with_path(std::string(rows.fields[rows.model->pk].name)), i);
        }
    }
    return rows.n;
}

/// Returns the error of an insert, with the advice to repeat the transaction if a key is taken that the store made: another
/// session made the same.
SSOT_DECL error advised(error e, object_span const& rows)
{
    auto const& model = *rows.model;
    if (e.code() != errc::already_exists || model.fields[model.pk].type != kind::int64)
        return e;
    bool const only_keys =
        model.unique_together.empty() && std::ranges::count_if(model.fields, &storage::field_desc::unique) == 1;
    auto const name = std::string(model.fields[model.pk].name);
    for (std::size_t i = 0; i != rows.n; ++i) {
        if (!is_nil_key(rows.at(i, model.pk)))
            continue;
        auto const here = rows.at_row(error(e.code(), {}).with_path(name), i);
        auto const row  = rows.at_row(error(e.code(), {}), i);
        if (e.path() == here.path() || (only_keys && (e.path().empty() || e.path() == row.path())))
            return std::move(e).with_advice(retry::transaction);
    }
    return e;
}

SSOT_DECL result<bool> store_core::has_key(storage::model_desc const& model, storage::value_view key)
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

/// Sets `keys` to the keys of the rows, and makes those that are nil, but for integers if the backend makes them.
SSOT_DECL result<void> store_core::make_keys(object_span const& rows, std::vector<storage::value>& keys, bool by_backend)
{
    auto const&  model   = *rows.model;
    std::int64_t highest = -1; // the highest integer key, read when it is first needed
    keys.reserve(rows.n);
    for (std::size_t i = 0; i != rows.n; ++i) {
        auto const given = rows.at(i, model.pk);
        if (!is_nil_key(given) || by_backend) {
            keys.emplace_back(given);
            continue;
        }
        if (model.fields[model.pk].type == kind::uuid) {
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
        if (rows.check_key) // a key that was made must be one that the user's type accepts
            if (auto fits = rows.check_key(keys.back().view()); !fits)
                return rows.at_row(std::move(fits).error().with_path(std::string(rows.fields[model.pk].name)), i);
    }
    return {};
}

} // namespace SSOT_MODE
} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_STORE_INSERT_IPP
