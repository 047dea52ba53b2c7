// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_KEY_INDEX_HPP
#define SSOT_DETAIL_MEMORY_KEY_INDEX_HPP

// Finds numbers (of rows, of parents) by a key that is kept elsewhere: eight bytes for each, the hash and the number.
//
// Smaller than a map that holds keys, so that it is in the cache more often, and it grows without a look at any key. The hash
// is seeded at random: keys are chosen by strangers.

#include <ssot/storage/value.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <string_view>
#include <vector>

namespace ssot::storage::detail::memory {

class key_hash {
public:
    key_hash()
    {
        std::random_device random;
        for (auto& s : seed_)
            s = (std::uint64_t{random()} << 32 | random()) | 1;
    }

    /// Keys of one table are of one kind.
    std::uint32_t operator()(value_view key) const noexcept
    {
        if (!key.is_buffer())
            return finish(mix(static_cast<std::uint64_t>(key.as_int()) ^ seed_[0], seed_[1]));
        auto const text = key.as_chars();
        if (text.size() == 16)
            return finish(mix(mix(word(text.data()) ^ seed_[0], seed_[1]) ^ word(text.data() + 8), seed_[2]));
        return finish(of_text(text));
    }

private:
    static std::uint64_t word(char const* from) noexcept
    {
        std::uint64_t out = 0;
        std::memcpy(&out, from, sizeof out);
        return out;
    }

    /// Both halves of the product depend on all bits of both.
    static std::uint64_t mix(std::uint64_t a, std::uint64_t b) noexcept
    {
        __extension__ using wide = unsigned __int128;
        auto const product       = static_cast<wide>(a) * b;
        return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
    }

    static std::uint32_t finish(std::uint64_t h) noexcept { return static_cast<std::uint32_t>(h ^ h >> 32); }

    std::uint64_t of_text(std::string_view text) const noexcept
    {
        auto h = seed_[0] ^ text.size();
        for (; text.size() >= 8; text.remove_prefix(8))
            h = mix(h ^ word(text.data()), seed_[1]);
        std::uint64_t last = 0;
        if (!text.empty())
            std::memcpy(&last, text.data(), text.size());
        return mix(h ^ last, seed_[2]);
    }

    std::uint64_t seed_[3]{};
};

class key_index {
public:
    std::size_t size() const noexcept { return size_; }

    /// The number whose key `is_key(number)` says it is; null when there is none. May be written to.
    template<class IsKey>
    std::uint32_t* find(std::uint32_t hash, IsKey is_key) noexcept
    {
        if (entries_.empty())
            return nullptr;
        for (auto at = hash & mask_; entries_[at].number != none; at = (at + 1) & mask_)
            if (entries_[at].hash == hash && is_key(entries_[at].number))
                return &entries_[at].number;
        return nullptr;
    }
    template<class IsKey>
    std::uint32_t const* find(std::uint32_t hash, IsKey is_key) const noexcept
    {
        return const_cast<key_index*>(this)->find(hash, is_key);
    }

    /// Precondition: the key is not there yet, and there was room for it: `reserve`.
    void add(std::uint32_t hash, std::uint32_t number) noexcept
    {
        auto at = hash & mask_;
        while (entries_[at].number != none)
            at = (at + 1) & mask_;
        entries_[at] = {hash, number};
        ++size_;
    }

    /// Room for so many more. Throws std::bad_alloc.
    void reserve(std::size_t more)
    {
        auto room = entries_.empty() ? std::size_t{16} : entries_.size();
        while ((size_ + more) * 4 > room * 3)
            room *= 2;
        if (room != entries_.size())
            grow(room);
    }
    bool has_room(std::size_t more) const noexcept { return (size_ + more) * 4 <= entries_.size() * 3; }

    /// Takes out the entry that `find` gave, and closes the gap.
    void erase(std::uint32_t const* found) noexcept
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

    /// Asks for the memory that a look-up will need.
    void prefetch(std::uint32_t hash) const noexcept
    {
        if (!entries_.empty())
            __builtin_prefetch(&entries_[hash & mask_], 1);
    }

private:
    static constexpr std::uint32_t none = 0; // row 0 is no_row, and parent 0 is that of null

    struct entry {
        std::uint32_t number = none; // first, so that its address is that of the entry
        std::uint32_t hash   = 0;

        entry() = default;
        entry(std::uint32_t h, std::uint32_t n) noexcept : number(n), hash(h) {}
    };

    void grow(std::size_t room)
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

    std::vector<entry> entries_{}; ///< a power of two of them, at most three quarters in use
    std::size_t        mask_ = 0;
    std::size_t        size_ = 0;
};

} // namespace ssot::storage::detail::memory

#endif // SSOT_DETAIL_MEMORY_KEY_INDEX_HPP
