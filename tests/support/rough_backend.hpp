// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_ROUGH_BACKEND_HPP
#define SSOT_TESTS_SUPPORT_ROUGH_BACKEND_HPP

// A backend as a stranger may write one, over the in-memory one: its calls fail now and then, its `begin` may not heed timeouts,
// it may have one session only, and it does not say which rows it keeps.

#include <ssot/storage/concept.hpp>
#include <ssot/storage/memory.hpp>

#include "forwarding_backend.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <new>
#include <optional>
#include <span>
#include <stop_token>
#include <string_view>
#include <thread>
#include <utility>

namespace ssot_test {

/// How rough it is. Shared by all sessions, and may be changed at any time.
struct roughness {
    std::atomic<unsigned>      per_thousand{0}; ///< of the calls fail
    std::atomic<std::uint64_t> calls{0};
    std::uint64_t              seed         = 1;
    bool                       deaf         = false; ///< `begin` waits for ever, whatever the timeout
    bool                       one_session  = false;
    bool                       transactions = true;
    /// Asked of each insert; an error refuses it.
    std::function<std::optional<ssot::error>(ssot::storage::record_batch const&)> refuse{};

    /// Whether a call fails, and how. May throw std::bad_alloc.
    std::optional<ssot::error> meet()
    {
        auto const rate = per_thousand.load();
        if (rate == 0)
            return std::nullopt;
        auto n = (++calls + seed * 0x9e37'79b9'7f4a'7c15U) * 0xbf58'476d'1ce4'e5b9U;
        n      = (n ^ (n >> 29)) * 0x94d0'49bb'1331'11ebU;
        n ^= n >> 32;
        if (n % 1000 >= rate)
            return std::nullopt;
        using enum ssot::errc;
        switch ((n >> 12) % 8) {
        case 0: return ssot::error(busy, "rough", ssot::retry::statement);
        case 1: return ssot::error(io, "rough");
        case 2: return ssot::error(serialization, "rough", ssot::retry::transaction);
        case 3: return ssot::error(timeout, "rough", ssot::retry::transaction);
        case 4: return ssot::error(unavailable, "rough", ssot::retry::reconnect);
        case 5: return ssot::error(internal, "rough");
        case 6: return ssot::error(constraint, "rough");
        default: throw std::bad_alloc();
        }
    }
};

class rough_session : public forwarding_session<> {
public:
    rough_session(ssot::storage::memory_session inner, roughness& how) : forwarding_session(std::move(inner)), how_(&how) {}

    ssot::result<std::size_t> insert(ssot::storage::record_batch rows)
    {
        if (auto e = how_->meet())
            return *e;
        if (how_->refuse)
            if (auto e = how_->refuse(rows))
                return *e;
        return forwarding_session::insert(rows);
    }
    ssot::result<cursor_type> scan(ssot::storage::query const& q)
    {
        if (auto e = how_->meet())
            return *e;
        return forwarding_session::scan(q);
    }
    ssot::result<std::size_t> update(ssot::storage::query const& q, std::span<ssot::storage::assignment const> set)
    {
        if (auto e = how_->meet())
            return *e;
        return forwarding_session::update(q, set);
    }
    ssot::result<std::size_t> erase(ssot::storage::query const& q)
    {
        if (auto e = how_->meet())
            return *e;
        return forwarding_session::erase(q);
    }
    ssot::result<void> begin(ssot::storage::tx_options options)
    {
        if (auto e = how_->meet())
            return *e;
        if (how_->deaf)
            options.timeout = {};
        return forwarding_session::begin(options);
    }
    /// What fails at the end may have taken effect.
    ssot::result<void> commit()
    {
        auto const e = how_->meet();
        if (!e)
            return forwarding_session::commit();
        if (e->code() != ssot::errc::unavailable && e->code() != ssot::errc::internal)
            return *e;
        if (e->code() == ssot::errc::internal)
            static_cast<void>(forwarding_session::commit());
        else
            forwarding_session::rollback();
        return ssot::error(ssot::errc::outcome_unknown, "rough", ssot::retry::check_first);
    }

private:
    roughness* how_;
};

class rough_backend : public forwarding_backend<> {
public:
    using session_type = rough_session;

    explicit rough_backend(roughness& how) : how_(&how) {}

    ssot::storage::capabilities caps() const noexcept
    {
        auto out = forwarding_backend::caps();
        if (how_->one_session)
            out.concurrent_sessions = false;
        if (!how_->transactions)
            out.transactions = false;
        return out;
    }
    ssot::result<rough_session> open() { return open_as<rough_session>(*how_); }

private:
    roughness* how_;
};

static_assert(ssot::storage::storage_backend<rough_backend>);

/// Ends the program when a test takes longer than it may: a thread that hangs cannot be stopped otherwise.
class watchdog {
public:
    watchdog(std::string_view what, std::chrono::seconds most)
        : thread_([what, most](std::stop_token const& stop) {
              auto const end = std::chrono::steady_clock::now() + most;
              while (!stop.stop_requested()) {
                  if (std::chrono::steady_clock::now() > end) {
                      std::cerr << "error: " << what << " hangs\n" << std::flush;
                      std::_Exit(EXIT_FAILURE);
                  }
                  std::this_thread::sleep_for(std::chrono::milliseconds(20));
              }
          })
    {
    }

private:
    std::jthread thread_;
};

} // namespace ssot_test

#endif // SSOT_TESTS_SUPPORT_ROUGH_BACKEND_HPP
