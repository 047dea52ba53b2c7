// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_STORE_GROUP_IPP
#define SSOT_IMPL_DETAIL_STORE_GROUP_IPP

// Reading groups of rows and their measures.

#include <ssot/storage/evaluate.hpp>
#include <ssot/storage/packed_row.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/store.hpp>

#include <ssot/detail/store/core.hpp>
#include <ssot/detail/store/library_terms.hpp>
#include <ssot/detail/store/memory_budget.hpp>
#include <ssot/detail/store/read_plan.hpp>
#include <ssot/detail/store/row_groups.hpp>
#include <ssot/detail/store/row_reader.hpp>
#include <ssot/detail/store/shared_state.hpp>
#include <ssot/detail/store/statement.hpp>

#include <cstdint>
#include <utility>
#include <vector>

namespace ssot::detail {
inline namespace SSOT_MODE {

/// `q` was made from `question`.
SSOT_DECL result<std::vector<storage::packed_row>>
          store_core::groups(storage::aggregate_query q, storage::question const& question, storage::model_desc const& model)
{
    if (auto prepared = prepare(question, model); !prepared)
        return prepared.error();
    follow_rules(q.base);
    bool const joins = storage::uses_joins({.where = q.where_if});
    return in_snapshot(joins || needs_snapshot(question, q.base), [&]() -> result<std::vector<storage::packed_row>> {
        std::vector<storage::packed_row> out;
        memory_budget                    memory(shared_->options.max_sort_bytes);
        auto const                       n    = q.group_by.size() + q.measures.size();
        auto                             all  = q;
        auto const                       keep = [&](storage::any_cursor const& g) -> result<void> {
            out.push_back(storage::packed_row::pack(g, n));
            return memory.add(kept_bytes(out.back(), n, ~std::uint64_t{0}));
        };
        auto const read = ask_reverse_of_groups(question, all.base) ? scan_groups(all, keep) : result<bool>(false);
        if (!read)
            return read.error();
        if (!*read) {
            auto          reader = new_reader();
            library_terms terms{.row_conditions = q.where_if};
            row_groups    groups(q, shared_->options.max_sort_bytes);
            auto          base = q.base;
            base.fields        = groups.fields();
            if (base.limit == no_limit && base.offset == 0)
                base.order.clear();
            if (auto started = start(reader, question, std::move(base), std::move(terms)); !started)
                return started.error();
            if (auto added = reader.for_each([&](row_reader const& row) { return groups.add(row); }); !added)
                return added.error();
            auto rows = groups.rows();
            if (!rows)
                return std::move(rows).error();
            out = std::move(*rows);
            for (auto const& g : out)
                if (auto kept = memory.add(kept_bytes(g, n, ~std::uint64_t{0})); !kept)
                    return kept.error();
        }
        sort_groups(out, q.group_by.size());
        return out;
    });
}

} // namespace SSOT_MODE
} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_STORE_GROUP_IPP
