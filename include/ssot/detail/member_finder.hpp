// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMBER_FINDER_HPP
#define SSOT_DETAIL_MEMBER_FINDER_HPP

// From the text of a key to the member of that name.

#include <ssot/detail/members.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ssot::detail {

/// Finds the member of a key. Keys mostly come in declaration order, so the next one is looked at first; otherwise its
/// length and three of its letters give its place in a table.
template<class T>
struct member_finder {
    static constexpr auto const& names = member_names<T>;
    static constexpr std::size_t size  = names.size();
    static constexpr std::size_t slots = std::bit_ceil(4 * size + 1);

    struct slot_table {
        std::uint32_t multiplier = 0; ///< 0: there is none that tells all keys apart
        std::uint16_t member[slots]{};
    };

    static constexpr std::size_t slot(std::string_view key, std::uint32_t multiplier) noexcept
    {
        auto const letter = [&](std::size_t i) { return std::uint32_t{static_cast<unsigned char>(key[i])}; };
        auto const mixed  = static_cast<std::uint32_t>(key.size()) ^ letter(0) << 8 ^ letter(key.size() / 2) << 16 ^
            letter(key.size() - 1) << 24;
        return (mixed * multiplier >> 16) & (slots - 1);
    }

    static constexpr slot_table make_table() noexcept
    {
        for (std::uint32_t multiplier = 0x9e3779b1, tries = 0; tries != 64; ++tries, multiplier += 0x3c6ef362) {
            slot_table made{.multiplier = multiplier};
            bool       distinct = true;
            for (auto& member : made.member)
                member = static_cast<std::uint16_t>(size);
            for (std::size_t i = 0; i != size && distinct; ++i) {
                auto& member = made.member[slot(names[i], multiplier)];
                distinct     = member == size;
                member       = static_cast<std::uint16_t>(i);
            }
            if (distinct)
                return made;
        }
        return {};
    }
    static constexpr slot_table table = make_table();

    /// The position of the member; `size` when there is none.
    static std::size_t find(std::string_view key, std::size_t next) noexcept
    {
        if (next != size && names[next] == key)
            return next;
        if constexpr (table.multiplier != 0) {
            if (key.empty())
                return size;
            std::size_t const i = table.member[slot(key, table.multiplier)];
            return i != size && names[i] == key ? i : size;
        } else {
            return static_cast<std::size_t>(std::find(names.begin(), names.end(), key) - names.begin());
        }
    }
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_MEMBER_FINDER_HPP
