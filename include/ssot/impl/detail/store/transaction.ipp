// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_STORE_TRANSACTION_IPP
#define SSOT_IMPL_DETAIL_STORE_TRANSACTION_IPP

// Transactions that users begin, and work that is repeated.

#include <ssot/store.hpp>
#include <ssot/store/transaction.hpp>

#include <ssot/detail/store/core.hpp>
#include <ssot/detail/store/session.hpp>
#include <ssot/detail/store/shared_state.hpp>
#include <ssot/detail/store/statement.hpp>

#include <cstdint>
#include <utility>

namespace ssot::detail {
inline namespace SSOT_MODE {

SSOT_DECL result<std::uint64_t> store_core::begin(storage::tx_options const& options)
{
    if (!session_)
        return moved_from("store");
    return without_bad_alloc([&] { return session_->begin(options); });
}

SSOT_DECL result<void> store_core::run(run_options const& options, function_ref<result<void>()> work)
{
    if (!session_)
        return moved_from("store");
    auto again = retry::never; // the advice of the last attempt's error
    auto once  = [&]() -> result<void> {
        auto serial = begin(options.transaction);
        if (!serial) {
            again = serial.error().again();
            return std::move(serial).error();
        }
        transaction_scope const own(*session_, *serial);
        auto                    out = work();

        // Whether to repeat a transaction that failed before depends on that failure.
        auto const* const why   = session_->failure();
        auto const        cause = why ? why->again() : retry::transaction;
        if (out)
            if (auto committed = session_->commit(*serial); !committed)
                out = committed.error();
        if (!out)
            again = out.error().code() == errc::tx_aborted ? cause : out.error().again();
        return out;
    };

    bool const nested = session_->in_transaction(); // then only the caller can repeat the whole
    for (unsigned attempt = 1;; ++attempt) {
        auto out = once();
        if (out || nested || attempt >= options.attempts || again == retry::never || again == retry::check_first)
            return out;
        options.sleep(options.pause_after(attempt));
        while (again == retry::reconnect) {
            auto reopened = session_->reopen();
            if (reopened)
                break;
            again = reopened.error().again();
            if (++attempt >= options.attempts || again == retry::never || again == retry::check_first)
                return reopened;
            options.sleep(options.pause_after(attempt));
        }
    }
}

} // namespace SSOT_MODE
} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_STORE_TRANSACTION_IPP
