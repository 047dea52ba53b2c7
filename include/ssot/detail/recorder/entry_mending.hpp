// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_RECORDER_ENTRY_MENDING_HPP
#define SSOT_DETAIL_RECORDER_ENTRY_MENDING_HPP

// What is tried with an entry that a store refuses.

#include <ssot/choice.hpp>
#include <ssot/error.hpp>
#include <ssot/model/choices.hpp>
#include <ssot/model/sync_counts.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/recorder/owner_stamp.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace ssot::detail::recording {

/// Whether an error is about the row, about the store, or may be about either.
enum class blame : std::uint8_t { row, store, unclear };

inline blame blame_of(error const& e) noexcept
{
    switch (e.code()) {
    case errc::already_exists:
    case errc::constraint:
    case errc::foreign_key:
    case errc::validation:
    case errc::invalid_utf8:
    case errc::too_deep:
    case errc::out_of_range:
    case errc::invalid_value:
    case errc::unknown_choice:
    case errc::too_large: return blame::row;
    case errc::unavailable:
    case errc::outcome_unknown:
    case errc::read_only:
    case errc::no_space:
    case errc::permission:
    case errc::io:
    case errc::timeout:
    case errc::busy:
    case errc::canceled:
    case errc::out_of_memory: return blame::store;
    default: return e.again() == retry::never ? blame::unclear : blame::store;
    }
}

/// Returns the enumerator of a choice, open or not, if it holds one.
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

/// Counts an entry that was stored, whose choices are therefore valid.
template<class Entry>
void count_entry(sync_counts& counts, Entry const& e) noexcept
{
    if constexpr (choice<decltype(e.action)>)
        counts.add(e.action, e.status);
    else
        counts.add(known_choice(e.action), known_choice(e.status));
}

/// Turns an error about one row of a batch into one about the row: the path "[0].sync" becomes "sync".
inline error without_index(error e)
{
    auto const path = e.path();
    if (!path.starts_with('['))
        return e;
    auto inner = std::string(path.substr(std::min(path.find(']') + 2, path.size())));
    return std::move(e).with_path(std::move(inner));
}

// What is appended to the message of an entry that was not stored as it was, and how the message of a reduced entry begins.
inline constexpr std::string_view mended_mark = "(Not stored as it was: ";
inline constexpr std::string_view least_mark  = "An entry could not be stored: ";

/// Reduces an entry that the store refused to what can be stored, and adds the reason. Uses the sync `own` if its own does
/// not exist.
template<class Entry>
Entry without_refused(Entry const& entry, error const& why, typename Entry::sync_key const& own)
{
    Entry out              = entry;
    out.diff               = std::nullopt;
    out.synced_object_type = std::nullopt;
    out.synced_object_id   = std::nullopt;
    out.timestamp          = bounded_time(entry.timestamp);
    out.object_repr        = storable_text(entry.object_repr);
    out.message            = storable_text(entry.message) + (entry.message.empty() ? "" : " ") + std::string(mended_mark) +
        storable_text(to_string(why)) + ')';
    if (why.path() == "sync")
        out.sync = own;
    if (!known_choice(out.action))
        out.action = sync_log_entry_action::no_change;
    if (!known_choice(out.status))
        out.status = sync_log_entry_status::error;
    return out;
}

/// Returns the smallest form of an entry. If the store refuses that as well, the entry can only be set aside.
template<class Entry>
Entry least_of(Entry const& entry, error const& why, typename Entry::sync_key const& own)
{
    auto out        = without_refused(entry, why, own);
    out.sync        = own;
    out.object_repr = {};
    out.message     = std::string(least_mark) + storable_text(to_string(why));
    return out;
}

} // namespace ssot::detail::recording

#endif // SSOT_DETAIL_RECORDER_ENTRY_MENDING_HPP
