// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_RECORDER_RUN_STATE_HPP
#define SSOT_IMPL_DETAIL_RECORDER_RUN_STATE_HPP

#include <ssot/detail/recorder/run_state.hpp>

#include <algorithm>

namespace ssot::detail::recording {

template<class Types>
result<void> run_state<Types>::start()
{
    if (shared_.in_transaction_here())
        return own_transaction();
    auto const begun = wall_now();
    beat_at_         = steady_now();
    auto session     = shared_.caps().concurrent_sessions ? shared_.session() : result<store>(error(errc::unsupported));
    if (session)
        own_.emplace(std::move(*session));

    auto       mark = stamp_of(this_process(), begun);
    job_model  job{.name         = options_.job_name.empty() ? options_.source + " → " + options_.target : options_.job_name,
                   .task_name    = options_.task_name,
                   .date_started = begun,
                   .user         = options_.user,
                   .status       = job_result_status::started,
                   .worker       = first_code_points(mark.host, field_info_of<&job_model::worker>.options.max_length),
                   .meta         = to_document<document>(mark)};
    sync_model run{.source     = options_.source,
                   .target     = options_.target,
                   .start_time = begun,
                   .dry_run    = options_.dry_run,
                   .job_result = job};
    job_id_  = job.id;
    sync_id_ = run.id;
    writer_.emplace(own_ ? *own_ : shared_, notes_, std::move(mark), std::move(job), std::move(run));
    if (own_)
        worker_.start(this->shared_from_this(),
                      bounded_cast<std::chrono::nanoseconds>(bounded_wait(options_.heartbeat)),
                      [this] { beat_alone(); });
    auto stored = perform([](writer& w, patience const& how) { return w.start(how); });
    if (stored) {
        std::scoped_lock const guard(notes_.lock);
        notes_.started = true;
    }
    return stored;
}

template<class Types>
void run_state<Types>::close() noexcept
{
    try {
        if (notes_.is_open()) {
            note_failure(why_unfinished());
            if (may_write())
                static_cast<void>(end(job_result_status::failure, true));
        }
    } catch (...) { // the destructor cannot report it; the run will be found interrupted
        static_cast<void>(0);
    }
    worker_.stop(some_patience().until);
}

template<class Types>
void run_state<Types>::end_phase(phase_begin const& begun)
{
    auto const time   = std::chrono::floor<duration>(bounded_difference(steady_now(), begun.at));
    auto       memory = options_.memory ? options_.memory(false) : run_memory();
    if (memory.peak <= begun.memory.peak.value_or(0)) // a peak from before the phase
        memory.peak = std::nullopt;
    {
        std::scoped_lock const guard(notes_.lock);
        if (notes_.ended)
            return;
        notes_.phases.push_back({begun.phase, time, memory});
    }
    if (may_write()) // what cannot be written now is written with the next fields
        static_cast<void>(perform([](writer& w, patience const& how) { return w.write_phases(how); }));
}

template<class Types>
result<void> run_state<Types>::keep(diff::summary const& summary, document& diff)
{
    if (auto may = may_write(); !may)
        return may;
    auto const at  = wall_now();
    auto const box = std::make_shared<document>(std::move(diff)); // the work may outlive the wait for it
    auto const out = ask([=](writer& w, patience const& how) { return w.write_diff(how, summary, *box, at); });
    if (out.ended)
        diff = std::move(*box);
    return out.value;
}

template<class Types>
result<void> run_state<Types>::check_limits(diff::summary const& s)
{
    auto const words = too_many_changes(options_, s);
    if (words.empty())
        return {};
    note_failure(words);
    std::scoped_lock const guard(notes_.lock);
    notes_.over_limit = words;
    return error(errc::too_large, words);
}

template<class Types>
result<void> run_state<Types>::log(entry_model&& entry, bool key_is_new)
{
    if (options_.dry_run)
        return notes_.has_ended() ? over() : result<void>();
    auto const at = entry.timestamp == timestamp() ? wall_now() : entry.timestamp;
    if (entry.id.is_nil()) {
        entry.id   = new_id();
        key_is_new = true;
    }
    bool due = false;
    {
        std::scoped_lock const guard(notes_.lock);
        if (notes_.ended || notes_.ending)
            return over();
        if (entry.sync.is_nil())
            entry.sync = key_to<sync_model>{sync_id_};
        entry.timestamp = at;
        if (auto added = notes_.waiting.add(std::move(entry), key_is_new); !added) [[unlikely]]
            return added;
        due = notes_.waiting.is_due();
    }
    if (!due || !may_write()) [[likely]]
        return {};
    return write_entries();
}

template<class Types>
result<void> run_state<Types>::flush()
{
    if (auto may = may_write(); !may)
        return may;
    if (auto written = write_entries(); !written)
        return written;
    std::scoped_lock const guard(notes_.lock);
    auto const             aside = notes_.to_tell();
    notes_.tally.untold.reset();
    return aside ? result<void>(*aside) : result<void>();
}

template<class Types>
result<void> run_state<Types>::finish(job_result_status status, std::string const& why)
{
    {
        std::scoped_lock const guard(notes_.lock);
        if (notes_.ended)
            return std::exchange(notes_.answer_is_due, false) ? notes_.answer : over();
        if (status == job_result_status::failure)
            notes_.why = storable_text(why);
    }
    if (auto may = may_write(); !may)
        return may;
    return noted(end(status, false));
}

template<class Types>
result<void> run_state<Types>::end(job_result_status status, bool last_chance)
{
    std::optional<timestamp> at;
    {
        std::scoped_lock const guard(notes_.lock);
        at = notes_.ended_at;
    }
    if (!at)
        at = wall_now();
    auto const out = ask([=](writer& w, patience const& how) { return w.end(how, status, *at, last_chance); });
    {
        std::scoped_lock const guard(notes_.lock);
        notes_.answer_is_due = !out.ended; // the run may still end
    }
    if (notes_.has_ended())
        worker_.stop(some_patience().until);
    return out.value;
}

template<class Types>
result<void> run_state<Types>::noted(result<void> out)
{
    std::scoped_lock const guard(notes_.lock);
    if (out)
        notes_.trouble.clear();
    else if (out.error().code() != errc::misuse)
        notes_.trouble = to_string(out.error());
    return out;
}

template<class Types>
std::string run_state<Types>::why_unfinished() const
{
    std::scoped_lock const guard(notes_.lock);
    std::string            out = std::uncaught_exceptions() > exceptions_ ? "An exception ended the run."
                                                                          : "The recorder was destroyed before the run was finished.";
    return notes_.trouble.empty() ? out : out + " Before that: " + notes_.trouble;
}

template<class Types>
void run_state<Types>::beat_alone() noexcept
{
    constexpr std::chrono::milliseconds short_time{200};
    try {
        if (!notes_.is_open())
            return;
        auto const at = wall_now();
        static_cast<void>(perform([=](writer& w, patience how) -> result<void> {
            how.until    = std::min(how.until, some_patience(short_time).until);
            auto written = w.write_entries(how);
            return written ? w.beat(how, at) : written;
        }));
    } catch (...) { // out of memory: the next heartbeat may succeed
        static_cast<void>(0);
    }
}

template<class Types>
void run_state<Types>::beat_if_due()
{
    if (options_.heartbeat.count() <= 0 || worker_.has_thread() || !notes_.is_open())
        return;
    auto const now = steady_now();
    {
        std::scoped_lock const guard(notes_.lock);
        if (bounded_difference(now, beat_at_) < bounded_cast<std::chrono::nanoseconds>(options_.heartbeat))
            return;
        beat_at_ = now;
    }
    auto const at = wall_now();
    static_cast<void>(perform([=](writer& w, patience const& how) { return w.beat(how, at); }));
}

} // namespace ssot::detail::recording

#endif // SSOT_IMPL_DETAIL_RECORDER_RUN_STATE_HPP
