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

#include <ssot/detail/base/config.hpp>

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
    bool                       dry_run = false; ///< compare only: nothing is applied, synchronized or logged
    std::string                job_name{};      ///< of the job result; "source → target" when empty
    std::optional<std::string> task_name{};     ///< the class path of the job
    std::optional<uuid>        user{};

    std::size_t                batch          = 1000;  ///< log entries that are written together
    bool                       fold_unchanged = false; ///< one log entry at the end for all objects without changes
    std::optional<std::size_t> max_changes{};          ///< more are refused, and the run fails
    std::optional<double>      max_share{};            ///< the same as a part of all objects compared, from 0 to 1
    std::chrono::milliseconds  heartbeat{15'000};      ///< between signs of life; 0 for none but the first

    // Functions that the recorder calls, in any of the threads that use it and in its own. None is called under a lock, so that
    // each may call the recorder.
    std::function<void(run_progress const&)> progress{}; ///< called by one thread at a time; not told of what it does itself
    std::function<timestamp()>               clock{now}; ///< of start, end, heartbeats and log entries
    std::function<std::chrono::nanoseconds()> steady{};  ///< of phases; the steady clock when empty
    std::function<run_memory(bool begin)>     memory{resident_memory}; ///< at the begin and end of phases; none when empty
};

/// A log entry that a store took in no form.
struct refused_entry {
    uuid        id{};
    ssot::error why{};
};

/// A run that `recover` found interrupted, and marked.
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

/// The process that calls this, as far as Linux's /proc tells; elsewhere only the host and the number.
process_identity this_process();

/// Whether a process of this machine runs. A process that has the same number and started at another time is another one.
bool is_running(process_identity const& process);

/// When a run counts as interrupted.
struct recover_options {
    std::chrono::milliseconds                    stale_after{300'000}; ///< since the last heartbeat
    std::function<timestamp()>                   clock{now};
    process_identity                             here{this_process()};
    std::function<bool(process_identity const&)> is_running{ssot::is_running}; ///< asked for processes of `here`
};

namespace detail::recording {

template<class Types>
class run_state;

/// The run of a recorder, which fails at the end of the handle's life unless it has ended.
template<class Types>
class run_handle {
public:
    explicit run_handle(std::shared_ptr<run_state<Types>> run) noexcept : run_(std::move(run)) {}
    run_handle(run_handle&&) noexcept = default;
    run_handle& operator=(run_handle&& other) noexcept
    {
        if (this != &other) {
            close();
            run_ = std::move(other.run_);
        }
        return *this;
    }
    ~run_handle() { close(); }

    explicit operator bool() const noexcept { return run_ != nullptr; }
    auto*    operator->() const noexcept { return run_.get(); }
    auto&    operator*() const noexcept { return *run_; }

private:
    void close() noexcept
    {
        if (run_)
            run_->close();
    }

    std::shared_ptr<run_state<Types>> run_;
};

} // namespace detail::recording

/// Records one run. Every function may be called from several threads at once; the store that was given stays the caller's,
/// since the recorder works in a session and a thread of its own where the backend has several sessions. Where it has one, the
/// recorder shares the caller's, which then must not be used while a function of the recorder runs, and must stay where it is.
///
/// No function waits for a transaction of the thread that calls it. While that has one open on the same backend, by whatever
/// store or session, `log` only takes entries, and `start`, `compare`, `apply`, `flush`, `finish` and `fail` answer `misuse` at
/// once. Entries never become part of a transaction of the caller's. Those of other threads are waited for, at most 5 seconds;
/// then the answer is `busy`, nothing is lost, and the call may be repeated. A recorder that was moved from answers `misuse`.
template<class Types>
class basic_recorder {
public:
    using sync_model       = basic_sync<Types>;
    using job_result_model = basic_job_result<Types>;
    using entry_model      = basic_sync_log_entry<Types>;
    using difference       = diff::basic_difference<Types>;

    /// Stores the job result and the sync. Throws `ssot::exception`; `start` returns the error instead: `validation` for names
    /// that are too long, `misuse` and `busy` as above, and those of the store.
    basic_recorder(ssot::store& in, recorder_options options) : basic_recorder(start(in, std::move(options)).value()) {}
    [[nodiscard]] static result<basic_recorder> start(ssot::store& in, recorder_options options);

    /// The end of its life fails the run unless it has ended. In a transaction of the same thread it cannot be said any more;
    /// then the run is found interrupted.
    basic_recorder(basic_recorder&&) noexcept            = default;
    basic_recorder& operator=(basic_recorder&&) noexcept = default;
    ~basic_recorder()                                    = default;

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
    /// Errors: `too_large` when there are more changes than allowed and this is no dry run; `misuse` and `busy` as above; those
    /// of `compute`.
    template<class Compute>
    [[nodiscard]] result<difference> compare(Compute&& compute);

    /// Calls `make(change)` for each change and logs what became of it: it returns a `change_outcome`, a `result<void>`, whose
    /// error is logged, or nothing. It is not called for objects without changes, nor for what is below an object that
    /// failed. Does nothing in a dry run. The counts of what was logged.
    /// Errors: `too_large` as above; `canceled` when a change failed and the difference was computed without
    /// `continue_on_failure`; those of `flush`.
    template<class Make>
    [[nodiscard]] result<sync_counts> apply(difference const& found, Make&& make);

    /// Calls `work`, which logs by itself, as the phase that synchronizes. In a dry run it is not called: the answer is what
    /// `{}` is of its type, or `canceled` where there is none.
    template<class Work>
    std::invoke_result_t<Work&> synchronize(Work&& work);

    /// Takes an entry. From then on it is not lost: it is written with others, at the latest by `flush` and at the end, with the
    /// time at which it was logged unless it has one. An entry without a sync gets this one's. One that the store refuses is
    /// written without what was refused, and its message says so; one that it refuses even so is set aside, which `flush` tells.
    /// In a dry run it is dropped.
    ///
    /// An entry that is given as an rvalue keeps its key. The copy of another gets a new one, so that one object can be logged
    /// again and again.
    /// Errors: those of the store, and `busy`, when a batch could not be written; the entry is kept, and written with the next.
    /// The entry was not taken: `already_exists` when one with its key waits to be written; `misuse` after the end.
    [[nodiscard]] result<void> log(entry_model&& entry) { return log(std::move(entry), false); }
    [[nodiscard]] result<void> log(entry_model const& entry)
    {
        auto copy = entry;
        copy.id   = new_id();
        return log(std::move(copy), true);
    }

    /// Writes all entries that were taken: after success they are in the store. Errors: `misuse` and `busy` as above; those of
    /// the store, and then they are kept; why entries were set aside since it was last told, for example `already_exists` for a
    /// key that is taken, and then all others are in the store.
    [[nodiscard]] result<void> flush() { return state_ ? state_->flush() : result<void>(moved()); }

    /// Ends the run well. Errors: `misuse` when it has ended, and as above; `busy` and those of the store, and then it may be
    /// called again, which also tells of an end that came when nobody waited any more; `conflict` when somebody else has ended the run meanwhile.
    /// The run has ended all the same after these: why entries were set aside since it was last told; `too_large` when changes
    /// were refused, and `not_found` when the sync is not in the store any more: both end it as a failure.
    [[nodiscard]] result<void> finish() { return end(job_result_status::success, {}); }

    /// Ends the run as a failure; `why` becomes the traceback of the job result.
    [[nodiscard]] result<void> fail(std::string why) { return end(job_result_status::failure, std::move(why)); }

    uuid sync_id() const noexcept { return state_ ? state_->sync_id() : uuid(); }
    uuid job_result_id() const noexcept { return state_ ? state_->job_id() : uuid(); }

    /// Log entries in the store; those of them from which something was left out; those that were set aside.
    std::size_t written() const { return state_ ? state_->written() : 0; }
    std::size_t mended() const { return state_ ? state_->tally().mended : 0; }
    std::size_t set_aside() const { return state_ ? state_->tally().set_aside : 0; }

    /// The first hundred entries that were set aside.
    std::vector<refused_entry> refused() const { return state_ ? state_->tally().refused : std::vector<refused_entry>(); }

    /// Why the store refused the diff, if it did.
    std::optional<error> diff_refused() const { return state_ ? state_->diff_refused() : std::nullopt; }

    /// Marks runs that no process works on any more; see the function `recover`.
    [[nodiscard]] static result<std::vector<interrupted_run>> recover(ssot::store& in, recover_options const& how = {});

private:
    using state  = detail::recording::run_state<Types>;
    using handle = detail::recording::run_handle<Types>;
    explicit basic_recorder(handle run) noexcept : state_(std::move(run)) {}

    static error moved() { return {errc::misuse, "the recorder was moved from"}; }
    result<void> log(entry_model&& entry, bool key_is_new)
    {
        return state_ ? state_->log(std::move(entry), key_is_new) : result<void>(moved());
    }
    result<void> end(job_result_status status, std::string why)
    {
        return state_ ? state_->finish(status, std::move(why)) : result<void>(moved());
    }

    template<class Work>
    std::invoke_result_t<Work&> timed(run_phase phase, Work& work);

    handle state_;
};

using recorder = basic_recorder<default_types>;

/// Marks as FAILURE, with the traceback `interrupted`, runs of recorders that will not end by themselves: their process is
/// gone, or their last heartbeat is older than allowed. Others, and job results that no recorder made, stay as they are. What
/// was marked. Errors: those of the store; `busy` when transactions of other threads are in the way for 5 seconds; `misuse` when
/// this thread has one open by another session. One of `in` itself is joined.
[[nodiscard]] result<std::vector<interrupted_run>> recover(store& in, recover_options const& how = {});

} // namespace ssot

#include <ssot/impl/recorder.hpp>

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/recorder.ipp>
#endif

#endif // SSOT_RECORDER_HPP
