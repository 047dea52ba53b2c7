// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORE_ERASE_PLAN_HPP
#define SSOT_DETAIL_STORE_ERASE_PLAN_HPP

// Finds the rows that go with an erased row, and erases them. Source: Django's Collector.

#include <ssot/storage/evaluate.hpp>
#include <ssot/store.hpp>

#include <ssot/detail/store/core.hpp>
#include <ssot/detail/store/erase_graph.hpp>
#include <ssot/detail/store/object_batch.hpp>
#include <ssot/detail/store/read_plan.hpp>
#include <ssot/detail/store/row_reader.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot::detail {
inline namespace SSOT_MODE {

/// A query for the rows in which `field` has one of these values, in no order. Only the key is read.
inline storage::query query_in(storage::model_desc const& model, std::uint16_t field, std::vector<storage::value_view> keys)
{
    storage::query q{.model = &model, .args = std::move(keys), .fields = std::uint64_t{1} << model.pk};
    q.where = {{storage::op::in, field, 0, static_cast<std::uint32_t>(q.args.size())}};
    return q;
}

inline bool asks_for_all(storage::query const& q) noexcept
{
    return q.limit == std::numeric_limits<std::uint64_t>::max() && q.offset == 0 && q.after.empty();
}

/// The rows that prevent an erase: they stay, and refer to rows to be removed by a foreign key that protects.
class protecting_rows {
public:
    bool empty() const noexcept { return keys_.empty(); }

    /// Returns whether there are as many as an error names.
    bool full() const noexcept { return keys_.size() == 100; }

    /// Adds a row, which may come twice, by two foreign keys. Returns false if no more are wanted.
    bool add(storage::model_desc const& model, std::uint16_t field, storage::value_view key)
    {
        if (full())
            return false;
        edges_.insert("'" + class_name(model) + "." + std::string(model.fields[field].name) + "'");
        if (seen_.insert(std::string(model.name) + key_bytes(key)).second)
            keys_.push_back(key_text(key));
        return true;
    }

    /// Returns the error, with Django's message.
    error why(storage::model_desc const& erased) &&
    {
        std::string words = "Cannot delete some instances of model '" + class_name(erased) +
            "' because they are referenced through protected foreign keys: ";
        for (std::string_view separator; auto const& edge : edges_) {
            words.append(separator).append(edge);
            separator = ", ";
        }
        return error(errc::protected_, words + ".").with_keys(std::move(keys_));
    }

private:
    static std::string class_name(storage::model_desc const& model)
    {
        return std::string(model.label.substr(model.label.find('.') + 1));
    }

    std::vector<std::string> keys_{};
    std::set<std::string>    edges_{};
    std::set<std::string>    seen_{};
};

/// Finds the rows that go with an erased row, level by level. A model to which no foreign key refers is a leaf. Where the
/// backend can erase its rows by their foreign key, they are not read, so that their number does not matter.
class erase_plan {
    using on_edge_fn = function_ref<result<void>(storage::model_desc const& child, std::uint16_t field)>;
    using on_part_fn = function_ref<result<void>(std::vector<storage::value_view> keys)>;

public:
    explicit erase_plan(store_core& s) noexcept : store_(s) {}

    result<erase_counts> erase(storage::query q);

    /// Finds all rows that would be removed, and checks whether that is allowed. Writes nothing.
    result<void> plan(storage::query q);

private:
    /// Calls `fn(child, field)` for each foreign key with this rule that refers to `model`.
    result<void> for_each_edge(storage::model_desc const& model, on_delete rule, on_edge_fn fn);

    bool is_leaf(storage::model_desc const& model) const;

    bool filters() const noexcept { return store_.caps().filters == storage::filtering::all; }

    storage::lock lock() const noexcept { return store_.caps().row_locks ? storage::lock::update : storage::lock::none; }

    /// The maximum number of keys in one query. An update may assign two fields besides.
    std::size_t part() const noexcept { return std::min<std::size_t>(most_keys(store_.caps(), 2), 1000); }

    bool backend_can_erase(storage::query const& q) const;

    /// Calls `fn(keys)` with views of the keys at positions [first, last), in parts that fit into a query.
    template<class Keys>
    result<void> in_parts(Keys const& keys, std::size_t first, std::size_t last, on_part_fn fn)
    {
        while (first < last) {
            auto const                       end = first + std::min(part(), last - first);
            std::vector<storage::value_view> views;
            for (; first != end; ++first)
                views.push_back(keys[first].view());
            if (auto done = fn(std::move(views)); !done)
                return done;
        }
        return {};
    }

    /// Calls `on_row` for the rows whose foreign key `field` refers to the rows at positions [first, last). Also reads
    /// `fields`.
    result<void> for_each_pointing_at(leaving_rows const& targets, std::size_t first, std::size_t last,
                                      storage::model_desc const& child, std::uint16_t field, std::uint64_t fields,
                                      on_row_fn on_row)
    {
        fields |= std::uint64_t{1} << field | std::uint64_t{1} << child.pk;
        if (filters())
            return in_parts(targets.keys, first, last, [&](std::vector<storage::value_view> keys) {
                auto q   = query_in(child, field, std::move(keys));
                q.fields = fields;
                return store_.for_each_row(q, on_row);
            });
        storage::query const all{.model = &child, .fields = fields}; // one scan, however many keys
        return store_.for_each_row(all, [&](auto const& row) -> result<void> {
            auto const at = targets.find(row.at(field));
            return at && *at >= first && *at < last ? on_row(row) : result<void>();
        });
    }

    /// Follows the cascading foreign keys to all rows that are removed, except the rows of leaves.
    result<void> collect();

    /// Returns an error if rows that stay protect rows to be removed. Rows that are removed themselves protect nothing.
    result<void> check_protected(storage::model_desc const& root);

    /// Sets the foreign keys of rows that stay to null. Increases their revisions, so that nobody writes the old key back.
    result<void> forget();

    result<void> erase_leaves();

    /// Erases rows, which are sorted by model, in parts that fit into a query.
    result<void> erase_together(std::vector<leaving_row_id> const& rows);

    /// Erases the rows of a query, by their keys if the backend declines another condition.
    result<void> erase_now(storage::query const& q);

    store_core&  store_;
    erase_graph  graph_{};
    erase_counts counts_{};
};

} // namespace SSOT_MODE
} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/store/erase_plan.ipp>
#endif

#endif // SSOT_DETAIL_STORE_ERASE_PLAN_HPP
