// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_KIT_RANDOM_STATES_IPP
#define SSOT_IMPL_TESTING_KIT_RANDOM_STATES_IPP

// The states of a random run, and which command was executed in which of them. A state is two facts that matter together for
// a backend, or one: where in a transaction with what went before; where with what is open beside it; how many rows there
// are. So three states hold at each moment, and each command is part of three pairs.

#include <ssot/testing/random_run.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot::conformance::detail {

/// Where a command is executed. `failed`: in a transaction that can only be rolled back.
enum class run_place : std::uint8_t { outside, read_only, read_write, savepoint, savepoints, failed };
/// What happened since the last write that succeeded. `refused`: a call that reached the backend, as others may not.
enum class run_past : std::uint8_t { quiet, refused, rolled_back, rolled_back_to, reopened };
/// What is open run_besides: a cursor of the session itself, or a transaction of another one that reads or writes.
enum class run_beside : std::uint8_t { nothing, cursor, reader, writer };
/// How many syncs there are, of ten at most.
enum class run_amount : std::uint8_t { none, few, many };

inline constexpr std::size_t run_places = 5, run_pasts = 5, run_besides = 4,
                             run_amounts        = 3; // without `failed`, which is a state of its own
inline constexpr std::size_t random_state_count = run_places * run_pasts + run_places * run_besides + run_amounts + 1;

struct situation {
    run_place  where  = run_place::outside;
    run_past   before = run_past::quiet;
    run_beside open   = run_beside::nothing;
    run_amount rows   = run_amount::none;
};

/// What a backend can be brought into.
struct run_reach {
    bool transactions = false;
    bool savepoints   = false;
    bool snapshots    = false; ///< read-only transactions that see the rows of one moment
    bool cursors      = false; ///< a cursor, and calls of its session while it is open
    bool others       = false; ///< sessions at the same time
    bool mixed        = false; ///< of which one writes while another reads in a transaction or has a cursor open
    bool readers      = false; ///< which read in a transaction while the first one writes
    bool writers      = false; ///< which write in a transaction while the first one reads
    bool reopens      = false;
};

/// Returns whether a command may write rows of the store.
SSOT_DECL bool is_write(act a) noexcept { return a <= act::erase_config && a != act::hold_sync; }

/// Returns whether a transaction that writes is open.
SSOT_DECL bool is_writing(run_place p) noexcept { return p != run_place::outside && p != run_place::read_only; }

/// Returns whether a state can be reached.
SSOT_DECL bool can_be(situation const& s, run_reach const& can) noexcept
{
    bool const inside = s.where != run_place::outside;
    return (!inside || can.transactions) && (s.where != run_place::read_only || can.snapshots) &&
        (s.before != run_past::rolled_back || can.transactions) &&
        (s.before != run_past::rolled_back_to || can.savepoints) && (s.before != run_past::reopened || can.reopens) &&
        (s.open != run_beside::cursor || can.cursors) && (s.open != run_beside::reader || can.readers) &&
        (s.open != run_beside::writer || (can.writers && !is_writing(s.where) && (can.mixed || !inside)));
}

/// Returns whether a command can be executed in a state, and is no other command there.
SSOT_DECL bool is_possible(act a, situation const& s, run_reach const& can) noexcept
{
    bool const alone = s.open == run_beside::nothing;
    switch (a) {
    case act::begin: return can.transactions && s.where != run_place::read_only && s.open != run_beside::writer;
    case act::begin_read_only:
        return can.snapshots && s.where == run_place::outside && (can.mixed || s.open != run_beside::writer);
    case act::commit:
    case act::rollback: return s.where != run_place::outside;
    case act::reopen: return can.reopens && s.where == run_place::outside && alone;
    case act::open_cursor: return can.cursors && alone && s.rows != run_amount::none && s.where != run_place::failed;
    case act::read_cursor: return s.open == run_beside::cursor && s.where != run_place::failed;
    case act::other_changes:
        return can.others && !is_writing(s.where) && (alone || s.open == run_beside::cursor) &&
            (can.mixed || (alone && s.where == run_place::outside));
    case act::other_reads: return s.open == run_beside::reader || (can.readers && alone);
    case act::other_writes:
        return s.open == run_beside::writer ||
            (can.writers && alone && !is_writing(s.where) && (can.mixed || s.where == run_place::outside));
    case act::other_ends: return s.open == run_beside::reader || s.open == run_beside::writer;
    default: break;
    }
    if (s.where == run_place::failed) // all are refused alike, by the store
        return a == act::insert_sync || a == act::update_sync || a == act::select_syncs;
    return !is_write(a) || s.open != run_beside::writer;
}

/// The situation after a command that begins or ends something, as far as it can be told before.
SSOT_DECL situation after_act(act a, situation s) noexcept
{
    bool const inner = s.where == run_place::savepoint || s.where == run_place::savepoints;
    auto const out   = s.where == run_place::savepoints ? run_place::savepoint
          : inner                                       ? run_place::read_write
                                                        : run_place::outside;
    switch (a) {
    case act::begin:
        s.where = s.where == run_place::outside ? run_place::read_write
            : s.where == run_place::read_write  ? run_place::savepoint
                                                : run_place::savepoints;
        break;
    case act::begin_read_only: s.where = run_place::read_only; break;
    case act::commit: s.where = out; break;
    case act::rollback:
        if (s.where != run_place::read_only)
            s.before = inner ? run_past::rolled_back_to : run_past::rolled_back;
        s.where = out;
        break;
    case act::insert_sync:
        if (s.where != run_place::read_only)
            s.before = run_past::quiet;
        break;
    case act::insert_repeated:
        if (s.where == run_place::outside)
            s.before = run_past::refused;
        break;
    case act::reopen: s.before = run_past::reopened; break;
    case act::open_cursor: s.open = run_beside::cursor; break;
    case act::read_cursor: s.open = run_beside::nothing; break; // at its end
    case act::other_reads: s.open = run_beside::reader; break;
    case act::other_writes: s.open = run_beside::writer; break;
    case act::other_ends: s.open = run_beside::nothing; break;
    default: break;
    }
    return s;
}

/// Counts how often each command was executed in each state.
class pair_counts {
public:
    /// The numbers of the states that hold.
    static std::vector<std::size_t> states(situation const& s)
    {
        if (s.where == run_place::failed)
            return {random_state_count - 1};
        auto const where = static_cast<std::size_t>(s.where);
        return {where * run_pasts + static_cast<std::size_t>(s.before),
                run_places * run_pasts + where * run_besides + static_cast<std::size_t>(s.open),
                run_places * run_pasts + run_places * run_besides + static_cast<std::size_t>(s.rows)};
    }

    void note(act a, situation const& s)
    {
        for (auto const n : states(s))
            ++times_[n][static_cast<std::size_t>(a)];
    }

    /// How often the rarest of the pairs was met that a command would be part of.
    std::uint64_t least(act a, situation const& s) const
    {
        auto out = std::numeric_limits<std::uint64_t>::max();
        for (auto const n : states(s))
            out = std::min(out, times_[n][static_cast<std::size_t>(a)]);
        return out;
    }

    /// The commands that lead from a situation to the nearest one in which the rarest pairs are. Empty if that is the same one, or
    /// none is known.
    std::vector<act> way_to_rarest(situation const& from, run_reach const& can);

    pairs_met met(run_reach const& can) const;

private:
    /// A situation in which the state holds, as ordinary as it can be.
    static situation   example(std::size_t state) noexcept;
    static std::string words(std::size_t state);
    static bool        is_pair(act a, std::size_t state, run_reach const& can);

    std::array<std::array<std::uint64_t, act_count>, random_state_count> times_{};
    std::array<std::uint64_t, random_state_count>                        aims_{}; ///< how often the way led to a state
};

SSOT_DECL situation pair_counts::example(std::size_t state) noexcept
{
    situation out{.rows = run_amount::few};
    if (state == random_state_count - 1) {
        out.where = run_place::failed;
    } else if (state >= run_places * run_pasts + run_places * run_besides) {
        out.rows = static_cast<run_amount>(state - run_places * run_pasts - run_places * run_besides);
    } else if (state >= run_places * run_pasts) {
        out.where = static_cast<run_place>((state - run_places * run_pasts) / run_besides);
        out.open  = static_cast<run_beside>((state - run_places * run_pasts) % run_besides);
    } else {
        out.where  = static_cast<run_place>(state / run_pasts);
        out.before = static_cast<run_past>(state % run_pasts);
    }
    return out;
}

/// Whether a command can be executed in a state.
SSOT_DECL bool pair_counts::is_pair(act a, std::size_t state, run_reach const& can)
{
    auto const s = example(state);
    if (!can_be(s, can))
        return false;
    // Of the facts that are no part of the state, some may allow a command that the ordinary ones do not.
    bool const any_place  = state >= run_places * run_pasts + run_places * run_besides && s.where != run_place::failed;
    bool const any_beside = any_place || state < run_places * run_pasts || s.where == run_place::failed;
    for (std::size_t p = 0; p != (any_place ? run_places : 1); ++p)
        for (std::size_t b = 0; b != (any_beside ? run_besides : 1); ++b) {
            auto tried = s;
            if (any_place)
                tried.where = static_cast<run_place>(p);
            if (any_beside)
                tried.open = static_cast<run_beside>(b);
            if (can_be(tried, can) && is_possible(a, tried, can))
                return true;
        }
    return false;
}

SSOT_DECL std::vector<act> pair_counts::way_to_rarest(situation const& from, run_reach const& can)
{
    // How rare the rarest pair of each state is. One that cannot be found, though it seems possible, is looked for less and less.
    std::array<std::uint64_t, random_state_count> rarest{};
    for (std::size_t n = 0; n != random_state_count; ++n) {
        rarest[n] = std::numeric_limits<std::uint64_t>::max();
        for (std::size_t i = 0; i != act_count; ++i)
            if (times_[n][i] < rarest[n] && is_pair(static_cast<act>(i), n, can))
                rarest[n] = times_[n][i];
        if (rarest[n] != std::numeric_limits<std::uint64_t>::max())
            rarest[n] += aims_[n] / 8;
    }
    struct step {
        situation   at;
        std::size_t before = 0;
        act         by     = act::begin;
    };
    constexpr act                                          moves[] = {act::begin,
                                                                      act::begin_read_only,
                                                                      act::commit,
                                                                      act::rollback,
                                                                      act::insert_sync,
                                                                      act::insert_repeated,
                                                                      act::reopen,
                                                                      act::open_cursor,
                                                                      act::read_cursor,
                                                                      act::other_reads,
                                                                      act::other_writes,
                                                                      act::other_ends};
    std::vector<step>                                      steps{{from}};
    std::array<bool, run_places * run_pasts * run_besides> known{};
    auto const                                             number = [](situation const& s) {
        return (static_cast<std::size_t>(s.where) * run_pasts + static_cast<std::size_t>(s.before)) * run_besides +
            static_cast<std::size_t>(s.open);
    };
    auto        least = std::numeric_limits<std::uint64_t>::max();
    std::size_t best = 0, state = 0;
    for (std::size_t i = 0; i != steps.size(); ++i) {
        auto const at = steps[i].at;
        for (auto const n : states(at))
            if (rarest[n] < least) {
                least = rarest[n];
                best  = i;
                state = n;
            }
        if (at.where != run_place::failed)
            known[number(at)] = true;
        for (auto const a : moves) {
            if (!is_possible(a, at, can))
                continue;
            auto const next = after_act(a, at);
            if (next.where != run_place::failed && !std::exchange(known[number(next)], true))
                steps.push_back({next, i, a});
        }
    }
    ++aims_[state];
    std::vector<act> out;
    for (; best != 0; best = steps[best].before)
        out.push_back(steps[best].by);
    std::ranges::reverse(out);
    return out;
}

SSOT_DECL std::string pair_counts::words(std::size_t state)
{
    constexpr std::string_view where[]  = {"outside a transaction",
                                           "in a read-only transaction",
                                           "in a transaction",
                                           "inside a savepoint",
                                           "inside two savepoints",
                                           "in a transaction in which a call failed"};
    constexpr std::string_view before[] = {"after a write",
                                           "after a call that was refused",
                                           "after a rollback",
                                           "after a rollback to a savepoint",
                                           "after the backend was opened again"};
    constexpr std::string_view open[]   = {"nothing else open",
                                           "with an open cursor",
                                           "while another session reads in a transaction",
                                           "while another session writes in a transaction"};
    constexpr std::string_view rows[]   = {"without rows", "with few rows", "with many rows"};
    static_assert(std::size(where) == run_places + 1 && std::size(before) == run_pasts);
    static_assert(std::size(open) == run_besides && std::size(rows) == run_amounts);
    auto const s   = example(state);
    auto const all = run_places * run_pasts + run_places * run_besides;
    if (state >= all && state != random_state_count - 1)
        return std::string(rows[state - all]);
    std::string out(where[static_cast<std::size_t>(s.where)]);
    if (s.where == run_place::failed)
        return out;
    return out + ", " +
        std::string(state >= run_places * run_pasts ? open[static_cast<std::size_t>(s.open)]
                                                    : before[static_cast<std::size_t>(s.before)]);
}

SSOT_DECL pairs_met pair_counts::met(run_reach const& can) const
{
    pairs_met out;
    for (std::size_t n = 0; n != random_state_count; ++n)
        for (std::size_t i = 0; i != act_count; ++i) {
            auto const a = static_cast<act>(i);
            if (!is_pair(a, n, can))
                continue;
            ++out.reachable;
            if (times_[n][i] != 0)
                ++out.seen;
            else
                out.unseen.push_back(std::string(to_string(a)) + ' ' + words(n));
        }
    return out;
}

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_KIT_RANDOM_STATES_IPP
