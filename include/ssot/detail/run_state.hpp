// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_RUN_STATE_HPP
#define SSOT_DETAIL_RUN_STATE_HPP

// A run that is being recorded. Everything is done under one lock, which is never held while a function of the caller's runs.

#include <ssot/recorder.hpp>

#include <ssot/detail/entry_buffer.hpp>
#include <ssot/detail/run_mark.hpp>
#include <ssot/detail/run_rows.hpp>

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace ssot::detail {

template<class Backend, class Types>
class run_state {
public:
    using document    = typename Types::document;
    using sync_model  = basic_sync<Types>;
    using job_model   = basic_job_result<Types>;
    using entry_model = basic_sync_log_entry<Types>;

    run_state(store<Backend>& shared, recorder_options options)
        : options_(std::move(options)), shared_(shared), entries_(options_.batch, options_.fold_unchanged)
    {
    }
    run_state(run_state const&)            = delete;
    run_state& operator=(run_state const&) = delete;

    ~run_state()
    {
        stop_heart();
        if (ended_ || !job_)
            return;
        try {
            bool const thrown = std::uncaught_exceptions() > exceptions_;
            if (why_.empty())
                why_ = thrown ? "An exception ended the run." : "The recorder was destroyed before the run was finished.";
            static_cast<void>(end(job_result_status::failure, true));
        } catch (...) { // there is nobody left to tell; the run will be found interrupted
            static_cast<void>(0);
        }
    }

    result<void> start()
    {
        auto session =
            shared_.caps().concurrent_sessions ? shared_.session() : result<store<Backend>>(error(errc::unsupported));
        if (session)
            own_.emplace(std::move(*session));

        auto const begun = options_.clock();
        mark_            = mark_of(this_process(), begun);
        beat_at_         = steady_now();
        job_model  job{.name = options_.job_name.empty() ? options_.source + " → " + options_.target : options_.job_name,
                       .task_name    = options_.task_name,
                       .date_started = begun,
                       .user         = options_.user,
                       .status       = job_result_status::started,
                       .worker       = first_code_points(mark_.host, field_info_of<&job_model::worker>.options.max_length),
                       .meta         = to_document<document>(mark_)};
        sync_model run{.source     = options_.source,
                       .target     = options_.target,
                       .start_time = begun,
                       .dry_run    = options_.dry_run,
                       .job_result = job};
        if (auto stored = insert_both(job, run); !stored)
            return stored;
        job_id_  = job.id;
        sync_id_ = run.id;
        job_.emplace(std::move(job));
        sync_.emplace(std::move(run));
        if (own_ && options_.heartbeat.count() > 0)
            heart_ = std::jthread([this](std::stop_token const& stop) { beat_until(stop); });
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
        {
            std::scoped_lock guard(lock_);
            shown_ = {phase, 0, total, entries_.written()};
        }
        show();
        auto const memory = options_.memory ? options_.memory(true) : run_memory();
        return {phase, memory, steady_now()};
    }

    void end_phase(phase_begin const& begun)
    {
        auto const time   = std::chrono::floor<duration>(steady_now() - begun.at);
        auto       memory = options_.memory ? options_.memory(false) : run_memory();
        if (memory.peak <= begun.memory.peak.value_or(0)) // left behind by what came before
            memory.peak = std::nullopt;
        std::scoped_lock guard(lock_);
        if (ended_)
            return;
        set_phase(*sync_, begun.phase, time, memory);
        static_cast<void>(sync_->write(in_use())); // what could not be written now is written with the next fields
    }

    /// The first reason is the one that counts.
    void note_failure(std::string_view why)
    {
        std::scoped_lock guard(lock_);
        if (why_.empty())
            why_ = storable_text(why);
    }

    // The difference.

    /// Stores summary and diff. `diff` is as before afterwards, and in no other write.
    result<void> keep(diff::summary const& summary, document& diff)
    {
        using m = sync_model;
        std::scoped_lock guard(lock_);
        if (ended_)
            return over();
        sync_->template set<&m::summary>(summary.template to_document<document>());
        auto stored = sync_->template write_with<&m::diff>(in_use(), diff);
        if (stored)
            return {};
        refused_           = stored.error();
        mark_.diff_refused = storable_text(to_string(stored.error()));
        static_cast<void>(beat());
        return sync_->write(in_use());
    }

    /// Refuses to go on with too many changes.
    result<void> check_limits(diff::summary const& s)
    {
        auto const words = too_many_changes(options_, s);
        if (words.empty())
            return {};
        note_failure(words);
        return error(errc::too_large, words);
    }

    // Log entries.

    result<void> log(entry_model&& entry)
    {
        std::scoped_lock guard(lock_);
        if (ended_)
            return over();
        if (entry.sync.is_nil())
            entry.sync = sync_->row;
        if (!entries_.add(std::move(entry))) [[likely]]
            return {};
        return write_entries();
    }

    result<void> flush()
    {
        std::scoped_lock guard(lock_);
        return write_entries();
    }

    /// Tells how far the phase is.
    void advance(std::size_t done)
    {
        if (!options_.progress)
            return;
        {
            std::scoped_lock guard(lock_);
            shown_.done    = done;
            shown_.written = entries_.written();
        }
        show();
    }

    // The end.

    result<void> finish(job_result_status status, std::string why)
    {
        {
            std::scoped_lock guard(lock_);
            if (ended_)
                return over();
            if (status == job_result_status::failure)
                why_ = storable_text(why);
        }
        auto out = end(status);
        if (out)
            stop_heart();
        return out;
    }

    bool        dry_run() const noexcept { return options_.dry_run; }
    uuid        sync_id() const noexcept { return sync_id_; }
    uuid        job_id() const noexcept { return job_id_; }
    std::size_t written() const
    {
        std::scoped_lock guard(lock_);
        return entries_.written();
    }
    std::optional<error> diff_refused() const
    {
        std::scoped_lock guard(lock_);
        return refused_;
    }

private:
    static error over() { return {errc::misuse, "the run has ended"}; }

    store<Backend>& in_use() noexcept { return own_ ? *own_ : shared_; }

    std::chrono::nanoseconds steady_now() const
    {
        return options_.steady ? options_.steady() : std::chrono::steady_clock::now().time_since_epoch();
    }

    result<void> insert_both(job_model& job, sync_model& run)
    {
        auto const both = [&]() -> result<void> {
            if (auto stored = in_use().insert(job); !stored)
                return stored.error();
            if (auto stored = in_use().insert(run); !stored)
                return stored.error();
            return {};
        };
        return in_use().caps().transactions ? in_use().run(both) : both();
    }

    result<void> write_entries()
    {
        auto out = entries_.write(in_use());
        return out ? beat_if_due() : out;
    }

    /// Writes all that is left, and the final state. After an error the run goes on, and this may be tried again.
    result<void> end(job_result_status status, bool last_chance = false)
    {
        using m = job_model;
        std::scoped_lock guard(lock_);
        if (ended_)
            return over();
        entries_.add_folded(sync_->row);
        auto const entries = write_entries();
        auto const times   = sync_->write(in_use());
        if (!last_chance && (!entries || !times))
            return entries ? times : entries;

        auto const before = *job_;
        if (!ended_at_)
            ended_at_ = options_.clock();
        set_end(*job_, status, ended_at_, why_, entries_.counts());
        auto const is_ours = [&](m const& now) { // a write of which nobody knew how it ended
            return now.date_done == ended_at_ && is(now.status, status);
        };
        auto const written = job_->write_while(in_use(), [&](m const& now) { return is_open(now) || is_ours(now); });
        if (!written) {
            *job_ = before; // no sign of life may write the end
            return written;
        }
        ended_ = true;
        return {};
    }

    static bool is_open(job_model const& job) { return is(job.status, job_result_status::started); }

    template<class Choice, class Value>
    static bool is(Choice const& choice, Value value)
    {
        return choice == Choice(value);
    }

    // Signs of life.

    result<void> beat()
    {
        using m         = job_model;
        mark_.heartbeat = options_.clock();
        beat_at_        = steady_now();
        job_->template set<&m::meta>(to_document<document>(mark_));
        return job_->write_while(in_use(), [](m const& now) { return is_open(now); });
    }

    result<void> beat_if_due()
    {
        if (options_.heartbeat.count() > 0 && !ended_ && steady_now() - beat_at_ >= options_.heartbeat)
            static_cast<void>(beat()); // the next one may come through
        return {};
    }

    void beat_until(std::stop_token const& stop)
    {
        std::unique_lock guard(lock_);
        while (!wake_.wait_for(guard, stop, options_.heartbeat, [&] { return stop.stop_requested(); })) {
            if (ended_)
                return;
            try {
                static_cast<void>(write_entries());
                static_cast<void>(beat());
            } catch (...) { // memory is short: the next one may come through
                static_cast<void>(0);
            }
        }
    }

    void stop_heart()
    {
        heart_.request_stop();
        if (heart_.joinable())
            heart_.join();
    }

    void show()
    {
        if (!options_.progress)
            return;
        std::scoped_lock one_at_a_time(show_lock_);
        run_progress     shown;
        {
            std::scoped_lock guard(lock_);
            shown = shown_;
        }
        options_.progress(shown);
    }

    recorder_options              options_;
    store<Backend>&               shared_;
    std::optional<store<Backend>> own_{};
    int                           exceptions_ = std::uncaught_exceptions();
    uuid                          sync_id_{};
    uuid                          job_id_{};

    std::mutex mutable lock_{};                       // of all below but show_lock_
    std::mutex                          show_lock_{}; // taken before lock_
    std::condition_variable_any         wake_{};
    std::optional<kept_row<sync_model>> sync_{};
    std::optional<kept_row<job_model>>  job_{};
    entry_buffer<entry_model>           entries_;
    run_progress                        shown_{};
    run_mark                            mark_{};
    std::chrono::nanoseconds            beat_at_{};
    std::optional<error>                refused_{};
    std::string                         why_{};      ///< the run failed
    std::optional<timestamp>            ended_at_{}; ///< when the end was first tried
    bool                                ended_ = false;
    std::jthread                        heart_{}; // the last, so that it ends first
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_RUN_STATE_HPP
