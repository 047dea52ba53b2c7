// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_KIT_JUDGED_SESSIONS_IPP
#define SSOT_IMPL_TESTING_KIT_JUDGED_SESSIONS_IPP

// What a judged store does with transactions, a cursor that stays open, and another session beside it.

#include <ssot/impl/testing/kit/oracle_checked_store.ipp>

#include <chrono>
#include <future>
#include <iterator>
#include <memory>
#include <utility>

namespace ssot::conformance::detail {

// ---- transactions ----

/// Begins one, inside another if there is one, up to four deep.
SSOT_DECL void judged_store::begin(storage::tx_mode mode)
{
    if (now_->levels.size() == most_levels)
        return;
    words_           = mode == storage::tx_mode::read_only ? "begin of a read-only transaction" : "begin";
    bool const alone = now_->levels.empty() || t_.caps().savepoints;
    auto       tx    = store().begin({.mode = mode});
    if (!agree(tx, {}))
        return;
    if (now_ == &here_ && here_.levels.empty())
        committed_ = here_.judge;
    now_->transactions.push_back(std::move(*tx));
    now_->levels.push_back({alone, mode == storage::tx_mode::read_only});
    now_->judge.begin();
}
SSOT_DECL void judged_store::end(bool keep)
{
    if (now_->levels.empty())
        return;
    words_      = keep ? "commit" : "rollback";
    auto& my    = *now_;
    bool  alone = my.levels.back().alone;
    bool  reads = my.levels.back().reads;
    if (keep) {
        auto const before = doom();
        auto const r      = my.transactions.back().commit();
        if (before == doomed::yes && r)
            disagree("the error tx_aborted, since a call in this transaction failed", "success");
        if (before == doomed::no && !r)
            disagree("success", to_string(r.error()));
        keep = r.has_value();
    } else {
        my.transactions.back().rollback();
    }
    my.transactions.pop_back();
    my.levels.pop_back();
    if (keep) {
        my.judge.commit();
    } else {
        my.judge.rollback();
        if (!alone)
            set_doom(doomed::yes);
        else if (!reads)
            happened(my.levels.empty() ? run_past::rolled_back : run_past::rolled_back_to);
    }
    if (&my == &here_ && my.levels.empty() && reads)
        my.judge = *committed_; // which another session may have changed
}

/// Opens the backend anew, where that can be and no transaction is open.
SSOT_DECL void judged_store::reopen()
{
    if (t_.can_reopen() && here_.levels.empty() && other_.levels.empty()) {
        cursor_.reset();
        other_store_.reset();
        t_.reopen();
        happened(run_past::reopened);
    }
    words_ = "reopen";
}

// ---- a cursor ----

/// Begins to read all syncs.
SSOT_DECL void judged_store::open_cursor()
{
    if (judge().rows<sync>().size() < 2)
        return; // no cursor need stay open
    bool const known = waits_->contains(second_cursor);
    if (!known && !here_.levels.empty())
        return;
    words_     = "the first row of a stream of syncs";
    auto begun = std::make_unique<open_cursor_of>(store());
    for (auto const& [key, row] : judge().rows<sync>())
        begun->rows.push_back(row.m);
    if (!read_row(*begun))
        return;
    if (!known) {
        auto const second = store().select(from<sync>().limit(1));
        bool const no     = !second && second.error().code() == errc::misuse;
        waits_->emplace(second_cursor, no);
        if (no)
            return;
    }
    cursor_ = std::move(begun);
}
SSOT_DECL void judged_store::read_cursor(std::uint64_t rows)
{
    words_ = "a further row of a stream of syncs";
    for (; cursor_ && rows != 0; --rows)
        if (++cursor_->at; !read_row(*cursor_))
            cursor_.reset();
}

// ---- another session ----

/// Lets the other session change something outside a transaction: `work` changes this store.
SSOT_DECL void judged_store::other_changes(std::function<void()> const& work)
{
    other_.judge = committed();
    other_does(work);
    publish();
}
/// Lets it look at all rows in a read-only transaction.
SSOT_DECL void judged_store::other_reads()
{
    if (other_.levels.empty()) {
        other_.judge = committed();
        other_does([this] { begin(storage::tx_mode::read_only); });
    }
    look();
}
/// Lets it change something in a transaction.
SSOT_DECL void judged_store::other_writes(std::function<void()> const& work)
{
    if (other_.levels.empty()) {
        other_.judge = committed();
        other_does([this] { begin(); });
    }
    other_does(work);
}
SSOT_DECL void judged_store::other_ends(bool keep)
{
    bool const reads = !other_.levels.empty() && other_.levels.back().reads;
    other_does([&] { end(keep); });
    if (!reads)
        publish();
}

/// Does what this session does, and compares. What waits for a transaction of the other session, as it may on a backend
/// with locks, goes on when that one was rolled back.
SSOT_DECL void judged_store::gives_way(std::function<void()> const& work)
{
    if (other_.levels.empty())
        return work();
    beside_open(other_.levels.back().reads ? reader_in_the_way : writer_in_the_way, work, [this] { give_up(other_); });
}

// ---- states ----

SSOT_DECL situation judged_store::now() const
{
    situation  out;
    auto const depth = here_.levels.size();
    out.where        = depth == 0          ? run_place::outside
               : doom() == doomed::yes     ? run_place::failed
               : here_.levels.back().reads ? run_place::read_only
               : depth == 1                ? run_place::read_write
               : depth == 2                ? run_place::savepoint
                                           : run_place::savepoints;
    out.before       = past_;
    out.open         = cursor_               ? run_beside::cursor
                : other_.levels.empty()      ? run_beside::nothing
                : other_.levels.back().reads ? run_beside::reader
                                             : run_beside::writer;
    auto const n     = here_.judge.rows<sync>().size();
    out.rows         = n == 0 ? run_amount::none : n < 5 ? run_amount::few : run_amount::many;
    return out;
}
SSOT_DECL run_reach judged_store::can()
{
    auto const caps = t_.caps();
    run_reach  out;
    out.transactions = caps.transactions;
    out.savepoints   = caps.transactions && caps.savepoints;
    out.snapshots    = caps.transactions && caps.strongest != storage::isolation::read_committed;
    out.others       = caps.concurrent_sessions;
    out.mixed        = !is_true(cursor_in_the_way);
    out.cursors      = !is_true(second_cursor);
    out.readers      = out.others && out.snapshots && !is_true(reader_in_the_way);
    out.writers      = out.others && out.transactions && !is_true(writer_in_the_way);
    out.reopens      = t_.can_reopen();
    return out;
}

// ---- the other session ----

/// Shows this session what the other one committed.
SSOT_DECL void judged_store::publish()
{
    if (here_.levels.empty())
        here_.judge = other_.judge;
    else
        committed_ = other_.judge;
}
SSOT_DECL void judged_store::other_does(std::function<void()> const& work)
{
    if (!other_store_)
        other_store_.emplace(t_.another_store());
    struct turn {
        judged_store& of;
        explicit turn(judged_store& s) : of(s) { of.now_ = &of.other_; }
        turn(turn const&)            = delete;
        turn& operator=(turn const&) = delete;
        ~turn() { of.now_ = &of.here_; }
    } const its(*this);
    if (!cursor_ && !here_.is_reading())
        return work();
    beside_open(cursor_in_the_way, work, [this] {
        cursor_.reset();
        if (here_.levels.empty())
            return;
        give_up(here_);
        here_.judge = *committed_;
    });
}
SSOT_DECL void judged_store::look()
{
    other_does([this] { compare_tables(); });
}
SSOT_DECL void judged_store::give_up(side& s)
{
    while (!s.transactions.empty())
        s.transactions.pop_back();
    s.levels.clear();
}
/// Does `work` in a thread. If it takes long, lets give way what may be in its way.
SSOT_DECL void judged_store::beside_open(char const* what, std::function<void()> const& work,
                                         std::function<void()> const& give_way)
{
    if (is_true(what)) {
        give_way();
        return work();
    }
    auto       done = std::async(std::launch::async, work);
    auto const in   = [&](std::chrono::milliseconds most) { return done.wait_for(most) == std::future_status::ready; };
    if (!in(std::chrono::seconds(2))) {
        waits_->insert_or_assign(what, true);
        give_way();
        if (!in(std::chrono::seconds(20)))
            ssot::conformance::detail::give_up();
    }
    done.get();
}

/// Compares the row at which a cursor stands. Returns false when no row can follow.
SSOT_DECL bool judged_store::read_row(open_cursor_of& c)
{
    if (c.at == std::default_sentinel) {
        same(c.read, c.rows.size(), "so many rows:");
        return false;
    }
    auto const& row = *c.at;
    // Engines whose cursors end with their transaction say so, and each call may have had one of its own.
    if (!row && row.error().code() == errc::misuse && c.read != 0) {
        set_doom(doomed::maybe);
        return false;
    }
    if (!agree(row, {}))
        return false;
    if (c.read == c.rows.size())
        disagree("no further row", show(static_cast<sync const&>(*row)));
    same(static_cast<sync const&>(*row), c.rows[c.read], "the row");
    ++c.read;
    return true;
}

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_KIT_JUDGED_SESSIONS_IPP
