// SPDX-License-Identifier: BSL-1.0
#include <ssot/choice.hpp>

#include <boost/describe/enum.hpp>

namespace {

BOOST_DEFINE_ENUM_CLASS(severity, low, high)

constexpr auto describe_choice(ssot::choice_tag<severity>)
{
    using entry = ssot::choice_entry<severity>;
#ifdef SSOT_COMPILE_FAIL
    return ssot::choice_table{entry{severity::low, "low", "Low", "info"}};
#else
    return ssot::choice_table{entry{severity::low, "low", "Low", "info"}, entry{severity::high, "high", "High", "danger"}};
#endif
}

// The enumerator is named by the compiler, in the arguments of the template that fails.
// expect: "this enumerator has no entry in describe_choice()"
// expect: "severity::high"
static_assert(ssot::to_wire(severity::low) == "low");

} // namespace
