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
#include <string_view>
#include <vector>

namespace ssot::storage::detail::memory {

class key_hash {
public:
    key_hash();

    /// Keys of one table are of one kind.
    std::uint32_t operator()(value_view key) const noexcept;

private:
    static std::uint64_t word(char const* from) noexcept;

    /// Both halves of the product depend on all bits of both.
    static std::uint64_t mix(std::uint64_t a, std::uint64_t b) noexcept;

    static std::uint32_t finish(std::uint64_t h) noexcept { return static_cast<std::uint32_t>(h ^ h >> 32); }

    std::uint64_t of_text(std::string_view text) const noexcept;

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
    void add(std::uint32_t hash, std::uint32_t number) noexcept;

    /// Room for so many more. Throws std::bad_alloc.
    void reserve(std::size_t more);
    bool has_room(std::size_t more) const noexcept { return (size_ + more) * 4 <= entries_.size() * 3; }

    /// Takes out the entry that `find` gave, and closes the gap.
    void erase(std::uint32_t const* found) noexcept;

    /// Asks for the memory that a look-up will need.
    void prefetch(std::uint32_t hash) const noexcept;

private:
    static constexpr std::uint32_t none = 0; // row 0 is no_row, and parent 0 is that of null

    struct entry {
        std::uint32_t number = none; // first, so that its address is that of the entry
        std::uint32_t hash   = 0;

        entry() = default;
        entry(std::uint32_t h, std::uint32_t n) noexcept : number(n), hash(h) {}
    };

    void grow(std::size_t room);

    std::vector<entry> entries_{}; ///< a power of two of them, at most three quarters in use
    std::size_t        mask_ = 0;
    std::size_t        size_ = 0;
};

} // namespace ssot::storage::detail::memory

#include <ssot/impl/detail/memory/key_index.ipp>

#endif // SSOT_DETAIL_MEMORY_KEY_INDEX_HPP
