// SPDX-License-Identifier: BSL-1.0
// Tests in the mode that is not the tests' own, in few files, since the bodies of the library are compiled in each. Both files
// include every public header: a function that is not inline, or differs, does not link.
#include "all_headers.hpp"
#include "unit/nautobot/fixture.test.cpp"
#include "unit/store/transaction.test.cpp"
#include "unit/store/upsert.test.cpp"
