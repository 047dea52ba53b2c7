// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORE_MEMORY_BUDGET_HPP
#define SSOT_DETAIL_STORE_MEMORY_BUDGET_HPP

// The memory that the library may use for one query.

#include <ssot/error.hpp>
#include <ssot/storage/packed_row.hpp>
#include <ssot/storage/value.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

namespace ssot::detail {

/// A limit of memory in bytes, and how much of it is used.
class memory_budget {
public:
    explicit memory_budget(std::size_t most) noexcept : most_(most) {}

    result<void> add(std::size_t bytes)
    {
        used_ += bytes;
        if (used_ <= most_)
            return {};
        return error(errc::too_large,
                     "the backend leaves this query to the library, which would keep more than " + std::to_string(most_) +
                         " bytes for it; ask for fewer rows, or raise store_options::max_sort_bytes");
    }
    void remove(std::size_t bytes) noexcept { used_ -= bytes; }

private:
    std::size_t most_;
    std::size_t used_ = 0;
};

/// Returns the memory in bytes that a row needs when it is kept.
template<class Row>
std::size_t kept_bytes(Row const& row, std::size_t fields, std::uint64_t wanted)
{
    std::size_t out = sizeof(storage::packed_row) + 16;
    for (std::size_t i = 0; i != fields; ++i) {
        auto const v = (wanted >> i & 1) != 0 ? row.at(i) : storage::value_view();
        out += 6 + (v.is_buffer() ? v.as_chars().size() : v.is_null() ? 0 : 8);
    }
    return out;
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_STORE_MEMORY_BUDGET_HPP
