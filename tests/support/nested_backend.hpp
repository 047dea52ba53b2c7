// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_NESTED_BACKEND_HPP
#define SSOT_TESTS_SUPPORT_NESTED_BACKEND_HPP

// A key/value store whose transactions nest, as those of LMDB do: ordered keys, one writer at a time, readers that keep the root of
// their moment and wait for nobody. A savepoint is a transaction inside the one before, which it replaces when it is released.
//
// A table is changed in place while only one root has it, and copied otherwise. Roots that other threads see are copied and destroyed
// under the lock of the environment, so that the count of owners is right.

#include <ssot/storage/concept.hpp>
#include <ssot/storage/packed_row.hpp>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot_test {

namespace nested {

namespace st = ssot::storage;

using table = std::map<std::string, st::packed_row>;
using root  = std::map<std::string, std::shared_ptr<table>, std::less<>>;

/// The bytes of a key, which are in the order of the keys.
inline std::string bytes_of(st::value_view key)
{
    if (key.is_buffer())
        return std::string(key.as_chars());
    auto const  bits = static_cast<std::uint64_t>(key.as_int()) ^ (std::uint64_t{1} << 63); // negative ones first
    std::string out(8, '\0');
    for (std::size_t i = 0; i != 8; ++i)
        out[i] = static_cast<char>(bits >> (56 - 8 * i));
    return out;
}

/// The table to be read; it may be missing.
inline table const& to_read(root const& from, std::string_view name)
{
    static table const none;
    auto const         found = from.find(name);
    return found == from.end() ? none : *found->second;
}

/// The table to be changed, which no other root has.
inline table& to_change(root& in, std::string_view name)
{
    auto& t = in[std::string(name)];
    if (!t || t.use_count() != 1)
        t = t ? std::make_shared<table>(*t) : std::make_shared<table>();
    return *t;
}

struct environment {
    std::mutex              lock{};
    root                    committed{};
    bool                    writing = false;
    std::condition_variable written{};
};

/// Its rows are copies.
class cursor {
public:
    explicit cursor(std::vector<st::packed_row> rows) : rows_(std::move(rows)) {}

    ssot::result<bool> next() { return ++at_ < rows_.size(); }
    st::value_view     at(std::size_t field) const { return rows_[at_].at(field); }

private:
    std::vector<st::packed_row> rows_;
    std::size_t                 at_ = static_cast<std::size_t>(-1);
};

class session {
public:
    using cursor_type = cursor;

    explicit session(std::shared_ptr<environment> in) : env_(std::move(in)) {}
    session(session&&) noexcept = default;
    session& operator=(session&& other) noexcept
    {
        if (this != &other) {
            close();
            env_    = std::move(other.env_);
            levels_ = std::move(other.levels_);
            writes_ = other.writes_;
        }
        return *this;
    }
    ~session() { close(); }

    ssot::result<std::size_t> insert(st::record_batch rows)
    {
        return write([&](root& to) -> ssot::result<std::size_t> {
            auto const& old = to_read(to, rows.model->name);
            table       added;
            for (std::size_t i = 0; i != rows.size(); ++i) {
                auto key = bytes_of(rows[i].at(rows.model->pk));
                if (old.contains(key) || !added.emplace(std::move(key), st::packed_row::pack(rows[i])).second)
                    return st::error(st::errc::already_exists, "there is a row with this key already")
                        .with_path('[' + std::to_string(i) + "]." + std::string(rows.model->fields[rows.model->pk].name));
            }
            to_change(to, rows.model->name).merge(added);
            return rows.size();
        });
    }
    ssot::result<cursor> scan(st::query const& q)
    {
        std::unique_lock<std::mutex> held;
        if (levels_.empty())
            held = std::unique_lock(env_->lock);
        auto const&                 t = to_read(levels_.empty() ? env_->committed : levels_.back(), q.model->name);
        std::vector<st::packed_row> found;
        if (q.by_key()) {
            for (auto const& key : q.keys())
                if (auto const row = t.find(bytes_of(key)); row != t.end())
                    found.push_back(row->second);
        } else {
            for (auto const& [key, row] : t)
                found.push_back(row);
        }
        return cursor(std::move(found));
    }
    ssot::result<std::size_t> update(st::query const& q, std::span<st::assignment const> set)
    {
        return write([&](root& to) -> ssot::result<std::size_t> {
            auto&       t = to_change(to, q.model->name);
            std::size_t n = 0;
            for (auto const& key : q.keys()) {
                auto const old = t.find(bytes_of(key));
                if (old == t.end())
                    continue;
                st::packed_row changed;
                for (std::size_t f = 0; f != q.model->fields.size(); ++f) {
                    auto const by = std::ranges::find(set, f, &st::assignment::field);
                    changed.push(by == set.end() ? old->second.at(f) : by->to);
                }
                old->second = std::move(changed);
                ++n;
            }
            return n;
        });
    }
    ssot::result<std::size_t> erase(st::query const& q)
    {
        return write([&](root& to) -> ssot::result<std::size_t> {
            auto&       t = to_change(to, q.model->name);
            std::size_t n = 0;
            for (auto const& key : q.keys())
                n += t.erase(bytes_of(key));
            return n;
        });
    }

    ssot::result<void> begin(st::tx_options options)
    {
        std::unique_lock held(env_->lock);
        writes_ = false;
        if (options.mode == st::tx_mode::read_write) {
            if (!wait_for_turn(held, options.timeout))
                return st::error(st::errc::timeout, "another transaction is still writing", st::retry::transaction);
            env_->writing = writes_ = true;
        }
        levels_.push_back(env_->committed);
        return {};
    }
    ssot::result<void> commit()
    {
        end(true);
        return {};
    }
    void rollback() noexcept { end(false); }

    ssot::result<void> savepoint(unsigned depth)
    {
        if (depth == 0 || depth != levels_.size())
            return no_transaction();
        add_level();
        return {};
    }
    ssot::result<void> rollback_to(unsigned depth)
    {
        if (depth == 0 || depth >= levels_.size())
            return no_transaction();
        drop_levels(depth, false);
        add_level();
        return {};
    }
    ssot::result<void> release(unsigned depth)
    {
        if (depth == 0 || depth >= levels_.size())
            return no_transaction();
        drop_levels(depth, true);
        return {};
    }

private:
    void close() noexcept
    {
        if (env_)
            rollback();
    }
    static st::error no_transaction() { return {st::errc::misuse, "there is no transaction at this depth"}; }

    bool wait_for_turn(std::unique_lock<std::mutex>& held, std::chrono::milliseconds at_most)
    {
        auto const free = [&] { return !env_->writing; };
        if (at_most.count() != 0)
            return env_->written.wait_for(held, std::min(at_most, std::chrono::milliseconds(3'600'000)), free);
        env_->written.wait(held, free);
        return true;
    }

    template<class Work>
    ssot::result<std::size_t> write(Work work)
    {
        if (!levels_.empty() && !writes_)
            return st::error(st::errc::read_only, "the transaction was begun read-only");
        if (!levels_.empty())
            return work(levels_.back());
        std::unique_lock held(env_->lock);
        wait_for_turn(held, {});
        return work(env_->committed);
    }

    void add_level()
    {
        std::scoped_lock held(env_->lock);
        levels_.push_back(levels_.back());
    }
    /// Ends the levels from `depth` on. If they are kept, the one before becomes what the last of them is.
    void drop_levels(std::size_t depth, bool keep)
    {
        std::scoped_lock held(env_->lock);
        if (keep)
            levels_[depth - 1] = std::move(levels_.back());
        levels_.resize(depth);
    }
    void end(bool keep) noexcept
    {
        {
            std::scoped_lock held(env_->lock);
            if (levels_.empty())
                return;
            if (writes_ && keep)
                env_->committed = std::move(levels_.back());
            if (writes_)
                env_->writing = false;
            levels_.clear();
            writes_ = false;
        }
        env_->written.notify_all();
    }

    std::shared_ptr<environment> env_;
    std::vector<root>            levels_{}; ///< of the open transaction, and of each one inside
    bool                         writes_ = false;
};

} // namespace nested

/// Copies share their rows.
class nested_backend {
public:
    using session_type = nested::session;

    ssot::storage::capabilities caps() const noexcept
    {
        return {.filters             = ssot::storage::filtering::primary_key,
                .transactions        = true,
                .savepoints          = true,
                .concurrent_sessions = true,
                .strongest           = ssot::storage::isolation::serializable};
    }
    ssot::result<std::uint32_t> prepare_schema(ssot::storage::schema_view schema, ssot::storage::schema_mode)
    {
        return schema.version; // a table comes into being with its first row
    }
    ssot::result<nested::session> open() { return nested::session(env_); }
    void const*                   identity() const noexcept { return env_.get(); }

private:
    std::shared_ptr<nested::environment> env_ = std::make_shared<nested::environment>();
};

static_assert(ssot::storage::storage_backend<nested_backend>);
static_assert(ssot::storage::with_savepoints<nested_backend::session_type>);

} // namespace ssot_test

#endif // SSOT_TESTS_SUPPORT_NESTED_BACKEND_HPP
