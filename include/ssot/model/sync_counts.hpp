// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_MODEL_SYNC_COUNTS_HPP
#define SSOT_MODEL_SYNC_COUNTS_HPP

// How many log entries of a sync have each action and each status. Source: Sync.annotated_queryset().

#include <ssot/model/choices.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>
#include <optional>

namespace ssot {

/// The seven counts. The first four count entries by action, whatever their status; the last three count them by status. An
/// action or status that is not one of the choices is counted nowhere.
struct sync_counts {
    std::int64_t unchanged{};
    std::int64_t created{};
    std::int64_t updated{};
    std::int64_t deleted{};
    std::int64_t succeeded{};
    std::int64_t failed{};
    std::int64_t errored{};

    /// Counts one entry. An absent argument is counted nowhere.
    constexpr void add(std::optional<sync_log_entry_action> action, std::optional<sync_log_entry_status> status) noexcept;

    friend bool operator==(sync_counts const&, sync_counts const&) = default;
};

BOOST_DESCRIBE_STRUCT(sync_counts, (), (unchanged, created, updated, deleted, succeeded, failed, errored))

constexpr void sync_counts::add(std::optional<sync_log_entry_action> action,
                                std::optional<sync_log_entry_status> status) noexcept
{
    unchanged += action == sync_log_entry_action::no_change;
    created += action == sync_log_entry_action::create;
    updated += action == sync_log_entry_action::update;
    deleted += action == sync_log_entry_action::delete_;
    succeeded += status == sync_log_entry_status::success;
    failed += status == sync_log_entry_status::failure;
    errored += status == sync_log_entry_status::error;
}

} // namespace ssot

#endif // SSOT_MODEL_SYNC_COUNTS_HPP
