// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_MEMORY_FOREIGN_KEY_INDEX_IPP
#define SSOT_IMPL_DETAIL_MEMORY_FOREIGN_KEY_INDEX_IPP

#include <ssot/detail/memory/foreign_key_index.hpp>

#include <algorithm>
#include <cstring>
#include <new>
#include <tuple>
#include <utility>

namespace ssot::storage::detail::memory {

inline row_chunk* row_chunk::make(std::uint32_t room, row_chunk* previous)
{
    auto const  more   = room == most_room ? sizeof(way_back) : 0;
    auto* const memory = ::operator new(sizeof(row_chunk) + room * (sizeof(row_ref) + 1) + more);
    auto* const out    = new (memory) row_chunk;
    out->room          = room;
    out->previous      = previous;
    if (out->is_longest()) {
        static_assert(most_room * (sizeof(row_ref) + 1) % alignof(way_back) == 0 &&
                      sizeof(row_chunk) % alignof(way_back) == 0);
        if (!previous || !previous->is_longest()) {
            new (&out->back()) way_back{out, 0, room - least_room};
        } else {
            // Where two ways of one length end, one of both lengths begins.
            auto const& last = previous->back();
            auto const& far  = last.to->back();
            bool const  both = last.number - far.number == far.number - far.to->back().number;
            new (&out->back()) way_back{both ? far.to : previous, last.number + 1, last.before + room};
        }
    }
    return out;
}

template<class Passed>
list_place find_place(row_list const& list, Passed passed)
{
    auto const starts_passed = [&](row_chunk* chunk) {
        bool const empty = chunk == list.last && list.last_count == 0;
        return !empty && passed(chunk->rows()[0]);
    };
    auto* chunk = list.last;
    while (chunk && !starts_passed(chunk)) {
        auto* const far = chunk->is_longest() ? chunk->back().to : chunk;
        chunk           = far != chunk && !starts_passed(far) ? far : chunk->previous;
    }
    if (!chunk)
        return {list.first, 0, 0};
    auto const        count = chunk == list.last ? list.last_count : chunk->room;
    auto const* const rows  = chunk->rows();
    auto const        at    = static_cast<std::uint32_t>(std::partition_point(rows, rows + count, passed) - rows);
    return {chunk, at, chunk->before() + at};
}

inline foreign_key_index::foreign_key_index(kind key_type, key_hash const& hash, std::size_t counter_slots)
    : key_type_(key_type), hash_(hash), counter_slots_(counter_slots)
{
    add_parent();
}

inline foreign_key_index::~foreign_key_index()
{
    for (std::uint32_t p = 0; p != parents_.size(); ++p)
        for (auto* chunk = parents_[p].first; chunk;)
            ::operator delete(std::exchange(chunk, chunk->next.load(std::memory_order_relaxed)));
}

inline value_view foreign_key_index::key(std::uint32_t parent) const noexcept
{
    if (parent == null_parent)
        return {};
    auto const& key = parents_[parent].key;
    if (key_type_ == kind::uuid)
        return value_view::chars({key, 16}, kind::uuid);
    std::int64_t number = 0;
    std::memcpy(&number, key, sizeof number);
    return value_view::integer(number, key_type_);
}

inline std::uint32_t foreign_key_index::find(value_view key, std::uint32_t hash) const noexcept
{
    auto const* const found = index_.find(hash, [&](std::uint32_t p) { return same(parents_[p], key); });
    return found ? *found : no_parent;
}

inline std::uint32_t foreign_key_index::add(value_view key)
{
    index_.reserve(1);
    auto const out = add_parent();
    if (key_type_ == kind::uuid) {
        std::memcpy(parents_[out].key, key.as_chars().data(), 16);
    } else {
        auto const number = key.as_int();
        std::memcpy(parents_[out].key, &number, sizeof number);
    }
    index_.add(hash_(key), out);
    return out;
}

inline row_list foreign_key_index::rows_of(std::uint32_t parent) const noexcept
{
    auto const& p = parents_[parent];
    return {p.first, p.last, p.last ? p.last->count.load(std::memory_order_relaxed) : 0, p.rows, p.in_order};
}

inline void foreign_key_index::make_room(posting_list& p)
{
    if (p.last && p.last->count.load(std::memory_order_relaxed) != p.last->room)
        return;
    auto* const chunk =
        row_chunk::make(p.last ? std::min(p.last->room * 2, row_chunk::most_room) : row_chunk::least_room, p.last);
    if (p.last)
        p.last->next.store(chunk, std::memory_order_release);
    else
        p.first = chunk;
    p.last = chunk;
}

inline void foreign_key_index::append(posting_list& p, row_ref row, std::uint8_t counter_slot, std::int64_t time) noexcept
{
    auto&      chunk          = *p.last;
    auto const at             = chunk.count.load(std::memory_order_relaxed);
    chunk.rows()[at]          = row;
    chunk.counter_slots()[at] = counter_slot;
    p.in_order                = p.in_order && time >= p.last_time;
    p.last_time               = time;
    ++p.rows;
    chunk.count.store(at + 1, std::memory_order_release);
}

inline void foreign_key_index::start_counting(posting_list& p, std::uint32_t parent)
{
    if (counter_slots_ == 0 || p.delta != 0)
        return;
    deltas_.resize(deltas_.size() + counter_slots_);
    touched_.push_back(parent);
    p.delta = static_cast<std::uint32_t>(touched_.size());
}

inline void foreign_key_index::count(posting_list const& p, std::uint8_t counter_slot, std::int32_t by) noexcept
{
    if (counter_slots_ != 0)
        deltas_[(p.delta - 1) * counter_slots_ + counter_slot] += by;
}

inline void foreign_key_index::commit(ordinal at) noexcept
{
    for (auto const parent : touched_) {
        auto&       p    = parents_[parent];
        auto* const kept = &counts_[parent * counter_slots_];
        auto const* more = &deltas_[(p.delta - 1) * counter_slots_];
        for (std::size_t c = 0; c != counter_slots_; ++c)
            kept[c] += static_cast<std::uint32_t>(more[c]);
        p.changed = at;
    }
    forget();
}

inline void foreign_key_index::forget() noexcept
{
    for (auto const parent : touched_)
        parents_[parent].delta = 0;
    touched_.clear();
    deltas_.clear();
}

inline std::uint32_t const* foreign_key_index::counts(std::uint32_t parent, ordinal seen, bool own,
                                                      std::uint32_t* room) const noexcept
{
    auto const& p = parents_[parent];
    if (p.changed > seen)
        return nullptr;
    auto const* const kept = &counts_[parent * counter_slots_];
    if (!own || p.delta == 0)
        return kept;
    for (std::size_t c = 0; c != counter_slots_; ++c)
        room[c] = kept[c] + static_cast<std::uint32_t>(deltas_[(p.delta - 1) * counter_slots_ + c]);
    return room;
}

inline void foreign_key_index::sort(arena const& rows, std::uint16_t time_order_at)
{
    auto const                                    time = [&](row_ref ref) { return time_at(rows[ref], time_order_at); };
    std::vector<std::pair<row_ref, std::uint8_t>> all;
    for (std::uint32_t p = 0; p != parents_.size(); ++p) {
        if (parents_[p].in_order)
            continue;
        all.clear();
        for (auto* chunk = parents_[p].first; chunk; chunk = chunk->next)
            for (std::uint32_t i = 0; i != chunk->count; ++i)
                all.emplace_back(chunk->rows()[i], chunk->counter_slots()[i]);
        std::ranges::sort(all, {}, [&](auto const& r) { return std::pair(time(r.first), r.first); });
        auto next = all.begin();
        for (auto* chunk = parents_[p].first; chunk; chunk = chunk->next)
            for (std::uint32_t i = 0; i != chunk->count; ++i, ++next)
                std::tie(chunk->rows()[i], chunk->counter_slots()[i]) = *next;
        parents_[p].in_order  = true;
        parents_[p].last_time = time(all.back().first);
    }
}

inline bool foreign_key_index::same(posting_list const& p, value_view key) const noexcept
{
    if (key_type_ == kind::uuid)
        return equal_uuids(p.key, key.as_chars().data());
    std::int64_t number = 0;
    std::memcpy(&number, p.key, sizeof number);
    return number == key.as_int();
}

inline std::uint32_t foreign_key_index::add_parent()
{
    counts_.resize(counts_.size() + counter_slots_);
    parents_.emplace_back();
    return parents_.size() - 1;
}

} // namespace ssot::storage::detail::memory

#endif // SSOT_IMPL_DETAIL_MEMORY_FOREIGN_KEY_INDEX_IPP
