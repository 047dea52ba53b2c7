// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_MODEL_VALIDATE_HPP
#define BENCH_MODEL_VALIDATE_HPP

// The rules of a log entry by hand, as a program would write them that knows only this model.

#include <ssot/time.hpp>

#include "memory/data.hpp"

#include <cstdint>
#include <cstring>
#include <string_view>

namespace bench {

/// The length of the UTF-8 sequence that begins here; 0 when it is none, or U+0000.
inline std::size_t sequence_by_hand(unsigned char const* p, std::size_t left)
{
    auto const follows = [&](std::size_t i) { return (p[i] & 0xc0) == 0x80; };
    if (p[0] < 0x80)
        return p[0] != 0 ? 1 : 0;
    if (p[0] < 0xc2 || p[0] > 0xf4)
        return 0;
    if (p[0] < 0xe0)
        return left >= 2 && follows(1) ? 2 : 0;
    if (p[0] < 0xf0) {
        bool const good =
            left >= 3 && follows(1) && follows(2) && !(p[0] == 0xe0 && p[1] < 0xa0) && !(p[0] == 0xed && p[1] > 0x9f);
        return good ? 3 : 0;
    }
    bool const good = left >= 4 && follows(1) && follows(2) && follows(3) && !(p[0] == 0xf0 && p[1] < 0x90) &&
        !(p[0] == 0xf4 && p[1] > 0x8f);
    return good ? 4 : 0;
}

/// Whether a text can be stored: UTF-8 without U+0000. Eight bytes at once as long as they are ASCII.
inline bool text_by_hand(std::string_view text)
{
    auto const* const p = reinterpret_cast<unsigned char const*>(text.data());
    for (std::size_t i = 0; i != text.size();) {
        if (text.size() - i >= 8) {
            std::uint64_t word = 0;
            std::memcpy(&word, p + i, 8);
            bool const ascii = (word & 0x8080808080808080) == 0;
            bool const zero  = ((word - 0x0101010101010101) & ~word & 0x8080808080808080) != 0;
            if (ascii && !zero) {
                i += 8;
                continue;
            }
        }
        auto const n = sequence_by_hand(p + i, text.size() - i);
        if (n == 0)
            return false;
        i += n;
    }
    return true;
}

inline bool valid_by_hand(entry const& e)
{
    if (e.sync.is_nil() || e.timestamp < ssot::min_timestamp || e.timestamp > ssot::max_timestamp)
        return false;
    if (static_cast<unsigned>(e.action) > 3 || static_cast<unsigned>(e.status) > 2)
        return false;
    if ((e.diff && e.diff->is_null()) || (e.synced_object_type && e.synced_object_type->is_nil()))
        return false;
    return text_by_hand(e.object_repr) && text_by_hand(e.message);
}

} // namespace bench

#endif // BENCH_MODEL_VALIDATE_HPP
