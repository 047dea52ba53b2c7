// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORE_ERASE_GRAPH_HPP
#define SSOT_DETAIL_STORE_ERASE_GRAPH_HPP

// The rows that an erase removes, and the order in which they can be removed.

#include <ssot/error.hpp>
#include <ssot/storage/schema.hpp>
#include <ssot/storage/value.hpp>

#include <ssot/detail/base/seeded_hash.hpp>
#include <ssot/detail/store/object_batch.hpp>

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ssot::detail {

/// Returns whether a foreign key refers to a model. A `foreign_key` knows its model. A bare key knows only a label, which
/// counts if this program has a model with that label.
inline bool points_at(storage::field_desc const& f, storage::model_desc const& model) noexcept
{
    return (f.target && storage::same_model(*f.target, model)) || (!f.references.empty() && f.references == model.label);
}

/// Returns the foreign keys of a model with `on_delete::cascade`, as a set of fields.
inline std::uint64_t cascading_fields(storage::model_desc const& model) noexcept
{
    std::uint64_t out = 0;
    for (std::size_t f = 0; f != model.fields.size(); ++f)
        if (model.fields[f].on == on_delete::cascade)
            out |= std::uint64_t{1} << f;
    return out;
}

/// The rows of one model that an erase removes.
struct leaving_rows {
    storage::model_desc const*                                  model;
    std::deque<storage::value>                                  keys{}; ///< a deque does not move what queries refer to
    std::unordered_map<std::string, std::uint32_t, seeded_hash> places{};

    void add(storage::value_view key)
    {
        if (places.try_emplace(key_bytes(key), static_cast<std::uint32_t>(keys.size())).second)
            keys.emplace_back(key);
    }

    /// Returns the position of a row, or nothing if it is not removed.
    std::optional<std::uint32_t> find(storage::value_view key) const
    {
        auto const found = key.is_null() ? places.end() : places.find(key_bytes(key));
        return found == places.end() ? std::nullopt : std::optional(found->second);
    }
};

/// A row that is removed: the position of its model, and its own among the rows of that model.
struct leaving_row_id {
    std::uint32_t model;
    std::uint32_t row;

    friend auto operator<=>(leaving_row_id const&, leaving_row_id const&) = default;
};

/// All rows that are removed, by model, and which of them refers to which.
class erase_graph {
public:
    std::deque<leaving_rows> const& models() const noexcept { return models_; }

    leaving_rows const* find(storage::model_desc const& model) const
    {
        auto const place = place_of(model);
        return place == models_.size() ? nullptr : &models_[place];
    }

    /// Returns the rows of a model, which is added if it is new.
    leaving_rows& rows_of(storage::model_desc const& model)
    {
        auto const place = place_of(model);
        return place == models_.size() ? models_.emplace_back(leaving_rows{&model}) : models_[place];
    }

    std::size_t place_of(storage::model_desc const& model) const
    {
        auto const is_it = [&](auto const& rows) { return storage::same_model(*rows.model, model); };
        return static_cast<std::size_t>(std::ranges::find_if(models_, is_it) - models_.begin());
    }

    /// Returns the id of a row. Precondition: the row is removed.
    leaving_row_id id(storage::model_desc const& model, storage::value_view key) const
    {
        auto const place = place_of(model);
        return {static_cast<std::uint32_t>(place), *models_[place].find(key)};
    }

    void link(leaving_row_id child, leaving_row_id parent)
    {
        if (child != parent)
            links_.emplace_back(child, parent);
    }

    /// Returns whether a row, of which key and cascading fields were read, is removed itself.
    template<class Row>
    bool leaves(storage::model_desc const& model, Row const& row) const
    {
        if (auto const* const rows = find(model); rows && rows->find(row.at(model.pk)))
            return true;
        for (std::size_t f = 0; f != model.fields.size(); ++f)
            if (model.fields[f].on == on_delete::cascade)
                for (auto const& targets : models_)
                    if (points_at(model.fields[f], *targets.model) && targets.find(row.at(f)))
                        return true;
        return false;
    }

    /// Calls `fn(ids)` with groups of rows, sorted by model: each row after all rows that refer to it. Rows that refer to
    /// each other in a circle come together at the end.
    template<class Fn>
    result<void> in_order(Fn&& fn)
    {
        std::ranges::sort(links_);
        std::vector<std::vector<std::uint32_t>> waits_for; // number of rows not yet given that refer to the row
        for (auto const& rows : models_)
            waits_for.emplace_back(rows.keys.size());
        for (auto const& [child, parent] : links_)
            ++waits_for[parent.model][parent.row];

        auto const rows_where = [&](auto&& holds) {
            std::vector<leaving_row_id> out;
            for (std::uint32_t m = 0; m != waits_for.size(); ++m)
                for (std::uint32_t r = 0; r != waits_for[m].size(); ++r)
                    if (holds(waits_for[m][r]))
                        out.push_back({m, r});
            return out;
        };
        auto ready = rows_where([](std::uint32_t left) { return left == 0; });
        while (!ready.empty()) {
            if (auto done = fn(std::as_const(ready)); !done)
                return done;
            std::vector<leaving_row_id> next;
            for (auto const& gone : ready)
                for (auto const& [child, parent] : std::ranges::equal_range(links_, gone, {}, &link_type::first))
                    if (--waits_for[parent.model][parent.row] == 0)
                        next.push_back(parent);
            ready = std::move(next);
            std::ranges::sort(ready);
        }
        return fn(rows_where([](std::uint32_t left) { return left != 0; }));
    }

private:
    using link_type = std::pair<leaving_row_id, leaving_row_id>; ///< child and parent

    std::deque<leaving_rows> models_{}; ///< a deque, because models are added while others are read
    std::vector<link_type>   links_{};
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_STORE_ERASE_GRAPH_HPP
