// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_BASE_IDENTITY_HPP
#define SSOT_DETAIL_BASE_IDENTITY_HPP

// Which rows a backend keeps, for comparison.

namespace ssot::detail {

/// What `identity()` of a backend says; one that has none is itself.
template<class Backend>
void const* identity_of(Backend const& backend) noexcept
{
    if constexpr (requires { static_cast<void const*>(backend.identity()); })
        return backend.identity();
    else
        return &backend;
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_BASE_IDENTITY_HPP
