// SPDX-License-Identifier: BSL-1.0
// Nothing to run: how flags are combined, with the numbers of DiffSync's enums.py. What they do is in diff.test.cpp.
#include <ssot/diff_flags.hpp>

namespace {

using ssot::diff::flags;
using ssot::diff::object_flags;

static_assert((flags::skip_unmatched_source | flags::skip_unmatched_target) == flags::skip_unmatched_both);
static_assert(has(flags::skip_unmatched_both, flags::skip_unmatched_source));
static_assert(!has(flags::skip_unmatched_source, flags::skip_unmatched_both), "all of them, not any");
static_assert(has(flags::none, flags::none) && !has(flags::none, flags::log_unchanged));
static_assert(static_cast<int>(flags::continue_on_failure) == 0b1 && static_cast<int>(flags::log_unchanged) == 0b1000);

static_assert((object_flags::skip_unmatched_source | object_flags::skip_unmatched_target) ==
              object_flags::skip_unmatched_both);
static_assert(has(object_flags::skip_unmatched_both, object_flags::skip_unmatched_target));
static_assert(!has(object_flags::skip_unmatched_target, object_flags::skip_unmatched_both));
static_assert(static_cast<int>(object_flags::ignore) == 0b1 &&
              static_cast<int>(object_flags::natural_deletion_order) == 0b10000);

} // namespace
