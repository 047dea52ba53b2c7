// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_MEMORY_DATABASE_IPP
#define SSOT_IMPL_DETAIL_MEMORY_DATABASE_IPP

#include <ssot/detail/memory/database.hpp>
#include <ssot/detail/time/bounded_time.hpp>

#include <algorithm>
#include <new>
#include <shared_mutex>

namespace ssot::storage::detail::memory {

inline std::size_t catalog::position(model_desc const& model) const noexcept
{
    for (std::size_t i = 0; i != tables.size(); ++i)
        if (&tables[i]->model() == &model)
            return i;
    for (std::size_t i = 0; i != tables.size(); ++i) // another description of it, as of another shared library
        if (same_model(tables[i]->model(), model))
            return difference(tables[i]->model(), model).empty() ? i : none; // of another shape: not these rows
    return none;
}

inline table* catalog::find(model_desc const& model) const noexcept
{
    auto const i = position(model);
    return i == none ? nullptr : tables[i].get();
}

inline result<void> catalog::check(model_desc const& model) const
{
    std::vector<model_desc const*> known;
    for (auto const& t : tables)
        known.push_back(&t->model());
    return check_schema(known, model);
}

inline std::shared_ptr<catalog const> database::tables() const
{
    std::shared_lock const held(guard_);
    return catalog_;
}

inline result<void> database::add_tables(std::span<model_desc const* const> models)
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

inline std::pair<std::shared_ptr<catalog const>, ordinal> database::look() const
{
    std::shared_lock const held(guard_);
    return {catalog_, now()};
}

inline ordinal database::open_moment()
{
    std::scoped_lock const held(moments_guard_);
    auto const             at = now();
    ++moments_[at];
    return at;
}

inline void database::close_moment(ordinal at) noexcept
{
    std::scoped_lock const held(moments_guard_);
    auto const             found = moments_.find(at);
    if (--found->second == 0)
        moments_.erase(found);
}

inline bool database::start_writing(std::chrono::milliseconds timeout)
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

inline result<ordinal> database::next_statement()
{
    if (written_ == never - 1)
        return error(errc::busy, "too many changes since the oldest open transaction began", retry::transaction);
    return ++written_;
}

inline void database::reserve_log()
{
    if (log_.size() == log_.capacity())
        log_.reserve(2 * log_.size() + 64);
}

inline void database::log_link(std::size_t position, table const& t, row_ref row) noexcept
{
    auto const behind = t.behind(row);
    if (log_.size() > sealed_ && log_.back().linked && log_.back().table == position && log_.back().last == row)
        log_.back().last = behind;
    else
        log_.push_back({static_cast<std::uint32_t>(position), row, behind, true});
}

inline void database::undo_to(std::size_t mark) noexcept
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

inline void database::commit_writes() noexcept
{
    if (!log_.empty()) {
        std::scoped_lock const held(guard_);
        for (auto const& t : catalog_->tables)
            t->commit(written_);
        committed_.store(written_, std::memory_order_release);
    }
    stop_writing();
}

inline void database::undo_writes() noexcept
{
    undo_to(0);
    auto const all = tables(); // which keeps them, while others may put wider catalogs in its place
    for (auto const& t : all->tables)
        t->forget();
    stop_writing();
}

inline void database::stop_writing() noexcept
{
    log_.clear();
    sealed_ = 0;
    try {
        tidy();
    } catch (std::bad_alloc const&) { // later, perhaps
        static_cast<void>(0);
    }
    {
        std::scoped_lock const lock(writer_);
        writing_ = false;
    }
    writer_left_.notify_one();
}

inline void database::tidy()
{
    constexpr std::size_t few      = std::size_t{1} << 16;
    bool const            renumber = written_ > never / 2;
    auto const wanted = [&](table const& t) { return renumber || (t.dead_bytes() > few && t.dead_bytes() * 4 > t.bytes()); };
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

inline bool database::looked_at_before(bool any)
{
    std::scoped_lock const held(moments_guard_);
    return !moments_.empty() && (any || moments_.begin()->first != now());
}

} // namespace ssot::storage::detail::memory

#endif // SSOT_IMPL_DETAIL_MEMORY_DATABASE_IPP
