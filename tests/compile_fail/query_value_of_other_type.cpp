// SPDX-License-Identifier: BSL-1.0
#include <ssot/model/sync.hpp>
#include <ssot/query.hpp>

auto long_runs() -> ssot::selection<ssot::sync>;

auto long_runs() -> ssot::selection<ssot::sync>
{
#ifdef SSOT_COMPILE_FAIL
    // expect: "this field does not compare with a value of this type; use the field's own type"
    return ssot::from<ssot::sync>().where(ssot::field<&ssot::sync::source> == 5);
#else
    return ssot::from<ssot::sync>().where(ssot::field<&ssot::sync::source> == "5");
#endif
}
