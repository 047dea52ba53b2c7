// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_BASE_FUNCTION_REF_HPP
#define SSOT_DETAIL_BASE_FUNCTION_REF_HPP

// A reference to a function of the caller's, for code that is compiled once: two pointers, no copy, no allocation. Use it
// only as a parameter, because the object that it refers to may end with the full expression of the call.

#include <concepts>
#include <memory>
#include <type_traits>
#include <utility>

namespace ssot::detail {

template<class Signature>
class function_ref;

template<class R, class... Arguments>
class function_ref<R(Arguments...)> {
public:
    template<class Fn>
        requires(!std::same_as<std::remove_cvref_t<Fn>, function_ref> && std::is_invocable_r_v<R, Fn&, Arguments...>)
    function_ref(Fn&& fn) noexcept // NOLINT: that a lambda becomes one is its purpose
        : object_(const_cast<void*>(static_cast<void const*>(std::addressof(fn)))),
          call_([](void* object, Arguments... arguments) -> R {
              return (*static_cast<std::remove_reference_t<Fn>*>(object))(std::forward<Arguments>(arguments)...);
          })
    {
    }

    R operator()(Arguments... arguments) const { return call_(object_, std::forward<Arguments>(arguments)...); }

private:
    void* object_;
    R (*call_)(void*, Arguments...);
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_BASE_FUNCTION_REF_HPP
