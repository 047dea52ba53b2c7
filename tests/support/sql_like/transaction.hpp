// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_SQL_LIKE_TRANSACTION_HPP
#define SSOT_TESTS_SUPPORT_SQL_LIKE_TRANSACTION_HPP

// How the transactions of a session begin and end, and their savepoints.

#include <ssot/error.hpp>
#include <ssot/storage/concept.hpp>

#include "database.hpp"
#include "mutation.hpp"
#include "rows.hpp"
#include "session.hpp"
#include "write.hpp"

#include <chrono>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

namespace ssot_test::sql {

inline ssot::result<void> session::begin(st::tx_options options)
{
    running const here(*my_);
    auto&         my      = *my_;
    auto const    wrongly = my.wrongly(operation::any);
    if (my.open)
        return ssot::error(ssot::errc::misuse, "a transaction is already open");
    my.level         = options.level;
    my.patience      = options.timeout;
    bool const later = my.db->kind == engine::optimistic ||
        (my.db->kind == engine::locks_late && options.level == st::isolation::read_committed) ||
        (wrongly.wrong(point::read_write_sees_commits) && options.level != st::isolation::serializable);
    if (options.mode == st::tx_mode::read_write && !later)
        if (auto started = my.start_writing(options.timeout, true); !started)
            return started;
    my.base = my.db->now();
    my.open = options.mode;
    if (options.mode == st::tx_mode::read_only)
        ++my.db->readers;
    if (options.mode == st::tx_mode::read_write)
        my.rows = *my.base;
    my.began_by = std::this_thread::get_id();
    my.at_begin = my.db->description();
    ++my.times(way::begins);
    return {};
}

inline ssot::result<void> session::commit()
{
    running const here(*my_);
    auto&         my      = *my_;
    auto const    wrongly = my.wrongly(operation::any);
    if (!my.open)
        return no_transaction();
    ++my.times(way::commits);
    if (*my.open == st::tx_mode::read_only) {
        my.end();
        return {};
    }
    if (my.locks_late()) { // it wrote nothing
        my.end();
        return {};
    }
    auto const made = my.db->description();
    for (auto& [model, keys] : my.gone) {
        auto const* const t = table_of(my.rows, model);
        std::erase_if(keys, [&](std::string const& key) { return t && t->rows.contains(key); });
        auto const erased = my.wrongly(operation::erase);
        if (auto checked = nothing_points_at(erased, my.rows, *made, model, keys); !checked) {
            my.end();
            return checked;
        }
    }
    if (my.db->judged == st::foreign_key_checks::at_commit)
        if (auto checked = everything_points_somewhere(my.wrongly(operation::insert), my.rows, *made); !checked)
            return refuse(way::by_orphan, checked.error());
    bool const moved = my.changed_thread();
    if (moved && wrongly.wrong(point::commit_of_thread)) {
        my.end();
        return ssot::error(ssot::errc::misuse, "another thread began the transaction");
    }
    if (wrongly.wrong(point::commit_loses)) {
        auto const how = wrongly.active->how;
        auto       to  = *my.base;
        if (how == way::last_write)
            to = my.before_last.empty() ? my.rows : my.before_last;
        else if (how != way::all)
            repeat(*my.base, my.rows, to, [&](way kind) { return kind != how; });
        my.rows = std::move(to);
    }
    if (!my.savepoints.empty() && wrongly.wrong(point::commit_loses_open_savepoint))
        my.rows = my.savepoints.front();
    if (my.savepoint && wrongly.wrong(point::commit_loses_savepoint)) {
        auto to = my.savepoint->first;
        repeat(my.savepoint->second, my.rows, to, [](way) { return true; });
        my.rows = std::move(to);
    }
    if (!my.locked && wrongly.wrong(point::read_write_sees_commits))
        if (auto started = my.start_writing({}); !started) {
            my.end();
            return started;
        }
    if (my.db->kind == engine::optimistic) {
        if (my.rows == *my.base) { // it wrote nothing
            my.end();
            return {};
        }
        if (auto started = my.start_writing({}); !started) {
            my.end();
            return started;
        }
        if (my.db->now() != my.base)
            return refuse(way::by_conflict,
                          {ssot::errc::serialization, "another transaction was committed", ssot::retry::transaction});
    }
    if (!my.locked || wrongly.wrong(point::read_write_sees_commits)) { // as if several could write at the same time
        auto to        = *my.db->now();
        bool as_before = repeat(*my.base, my.rows, to, [](way) { return true; });
        if (!as_before && !wrongly.wrong(point::begin_does_not_wait)) {
            my.end();
            return ssot::error(ssot::errc::serialization, "another transaction changed a row", ssot::retry::transaction);
        }
        my.rows = std::move(to);
    }
    if (wrongly.wrong(point::refused_commit_keeps, way::by_cancel) ||
        wrongly.wrong(point::refused_commit_says_done, way::by_cancel))
        std::this_thread::sleep_for(std::chrono::microseconds(300)); // so that a cancel comes
    if (my.stop)
        return refuse(way::by_cancel, {ssot::errc::canceled, "the commit was canceled"});
    bool const beside = my.db->readers != 0;
    if (beside && wrongly.wrong(point::commit_beside_reader_loses)) {
        my.end();
        return {};
    }
    my.db->publish(std::move(my.rows));
    if (moved && wrongly.wrong(point::commit_of_thread_keeps_lock))
        my.locked = false;
    my.end();
    if (wrongly.wrong(point::commit_fails_and_keeps))
        return ssot::error(ssot::errc::serialization, "in the way of another");
    if (beside && wrongly.wrong(point::commit_beside_reader_keeps))
        return ssot::error(ssot::errc::busy, "another session reads", ssot::retry::transaction);
    return {};
}

/// Ends the transaction without what it wrote, and returns the error. A backend that is wrong keeps it, or returns success.
inline ssot::result<void> session::refuse(way why, ssot::error e)
{
    auto&      my      = *my_;
    auto const wrongly = my.wrongly(operation::any);
    if (wrongly.wrong(point::refused_commit_keeps, why)) {
        auto to = *my.db->now();
        repeat(*my.base, my.rows, to, [](way) { return true; });
        my.db->publish(std::move(to));
    }
    bool const done = wrongly.wrong(point::refused_commit_says_done, why);
    my.end();
    return done ? ssot::result<void>() : std::move(e);
}

inline void session::rollback() noexcept
{
    if (!my_ || !my_->open)
        return;
    auto&      my      = *my_;
    auto const wrongly = my.wrongly(operation::any);
    ++my.times(way::rollbacks);
    if (wrongly.active && *my.open == st::tx_mode::read_write) {
        auto const& m = *wrongly.active;
        if (wrongly.wrong(point::rollback_keeps)) {
            auto to = *my.base;
            repeat(*my.base, my.rows, to, [&](way kind) { return kind == m.how; });
            my.db->publish(std::move(to));
        } else if (m.where == point::release_keeps && my.released) {
            my.db->publish(*my.released);
        } else if (m.where == point::dirty) {
            my.db->publish(*my.base);
        } else if (wrongly.wrong(point::key_stays_taken, way::after_rollback)) {
            for (auto const& [name, t] : my.rows)
                for (auto const& [key, r] : t->rows) {
                    auto const* const was = table_of(*my.base, name);
                    if (!was || !was->rows.contains(key))
                        my.db->taken.insert(name + '\0' + key);
                }
        }
        if (!my.savepoints.empty() && wrongly.wrong(point::rollback_of_savepoint_only))
            my.db->publish(my.savepoints.front());
        for (auto const& [name, t] : my.rows)
            for (auto const& [key, r] : t->rows) {
                auto const* const was    = table_of(*my.base, name);
                auto const        before = was ? was->rows.find(key) : t->rows.end();
                bool const        is_new = !was || before == was->rows.end();
                if (m.where == point::reopen_keeps && is_new)
                    table_to_write(my.db->rolled_back, name).rows.insert_or_assign(key, r);
                if (m.where == point::value_stays_taken && m.how == way::after_rollback && (is_new || before->second != r))
                    my.db->taken_rows.emplace_back(name, what_differs(*r, is_new ? nullptr : before->second.get()));
                if (m.where == point::value_is_freed && !is_new && before->second != r)
                    my.db->freed.insert(name + '\0' + key);
            }
        if (wrongly.wrong(point::rollback_keeps_lock))
            my.locked = false;
    }
    my.end();
}

inline ssot::result<void> session::savepoint(unsigned depth)
{
    auto& my = *my_;
    if (!my.open)
        return no_transaction();
    if (depth != my.savepoints.size() + 1)
        return ssot::error(ssot::errc::misuse, "a savepoint whose turn it is not");
    if (auto held = my.lock_late(); !held) // or it would go back to what others have changed since
        return held;
    my.savepoints.push_back(my.rows);
    return {};
}

inline ssot::result<void> session::rollback_to(unsigned depth)
{
    auto&      my      = *my_;
    auto const wrongly = my.wrongly(operation::any);
    if (!my.open || depth == 0 || depth > my.savepoints.size())
        return ssot::error(ssot::errc::misuse, "there is no such savepoint");
    if (!wrongly.wrong(point::rollback_to_nothing)) {
        auto to = wrongly.wrong(point::rollback_to_innermost) ? my.savepoints.back()
            : wrongly.wrong(point::rollback_to_begin)         ? *my.base
                                                              : my.savepoints[depth - 1];
        if (wrongly.wrong(point::rollback_to_keeps))
            repeat(my.savepoints[depth - 1], my.rows, to, [&](way kind) { return kind == wrongly.active->how; });
        my.rows = std::move(to);
    }
    my.savepoints.resize(wrongly.wrong(point::rollback_to_drops_savepoint) ? depth - 1 : depth);
    ++my.times(way::undoes);
    return {};
}

inline ssot::result<void> session::release(unsigned depth)
{
    auto&      my      = *my_;
    auto const wrongly = my.wrongly(operation::any);
    if (!my.open || depth == 0 || depth > my.savepoints.size())
        return ssot::error(ssot::errc::misuse, "there is no such savepoint");
    if (wrongly.wrong(point::release_keeps))
        my.released = my.rows;
    ++my.times(way::releases);
    if (depth == 1 && wrongly.wrong(point::commit_loses_savepoint))
        my.savepoint.emplace(my.savepoints[0], my.rows);
    if (wrongly.wrong(point::release_undoes))
        my.rows = my.savepoints[depth - 1];
    my.savepoints.resize(depth - 1);
    return {};
}

} // namespace ssot_test::sql

#endif // SSOT_TESTS_SUPPORT_SQL_LIKE_TRANSACTION_HPP
