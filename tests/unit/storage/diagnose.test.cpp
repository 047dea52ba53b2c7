// SPDX-License-Identifier: BSL-1.0
// Nothing to run: compiling is the test.
#include <ssot/storage/diagnose.hpp>

#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/memory.hpp>

#include "support/key_value_backend.hpp"
#include "support/savepoint_backend.hpp"
#include "support/table_scan_backend.hpp"

#include <concepts>

// What it says of a class that is no backend is in tests/compile_fail/backend_*.cpp.

namespace {

using ssot::storage::diagnose_backend;
using ssot_test::table_scan_backend;

static_assert(diagnose_backend<ssot::storage::memory>());
static_assert(diagnose_backend<ssot::storage::any_backend>());
static_assert(diagnose_backend<ssot_test::key_value_backend>());
static_assert(diagnose_backend<ssot_test::savepoint_backend>());
static_assert(diagnose_backend<table_scan_backend>());

// The archetype has what is required and no more, so that the library cannot come to need more.
using least = table_scan_backend::session;
static_assert(!ssot::storage::aggregating<least> && !ssot::storage::with_savepoints<least> &&
              !ssot::storage::inserting_if_absent<least> && !ssot::storage::cancelable<least>);
static_assert(!std::copyable<least> && !std::default_initializable<least>);
static_assert(!std::copyable<table_scan_backend::cursor> && !std::default_initializable<table_scan_backend::cursor>);
static_assert(!std::movable<table_scan_backend>);

} // namespace
