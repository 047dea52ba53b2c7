// SPDX-License-Identifier: BSL-1.0
// Nothing to run: what a capability is when nobody declares it, and how they compare.
#include <ssot/storage/capability.hpp>

#include <cstdint>
#include <limits>
#include <type_traits>

namespace {

using namespace ssot::storage;

// A backend that says nothing has promised nothing: the library does all.
constexpr capabilities none{};
static_assert(none.filters == filtering::none);
static_assert(!none.order && !none.limit && !none.projection && !none.joins && !none.aggregate && !none.pages &&
              !none.text_ops && !none.text_rules && !none.reverse);
static_assert(!none.transactions && !none.savepoints && !none.concurrent_sessions && !none.row_locks);
static_assert(none.foreign_keys == foreign_key_checks::none);
static_assert(!none.unique && !none.revisions && !none.makes_keys && !none.cancel && !none.ddl);
static_assert(none.strongest == isolation::read_committed && none.durable == durability::none);
static_assert(none.schema_in_transaction);
static_assert(none.text_nul && none.stable_icontains);
static_assert(none.max_batch == std::numeric_limits<std::size_t>::max() && none.max_keys_in == none.max_batch);
static_assert(none.max_args == none.max_batch && none.max_terms == none.max_batch);
static_assert(none.max_text == std::numeric_limits<std::uint32_t>::max() && none.max_json_depth == 512);

// Each is named, in declaration order.
static_assert(std::is_aggregate_v<capabilities> && std::is_trivially_copyable_v<capabilities>);
constexpr capabilities some{.filters = filtering::all, .order = true, .transactions = true, .max_batch = 50};
static_assert(some.filters == filtering::all && some.order && !some.limit && some.transactions && some.max_batch == 50);

// What is stronger compares greater.
static_assert(filtering::none < filtering::primary_key && filtering::primary_key < filtering::all);
static_assert(isolation::read_committed < isolation::snapshot && isolation::snapshot < isolation::serializable);
static_assert(durability::none < durability::process_crash && durability::process_crash < durability::power_loss_prefix &&
              durability::power_loss_prefix < durability::power_loss);

} // namespace
