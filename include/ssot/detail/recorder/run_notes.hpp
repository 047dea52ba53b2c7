// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_RECORDER_RUN_NOTES_HPP
#define SSOT_DETAIL_RECORDER_RUN_NOTES_HPP

// What a run has in memory: what is still to be written, and what came of the rest.

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

/// Everything but `lock` is under the lock, in which neither a function of the caller's runs nor the store is waited for.
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
    std::vector<phase_end>   phases{}; ///< that are not in the sync yet
    std::optional<error>     diff_refused{};
    std::string              why{};        ///< the run failed
    std::string              trouble{};    ///< what went wrong last, and has not come right since
    std::string              over_limit{}; ///< why the run cannot end well
    std::optional<timestamp> ended_at{};   ///< when the end was first tried
    bool                     started = false;
    bool                     ending  = false; ///< no more entries are taken
    bool                     ended   = false;
    result<void>             answer{};              ///< of the end
    bool                     answer_is_due = false; ///< nobody waited for it any more

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

    // Under the lock:

    /// What the next answer must say of entries that were set aside.
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
