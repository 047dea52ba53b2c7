// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_SQL_LIKE_SCHEMA_HPP
#define SSOT_TESTS_SUPPORT_SQL_LIKE_SCHEMA_HPP

// The tables that were made, each by the description that it was made from.

#include <ssot/error.hpp>
#include <ssot/storage/schema.hpp>

#include "mutation.hpp"
#include "rows.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot_test::sql {

class schema {
public:
    /// Compares with the descriptions of all tables, and makes those that are missing if it may.
    ssot::result<std::uint32_t> prepare(faults const& wrongly, st::schema_view asked, st::schema_mode mode)
    {
        auto wider = models_;
        for (auto const* const m : asked.models) {
            if (auto const known = wider.find(m->name); known != wider.end()) {
                if (differs(wrongly, known->second, *m))
                    return mismatch(*m, "the table was made from another description");
                continue;
            }
            if (mode == st::schema_mode::verify && !wrongly.wrong(point::verify_creates))
                return mismatch(*m, "there is no table");
            if (!wrongly.wrong(point::schema_ignores, way::table))
                for (auto const& [name, other] : wider)
                    if (other.table == m->table)
                        return mismatch(*m, "another model has this table");
            wider.emplace(std::string(m->name), *m);
        }
        if (asked.version < version_ && !wrongly.wrong(point::newer_accepted))
            return ssot::error(ssot::errc::schema_mismatch, "the tables are those of a newer version");
        if (asked.version > version_ && version_ != 0 && mode == st::schema_mode::verify)
            return ssot::error(ssot::errc::schema_mismatch, "the tables are those of an older version");
        models_  = std::move(wider);
        version_ = asked.version;
        return version_;
    }

    /// Whether there is the table that a call asks for.
    ssot::result<void> check(faults const& wrongly, st::model_desc const& m) const
    {
        auto const known = models_.find(m.name);
        if (known == models_.end())
            return mismatch(m, "there is no table");
        if (differs(wrongly, known->second, m))
            return mismatch(m, "the table was made from another description");
        return {};
    }

    std::map<std::string, st::model_desc, std::less<>> const& models() const noexcept { return models_; }

private:
    static ssot::error mismatch(st::model_desc const& m, std::string_view why)
    {
        return {ssot::errc::schema_mismatch, std::string(m.label) + ": " + std::string(why)};
    }

    static bool same_lists(std::span<st::field_list const> a, std::span<st::field_list const> b)
    {
        return std::ranges::equal(a, b, [](st::field_list x, st::field_list y) { return std::ranges::equal(x, y); });
    }

    /// Whether a table made from `a` is not what `b` needs.
    static bool differs(faults const& wrongly, st::model_desc const& a, st::model_desc const& b)
    {
        auto const ignored = [&](way what) { return wrongly.wrong(point::schema_ignores, what); };
        auto const unlike  = [&](st::field_desc const& x, st::field_desc const& y) {
            bool const same_target = !x.target == !y.target && (!x.target || x.target->name == y.target->name);
            return (x.column != y.column && !ignored(way::column)) || (x.type != y.type && !ignored(way::type)) ||
                (x.nullable != y.nullable && !ignored(way::nullable)) || (x.unique != y.unique && !ignored(way::unique)) ||
                (x.max_length != y.max_length && !ignored(way::length)) || (!same_target && !ignored(way::target));
        };
        if (a.fields.size() != b.fields.size()) {
            // As if it only looked whether each column that is needed is there, or each that is there is needed.
            bool const more = a.fields.size() < b.fields.size();
            if (!ignored(more ? way::more : way::less))
                return true;
            auto const& few  = more ? a.fields : b.fields;
            auto const& many = more ? b.fields : a.fields;
            return !std::ranges::all_of(few, [&](auto const& f) {
                auto const same = std::ranges::find(many, f.column, &st::field_desc::column);
                return same != many.end() && !unlike(f, *same);
            });
        }
        for (std::size_t i = 0; i != a.fields.size(); ++i)
            if (unlike(a.fields[i], b.fields[i]))
                return true;
        return (a.table != b.table && !ignored(way::table)) || (a.pk != b.pk && !ignored(way::key)) ||
            (!same_lists(a.unique_together, b.unique_together) && !ignored(way::together)) ||
            (!same_lists(a.indexes, b.indexes) && wrongly.wrong(point::index_refused)) || a.revision != b.revision;
    }

    std::map<std::string, st::model_desc, std::less<>> models_{};
    std::uint32_t                                      version_ = 0;
};

} // namespace ssot_test::sql

#endif // SSOT_TESTS_SUPPORT_SQL_LIKE_SCHEMA_HPP
