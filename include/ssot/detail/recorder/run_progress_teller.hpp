// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_RECORDER_RUN_PROGRESS_TELLER_HPP
#define SSOT_DETAIL_RECORDER_RUN_PROGRESS_TELLER_HPP

// Tells a function of the caller's how far a run is: in one thread at a time, and under no lock, so that it may do as it likes.

#include <ssot/recorder.hpp>

#include <deque>
#include <mutex>
#include <optional>
#include <thread>

namespace ssot::detail::recording {

class run_progress_teller {
public:
    /// Tells `told` by `function`. What comes from other threads while the function runs is told behind it by the thread that
    /// tells already. What the function does itself is not told: it might never end. Throws what the function throws.
    template<class Function>
    void tell(run_progress const& told, Function const& function)
    {
        {
            std::scoped_lock const guard(lock_);
            auto const             me = std::this_thread::get_id();
            if (teller_ == me)
                return;
            waiting_.push_back(told);
            if (teller_ != std::thread::id())
                return;
            teller_ = me;
        }
        while (auto const next = take()) {
            try {
                function(*next);
            } catch (...) {
                std::scoped_lock const guard(lock_);
                teller_ = {};
                throw;
            }
        }
    }

private:
    /// What is told next; after the last, nobody tells any more.
    std::optional<run_progress> take()
    {
        std::scoped_lock const guard(lock_);
        if (waiting_.empty()) {
            teller_ = {};
            return std::nullopt;
        }
        auto const next = waiting_.front();
        waiting_.pop_front();
        return next;
    }

    std::mutex               lock_{};
    std::deque<run_progress> waiting_{};
    std::thread::id          teller_{}; ///< who tells
};

} // namespace ssot::detail::recording

#endif // SSOT_DETAIL_RECORDER_RUN_PROGRESS_TELLER_HPP
