// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORE_ANNOTATED_HPP
#define SSOT_STORE_ANNOTATED_HPP

// Syncs with the seven counts of their log entries. The counts can also be used in conditions and orderings.
//
//   using ssot::counted;
//   auto const worst = store.annotated_syncs(ssot::from<ssot::sync>()
//       .where(counted<&ssot::sync_counts::failed> > 0 && ssot::field<&ssot::sync::dry_run> == false)
//       .order_by(counted<&ssot::sync_counts::failed>.desc())
//       .limit(10));
//
// The log entries themselves are found by `logs_of`. Source: Sync.annotated_queryset(). Example: docs/examples/queries.cpp.

#include <ssot/model/job_result.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_counts.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/model/types.hpp>
#include <ssot/query.hpp>
#include <ssot/store/stored.hpp>

#include <concepts>
#include <cstdint>
#include <optional>

namespace ssot {

/// One sync with its job result and its counts. The sync's diff is not loaded.
template<class Types = default_types>
struct basic_annotated_sync {
    partial<basic_sync<Types>>             sync;
    std::optional<basic_job_result<Types>> job_result;
    sync_counts                            counts;
};
using annotated_sync = basic_annotated_sync<>;

/// One of the seven counts, for conditions and orderings of `store.annotated_syncs`; every other call that is given it
/// returns `misuse`. An ordering by counts is completed by the default ordering.
template<auto Count, class Types = default_types>
struct counted_t {
    using sync_model = basic_sync<Types>;

    order_term<sync_model> asc() const { return {{.field = column()}}; }
    order_term<sync_model> desc() const { return {{.field = column(), .desc = true}}; }

    friend predicate<sync_model> operator==(counted_t c, std::int64_t n) { return c.compare(storage::op::eq, n); }
    friend predicate<sync_model> operator!=(counted_t c, std::int64_t n) { return !c.compare(storage::op::eq, n); }
    friend predicate<sync_model> operator<(counted_t c, std::int64_t n) { return c.compare(storage::op::lt, n); }
    friend predicate<sync_model> operator<=(counted_t c, std::int64_t n) { return c.compare(storage::op::le, n); }
    friend predicate<sync_model> operator>(counted_t c, std::int64_t n) { return c.compare(storage::op::gt, n); }
    friend predicate<sync_model> operator>=(counted_t c, std::int64_t n) { return c.compare(storage::op::ge, n); }
    friend predicate<sync_model> between(counted_t c, std::int64_t low, std::int64_t high) { return c >= low && c <= high; }

private:
    static_assert(std::same_as<owner_of<Count>, sync_counts>, "ssot::counted: name a member of ssot::sync_counts");

    /// Counts are numbered after the fields of the model.
    static std::uint16_t column() noexcept
    {
        return static_cast<std::uint16_t>(storage::describe_model<sync_model>().fields.size() + field_index<Count>);
    }
    predicate<sync_model> compare(storage::op what, std::int64_t n) const
    {
        return {what, column(), storage::no_field, {storage::value(storage::value_view::integer(n))}};
    }
};

/// Names a count: `counted<&sync_counts::failed>`.
template<auto Count, class Types = default_types>
inline constexpr counted_t<Count, Types> counted{};

/// A query for the log entries whose foreign key is this sync.
template<class Types>
selection<basic_sync_log_entry<Types>> logs_of(basic_sync<Types> const& s)
{
    return from<basic_sync_log_entry<Types>>().where(field<&basic_sync_log_entry<Types>::sync> == key_of(s));
}

} // namespace ssot

#endif // SSOT_STORE_ANNOTATED_HPP
