// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_BASE_FAIR_SHARED_MUTEX_HPP
#define SSOT_DETAIL_BASE_FAIR_SHARED_MUTEX_HPP

// A std::shared_mutex whose writers get their turn. glibc's lets readers in past a waiting writer, so that readers who come
// again and again keep it out for ever.

#include <mutex>
#include <shared_mutex>

namespace ssot::detail {

class fair_shared_mutex {
public:
    void lock()
    {
        std::scoped_lock const turn(turn_); // who comes later waits here until the readers of now are gone
        held_.lock();
    }
    void unlock() { held_.unlock(); }

    void lock_shared()
    {
        std::scoped_lock const turn(turn_);
        held_.lock_shared();
    }
    void unlock_shared() { held_.unlock_shared(); }

private:
    std::mutex        turn_{};
    std::shared_mutex held_{};
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_BASE_FAIR_SHARED_MUTEX_HPP
