// SPDX-License-Identifier: BSL-1.0
#include <ssot/model/sync.hpp>
#include <ssot/query.hpp>

auto tests_of_something() -> ssot::selection<ssot::sync>;

auto tests_of_something() -> ssot::selection<ssot::sync>
{
#ifdef SSOT_COMPILE_FAIL
    // expect: "text search needs a text, choice or JSON field"
    return ssot::from<ssot::sync>().where(icontains(ssot::field<&ssot::sync::dry_run>, "true"));
#else
    return ssot::from<ssot::sync>().where(icontains(ssot::field<&ssot::sync::diff>, "true"));
#endif
}
