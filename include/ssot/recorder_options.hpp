// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_RECORDER_OPTIONS_HPP
#define SSOT_RECORDER_OPTIONS_HPP

// What a recorded run is given and what it tells: settings, progress, outcomes, and the process that records.

#include <ssot/error.hpp>
#include <ssot/model/choices.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/base/config.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace ssot {

/// The phases of a run, which are timed separately. They may overlap.
enum class run_phase : std::uint8_t { source_load, target_load, diff, synchronize };

/// The progress of a run.
struct run_progress {
    run_phase   phase{};
    std::size_t done    = 0; ///< changes applied so far
    std::size_t total   = 0; ///< all changes; 0 in a phase that does not count them
    std::size_t written = 0; ///< log entries written to the store
};

/// Memory of the process in bytes.
struct run_memory {
    std::optional<std::int64_t> now{};
    /// The highest value since the process started or the peak was last reset. It is recorded for a phase only if that
    /// phase raised it.
    std::optional<std::int64_t> peak{};
};

/// Returns the resident memory of the process as Linux reports it in /proc; empty elsewhere. With `begin`, first resets the
/// peak of the whole process, where the system allows that, and then returns a peak of 0.
run_memory resident_memory(bool begin);

/// The outcome of one change.
struct change_outcome {
    sync_log_entry_status status = sync_log_entry_status::success;
    std::string           message{}; ///< if empty, DiffSync's message
};

/// The settings of a run.
struct recorder_options {
    std::string                source{}; ///< of the sync; up to 64 code points
    std::string                target{};
    bool                       dry_run = false; ///< only compare: nothing is applied, synchronized or logged
    std::string                job_name{};      ///< of the job result; if empty, "source → target"
    std::optional<std::string> task_name{};     ///< the class path of the job
    std::optional<uuid>        user{};

    std::size_t                batch          = 1000;  ///< number of log entries that are written together
    bool                       fold_unchanged = false; ///< write one log entry for all objects without changes
    std::optional<std::size_t> max_changes{};          ///< with more changes, none is applied and the run fails
    std::optional<double>      max_share{};            ///< the same, as a share of all compared objects, 0 to 1
    std::chrono::milliseconds  heartbeat{15'000};      ///< time between signs of life; 0: only the first

    // Functions that the recorder calls under no lock, so that each may call the recorder. They are called by the threads
    // that use the recorder, `clock` also by the recorder's own thread; all but `progress` by several threads at once. An
    // exception leaves the function of the recorder that was called: a log entry was not taken, a phase was not recorded,
    // and `finish` and `fail` may be called again. In the recorder's own thread an exception means that a heartbeat is left
    // out, and in the destructor that the run stays unfinished until `recover` finds it.

    /// Called at the begin of each phase and after each change, by one thread at a time. What this function itself does
    /// with the recorder is not reported to it.
    std::function<void(run_progress const&)> progress{};
    /// Gives the times of start, end, heartbeats and log entries; if empty, `now` does.
    std::function<timestamp()> clock{now};
    /// Measures the phases; if empty, the steady clock does.
    std::function<std::chrono::nanoseconds()> steady{};
    /// Called at the begin and the end of each phase; if empty, no memory is recorded.
    std::function<run_memory(bool begin)> memory{resident_memory};
};

/// A log entry that the store refused even without the values that it had refused first.
struct refused_entry {
    uuid        id{};
    ssot::error why{};
};

/// A run that `recover` has marked as interrupted.
struct interrupted_run {
    uuid                     job_result{};
    std::string              host{};
    std::int64_t             process_id = 0;
    std::optional<timestamp> heartbeat{}; ///< the last sign of life
};

/// A process among those of all machines that write to a store.
struct process_identity {
    std::string  host{};          ///< the name of the machine
    std::string  boot{};          ///< the run of the machine since it was started; empty when it is not known
    std::string  pid_namespace{}; ///< where `id` counts, for example a container; empty when it is not known
    std::int64_t id         = 0;
    std::int64_t start_time = 0; ///< in clock ticks since the machine started; 0 when it is not known

    friend bool operator==(process_identity const&, process_identity const&) = default;
};

/// Returns the identity of the calling process, from Linux's /proc; elsewhere only the host and the number.
process_identity this_process();

/// Returns whether a process of this machine is running. A process with the same number but another start time is another
/// process.
bool is_running(process_identity const& process);

/// When a run counts as interrupted. `clock` and `is_running` must not be empty. They are called by the thread that calls
/// `recover`, under no lock; an exception leaves `recover`, and the runs that it marked before stay marked.
struct recover_options {
    std::chrono::milliseconds                    stale_after{300'000}; ///< since the last heartbeat
    std::function<timestamp()>                   clock{now};
    process_identity                             here{this_process()};
    std::function<bool(process_identity const&)> is_running{ssot::is_running}; ///< called for processes of this machine
};

} // namespace ssot

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/recorder_options.ipp>
#endif

#endif // SSOT_RECORDER_OPTIONS_HPP
