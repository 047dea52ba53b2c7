// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_TABLES_HPP
#define SSOT_DETAIL_MEMORY_TABLES_HPP

// What the sessions of one memory backend share: rows in versions, and who may write.
//
// A version is visible from the commit that began it until the commit that ended it. The writer's own versions carry the
// stamp `pending` until its commit; so a rollback leaves rows that nobody has seen, and takes them back.

#include <ssot/storage/evaluate.hpp>
#include <ssot/storage/packed_row.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>

#include <ssot/detail/fair_shared_mutex.hpp>

#include <boost/unordered/unordered_flat_map.hpp>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ssot::storage::detail {

inline constexpr std::uint64_t alive      = std::numeric_limits<std::uint64_t>::max();
inline constexpr std::uint64_t pending    = alive - 1;
inline constexpr std::uint32_t no_version = std::numeric_limits<std::uint32_t>::max();

struct row_version {
    std::shared_ptr<packed_row const> row;
    std::uint64_t                     begin;
    std::uint64_t                     end;
    std::uint32_t                     previous; ///< the version of the same key before this one
};

/// What one reader can see: everything committed up to `snapshot`, and its own pending writes if it is the writer.
struct memory_view {
    std::uint64_t snapshot;
    bool          writer;

    bool sees(row_version const& v) const noexcept
    {
        bool const begun = v.begin <= snapshot || (writer && v.begin == pending);
        bool const ended = v.end <= snapshot || (writer && v.end == pending);
        return begun && !ended;
    }
};

/// The key of a row as map key: its kind does not matter, since a table has keys of one kind.
inline std::string key_bytes(value_view key)
{
    if (key.is_buffer())
        return std::string(key.as_chars());
    auto const v = key.as_int();
    return std::string(reinterpret_cast<char const*>(&v), sizeof v);
}

struct memory_table {
    std::vector<row_version>                              versions{};
    boost::unordered_flat_map<std::string, std::uint32_t> newest{}; ///< key -> index of its newest version
    std::size_t                                           dead = 0; ///< versions that ended

    row_version const* find(value_view key, memory_view const& view) const
    {
        auto const found = newest.find(key_bytes(key));
        if (found == newest.end())
            return nullptr;
        for (auto i = found->second; i != no_version; i = versions[i].previous)
            if (view.sees(versions[i]))
                return &versions[i];
        return nullptr;
    }
};

class memory_tables {
    /// Finds the row that a foreign key points at, for conditions and orderings.
    auto follower(memory_view view) const
    {
        return [this, view](model_desc const& model, packed_row const& row, std::uint16_t via) -> packed_row const* {
            auto const* const target = model.fields[via].target;
            auto const        key    = row.at(via);
            auto const* const table  = target && !key.is_null() ? table_of(*target) : nullptr;
            auto const* const found  = table ? table->find(key, view) : nullptr;
            return found ? found->row.get() : nullptr;
        };
    }

public:
    // Transactions.

    std::uint64_t open_snapshot()
    {
        std::scoped_lock guard(rows_);
        ++open_snapshots_;
        return epoch_;
    }

    void close_snapshot() noexcept
    {
        std::scoped_lock guard(rows_);
        --open_snapshots_;
    }

    /// Waits until no other session writes; for ever when `timeout` is 0.
    bool start_writing(std::chrono::milliseconds timeout)
    {
        std::unique_lock guard(writer_);
        auto const       free = [&] { return !writing_; };
        if (timeout.count() == 0)
            writer_left_.wait(guard, free);
        else if (!writer_left_.wait_for(guard, timeout, free))
            return false;
        writing_ = true;
        return true;
    }

    void commit_writes()
    {
        {
            std::scoped_lock guard(rows_);
            ++epoch_;
            for (auto const& [table, version, inserted] : changes_) {
                auto& v                      = table->versions[version];
                (inserted ? v.begin : v.end) = epoch_;
            }
            changes_.clear();
            if (open_snapshots_ <= 1) // the writer's own
                for (auto& [name, table] : tables_)
                    sweep(table);
        }
        stop_writing();
    }

    void undo_writes() noexcept
    {
        {
            std::scoped_lock guard(rows_);
            undo_to(0);
        }
        stop_writing();
    }

    // Rows. `view.writer` must be true for the writing functions.

    void add_table(model_desc const& model)
    {
        std::scoped_lock guard(rows_);
        tables_.try_emplace(std::string(model.name));
    }

    result<std::size_t> insert(record_batch const& rows, memory_view const& view)
    {
        std::scoped_lock guard(rows_);
        auto* const      table = table_of(*rows.model);
        if (!table)
            return no_table(*rows.model);
        auto const mark = changes_.size();
        for (std::size_t i = 0; i != rows.size(); ++i) {
            auto const key = rows[i].at(rows.model->pk);
            if (table->find(key, view)) {
                undo_to(mark);
                return error(errc::already_exists, std::string(rows.model->label) + " with this key already exists");
            }
            push(*table, std::make_shared<packed_row const>(packed_row::pack(rows[i])), key);
        }
        return rows.size();
    }

    result<std::size_t> update(query const& q, std::span<assignment const> set, memory_view const& view)
    {
        std::scoped_lock guard(rows_);
        auto* const      table = table_of(*q.model);
        if (!table)
            return no_table(*q.model);
        auto const found = find(q, *table, view);
        for (auto const version : found) {
            auto const& old = *table->versions[version].row;
            packed_row  changed;
            for (std::size_t f = 0; f != q.model->fields.size(); ++f) {
                auto const a = std::ranges::find(set, f, &assignment::field);
                changed.push(a == set.end() ? old.at(f) : a->to);
            }
            end(*table, version);
            auto const key = changed.at(q.model->pk);
            auto       row = std::make_shared<packed_row const>(changed);
            push(*table, std::move(row), key);
        }
        return found.size();
    }

    result<std::size_t> erase(query const& q, memory_view const& view)
    {
        std::scoped_lock guard(rows_);
        auto* const      table = table_of(*q.model);
        if (!table)
            return no_table(*q.model);
        auto const found = find(q, *table, view);
        for (auto const version : found)
            end(*table, version);
        return found.size();
    }

    /// The matching rows in order, offset and limit applied. `view` absent: the newest commit.
    result<std::vector<std::shared_ptr<packed_row const>>> scan(query const& q, memory_view const* view) const
    {
        std::shared_lock  guard(rows_);
        memory_view const seen  = view ? *view : memory_view{epoch_, false};
        auto const* const table = table_of(*q.model);
        if (!table)
            return no_table(*q.model);

        std::vector<std::shared_ptr<packed_row const>> rows;
        for (auto const version : find(q, *table, seen))
            rows.push_back(table->versions[version].row);
        auto const follow = follower(seen);
        auto const first  = std::min<std::uint64_t>(q.offset, rows.size());
        auto const count  = std::min<std::uint64_t>(q.limit, rows.size() - first);
        auto const less   = [&](auto const& a, auto const& b) { return before(q, *a, *b, follow); };
        std::ranges::partial_sort(rows, rows.begin() + static_cast<std::ptrdiff_t>(first + count), less);
        rows.resize(first + count);
        rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(first));
        return rows;
    }

private:
    struct change {
        memory_table* table;
        std::uint32_t version;
        bool          inserted; ///< otherwise ended
    };

    static error no_table(model_desc const& model)
    {
        return error(errc::schema_mismatch, "the store has no table for " + std::string(model.label));
    }

    memory_table* table_of(model_desc const& model)
    {
        auto const found = tables_.find(std::string(model.name));
        return found == tables_.end() ? nullptr : &found->second;
    }
    memory_table const* table_of(model_desc const& model) const { return const_cast<memory_tables*>(this)->table_of(model); }

    /// Indexes of the visible versions that satisfy the condition, in no order.
    std::vector<std::uint32_t> find(query const& q, memory_table const& table, memory_view const& view) const
    {
        std::vector<std::uint32_t> out;
        auto const index_of = [&](row_version const* v) { return static_cast<std::uint32_t>(v - table.versions.data()); };
        if (q.by_key()) {
            for (auto const& key : q.keys())
                if (auto const* const v = key.is_null() ? nullptr : table.find(key, view))
                    out.push_back(index_of(v));
            std::ranges::sort(out); // a key that is asked for twice is found once
            auto const repeated = std::ranges::unique(out);
            out.erase(repeated.begin(), repeated.end());
            return out;
        }
        auto const follow = follower(view);
        for (auto const& v : table.versions)
            if (view.sees(v) && matches(q, *v.row, follow))
                out.push_back(index_of(&v));
        return out;
    }

    void push(memory_table& table, std::shared_ptr<packed_row const> row, value_view key)
    {
        auto const index       = static_cast<std::uint32_t>(table.versions.size());
        auto const [at, fresh] = table.newest.try_emplace(key_bytes(key), index);
        table.versions.push_back({std::move(row), pending, alive, fresh ? no_version : at->second});
        at->second = index;
        changes_.push_back({&table, index, true});
    }

    void end(memory_table& table, std::uint32_t version)
    {
        changes_.push_back({&table, version, false});
        table.versions[version].end = pending;
        ++table.dead;
    }

    /// Takes back all changes but the first `mark`. Versions were added at the end, so they leave from there.
    void undo_to(std::size_t mark) noexcept
    {
        while (changes_.size() > mark) {
            auto const [table, version, inserted] = changes_.back();
            changes_.pop_back();
            if (!inserted) {
                table->versions[version].end = alive;
                --table->dead;
                continue;
            }
            auto const& v     = table->versions[version];
            auto const  found = table->newest.find(key_bytes(v.row->at(0)));
            if (v.previous == no_version)
                table->newest.erase(found);
            else
                found->second = v.previous;
            table->versions.pop_back();
        }
    }

    /// Drops ended versions once they are more than the living. Precondition: nobody has an older snapshot.
    static void sweep(memory_table& table)
    {
        if (table.dead < 1024 || table.dead * 2 < table.versions.size())
            return;
        std::vector<row_version> kept;
        kept.reserve(table.versions.size() - table.dead);
        table.newest.clear();
        for (auto& v : table.versions)
            if (v.end == alive) {
                table.newest[key_bytes(v.row->at(0))] = static_cast<std::uint32_t>(kept.size());
                v.previous                            = no_version;
                kept.push_back(std::move(v));
            }
        table.versions = std::move(kept);
        table.dead     = 0;
    }

    void stop_writing() noexcept
    {
        {
            std::scoped_lock guard(writer_);
            writing_ = false;
        }
        writer_left_.notify_one();
    }

    mutable ssot::detail::fair_shared_mutex       rows_{}; ///< held for one call at a time, never across user code
    std::unordered_map<std::string, memory_table> tables_{};
    std::uint64_t                                 epoch_          = 0;
    std::size_t                                   open_snapshots_ = 0;
    std::vector<change>                           changes_{}; ///< of the writer

    std::mutex              writer_{};
    std::condition_variable writer_left_{};
    bool                    writing_ = false;
};

} // namespace ssot::storage::detail

#endif // SSOT_DETAIL_MEMORY_TABLES_HPP
