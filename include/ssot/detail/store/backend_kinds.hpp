// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORE_BACKEND_KINDS_HPP
#define SSOT_DETAIL_STORE_BACKEND_KINDS_HPP

// What the constructor of a store tells apart: backends, and what looks like one.

#include <ssot/fwd.hpp>
#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/concept.hpp>

#include <concepts>
#include <type_traits>

namespace ssot::detail {

/// A type that names a session type, and so is meant to be a backend. The constructor then checks that it is one.
template<class B>
concept backend_for_store = !std::same_as<std::remove_cvref_t<B>, store> && !std::is_const_v<std::remove_reference_t<B>> &&
    requires { typename std::remove_cvref_t<B>::session_type; };

template<class B>
concept backend_must_not_be_const = !std::same_as<std::remove_cvref_t<B>, store> &&
    std::is_const_v<std::remove_reference_t<B>> && requires { typename std::remove_cvref_t<B>::session_type; };

/// A type that looks like a backend but names no session type. It is accepted only so that a static_assert can say what is
/// missing.
template<class B>
concept backend_without_session_type = !requires { typename std::remove_cvref_t<B>::session_type; } &&
    (requires(std::remove_cvref_t<B>& b) { b.caps(); } || requires(std::remove_cvref_t<B>& b) { b.prepare_schema({}, {}); });

} // namespace ssot::detail

#endif // SSOT_DETAIL_STORE_BACKEND_KINDS_HPP
