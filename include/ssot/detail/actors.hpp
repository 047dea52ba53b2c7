// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_ACTORS_HPP
#define SSOT_DETAIL_ACTORS_HPP

// Several sessions at once, step by step: each has a thread of its own, so that a step may wait for another session. In the form
// of PostgreSQL's isolation tests.

#include <ssot/testing/trial.hpp>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace ssot::conformance::detail {

/// A failure that two transactions in each other's way may end with.
inline bool gave_way(error const& e)
{
    return e.code() == errc::serialization || e.code() == errc::conflict || e.code() == errc::timeout ||
        e.code() == errc::busy || e.code() == errc::tx_aborted;
}

/// A session that knows whether it is in a transaction.
template<class Session>
class player {
public:
    explicit player(Session s) : session(std::move(s)) {}

    result<void> begin(storage::tx_options options = {})
    {
        auto out = session.begin(options);
        open_    = out.has_value();
        return out;
    }
    result<void> commit()
    {
        auto out = session.commit();
        if (out)
            open_ = false;
        else
            rollback();
        return out;
    }
    void rollback() noexcept
    {
        if (std::exchange(open_, false))
            session.rollback();
    }
    bool in_transaction() const noexcept { return open_; }

    Session session;

private:
    bool open_ = false;
};

template<class Backend>
class stage {
public:
    using player_type = player<typename Backend::session_type>;
    using step        = std::function<void(player_type&)>;

    static constexpr std::chrono::seconds      most{20};    ///< that a step may take when nobody stands in its way
    static constexpr std::chrono::milliseconds waiting{60}; ///< after which a step counts as waiting for another session

    stage(trial<Backend>& t, std::size_t players)
    {
        t.backend(); // before there are threads
        for (std::size_t i = 0; i != players; ++i)
            actors_.push_back(std::make_unique<actor>(t));
    }
    stage(stage const&)            = delete;
    stage& operator=(stage const&) = delete;

    /// Whoever is in a transaction leaves it, so that those who wait for it go on.
    ~stage()
    {
        for (auto& a : actors_)
            a->leave();
        for (auto& a : actors_)
            a->join();
    }

    /// Lets a session do something and waits for it, `patience` at most; whether it is done. What its checks find is thrown here.
    bool tell(std::size_t who, step what, std::chrono::milliseconds patience = most)
    {
        actors_[who]->start(std::move(what));
        return actors_[who]->wait(patience);
    }

    /// The same, where nobody stands in the way.
    void run(std::size_t who, step what)
    {
        if (!tell(who, std::move(what)))
            throw failed_check("a session waits though no other is in its way");
    }

    /// Waits for a step that was told.
    void settle(std::size_t who)
    {
        if (!actors_[who]->wait(most))
            throw failed_check("a session still waits after those before it have finished");
    }
    bool idle(std::size_t who) { return actors_[who]->wait(std::chrono::milliseconds(0)); }

private:
    class actor {
    public:
        explicit actor(trial<Backend>& t) : thread_([this, &t] { work(t); }) {}

        void start(step what)
        {
            std::scoped_lock guard(lock_);
            step_ = std::move(what);
            busy_ = true;
            changed_.notify_all();
        }
        bool wait(std::chrono::milliseconds patience)
        {
            std::unique_lock guard(lock_);
            if (!changed_.wait_for(guard, patience, [&] { return !busy_; }))
                return false;
            if (wrong_)
                std::rethrow_exception(std::exchange(wrong_, nullptr));
            return true;
        }
        void leave()
        {
            std::scoped_lock guard(lock_);
            leaving_ = true;
            changed_.notify_all();
        }
        void join()
        {
            std::unique_lock guard(lock_);
            if (!changed_.wait_for(guard, most, [&] { return gone_; })) {
                std::fputs("ssot conformance: a session does not come back from a call; giving up\n", stderr);
                std::fflush(nullptr);
                std::_Exit(1);
            }
            guard.unlock();
            thread_.join();
        }

    private:
        void work(trial<Backend>& t)
        {
            try {
                player_type self(t.ok(t.backend().open(), "opening a session in another thread"));
                for (;;) {
                    std::unique_lock guard(lock_);
                    changed_.wait(guard, [&] { return busy_ || leaving_; });
                    if (!busy_)
                        break;
                    guard.unlock();
                    std::exception_ptr wrong;
                    try {
                        step_(self);
                    } catch (...) {
                        wrong = std::current_exception();
                    }
                    guard.lock();
                    wrong_ = wrong;
                    busy_  = false;
                    changed_.notify_all();
                }
                self.rollback();
            } catch (...) {
                std::scoped_lock guard(lock_);
                wrong_ = std::current_exception();
            }
            std::scoped_lock guard(lock_);
            busy_ = false;
            gone_ = true;
            changed_.notify_all();
        }

        std::mutex              lock_{};
        std::condition_variable changed_{};
        step                    step_{};
        std::exception_ptr      wrong_{};
        bool                    busy_    = false;
        bool                    leaving_ = false;
        bool                    gone_    = false;
        std::thread             thread_; // last: it uses the others
    };

    std::vector<std::unique_ptr<actor>> actors_{};
};

/// Runs two scripts in every order that keeps each script's own. A step that waits lets the other script go on. `before` readies
/// the rows, `after` judges.
template<class Backend>
std::size_t every_interleaving(stage<Backend>& s, std::vector<typename stage<Backend>::step> const (&scripts)[2],
                               std::function<void()> const& before, std::function<void()> const& after)
{
    constexpr std::chrono::milliseconds patience{4};
    std::vector<std::size_t>            order(scripts[0].size(), 0);
    order.insert(order.end(), scripts[1].size(), 1);
    std::size_t n = 0;
    do {
        before();
        std::deque<std::size_t> left[2];
        for (std::size_t who = 0; who != 2; ++who)
            for (std::size_t i = 0; i != scripts[who].size(); ++i)
                left[who].push_back(i);
        for (std::size_t const who : order)
            if (s.idle(who)) {
                s.tell(who, scripts[who][left[who].front()], patience);
                left[who].pop_front();
            }
        // What was held up by steps that waited. Both may be busy for a while; if one waits for ever, `settle` says so.
        auto progress = std::chrono::steady_clock::now();
        while (!left[0].empty() || !left[1].empty()) {
            for (std::size_t who = 0; who != 2; ++who)
                if (!left[who].empty() && s.idle(who)) {
                    s.tell(who, scripts[who][left[who].front()], patience);
                    left[who].pop_front();
                    progress = std::chrono::steady_clock::now();
                }
            if (std::chrono::steady_clock::now() - progress > s.most)
                break;
            std::this_thread::yield();
        }
        s.settle(0);
        s.settle(1);
        after();
        ++n;
    } while (std::ranges::next_permutation(order).found);
    return n;
}

} // namespace ssot::conformance::detail

#endif // SSOT_DETAIL_ACTORS_HPP
