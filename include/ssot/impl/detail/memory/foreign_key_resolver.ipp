// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_MEMORY_FOREIGN_KEY_RESOLVER_IPP
#define SSOT_IMPL_DETAIL_MEMORY_FOREIGN_KEY_RESOLVER_IPP

#include <ssot/detail/base/fair_shared_mutex.hpp>
#include <ssot/detail/memory/database.hpp>
#include <ssot/detail/memory/foreign_key_resolver.hpp>

#include <shared_mutex>

namespace ssot::storage::detail::memory {

inline foreign_key_resolver::foreign_key_resolver(catalog const& tables, ordinal seen,
                                                  ssot::detail::fair_shared_mutex& guard)
    : tables_(&tables), seen_(seen), guard_(&guard)
{
}

inline row_view const* foreign_key_resolver::operator()(model_desc const& model, row_view const& row, std::uint16_t via)
{
    auto const* const target = model.fields[via].target;
    auto const* const list   = row.of->foreign_key_index_of(via);
    if (!target || !list)
        return nullptr;
    auto const parent = row.of->shape().parent(row.row, via);
    for (auto const& known : known_) // rows of one parent come together
        if (known.list == list && known.parent == parent)
            return known.row.row ? &known.row : nullptr;
    auto& out               = known_[next_++ % known_.size()];
    out                     = {list, parent, {}};
    auto const* const other = tables_->find(*target);
    if (!other || parent == foreign_key_index::null_parent)
        return nullptr;
    std::shared_lock const held(*guard_);
    auto const             ref = other->find(list->key(parent), seen_);
    if (ref == no_row)
        return nullptr;
    out.row = {other, other->row(ref)};
    return &out.row;
}

} // namespace ssot::storage::detail::memory

#endif // SSOT_IMPL_DETAIL_MEMORY_FOREIGN_KEY_RESOLVER_IPP
