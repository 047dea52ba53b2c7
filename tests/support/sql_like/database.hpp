// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_SQL_LIKE_DATABASE_HPP
#define SSOT_TESTS_SUPPORT_SQL_LIKE_DATABASE_HPP

// What all sessions share, and what each has of its own.

#include <ssot/error.hpp>
#include <ssot/storage/concept.hpp>

#include "mutation.hpp"
#include "rows.hpp"
#include "schema.hpp"
#include "write.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace ssot_test::sql {

using catalog_ptr = std::shared_ptr<catalog const>;

struct database {
    database(mutation const* wrong, st::foreign_key_checks when, engine how) : active(wrong), judged(when), kind(how) {}

    mutation const* const        active;
    st::foreign_key_checks const judged; ///< when foreign keys are
    engine const                 kind;

    std::mutex                    guard{};
    std::condition_variable       changed{}; ///< nobody writes any more, or somebody is to stop waiting
    std::shared_ptr<schema const> made      = std::make_shared<schema const>();
    catalog_ptr                   committed = std::make_shared<catalog const>();
    bool                          writing   = false;

    // Only for a backend that is wrong on purpose.
    std::set<std::string>                        taken{};       ///< keys of which it says that they are taken
    std::vector<std::pair<std::string, row_ptr>> taken_rows{};  ///< rows of whose unique values it says so
    std::set<std::string>                        freed{};       ///< keys of rows whose unique values it takes for free
    catalog_ptr                                  uncommitted{}; ///< what the transaction that writes has made so far
    catalog_ptr                                  before_last{}; ///< what was committed before the last time
    catalog                                      first{};       ///< each row as it was at first
    catalog                                      rolled_back{}; ///< rows that never were committed
    std::atomic<int>                             readers{0};    ///< open read-only transactions

    catalog_ptr now()
    {
        std::scoped_lock const held(guard);
        return committed;
    }
    std::shared_ptr<schema const> description()
    {
        std::scoped_lock const held(guard);
        return made;
    }
    void publish(catalog to)
    {
        auto next = std::make_shared<catalog const>(std::move(to));
        if (active && active->where == point::reopen_loses)
            for (auto const& [name, t] : *next)
                for (auto const& [key, r] : t->rows)
                    table_to_write(first, name).rows.try_emplace(key, r);
        {
            std::scoped_lock const held(guard);
            committed.swap(next);
            before_last = next;
        }
    }
    /// What is there after it was closed and opened again.
    void reopen()
    {
        if (!active || (active->where != point::reopen_loses && active->where != point::reopen_keeps))
            return;
        auto to = *now();
        if (active->how == way::last_write && before_last)
            to = *before_last;
        auto const& from = active->how == way::after_rollback ? rolled_back : first;
        for (auto const& [name, t] : from)
            for (auto const& [key, r] : t->rows) {
                auto const* const there = table_of(to, name);
                bool const        has   = there && there->rows.contains(key);
                if (active->how == way::updates ? has : active->how != way::last_write && !has)
                    table_to_write(to, name).rows.insert_or_assign(key, r);
            }
        publish(std::move(to));
    }
    bool is_writing()
    {
        std::scoped_lock const held(guard);
        return writing;
    }
    void stop_writing()
    {
        {
            std::scoped_lock const held(guard);
            writing = false;
        }
        changed.notify_all();
    }
};

/// Does to `onto` what led from `before` to `after`, of each kind of change that `wanted` takes. Returns whether all of the rows were as
/// they were before.
template<class Wanted>
bool repeat(catalog const& before, catalog const& after, catalog& onto, Wanted wanted)
{
    bool       as_before = true;
    auto const change =
        [&](std::string const& name, std::string const& key, row_ptr const& from, row_ptr const& to, way how) {
            if (!wanted(how))
                return;
            auto&      t   = table_to_write(onto, name);
            auto const now = t.rows.find(key);
            as_before      = as_before && (now == t.rows.end() ? !from : now->second == from);
            if (to)
                t.rows.insert_or_assign(key, to);
            else
                t.rows.erase(key);
        };
    static table const none;
    for (auto const& [name, t] : after) {
        auto const* const was = table_of(before, name);
        auto const&       old = was ? was->rows : none.rows;
        for (auto const& [key, to] : t->rows)
            if (auto const from = old.find(key); from == old.end())
                change(name, key, nullptr, to, way::inserts);
            else if (from->second != to)
                change(name, key, from->second, to, way::updates);
        for (auto const& [key, from] : old)
            if (!t->rows.contains(key))
                change(name, key, from, nullptr, way::erases);
    }
    return as_before;
}

/// The part of a session that its cursors may ask, if they are wrong.
struct session_state {
    explicit session_state(std::shared_ptr<database> of) : db(std::move(of)) {}

    std::shared_ptr<database>  db;
    std::optional<st::tx_mode> open{};
    catalog_ptr                base{}; ///< what was committed when the transaction began
    catalog                    rows{}; ///< what a read-write transaction made of it
    bool                       locked = false;
    keys_gone                  gone{}; ///< erased in the transaction
    std::vector<catalog>       savepoints{};
    std::atomic<bool>          running{false};
    std::atomic<bool>          stop{false};
    std::chrono::milliseconds  patience{0}; ///< timeout of the transaction
    st::isolation              level = st::isolation::snapshot;

    // Only for a backend that is wrong on purpose.
    catalog                                    before_last{};
    std::optional<catalog>                     released{};
    std::thread::id                            began_by{};
    std::atomic<unsigned>                      scans{0};
    std::array<unsigned, 5>                    happened{}; ///< how often each of what `times` knows
    std::shared_ptr<schema const>              at_begin{};
    std::optional<std::pair<catalog, catalog>> savepoint{}; ///< what was there before and after one that was released
    bool                                       gone_for_ever = false;

    bool changed_thread() const noexcept { return began_by != std::this_thread::get_id(); }

    state now() const noexcept
    {
        return !open                          ? state::outside
            : *open == st::tx_mode::read_only ? state::read_only
            : savepoints.empty()              ? state::read_write
                                              : state::in_savepoint;
    }
    faults wrongly(operation call) const noexcept { return {db->active, now(), call}; }

    /// How often a transaction or a savepoint of the session began or ended in this way.
    unsigned& times(way what) noexcept
    {
        return happened[what == way::begins          ? 0
                            : what == way::commits   ? 1
                            : what == way::rollbacks ? 2
                            : what == way::undoes    ? 3
                                                     : 4];
    }

    std::shared_ptr<schema const> description() const
    {
        return open && at_begin && wrongly(operation::any).wrong(point::schema_of_begin) ? at_begin : db->description();
    }

    /// What was committed; if it is to be wrong, also what was not.
    catalog_ptr newest() const
    {
        std::scoped_lock const held(db->guard);
        bool const             too_new = db->active && db->active->how == way::uncommitted && db->uncommitted;
        return too_new ? db->uncommitted : db->committed;
    }

    /// What a reader sees, which it must not keep beyond its call.
    catalog const* seen(catalog_ptr const& newest) const noexcept
    {
        return !open || locks_late() ? newest.get() : *open == st::tx_mode::read_only ? base.get() : &rows;
    }

    /// Waits until nobody writes.
    ssot::result<void> start_writing(std::chrono::milliseconds timeout, bool by_begin = false);
    /// Lets a transaction wait that did not do so at its begin, and see what was committed until then.
    ssot::result<void> lock_late();
    /// Whether the transaction waits only when it writes or locks rows.
    bool locks_late() const noexcept
    {
        return db->kind == engine::locks_late && open == st::tx_mode::read_write && level == st::isolation::read_committed &&
            !locked;
    }
    void end() noexcept;
};

inline ssot::result<void> session_state::lock_late()
{
    if (!locks_late())
        return {};
    if (auto started = start_writing(patience); !started)
        return started;
    base = db->now();
    rows = *base;
    return {};
}

inline ssot::result<void> session_state::start_writing(std::chrono::milliseconds timeout, bool by_begin)
{
    auto const wrong = wrongly(operation::any);
    if (wrong.wrong(point::begin_does_not_wait) ||
        (wrong.wrong(point::serializable_as_snapshot) && level == st::isolation::serializable))
        return {};
    constexpr std::chrono::milliseconds most{1'000}; // that a backend waits which would wait for ever
    bool const                          waits_for_ever = wrong.wrong(point::begin_ignores_timeout) ||
        wrong.wrong(point::commit_of_thread_keeps_lock) || wrong.wrong(point::error_keeps_lock) ||
        wrong.wrong(point::rollback_keeps_lock) || wrong.wrong(point::cursor_keeps_lock) ||
        wrong.wrong(point::cancel_ignored) || wrong.wrong(point::cancel_of_begin_ignored) ||
        wrong.wrong(point::cancel_of_waiting_write_ignored);
    bool const       ignores = wrong.wrong(point::begin_ignores_timeout);
    bool const       deaf = wrong.wrong(by_begin ? point::cancel_of_begin_ignored : point::cancel_of_waiting_write_ignored);
    std::unique_lock held(db->guard);
    auto const       may_go = [&] { return !db->writing || (stop && !deaf); };
    if (waits_for_ever && (ignores || timeout.count() == 0))
        db->changed.wait_for(held, most, may_go);
    else if (timeout.count() == 0)
        db->changed.wait(held, may_go);
    else
        db->changed.wait_for(held, std::min(timeout, std::chrono::milliseconds(3'600'000)), may_go);
    if (stop && !deaf)
        return ssot::error(ssot::errc::canceled, "the call was canceled");
    if (!may_go())
        return ssot::error(ssot::errc::timeout, "another transaction is still writing", ssot::retry::transaction);
    db->writing = true;
    locked      = true;
    return {};
}

/// Lets go of all that a transaction has.
inline void session_state::end() noexcept
{
    if (open == st::tx_mode::read_write) {
        std::scoped_lock const held(db->guard);
        db->uncommitted.reset();
    }
    if (open == st::tx_mode::read_only)
        --db->readers;
    if (locked)
        db->stop_writing();
    locked = false;
    savepoint.reset();
    open.reset();
    base.reset();
    rows.clear();
    gone.clear();
    savepoints.clear();
    before_last.clear();
    released.reset();
}

} // namespace ssot_test::sql

#endif // SSOT_TESTS_SUPPORT_SQL_LIKE_DATABASE_HPP
