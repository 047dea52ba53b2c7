// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_RECORDER_TRACKED_ROW_HPP
#define SSOT_DETAIL_RECORDER_TRACKED_ROW_HPP

// The two rows of a run, of which only changed fields are written.

#include <ssot/diff.hpp>
#include <ssot/error.hpp>
#include <ssot/model/choices.hpp>
#include <ssot/model/sync_counts.hpp>
#include <ssot/query.hpp>
#include <ssot/recorder.hpp>
#include <ssot/store.hpp>
#include <ssot/store/stored.hpp>

#include <ssot/detail/recorder/patience.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace ssot::detail::recording {

/// A row that only this object writes. A field that was set stays marked until it has been written.
template<model M>
class tracked_row {
public:
    /// Precondition: `stored` is in the store.
    explicit tracked_row(M stored) : row(std::move(stored)) {}

    M row;

    template<auto... Members, class... Values>
    void set(Values&&... values)
    {
        ((row.*Members = std::forward<Values>(values)), ...);
        unwritten_ |= (bit_of<Members> | ...);
    }

    /// Writes the fields that were set and not yet written. Errors: those of the store.
    result<void> write(store& in, patience const& how)
    {
        return write_while(in, how, [](M const&) { return true; });
    }

    /// The same with one more field, whose value exists only during the call.
    template<auto Member>
    result<void> write_with(store& in, patience const& how, type_of<Member>& value)
    {
        std::swap(row.*Member, value);
        auto const before = unwritten_;
        unwritten_ |= bit_of<Member>;
        auto out   = write(in, how);
        unwritten_ = out ? 0 : before;
        std::swap(row.*Member, value);
        return out;
    }

    /// As `write`, provided that the row in the store, if others changed it, still satisfies `may(row)`.
    /// Errors: `conflict` if it does not.
    template<class May>
    result<void> write_while(store& in, patience const& how, May may)
    {
        if (unwritten_ == 0)
            return {};
        auto out = patiently(in, how, [&]() -> result<void> {
            if (!revision_)
                if (auto seen = look(in, may); !seen)
                    return seen;
            partial<M> changed(std::move(row), unwritten_, *revision_);
            auto       done = in.update(changed);
            row             = std::move(static_cast<M&>(changed));
            if (done)
                revision_ = revision_of(changed);
            else
                revision_.reset(); // whatever failed, the next attempt reads the revision first
            return done;
        });
        if (out)
            unwritten_ = 0;
        else
            revision_.reset();
        return out;
    }

private:
    template<auto Member>
    static constexpr std::uint64_t bit_of = std::uint64_t{1} << field_index<Member>;

    /// Reads the revision of the row in the store.
    template<class May>
    result<void> look(store& in, May const& may)
    {
        auto const query = from<M>().where(field<key_member> == key_of(row));
        auto       found = [&] {
            if constexpr (requires { &M::diff; })
                return in.select(query.template defer<&M::diff>());
            else
                return in.select(query);
        }();
        if (!found)
            return found.error();
        if (found->empty())
            return error(errc::not_found, "the run is not in the store any more");
        if (!may(found->front()))
            return error(errc::conflict, "the run was ended by somebody else", retry::never);
        revision_ = revision_of(found->front());
        return {};
    }

    static constexpr auto key_member = first_member<members_of<M>>::value;

    std::uint64_t               unwritten_ = 0; ///< one bit for each field
    std::optional<std::int64_t> revision_{};
};

/// Notes the duration and memory of a phase.
template<class Sync>
void set_phase(tracked_row<Sync>& run, run_phase phase, duration time, run_memory const& memory)
{
    switch (phase) {
    case run_phase::source_load:
        run.template set<&Sync::source_load_time, &Sync::source_load_memory_final, &Sync::source_load_memory_peak>(
            time, memory.now, memory.peak);
        break;
    case run_phase::target_load:
        run.template set<&Sync::target_load_time, &Sync::target_load_memory_final, &Sync::target_load_memory_peak>(
            time, memory.now, memory.peak);
        break;
    case run_phase::diff:
        run.template set<&Sync::diff_time, &Sync::diff_memory_final, &Sync::diff_memory_peak>(time, memory.now, memory.peak);
        break;
    case run_phase::synchronize:
        run.template set<&Sync::sync_time, &Sync::sync_memory_final, &Sync::sync_memory_peak>(time, memory.now, memory.peak);
        break;
    }
}

/// Notes how a run ended.
template<class Job>
void set_end(tracked_row<Job>& job, job_result_status status, std::optional<timestamp> at, std::string const& why,
             sync_counts const& counts)
{
    auto const count = [](std::int64_t n) { return static_cast<std::int32_t>(std::min<std::int64_t>(n, 0x7fff'ffff)); };
    job.template set<&Job::status, &Job::date_done>(status, at);
    if (!why.empty())
        job.template set<&Job::traceback>(why);
    job.template set<&Job::debug_log_count,
                     &Job::info_log_count,
                     &Job::success_log_count,
                     &Job::warning_log_count,
                     &Job::error_log_count>(0, 0, count(counts.succeeded), count(counts.failed), count(counts.errored));
}

/// Returns a message if there are more changes than a run may make; empty otherwise.
inline std::string too_many_changes(recorder_options const& options, diff::summary const& s)
{
    auto const changed  = s.changed();
    auto const objects  = changed + s.unchanged;
    bool const too_many = options.max_changes && changed > *options.max_changes;
    bool const too_much =
        options.max_share && static_cast<double>(changed) > *options.max_share * static_cast<double>(objects);
    if (options.dry_run || (!too_many && !too_much))
        return {};
    return std::to_string(changed) + " of " + std::to_string(objects) +
        " objects would change, more than the limit of this run";
}

} // namespace ssot::detail::recording

#endif // SSOT_DETAIL_RECORDER_TRACKED_ROW_HPP
