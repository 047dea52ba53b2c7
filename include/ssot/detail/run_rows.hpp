// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_RUN_ROWS_HPP
#define SSOT_DETAIL_RUN_ROWS_HPP

// The rows that a recorder writes: its own two, of which only changed fields are written, and log entries in batches.

#include <ssot/choice.hpp>
#include <ssot/diff.hpp>
#include <ssot/error.hpp>
#include <ssot/model/choices.hpp>
#include <ssot/model/sync_counts.hpp>
#include <ssot/query.hpp>
#include <ssot/recorder.hpp>
#include <ssot/store.hpp>
#include <ssot/stored.hpp>

#include <ssot/detail/run_mark.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace ssot::detail {

/// Repeats a statement as long as its error says that this may help, a few times.
template<class Statement>
auto with_patience(Statement statement) -> decltype(statement())
{
    constexpr int attempts = 5;
    auto          pause    = std::chrono::milliseconds(5);
    for (int attempt = 1;; ++attempt) {
        auto out = statement();
        if (out || attempt == attempts || out.error().again() == retry::never || out.error().again() == retry::check_first)
            return out;
        std::this_thread::sleep_for(pause);
        pause *= 2;
    }
}

/// A row whose writer knows all of it that it writes. Fields that were set are written until that succeeds.
template<model M>
class kept_row {
public:
    /// Precondition: `stored` is in the store.
    explicit kept_row(M stored) : row(std::move(stored)) {}

    M row;

    template<auto... Members, class... Values>
    void set(Values&&... values)
    {
        ((row.*Members = std::forward<Values>(values)), ...);
        unwritten_ |= (bit_of<Members> | ...);
    }

    /// Writes the fields that were set and not written yet. Errors: those of the store.
    template<class Backend>
    result<void> write(store<Backend>& in)
    {
        return write_while(in, [](M const&) { return true; });
    }

    /// The same with one more field, whose value is only there for the call.
    template<auto Member, class Backend>
    result<void> write_with(store<Backend>& in, type_of<Member>& value)
    {
        std::swap(row.*Member, value);
        auto const before = unwritten_;
        unwritten_ |= bit_of<Member>;
        auto out   = write(in);
        unwritten_ = out ? 0 : before;
        std::swap(row.*Member, value);
        return out;
    }

    /// The same as `write` as long as the row in the store, should others have changed it, still satisfies `may(row)`.
    /// Errors: `conflict` when it does not.
    template<class Backend, class May>
    result<void> write_while(store<Backend>& in, May may)
    {
        if (unwritten_ == 0)
            return {};
        return with_patience([&]() -> result<void> {
            if (!revision_)
                if (auto seen = look(in, may); !seen)
                    return seen;
            partial<M> changed(std::move(row), unwritten_, *revision_);
            auto       done = in.update(changed);
            row             = std::move(static_cast<M&>(changed));
            if (done) {
                revision_  = revision_of(changed);
                unwritten_ = 0;
            } else {
                revision_.reset(); // whatever went wrong, the next attempt looks first
            }
            return done;
        });
    }

private:
    template<auto Member>
    static constexpr std::uint64_t bit_of = std::uint64_t{1} << field_index<Member>;

    /// Finds out which revision the row in the store has.
    template<class Backend, class May>
    result<void> look(store<Backend>& in, May const& may)
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
            return error(errc::conflict, "the run was ended by somebody else");
        revision_ = revision_of(found->front());
        return {};
    }

    static constexpr auto key_member = first_member<members_of<M>>::value;

    std::uint64_t               unwritten_ = 0; ///< a bit for each field
    std::optional<std::int64_t> revision_{};
};

/// Notes what a phase took.
template<class Sync>
void set_phase(kept_row<Sync>& run, run_phase phase, duration time, run_memory const& memory)
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
void set_end(kept_row<Job>& job, job_result_status status, std::optional<timestamp> at, std::string const& why,
             sync_counts const& counts)
{
    auto const count = [](std::int64_t n) { return static_cast<std::int32_t>(std::min<std::int64_t>(n, 0x7fff'ffff)); };
    job.template set<&Job::status, &Job::date_done>(status, at);
    if (!why.empty() && status != job_result_status::success)
        job.template set<&Job::traceback>(why);
    job.template set<&Job::debug_log_count,
                     &Job::info_log_count,
                     &Job::success_log_count,
                     &Job::warning_log_count,
                     &Job::error_log_count>(0, 0, count(counts.succeeded), count(counts.failed), count(counts.errored));
}

/// Whether there are more changes than a run may make, in words; empty when it may.
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

/// Whether the row is at fault, rather than the store.
inline bool blames_row(errc code) noexcept
{
    switch (code) {
    case errc::already_exists:
    case errc::constraint:
    case errc::foreign_key:
    case errc::validation:
    case errc::invalid_utf8:
    case errc::too_deep:
    case errc::out_of_range:
    case errc::invalid_value:
    case errc::unknown_choice:
    case errc::too_large: return true;
    default: return false;
    }
}

/// The enumerator of a choice, open or not, if it holds one.
template<choice E>
std::optional<E> known_choice(E e) noexcept
{
    return to_wire(e).empty() ? std::nullopt : std::optional(e);
}
template<choice E>
std::optional<E> known_choice(open_choice<E> const& c) noexcept
{
    return c.known();
}

/// Counts an entry that is stored, so that its choices are known to be valid.
template<class Entry>
void count_entry(sync_counts& counts, Entry const& e) noexcept
{
    if constexpr (choice<decltype(e.action)>)
        counts.add(e.action, e.status);
    else
        counts.add(known_choice(e.action), known_choice(e.status));
}

/// What is left of an entry that the store refused, and why it did.
template<class Entry>
Entry without_refused(Entry const& entry, error const& why)
{
    Entry out              = entry;
    out.diff               = std::nullopt;
    out.synced_object_type = std::nullopt;
    out.synced_object_id   = std::nullopt;
    out.object_repr        = storable_text(entry.object_repr);
    out.message            = storable_text(entry.message) + (entry.message.empty() ? "" : " ") +
        "(Not stored as it was: " + storable_text(to_string(why)) + ')';
    if (!known_choice(out.action))
        out.action = sync_log_entry_action::no_change;
    if (!known_choice(out.status))
        out.status = sync_log_entry_status::error;
    return out;
}

/// Stores one entry, or what is left of it. It may be there already, after a write of which nobody knows how it ended.
template<class Backend, class Entry>
result<void> write_entry(store<Backend>& in, Entry const& entry, sync_counts& counts)
{
    auto const add = [&](Entry const& e) -> result<void> {
        auto stored = with_patience([&] { return in.insert_if_absent(e); });
        if (!stored)
            return stored.error();
        count_entry(counts, e);
        return {};
    };
    auto stored = add(entry);
    if (stored || !blames_row(stored.error().code()))
        return stored;
    return add(without_refused(entry, stored.error()));
}

/// Stores entries, together if that is possible. `done` of them are stored, from the first one on.
template<class Backend, class Entry>
result<void> write_entries(store<Backend>& in, std::span<Entry const> entries, std::size_t& done, sync_counts& counts)
{
    auto stored = in.insert(entries);
    if (stored) {
        done = entries.size();
        for (auto const& e : entries)
            count_entry(counts, e);
        return {};
    }
    if (!blames_row(stored.error().code()) && stored.error().again() == retry::never &&
        stored.error().code() != errc::outcome_unknown)
        return stored.error();
    for (done = 0; done != entries.size(); ++done)
        if (auto one = write_entry(in, entries[done], counts); !one)
            return one;
    return {};
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_RUN_ROWS_HPP
