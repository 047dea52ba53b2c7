// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_BASE_SEEDED_HASH_IPP
#define SSOT_IMPL_DETAIL_BASE_SEEDED_HASH_IPP

#include <ssot/detail/base/seeded_hash.hpp>

#include <chrono>
#include <exception>
#include <random>

namespace ssot::detail {

SSOT_DECL hash_seeds random_hash_seeds() noexcept
{
    hash_seeds out{};
    try {
        std::random_device random;
        for (auto& s : out)
            s = std::uint64_t{random()} << 32 | random();
    } catch (std::exception const&) { // no source of randomness, as in a bare chroot: what differs from run to run
        auto const      now   = std::chrono::steady_clock::now().time_since_epoch().count();
        auto const      place = reinterpret_cast<std::uintptr_t>(&out);
        std::seed_seq   sequence{static_cast<std::uint64_t>(now), static_cast<std::uint64_t>(place)};
        std::mt19937_64 engine(sequence);
        for (auto& s : out)
            s = engine();
    }
    for (auto& s : out)
        s |= 1; // never zero, which would make all products zero
    return out;
}

SSOT_DECL hash_seeds const& process_hash_seeds() noexcept
{
    static hash_seeds const seeds = random_hash_seeds();
    return seeds;
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_BASE_SEEDED_HASH_IPP
