// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_RANDOM_SOURCE_HPP
#define SSOT_TESTING_RANDOM_SOURCE_HPP

// Random numbers and texts that are the same on every platform for the same seed. The standard fixes std::mt19937_64 bit by
// bit, but not its distributions, so the distributions are defined here. For one thread at a time.
//
//   ssot::conformance::random_source random(42);
//   random.below(6) + 1
//   random.text(64)        // up to 64 code points, encoded in one to four bytes each
//
// Everything is in this header in every mode, so that tests can draw numbers without linking the kit.

#include <ssot/testing/kit/config.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <random>
#include <string>

namespace ssot::conformance {

/// Appends the UTF-8 form of `code_point`. Independent of the library's own code, which it judges.
inline void append_code_point(std::string& out, std::uint32_t code_point)
{
    int const more = code_point < 0x80 ? 0 : code_point < 0x800 ? 1 : code_point < 0x10000 ? 2 : 3;
    if (more == 0) {
        out.push_back(static_cast<char>(code_point));
        return;
    }
    constexpr std::uint32_t leads[] = {0, 0xc0, 0xe0, 0xf0};
    out.push_back(static_cast<char>(leads[more] + (code_point >> (6 * more))));
    for (int i = more - 1; i >= 0; --i)
        out.push_back(static_cast<char>(0x80 + (code_point >> (6 * i)) % 64));
}

class random_source {
public:
    explicit random_source(std::uint64_t seed) : engine_(seed) {}

    std::uint64_t bits() { return engine_(); }
    std::uint64_t below(std::uint64_t n) { return engine_() % n; }
    bool          one_in(std::uint64_t n) { return below(n) == 0; }

    std::int64_t between(std::int64_t low, std::int64_t high)
    {
        auto const range = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1;
        auto const step  = range == 0 ? bits() : below(range);
        return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + step);
    }

    template<class T>
    T pick(std::initializer_list<T> from)
    {
        return from.begin()[below(from.size())];
    }

    /// Returns a number of random magnitude: the number of its bits is random.
    std::uint64_t of_any_size() { return bits() >> below(64); }

    /// Returns a text of `min` to `max` code points of one flavour.
    std::string text(std::size_t max, std::size_t min = 0, bool nul = true)
    {
        std::size_t length = min + below(max - min < 24 ? max - min + 1 : 24);
        if (one_in(16))
            length = max;
        if (one_in(16))
            length = min;
        auto const  flavour = below(6);
        std::string out;
        for (std::size_t i = 0; i != length; ++i)
            append_code_point(out, code_point(flavour, nul));
        return out;
    }

private:
    std::uint32_t code_point(std::uint64_t flavour, bool nul)
    {
        auto const range = [&](std::uint32_t low, std::uint32_t high) {
            return static_cast<std::uint32_t>(low + below(high - low + 1));
        };
        switch (flavour) {
        case 0: return range(' ', '~');
        case 1:
            return range(nul ? 0 : 1, 0x1f);
            // clang-format off
        case 2: return pick<std::uint32_t>({'"', '\\', '/', '\n', '\t', 'b', 'u', '{', '}', ',', ':', '\'', '%', '_', 0x7f});
        case 3: return range(0x80, 0xd7ff);
        case 4: return range(0x10000, 0x10ffff);
        default:
            return pick<std::uint32_t>({0x01, 'a', 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfeff, 0xfffd, 0xfffe,
                                        0xffff, 0x10000,
                                        0x1f600, 0x2028, 0x2029, 0x10ffff});
            // clang-format on
        }
    }

    std::mt19937_64 engine_;
};

} // namespace ssot::conformance

#endif // SSOT_TESTING_RANDOM_SOURCE_HPP
