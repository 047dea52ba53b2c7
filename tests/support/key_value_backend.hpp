// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_KEY_VALUE_BACKEND_HPP
#define SSOT_TESTS_SUPPORT_KEY_VALUE_BACKEND_HPP

// What a user's own backend looks like: one sorted map from key to row for each model, standing for RocksDB, LMDB, a REST
// store. It looks rows up by key and has transactions; the library filters, sorts, cuts, and follows foreign keys.

#include <ssot/storage/concept.hpp>
#include <ssot/storage/packed_row.hpp>

#include <algorithm>
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

namespace ssot_test {

class key_value_backend {
protected:
    using table  = std::map<std::string, ssot::storage::packed_row, std::less<>>;
    using tables = std::map<std::string_view, table>;

public:
    class cursor {
    public:
        explicit cursor(std::vector<ssot::storage::packed_row> rows) : rows_(std::move(rows)) {}

        ssot::result<bool>        next() { return ++at_ < rows_.size(); }
        ssot::storage::value_view at(std::size_t i) const { return rows_[at_].at(i); }

    private:
        std::vector<ssot::storage::packed_row> rows_; // copies, so that no lock is held
        std::size_t                            at_ = static_cast<std::size_t>(-1);
    };

    class session {
    public:
        using cursor_type = cursor;

        explicit session(key_value_backend& backend) : backend_(&backend) {}

        ssot::result<std::size_t> insert(ssot::storage::record_batch rows)
        {
            std::scoped_lock guard(backend_->lock_);
            auto&            to = backend_->tables_[rows.model->name];
            table            added; // aside, so that the call is all or nothing
            for (std::size_t i = 0; i != rows.size(); ++i) {
                auto key = bytes_of(rows[i].at(rows.model->pk));
                if (to.contains(key) || !added.emplace(std::move(key), ssot::storage::packed_row::pack(rows[i])).second)
                    return ssot::error(ssot::errc::already_exists, "the key is taken");
            }
            to.merge(added);
            return rows.size();
        }

        ssot::result<cursor> scan(ssot::storage::query const& q)
        {
            std::scoped_lock                       guard(backend_->lock_);
            auto const&                            from = backend_->tables_[q.model->name];
            std::vector<ssot::storage::packed_row> found;
            if (q.by_key()) {
                for (auto const& key : q.keys())
                    if (auto const at = from.find(bytes_of(key)); at != from.end())
                        found.push_back(at->second);
            } else {
                for (auto const& [key, row] : from)
                    found.push_back(row);
            }
            return cursor(std::move(found));
        }

        ssot::result<std::size_t> update(ssot::storage::query const& q, std::span<ssot::storage::assignment const> set)
        {
            std::scoped_lock guard(backend_->lock_);
            auto&            in      = backend_->tables_[q.model->name];
            std::size_t      changed = 0;
            for (auto const& key : q.keys()) {
                auto const at = in.find(bytes_of(key));
                if (at == in.end())
                    continue;
                ssot::storage::packed_row row;
                for (std::size_t i = 0; i != q.model->fields.size(); ++i) {
                    auto const to = std::ranges::find(set, i, &ssot::storage::assignment::field);
                    row.push(to == set.end() ? at->second.at(i) : to->to);
                }
                at->second = std::move(row);
                ++changed;
            }
            return changed;
        }

        ssot::result<std::size_t> erase(ssot::storage::query const& q)
        {
            std::scoped_lock guard(backend_->lock_);
            std::size_t      erased = 0;
            for (auto const& key : q.keys())
                erased += backend_->tables_[q.model->name].erase(bytes_of(key));
            return erased;
        }

        ssot::result<void> begin(ssot::storage::tx_options)
        {
            transaction_ = std::unique_lock(backend_->lock_); // one at a time: serializable
            before_      = backend_->tables_;
            return {};
        }

        ssot::result<void> commit()
        {
            before_.reset();
            transaction_.unlock();
            return {};
        }

        void rollback() noexcept
        {
            backend_->tables_ = std::move(*before_);
            before_.reset();
            transaction_.unlock();
        }

    protected:
        tables& rows() noexcept { return backend_->tables_; }

    private:
        key_value_backend*                     backend_;
        std::unique_lock<std::recursive_mutex> transaction_{};
        std::optional<tables>                  before_{};
    };

    using session_type = session;

    ssot::storage::capabilities caps() const noexcept
    {
        return {.filters             = ssot::storage::filtering::primary_key,
                .transactions        = true,
                .concurrent_sessions = true,
                .strongest           = ssot::storage::isolation::serializable};
    }

    ssot::result<std::uint32_t> prepare_schema(ssot::storage::schema_view schema, ssot::storage::schema_mode)
    {
        std::scoped_lock guard(lock_);
        for (auto const* model : schema.models)
            tables_[model->name];
        return schema.version;
    }

    ssot::result<session> open() { return session(*this); }

private:
    /// A key as bytes that sort as the key does.
    static std::string bytes_of(ssot::storage::value_view key)
    {
        if (key.is_buffer())
            return std::string(key.as_chars());
        auto        number = static_cast<std::uint64_t>(key.as_int()) ^ std::uint64_t{1} << 63;
        std::string out(8, '\0');
        for (std::size_t i = 8; i-- != 0; number >>= 8)
            out[i] = static_cast<char>(number & 0xff);
        return out;
    }

    std::recursive_mutex lock_{};
    tables               tables_{};
};

static_assert(ssot::storage::storage_backend<key_value_backend>);

} // namespace ssot_test

#endif // SSOT_TESTS_SUPPORT_KEY_VALUE_BACKEND_HPP
