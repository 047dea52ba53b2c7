// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_RECORDER_ENTRY_WRITER_HPP
#define SSOT_DETAIL_RECORDER_ENTRY_WRITER_HPP

// Writes the log entries of a run to the store: in batches, and one by one if the store refuses a batch. An entry that is
// refused is stored in a reduced form, or set aside; the other entries are stored.

#include <ssot/choice.hpp>
#include <ssot/error.hpp>
#include <ssot/model/choices.hpp>
#include <ssot/model/sync_counts.hpp>
#include <ssot/recorder.hpp>
#include <ssot/store.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/recorder/entry_mending.hpp>
#include <ssot/detail/recorder/owner_stamp.hpp>
#include <ssot/detail/recorder/tracked_row.hpp>
#include <ssot/detail/time/bounded_time.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot::detail::recording {

/// The results of writing entries.
struct entry_tally {
    sync_counts                counts{};
    std::size_t                written   = 0;
    std::size_t                mended    = 0; ///< entries among those written that were stored in a reduced form
    std::size_t                set_aside = 0;
    std::vector<refused_entry> refused{}; ///< the first entries that were set aside
    std::optional<error>       untold{};  ///< the error of the first entry set aside since it was last reported
};

/// Writes the entries of one run. Each keeps its place until it is stored or set aside, even if other steps fail.
template<class Entry>
class entry_writer {
public:
    /// Sets the entries to write next. Precondition: none are left.
    void take(std::vector<Entry>& from) noexcept
    {
        rows_.clear();
        done_   = 0;
        unsure_ = 0;
        std::swap(rows_, from);
    }
    std::size_t            left() const noexcept { return rows_.size() - done_; }
    std::span<Entry const> rows() const noexcept { return rows_; }

    /// Writes the remaining entries, at most `most` of them in one batch. `tell(change)` lets a function change the tally.
    /// Errors: those of the store; `busy` if other transactions are in the way for too long.
    template<class Tell>
    result<void> write(store& in, patience const& how, typename Entry::sync_key const& own, std::size_t most,
                       Tell const& tell)
    {
        while (left() != 0) {
            std::span<Entry const> const next(rows_.data() + done_, std::min(left(), most));
            if (unsure_ <= done_) {
                auto stored = insert(in, how, next);
                if (stored) {
                    done_ += next.size();
                    tell([&](entry_tally& t) {
                        t.written += next.size();
                        for (auto const& e : next)
                            count_entry(t.counts, e);
                    });
                    continue;
                }
                note_doubt(in, stored.error(), next.size());
                if (blame_of(stored.error()) == blame::store)
                    return stored;
            }
            for (auto const end = done_ + next.size(); done_ != end; ++done_)
                if (auto one = write_one(in, how, own, rows_[done_], tell); !one)
                    return one;
        }
        return {};
    }

private:
    static result<void> insert(store& in, patience const& how, std::span<Entry const> rows)
    {
        return patiently(in, how, [&]() -> result<void> {
            auto done = in.insert(rows, {.keep_times = true});
            if (!done)
                return rows.size() == 1 ? without_index(done.error()) : done.error();
            return {};
        });
    }

    /// Notes that the next `n` entries may be in the store although writing them failed.
    void note_doubt(store& in, error const& why, std::size_t n)
    {
        if (why.code() == errc::outcome_unknown || !in.caps().transactions)
            unsure_ = std::max(unsure_, done_ + n);
    }

    /// Returns whether exactly this entry is in the store.
    static result<bool> is_there(store& in, Entry const& entry)
    {
        auto found = in.template get<Entry>(entry.id);
        if (!found)
            return found.error().code() == errc::not_found ? result<bool>(false) : result<bool>(found.error());
        return found->sync == entry.sync && found->timestamp == entry.timestamp && found->message == entry.message &&
            found->object_repr == entry.object_repr && found->action == entry.action && found->status == entry.status;
    }

    /// Returns the reduced form of an entry if that is in the store. This happens if an earlier attempt was refused for a
    /// reason that no longer holds, and it was not known whether writing the reduced form succeeded.
    static result<std::optional<Entry>> find_mended(store& in, Entry const& entry)
    {
        auto found = in.template get<Entry>(entry.id);
        if (!found)
            return found.error().code() == errc::not_found ? result<std::optional<Entry>>(std::optional<Entry>())
                                                           : found.error();
        Entry const&           row     = *found;
        std::string_view const message = row.message;
        auto                   mended  = storable_text(entry.message);
        mended.append(mended.empty() ? "" : " ").append(mended_mark);
        if (row.timestamp == bounded_time(entry.timestamp) &&
            (message.starts_with(mended) || message.starts_with(least_mark)))
            return std::optional(row);
        return std::optional<Entry>();
    }

    /// Writes the next entry, in a reduced form if it must be, or sets it aside. Errors: those for which the store is to blame,
    /// and those of reading: whether an entry in doubt is stored must be known before anything is concluded about it.
    template<class Tell>
    result<void> write_one(store& in, patience const& how, typename Entry::sync_key const& own, Entry const& entry,
                           Tell const& tell)
    {
        auto const count = [&](Entry const& e, bool mended) {
            tell([&](entry_tally& t) {
                ++t.written;
                t.mended += mended;
                count_entry(t.counts, e);
            });
        };
        bool const doubted = done_ < unsure_;
        error      refusal;
        auto const add = [&](Entry const& e, bool mended) -> result<bool> { // false: the store refused it
            if (doubted) {
                auto const there = is_there(in, e);
                if (!there)
                    return there.error();
                if (*there)
                    return count(e, mended), true;
            }
            if (auto stored = insert(in, how, {&e, 1}); !stored) {
                refusal = stored.error();
                note_doubt(in, refusal, 1);
                return blame_of(refusal) == blame::store ? result<bool>(refusal) : false;
            }
            return count(e, mended), true;
        };
        auto const without_value = [](result<bool> const& r) { return r ? result<void>() : result<void>(r.error()); };

        if (auto const stored = add(entry, false); !stored || *stored)
            return without_value(stored);
        auto       why       = refusal;
        bool const reducible = why.code() != errc::already_exists;
        if (reducible)
            if (auto const stored = add(without_refused(entry, why, own), true); !stored || *stored)
                return without_value(stored);
        if (reducible)
            if (auto const stored = add(least_of(entry, why, own), true); !stored || *stored)
                return without_value(stored);
        if (doubted) { // an earlier write of it whose result is unknown may have had another reason
            auto const there = find_mended(in, entry);
            if (!there)
                return there.error();
            if (*there)
                return count(**there, true), result<void>();
        }
        if (blame_of(refusal) == blame::unclear) // a store that refuses even the smallest form accepts none
            return why;
        if (refusal.code() == errc::already_exists) // whatever else is wrong with it, reducing cannot help
            why = refusal;
        tell([&](entry_tally& t) {
            constexpr std::size_t kept = 100;
            ++t.set_aside;
            if (t.refused.size() < kept)
                t.refused.push_back({entry.id, why});
            if (!t.untold)
                t.untold = why;
        });
        return {};
    }

    std::vector<Entry> rows_{};
    std::size_t        done_   = 0; ///< number of rows that are stored or set aside
    std::size_t        unsure_ = 0; ///< rows before this index may already be in the store
};

} // namespace ssot::detail::recording

#endif // SSOT_DETAIL_RECORDER_ENTRY_WRITER_HPP
