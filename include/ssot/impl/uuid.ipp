// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_UUID_IPP
#define SSOT_IMPL_UUID_IPP

#include <ssot/uuid.hpp>

#include <ssot/detail/text/message.hpp>

#include <atomic>
#include <bit>
#include <chrono>
#include <cstdint>
#include <random>

#if __has_include(<pthread.h>)
#include <pthread.h>
#define SSOT_DETAIL_HAS_FORK 1
#endif

namespace ssot {

namespace detail {

/// Counts the forks that led to this process, so that a child does not repeat its parent's random numbers.
SSOT_DECL std::atomic<unsigned> fork_count{0};

SSOT_DECL bool watch_forks()
{
#ifdef SSOT_DETAIL_HAS_FORK
    return ::pthread_atfork(nullptr, nullptr, [] { fork_count.fetch_add(1, std::memory_order_relaxed); }) == 0;
#else
    return true;
#endif
}

/// xoshiro256** (Blackman and Vigna), seeded by the operating system and again after a fork.
class random_bits {
public:
    std::uint64_t operator()()
    {
        if (auto const forks = fork_count.load(std::memory_order_relaxed); forks != seeded_at_fork_ || !seeded_)
            seed(forks);
        auto const out = std::rotl(state_[1] * 5, 7) * 9;
        auto const t   = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= t;
        state_[3] = std::rotl(state_[3], 45);
        return out;
    }

private:
    void seed(unsigned forks)
    {
        static bool const watching = watch_forks();
        static_cast<void>(watching);
        std::random_device device;
        for (auto& word : state_)
            word = (std::uint64_t{device()} << 32) | device();
        seeded_at_fork_ = forks;
        seeded_         = true;
    }

    std::uint64_t state_[4]{};
    unsigned      seeded_at_fork_ = 0;
    bool          seeded_         = false;
};

/// What one thread needs to make ids.
struct id_source {
    random_bits   random{};
    std::uint64_t last = 0; // milliseconds << 12 | fraction of the newest version 7 id
};

SSOT_DECL id_source& this_thread_ids()
{
    thread_local id_source source;
    return source;
}

SSOT_DECL uuid make_uuid(std::uint64_t high, std::uint64_t low) noexcept
{
    uuid out{};
    for (int i = 0; i < 8; ++i) {
        out.data[i]     = static_cast<std::uint8_t>(high >> (56 - 8 * i));
        out.data[8 + i] = static_cast<std::uint8_t>(low >> (56 - 8 * i));
    }
    return out;
}

inline constexpr std::uint64_t variant_mask = 0x3fffffffffffffffULL;
inline constexpr std::uint64_t variant_bits = 0x8000000000000000ULL;

} // namespace detail

SSOT_DECL uuid new_id()
{
    auto& ids = detail::this_thread_ids();
    using namespace std::chrono;
    auto const ns   = static_cast<std::uint64_t>(duration_cast<nanoseconds>(system_clock::now().time_since_epoch()).count());
    auto const now  = (ns / 1'000'000 << 12) | (ns % 1'000'000 * 4096 / 1'000'000);
    ids.last        = now > ids.last ? now : ids.last + 1;
    auto const high = ((ids.last >> 12) << 16) | 0x7000 | (ids.last & 0xfff);
    return detail::make_uuid(high, (ids.random() & detail::variant_mask) | detail::variant_bits);
}

SSOT_DECL uuid new_id_v4()
{
    auto&      random = detail::this_thread_ids().random;
    auto const high   = (random() & 0xffffffffffff0fffULL) | 0x4000;
    return detail::make_uuid(high, (random() & detail::variant_mask) | detail::variant_bits);
}

SSOT_DECL std::string to_string(uuid const& id)
{
    std::string out(uuid_text_size, '\0');
    to_chars(out.data(), id);
    return out;
}

SSOT_DECL result<uuid> parse_uuid(std::string_view text)
{
    auto const bad = [&] {
        return error(errc::invalid_value,
                     detail::concat(
                         {"'", detail::excerpt(text), "' is not a uuid of the form xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"}));
    };
    if (text.size() != uuid_text_size)
        return bad();
    uuid        out{};
    auto const* at = text.data();
    for (int i = 0; i < 16; ++i) {
        if (detail::hyphen_before(i) && *at++ != '-')
            return bad();
        int const high = detail::hex_digit(at[0]);
        int const low  = detail::hex_digit(at[1]);
        if (high < 0 || low < 0)
            return bad();
        out.data[i] = static_cast<std::uint8_t>(high << 4 | low);
        at += 2;
    }
    return out;
}

} // namespace ssot

#endif // SSOT_IMPL_UUID_IPP
