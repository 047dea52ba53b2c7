// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_WITH_FAULTS_IPP
#define SSOT_IMPL_TESTING_WITH_FAULTS_IPP

#include <ssot/testing/with_faults.hpp>

#include <new>

namespace ssot::conformance {

SSOT_DECL void fault_plan::arm(std::size_t calls, errc code, bool throws) noexcept
{
    code_   = code;
    throws_ = throws;
    fired_  = false;
    left_   = static_cast<std::int64_t>(calls);
}

SSOT_DECL bool fault_plan::fails()
{
    if (left_ < 0 || left_-- != 0)
        return false;
    fired_ = true;
    if (throws_)
        throw std::bad_alloc();
    return true;
}

} // namespace ssot::conformance

#endif // SSOT_IMPL_TESTING_WITH_FAULTS_IPP
