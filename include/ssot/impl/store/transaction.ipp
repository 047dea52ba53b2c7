// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_TRANSACTION_IPP
#define SSOT_IMPL_STORE_TRANSACTION_IPP

#include <ssot/store/transaction.hpp>

#include <ssot/detail/store/session.hpp>
#include <ssot/detail/time/bounded_time.hpp>

#include <algorithm>
#include <random>
#include <thread>
#include <utility>

namespace ssot {

inline namespace SSOT_MODE {

SSOT_DECL transaction::transaction(std::weak_ptr<detail::session_state> state, std::uint64_t serial) noexcept
    : state_(std::move(state)), serial_(serial)
{
}

SSOT_DECL transaction::transaction(transaction&& other) noexcept
    : state_(std::move(other.state_)), serial_(std::exchange(other.serial_, 0))
{
}

SSOT_DECL transaction& transaction::operator=(transaction&& other) noexcept
{
    if (this != &other) {
        rollback();
        state_  = std::move(other.state_);
        serial_ = std::exchange(other.serial_, 0);
    }
    return *this;
}

SSOT_DECL transaction::~transaction() { rollback(); }

SSOT_DECL result<void> transaction::commit()
{
    auto const state = state_.lock();
    if (!state)
        return error(errc::misuse, "the transaction is over, or its store is gone");
    return state->commit(serial_);
}

SSOT_DECL void transaction::rollback() noexcept
{
    if (auto const state = state_.lock())
        state->rollback(serial_);
}

SSOT_DECL bool transaction::is_open() const noexcept
{
    auto const state = state_.lock();
    return state && state->is_open(serial_);
}

} // namespace SSOT_MODE

namespace detail {

SSOT_DECL double random_fraction()
{
    thread_local std::minstd_rand numbers{std::random_device{}()};
    return std::uniform_real_distribution<double>(0, 1)(numbers);
}

SSOT_DECL void sleep_for(std::chrono::nanoseconds pause) { std::this_thread::sleep_for(pause); }

} // namespace detail

SSOT_DECL std::chrono::nanoseconds run_options::pause_after(unsigned attempt) const
{
    auto       pause = detail::bounded_wait(first);
    auto const most  = detail::bounded_wait(cap);
    for (unsigned i = 1; i < attempt && pause < most && pause.count() > 0; ++i)
        pause *= 2;
    auto const whole = std::chrono::nanoseconds(std::min(pause, most));
    if (jitter == ssot::jitter::none)
        return whole;
    auto const part = random();
    return std::chrono::nanoseconds(
        static_cast<std::int64_t>(static_cast<double>(whole.count()) * (part > 0 ? std::min(part, 1.0) : 0.0)));
}

} // namespace ssot

#endif // SSOT_IMPL_STORE_TRANSACTION_IPP
