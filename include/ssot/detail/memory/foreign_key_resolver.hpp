// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_FOREIGN_KEY_RESOLVER_HPP
#define SSOT_DETAIL_MEMORY_FOREIGN_KEY_RESOLVER_HPP

// Finds the rows that foreign keys point at. It is the `follow` of <ssot/storage/evaluate.hpp> for conditions and orderings.

#include <ssot/storage/schema.hpp>

#include <ssot/detail/memory/table.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace ssot::detail {
class fair_shared_mutex;
}

namespace ssot::storage::detail::memory {

struct catalog;

/// The rows that foreign keys point at, as they were at one moment. Keeps those that it found last.
class foreign_key_resolver {
public:
    foreign_key_resolver(catalog const& tables, ordinal seen, ssot::detail::fair_shared_mutex& guard);

    /// Returns the row that `via` of `row` points at, or null. Valid until the fourth call after this one.
    row_view const* operator()(model_desc const& model, row_view const& row, std::uint16_t via);

private:
    struct found {
        foreign_key_index const* list   = nullptr;
        std::uint32_t            parent = 0;
        row_view                 row{};
    };

    catalog const*                   tables_;
    ordinal                          seen_;
    ssot::detail::fair_shared_mutex* guard_;
    std::array<found, 4>             known_{};
    std::size_t                      next_ = 0;
};

} // namespace ssot::storage::detail::memory

#include <ssot/impl/detail/memory/foreign_key_resolver.ipp>

#endif // SSOT_DETAIL_MEMORY_FOREIGN_KEY_RESOLVER_HPP
