// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_SUPPORT_RANDOM_HPP
#define BENCH_SUPPORT_RANDOM_HPP

// Numbers that are the same in every run and with every compiler, unlike those of <random>'s distributions.

#include <ssot/uuid.hpp>

#include <cstddef>
#include <cstdint>

namespace bench {

/// splitmix64.
class random_source {
public:
    explicit random_source(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next()
    {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15);
        z               = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z               = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }

    /// From `low` to `high`, both included.
    std::size_t between(std::size_t low, std::size_t high) { return low + next() % (high - low + 1); }

    bool percent(std::size_t chance) { return between(0, 99) < chance; }

    template<class T, std::size_t N>
    T const& pick(T const (&items)[N])
    {
        return items[between(0, N - 1)];
    }

    /// Version 4.
    ssot::uuid uuid()
    {
        ssot::uuid id{};
        for (std::size_t i = 0; i != 16; i += 8) {
            auto const bits = next();
            for (std::size_t byte = 0; byte != 8; ++byte)
                id.data[i + byte] = static_cast<std::uint8_t>(bits >> (8 * byte));
        }
        id.data[6] = static_cast<std::uint8_t>((id.data[6] & 0x0f) | 0x40);
        id.data[8] = static_cast<std::uint8_t>((id.data[8] & 0x3f) | 0x80);
        return id;
    }

private:
    std::uint64_t state_;
};

} // namespace bench

#endif // BENCH_SUPPORT_RANDOM_HPP
