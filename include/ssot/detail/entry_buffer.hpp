// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_ENTRY_BUFFER_HPP
#define SSOT_DETAIL_ENTRY_BUFFER_HPP

// The log entries of a run, stored many at a time. One that the store refuses is stored as what is left of it.

#include <ssot/choice.hpp>
#include <ssot/error.hpp>
#include <ssot/model/choices.hpp>
#include <ssot/model/sync_counts.hpp>
#include <ssot/store.hpp>

#include <ssot/detail/run_mark.hpp>
#include <ssot/detail/run_rows.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace ssot::detail {

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

/// Entries that wait for their turn, and the count of those that are stored.
template<class Entry>
class entry_buffer {
public:
    /// With `fold`, objects without changes are only counted until `add_folded`.
    explicit entry_buffer(std::size_t batch, bool fold) : batch_(batch), fold_(fold)
    {
        constexpr std::size_t most_at_once = 10'000; // a batch may be as large as the caller likes
        waiting_.reserve(std::min(batch, most_at_once));
    }

    /// Takes an entry; whether there is a batch to write.
    bool add(Entry&& entry)
    {
        if (fold_ && is_unchanged(entry)) {
            ++folded_;
            return false;
        }
        waiting_.push_back(std::move(entry));
        return waiting_.size() >= batch_;
    }

    /// Takes one entry for all that were only counted.
    template<class Sync>
    void add_folded(Sync const& sync)
    {
        if (folded_ == 0)
            return;
        waiting_.push_back({.sync    = sync,
                            .action  = sync_log_entry_action::no_change,
                            .status  = sync_log_entry_status::success,
                            .message = std::to_string(folded_) + " objects without changes; no action needed"});
        folded_ = 0;
    }

    /// Writes all. What could not be written stays here, in its order.
    template<class Backend>
    result<void> write(store<Backend>& in)
    {
        if (waiting_.empty())
            return {};
        std::size_t done = 0;
        auto        out  = write_entries(in, std::span<Entry const>(waiting_), done, counts_);
        written_ += done;
        waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(done));
        return out;
    }

    std::size_t        written() const noexcept { return written_; }
    sync_counts const& counts() const noexcept { return counts_; } ///< of what was written

private:
    static bool is_unchanged(Entry const& entry)
    {
        return entry.action == decltype(entry.action)(sync_log_entry_action::no_change) &&
            entry.status == decltype(entry.status)(sync_log_entry_status::success);
    }

    std::size_t        batch_;
    bool               fold_;
    std::vector<Entry> waiting_{};
    std::size_t        folded_  = 0;
    std::size_t        written_ = 0;
    sync_counts        counts_{};
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_ENTRY_BUFFER_HPP
