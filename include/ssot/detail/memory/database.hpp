// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_DATABASE_HPP
#define SSOT_DETAIL_MEMORY_DATABASE_HPP

// What the sessions of one memory backend share: the tables, who may write, and which moments are still being looked at.
//
// Every statement that writes has a number, and so does every moment: that of the last statement of the last commit. Whoever
// reads at a moment sees the rows that a statement up to it began and none up to it ended. So a commit publishes any number of
// rows by one store, and what is written later, or was taken back, is never seen.

#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>

#include <ssot/detail/bounded_time.hpp>
#include <ssot/detail/fair_shared_mutex.hpp>
#include <ssot/detail/memory/table.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot::storage::detail::memory {

/// The tables at one time. Whoever holds it may look at their rows for as long.
struct catalog {
    std::vector<std::shared_ptr<table>> tables{};

    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    std::size_t position(model_desc const& model) const noexcept
    {
        for (std::size_t i = 0; i != tables.size(); ++i)
            if (&tables[i]->model() == &model)
                return i;
        for (std::size_t i = 0; i != tables.size(); ++i) // another description of it, as of another shared library
            if (same_model(tables[i]->model(), model))
                return difference(tables[i]->model(), model).empty() ? i : none; // of another shape: not these rows
        return none;
    }
    table* find(model_desc const& model) const noexcept
    {
        auto const i = position(model);
        return i == none ? nullptr : tables[i].get();
    }

    /// Whether there is a table for this model, or room for one. Errors: `schema_mismatch`.
    result<void> check(model_desc const& model) const
    {
        std::vector<model_desc const*> known;
        for (auto const& t : tables)
            known.push_back(&t->model());
        return check_schema(known, model);
    }
};

class database {
public:
    /// Held while somebody looks something up, or changes what is looked up in; never across the code of a user.
    ssot::detail::fair_shared_mutex& guard() const noexcept { return guard_; }

    std::shared_ptr<catalog const> tables() const
    {
        std::shared_lock const held(guard_);
        return catalog_;
    }

    /// All of them or none. Errors: `schema_mismatch`.
    result<void> add_tables(std::span<model_desc const* const> models)
    {
        std::scoped_lock const held(guard_);
        auto                   wider = std::make_shared<catalog>(*catalog_);
        for (auto const* model : models) {
            if (auto checked = wider->check(*model); !checked)
                return checked;
            if (!wider->find(*model))
                wider->tables.push_back(std::make_shared<table>(*model, hash_));
        }
        catalog_ = std::move(wider);
        return {};
    }

    // Moments.

    ordinal now() const noexcept { return committed_.load(std::memory_order_acquire); }

    /// The tables and the moment that go together.
    std::pair<std::shared_ptr<catalog const>, ordinal> look() const
    {
        std::shared_lock const held(guard_);
        return {catalog_, now()};
    }

    /// The last commit; what is seen then stays until `close_moment`.
    ordinal open_moment()
    {
        std::scoped_lock const held(moments_guard_);
        auto const             at = now();
        ++moments_[at];
        return at;
    }
    void close_moment(ordinal at) noexcept
    {
        std::scoped_lock const held(moments_guard_);
        auto const             found = moments_.find(at);
        if (--found->second == 0)
            moments_.erase(found);
    }

    // Writing. One session at a time.

    /// Waits until no other session writes; for ever when `timeout` is 0.
    bool start_writing(std::chrono::milliseconds timeout)
    {
        std::unique_lock lock(writer_);
        auto const       free = [&] { return !writing_; };
        if (timeout.count() == 0)
            writer_left_.wait(lock, free);
        else if (!writer_left_.wait_for(lock, ssot::detail::bounded_wait(timeout), free))
            return false;
        writing_ = true;
        return true;
    }

    /// The number of the last statement of the writer, which sees all of them.
    ordinal written() const noexcept { return written_; }

    /// The number of a new one. Errors: `busy` when the numbers are used up, and old moments keep them from starting anew.
    result<ordinal> next_statement()
    {
        if (written_ == never - 1)
            return error(errc::busy, "too many changes since the oldest open transaction began", retry::transaction);
        return ++written_;
    }

    /// Where the log ends. What follows can be taken back alone.
    std::size_t mark() noexcept { return sealed_ = log_.size(); }

    /// Room for one more entry, so that what was done can always be taken back. Throws std::bad_alloc.
    void reserve_log()
    {
        if (log_.size() == log_.capacity())
            log_.reserve(2 * log_.size() + 64);
    }
    void log_link(std::size_t position, table const& t, row_ref row) noexcept
    {
        auto const behind = t.behind(row);
        if (log_.size() > sealed_ && log_.back().linked && log_.back().table == position && log_.back().last == row)
            log_.back().last = behind;
        else
            log_.push_back({static_cast<std::uint32_t>(position), row, behind, true});
    }
    void log_end(std::size_t position, row_ref row) noexcept
    {
        log_.push_back({static_cast<std::uint32_t>(position), row, row, false});
    }

    /// Takes back all changes but the first `mark` of the log.
    void undo_to(std::size_t mark) noexcept
    {
        std::scoped_lock const held(guard_);
        for (; log_.size() > mark; log_.pop_back()) {
            auto const& c = log_.back();
            auto&       t = *catalog_->tables[c.table];
            if (!c.linked)
                t.take_back_end(c.first);
            else
                for (auto row = c.first; row != c.last;) {
                    auto const next = t.behind(row);
                    t.unlink(row);
                    row = next;
                }
        }
        sealed_ = std::min(sealed_, mark);
    }

    void commit_writes() noexcept
    {
        if (!log_.empty()) {
            std::scoped_lock const held(guard_);
            for (auto const& t : catalog_->tables)
                t->commit(written_);
            committed_.store(written_, std::memory_order_release);
        }
        stop_writing();
    }

    void undo_writes() noexcept
    {
        undo_to(0);
        for (auto const& t : tables()->tables)
            t->forget();
        stop_writing();
    }

private:
    struct change {
        std::uint32_t table;
        row_ref       first;  ///< of rows that lie beside each other
        row_ref       last;   ///< behind them
        bool          linked; ///< otherwise ended: one row
    };

    void stop_writing() noexcept
    {
        log_.clear();
        sealed_ = 0;
        try {
            tidy();
        } catch (std::bad_alloc const&) { // later, perhaps
        }
        {
            std::scoped_lock const lock(writer_);
            writing_ = false;
        }
        writer_left_.notify_one();
    }

    /// Copies the live rows of tables of which too much is dead, unless somebody still looks at an older moment than now.
    void tidy()
    {
        constexpr std::size_t few      = std::size_t{1} << 16;
        bool const            renumber = written_ > never / 2;
        auto const            wanted   = [&](table const& t) {
            return renumber || (t.dead_bytes() > few && t.dead_bytes() * 4 > t.bytes());
        };
        auto const now_there = tables()->tables;
        if (std::ranges::none_of(now_there, [&](auto const& t) { return wanted(*t); }) || looked_at_before(renumber))
            return;
        std::vector<std::shared_ptr<table>> copies;
        for (auto const& t : now_there)
            copies.push_back(wanted(*t) ? t->live_copy(copy_guard_) : t);

        std::scoped_lock const held(guard_);
        std::scoped_lock const moments_held(moments_guard_);
        if (renumber && !moments_.empty()) // one has begun meanwhile
            return;
        auto tidied = std::make_shared<catalog>(*catalog_); // there may be more tables by now, behind the others
        std::ranges::copy(copies, tidied->tables.begin());
        catalog_ = std::move(tidied);
        if (renumber) {
            written_ = 0;
            committed_.store(0, std::memory_order_release);
        }
    }

    /// Whether an open transaction looks at a moment before now, or at any. Later ones will look at no older.
    bool looked_at_before(bool any)
    {
        std::scoped_lock const held(moments_guard_);
        return !moments_.empty() && (any || moments_.begin()->first != now());
    }

    key_hash                                hash_{};
    mutable ssot::detail::fair_shared_mutex guard_{};
    ssot::detail::fair_shared_mutex         copy_guard_{}; ///< of tables that nobody else can see yet
    std::shared_ptr<catalog const>          catalog_ = std::make_shared<catalog>();
    std::atomic<ordinal>                    committed_{0};

    std::mutex                     moments_guard_{};
    std::map<ordinal, std::size_t> moments_{}; ///< those of open transactions, and of how many

    std::mutex              writer_{};
    std::condition_variable writer_left_{};
    bool                    writing_ = false;

    ordinal             written_ = 0; ///< by the writer
    std::vector<change> log_{};
    std::size_t         sealed_ = 0;
};

} // namespace ssot::storage::detail::memory

#endif // SSOT_DETAIL_MEMORY_DATABASE_HPP
