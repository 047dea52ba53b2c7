// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_RECORDER_RUN_NOTES_HPP
#define SSOT_DETAIL_RECORDER_RUN_NOTES_HPP

// What a run keeps in memory: what is still to be written, and the results so far.

#include <ssot/error.hpp>
#include <ssot/recorder.hpp>
#include <ssot/time.hpp>

#include <ssot/detail/recorder/entry_buffer.hpp>
#include <ssot/detail/recorder/entry_writer.hpp>

#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace ssot::detail::recording {

/// `lock` protects all other members. No function of the caller's runs under it, and the store is not waited for under it.
template<class Entry>
struct run_notes {
    struct phase_end {
        run_phase  phase;
        duration   time;
        run_memory memory;
    };

    explicit run_notes(recorder_options const& options) : waiting(options.batch, options.fold_unchanged) {}

    std::mutex mutable lock{};
    entry_buffer<Entry>      waiting;
    entry_tally              tally{};
    std::vector<phase_end>   phases{}; ///< phases whose results are not yet in the sync
    std::optional<error>     diff_refused{};
    std::string              why{};        ///< why the run failed
    std::string              trouble{};    ///< the last problem that was not yet resolved
    std::string              over_limit{}; ///< the limit that the run exceeded, which keeps it from succeeding
    std::optional<timestamp> ended_at{};   ///< when `finish` or `fail` was first called
    bool                     started = false;
    bool                     ending  = false; ///< true: no more entries are accepted
    bool                     ended   = false;
    result<void>             answer{};              ///< the result of the end
    bool                     answer_is_due = false; ///< the result was not yet returned to a caller

    bool is_open() const
    {
        std::scoped_lock const guard(lock);
        return started && !ended;
    }
    bool has_ended() const
    {
        std::scoped_lock const guard(lock);
        return ended;
    }

    // Call the following under the lock.

    /// Returns what the next result must say about entries that were set aside.
    std::optional<error> to_tell() const
    {
        auto const& why_aside = tally.untold;
        if (!why_aside)
            return std::nullopt;
        return error(why_aside->code(), set_aside_words(*why_aside)).with_path(std::string(why_aside->path()));
    }
    std::string set_aside_words(error const& first) const
    {
        auto const n = tally.set_aside;
        return std::to_string(n) + (n == 1 ? " log entry" : " log entries") +
            " could not be stored; the reason of the first: " + to_string(first);
    }

    static error over() { return {errc::misuse, "the run has ended"}; }
};

} // namespace ssot::detail::recording

#endif // SSOT_DETAIL_RECORDER_RUN_NOTES_HPP
