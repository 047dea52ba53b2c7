// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_MEMORY_KEY_INDEX_IPP
#define SSOT_IMPL_DETAIL_MEMORY_KEY_INDEX_IPP

#include <ssot/detail/memory/key_index.hpp>

#include <cstring>
#include <random>

namespace ssot::storage::detail::memory {

inline key_hash::key_hash()
{
    std::random_device random;
    for (auto& s : seed_)
        s = (std::uint64_t{random()} << 32 | random()) | 1;
}

inline std::uint32_t key_hash::operator()(value_view key) const noexcept
{
    if (!key.is_buffer())
        return finish(mix(static_cast<std::uint64_t>(key.as_int()) ^ seed_[0], seed_[1]));
    auto const text = key.as_chars();
    if (text.size() == 16)
        return finish(mix(mix(word(text.data()) ^ seed_[0], seed_[1]) ^ word(text.data() + 8), seed_[2]));
    return finish(of_text(text));
}

inline std::uint64_t key_hash::word(char const* from) noexcept
{
    std::uint64_t out = 0;
    std::memcpy(&out, from, sizeof out);
    return out;
}

inline std::uint64_t key_hash::mix(std::uint64_t a, std::uint64_t b) noexcept
{
    __extension__ using wide = unsigned __int128;
    auto const product       = static_cast<wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

inline std::uint64_t key_hash::of_text(std::string_view text) const noexcept
{
    auto h = seed_[0] ^ text.size();
    for (; text.size() >= 8; text.remove_prefix(8))
        h = mix(h ^ word(text.data()), seed_[1]);
    std::uint64_t last = 0;
    if (!text.empty())
        std::memcpy(&last, text.data(), text.size());
    return mix(h ^ last, seed_[2]);
}

inline void key_index::add(std::uint32_t hash, std::uint32_t number) noexcept
{
    auto at = hash & mask_;
    while (entries_[at].number != none)
        at = (at + 1) & mask_;
    entries_[at] = {hash, number};
    ++size_;
}

inline void key_index::reserve(std::size_t more)
{
    auto room = entries_.empty() ? std::size_t{16} : entries_.size();
    while ((size_ + more) * 4 > room * 3)
        room *= 2;
    if (room != entries_.size())
        grow(room);
}

inline void key_index::erase(std::uint32_t const* found) noexcept
{
    auto hole = static_cast<std::size_t>(reinterpret_cast<entry const*>(found) - entries_.data());
    for (auto at = (hole + 1) & mask_; entries_[at].number != none; at = (at + 1) & mask_)
        if (((at - entries_[at].hash) & mask_) >= ((at - hole) & mask_)) { // it would rather stand in the hole or before
            entries_[hole] = entries_[at];
            hole           = at;
        }
    entries_[hole] = {};
    --size_;
}

inline void key_index::prefetch(std::uint32_t hash) const noexcept
{
    if (!entries_.empty())
        __builtin_prefetch(&entries_[hash & mask_], 1);
}

inline void key_index::grow(std::size_t room)
{
    std::vector<entry> old(room);
    old.swap(entries_);
    mask_ = room - 1;
    for (auto const& e : old)
        if (e.number != none) {
            auto at = e.hash & mask_;
            while (entries_[at].number != none)
                at = (at + 1) & mask_;
            entries_[at] = e;
        }
}

} // namespace ssot::storage::detail::memory

#endif // SSOT_IMPL_DETAIL_MEMORY_KEY_INDEX_IPP
