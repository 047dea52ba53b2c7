// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_SQL_LIKE_CONSTRAINT_HPP
#define SSOT_TESTS_SUPPORT_SQL_LIKE_CONSTRAINT_HPP

// What rows must not break at the end of a statement.

#include <ssot/error.hpp>

#include "mutation.hpp"
#include "rows.hpp"
#include "write.hpp"

#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <utility>

namespace ssot_test::sql {

inline ssot::result<void> statement::constraints()
{
    for (std::uint16_t f = 0; f != model_.fields.size(); ++f)
        if (model_.fields[f].unique && f != model_.pk && !wrongly_.wrong(point::unique_ignored, model_.fields[f].type))
            if (auto checked = unique_over({&f, 1}, false); !checked)
                return checked;
    for (auto const& together : model_.unique_together) {
        bool const first = &together == model_.unique_together.data();
        if (wrongly_.wrong(point::unique_together_ignored) ||
            (!first && wrongly_.wrong(point::unique_together_only_first)) ||
            (first && model_.unique_together.size() > 1 && wrongly_.wrong(point::unique_together_only_last)))
            continue;
        if (auto checked = unique_over(together, true); !checked)
            return checked;
    }

    auto const&           t = table_to_write(to_, model_.name);
    std::set<std::string> gone;
    for (auto const& [key, before] : changes_)
        if (auto const now = t.rows.find(key); now == t.rows.end())
            gone.insert(key);
        else if (auto checked = points_later_ ? ssot::result<void>() : points_somewhere(*now->second); !checked)
            return checked;
    if (gone.empty())
        return {};
    if (!later_)
        return nothing_points_at(wrongly_, to_, made_, model_.name, gone);
    (*later_)[std::string(model_.name)].merge(gone);
    return {};
}

inline ssot::result<void> statement::unique_over(std::span<std::uint16_t const> fields, bool together)
{
    auto const values = [&](row const& r) {
        std::string out;
        for (auto const f : fields) {
            auto const v = field_of(r, f);
            if (v.is_null() &&
                !wrongly_.wrong(together ? point::unique_together_null_equals_null : point::unique_null_equals_null))
                return std::string();
            auto const how   = wrongly_.how(point::unique_compares, v.type());
            auto const bytes = v.type() == kind::real ? std::to_string(v.as_real())
                : v.is_buffer()                       ? text_seen_as(how, v.as_chars())
                                                      : key_bytes(v);
            out += (v.is_null() ? 'n' : 'v') + std::to_string(bytes.size()) + ":" + bytes;
            if (together && wrongly_.wrong(point::unique_together_by_first))
                break;
        }
        return out;
    };
    std::set<std::string> changed;
    for (auto const& [key, before] : changes_)
        changed.insert(key);
    std::set<std::string> met;
    auto const&           t = table_to_write(to_, model_.name);
    for (auto const& [key, r] : t.rows)
        if (!changed.contains(key) && !(ghosts_.freed && ghosts_.freed->contains(name_of(model_, key))))
            met.insert(values(*r));
    if (ghosts_.rows)
        for (auto const& [model, r] : *ghosts_.rows)
            if (model == model_.name)
                met.insert(values(*r));
    for (auto const& key : changed)
        if (auto const r = t.rows.find(key); r != t.rows.end()) {
            auto of = values(*r->second);
            if (of.empty())
                continue;
            if (met.contains(of))
                return at_field({ssot::errc::already_exists,
                                 "there is a row with this " + std::string(model_.fields[fields[0]].name) + " already"},
                                key,
                                fields[0]);
            if (!wrongly_.wrong(point::unique_in_batch_ignored))
                met.insert(std::move(of));
        }
    return {};
}

inline ssot::result<void> statement::points_somewhere(row const& r)
{
    for (std::size_t f = 0; f != model_.fields.size(); ++f) {
        auto const* const target = model_.fields[f].target;
        auto const        key    = field_of(r, f);
        if (target && !key.is_null() && !row_with(to_, target->name, key) && !wrongly_.wrong(point::foreign_key_ignored))
            return at_field(
                {ssot::errc::foreign_key, std::string(model_.fields[f].name) + " points at a row that does not exist"},
                key_bytes(field_of(r, model_.pk)),
                f);
    }
    return {};
}

} // namespace ssot_test::sql

#endif // SSOT_TESTS_SUPPORT_SQL_LIKE_CONSTRAINT_HPP
