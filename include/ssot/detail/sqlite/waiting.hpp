// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_SQLITE_WAITING_HPP
#define SSOT_DETAIL_SQLITE_WAITING_HPP

// How calls wait for each other, and how one that waits or works is ended from another thread.

#include <ssot/detail/base/config.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <limits>
#include <mutex>

namespace ssot::storage::detail::sqlite {

using deadline = std::chrono::steady_clock::time_point;

/// The end of a wait of so long, which begins now. 0 means no end.
inline deadline after(std::chrono::milliseconds wait) noexcept
{
    return wait.count() == 0 ? deadline::max() : std::chrono::steady_clock::now() + wait;
}

/// Counts the calls of a session, so that `cancel` ends the one that runs and no later one. Only `cancel` may be called from another
/// thread. A call costs two stores.
class call_marks {
public:
    void begin() noexcept { running_.store(++number_, std::memory_order_release); } // odd while a call runs
    void end() noexcept { running_.store(++number_, std::memory_order_release); }

    void cancel() noexcept
    {
        if (auto const now = running_.load(std::memory_order_acquire); now % 2 != 0)
            canceled_.store(now, std::memory_order_release);
    }
    bool canceled() const noexcept { return canceled_.load(std::memory_order_acquire) == number_; }

private:
    std::uint64_t              number_ = 0; ///< of the thread that uses the session
    std::atomic<std::uint64_t> running_{0};
    std::atomic<std::uint64_t> canceled_{std::numeric_limits<std::uint64_t>::max()};
};

/// Lets in one session at a time, in the order in which they came. It may be entered by one thread and left by another.
class gate {
public:
    enum class outcome : std::uint8_t { entered, late, canceled };

    outcome enter(deadline until, call_marks const& marks);
    void    leave() noexcept;
    /// Lets those who wait look whether they were canceled.
    void wake() noexcept { changed_.notify_all(); }

private:
    std::mutex                guard_{};
    std::condition_variable   changed_{};
    std::deque<std::uint64_t> waiting_{};
    std::uint64_t             last_   = 0;
    bool                      inside_ = false;
};

} // namespace ssot::storage::detail::sqlite

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/sqlite/waiting.ipp>
#endif

#endif // SSOT_DETAIL_SQLITE_WAITING_HPP
