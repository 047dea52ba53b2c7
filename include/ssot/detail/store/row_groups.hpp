// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORE_ROW_GROUPS_HPP
#define SSOT_DETAIL_STORE_ROW_GROUPS_HPP

// Groups rows and computes their measures, for backends that do not aggregate.

#include <ssot/error.hpp>
#include <ssot/storage/evaluate.hpp>
#include <ssot/storage/packed_row.hpp>
#include <ssot/storage/query.hpp>

#include <ssot/detail/base/seeded_hash.hpp>
#include <ssot/detail/base/wide_sum.hpp>
#include <ssot/detail/store/row_reader.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace ssot::detail {
inline namespace SSOT_MODE {

/// Appends a value as bytes that differ from those of every other value of its field.
inline void append_bytes(std::string& out, storage::value_view v)
{
    auto const raw = [&](auto const& number) { out.append(reinterpret_cast<char const*>(&number), sizeof number); };
    out += v.is_null() ? '0' : '1';
    if (v.is_null())
        return;
    if (v.type() == kind::real) {
        raw(v.as_real() == 0 ? 0.0 : v.as_real()); // both zeros are equal
    } else if (v.is_buffer()) {
        raw(v.as_chars().size());
        out.append(v.as_chars());
    } else {
        raw(v.as_int());
    }
}

class row_groups {
public:
    /// `q` must outlive this object.
    row_groups(storage::aggregate_query const& q, std::size_t max_bytes) : q_(q), memory_(max_bytes)
    {
        for (auto const& m : q.measures) {
            auto const first = q.where_if.begin() + m.first;
            conditions_.push_back({.model = q.base.model,
                                   .where = {first, first + (m.fn == storage::fold_fn::count_if ? m.count : 0)},
                                   .args  = q.base.args,
                                   .by    = q.base.by});
        }
    }

    /// The fields that are needed of each row.
    std::uint64_t fields() const noexcept
    {
        std::uint64_t out = 0;
        for (auto const f : q_.group_by)
            out |= std::uint64_t{1} << f;
        for (auto const& m : q_.measures)
            if (m.field != storage::no_field)
                out |= std::uint64_t{1} << m.field;
        return out;
    }

    /// Adds a row to its group. `row.matches(query)` evaluates conditions.
    result<void> add(row_reader const& row)
    {
        key_.clear();
        for (auto const f : q_.group_by)
            append_bytes(key_, row.at(f));
        auto [at, fresh] = groups_.try_emplace(key_);
        auto& g          = at->second;
        if (fresh) {
            std::size_t bytes = 2 * key_.size() + 128 + q_.measures.size() * sizeof(measured);
            for (auto const f : q_.group_by)
                g.values.emplace_back(row.at(f));
            g.measures.resize(q_.measures.size());
            bytes += g.values.size() * sizeof(storage::value);
            if (auto kept = memory_.add(bytes); !kept)
                return kept;
        }
        for (std::size_t i = 0; i != q_.measures.size(); ++i)
            if (auto counted = add(g.measures[i], q_.measures[i], conditions_[i], row); !counted)
                return counted;
        return {};
    }

    /// Returns one row for each group: its values, then its measures. Errors: `out_of_range` for a sum beyond 64 bits, with
    /// the field as path.
    result<std::vector<storage::packed_row>> rows()
    {
        if (q_.group_by.empty() && groups_.empty()) // without groups there is one result, even for no rows
            groups_[""].measures.resize(q_.measures.size());
        std::vector<storage::packed_row> out;
        for (auto const& [key, g] : groups_) {
            auto& row = out.emplace_back();
            for (auto const& v : g.values)
                row.push(v.view());
            for (std::size_t i = 0; i != q_.measures.size(); ++i) {
                if (q_.measures[i].fn == storage::fold_fn::sum && !g.measures[i].whole.value())
                    return error(errc::out_of_range, "the sum is beyond 64 bits")
                        .with_path(std::string(q_.base.model->fields[q_.measures[i].field].name));
                row.push(g.measures[i].value_of(q_.measures[i].fn));
            }
        }
        return out;
    }

private:
    struct measured {
        std::int64_t   n = 0; ///< number of rows counted, or of values that were not null
        storage::value best{};
        wide_sum       whole{};
        double         real = 0;
        kind           is   = kind::null;

        storage::value_view value_of(storage::fold_fn fn) const
        {
            using storage::fold_fn;
            if (fn == fold_fn::count || fn == fold_fn::count_if)
                return storage::value_view::integer(n);
            if (n == 0)
                return {};
            if (fn == fold_fn::min || fn == fold_fn::max)
                return best.view();
            return is == kind::real ? storage::value_view::real(real)
                                    : storage::value_view::integer(whole.value().value_or(0), is);
        }
    };
    struct group {
        std::vector<storage::value> values{};
        std::vector<measured>       measures{};
    };

    result<void> add(measured& into, storage::measure const& m, storage::query const& condition, row_reader const& row)
    {
        using storage::fold_fn;
        if (m.fn == fold_fn::count || m.fn == fold_fn::count_if) {
            into.n += m.fn == fold_fn::count || row.matches(condition);
            return {};
        }
        auto const v = row.at(m.field);
        if (v.is_null() || storage::detail::is_nan(v))
            return {};
        bool const first = into.n++ == 0;
        if (m.fn != fold_fn::sum) {
            auto const best = into.best.view();
            if (!first && (m.fn == fold_fn::min ? compare(v, best) >= 0 : compare(v, best) <= 0))
                return {};
            auto const size = [](storage::value_view x) { return x.is_buffer() ? x.as_chars().size() : 0; };
            memory_.remove(size(best));
            into.best = storage::value(v);
            return memory_.add(size(v));
        }
        into.is = v.type();
        if (v.type() == kind::real)
            into.real += v.as_real();
        else
            into.whole.add(v.as_int());
        return {};
    }

    storage::aggregate_query const&                     q_;
    memory_budget                                       memory_;
    std::vector<storage::query>                         conditions_{};
    std::string                                         key_{};
    std::unordered_map<std::string, group, seeded_hash> groups_{};
};

/// Sorts rows by the values of their groups, with which they begin, null last.
inline void sort_groups(std::vector<storage::packed_row>& rows, std::size_t groups)
{
    std::sort(rows.begin(), rows.end(), [&](auto const& a, auto const& b) {
        for (std::size_t i = 0; i != groups; ++i) {
            auto const x = a.at(i), y = b.at(i);
            if (x.is_null() || y.is_null()) {
                if (x.is_null() != y.is_null())
                    return y.is_null();
                continue;
            }
            if (auto const order = compare(x, y); order != 0)
                return order < 0;
        }
        return false;
    });
}

} // namespace SSOT_MODE
} // namespace ssot::detail

#endif // SSOT_DETAIL_STORE_ROW_GROUPS_HPP
