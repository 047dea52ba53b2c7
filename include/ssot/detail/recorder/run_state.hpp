// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_RECORDER_RUN_STATE_HPP
#define SSOT_DETAIL_RECORDER_RUN_STATE_HPP

// A run that is being recorded. Functions of the caller's are called under no lock and outside the turn of the worker. The
// store is called within the turn, for which callers wait a limited time.

#include <ssot/recorder.hpp>

#include <ssot/detail/recorder/patience.hpp>
#include <ssot/detail/recorder/run_notes.hpp>
#include <ssot/detail/recorder/run_progress_teller.hpp>
#include <ssot/detail/recorder/run_worker.hpp>
#include <ssot/detail/recorder/run_writer.hpp>
#include <ssot/detail/time/bounded_time.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace ssot::detail::recording {

template<class Types>
class run_state : public std::enable_shared_from_this<run_state<Types>> {
public:
    using document    = typename Types::document;
    using sync_model  = basic_sync<Types>;
    using job_model   = basic_job_result<Types>;
    using entry_model = basic_sync_log_entry<Types>;
    using writer      = run_writer<Types>;

    run_state(store& shared, recorder_options options) : options_(std::move(options)), shared_(shared), notes_(options_) {}
    run_state(run_state const&)            = delete;
    run_state& operator=(run_state const&) = delete;

    result<void> start();

    /// Fails the run unless it has ended, and leaves it.
    void close() noexcept;

    /// Errors: `misuse` if this thread would wait for itself.
    result<void> may_write() const
    {
        if ((own_ ? *own_ : shared_).in_transaction_here())
            return own_transaction();
        return {};
    }

    // Phases.

    struct phase_begin {
        run_phase                phase;
        run_memory               memory;
        std::chrono::nanoseconds at;
    };

    phase_begin begin_phase(run_phase phase, std::size_t total)
    {
        tell(phase, 0, total);
        auto const memory = options_.memory ? options_.memory(true) : run_memory();
        return {phase, memory, steady_now()};
    }

    void end_phase(phase_begin const& begun);

    /// Reports the progress of a phase.
    void tell(run_phase phase, std::size_t done, std::size_t total)
    {
        if (options_.progress)
            teller_.tell({phase, done, total, written()}, options_.progress);
    }

    /// Only the first reason is kept.
    void note_failure(std::string_view why)
    {
        std::scoped_lock const guard(notes_.lock);
        if (notes_.why.empty())
            notes_.why = storable_text(why);
    }

    // The diff.

    /// Stores summary and diff. Returns the diff unchanged to the caller, unless the store did not answer in time.
    result<void> keep(diff::summary const& summary, document& diff);

    /// Refuses to continue if there are too many changes.
    result<void> check_limits(diff::summary const& s);

    // Log entries.

    result<void> log(entry_model&& entry, bool key_is_new);

    result<void> flush();

    // The end.

    result<void> finish(job_result_status status, std::string const& why);

    bool        dry_run() const noexcept { return options_.dry_run; }
    uuid        sync_id() const noexcept { return sync_id_; }
    uuid        job_id() const noexcept { return job_id_; }
    std::size_t written() const
    {
        std::scoped_lock const guard(notes_.lock);
        return notes_.tally.written;
    }
    entry_tally tally() const
    {
        std::scoped_lock const guard(notes_.lock);
        return notes_.tally;
    }
    std::optional<error> diff_refused() const
    {
        std::scoped_lock const guard(notes_.lock);
        return notes_.diff_refused;
    }

private:
    static result<void> over() { return run_notes<entry_model>::over(); }

    timestamp wall_now() const { return bounded_time(options_.clock ? options_.clock() : now()); }

    std::chrono::nanoseconds steady_now() const
    {
        return options_.steady ? options_.steady() : std::chrono::steady_clock::now().time_since_epoch();
    }

    /// Calls `what(writer, patience)` in the turn of the worker.
    template<class Work>
    run_worker::outcome ask(Work what)
    {
        auto const until = some_patience().until;
        try {
            return worker_.perform([self = this->shared_from_this(),
                                    what = std::move(what),
                                    until] { return what(*self->writer_, patience{until, &self->worker_}); },
                                   until);
        } catch (std::bad_alloc const&) {
            return {true, error(errc::out_of_memory, "out of memory")};
        }
    }
    template<class Work>
    result<void> perform(Work what)
    {
        return ask(std::move(what)).value;
    }

    result<void> write_entries()
    {
        auto out = noted(perform([](writer& w, patience const& how) { return w.write_entries(how); }));
        beat_if_due();
        return out;
    }

    result<void> end(job_result_status status, bool last_chance);

    /// Keeps an error as the reason that an unfinished run is given later.
    result<void> noted(result<void> out);
    std::string  why_unfinished() const;

    // Heartbeats.

    /// Called in the worker's thread while it is idle. Waits only briefly for other transactions.
    void beat_alone() noexcept;

    /// Called after other work if there is no worker thread.
    void beat_if_due();

    recorder_options         options_;
    store&                   shared_;
    std::optional<store>     own_{};
    int                      exceptions_ = std::uncaught_exceptions();
    uuid                     sync_id_{};
    uuid                     job_id_{};
    run_notes<entry_model>   notes_;
    std::chrono::nanoseconds beat_at_{}; ///< protected by the lock of the notes
    run_progress_teller      teller_{};
    std::optional<writer>    writer_{};
    run_worker               worker_{};
};

} // namespace ssot::detail::recording

#include <ssot/impl/detail/recorder/run_state.hpp>

#endif // SSOT_DETAIL_RECORDER_RUN_STATE_HPP
