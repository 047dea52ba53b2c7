// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORE_PURGE_HPP
#define SSOT_STORE_PURGE_HPP

// How old syncs are removed from a store, and what came of it.
//
//   auto report = store.purge(ssot::now() - std::chrono::days(90), {.keep_newest = 10, .stop = token}).value();
//   std::cout << report.syncs << " syncs removed\n";
//   if (report.resume) store.purge(older_than, {.resume = report.resume}).value();        // goes on where it stopped
//
// Example: docs/examples/purge.cpp.

#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <stop_token>

namespace ssot {

/// How far a purge came: the last sync that it looked at. Those without a start time come after all others.
struct purge_position {
    std::optional<timestamp> start_time{};
    uuid                     id{};

    friend bool operator==(purge_position const&, purge_position const&) = default;
};

/// What a purge removes, and in what portions.
struct purge_options {
    std::size_t                   batch_syncs = 100;          ///< at most so many syncs in one transaction
    std::size_t                   batch_rows  = 10'000;       ///< at most so many log entries at once
    std::size_t                   keep_newest = 10;           ///< the newest syncs stay, however old they are
    std::chrono::milliseconds     pause{0};                   ///< between transactions, for other writers
    std::stop_token               stop{};                     ///< looked at between transactions
    bool                          with_job_results   = false; ///< also job results that no sync points at any more
    bool                          without_start_time = false; ///< also syncs that never started
    std::optional<purge_position> resume{};                   ///< of an earlier report: go on behind it
};

/// What a purge removed.
struct purge_report {
    std::size_t                   syncs       = 0;
    std::size_t                   log_entries = 0;
    std::size_t                   job_results = 0;
    std::size_t                   others      = 0; ///< rows of other models that went along
    std::size_t                   skipped     = 0; ///< syncs that rows of other models protect
    std::optional<purge_position> resume{};        ///< where to go on; nothing when there is no more to do
};

} // namespace ssot

#endif // SSOT_STORE_PURGE_HPP
