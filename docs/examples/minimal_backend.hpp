// SPDX-License-Identifier: BSL-1.0
#ifndef ACME_MINIMAL_BACKEND_HPP
#define ACME_MINIMAL_BACKEND_HPP

// A backend of your own, whole: one sorted map for each model, from key to row. It stands for any key/value store. It finds
// rows by key and has transactions; the library filters, sorts, cuts, follows foreign keys and checks the rules.

#include <ssot/storage/concept.hpp>
#include <ssot/storage/packed_row.hpp>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace acme {

namespace st = ssot::storage;

//[ rows
using table  = std::map<std::string, st::packed_row>; // the bytes of the key -> the row
using tables = std::map<std::string_view, table>;     // the name of the model -> its rows

inline std::string bytes_of(st::value_view key)
{
    return key.is_buffer() ? std::string(key.as_chars()) : std::to_string(key.as_int());
}
//]

//[ taken
/// The error of a key that is taken, whose path names the row of the batch and the field.
inline st::error taken(st::model_desc const& model, std::size_t row)
{
    return st::error(st::errc::already_exists, "there is a row with this key already")
        .with_path('[' + std::to_string(row) + "]." + std::string(model.fields[model.pk].name));
}
//]

//[ cursor
class cursor { // its rows are copies, so that later writes do not change them
public:
    explicit cursor(std::vector<st::packed_row> rows) : rows_(std::move(rows)) {}

    st::result<bool> next() { return ++at_ < rows_.size(); }
    st::value_view   at(std::size_t field) const { return rows_[at_].at(field); }

private:
    std::vector<st::packed_row> rows_;
    std::size_t                 at_ = static_cast<std::size_t>(-1);
};
//]

//[ shared
struct shared_tables { // what all sessions on one backend share
    std::mutex              lock{};
    tables                  rows{};
    bool                    writing = false; // a transaction that writes is open
    std::condition_variable written{};
};
//]

class session {
public:
    using cursor_type = acme::cursor;

    explicit session(shared_tables& shared) : shared_(&shared) {}

    //[ insert
    st::result<std::size_t> insert(st::record_batch rows)
    {
        if (read_only())
            return refused();
        auto const to = for_writing();
        auto&      t  = (*to.rows)[rows.model->name];
        table      added; // apart, so that the call adds all rows or none
        for (std::size_t i = 0; i != rows.size(); ++i) {
            auto const key = bytes_of(rows[i].at(rows.model->pk));
            if (t.contains(key) || !added.emplace(key, st::packed_row::pack(rows[i])).second)
                return taken(*rows.model, i);
        }
        t.merge(added);
        return rows.size();
    }
    //]

    //[ scan
    st::result<acme::cursor> scan(st::query const& q)
    {
        auto const                  from = for_reading();
        auto const&                 t    = (*from.rows)[q.model->name];
        std::vector<st::packed_row> found;
        if (q.by_key()) {
            for (auto const& key : q.keys())
                if (auto const row = t.find(bytes_of(key)); row != t.end())
                    found.push_back(row->second);
        } else {
            for (auto const& [key, row] : t) // the library filters, sorts and cuts
                found.push_back(row);
        }
        return acme::cursor(std::move(found));
    }
    //]

    //[ change
    st::result<std::size_t> update(st::query const& q, std::span<st::assignment const> set)
    {
        if (read_only())
            return refused();
        auto const  in = for_writing();
        auto&       t  = (*in.rows)[q.model->name];
        std::size_t n  = 0;
        for (auto const& key : q.keys()) { // always keys, since no more was declared
            auto const old = t.find(bytes_of(key));
            if (old == t.end())
                continue;
            st::packed_row changed;
            for (std::size_t f = 0; f != q.model->fields.size(); ++f) {
                auto const to = std::ranges::find(set, f, &st::assignment::field);
                changed.push(to == set.end() ? old->second.at(f) : to->to);
            }
            old->second = std::move(changed);
            ++n;
        }
        return n;
    }

    st::result<std::size_t> erase(st::query const& q)
    {
        if (read_only())
            return refused();
        auto const  in = for_writing();
        std::size_t n  = 0;
        for (auto const& key : q.keys())
            n += (*in.rows)[q.model->name].erase(bytes_of(key));
        return n;
    }
    //]

    //[ transaction
    st::result<void> begin(st::tx_options options)
    {
        std::unique_lock guard(shared_->lock);
        bool const       writes = options.mode == st::tx_mode::read_write;
        if (writes && !wait_for_turn(guard, options.timeout))
            return st::error(st::errc::timeout, "another transaction is still writing", st::retry::transaction);
        mine_            = shared_->rows; // the transaction sees and changes a copy
        writes_          = writes;
        shared_->writing = shared_->writing || writes;
        return {};
    }
    st::result<void> commit()
    {
        finish(true);
        return {};
    }
    void rollback() noexcept { finish(false); }
    //]

private:
    //[ copies
    struct access { // rows, and the lock that they need
        std::unique_lock<std::mutex> lock;
        tables*                      rows;
    };
    access for_reading()
    {
        if (mine_)
            return {{}, &*mine_};
        return {std::unique_lock(shared_->lock), &shared_->rows};
    }
    access for_writing()
    {
        auto out = for_reading();
        if (!mine_)
            wait_for_turn(out.lock, {});
        return out;
    }
    //]

    //[ turns
    bool wait_for_turn(std::unique_lock<std::mutex>& guard, std::chrono::milliseconds at_most)
    {
        auto const free = [&] { return !shared_->writing; };
        if (at_most.count() != 0)
            return shared_->written.wait_for(guard, at_most, free);
        shared_->written.wait(guard, free);
        return true;
    }
    void finish(bool keep) noexcept
    {
        {
            std::scoped_lock guard(shared_->lock);
            if (writes_ && keep)
                shared_->rows = std::move(*mine_);
            if (writes_)
                shared_->writing = false;
        }
        mine_.reset();
        writes_ = false;
        shared_->written.notify_all();
    }
    //]

    bool             read_only() const noexcept { return mine_ && !writes_; }
    static st::error refused() { return {st::errc::read_only, "the transaction was begun read-only"}; }

    shared_tables*        shared_;
    std::optional<tables> mine_{}; // of the open transaction
    bool                  writes_ = false;
};

//[ backend
class backend {
public:
    using session_type = acme::session;

    st::capabilities caps() const noexcept
    {
        return {.filters             = st::filtering::primary_key,
                .transactions        = true,
                .concurrent_sessions = true,
                .strongest           = st::isolation::serializable};
    }
    st::result<std::uint32_t> prepare_schema(st::schema_view schema, st::schema_mode)
    {
        return schema.version; // a table comes into being with its first row
    }
    st::result<acme::session> open() { return acme::session(shared_); }

private:
    shared_tables shared_{};
};

static_assert(st::storage_backend<backend>); // the whole contract, checked here
//]

} // namespace acme

#endif // ACME_MINIMAL_BACKEND_HPP
