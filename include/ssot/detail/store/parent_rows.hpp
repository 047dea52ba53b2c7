// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORE_PARENT_ROWS_HPP
#define SSOT_DETAIL_STORE_PARENT_ROWS_HPP

// Reads and keeps the rows that the foreign keys in a query lead to, for backends that do not follow foreign keys.

#include <ssot/error.hpp>
#include <ssot/storage/packed_row.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>

#include <ssot/detail/base/function_ref.hpp>
#include <ssot/detail/base/seeded_hash.hpp>
#include <ssot/detail/store/memory_budget.hpp>
#include <ssot/detail/store/object_batch.hpp>
#include <ssot/detail/store/read_plan.hpp>

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ssot::detail {

class parent_rows {
    using packed_row = storage::packed_row;
    using keys       = std::vector<storage::value>;

public:
    /// Reads the rows of a query, and hands over the wanted fields of each.
    using take_row_fn = function_ref<result<void>(storage::packed_row row)>;
    using read_fn     = function_ref<result<void>(storage::query q, take_row_fn take_row)>;

    /// Notes which fields the paths in these terms of a condition or an ordering need.
    template<class Terms>
    result<void> want(storage::model_desc const& model, Terms const& terms)
    {
        for (auto const& t : terms) {
            if (t.via == storage::no_field)
                continue;
            auto const* const target = model.fields[t.via].target;
            bool const        goes   = t.then != storage::no_field;
            if (!target || (goes && !target->fields[t.then].target))
                return error(errc::unsupported, "a path needs a foreign key to a model of this program");
            auto const field = std::uint64_t{1} << t.field;
            first_[t.via].fields |= goes ? std::uint64_t{1} << t.then : field;
            if (goes) {
                first_[t.via].then.insert(t.then);
                second_[{target, t.then}].fields |= field;
            }
        }
        return {};
    }

    /// Reads all rows that were noted, by `read(query, take_row)`.
    result<void> load(storage::query const& q, memory_budget& memory, read_fn read)
    {
        for (auto const& [via, wanted] : first_) {
            if (auto loaded = load(*q.model, via, false, keys_behind(q, via), wanted.fields, memory, read); !loaded)
                return loaded;
            for (auto const then : wanted.then)
                for (auto const& [bytes, row] : tables_.back().rows)
                    if (auto const key = row.at(then); !key.is_null())
                        second_[{q.model->fields[via].target, then}].keys.emplace_back(key);
        }
        for (auto const& [of, wanted] : second_)
            if (auto loaded = load(*of.first, of.second, true, wanted.keys, wanted.fields, memory, read); !loaded)
                return loaded;
        return {};
    }

    /// Returns a function that follows foreign keys, for `matches` and `before`: from rows of the query, and from rows that
    /// it returned.
    auto resolver() const
    {
        return [this]<class Row>(storage::model_desc const& model, Row const& row, std::uint16_t via) {
            constexpr bool second = std::same_as<Row, packed_row>; // a row that was led to
            auto const     from   = std::ranges::find_if(
                tables_, [&](auto const& t) { return t.model == &model && t.via == via && t.second == second; });
            auto const        key   = row.at(via);
            packed_row const* found = nullptr;
            if (from != tables_.end() && !key.is_null())
                if (auto const at = from->rows.find(key_bytes(key)); at != from->rows.end())
                    found = &at->second;
            return found;
        };
    }

private:
    /// What is needed of the rows that a foreign key leads to.
    struct wanted_rows {
        std::uint64_t           fields = 0;
        std::set<std::uint16_t> then{}; ///< foreign keys through which paths continue
        parent_rows::keys       keys{}; ///< for the second step of a path
    };

    /// The rows that a foreign key leads to, by key.
    struct table {
        storage::model_desc const*                               model; ///< that has the foreign key
        std::uint16_t                                            via;
        bool                                                     second; ///< the second step of a path
        std::unordered_map<std::string, packed_row, seeded_hash> rows{};
    };

    /// Returns the values that a condition allows for a foreign key, or nothing if it does not restrict them.
    static std::optional<keys> keys_behind(storage::query const& q, std::uint16_t via)
    {
        std::vector<term_range> parts;
        if (!q.where.empty())
            split_conjuncts(q.where, parts);
        for (auto const& part : parts) {
            auto const& t = q.where[part.first];
            if (t.field != via || t.via != storage::no_field || (t.what != storage::op::eq && t.what != storage::op::in))
                continue;
            keys out;
            for (std::uint32_t i = 0; i != t.count; ++i)
                if (auto const key = q.args[t.first + i]; !key.is_null())
                    out.emplace_back(key);
            return out;
        }
        return std::nullopt;
    }

    /// Reads and keeps the rows that the foreign key `via` of `model` leads to: those with these keys, or all.
    result<void> load(storage::model_desc const& model, std::uint16_t via, bool second, std::optional<keys> const& only,
                      std::uint64_t fields, memory_budget& memory, read_fn read)
    {
        auto const& target = *model.fields[via].target;
        fields |= std::uint64_t{1} << target.pk;
        storage::query q{.model = &target, .fields = fields};
        if (only) {
            for (auto const& key : *only)
                q.args.push_back(key.view());
            sort_list(q.args);
            auto const n = static_cast<std::uint32_t>(q.args.size());
            q.where      = {{.what = storage::op::in, .field = target.pk, .count = n, .sorted = true}};
        }
        auto&      out  = tables_.emplace_back(table{.model = &model, .via = via, .second = second});
        auto const size = target.fields.size();
        return read(std::move(q), [&](packed_row row) -> result<void> {
            if (auto kept = memory.add(kept_bytes(row, size, fields) + 64); !kept)
                return kept;
            out.rows.insert_or_assign(key_bytes(row.at(target.pk)), std::move(row));
            return {};
        });
    }

    std::map<std::uint16_t, wanted_rows>                                        first_{};
    std::map<std::pair<storage::model_desc const*, std::uint16_t>, wanted_rows> second_{};
    std::vector<table>                                                          tables_{};
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_STORE_PARENT_ROWS_HPP
