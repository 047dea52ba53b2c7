// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_FOLLOWER_HPP
#define SSOT_DETAIL_MEMORY_FOLLOWER_HPP

// Finds the rows that foreign keys point at, for conditions and orderings: what <ssot/storage/evaluate.hpp> calls `follow`.

#include <ssot/detail/memory/database.hpp>
#include <ssot/detail/memory/table.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <shared_mutex>

namespace ssot::storage::detail::memory {

class follower {
public:
    follower(catalog const& tables, ordinal seen, ssot::detail::fair_shared_mutex& guard)
        : tables_(&tables), seen_(seen), guard_(&guard)
    {
    }

    /// The row that `via` of `row` points at, or null. Valid until the fourth call from now.
    row_view const* operator()(model_desc const& model, row_view const& row, std::uint16_t via)
    {
        auto const* const target = model.fields[via].target;
        auto const* const list   = row.of->children_of(via);
        if (!target || !list)
            return nullptr;
        auto const parent = row.of->shape().parent(row.row, via);
        for (auto const& known : known_) // rows of one parent come together
            if (known.list == list && known.parent == parent)
                return known.row.row ? &known.row : nullptr;
        auto& out               = known_[next_++ % known_.size()];
        out                     = {list, parent, {}};
        auto const* const other = tables_->find(*target);
        if (!other || parent == children::null_parent)
            return nullptr;
        std::shared_lock const held(*guard_);
        auto const             ref = other->find(list->key(parent), seen_);
        if (ref == no_row)
            return nullptr;
        out.row = {other, other->row(ref)};
        return &out.row;
    }

private:
    struct found {
        children const* list   = nullptr;
        std::uint32_t   parent = 0;
        row_view        row{};
    };

    catalog const*                   tables_;
    ordinal                          seen_;
    ssot::detail::fair_shared_mutex* guard_;
    std::array<found, 4>             known_{};
    std::size_t                      next_ = 0;
};

} // namespace ssot::storage::detail::memory

#endif // SSOT_DETAIL_MEMORY_FOLLOWER_HPP
