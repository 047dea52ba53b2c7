// SPDX-License-Identifier: BSL-1.0
// Every public header, in two translation units of one program: a function that is not inline, or differs, does not link.
#include "all_headers.hpp"

ssot::version_info seen_in_two();

int main() { return seen_in_two().minor_version == ssot::version.minor_version ? 0 : 1; }
