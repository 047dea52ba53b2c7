// SPDX-License-Identifier: BSL-1.0
// A backend of your own: sorted maps from key to row. It finds rows by key, and leaves all the rest to the library.

#include <ssot/ssot.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace acme {

namespace st = ssot::storage;

//[ rows
using table  = std::map<std::string, st::packed_row>; // the bytes of the key -> the row
using tables = std::map<st::model_desc const*, table>;

std::string bytes_of(st::value_view key)
{
    return key.is_buffer() ? std::string(key.as_chars()) : std::to_string(key.as_int());
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

/// What all sessions on one backend share.
struct shared_tables {
    std::recursive_mutex lock{};
    tables               rows{};
};

class session {
public:
    using cursor_type = acme::cursor;

    explicit session(shared_tables& shared) : shared_(&shared) {}

    //[ insert
    st::result<std::size_t> insert(st::record_batch rows)
    {
        std::scoped_lock guard(shared_->lock);
        auto&            t = shared_->rows[rows.model];
        table            added; // apart, so that the call adds all rows or none
        for (std::size_t i = 0; i != rows.size(); ++i) {
            auto const key = bytes_of(rows[i].at(rows.model->pk));
            if (t.contains(key) || !added.emplace(key, st::packed_row::pack(rows[i])).second)
                return st::error(st::errc::already_exists, "there is a row with this key already");
        }
        t.merge(added);
        return rows.size();
    }
    //]

    //[ scan
    st::result<acme::cursor> scan(st::query const& q)
    {
        std::scoped_lock            guard(shared_->lock);
        auto&                       t = shared_->rows[q.model];
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
        std::scoped_lock guard(shared_->lock);
        auto&            t = shared_->rows[q.model];
        std::size_t      n = 0;
        for (auto const& key : q.keys()) {
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
        std::scoped_lock guard(shared_->lock);
        std::size_t      n = 0;
        for (auto const& key : q.keys())
            n += shared_->rows[q.model].erase(bytes_of(key));
        return n;
    }
    //]

    //[ transaction
    st::result<void> begin(st::tx_options)
    {
        open_ = std::unique_lock(shared_->lock); // one transaction at a time: serializable
        undo_ = shared_->rows;
        return {};
    }
    st::result<void> commit()
    {
        undo_.reset();
        open_.unlock();
        return {};
    }
    void rollback() noexcept
    {
        shared_->rows = std::move(*undo_);
        undo_.reset();
        open_.unlock();
    }
    //]

private:
    shared_tables*                         shared_;
    std::optional<tables>                  undo_{};
    std::unique_lock<std::recursive_mutex> open_{};
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
        std::scoped_lock guard(shared_.lock);
        for (auto const* model : schema.models)
            shared_.rows.try_emplace(model);
        return schema.version;
    }
    st::result<acme::session> open() { return acme::session(shared_); }

private:
    shared_tables shared_{};
};

static_assert(st::storage_backend<backend>); // the whole contract, checked here
//]

} // namespace acme

int main()
{
    //[ use
    acme::backend rows;
    ssot::store   store{rows}; // refers to it, since it is an lvalue
    ssot::sync    run{.source = "ServiceNow", .target = "Nautobot"};
    store.insert(run).value();
    store.insert(ssot::sync_log_entry{.sync = run, .message = "core-1"}).value();
    store.insert(ssot::sync_log_entry{.sync = run, .message = "core-2"}).value();

    using entry      = ssot::sync_log_entry;
    auto const found = store.select(ssot::from<entry>()
                                        .where(ssot::field<&entry::sync, &ssot::sync::source> == "ServiceNow")
                                        .order_by(ssot::desc<&entry::message>)
                                        .limit(1));
    std::cout << found.value().front().message << '\n';                // core-2
    std::cout << store.erase(run).value().total() << " rows erased\n"; // 3: the entries go with their sync
    //]

    // A row that is refused undoes the whole batch.
    run.id = ssot::new_id();
    std::vector<entry> batch(2, entry{.sync = run});
    bool const         refused = store.insert(run) && store.insert(batch).has_error();
    return refused && found->front().message == "core-2" && store.count<entry>().value() == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
