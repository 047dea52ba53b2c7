// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_REFLECT_MEMBER_FINDER_HPP
#define SSOT_DETAIL_REFLECT_MEMBER_FINDER_HPP

// Finds the member of a struct by the text of its key.

#include <ssot/detail/reflect/members.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ssot::detail {

/// Finds the member of a key. Keys usually occur in declaration order, so the next member is tried first. Otherwise the
/// length of the key and three of its letters give a slot in a table.
struct key_finder {
    std::string_view const* names;
    std::size_t             size;
    std::uint16_t const*    members; ///< index of the member in each slot
    std::size_t             slots;
    std::uint32_t           multiplier; ///< 0: no multiplier tells all keys apart

    static constexpr std::size_t slot(std::string_view key, std::size_t slots, std::uint32_t multiplier) noexcept
    {
        auto const letter = [&](std::size_t i) { return std::uint32_t{static_cast<unsigned char>(key[i])}; };
        auto const mixed  = static_cast<std::uint32_t>(key.size()) ^ letter(0) << 8 ^ letter(key.size() / 2) << 16 ^
            letter(key.size() - 1) << 24;
        return (mixed * multiplier >> 16) & (slots - 1);
    }

    /// Returns the index of the member, or `size` if there is none.
    std::size_t find(std::string_view key, std::size_t next) const noexcept
    {
        if (next != size && names[next] == key)
            return next;
        if (key.empty())
            return size;
        if (multiplier == 0)
            return static_cast<std::size_t>(std::find(names, names + size, key) - names);
        std::size_t const i = members[slot(key, slots, multiplier)];
        return i != size && names[i] == key ? i : size;
    }
};

/// Returns the finder of a described struct.
template<class T>
struct member_finder {
    static constexpr auto const& names = member_names<T>;
    static constexpr std::size_t size  = names.size();
    static constexpr std::size_t slots = std::bit_ceil(4 * size + 1);

    struct slot_table {
        std::uint32_t multiplier = 0;
        std::uint16_t member[slots]{};
    };

    static constexpr slot_table make_table() noexcept
    {
        for (std::uint32_t multiplier = 0x9e3779b1, tries = 0; tries != 64; ++tries, multiplier += 0x3c6ef362) {
            slot_table made{.multiplier = multiplier};
            bool       distinct = true;
            for (auto& member : made.member)
                member = static_cast<std::uint16_t>(size);
            for (std::size_t i = 0; i != size && distinct; ++i) {
                auto& member = made.member[key_finder::slot(names[i], slots, multiplier)];
                distinct     = member == size;
                member       = static_cast<std::uint16_t>(i);
            }
            if (distinct)
                return made;
        }
        return {};
    }
    static constexpr slot_table table = make_table();
    static constexpr key_finder finder{names.data(), size, table.member, slots, table.multiplier};
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_REFLECT_MEMBER_FINDER_HPP
