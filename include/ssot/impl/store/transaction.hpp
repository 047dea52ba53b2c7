// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_TRANSACTION_HPP
#define SSOT_IMPL_STORE_TRANSACTION_HPP

// Running and repeating a function in a transaction.

#include <ssot/store.hpp>
#include <ssot/store/transaction.hpp>

#include <optional>
#include <type_traits>
#include <utility>

namespace ssot {

namespace detail {

/// Calls a function that takes the store, or nothing.
template<class Fn>
auto call_with_store(Fn& fn, store& s)
{
    if constexpr (std::is_invocable_v<Fn&, store&>)
        return fn(s);
    else
        return fn();
}

} // namespace detail

inline namespace SSOT_MODE {

template<class Fn>
auto store::run(Fn&& fn, run_options const& options)
{
    using outcome = decltype(detail::call_with_store(fn, *this));
    static_assert(detail::is_result<outcome>, "ssot::store::run: the function returns an ssot::result");

    std::optional<outcome> last; // what `fn` returned last; returned only if the commit succeeds
    auto                   done = core().run(options, [&]() -> result<void> {
        last.emplace(detail::call_with_store(fn, *this));
        return *last ? result<void>() : result<void>(last->error());
    });
    return done ? std::move(*last) : outcome(std::move(done).error());
}

} // namespace SSOT_MODE

} // namespace ssot

#endif // SSOT_IMPL_STORE_TRANSACTION_HPP
