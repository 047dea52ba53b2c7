// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORE_SINGLE_USER_GUARD_HPP
#define SSOT_DETAIL_STORE_SINGLE_USER_GUARD_HPP

// Lets one thread at a time use an object. The same thread may enter again, for example from a callback. Other threads are
// refused and do not wait, because their call is a mistake.

#include <ssot/error.hpp>

#include <atomic>
#include <thread>
#include <utility>

namespace ssot::detail {

class one_thread {
public:
    /// Lets the thread use the object until it is destroyed.
    class [[nodiscard]] stay {
    public:
        stay(stay&& other) noexcept : place_(std::exchange(other.place_, nullptr)) {}
        stay& operator=(stay&&) = delete;
        ~stay()
        {
            if (place_)
                place_->leave();
        }

        /// Returns false if the thread was refused.
        explicit operator bool() const noexcept { return place_ != nullptr; }

    private:
        friend class one_thread;
        explicit stay(one_thread* place) noexcept : place_(place) {}
        one_thread* place_;
    };

    stay enter() noexcept
    {
        auto const me = std::this_thread::get_id();
        if (user_.load(std::memory_order_relaxed) == me) {
            ++stays_;
            return stay(this);
        }
        std::thread::id nobody;
        if (!user_.compare_exchange_strong(nobody, me, std::memory_order_acquire, std::memory_order_relaxed))
            return stay(nullptr);
        stays_ = 1;
        return stay(this);
    }

    /// The error for a thread that was refused.
    static error refusal()
    {
        return {errc::misuse, "another thread is using this store; each thread needs one of its own, by store.session()"};
    }

private:
    void leave() noexcept
    {
        if (--stays_ == 0)
            user_.store({}, std::memory_order_release);
    }

    std::atomic<std::thread::id> user_{};
    unsigned                     stays_ = 0; ///< how often the thread `user_` has entered
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_STORE_SINGLE_USER_GUARD_HPP
