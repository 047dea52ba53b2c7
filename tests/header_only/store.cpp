// SPDX-License-Identifier: BSL-1.0
// Tests of the store in the mode that is not the tests' own, in one file, since the bodies of the library are compiled in each.
#include "unit/nautobot/fixture.test.cpp"
#include "unit/store/transaction.test.cpp"
#include "unit/store/upsert.test.cpp"
