// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_SQL_LIKE_SELECT_HPP
#define SSOT_TESTS_SUPPORT_SQL_LIKE_SELECT_HPP

// Finds the rows that a query selects, by looking at each of them.

#include <ssot/error.hpp>
#include <ssot/storage/query.hpp>

#include "compare.hpp"
#include "condition.hpp"
#include "mutation.hpp"
#include "rows.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace ssot_test::sql {

class selection : private evaluation {
public:
    static constexpr auto no_limit = std::numeric_limits<std::uint64_t>::max();

    /// All that is given outlives it.
    selection(reading const& from, st::query const& q) : evaluation(from, q, q.where), order_(q.order), q_(&q) {}

    ssot::result<std::vector<row_ptr>> rows();

    /// The counts of children that are wanted of a row, each in its column; null for the others.
    row counts(row const& r) const
    {
        row out;
        if (q_->counts == 0)
            return out;
        for (std::size_t i = 0; i != q_->children.size(); ++i) {
            bool const wanted = (q_->counts >> i & 1) != 0;
            if (wanted || !wrongly_.wrong(point::counts_without_gaps))
                out.push_back(wanted ? st::value(number_of_children(r, i)) : st::value());
        }
        return out;
    }

private:
    struct ordered {
        row_ptr                 it;
        std::size_t             place; ///< among the rows that were found
        std::vector<value_view> keys{};
    };

    int  compare_terms(std::vector<value_view> const& a, std::vector<value_view> const& b, point how) const;
    void sort_and_cut(std::vector<row_ptr>& found) const;
    void leave_out(std::vector<ordered>& found) const;
    bool comes_after(std::vector<value_view> const& keys) const;

    std::vector<st::order_by> const& order_;
    st::query const*                 q_;
};

inline ssot::result<std::vector<row_ptr>> selection::rows()
{
    bool const           by_key = q_->by_key();
    auto const           newest = by_key ? point::key_reads_newest
                  : q_->where.empty()    ? point::scan_reads_newest
                                         : point::condition_reads_newest;
    auto const&          tables = wrongly_.wrong(newest) ? *from_.newest : *from_.tables;
    auto const* const    t      = table_of(tables, model_->name);
    std::vector<row_ptr> found;
    if (!t)
        return found;
    if (by_key) {
        auto const               how = wrongly_.how(point::key_compares, model_->fields[model_->pk].type);
        std::vector<std::string> keys;
        auto const               lost = wrongly_.wrong(point::keys_of_many_lost) ? std::size_t{999} : q_->keys().size();
        for (auto const& key : q_->keys().first(std::min(lost, q_->keys().size())))
            if (how != way::none) {
                for (auto const& [bytes, r] : t->rows)
                    if (!key.is_null() && compare_values(how, field_of(*r, model_->pk), key) == 0)
                        keys.push_back(bytes);
            } else if (!key.is_null())
                keys.push_back(key_bytes(key));
        if (!wrongly_.wrong(point::key_repeated)) {
            std::ranges::sort(keys);
            keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
        }
        for (auto const& key : keys)
            if (auto const at = t->rows.find(key); at != t->rows.end())
                found.push_back(at->second);
    } else {
        bool const twice = wrongly_.wrong(point::posting_twice) && !q_->where.empty();
        for (auto const& [key, r] : t->rows) {
            if (from_.stop && *from_.stop)
                return ssot::error(ssot::errc::canceled, "the call was canceled");
            if (!where_.empty() && !satisfies(*r, 0))
                continue;
            found.push_back(r);
            if (twice && t->doubled.contains(key))
                found.push_back(r);
        }
    }
    sort_and_cut(found);
    return found;
}

inline int selection::compare_terms(std::vector<value_view> const& a, std::vector<value_view> const& b, point where) const
{
    auto const n = wrongly_.wrong(point::last_term_ignored) && order_.size() > 1 ? order_.size() - 1 : order_.size();
    for (std::size_t i = 0; i != n; ++i) {
        auto const& o  = order_[i];
        auto const  k  = kind_of(o);
        auto const  at = place_of(o);
        if (i != 0 &&
            (wrongly_.wrong(point::later_terms_ignored) ||
             (where == point::after_compares && wrongly_.wrong(point::after_first_term_only))))
            break;
        bool desc = o.desc;
        if (i != 0 && wrongly_.wrong(point::later_direction_of_first))
            desc = order_[0].desc;
        if (wrongly_.wrong(point::descending_ignored, k, at))
            desc = false;
        auto nulls = o.where;
        if ((nulls == st::nulls::first && wrongly_.wrong(point::nulls_first_ignored, k, at)) ||
            (nulls == st::nulls::last && wrongly_.wrong(point::nulls_last_ignored, k, at)))
            nulls = st::nulls::largest;
        bool first = nulls == st::nulls::first || (nulls == st::nulls::largest && desc);
        if (nulls == st::nulls::largest && wrongly_.wrong(desc ? point::nulls_descending : point::nulls_ascending, k, at))
            first = !first;
        auto const x = a[i];
        auto const y = b[i];
        if (x.is_null() || y.is_null()) {
            if (x.is_null() && y.is_null())
                continue;
            return x.is_null() == first ? -1 : 1;
        }
        if (int const order = compare_values(wrongly_.how(where, k, at), x, y); order != 0)
            return desc ? -order : order;
    }
    return 0;
}

inline bool selection::comes_after(std::vector<value_view> const& keys) const
{
    auto const& after = q_->after;
    if (wrongly_.wrong(point::after_ties_lost))
        return !keys.empty() && keys[0].is_null() == after[0].is_null() && !keys[0].is_null() &&
            (compare_values(way::none, keys[0], after[0]) > 0) != order_[0].desc &&
            compare_values(way::none, keys[0], after[0]) != 0;
    for (std::size_t i = 0; i != keys.size(); ++i) {
        auto const k  = kind_of(order_[i]);
        auto const at = place_of(order_[i]);
        if (keys[i].is_null() && !after[i].is_null() && wrongly_.wrong(point::after_nulls_lost, k, at))
            return false;
        if (after[i].is_null() && wrongly_.wrong(point::after_null_finds_none, k, at))
            return false;
    }
    int const order = compare_terms(keys, after, point::after_compares);
    if (order_[0].desc && wrongly_.wrong(point::after_descending_reversed))
        return order < 0;
    return wrongly_.wrong(point::after_inclusive) ? order >= 0 : order > 0;
}

inline void selection::leave_out(std::vector<ordered>& found) const
{
    if (!q_->after.empty() && q_->after.size() == order_.size() && !wrongly_.wrong(point::after_ignored))
        std::erase_if(found, [&](ordered const& o) { return !comes_after(o.keys); });
}

inline void selection::sort_and_cut(std::vector<row_ptr>& found) const
{
    bool const           by_key = q_->by_key();
    std::vector<ordered> all;
    for (auto& r : found) {
        auto& o = all.emplace_back(ordered{std::move(r), all.size()});
        for (auto const& term : order_)
            o.keys.push_back(value_of(*o.it, term));
    }
    if (std::ranges::any_of(order_, [&](auto const& o) {
            return place_of(o) != place::own && wrongly_.wrong(point::inner_join_of_order, kind_of(o), place_of(o));
        }))
        std::erase_if(all, [&](ordered const& o) {
            return std::ranges::any_of(order_, [&](auto const& term) { return !row_of(*o.it, term); });
        });
    bool const unordered = wrongly_.wrong(point::order_ignored) || (by_key && wrongly_.wrong(point::order_by_key_ignored));
    auto const before    = [&](ordered const& a, ordered const& b) {
        int const order = compare_terms(a.keys, b.keys, point::order_compares);
        return order != 0 ? order < 0 : a.place < b.place;
    };
    auto const run = wrongly_.wrong(point::order_in_runs) ? std::size_t{1'000} : std::max<std::size_t>(all.size(), 1);
    if (!order_.empty() && !unordered)
        for (std::size_t first = 0; first < all.size(); first += run)
            std::ranges::sort(std::span(all).subspan(first, std::min(run, all.size() - first)), before);
    bool const late = wrongly_.wrong(point::after_behind_limit);
    if (!late)
        leave_out(all);
    auto       offset = q_->offset;
    auto       limit  = q_->limit;
    bool const writes = wrongly_.call == operation::update || wrongly_.call == operation::erase;
    if ((limit == no_limit && wrongly_.wrong(point::offset_without_limit)) || wrongly_.wrong(point::offset_ignored))
        offset = 0;
    if (offset != 0 && !all.empty() && wrongly_.wrong(point::offset_wraps))
        offset %= all.size();
    if ((limit == 0 && wrongly_.wrong(point::limit_0_ignored)) || wrongly_.wrong(point::limit_ignored) ||
        (by_key && wrongly_.wrong(point::limit_by_key_ignored)) ||
        (writes && wrongly_.wrong(point::limit_of_write_ignored)) ||
        (wrongly_.call == operation::aggregate && wrongly_.wrong(point::aggregate_ignores_limit)))
        limit = no_limit;
    if (limit != no_limit && limit != 0 && wrongly_.wrong(point::limit_one_more))
        ++limit;
    if (wrongly_.wrong(point::limit_before_offset) && limit < all.size())
        all.resize(static_cast<std::size_t>(limit));
    all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(offset, all.size())));
    if (limit < all.size())
        all.resize(static_cast<std::size_t>(limit));
    if (late)
        leave_out(all);
    found.clear();
    for (auto& o : all)
        found.push_back(std::move(o.it));
}

inline std::vector<row_ptr> rows_or_none(ssot::result<std::vector<row_ptr>> found)
{
    return found ? std::move(*found) : std::vector<row_ptr>();
}

} // namespace ssot_test::sql

#endif // SSOT_TESTS_SUPPORT_SQL_LIKE_SELECT_HPP
