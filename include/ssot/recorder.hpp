// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_RECORDER_HPP
#define SSOT_RECORDER_HPP

// One run of a synchronization, recorded while it happens: the job result, the sync with its times, memory and diff, and a log
// entry for each object.
//
//   ssot::recorder run{store, {.source = "ServiceNow", .target = "Nautobot"}};
//   auto const wanted = run.load_source([&] { return read_servicenow(); });
//   auto const there  = run.load_target([&] { return read_nautobot(); });
//   auto const found  = run.compare([&] { return ssot::diff::compute(wanted, there, &device::name); }).value();
//   run.apply(found, [&](ssot::diff::change const& c) { return write(c); }).value();      // logs what became of each
//   run.finish().value();
//
//   for (auto const& lost : ssot::recover(store).value()) ...      // at the start of a program: runs that were interrupted
//
// Every run ends in exactly one final state. An exception that leaves it, an error, or an end of its life without `finish` is
// a failure, and the job result says why. Example: docs/examples/recorder.cpp. Source: nautobot_ssot's jobs/base.py.

#include <ssot/diff.hpp>
#include <ssot/error.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_counts.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/model/types.hpp>
#include <ssot/store.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/process.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace ssot {

/// The parts of a run that are timed, in their order. They may overlap.
enum class run_phase : std::uint8_t { source_load, target_load, diff, synchronize };

/// How far a run is.
struct run_progress {
    run_phase   phase{};
    std::size_t done    = 0; ///< changes that were applied
    std::size_t total   = 0; ///< changes in all; 0 in a phase that does not count
    std::size_t written = 0; ///< log entries in the store
};

/// Memory of the process, in bytes.
struct run_memory {
    std::optional<std::int64_t> now{};
    std::optional<std::int64_t> peak{}; ///< the most so far; one that a phase did not exceed is not counted as its own
};

/// Memory that is resident, by the word of Linux. With `begin`, the peak of the whole process starts anew where that is allowed.
run_memory resident_memory(bool begin);

/// What became of one change.
struct change_outcome {
    sync_log_entry_status status = sync_log_entry_status::success;
    std::string           message{}; ///< DiffSync's words when empty
};

struct recorder_options {
    std::string                source{}; ///< of the sync; up to 64 code points
    std::string                target{};
    bool                       dry_run = false; ///< compare only: nothing is applied or logged
    std::string                job_name{};      ///< of the job result; "source → target" when empty
    std::optional<std::string> task_name{};     ///< the class path of the job
    std::optional<uuid>        user{};

    std::size_t                batch          = 1000;  ///< log entries that are written together
    bool                       fold_unchanged = false; ///< one log entry at the end for all objects without changes
    std::optional<std::size_t> max_changes{};          ///< more are refused, and the run fails
    std::optional<double>      max_share{};            ///< the same as a part of all objects compared, from 0 to 1
    std::chrono::milliseconds  heartbeat{15'000};      ///< between signs of life; 0 for none but the first

    std::function<void(run_progress const&)>  progress{}; ///< called by one thread at a time, which must not end the run
    std::function<timestamp()>                clock{now}; ///< of start, end and heartbeat
    std::function<std::chrono::nanoseconds()> steady{};   ///< of phases; the steady clock when empty
    std::function<run_memory(bool begin)>     memory{resident_memory}; ///< at the begin and end of phases; none when empty
};

/// A run that `recover` found interrupted, and marked.
struct interrupted_run {
    uuid                     job_result{};
    std::string              host{};
    std::int64_t             process_id = 0;
    std::optional<timestamp> heartbeat{}; ///< the last sign of life
};

/// A process among those of all machines that write to a store: names of machine, boot and pid namespace, number and start.
using detail::process_identity;

/// The process that asks.
using detail::this_process;

/// When a run counts as interrupted.
struct recover_options {
    std::chrono::milliseconds                    stale_after{300'000}; ///< since the last heartbeat
    std::function<timestamp()>                   clock{now};
    process_identity                             here{this_process()};
    std::function<bool(process_identity const&)> is_running{detail::is_running}; ///< asked for processes of `here`
};

namespace detail {
template<class Backend, class Types>
class run_state;
}

/// Records one run. Every function may be called from several threads at once; the store that was given stays the caller's,
/// since the recorder works in a session of its own where the backend has several. Where it has one, the recorder shares the
/// caller's, which then must not be used while a function of the recorder runs.
template<class Backend, class Types = default_types>
class recorder {
public:
    using sync_model       = basic_sync<Types>;
    using job_result_model = basic_job_result<Types>;
    using entry_model      = basic_sync_log_entry<Types>;
    using difference       = diff::basic_difference<Types>;

    /// Stores the job result and the sync. Throws `ssot::exception`; `start` returns the error instead: `validation` for names
    /// that are too long, and those of the store.
    recorder(ssot::store<Backend>& in, recorder_options options) : recorder(start(in, std::move(options)).value()) {}
    static result<recorder> start(ssot::store<Backend>& in, recorder_options options);

    recorder(recorder&&) noexcept            = default;
    recorder& operator=(recorder&&) noexcept = default;
    ~recorder(); ///< Fails the run unless it has ended.

    /// Calls `load` and records how long it took and how much memory there was; what it returned. What it throws, or an error
    /// that it returns, is why the run failed, unless it goes on and ends well.
    template<class Load>
    std::invoke_result_t<Load&> load_source(Load&& load)
    {
        return timed(run_phase::source_load, load);
    }
    template<class Load>
    std::invoke_result_t<Load&> load_target(Load&& load)
    {
        return timed(run_phase::target_load, load);
    }

    /// The same for a function that gives a difference or a `result` with one, which is then stored. When the store refuses the
    /// diff, that is noted in the job result's `meta` as `diff_refused`, the sync keeps an empty one, and the run goes on.
    /// Errors: `too_large` when there are more changes than allowed and this is no dry run; those of `compute`.
    template<class Compute>
    result<difference> compare(Compute&& compute);

    /// Calls `make(change)` for each change and logs what became of it: it returns a `change_outcome`, a `result<void>`, whose
    /// error is logged, or nothing. It is not called for objects without changes, nor for what is below an object that
    /// failed. Does nothing in a dry run. The counts of what was logged.
    /// Errors: `too_large` as above; `canceled` when a change failed and the difference was computed without
    /// `continue_on_failure`; those of the store.
    template<class Make>
    result<sync_counts> apply(difference const& found, Make&& make);

    /// Calls `work`, which logs by itself, as the phase that synchronizes.
    template<class Work>
    std::invoke_result_t<Work&> synchronize(Work&& work)
    {
        return timed(run_phase::synchronize, work);
    }

    /// Takes an entry. From then on it is not lost: it is written with others, at the latest by `flush` and at the end. One
    /// that the store refuses is written without what was refused, and its message says so. An entry without a sync gets this
    /// one's. Errors: those of the store when the entries could not be written; they are kept, and tried again.
    /// `misuse` after the end.
    result<void> log(entry_model&& entry);
    result<void> log(entry_model const& entry) { return log(entry_model(entry)); }

    /// Writes all entries that were taken: after success they are in the store.
    result<void> flush();

    /// Ends the run well. Errors: `misuse` when it has ended; those of the store, and then it may be called again. `conflict`
    /// when somebody else has ended the run meanwhile.
    result<void> finish();

    /// Ends the run as a failure; `why` becomes the traceback of the job result.
    result<void> fail(std::string why);

    uuid        sync_id() const noexcept;
    uuid        job_result_id() const noexcept;
    std::size_t written() const; ///< log entries in the store

    /// Why the store refused the diff, if it did.
    std::optional<error> diff_refused() const;

    /// Marks runs that no process works on any more; see the function `recover`.
    static result<std::vector<interrupted_run>> recover(ssot::store<Backend>& in, recover_options const& how = {});

private:
    using state = detail::run_state<Backend, Types>;
    explicit recorder(std::unique_ptr<state> s);

    template<class Work>
    std::invoke_result_t<Work&> timed(run_phase phase, Work& work);

    std::unique_ptr<state> state_;
};

template<class Backend>
recorder(store<Backend>&, recorder_options) -> recorder<Backend>;

/// Marks as FAILURE, with the traceback `interrupted`, runs of recorders that will not end by themselves: their process is
/// gone, or their last heartbeat is older than allowed. Others, and job results that no recorder made, stay as they are. What
/// was marked.
template<class Backend>
result<std::vector<interrupted_run>> recover(store<Backend>& in, recover_options const& how = {});

} // namespace ssot

#include <ssot/impl/recorder.hpp>

#endif // SSOT_RECORDER_HPP
