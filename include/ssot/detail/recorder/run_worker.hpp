// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_RECORDER_RUN_WORKER_HPP
#define SSOT_DETAIL_RECORDER_RUN_WORKER_HPP

// The thread that calls the store for a recorder, one task at a time. The caller of a task waits a limited time whatever the
// store does: a store that blocks the thread blocks no other thread for ever.
//
// No lock is held while a task runs. If there is no thread, the callers do the tasks themselves, one at a time.

#include <ssot/error.hpp>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace ssot::detail::recording {

class run_worker {
public:
    using time_point = std::chrono::steady_clock::time_point;
    using work       = std::function<result<void>()>;

    run_worker()                             = default;
    run_worker(run_worker const&)            = delete;
    run_worker& operator=(run_worker const&) = delete;

    /// Starts the thread. It also calls `beat` after it was idle for `every`, never if `every` is 0. `owner` keeps alive
    /// what the thread uses. If the system refuses a thread, the callers do the work.
    void start(std::shared_ptr<void> owner, std::chrono::nanoseconds every, std::function<void()> beat)
    {
        every_ = every;
        beat_  = std::move(beat);
        std::scoped_lock const guard(lock_);
        try {
            thread_     = std::thread([this, kept = std::move(owner)] { run(); });
            has_thread_ = true;
        } catch (std::system_error const&) {
            has_thread_ = false;
        }
    }
    bool has_thread() const
    {
        std::scoped_lock const guard(lock_);
        return has_thread_;
    }

    /// The outcome of a task.
    struct outcome {
        bool         ended; ///< false: the task was withdrawn, or goes on while no caller waits for it
        result<void> value{};
    };

    /// Runs a task. Passes on what it throws. Errors: `busy` if it did not finish in time; `misuse` inside another task,
    /// when a function that the store calls calls the recorder.
    outcome perform(work what, time_point until)
    {
        std::unique_lock guard(lock_);
        auto const       me = std::this_thread::get_id();
        if (turn_ == me)
            return {true, error(errc::misuse, "a function that the store called asks the recorder to write")};
        if (!has_thread_ || stops_ || thread_.get_id() == me) {
            if (!changed_.wait_until(guard, until, [&] { return turn_ == std::thread::id(); }))
                return {false, late()};
            stay const in_turn(*this, guard);
            return {true, what()};
        }

        auto const asked = std::make_shared<piece>();
        asked->what      = std::move(what);
        waiting_.push_back(asked);
        changed_.notify_all();
        if (!changed_.wait_until(guard, until, [&] { return asked->ended; })) {
            std::erase(waiting_, asked);
            return {false, late()};
        }
        if (asked->thrown)
            std::rethrow_exception(asked->thrown);
        return {true, std::move(asked->value)};
    }

    /// Returns whether a wait for the store should end soon, because the result is no longer wanted.
    bool stops() const
    {
        std::scoped_lock const guard(lock_);
        return stops_;
    }

    /// Ends the thread after its current task. If the store blocks it, it is detached and ends when the store returns. May
    /// be called more than once, and by the thread itself.
    void stop(time_point until)
    {
        std::unique_lock guard(lock_);
        stops_ = true;
        changed_.notify_all();
        if (!thread_.joinable())
            return;
        bool const self = thread_.get_id() == std::this_thread::get_id();
        bool const left = !self && changed_.wait_until(guard, until, [&] { return left_; });
        auto       gone = std::exchange(thread_, std::thread());
        guard.unlock();
        if (!gone.joinable()) // another thread has ended it meanwhile
            return;
        if (left)
            gone.join();
        else
            gone.detach();
    }

private:
    struct piece {
        work               what{};
        bool               ended = false;
        result<void>       value{};
        std::exception_ptr thrown{};
    };

    /// A period in which one thread runs a task. The lock is free meanwhile.
    class stay {
    public:
        stay(run_worker& of, std::unique_lock<std::mutex>& guard) : of_(of), guard_(guard)
        {
            of_.turn_ = std::this_thread::get_id();
            guard_.unlock();
        }
        stay(stay const&)            = delete;
        stay& operator=(stay const&) = delete;
        ~stay()
        {
            guard_.lock();
            of_.turn_ = {};
            of_.changed_.notify_all();
        }

    private:
        run_worker&                   of_;
        std::unique_lock<std::mutex>& guard_;
    };

    static error late()
    {
        return {errc::busy, "the store did not answer in time: other work on it goes on", retry::transaction};
    }

    void run()
    {
        std::unique_lock guard(lock_);
        for (;;) {
            auto const called = [&] { return stops_ || !waiting_.empty(); };
            if (every_.count() <= 0)
                changed_.wait(guard, called);
            else if (!changed_.wait_for(guard, every_, called)) {
                guard.unlock();
                beat_();
                guard.lock();
                continue;
            }
            if (waiting_.empty())
                break;
            auto const next = std::move(waiting_.front());
            waiting_.pop_front();
            do_piece(*next, guard);
            next->ended = true;
            changed_.notify_all();
        }
        left_ = true;
        changed_.notify_all();
    }

    void do_piece(piece& next, std::unique_lock<std::mutex>& guard)
    {
        stay const in_turn(*this, guard);
        try {
            next.value = next.what();
        } catch (...) { // passed on to the caller of the task
            next.thrown = std::current_exception();
        }
        next.what = nullptr;
    }

    std::chrono::nanoseconds every_{};
    std::function<void()>    beat_{};

    std::mutex mutable lock_{}; // protects all members below
    std::condition_variable            changed_{};
    std::deque<std::shared_ptr<piece>> waiting_{};
    std::thread::id                    turn_{}; ///< the thread that is running a task
    bool                               has_thread_ = false;
    bool                               stops_      = false;
    bool                               left_       = false; ///< true: the thread takes no more tasks
    std::thread                        thread_{};
};

} // namespace ssot::detail::recording

#endif // SSOT_DETAIL_RECORDER_RUN_WORKER_HPP
