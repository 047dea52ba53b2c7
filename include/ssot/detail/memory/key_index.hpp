// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_KEY_INDEX_HPP
#define SSOT_DETAIL_MEMORY_KEY_INDEX_HPP

// A hash index from keys that are stored elsewhere to numbers (of rows or parents). An entry is 8 bytes: hash and number.
//
// Smaller than a map that holds the keys, so more of it fits into the cache, and it grows without reading any key. The hash
// has a random seed, because the keys are chosen by strangers.

#include <ssot/storage/value.hpp>

#include <ssot/detail/base/seeded_hash.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ssot::storage::detail::memory {

class key_hash {
public:
    /// Keys of one table are of one kind.
    std::uint32_t operator()(value_view key) const noexcept
    {
        if (!key.is_buffer())
            return finish(hash_(static_cast<std::uint64_t>(key.as_int())));
        auto const text = key.as_chars();
        return finish(text.size() == 16 ? hash_.of_16_bytes(text.data()) : hash_(text));
    }

private:
    static std::uint32_t finish(std::uint64_t h) noexcept { return static_cast<std::uint32_t>(h ^ h >> 32); }

    ssot::detail::seeded_hash hash_{};
};

class key_index {
public:
    std::size_t size() const noexcept { return size_; }

    /// Returns a writable pointer to the number for which `is_key(number)` is true, or null if there is none.
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

    /// Adds an entry. Precondition: the key is not in the index, and `reserve` made room for it.
    void add(std::uint32_t hash, std::uint32_t number) noexcept;

    /// Makes room for `n` more entries. Throws std::bad_alloc.
    void reserve(std::size_t more);
    bool has_room(std::size_t more) const noexcept { return (size_ + more) * 4 <= entries_.size() * 3; }

    /// Removes the entry that `find` returned and closes the gap.
    void erase(std::uint32_t const* found) noexcept;

    /// Prefetches the memory that a look-up will need.
    void prefetch(std::uint32_t hash) const noexcept;

private:
    static constexpr std::uint32_t none = 0; // row 0 is no_row, and parent 0 stands for null

    struct entry {
        std::uint32_t number = none; // first, so that its address is that of the entry
        std::uint32_t hash   = 0;

        entry() = default;
        entry(std::uint32_t h, std::uint32_t n) noexcept : number(n), hash(h) {}
    };

    void grow(std::size_t room);

    std::vector<entry> entries_{}; ///< size is a power of two, at most three quarters in use
    std::size_t        mask_ = 0;
    std::size_t        size_ = 0;
};

} // namespace ssot::storage::detail::memory

#include <ssot/impl/detail/memory/key_index.ipp>

#endif // SSOT_DETAIL_MEMORY_KEY_INDEX_HPP
