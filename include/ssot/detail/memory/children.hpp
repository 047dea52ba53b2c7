// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_CHILDREN_HPP
#define SSOT_DETAIL_MEMORY_CHILDREN_HPP

// Everything that is known about one foreign key: for each parent the rows that point at it, in the order in which they came,
// and how many there are of each combination of choices.
//
// A parent is a key that some row points at, whether or not there is a row with that key. Parent 0 is that of null.

#include <ssot/storage/value.hpp>

#include <ssot/detail/memory/key_index.hpp>
#include <ssot/detail/memory/layout.hpp>
#include <ssot/detail/memory/stable_vector.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <new>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

namespace ssot::storage::detail::memory {

/// Rows of one parent. Readers may walk over those that were published.
struct row_chunk {
    std::atomic<row_chunk*>    next{nullptr};
    row_chunk*                 previous = nullptr;
    std::atomic<std::uint32_t> count{0};
    std::uint32_t              room = 0;

    row_ref*      rows() noexcept { return reinterpret_cast<row_ref*>(this + 1); }
    std::uint8_t* cells() noexcept { return reinterpret_cast<std::uint8_t*>(rows() + room); }

    static row_chunk* make(std::uint32_t room, row_chunk* previous)
    {
        auto* const memory = ::operator new(sizeof(row_chunk) + room * (sizeof(row_ref) + 1));
        auto* const out    = new (memory) row_chunk;
        out->room          = room;
        out->previous      = previous;
        return out;
    }
};

struct parent {
    alignas(8) char key[16]{}; ///< never changes
    row_chunk*    first     = nullptr;
    row_chunk*    last      = nullptr;
    std::int64_t  last_time = std::numeric_limits<std::int64_t>::min();
    std::uint32_t rows      = 0;    ///< ever listed
    ordinal       changed   = 0;    ///< the last commit that changed the counts
    std::uint32_t delta     = 0;    ///< from 1: where the counts of the open transaction are
    bool          in_order  = true; ///< by time
};

/// The rows of one parent, as long as the list was when somebody looked.
struct row_list {
    row_chunk*    first;
    row_chunk*    last;
    std::uint32_t last_count; ///< in the last chunk
    std::uint32_t rows;
    bool          in_order;
};

class children {
public:
    static constexpr std::uint32_t null_parent = 0;
    static constexpr std::uint32_t no_parent   = std::numeric_limits<std::uint32_t>::max();

    /// `cells`: how many combinations of choices there are; 0 when they are not counted.
    children(kind key_type, key_hash const& hash, std::size_t cells) : key_type_(key_type), hash_(hash), cells_(cells)
    {
        add_parent();
    }
    children(children const&)            = delete;
    children& operator=(children const&) = delete;
    ~children()
    {
        for (std::uint32_t p = 0; p != parents_.size(); ++p)
            for (auto* chunk = parents_[p].first; chunk;)
                ::operator delete(std::exchange(chunk, chunk->next.load(std::memory_order_relaxed)));
    }

    std::uint32_t parents() const noexcept { return parents_.size(); }
    std::size_t   cells() const noexcept { return cells_; }

    /// The key of a parent, null for the first.
    value_view key(std::uint32_t of) const noexcept
    {
        if (of == null_parent)
            return {};
        auto const& key = parents_[of].key;
        if (key_type_ == kind::uuid)
            return value_view::chars({key, 16}, kind::uuid);
        std::int64_t number = 0;
        std::memcpy(&number, key, sizeof number);
        return value_view::integer(number, key_type_);
    }

    /// The parent with this key, or no_parent.
    std::uint32_t find(value_view key) const noexcept { return find(key, hash_(key)); }

    std::uint32_t find(value_view key, std::uint32_t hash) const noexcept
    {
        auto const* const found = index_.find(hash, [&](std::uint32_t p) { return same(parents_[p], key); });
        return found ? *found : no_parent;
    }

    /// Precondition: there is none yet.
    std::uint32_t add(value_view key)
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

    /// Precondition: the key is of the right kind.
    bool has_key(std::uint32_t of, value_view key) const noexcept { return same(parents_[of], key); }

    row_list rows_of(std::uint32_t of) const noexcept
    {
        auto const& p = parents_[of];
        return {p.first, p.last, p.last ? p.last->count.load(std::memory_order_relaxed) : 0, p.rows, p.in_order};
    }

    // Writing. What can fail comes first: `make_room` before `append`, `start_counting` before `count`. They throw
    // std::bad_alloc.

    parent& operator[](std::uint32_t of) noexcept { return parents_[of]; }

    void make_room(parent& p)
    {
        if (p.last && p.last->count.load(std::memory_order_relaxed) != p.last->room)
            return;
        auto* const chunk = row_chunk::make(p.last ? std::min(p.last->room * 2, 1024U) : 4, p.last);
        if (p.last)
            p.last->next.store(chunk, std::memory_order_release);
        else
            p.first = chunk;
        p.last = chunk;
    }

    static void append(parent& p, row_ref row, std::uint8_t cell, std::int64_t time) noexcept
    {
        auto&      chunk  = *p.last;
        auto const at     = chunk.count.load(std::memory_order_relaxed);
        chunk.rows()[at]  = row;
        chunk.cells()[at] = cell;
        p.in_order        = p.in_order && time >= p.last_time;
        p.last_time       = time;
        ++p.rows;
        chunk.count.store(at + 1, std::memory_order_release);
    }

    void start_counting(parent& p, std::uint32_t of)
    {
        if (cells_ == 0 || p.delta != 0)
            return;
        deltas_.resize(deltas_.size() + cells_);
        touched_.push_back(of);
        p.delta = static_cast<std::uint32_t>(touched_.size());
    }

    /// Changes the counts of the open transaction.
    void count(parent const& p, std::uint8_t cell, std::int32_t by) noexcept
    {
        if (cells_ != 0)
            deltas_[(p.delta - 1) * cells_ + cell] += by;
    }

    void commit(ordinal at) noexcept
    {
        for (auto const of : touched_) {
            auto&       p    = parents_[of];
            auto* const kept = &counts_[of * cells_];
            auto const* more = &deltas_[(p.delta - 1) * cells_];
            for (std::size_t c = 0; c != cells_; ++c)
                kept[c] += static_cast<std::uint32_t>(more[c]);
            p.changed = at;
        }
        forget();
    }

    /// Drops the counts of the open transaction.
    void forget() noexcept
    {
        for (auto const of : touched_)
            parents_[of].delta = 0;
        touched_.clear();
        deltas_.clear();
    }

    /// The counts of one parent; null when they are of a later time. `own`: with those of the open transaction, put into
    /// `room`.
    std::uint32_t const* counts(std::uint32_t of, ordinal seen, bool own, std::uint32_t* room) const noexcept
    {
        auto const& p = parents_[of];
        if (p.changed > seen)
            return nullptr;
        auto const* const kept = &counts_[of * cells_];
        if (!own || p.delta == 0)
            return kept;
        for (std::size_t c = 0; c != cells_; ++c)
            room[c] = kept[c] + static_cast<std::uint32_t>(deltas_[(p.delta - 1) * cells_ + c]);
        return room;
    }

    /// Puts the lists in order of time that are not. Nobody else may see them.
    template<class TimeOf>
    void sort(TimeOf time_of)
    {
        std::vector<std::pair<row_ref, std::uint8_t>> all;
        for (std::uint32_t p = 0; p != parents_.size(); ++p) {
            if (parents_[p].in_order)
                continue;
            all.clear();
            for (auto* chunk = parents_[p].first; chunk; chunk = chunk->next)
                for (std::uint32_t i = 0; i != chunk->count; ++i)
                    all.emplace_back(chunk->rows()[i], chunk->cells()[i]);
            std::ranges::sort(all, {}, [&](auto const& r) { return std::pair(time_of(r.first), r.first); });
            auto next = all.begin();
            for (auto* chunk = parents_[p].first; chunk; chunk = chunk->next)
                for (std::uint32_t i = 0; i != chunk->count; ++i, ++next)
                    std::tie(chunk->rows()[i], chunk->cells()[i]) = *next;
            parents_[p].in_order  = true;
            parents_[p].last_time = time_of(all.back().first);
        }
    }

private:
    bool same(parent const& p, value_view key) const noexcept
    {
        if (key_type_ == kind::uuid)
            return equal_uuids(p.key, key.as_chars().data());
        std::int64_t number = 0;
        std::memcpy(&number, p.key, sizeof number);
        return number == key.as_int();
    }

    std::uint32_t add_parent()
    {
        counts_.resize(counts_.size() + cells_);
        parents_.emplace_back();
        return parents_.size() - 1;
    }

    kind                  key_type_;
    key_hash              hash_;
    std::size_t           cells_;
    stable_vector<parent> parents_{};
    key_index             index_{};

    std::vector<std::uint32_t> counts_{}; ///< as of the last commit, `cells_` for each parent

    std::vector<std::uint32_t> touched_{}; ///< parents that the open transaction counts for
    std::vector<std::int32_t>  deltas_{};
};

} // namespace ssot::storage::detail::memory

#endif // SSOT_DETAIL_MEMORY_CHILDREN_HPP
