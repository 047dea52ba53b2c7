// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_BASE_SEEDED_HASH_HPP
#define SSOT_DETAIL_BASE_SEEDED_HASH_HPP

// The hash for everything that strangers choose: keys of rows, names, keys of JSON objects, texts.
//
// Its seeds are random and different in each process, so that nobody can prepare values that all fall into one bucket of a
// table, which would make look-ups take quadratic time. Equal values have equal hashes only within a process: no order of
// output and nothing that is stored may depend on them.

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/base/stored_types.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace ssot::detail {

using hash_seeds = std::array<std::uint64_t, 3>;

/// Returns the seeds of this process, which the first call makes. May be called from any thread.
hash_seeds const& process_hash_seeds() noexcept;

/// A hash function for standard and Boost containers. Linear in the length of a text, constant for everything else.
class seeded_hash {
public:
    using is_transparent = void; ///< texts of any type have the same hash

    seeded_hash() noexcept : seeds_(process_hash_seeds()) {}

    std::size_t operator()(std::uint64_t number) const noexcept { return mix(number ^ seeds_[0], seeds_[1]); }
    std::size_t operator()(uuid const& id) const noexcept
    {
        return of_16_bytes(reinterpret_cast<char const*>(&*id.begin()));
    }

    std::size_t operator()(std::string_view text) const noexcept
    {
        auto const size = text.size();
        auto       h    = seeds_[0];
        for (; text.size() >= 8; text.remove_prefix(8))
            h = mix(h ^ word(text.data()), seeds_[1]);
        std::uint64_t last = 0;
        if (!text.empty())
            std::memcpy(&last, text.data(), text.size());
        return mix(h ^ last, seeds_[2] ^ size); // which tells zeros at the end from none
    }

    /// Returns the hash of the uuid whose 16 bytes start at `bytes`.
    std::size_t of_16_bytes(char const* bytes) const noexcept
    {
        return mix(mix(word(bytes) ^ seeds_[0], seeds_[1]) ^ word(bytes + 8), seeds_[2]);
    }

    /// Returns the hash of a sequence from the hash of its elements so far and that of the next element.
    std::size_t combine(std::size_t before, std::size_t next) const noexcept
    {
        return mix(before ^ seeds_[1], next ^ seeds_[2]) ^ next;
    }

private:
    static std::uint64_t word(char const* from) noexcept
    {
        std::uint64_t out = 0;
        std::memcpy(&out, from, sizeof out);
        return out;
    }

    /// Makes the result depend on all bits of both factors.
    static std::uint64_t mix(std::uint64_t a, std::uint64_t b) noexcept
    {
        __extension__ using wide = unsigned __int128;
        auto const product       = static_cast<wide>(a) * b;
        return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
    }

    hash_seeds seeds_;
};

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/base/seeded_hash.ipp>
#endif

#endif // SSOT_DETAIL_BASE_SEEDED_HASH_HPP
