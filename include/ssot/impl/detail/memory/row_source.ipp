// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_MEMORY_ROW_SOURCE_IPP
#define SSOT_IMPL_DETAIL_MEMORY_ROW_SOURCE_IPP

#include <ssot/detail/memory/row_source.hpp>

#include <algorithm>
#include <tuple>
#include <utility>

namespace ssot::storage::detail::memory {

inline row_source row_source::of_rows(table const& t, ordinal seen, std::vector<row_ref> rows)
{
    row_source out(t, seen);
    out.kind_ = from::rows;
    out.rows_ = std::move(rows);
    return out;
}

inline row_source row_source::of_lists(table const& t, ordinal seen, std::vector<listed> lists)
{
    row_source out(t, seen);
    out.kind_  = from::lists;
    out.lists_ = std::move(lists);
    return out;
}

inline void row_source::set_runs(runs how, bool backwards) noexcept
{
    runs_      = how;
    backwards_ = backwards;
}

inline void row_source::set_counter_slots(std::bitset<256> const& wanted) noexcept
{
    for (std::size_t counter_slot = 0; counter_slot != counter_slots_.size(); ++counter_slot)
        counter_slots_[counter_slot] = wanted[counter_slot];
}

inline void row_source::start_at(row_ref first) noexcept
{
    auto const block = arena::block_of(first);
    if (block >= blocks_)
        return;
    at_   = block + std::size_t{1};
    ref_  = first;
    last_ = table_->rows().places(block).second;
}

inline row_ref row_source::next(bool& starts_run) noexcept
{
    starts_run = runs_ == runs::by_row;
    switch (kind_) {
    case from::table: return next_in_table();
    case from::rows: return at_ == rows_.size() ? no_row : rows_[at_++];
    default: return next_listed(starts_run);
    }
}

inline row_ref row_source::next_in_table() noexcept
{
    for (;;) {
        while (ref_ != last_) {
            auto const ref = ref_;
            ref_           = table_->behind(ref);
            if (is_visible(table_->row(ref), seen_))
                return ref;
        }
        if (at_ == blocks_)
            return no_row;
        std::tie(ref_, last_) = table_->rows().places(static_cast<std::uint32_t>(at_++));
    }
}

template<bool Backwards>
inline void row_source::look_ahead() noexcept
{
    ahead_at_ = ahead_end_ = 0;
    while (left_ != 0 && ahead_end_ != ahead_.size()) {
        if (Backwards && in_chunk_ == 0) {
            chunk_    = chunk_->previous;
            in_chunk_ = chunk_->room;
        } else if (!Backwards && in_chunk_ == chunk_->room) {
            chunk_    = chunk_->next.load(std::memory_order_acquire);
            in_chunk_ = 0;
        }
        auto const* const counter_slots = chunk_->counter_slots();
        auto const        here          = std::min(left_, Backwards ? in_chunk_ : chunk_->room - in_chunk_);
        for (auto n = here; n != 0 && ahead_end_ != ahead_.size(); --n) {
            auto const at = Backwards ? --in_chunk_ : in_chunk_++;
            --left_;
            if (!counter_slots_[counter_slots[at]])
                continue;
            ahead_[ahead_end_] = chunk_->rows()[at];
            auto const* row    = table_->row(ahead_[ahead_end_++]);
            __builtin_prefetch(row);
            __builtin_prefetch(row + 64);
            __builtin_prefetch(row + 128);
        }
    }
}

inline row_ref row_source::next_listed(bool& starts_run) noexcept
{
    for (;;) {
        while (ahead_at_ != ahead_end_) {
            auto const        ref = ahead_[ahead_at_++];
            auto const* const row = table_->row(ref);
            if (!is_visible(row, seen_))
                continue;
            starts_run = starts_run || std::exchange(new_run_, false);
            if (by_time_) {
                auto const time = table_->time_of(row);
                starts_run |= std::exchange(time_, time) != time;
            }
            return ref;
        }
        backwards_ ? look_ahead<true>() : look_ahead<false>();
        if (ahead_end_ != 0)
            continue;
        if (at_ == lists_.size())
            return no_row;
        open(lists_[at_]);
        ++at_;
    }
}

inline void row_source::open(listed const& list) noexcept
{
    new_run_ = new_run_ || (list.starts_run && runs_ != runs::one);
    by_time_ = runs_ == runs::by_time && list.rows.in_order && list.starts_run &&
        (at_ + 1 == lists_.size() || lists_[at_ + 1].starts_run);
    left_     = list.rows.rows;
    chunk_    = backwards_ ? list.rows.last : list.rows.first;
    in_chunk_ = backwards_ ? list.rows.last_count : 0;
    if (list.from.chunk) {
        left_     = backwards_ ? list.from.rank : list.rows.rows - list.from.rank;
        chunk_    = list.from.chunk;
        in_chunk_ = list.from.at;
    }
}

} // namespace ssot::storage::detail::memory

#endif // SSOT_IMPL_DETAIL_MEMORY_ROW_SOURCE_IPP
