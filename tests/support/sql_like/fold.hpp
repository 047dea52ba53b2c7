// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_SQL_LIKE_FOLD_HPP
#define SSOT_TESTS_SUPPORT_SQL_LIKE_FOLD_HPP

// Groups rows and computes their measures.

#include <ssot/storage/query.hpp>

#include "compare.hpp"
#include "condition.hpp"
#include "mutation.hpp"
#include "rows.hpp"
#include "select.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ssot_test::sql {

__extension__ using wide_sum = __int128; // of any number of 64-bit numbers

class aggregation {
public:
    aggregation(reading const& from, st::aggregate_query const& q)
        : from_(from), wrongly_(from.wrongly), q_(q), base_(q.base)
    {
    }

    /// A row for each group: its values, then the measures.
    ssot::result<std::vector<row_ptr>> rows()
    {
        if (q_.group_by.empty() && q_.measures.empty())
            return ssot::error(ssot::errc::misuse, "an aggregate without groups and measures");
        for (auto const& m : q_.measures)
            if (m.fn == st::fold_fn::sum && !has_sum(kind_of(m.field)))
                return ssot::error(ssot::errc::unsupported, "a sum of values that are not numbers");
        if (wrongly_.wrong(point::aggregate_ignores_where))
            base_.where.clear();
        auto found = selection(from_, base_).rows();
        if (!found)
            return std::move(found).error();

        std::map<std::string, std::vector<row_ptr>> groups;
        std::map<std::string, row>                  names;
        for (auto const& r : *found) {
            auto name = name_of(*r);
            if (!name)
                continue;
            auto key = bytes_of(*name);
            if (wrongly_.wrong(point::group_per_row))
                key += std::to_string(groups.size());
            groups[key].push_back(r);
            names.try_emplace(std::move(key), std::move(*name));
        }
        if (groups.empty() &&
            (q_.group_by.empty() ? !wrongly_.wrong(point::no_row_for_no_rows) : wrongly_.wrong(point::row_for_no_groups))) {
            groups[{}];
            names[{}].resize(q_.group_by.size());
        }
        std::vector<row_ptr> out;
        for (auto const& [key, members] : groups) {
            if (out.size() == 1'000 && wrongly_.wrong(point::group_of_many_lost))
                break;
            auto made = names[key];
            for (auto const& m : q_.measures) {
                auto v = measured(m, members);
                if (!v)
                    return std::move(v).error();
                made.push_back(std::move(*v));
            }
            out.push_back(std::make_shared<row const>(std::move(made)));
        }
        return out;
    }

private:
    kind kind_of(std::uint16_t field) const noexcept
    {
        return field < base_.model->fields.size() ? base_.model->fields[field].type : kind::null;
    }
    static bool has_sum(kind k) noexcept
    {
        return k == kind::boolean || k == kind::int64 || k == kind::real || k == kind::duration;
    }

    /// The values of the group of a row, or nothing if a backend that is wrong loses it.
    std::optional<row> name_of(row const& r) const
    {
        row out;
        for (std::size_t i = 0; i != q_.group_by.size(); ++i) {
            auto const f = q_.group_by[i];
            auto const k = kind_of(f);
            auto       v = field_of(r, f);
            if (i != 0 && wrongly_.wrong(point::group_by_first_only))
                v = {};
            if (v.is_null() && wrongly_.wrong(point::group_of_null_lost, k))
                return std::nullopt;
            if (v.is_null() && wrongly_.wrong(point::group_of_null_merged, k))
                v = k == kind::text                                           ? value_view::chars("", k)
                    : k == kind::real                                         ? value_view::real(0)
                    : k == kind::uuid || k == kind::json || k == kind::choice ? v
                                                                              : value_view::integer(0, k);
            out.emplace_back(v);
        }
        return out;
    }

    /// Bytes that are equal if the values are.
    std::string bytes_of(row const& name) const
    {
        std::string out;
        for (std::size_t i = 0; i != name.size(); ++i) {
            auto const v    = name[i].view();
            auto const how  = wrongly_.how(point::group_compares, kind_of(q_.group_by[i]));
            auto const part = v.is_null() ? std::string("n")
                : v.is_buffer()           ? "b" + text_seen_as(how, v.as_chars())
                : v.type() == kind::real  ? "r" + std::to_string(how == way::as_int ? std::trunc(v.as_real()) : 0.0) +
                    real_bytes(how == way::as_int          ? 0.0
                                   : how == way::as_float  ? static_cast<double>(static_cast<float>(v.as_real()))
                                   : how == way::digits_15 ? with_15_digits(v.as_real())
                                                           : v.as_real())
                                         : "i" + std::to_string(seen_as(how, v.as_int()));
            out += std::to_string(part.size()) + ":" + part;
        }
        return out;
    }
    static std::string real_bytes(double v)
    {
        v = v == 0 ? 0.0 : v; // -0.0 is the same
        return std::string(reinterpret_cast<char const*>(&v), sizeof v);
    }

    ssot::result<st::value> measured(st::measure const& m, std::vector<row_ptr> const& all) const
    {
        auto const  k       = kind_of(m.field);
        bool const  part    = all.size() > 1'000 && wrongly_.wrong(point::measure_of_many);
        auto const  some    = part ? std::vector(all.begin(), all.begin() + 1'000) : std::vector<row_ptr>();
        auto const& members = part ? some : all;
        switch (m.fn) {
        case st::fold_fn::count: return st::value(value_view::integer(counted(m, members)));
        case st::fold_fn::count_if: return st::value(value_view::integer(counted_if(m, members)));
        case st::fold_fn::sum: return summed(m, members);
        default: break;
        }
        bool least = m.fn == st::fold_fn::min;
        if (wrongly_.wrong(least ? point::min_is_max : point::max_is_min, k))
            least = !least;
        value_view best;
        for (auto const& r : members) {
            auto const v = field_of(*r, m.field);
            if (v.is_null() && wrongly_.wrong(least ? point::min_takes_null : point::max_takes_null, k))
                return st::value();
            if (wrongly_.wrong(point::measure_takes_first, k))
                return st::value(v);
            if (v.is_null() || is_nan(v))
                continue;
            int const order = best.is_null() ? 0 : compare_values(wrongly_.how(point::fold_compares, k), v, best);
            if (best.is_null() || (least ? order < 0 : order > 0))
                best = v;
        }
        return st::value(best);
    }

    std::int64_t counted(st::measure const& m, std::vector<row_ptr> const& members) const
    {
        auto n = static_cast<std::int64_t>(members.size());
        if (wrongly_.wrong(point::count_leaves_nulls_out)) { // of the field, or of the groups' first
            auto const f = m.field != st::no_field ? m.field : q_.group_by.empty() ? m.field : q_.group_by[0];
            if (f != st::no_field)
                n = std::ranges::count_if(members, [&](auto const& r) { return !field_of(*r, f).is_null(); });
        }
        return wrongly_.wrong(point::count_of_distinct) ? std::min<std::int64_t>(n, 1) : n;
    }

    std::int64_t counted_if(st::measure const& m, std::vector<row_ptr> const& members) const
    {
        if (m.count == 0 || wrongly_.wrong(point::count_if_all))
            return static_cast<std::int64_t>(members.size());
        auto from = from_;
        if (from.wrongly.wrong(point::count_if_not_null_logic)) {
            static constexpr mutation as_sql{.name = "", .where = point::negation_of_null};
            from.wrongly.active = &as_sql;
        }
        auto base = base_;
        if (wrongly_.wrong(point::measure_args_shifted))
            for (auto const& term : base_.where)
                std::ranges::rotate(base.args,
                                    base.args.begin() + std::min<std::ptrdiff_t>(term.count, std::ssize(base.args)));
        evaluation condition(from, base, q_.where_if);
        auto const first = wrongly_.wrong(point::count_if_of_first) ? 0 : m.first;
        return std::ranges::count_if(members, [&](auto const& r) { return condition.satisfies(*r, first); });
    }

    ssot::result<st::value> summed(st::measure const& m, std::vector<row_ptr> const& members) const
    {
        auto const            k     = kind_of(m.field);
        bool                  any   = false;
        double                real  = 0;
        wide_sum              whole = 0;
        std::int64_t          most  = INT64_MIN;
        std::set<std::string> met;
        for (auto const& r : members) {
            auto const v = field_of(*r, m.field);
            if (v.is_null() && wrongly_.wrong(point::sum_stops_at_null, k))
                return st::value();
            if (v.is_null() || is_nan(v))
                continue;
            any = true;
            if (k == kind::real) {
                if (wrongly_.wrong(point::sum_of_distinct, k) && !met.insert(real_bytes(v.as_real())).second)
                    continue;
                real = wrongly_.wrong(point::sum_is_max, k)
                    ? std::max(real, v.as_real())
                    : real + (wrongly_.wrong(point::sum_truncates, k) ? std::trunc(v.as_real()) : v.as_real());
                continue;
            }
            if (wrongly_.wrong(point::sum_of_distinct, k) && !met.insert(std::to_string(v.as_int())).second)
                continue;
            most = std::max(most, v.as_int());
            real += static_cast<double>(v.as_int());
            whole += v.as_int();
            if (!fits(whole) && wrongly_.wrong(point::sum_overflow_of_any_order, k))
                return beyond();
        }
        if (!any)
            return wrongly_.wrong(point::sum_of_none_is_zero, k)
                ? st::value(k == kind::real ? value_view::real(0) : value_view::integer(0, k))
                : st::value();
        if (k == kind::real)
            return st::value(value_view::real(real));
        auto const type = k == kind::boolean ? kind::int64 : k;
        if (wrongly_.wrong(point::sum_is_max, k))
            return st::value(value_view::integer(most, type));
        if (wrongly_.wrong(point::sum_as_real, k) && real > -9e18 && real < 9e18)
            return st::value(value_view::integer(static_cast<std::int64_t>(real), type));
        if (!fits(whole)) {
            if (wrongly_.wrong(point::sum_saturates, k))
                return st::value(value_view::integer(whole < 0 ? INT64_MIN : INT64_MAX, type));
            if (!wrongly_.wrong(point::sum_wraps, k))
                return beyond();
        }
        return st::value(value_view::integer(static_cast<std::int64_t>(whole), type));
    }
    static bool        fits(wide_sum v) { return v == static_cast<std::int64_t>(v); }
    static ssot::error beyond() { return {ssot::errc::out_of_range, "the sum is beyond 64 bits"}; }

    reading const&             from_;
    faults                     wrongly_;
    st::aggregate_query const& q_;
    st::query                  base_;
};

} // namespace ssot_test::sql

#endif // SSOT_TESTS_SUPPORT_SQL_LIKE_FOLD_HPP
