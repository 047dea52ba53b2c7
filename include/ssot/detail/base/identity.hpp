// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_BASE_IDENTITY_HPP
#define SSOT_DETAIL_BASE_IDENTITY_HPP

// The identity of the rows that a backend holds.

namespace ssot::detail {

/// Returns `identity()` of a backend, or its address if it has no such member.
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
