// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_BASE_TYPE_NAME_HPP
#define SSOT_DETAIL_BASE_TYPE_NAME_HPP

// The name of a type as its author writes it, for error messages.

#include <cstddef>
#include <string_view>

namespace ssot::detail {

template<class T>
constexpr std::string_view name_with_surroundings() noexcept
{
    return __PRETTY_FUNCTION__;
}

/// Returns a name such as "acme::device". What the compiler writes around the name is measured with a type of known name.
template<class T>
constexpr std::string_view type_name() noexcept
{
    constexpr std::string_view probe  = name_with_surroundings<double>();
    constexpr std::size_t      before = probe.find("double");
    constexpr std::size_t      after  = probe.size() - before - std::string_view("double").size();
    constexpr std::string_view whole  = name_with_surroundings<T>();
    return whole.substr(before, whole.size() - before - after);
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_BASE_TYPE_NAME_HPP
