// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_SQL_LIKE_WRITE_HPP
#define SSOT_TESTS_SUPPORT_SQL_LIKE_WRITE_HPP

// One statement that writes: all of it or nothing, and what it leaves behind breaks no constraint.

#include <ssot/error.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>

#include "compare.hpp"
#include "damage.hpp"
#include "mutation.hpp"
#include "rows.hpp"
#include "schema.hpp"
#include "select.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot_test::sql {

/// Keys of rows that were erased, by the name of their model.
using keys_gone = std::map<std::string, std::set<std::string>, std::less<>>;

/// Refuses if a row points at one of those that are gone.
inline ssot::result<void> nothing_points_at(faults const& wrongly, catalog const& rows, schema const& made,
                                            std::string_view model, std::set<std::string> const& gone)
{
    if (wrongly.wrong(point::foreign_key_ignored))
        return {};
    for (auto const& [name, other] : made.models())
        for (std::size_t f = 0; f != other.fields.size(); ++f) {
            auto const* const target = other.fields[f].target;
            auto const* const t      = target && target->name == model ? table_of(rows, name) : nullptr;
            if (!t)
                continue;
            for (auto const& [key, r] : t->rows)
                if (auto const v = field_of(*r, f); !v.is_null() && gone.contains(key_bytes(v)))
                    return ssot::error(ssot::errc::foreign_key, "a row of " + name + " points at a row that is gone");
        }
    return {};
}

/// Refuses if a row points at one that is not there.
inline ssot::result<void> everything_points_somewhere(faults const& wrongly, catalog const& rows, schema const& made)
{
    if (wrongly.wrong(point::foreign_key_ignored))
        return {};
    for (auto const& [name, model] : made.models())
        for (std::size_t f = 0; f != model.fields.size(); ++f) {
            auto const* const target = model.fields[f].target;
            auto const* const t      = target ? table_of(rows, name) : nullptr;
            if (!t)
                continue;
            for (auto const& [key, r] : t->rows)
                if (auto const v = field_of(*r, f); !v.is_null() && !row_with(rows, target->name, v))
                    return ssot::error(ssot::errc::foreign_key, "a row of " + name + " points at a row that does not exist");
        }
    return {};
}

/// Rows whose unique values a backend that is wrong takes for taken, or for free.
struct unique_ghosts {
    std::vector<std::pair<std::string, row_ptr>> const* rows  = nullptr; ///< with the names of their models
    std::set<std::string> const*                        freed = nullptr; ///< keys, as `name_of`
};

class statement {
public:
    /// `to` is what the transaction sees and writes. Rows that point at one which is erased are looked for at its end, if `later` is
    /// given to note the erased: of rows that point at each other in a circle, none could be erased first. With `points_later`, all other foreign keys are also judged
    /// at its end. `taken` are keys of which a backend that is wrong says that they are taken.
    statement(reading const& from, catalog& to, schema const& made, st::model_desc const& model,
              std::set<std::string> const& taken, unique_ghosts ghosts, keys_gone* later, bool points_later)
        : from_(from), wrongly_(from.wrongly), to_(to), made_(made), model_(model), taken_(taken), ghosts_(ghosts),
          later_(later), points_later_(points_later)
    {
    }

    /// With `made`, makes the keys that are 0, and tells all keys there.
    ssot::result<std::size_t> insert(st::record_batch const& rows, std::span<std::int64_t> made = {});
    ssot::result<std::size_t> update(st::query const& q, std::span<st::assignment const> set);
    ssot::result<std::size_t> erase(st::query const& q);

    /// The rows that were there before the statement and are not afterwards, and those that it made, without those that failed.
    std::vector<std::pair<std::string, row_ptr>> const& changes() const noexcept { return changes_; }
    std::vector<row_ptr> const&                         made() const noexcept { return rows_made_; }

    /// The keys that the statement added, changed or took away, as `name_of`.
    std::vector<std::string> touched() const
    {
        std::vector<std::string> out;
        for (auto const& [key, before] : changes_)
            out.push_back(name_of(model_, key));
        return out;
    }
    static std::string name_of(st::model_desc const& model, std::string const& key)
    {
        return std::string(model.name) + '\0' + key;
    }

private:
    /// Puts a row, or none, in the place of what is there.
    void put(std::string const& key, row_ptr to)
    {
        auto&      t   = table_to_write(to_, model_.name);
        auto const was = t.rows.find(key);
        changes_.emplace_back(key, was == t.rows.end() ? nullptr : was->second);
        if (to && wrongly_.active)
            rows_made_.push_back(to);
        if (wrongly_.active && wrongly_.active->where == point::posting_twice) {
            if (!to)
                t.erased.insert(key), t.doubled.erase(key);
            else if (was == t.rows.end() && t.erased.contains(key))
                t.doubled.insert(key);
        }
        if (!to)
            t.rows.erase(key);
        else
            t.rows.insert_or_assign(key, std::move(to));
    }

    bool has(std::string const& key) const
    {
        auto const* const t = table_of(to_, model_.name);
        return t && t->rows.contains(key);
    }

    ssot::error fail(ssot::error e)
    {
        auto const first = changes_.empty() ? std::string() : changes_.front().first;
        auto const last  = changes_.empty() ? std::string() : changes_.back().first;
        auto&      t     = table_to_write(to_, model_.name);
        if (wrongly_.how(point::failure_keeps) == way::first_part) // as if it were written in parts of 1,000 rows
            changes_.erase(changes_.begin(),
                           changes_.begin() + static_cast<std::ptrdiff_t>(changes_.size() - changes_.size() % 1'000));
        for (auto change = changes_.rbegin(); change != changes_.rend(); ++change) {
            auto const& [key, before] = *change;
            auto const keeps          = wrongly_.how(point::failure_keeps);
            if (keeps == way::all || (keeps == way::inserts && key == first) || (keeps == way::last_write && key == last))
                continue;
            if (before)
                t.rows.insert_or_assign(key, before);
            else
                t.rows.erase(key);
        }
        return e;
    }
    /// The first of the keys that are free from there on.
    std::int64_t first_free(st::record_batch const& rows) const
    {
        auto const* const t = table_of(to_, model_.name);
        if (wrongly_.wrong(point::made_by_count))
            return t ? static_cast<std::int64_t>(t->rows.size()) + 1 : 1;
        std::int64_t highest = 0;
        if (t)
            for (auto const& [key, r] : t->rows)
                highest = std::max(highest, field_of(*r, model_.pk).as_int());
        for (std::size_t i = 0; i != rows.size(); ++i)
            highest = std::max(highest, rows[i].at(model_.pk).as_int());
        return highest + 1;
    }

    bool        is_canceled() const noexcept { return from_.stop && *from_.stop; }
    ssot::error canceled()
    {
        if (wrongly_.wrong(point::cancel_keeps_part))
            changes_.clear();
        return fail({ssot::errc::canceled, "the call was canceled"});
    }

    ssot::error is_taken() { return fail({ssot::errc::already_exists, "there is a row with this key already"}); }

    /// The error with the field in its path. A backend that is wrong also names a row, which is the wrong one, or another field.
    ssot::error at_field(ssot::error e, std::string const& key, std::size_t field) const
    {
        if (wrongly_.wrong(point::path_of_other_field))
            field = field + 1 < model_.fields.size() ? field + 1 : 0;
        auto path = std::string(model_.fields[field].name);
        if (wrongly_.call == operation::insert || wrongly_.call == operation::insert_if_absent) {
            if (wrongly_.wrong(point::path_of_first_row))
                path.insert(0, "[0].");
            std::size_t at = 0;
            while (at != changes_.size() && changes_[at].first != key)
                ++at;
            if (wrongly_.wrong(point::path_of_next_row))
                path.insert(0, '[' + std::to_string(at + 1) + "].");
        }
        return std::move(e).with_path(path);
    }

    st::value written(std::size_t field, value_view v) const
    {
        auto const& f   = model_.fields[field];
        auto const  how = field == model_.pk || f.target ? way::none : wrongly_.how(point::value_written, f.type);
        return how == way::none ? st::value(v) : damaged(how, f, v);
    }

    bool refuses_null(row const& r) const
    {
        for (std::size_t i = 0; i != r.size(); ++i)
            if (r[i].view().is_null() && !model_.fields[i].nullable && !wrongly_.wrong(point::value_written) &&
                !wrongly_.wrong(point::not_null_ignored, model_.fields[i].type))
                return true;
        return false;
    }

    std::size_t        counted(std::size_t n) const;
    ssot::result<void> constraints();
    ssot::result<void> unique_over(std::span<std::uint16_t const> fields, bool together);
    ssot::result<void> points_somewhere(row const& r);

    reading const&                               from_;
    faults                                       wrongly_;
    catalog&                                     to_;
    schema const&                                made_;
    st::model_desc const&                        model_;
    std::set<std::string> const&                 taken_;
    unique_ghosts                                ghosts_;
    keys_gone*                                   later_;
    bool                                         points_later_; ///< foreign keys are judged at the end of the transaction
    std::vector<row_ptr>                         rows_made_{};
    std::vector<std::pair<std::string, row_ptr>> changes_{}; ///< keys, and what was there before
};

inline ssot::result<std::size_t> statement::insert(st::record_batch const& rows, std::span<std::int64_t> made)
{
    auto       next    = made.empty() ? 0 : first_free(rows);
    auto const keys_of = [&](std::size_t i) {
        auto const given = rows[i].at(model_.pk);
        if (made.empty())
            return given;
        bool const makes =
            (given.as_int() == 0 && !wrongly_.wrong(point::made_zero)) || wrongly_.wrong(point::made_for_given);
        auto const key                                                         = makes ? value_view::integer(next++) : given;
        made[wrongly_.wrong(point::made_in_reverse) ? rows.size() - 1 - i : i] = key.as_int();
        return key;
    };
    bool const            absent = wrongly_.call == operation::insert_if_absent;
    std::set<std::string> of_batch;
    row                   previous;
    std::size_t           n = 0;
    if (absent && wrongly_.wrong(point::absent_stores_none))
        for (std::size_t i = 0; i != rows.size(); ++i)
            if (has(key_bytes(rows[i].at(model_.pk))))
                return std::size_t{0};
    for (std::size_t i = 0; i != rows.size(); ++i) {
        if (is_canceled())
            return canceled();
        auto const own      = keys_of(i);
        auto const key      = key_bytes(own);
        bool const ghost    = taken_.contains(name_of(model_, key));
        bool const ours     = of_batch.contains(key);
        bool const is_there = has(key) || ghost;
        of_batch.insert(key);
        if (is_there && absent) {
            if (ours && wrongly_.wrong(point::absent_repeated_in_batch))
                return is_taken();
            if (!wrongly_.wrong(point::absent_overwrites)) {
                n += wrongly_.wrong(point::absent_counts_all);
                continue;
            }
        } else if (is_there && !wrongly_.wrong(point::key_replaces) &&
                   !(ours && wrongly_.wrong(point::key_in_batch_replaces))) {
            auto e = is_taken();
            return wrongly_.wrong(point::path_of_first_row) ? std::move(e).with_path("[0]")
                : wrongly_.wrong(point::path_of_next_row)   ? std::move(e).with_path('[' + std::to_string(i + 1) + ']')
                                                            : std::move(e);
        }
        row r;
        for (std::size_t f = 0; f != model_.fields.size(); ++f)
            r.push_back(written(f, f == model_.pk ? own : rows[i].at(f)));
        if (wrongly_.wrong(point::null_takes_previous)) { // as an argument that is not bound again
            for (std::size_t f = 0; f != r.size() && !previous.empty(); ++f)
                if (r[f].view().is_null() && !model_.fields[f].target)
                    r[f] = previous[f];
            previous = r;
        }
        if (wrongly_.wrong(point::key_zero_made) && own.type() == kind::int64 && own.as_int() == 0) {
            r[model_.pk] = st::value(value_view::integer(900'000 + static_cast<std::int64_t>(i)));
            put(key_bytes(r[model_.pk].view()), std::make_shared<row const>(r));
            ++n;
            continue;
        }
        if (n >= 1'000 && wrongly_.wrong(point::insert_of_many_lost)) {
            ++n;
            continue;
        }
        if (refuses_null(r))
            return fail({ssot::errc::constraint, "a field that cannot be null is null"});
        put(key, std::make_shared<row const>(std::move(r)));
        ++n;
        if (absent && n == 1 && wrongly_.wrong(point::absent_stores_first))
            break;
        if (wrongly_.wrong(point::foreign_key_each_row))
            if (auto checked = constraints(); !checked)
                return fail(std::move(checked).error());
    }
    if (auto checked = constraints(); !checked)
        return fail(std::move(checked).error());
    return counted(n);
}

inline std::size_t statement::counted(std::size_t n) const
{
    if (n > 1'000 && wrongly_.wrong(point::count_of_last_part))
        return (n - 1) % 1'000 + 1;
    return wrongly_.wrong(point::count_wrong) && n != 0 ? n - 1 : n;
}

inline ssot::result<std::size_t> statement::update(st::query const& q, std::span<st::assignment const> set)
{
    auto       asked       = q;
    bool const by_revision = q.where.size() == 3 && q.where[2].field == model_.revision;
    if (by_revision && wrongly_.wrong(point::update_of_other_revisions))
        asked.where = {q.where[1]};
    auto selected = selection(from_, asked).rows();
    if (!selected)
        return std::move(selected).error();
    bool const in_part = wrongly_.wrong(point::declines_in_part) && !q.by_key() && selected->size() > 1;
    if ((wrongly_.wrong(point::update_first_only) || in_part) && selected->size() > 1)
        selected->resize(1);
    if (wrongly_.wrong(point::update_of_many_lost) && selected->size() > 1'000)
        selected->resize(1'000);
    std::size_t changed = 0;
    if (wrongly_.wrong(point::update_sees_itself)) {
        auto every = q;
        every.where.clear();
        if (auto all = selection(from_, every).rows())
            selected = std::move(all);
    }
    for (auto const& old : *selected) {
        if (is_canceled())
            return canceled();
        if (wrongly_.wrong(point::update_sees_itself)) {
            auto       one = q;
            auto       hit = rows_or_none(selection(from_, one).rows());
            auto const key = key_bytes(field_of(*old, model_.pk));
            if (std::ranges::none_of(hit, [&](auto const& r) { return key_bytes(field_of(*r, model_.pk)) == key; }))
                continue;
        }
        row  next   = *old;
        bool differ = false;
        for (std::size_t i = 0; i != set.size(); ++i) {
            if (i != 0 && wrongly_.wrong(point::update_of_later_fields_lost))
                break;
            auto const f = set[i].field;
            next[f]      = written(f, set[i].to);
            if (set[i].add && !wrongly_.wrong(point::update_assigns_sum)) {
                auto const& from = wrongly_.wrong(point::update_adds_to_first) ? *selected->front() : *old;
                next[f]          = st::value(value_view::integer(field_of(from, f).as_int() + set[i].to.as_int()));
            }
            auto const a = field_of(*old, f);
            auto const b = next[f].view();
            differ       = differ || a.is_null() != b.is_null() || (!a.is_null() && compare_values(way::none, a, b) != 0);
        }
        if (refuses_null(next))
            return fail({ssot::errc::constraint, "a field that cannot be null is null"});
        changed += differ || !wrongly_.wrong(point::count_of_changed_only);
        put(key_bytes(field_of(*old, model_.pk)), std::make_shared<row const>(std::move(next)));
    }
    if (auto checked = constraints(); !checked)
        return fail(std::move(checked).error());
    if (in_part)
        return ssot::error(ssot::errc::unsupported, "declined");
    return counted(changed);
}

inline ssot::result<std::size_t> statement::erase(st::query const& q)
{
    auto selected = selection(from_, q).rows();
    if (!selected)
        return std::move(selected).error();
    bool const in_part = wrongly_.wrong(point::declines_in_part) && !q.by_key() && selected->size() > 1;
    if ((wrongly_.wrong(point::erase_first_only) || in_part) && selected->size() > 1)
        selected->resize(1);
    if (wrongly_.wrong(point::erase_of_many_lost) && selected->size() > 1'000)
        selected->resize(1'000);
    for (auto const& old : *selected) {
        if (is_canceled())
            return canceled();
        put(key_bytes(field_of(*old, model_.pk)), nullptr);
    }
    if (wrongly_.wrong(point::erase_takes_others) && !selected->empty()) // what points there, as with ON DELETE CASCADE
        for (auto const& [name, other] : made_.models())
            for (std::size_t f = 0; f != other.fields.size(); ++f)
                if (other.fields[f].target && other.fields[f].target->name == model_.name)
                    std::erase_if(table_to_write(to_, name).rows, [&](auto const& pair) {
                        auto const key = field_of(*pair.second, f);
                        return !key.is_null() && !has(key_bytes(key));
                    });
    if (auto checked = constraints(); !checked)
        return fail(std::move(checked).error());
    if (in_part)
        return ssot::error(ssot::errc::unsupported, "declined");
    return counted(selected->size());
}

} // namespace ssot_test::sql

#endif // SSOT_TESTS_SUPPORT_SQL_LIKE_WRITE_HPP
