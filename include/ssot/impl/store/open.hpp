// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_OPEN_HPP
#define SSOT_IMPL_STORE_OPEN_HPP

// How a store is made from a backend.

#include <ssot/model/servicenow_config.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/concept.hpp>
#include <ssot/storage/describe.hpp>
#include <ssot/store.hpp>

#include <type_traits>
#include <utility>

namespace ssot {

namespace detail {

/// A backend without its type: moved in if it is an rvalue, referred to if it is an lvalue.
template<class B>
storage::any_backend any_backend_of(B&& backend)
{
    using type = std::remove_cvref_t<B>;
    static_assert(storage::storage_backend<type>,
                  "ssot::store: this type is no storage backend; static_assert(ssot::storage::diagnose_backend<T>()) of "
                  "<ssot/storage/diagnose.hpp> names every declaration that is missing");
    if constexpr (std::is_lvalue_reference_v<B>)
        return storage::any_backend::refer(backend);
    else if constexpr (std::is_same_v<type, storage::any_backend>)
        return std::forward<B>(backend);
    else
        return storage::any_backend(std::forward<B>(backend));
}

/// `T`, made dependent on the template parameter `B`, so that it is instantiated only with that template.
template<class B, class T>
struct later {
    using type = T;
};
template<class B, class T>
using later_t = typename later<B, T>::type;

} // namespace detail

inline namespace SSOT_MODE {

template<detail::backend_for_store B>
store::store(B&& backend, store_options options) : store(open(std::forward<B>(backend), std::move(options)).value())
{
}

template<detail::backend_without_session_type B>
store::store(B&&, store_options) // NOLINT(performance-unnecessary-value-param): it never compiles
{
    static_assert(
        storage::storage_backend<std::remove_cvref_t<B>>,
        "ssot::store: this type is no storage backend, since it does not name its session: using session_type = ...; "
        "static_assert(ssot::storage::diagnose_backend<T>()) of <ssot/storage/diagnose.hpp> names what else is missing");
}

template<detail::backend_for_store B>
result<store> store::open(B&& backend, store_options options)
{
    auto core = detail::store_core::open(detail::any_backend_of(std::forward<B>(backend)),
                                         std::move(options),
                                         storage::describe_model<detail::later_t<B, sync_log_entry>>(),
                                         storage::describe_model<detail::later_t<B, servicenow_config>>());
    if (!core)
        return std::move(core).error();
    return store(std::move(*core));
}

template<model First, model... More>
result<void> store::use()
{
    for (auto const* const each : {&storage::describe_model<First>(), &storage::describe_model<More>()...})
        if (auto done = core().use(*each); !done)
            return done;
    return {};
}

template<class B>
B* store::backend_as() const noexcept
{
    auto const* const backend = core().backend();
    return backend ? backend->template as<B>() : nullptr;
}

} // namespace SSOT_MODE

} // namespace ssot

#endif // SSOT_IMPL_STORE_OPEN_HPP
