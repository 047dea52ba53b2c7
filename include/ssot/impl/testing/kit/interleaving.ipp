// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_KIT_INTERLEAVING_IPP
#define SSOT_IMPL_TESTING_KIT_INTERLEAVING_IPP

#include <ssot/error.hpp>
#include <ssot/storage/concept.hpp>
#include <ssot/testing/kit/interleaving.hpp>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

namespace ssot::conformance::detail {

SSOT_DECL bool gave_way(error const& e)
{
    return e.code() == errc::serialization || e.code() == errc::conflict || e.code() == errc::timeout ||
        e.code() == errc::busy || e.code() == errc::tx_aborted;
}

SSOT_DECL result<void> player::begin(storage::tx_options options)
{
    auto out = session.begin(options);
    open_    = out.has_value();
    return out;
}

SSOT_DECL result<void> player::commit()
{
    auto out = session.commit();
    if (out)
        open_ = false;
    else
        rollback();
    return out;
}

SSOT_DECL void player::rollback() noexcept
{
    if (std::exchange(open_, false))
        session.rollback();
}

class stage::actor {
public:
    explicit actor(trial& t) : thread_([this, &t] { work(t); }) {}

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
        if (!changed_.wait_for(guard, most, [&] { return gone_; }))
            give_up();
        guard.unlock();
        thread_.join();
    }

private:
    void work(trial& t)
    {
        try {
            player self(t.ok(t.backend().open(), "opening a session in another thread"));
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
    std::exception_ptr      wrong_   = nullptr;
    bool                    busy_    = false;
    bool                    leaving_ = false;
    bool                    gone_    = false;
    std::thread             thread_; // last: it uses the others
};

SSOT_DECL stage::stage(trial& t, std::size_t players)
{
    t.backend(); // before there are threads
    for (std::size_t i = 0; i != players; ++i)
        actors_.push_back(std::make_unique<actor>(t));
}

SSOT_DECL stage::~stage()
{
    for (auto& a : actors_)
        a->leave();
    for (auto& a : actors_)
        a->join();
}

SSOT_DECL bool stage::tell(std::size_t who, step what, std::chrono::milliseconds patience)
{
    actors_[who]->start(std::move(what));
    return actors_[who]->wait(patience);
}

SSOT_DECL void stage::run(std::size_t who, step what)
{
    if (!tell(who, std::move(what)))
        throw failed_check("a session waits though no other is in its way");
}

SSOT_DECL void stage::settle(std::size_t who)
{
    if (!actors_[who]->wait(most))
        throw failed_check("a session still waits after those before it have finished");
}

SSOT_DECL bool stage::idle(std::size_t who) { return actors_[who]->wait(std::chrono::milliseconds(0)); }

SSOT_DECL std::size_t every_interleaving(stage&                       s, std::vector<stage::step> const (&scripts)[2],
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

#endif // SSOT_IMPL_TESTING_KIT_INTERLEAVING_IPP
