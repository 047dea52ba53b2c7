// SPDX-License-Identifier: BSL-1.0
// What holds of the shipped types before anything runs. What must not compile is in tests/compile_fail.
#include <ssot/error.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>

#include <concepts>
#include <type_traits>

namespace {

// Values: made, copied, moved and compared like an int.
static_assert(std::regular<ssot::sync>);
static_assert(std::regular<ssot::sync_log_entry>);
static_assert(std::regular<ssot::basic_sync<ssot::raw_types>>);
static_assert(std::regular<ssot::basic_sync_log_entry<ssot::lenient_types>>);
static_assert(std::is_nothrow_move_constructible_v<ssot::sync>);
static_assert(std::is_aggregate_v<ssot::sync>);

// The whole of an error is small enough to be returned with every result.
static_assert(sizeof(ssot::error) == 24);
static_assert(std::is_nothrow_move_constructible_v<ssot::error>);

// Choices are known at compile time.
static_assert(ssot::label_class(ssot::sync_log_entry_action::update) == "info");
static_assert(ssot::to_wire(ssot::sync_log_entry_action::no_change) == "no-change");
static_assert(ssot::choices<ssot::job_result_status>().size() == 7);

// A foreign key takes its model, of whatever types, and nothing else; a bare uuid it can be compared with.
using sync_key = decltype(ssot::sync_log_entry::sync);
static_assert(std::assignable_from<sync_key&, ssot::sync const&>);
static_assert(std::is_assignable_v<sync_key&, ssot::basic_sync<ssot::raw_types> const&>);
static_assert(!std::is_assignable_v<sync_key&, ssot::job_result const&>);
static_assert(!std::is_assignable_v<sync_key&, ssot::uuid const&>);
static_assert(requires(sync_key k, ssot::uuid id) { k == id; });
static_assert(!std::is_convertible_v<sync_key, ssot::uuid>);

// The metadata of fields is, too.
static_assert(ssot::field_info_of<&ssot::sync::source>.options.max_length == 64);
static_assert(ssot::field_info_of<&ssot::sync_log_entry::sync>.column == "sync_id");
static_assert(ssot::model_info_of<ssot::sync>().label == "nautobot_ssot.Sync");

} // namespace
