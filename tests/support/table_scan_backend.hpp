// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_TABLE_SCAN_BACKEND_HPP
#define SSOT_TESTS_SUPPORT_TABLE_SCAN_BACKEND_HPP

// The archetype, the least that is a backend: the required members, and nothing declared. Every scan gives every row, the newest first so
// that nobody gets an order by accident. There are no transactions, and calling them is a mistake that is told.

#include <ssot/storage/concept.hpp>
#include <ssot/storage/packed_row.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot_test {

class table_scan_backend {
    using table = std::vector<ssot::storage::packed_row>;

public:
    /// Movable and nothing else.
    class cursor {
    public:
        explicit cursor(table rows) : rows_(std::move(rows)), left_(rows_.size() + 1) {}
        cursor(cursor&&)            = default;
        cursor& operator=(cursor&&) = default;

        ssot::result<bool>        next() { return --left_ != 0; }
        ssot::storage::value_view at(std::size_t i) const { return rows_[left_ - 1].at(i); }

    private:
        table       rows_;
        std::size_t left_;
    };

    class session {
    public:
        using cursor_type = cursor;

        explicit session(table_scan_backend& backend) : backend_(&backend) {}
        session(session&&)            = default;
        session& operator=(session&&) = default;

        ssot::result<std::size_t> insert(ssot::storage::record_batch rows)
        {
            std::scoped_lock guard(backend_->lock_);
            auto&            to     = backend_->tables_[std::string(rows.model->name)];
            auto const       before = to.size();
            for (std::size_t i = 0; i != rows.size(); ++i) {
                auto const key = rows[i].at(rows.model->pk);
                if (std::ranges::any_of(to, [&](auto const& row) { return compare(row.at(rows.model->pk), key) == 0; })) {
                    to.resize(before);
                    return ssot::error(ssot::errc::already_exists, "the key is taken");
                }
                to.push_back(ssot::storage::packed_row::pack(rows[i]));
            }
            return rows.size();
        }

        ssot::result<cursor> scan(ssot::storage::query const& q)
        {
            std::scoped_lock guard(backend_->lock_);
            return cursor(backend_->tables_[std::string(q.model->name)]);
        }

        ssot::result<std::size_t> update(ssot::storage::query const& q, std::span<ssot::storage::assignment const> set)
        {
            std::scoped_lock guard(backend_->lock_);
            if (!q.by_key())
                return ssot::error(ssot::errc::unsupported, "update by anything but keys");
            std::size_t changed = 0;
            for (auto& row : backend_->tables_[std::string(q.model->name)])
                if (is_asked(q, row)) {
                    ssot::storage::packed_row next;
                    for (std::size_t i = 0; i != q.model->fields.size(); ++i) {
                        auto const to = std::ranges::find(set, i, &ssot::storage::assignment::field);
                        next.push(to == set.end() ? row.at(i) : to->to);
                    }
                    row = std::move(next);
                    ++changed;
                }
            return changed;
        }

        ssot::result<std::size_t> erase(ssot::storage::query const& q)
        {
            std::scoped_lock guard(backend_->lock_);
            if (!q.by_key())
                return ssot::error(ssot::errc::unsupported, "erase by anything but keys");
            return std::erase_if(backend_->tables_[std::string(q.model->name)],
                                 [&](auto const& row) { return is_asked(q, row); });
        }

        ssot::result<void> begin(ssot::storage::tx_options) { return no_transactions(); }
        ssot::result<void> commit() { return no_transactions(); }
        void               rollback() noexcept {}

    private:
        static ssot::error no_transactions() { return {ssot::errc::misuse, "transactions were not declared"}; }

        static bool is_asked(ssot::storage::query const& q, ssot::storage::packed_row const& row)
        {
            return std::ranges::any_of(q.keys(), [&](auto const& key) { return compare(row.at(q.model->pk), key) == 0; });
        }

        table_scan_backend* backend_;
    };

    using session_type = session;

    ssot::storage::capabilities caps() const noexcept { return {}; }

    ssot::result<std::uint32_t> prepare_schema(ssot::storage::schema_view schema, ssot::storage::schema_mode)
    {
        return schema.version;
    }

    ssot::result<session> open() { return session(*this); }

private:
    std::mutex                   lock_{};
    std::map<std::string, table> tables_{};
};

static_assert(ssot::storage::storage_backend<table_scan_backend>);

} // namespace ssot_test

#endif // SSOT_TESTS_SUPPORT_TABLE_SCAN_BACKEND_HPP
