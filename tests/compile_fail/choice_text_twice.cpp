// SPDX-License-Identifier: BSL-1.0
#include <ssot/choice.hpp>

namespace {

enum class severity { low, high };

constexpr auto describe_choice(ssot::choice_tag<severity>)
{
    using entry = ssot::choice_entry<severity>;
#ifdef SSOT_COMPILE_FAIL
    return ssot::choice_table{entry{severity::low, "low", "Low", "info"}, entry{severity::high, "low", "High", "danger"}};
#else
    return ssot::choice_table{entry{severity::low, "low", "Low", "info"}, entry{severity::high, "high", "High", "danger"}};
#endif
}

static_assert(ssot::label(severity::low) == "Low"); // expect: "share a value or a stored text"

} // namespace
