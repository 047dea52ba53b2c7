// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_RECORDER_RUN_PROGRESS_TELLER_HPP
#define SSOT_DETAIL_RECORDER_RUN_PROGRESS_TELLER_HPP

// Reports the progress of a run to a function of the caller's. One thread at a time calls it, under no lock, so it may call
// the recorder.

#include <ssot/recorder.hpp>

#include <deque>
#include <mutex>
#include <optional>
#include <thread>

namespace ssot::detail::recording {

class run_progress_teller {
public:
    /// Passes `told` to `function`. While the function runs, reports of other threads are queued, and the running thread
    /// passes them on afterwards. Reports that the function itself causes are dropped, because they might never end. Passes
    /// on what the function throws.
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
    /// Takes the next report. After the last one no thread is reporting any more.
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
    std::thread::id          teller_{}; ///< the thread that is calling the function
};

} // namespace ssot::detail::recording

#endif // SSOT_DETAIL_RECORDER_RUN_PROGRESS_TELLER_HPP
