// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_BASE_FAIR_SHARED_MUTEX_HPP
#define SSOT_DETAIL_BASE_FAIR_SHARED_MUTEX_HPP

// A std::shared_mutex whose writers are not starved. glibc's lets new readers in while a writer waits, so that a stream of
// readers can keep the writer out for ever.

#include <mutex>
#include <shared_mutex>

namespace ssot::detail {

class fair_shared_mutex {
public:
    void lock()
    {
        std::scoped_lock const turn(turn_); // later readers and writers wait here until the current readers are done
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
