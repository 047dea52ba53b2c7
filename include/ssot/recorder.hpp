// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_RECORDER_HPP
#define SSOT_RECORDER_HPP

// Records one run of a synchronization while it happens: the job result, the sync with its times, memory and diff, and a
// log entry for each object.
//
//   ssot::recorder run{store, {.source = "ServiceNow", .target = "Nautobot"}};
//   auto const wanted = run.load_source([&] { return read_servicenow(); });
//   auto const there  = run.load_target([&] { return read_nautobot(); });
//   auto const found  = run.compare([&] { return ssot::diff::compute(wanted, there, &device::name); }).value();
//   run.apply(found, [&](ssot::diff::change const& c) { return write(c); }).value();      // logs what became of each
//   run.finish().value();
//
//   for (auto const& lost : ssot::recover(store).value()) ...   // at the start of a program: runs that were interrupted
//
// Every run ends in exactly one final state. A recorder that is destroyed before `finish` or `fail` ends its run as a
// failure, and the job result says why: by the first exception or error that left a function of the recorder. Example:
// docs/examples/recorder.cpp. Source: nautobot_ssot's jobs/base.py.

#include <ssot/diff.hpp>
#include <ssot/error.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_counts.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/model/types.hpp>
#include <ssot/recorder_options.hpp>
#include <ssot/store.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace ssot {

namespace detail::recording {

template<class Types>
class run_state;

/// Owns the run of a recorder. Its destructor fails the run if it has not ended.
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

/// Records one run. Movable; a recorder that was moved from returns `misuse`.
///
/// Thread safety: all functions may be called by several threads at once. Where the backend has several sessions, the
/// recorder uses a session and a thread of its own, and the store that was given stays free for the caller. Where the
/// backend has only one, the recorder shares the caller's store, which then must not be used while a function of the
/// recorder runs, and must not be moved or destroyed before the recorder.
///
/// Transactions: log entries never become part of a transaction of the caller. While the calling thread has a transaction
/// open on the same backend, in whatever store or session, `log` only takes entries, and `start`, `compare`, `apply`,
/// `flush`, `finish` and `fail` return `misuse` at once. Transactions of other threads are waited for, at most 5 seconds;
/// after that the error is `busy`, nothing is lost, and the call may be repeated.
template<class Types>
class basic_recorder {
public:
    using sync_model       = basic_sync<Types>;
    using job_result_model = basic_job_result<Types>;
    using entry_model      = basic_sync_log_entry<Types>;
    using difference       = diff::basic_difference<Types>;

    /// Inserts the job result and the sync. The constructor throws `ssot::exception`; `start` returns the error instead:
    /// `validation` for names that are too long, `misuse` and `busy` as above, and those of the store.
    basic_recorder(ssot::store& in, recorder_options options) : basic_recorder(start(in, std::move(options)).value()) {}
    [[nodiscard]] static result<basic_recorder> start(ssot::store& in, recorder_options options);

    /// The destructor fails the run if it has not ended. Within a transaction of the same thread it cannot write; `recover`
    /// then finds the run interrupted. It waits for the recorder's own thread, at most 5 seconds.
    basic_recorder(basic_recorder&&) noexcept            = default;
    basic_recorder& operator=(basic_recorder&&) noexcept = default;
    ~basic_recorder()                                    = default;

    /// Calls `load` in the calling thread, records how long it took and how much memory was used, and returns its result.
    /// An exception of `load` passes through; it, or an error that `load` returns, is the reason if the run fails.
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

    /// The same for a function that returns a difference or a `result` of one. Stores its diff and summary in the sync. If
    /// the store refuses the diff, the job result's `meta` notes that as `diff_refused`, the sync keeps an empty diff, and
    /// the run goes on. Errors: `too_large` if there are more changes than allowed; `misuse` and `busy` as above; those of
    /// `compute`.
    template<class Compute>
    [[nodiscard]] result<difference> compare(Compute&& compute);

    /// Calls `make(change)` for each change and logs the outcome. `make` returns a `change_outcome`, or a `result<void>`
    /// whose error is logged, or nothing. It is called in the calling thread and under no lock; an exception of it passes
    /// through, and the entries logged before are kept. It is not called for objects without changes, nor for objects below
    /// one that failed. Does nothing in a dry run. Returns the counts of what was logged. Errors: `too_large` as above;
    /// `canceled` if a change failed and the difference was computed without `continue_on_failure`; those of `log` and
    /// `flush`.
    template<class Make>
    [[nodiscard]] result<sync_counts> apply(difference const& found, Make&& make);

    /// Calls `work`, which logs by itself, as the phase that synchronizes, and returns its result. In a dry run `work` is
    /// not called: returns a default-constructed value of its type, or the error `canceled` if the type has no default
    /// constructor.
    template<class Work>
    std::invoke_result_t<Work&> synchronize(Work&& work);

    /// Takes a log entry, which is written together with others, at the latest by `flush` or at the end. An entry without a
    /// time gets the current time, an entry without a sync that of this run. If the store refuses it, it is written without
    /// the refused values, and its message says so; if the store refuses it even then, it is set aside, and `flush` returns
    /// the reason. In a dry run it is dropped.
    ///
    /// An entry that is given as an rvalue keeps its key. A copy of an lvalue gets a new key, so that one object can be
    /// logged again and again. Errors with which the entry is kept and written later: `busy` and those of the store, if a
    /// batch could not be written. Errors with which it was not taken: `already_exists` if an entry with its key still
    /// waits to be written; `misuse` after the end of the run.
    [[nodiscard]] result<void> log(entry_model&& entry) { return log(std::move(entry), false); }
    [[nodiscard]] result<void> log(entry_model const& entry)
    {
        auto copy = entry;
        copy.id   = new_id();
        return log(std::move(copy), true);
    }

    /// Writes all entries that were taken. After success they are in the store. Errors: `misuse` and `busy` as above, and
    /// those of the store, and then the entries are kept; the reason of the first entry that was set aside since the last
    /// report, for example `already_exists` for a key that is taken, and then all other entries are in the store.
    [[nodiscard]] result<void> flush() { return state_ ? state_->flush() : result<void>(moved()); }

    /// Ends the run as a success, after writing all entries. Errors after which the run goes on and `finish` may be called
    /// again: `busy`, `misuse` as above, and those of the store; the repeated call also reports an end that was completed
    /// after the first one gave up waiting. Errors after which the run has ended: `misuse` if it had ended before;
    /// `conflict` if somebody else ended it; the reason of the first entry that was set aside since the last report;
    /// `too_large` if changes were refused, and `not_found` if the sync is no longer in the store, both of which end it as
    /// a failure.
    [[nodiscard]] result<void> finish() { return end(job_result_status::success, {}); }

    /// Ends the run as a failure. `why` becomes the traceback of the job result. Errors: those of `finish`.
    [[nodiscard]] result<void> fail(std::string const& why) { return end(job_result_status::failure, why); }

    /// The keys of the sync and of the job result; nil if the recorder was moved from.
    uuid sync_id() const noexcept { return state_ ? state_->sync_id() : uuid(); }
    uuid job_result_id() const noexcept { return state_ ? state_->job_id() : uuid(); }

    /// The number of log entries that are in the store; of those from which refused values were left out; of those that
    /// were set aside.
    std::size_t written() const { return state_ ? state_->written() : 0; }
    std::size_t mended() const { return state_ ? state_->tally().mended : 0; }
    std::size_t set_aside() const { return state_ ? state_->tally().set_aside : 0; }

    /// The keys and reasons of the first hundred entries that were set aside.
    std::vector<refused_entry> refused() const { return state_ ? state_->tally().refused : std::vector<refused_entry>(); }

    /// The reason why the store refused the diff, if it did.
    std::optional<error> diff_refused() const { return state_ ? state_->diff_refused() : std::nullopt; }

    /// Marks runs on which no process works any more; see the function `recover`.
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
    result<void> end(job_result_status status, std::string const& why)
    {
        return state_ ? state_->finish(status, why) : result<void>(moved());
    }

    template<class Work>
    std::invoke_result_t<Work&> timed(run_phase phase, Work& work);

    handle state_;
};

using recorder = basic_recorder<default_types>;

/// Marks runs of recorders that will not end by themselves as FAILURE, with the traceback `interrupted`: their process is
/// gone, or their last heartbeat is older than allowed. Other runs, and job results that no recorder made, are not changed.
/// Returns the runs that were marked. A transaction that is open in `in` is joined. Errors: those of the store; `busy` if
/// transactions of other threads are in the way for 5 seconds; `misuse` if this thread has a transaction open in another
/// session. Reads all job results whose status is STARTED.
[[nodiscard]] result<std::vector<interrupted_run>> recover(store& in, recover_options const& how = {});

} // namespace ssot

#include <ssot/impl/recorder.hpp>

#endif // SSOT_RECORDER_HPP
