// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_SQL_LIKE_SESSION_HPP
#define SSOT_TESTS_SUPPORT_SQL_LIKE_SESSION_HPP

#include <ssot/error.hpp>
#include <ssot/storage/concept.hpp>
#include <ssot/storage/query.hpp>

#include "constraint.hpp"
#include "cursor.hpp"
#include "damage.hpp"
#include "database.hpp"
#include "fold.hpp"
#include "mutation.hpp"
#include "rows.hpp"
#include "select.hpp"
#include "write.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace ssot_test::sql {

/// The members that begin and end transactions are in transaction.hpp.
class session {
public:
    using cursor_type = cursor;

    explicit session(std::shared_ptr<database> db) : my_(std::make_shared<session_state>(std::move(db))) {}
    session(session&&) noexcept = default;
    session& operator=(session&& other) noexcept
    {
        if (this != &other) {
            rollback();
            my_ = std::move(other.my_);
        }
        return *this;
    }
    ~session()
    {
        rollback();
        if (my_)
            my_->gone_for_ever = true;
    }

    ssot::result<std::size_t> insert(st::record_batch rows)
    {
        return write(operation::insert, *rows.model, [&](statement& s) { return s.insert(rows); });
    }
    ssot::result<std::size_t> insert_if_absent(st::record_batch rows)
    {
        return write(operation::insert_if_absent, *rows.model, [&](statement& s) { return s.insert(rows); });
    }
    ssot::result<std::size_t> insert_making_keys(st::record_batch rows, std::span<std::int64_t> keys)
    {
        return write(operation::insert, *rows.model, [&](statement& s) { return s.insert(rows, keys); });
    }
    ssot::result<std::size_t> update(st::query const& q, std::span<st::assignment const> set)
    {
        if (auto may = answers(my_->wrongly(operation::update), q, q.where.size()); !may)
            return std::move(may).error();
        return write(operation::update, *q.model, [&](statement& s) { return s.update(q, set); });
    }
    ssot::result<std::size_t> erase(st::query const& q)
    {
        if (auto may = answers(my_->wrongly(operation::erase), q, q.where.size()); !may)
            return std::move(may).error();
        return write(operation::erase, *q.model, [&](statement& s) { return s.erase(q); });
    }

    ssot::result<cursor> scan(st::query const& q)
    {
        running const here(*my_);
        auto const    wrongly = my_->wrongly(operation::scan);
        if (auto there = my_->description()->check(wrongly, *q.model); !there)
            return std::move(there).error();
        if (auto may = answers(wrongly, q, q.where.size()); !may)
            return std::move(may).error();
        if (q.locking != st::lock::none && !wrongly.wrong(point::locking_ignored)) {
            if (q.locking == st::lock::update_skip_locked && my_->locks_late() && my_->db->is_writing())
                return cursor({}); // all rows are locked at once
            if (auto held = my_->lock_late(); !held)
                return std::move(held).error();
        }
        auto const    newest = my_->newest();
        catalog       mixed;
        bool const    moved = my_->open && wrongly.wrong(point::scan_of_thread) && my_->changed_thread();
        reading const from{wrongly, moved ? newest.get() : seen(mixed), newest.get(), stop_of(wrongly)};
        selection     selected(from, q);
        auto          found = selected.rows();
        if (!found)
            return std::move(found).error();
        for (auto& r : *found) {
            auto const counts = selected.counts(*r);
            if (wrongly.active)
                r = as_read(wrongly, *q.model, r);
            if (counts.empty())
                continue;
            row wide = *r;
            wide.insert(wide.end(), counts.begin(), counts.end());
            r = std::make_shared<row const>(std::move(wide));
        }
        auto const wanted = wanted_columns(q);
        if (!wrongly.active)
            return cursor(std::move(*found), wanted);
        if (wrongly.wrong(point::cursor_reads_late)) {
            cursor late({}, wanted);
            late.look_late([my = my_, q, wrongly] {
                auto const    now = my->newest();
                reading const then{wrongly, my->seen(now), now.get(), &my->stop};
                return rows_or_none(selection(then, q).rows());
            });
            return late;
        }
        auto const                         where = wrongly.active->where;
        std::optional<cursor::second_look> again;
        bool const                         across = where == point::cursor_ends_at || where == point::cursor_reads_at;
        if (wrongly.wrong(where) && (where != point::fields_lost_by_key || q.by_key()))
            again = cursor::second_look{my_,
                                        q.model,
                                        where,
                                        wrongly.active->how,
                                        q.where.empty() && q.limit == selection::no_limit && q.offset == 0,
                                        across ? my_->times(wrongly.active->how) : ++my_->scans};
        return cursor(std::move(*found), wanted, std::move(again));
    }

    ssot::result<cursor> aggregate(st::aggregate_query const& q)
    {
        running const here(*my_);
        auto const    wrongly = my_->wrongly(operation::aggregate);
        if (auto there = my_->description()->check(wrongly, *q.base.model); !there)
            return std::move(there).error();
        if (auto may = answers(wrongly, q.base, q.base.where.size() + q.where_if.size()); !may)
            return std::move(may).error();
        auto const    newest = my_->newest();
        catalog       mixed;
        reading const from{wrongly, seen(mixed), newest.get(), stop_of(wrongly)};
        auto          found = aggregation(from, q).rows();
        if (!found)
            return std::move(found).error();
        return cursor(std::move(*found));
    }

    ssot::result<void> begin(st::tx_options options);
    ssot::result<void> commit();
    void               rollback() noexcept;
    ssot::result<void> savepoint(unsigned depth);
    ssot::result<void> rollback_to(unsigned depth);
    ssot::result<void> release(unsigned depth);

    void cancel() noexcept
    {
        auto const wrongly = my_->wrongly(operation::any);
        if (wrongly.wrong(point::cancel_ignored))
            return;
        {
            std::scoped_lock const held(my_->db->guard);
            if (my_->running || wrongly.wrong(point::cancel_stays))
                my_->stop = true;
        }
        my_->db->changed.notify_all();
    }

private:
    /// Tells `cancel` that there is a call to end.
    class running {
    public:
        explicit running(session_state& s) : s_(s)
        {
            std::scoped_lock const held(s_.db->guard);
            s_.running = true;
        }
        running(running const&)            = delete;
        running& operator=(running const&) = delete;
        ~running()
        {
            std::scoped_lock const held(s_.db->guard);
            s_.running = false;
            if (!s_.wrongly(operation::any).wrong(point::cancel_stays))
                s_.stop = false;
        }

    private:
        session_state& s_;
    };

    /// Bit i is set for a column that the cursor of a query gives: a field, or the number of some children.
    static std::uint64_t wanted_columns(st::query const& q) noexcept
    {
        auto const n = q.model->fields.size();
        return q.counts == 0 ? q.fields : (q.fields & ((std::uint64_t{1} << n) - 1)) | q.counts << n;
    }

    std::atomic<bool> const* stop_of(faults const& wrongly) const noexcept
    {
        return wrongly.wrong(point::cancel_of_call_ignored) ? nullptr : &my_->stop;
    }

    static row_ptr as_read(faults const& wrongly, st::model_desc const& model, row_ptr const& r)
    {
        if (wrongly.active->where != point::value_read)
            return r;
        row out;
        for (std::size_t f = 0; f != r->size(); ++f) {
            auto const how = wrongly.how(point::value_read, model.fields[f].type);
            out.push_back(how == way::none ? (*r)[f] : damaged(how, model.fields[f], field_of(*r, f)));
        }
        return std::make_shared<row const>(std::move(out));
    }

    /// Only a backend that is wrong does not answer.
    ssot::result<void> answers(faults const& wrongly, st::query const& q, std::size_t terms)
    {
        if (terms > 1'000 && wrongly.wrong(point::terms_overflow))
            return ssot::error(ssot::errc::internal, "parser stack overflow");
        if (q.args.size() > 32'766 && wrongly.wrong(point::args_overflow))
            return ssot::error(ssot::errc::internal, "too many SQL variables");
        bool const ends = wrongly.wrong(point::decline_ends_transaction) && !q.where.empty() && !q.by_key();
        if (ends && my_->open)
            rollback();
        if (ends || (q.by_key() && wrongly.wrong(point::declines_keys)) ||
            (q.where.empty() && wrongly.wrong(point::declines_all_rows)))
            return ssot::error(ssot::errc::unsupported, "declined");
        return {};
    }

    /// What a reader sees. A backend that is wrong puts what others committed and the own writes together, in `mixed`.
    catalog const* seen(catalog& mixed) const
    {
        auto const newest = my_->db->now();
        kept_             = newest;
        if (my_->open != st::tx_mode::read_write || !my_->wrongly(operation::any).wrong(point::read_write_sees_commits))
            return my_->seen(newest);
        mixed = *newest;
        repeat(*my_->base, my_->rows, mixed, [](way) { return true; });
        return &mixed;
    }

    ssot::result<void> refuse(way why, ssot::error e);

    static ssot::error no_transaction() { return {ssot::errc::misuse, "no transaction is open"}; }

    template<class Work>
    ssot::result<std::size_t> write(operation call, st::model_desc const& model, Work work);
    void note_failure(faults const& wrongly, st::model_desc const& model, statement const& s, catalog const& after);
    void note_values(faults const& wrongly, st::model_desc const& model, statement const& s, catalog const& after,
                     bool done);

    std::shared_ptr<session_state> my_;
    mutable catalog_ptr            kept_{}; ///< what the last call read
};

template<class Work>
ssot::result<std::size_t> session::write(operation call, st::model_desc const& model, Work work)
{
    running const here(*my_);
    auto&         my      = *my_;
    auto const    wrongly = my.wrongly(call);
    bool const    reads   = my.open == st::tx_mode::read_only;
    if (reads && !wrongly.wrong(point::read_only_writes))
        return ssot::error(ssot::errc::read_only, "the transaction was begun read-only");
    auto const made = my.description();
    if (auto there = made->check(wrongly, model); !there)
        return std::move(there).error();

    bool const moved = my.open && wrongly.wrong(point::write_of_thread) && my.changed_thread();
    bool const alone = !my.open || reads || moved;
    if (!alone)
        if (auto held = my.lock_late(); !held)
            return std::move(held).error();
    if (alone && !moved)
        if (auto started = my.start_writing({}); !started)
            return std::move(started).error();
    auto const newest = my.db->now();
    catalog    own;
    if (alone)
        own = *newest;
    auto& to = alone ? own : my.rows;
    if (wrongly.wrong(point::commit_loses, way::last_write))
        my.before_last = to;

    reading const from{wrongly, &to, newest.get(), stop_of(wrongly)};
    bool const    later = !alone && my.db->judged == st::foreign_key_checks::at_commit;
    unique_ghosts ghosts;
    if (wrongly.wrong(point::value_stays_taken))
        ghosts.rows = &my.db->taken_rows;
    if (wrongly.wrong(point::value_is_freed))
        ghosts.freed = &my.db->freed;
    statement s(from, to, *made, model, my.db->taken, ghosts, alone ? nullptr : &my.gone, later);
    auto      done = work(s);
    if (wrongly.active) {
        note_failure(wrongly, model, s, to);
        note_values(wrongly, model, s, to, done.has_value());
        if (!alone && wrongly.active->how == way::uncommitted) {
            auto                   next = std::make_shared<catalog const>(to);
            std::scoped_lock const held(my.db->guard);
            my.db->uncommitted = std::move(next);
        }
    }
    bool const keeps = !done &&
        (wrongly.wrong(point::failure_keeps) ||
         (wrongly.wrong(point::cancel_keeps_part) && done.error().code() == ssot::errc::canceled));
    if (alone && (done || keeps))
        my.db->publish(own);
    if (!alone && wrongly.wrong(point::dirty))
        my.db->publish(to);
    if (alone && !moved && my.locked && !(!done && wrongly.wrong(point::error_keeps_lock))) {
        my.locked = false;
        my.db->stop_writing();
    }
    if (!done && !alone && wrongly.wrong(point::error_ends_transaction))
        my.end();
    return done;
}

/// Makes keys taken that are not.
inline void session::note_failure(faults const& wrongly, st::model_desc const& model, statement const& s,
                                  catalog const& after)
{
    if (wrongly.active->where != point::key_stays_taken)
        return;
    auto const* const t      = table_of(after, model.name);
    bool const        erases = wrongly.wrong(point::key_stays_taken, way::after_erase) && wrongly.call == operation::erase;
    bool const        fails  = wrongly.wrong(point::key_stays_taken, way::after_error) && wrongly.call != operation::erase;
    if (!erases && !fails)
        return;
    for (auto const& name : s.touched())
        if (!t || !t->rows.contains(name.substr(model.name.size() + 1)))
            my_->db->taken.insert(name);
}

/// A row with the values of one that are not those of the other.
inline row_ptr what_differs(row const& of, row const* from)
{
    row out = of;
    for (std::size_t f = 0; from && f != out.size(); ++f) {
        auto const a = field_of(of, f);
        auto const b = field_of(*from, f);
        if (a.is_null() == b.is_null() && (a.is_null() || compare_values(way::none, a, b) == 0))
            out[f] = {};
    }
    return std::make_shared<row const>(std::move(out));
}

/// Makes unique values taken that are not.
inline void session::note_values(faults const& wrongly, st::model_desc const& model, statement const& s,
                                 catalog const& after, bool done)
{
    if (wrongly.active->where != point::value_stays_taken)
        return;
    auto const how  = wrongly.active->how;
    auto&      rows = my_->db->taken_rows;
    if (how == way::after_error && !done)
        for (auto const& r : s.made()) {
            auto const before = row_with(after, model.name, field_of(*r, model.pk));
            rows.emplace_back(model.name, what_differs(*r, before.get()));
        }
    bool const counts = done &&
        ((how == way::after_erase && wrongly.call == operation::erase) ||
         (how == way::updates && wrongly.call == operation::update));
    for (auto const& [key, before] : s.changes())
        if (counts && before)
            rows.emplace_back(model.name,
                              what_differs(*before, row_with(after, model.name, field_of(*before, model.pk)).get()));
}

} // namespace ssot_test::sql

#endif // SSOT_TESTS_SUPPORT_SQL_LIKE_SESSION_HPP
