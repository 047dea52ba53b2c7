// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_SOURCE_HPP
#define SSOT_TESTING_SOURCE_HPP

// Where the conformance kit gets backends from. The kit is compiled once for all types of backends, so it holds each as an
// `any_backend`.
//
//   auto const from = ssot::conformance::make_source<my_backend>([] { return my_backend(); });

#include <ssot/error.hpp>
#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/capability.hpp>
#include <ssot/storage/concept.hpp>
#include <ssot/storage/schema.hpp>
#include <ssot/testing/kit/config.hpp>
#include <ssot/testing/kit/telling_session.hpp>

#include <ssot/detail/base/identity.hpp>

#include <concepts>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace ssot::conformance {

/// Provides backends.
struct source {
    /// Returns an empty backend.
    std::function<storage::any_backend()> fresh{};
    /// Closes a backend and returns one with the same rows; may be empty.
    std::function<storage::any_backend(storage::any_backend&&)> reopen{};
    /// Whether there is time for a million rows where otherwise a few thousand are used.
    bool thorough = false;

    /// What the kit has found out about the backend: for each situation, whether a call in it waits for another session, or
    /// is refused where that is allowed.
    std::shared_ptr<std::map<std::string, bool>> waits = std::make_shared<std::map<std::string, bool>>();
};

namespace detail {

/// Constructs a backend in place, so that it need not be movable. What it throws is `std::bad_alloc` or `backend_threw`.
template<class Backend>
class made_backend {
public:
    using session_type = telling_session<typename Backend::session_type>;

    template<class Make>
        requires std::invocable<Make const&>
    explicit made_backend(Make const& make) : it(make())
    {
    }

    storage::capabilities caps() const noexcept { return it.caps(); }
    result<std::uint32_t> prepare_schema(storage::schema_view schema, storage::schema_mode mode)
    {
        return telling([&] { return it.prepare_schema(schema, mode); });
    }
    result<session_type> open()
    {
        auto session = telling([&] { return it.open(); });
        if (!session)
            return std::move(session).error();
        return session_type(std::move(*session));
    }
    void const* identity() const noexcept { return ssot::detail::identity_of(it); }

    std::uint64_t rows_visited() const noexcept
        requires storage::counting_visits<Backend>
    {
        return it.rows_visited();
    }

    Backend it;
};

/// Returns what `make` returns, as an any_backend.
template<class Backend, class Make>
storage::any_backend erased(Make const& make)
{
    if constexpr (std::same_as<Backend, storage::any_backend>)
        return make();
    else
        return storage::any_backend::make<made_backend<Backend>>(make);
}

/// Returns the backend that `erased` made.
template<class Backend>
Backend& restored(storage::any_backend& b)
{
    if constexpr (std::same_as<Backend, storage::any_backend>)
        return b;
    else
        return b.as<made_backend<Backend>>()->it;
}

} // namespace detail

/// `make_fresh_store()` returns an empty backend each time. `reopen(backend)`, if given, closes the backend and returns one
/// with the same rows. A backend need not be copyable or movable, except to be passed to `reopen`.
template<storage::storage_backend Backend, std::invocable MakeFreshStore>
source make_source(MakeFreshStore make_fresh_store)
{
    source out;
    out.fresh = [make = std::move(make_fresh_store)] { return detail::erased<Backend>(make); };
    return out;
}
template<storage::storage_backend Backend, std::invocable MakeFreshStore, std::invocable<Backend&&> Reopen>
source make_source(MakeFreshStore make_fresh_store, Reopen reopen)
{
    auto out   = make_source<Backend>(std::move(make_fresh_store));
    out.reopen = [again = std::move(reopen)](storage::any_backend&& open) {
        return detail::erased<Backend>([&] { return again(std::move(detail::restored<Backend>(open))); });
    };
    return out;
}

} // namespace ssot::conformance

#endif // SSOT_TESTING_SOURCE_HPP
