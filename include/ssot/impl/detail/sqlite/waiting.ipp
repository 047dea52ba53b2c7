// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_SQLITE_WAITING_IPP
#define SSOT_IMPL_DETAIL_SQLITE_WAITING_IPP

#include <ssot/detail/sqlite/waiting.hpp>

#include <algorithm>

namespace ssot::storage::detail::sqlite {

SSOT_DECL gate::outcome gate::enter(deadline until, call_marks const& marks)
{
    std::unique_lock held(guard_);
    if (!inside_ && waiting_.empty()) {
        inside_ = true;
        return outcome::entered;
    }
    auto const mine = ++last_;
    waiting_.push_back(mine);
    auto out = outcome::entered;
    while (inside_ || waiting_.front() != mine) {
        auto const now = std::chrono::steady_clock::now();
        if (marks.canceled())
            out = outcome::canceled;
        else if (now >= until)
            out = outcome::late;
        if (out != outcome::entered) {
            std::erase(waiting_, mine);
            changed_.notify_all(); // who was behind may be the first now
            return out;
        }
        // A cancel that comes between the look and the wait is seen at the next look.
        changed_.wait_until(held, std::min(until, now + std::chrono::milliseconds(20)));
    }
    waiting_.pop_front();
    inside_ = true;
    return out;
}

SSOT_DECL void gate::leave() noexcept
{
    {
        std::scoped_lock const held(guard_);
        inside_ = false;
    }
    changed_.notify_all();
}

} // namespace ssot::storage::detail::sqlite

#endif // SSOT_IMPL_DETAIL_SQLITE_WAITING_IPP
