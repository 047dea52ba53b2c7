// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_RECORDER_RUN_WRITER_HPP
#define SSOT_DETAIL_RECORDER_RUN_WRITER_HPP

// Writes a run to the store: its two rows and its entries. Used by one thread at a time, in the turn of the recorder's
// worker.

#include <ssot/recorder.hpp>

#include <ssot/detail/recorder/entry_writer.hpp>
#include <ssot/detail/recorder/owner_stamp.hpp>
#include <ssot/detail/recorder/patience.hpp>
#include <ssot/detail/recorder/run_notes.hpp>
#include <ssot/detail/recorder/tracked_row.hpp>

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ssot::detail::recording {

template<class Types>
class run_writer {
public:
    using document    = typename Types::document;
    using sync_model  = basic_sync<Types>;
    using job_model   = basic_job_result<Types>;
    using entry_model = basic_sync_log_entry<Types>;
    using notes       = run_notes<entry_model>;

    /// Makes a writer for two rows that are not stored yet. The store and the notes must outlive it.
    run_writer(store& in, notes& about, owner_stamp mark, job_model job, sync_model run)
        : store_(in), notes_(about), mark_(std::move(mark)), job_(std::move(job)), sync_(std::move(run)),
          sync_key_(sync_.row)
    {
    }

    /// Stores the two rows, unless the caller no longer waits for it.
    result<void> start(patience const& how)
    {
        return patiently(store_, how, [&]() -> result<void> {
            if (auto stored = store_.insert(job_.row); !stored)
                return stored.error();
            if (auto stored = store_.insert(sync_.row); !stored)
                return stored.error();
            if (how.is_over())
                return error(errc::canceled, "the recorder is gone");
            return {};
        });
    }

    /// Writes the phases that have ended.
    result<void> write_phases(patience const& how)
    {
        if (notes_.has_ended())
            return notes::over();
        take_phases();
        return sync_.write(store_, how);
    }

    /// Writes summary and diff. If the store refuses the diff, that is noted and the rest is written.
    result<void> write_diff(patience const& how, diff::summary const& summary, document& diff, timestamp at)
    {
        if (notes_.has_ended())
            return notes::over();
        take_phases();
        sync_.template set<&sync_model::summary>(summary.template to_document<document>());
        auto stored = sync_.template write_with<&sync_model::diff>(store_, how, diff);
        if (stored)
            return {};
        mark_.diff_refused = storable_text(to_string(stored.error()));
        {
            std::scoped_lock const guard(notes_.lock);
            notes_.diff_refused = stored.error();
        }
        static_cast<void>(beat(how, at));
        return sync_.write(store_, how);
    }

    /// Writes the entries that are waiting. With `last`, also writes those that arrive meanwhile, and then accepts no more.
    result<void> write_entries(patience const& how, bool last = false)
    {
        auto const tell = [&](auto const& change) {
            std::scoped_lock const guard(notes_.lock);
            change(notes_.tally);
        };
        for (bool taken = false;; taken = true) {
            auto                   out = entries_.write(store_, how, sync_key_, notes_.waiting.most_together(), tell);
            std::scoped_lock const guard(notes_.lock);
            auto&                  waiting = notes_.waiting;
            waiting.written(out.has_value());
            if (!out)
                return out;
            waiting.forget(entries_.rows());
            if (waiting.rows().empty() || (taken && !last)) {
                notes_.ending = last;
                return {};
            }
            entries_.take(waiting.rows());
        }
    }

    /// Writes a heartbeat.
    result<void> beat(patience const& how, timestamp at)
    {
        if (notes_.has_ended())
            return notes::over();
        mark_.heartbeat = at;
        job_.template set<&job_model::meta>(to_document<document>(mark_));
        return job_.write_while(store_, how, [](job_model const& now) { return is_open(now); });
    }

    /// Writes everything that is left, and the final state. After an error the run continues and this may be tried again,
    /// unless it is the last attempt. Some errors are the result of a run that has ended nevertheless.
    result<void> end(patience const& how, job_result_status status, timestamp at, bool last_chance)
    {
        {
            std::scoped_lock const guard(notes_.lock);
            if (notes_.ended) // by an earlier call for which no caller waited any longer
                return std::exchange(notes_.answer_is_due, false) ? notes_.answer : notes::over();
            if (!notes_.ended_at)
                notes_.ended_at = at;
            notes_.waiting.add_folded(sync_key_, at);
        }
        auto const entries = write_entries(how, true);
        take_phases();
        auto const times = sync_.write(store_, how);
        bool const gone  = !times && times.error().code() == errc::not_found; // and will not come back
        if (!last_chance && (!entries || (!times && !gone)))
            return goes_on(entries ? times : entries);

        auto const   before = job_;
        result<void> answer;
        auto const   done    = set_end(status, entries, gone ? times : result<void>(), answer);
        auto const   is_ours = [&](job_model const& now) { // after a write whose result is unknown
            return now.date_done == done.at && is(now.status, done.status);
        };
        auto const written =
            job_.write_while(store_, how, [&](job_model const& now) { return is_open(now) || is_ours(now); });
        if (!written) {
            job_ = before; // a heartbeat must not write the end
            return goes_on(written);
        }
        std::scoped_lock const guard(notes_.lock);
        notes_.ended  = true;
        notes_.answer = answer;
        notes_.tally.untold.reset();
        return answer;
    }

private:
    void take_phases()
    {
        std::vector<typename notes::phase_end> ended;
        {
            std::scoped_lock const guard(notes_.lock);
            ended.swap(notes_.phases);
        }
        for (auto const& p : ended)
            set_phase(sync_, p.phase, p.time, p.memory);
    }

    result<void> goes_on(result<void> why)
    {
        std::scoped_lock const guard(notes_.lock);
        notes_.ending = false;
        return why;
    }

    struct final_state {
        job_result_status        status;
        std::optional<timestamp> at;
    };

    /// Puts the final state into the job result. Returns the result for the caller who ends the run.
    final_state set_end(job_result_status status, result<void> const& entries, result<void> const& sync,
                        result<void>& answer)
    {
        std::scoped_lock const guard(notes_.lock);
        auto const&            tally = notes_.tally;
        if (auto const aside = notes_.to_tell())
            answer = *aside;
        if (!notes_.over_limit.empty()) {
            if (status == job_result_status::success)
                answer = error(errc::too_large, notes_.over_limit);
            status = job_result_status::failure;
            if (notes_.why.empty())
                notes_.why = notes_.over_limit;
        }
        if (!sync) {
            answer = sync;
            status = job_result_status::failure;
            if (notes_.why.empty())
                notes_.why = "The sync of this run is not in the store any more.";
        }
        std::string words = status == job_result_status::success ? "" : notes_.why;
        auto const  add   = [&](std::string const& more) { words += (words.empty() ? "" : "\n") + storable_text(more); };
        if (tally.set_aside != 0)
            add(notes_.set_aside_words(tally.refused.front().why));
        if (!entries)
            add("Log entries that could not be written are lost: " + to_string(entries.error()));

        if (tally.mended != 0)
            mark_.entries_mended = static_cast<std::int64_t>(tally.mended);
        if (tally.set_aside != 0)
            mark_.entries_set_aside = static_cast<std::int64_t>(tally.set_aside);
        if (!tally.refused.empty())
            mark_.entry_refused = storable_text(to_string(tally.refused.front().why));
        if (tally.mended != 0 || tally.set_aside != 0)
            job_.template set<&job_model::meta>(to_document<document>(mark_));
        recording::set_end(job_, status, notes_.ended_at, words, tally.counts);
        return {status, notes_.ended_at};
    }

    static bool is_open(job_model const& job) { return is(job.status, job_result_status::started); }

    template<class Choice, class Value>
    static bool is(Choice const& choice, Value value)
    {
        return choice == Choice(value);
    }

    store&                         store_;
    notes&                         notes_;
    owner_stamp                    mark_;
    tracked_row<job_model>         job_;
    tracked_row<sync_model>        sync_;
    typename entry_model::sync_key sync_key_;
    entry_writer<entry_model>      entries_{};
};

} // namespace ssot::detail::recording

#endif // SSOT_DETAIL_RECORDER_RUN_WRITER_HPP
