// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORE_PURGE_HPP
#define SSOT_STORE_PURGE_HPP

// Options and report of `store.purge`, which removes old syncs from a store.
//
//   auto report = store.purge(ssot::now() - std::chrono::days(90), {.keep_newest = 10, .stop = token}).value();
//   std::cout << report.syncs << " syncs removed\n";
//   if (report.resume) store.purge(older_than, {.resume = report.resume}).value();        // continues where it stopped
//
// Example: docs/examples/purge.cpp.

#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <stop_token>

namespace ssot {

/// The position that a purge reached: the last sync that it considered. Syncs without a start time come after all others.
struct purge_position {
    std::optional<timestamp> start_time{};
    uuid                     id{};

    friend bool operator==(purge_position const&, purge_position const&) = default;
};

/// What a purge removes, and in how large transactions.
struct purge_options {
    std::size_t                   batch_syncs = 100;          ///< maximum number of syncs in one transaction
    std::size_t                   batch_rows  = 10'000;       ///< maximum number of log entries erased at once
    std::size_t                   keep_newest = 10;           ///< number of newest syncs that stay, however old
    std::chrono::milliseconds     pause{0};                   ///< sleep between transactions, for other writers
    std::stop_token               stop{};                     ///< ends the purge before the next transaction
    bool                          with_job_results   = false; ///< also remove job results that no sync refers to any more
    bool                          without_start_time = false; ///< also remove syncs that never started
    std::optional<purge_position> resume{};                   ///< of an earlier report: continue after it
};

/// What a purge removed.
struct purge_report {
    std::size_t                   syncs       = 0;
    std::size_t                   log_entries = 0;
    std::size_t                   job_results = 0;
    std::size_t                   others      = 0; ///< rows of other models that were erased with them
    std::size_t                   skipped     = 0; ///< syncs that stay because rows of other models protect them
    std::optional<purge_position> resume{};        ///< where to continue; empty if all is done
};

} // namespace ssot

#endif // SSOT_STORE_PURGE_HPP
