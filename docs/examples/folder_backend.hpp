// SPDX-License-Identifier: BSL-1.0
#ifndef ACME_FOLDER_BACKEND_HPP
#define ACME_FOLDER_BACKEND_HPP

// Rows as files: a folder for each model, a file for each row, named by its key. What a transaction writes is kept in memory until
// its commit, which writes all of it to one file, the journal; from then on it has happened, and whoever opens the folder next
// finishes the work. One process at a time opens a folder. Written from the tutorial.

#include <ssot/storage/concept.hpp>
#include <ssot/storage/packed_row.hpp>

#include "folder_backend/folder.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace acme {

namespace st = ssot::storage;

class folder_backend {
public:
    class cursor {
    public:
        explicit cursor(std::vector<st::packed_row> rows) : rows_(std::move(rows)) {}

        st::result<bool> next() { return ++at_ < rows_.size(); }
        st::value_view   at(std::size_t i) const { return rows_[at_].at(i); }

    private:
        std::vector<st::packed_row> rows_;
        std::size_t                 at_ = static_cast<std::size_t>(-1);
    };

    class session {
    public:
        using cursor_type = cursor;

        explicit session(std::shared_ptr<folder> files) : files_(std::move(files)) {}

        st::result<std::size_t> insert(st::record_batch rows)
        {
            return change([&](file_changes& changes) -> st::result<std::size_t> {
                auto added = changes; // aside, so that the call adds all rows or none
                for (std::size_t i = 0; i != rows.size(); ++i) {
                    auto const path = path_of(*rows.model, rows[i].at(rows.model->pk));
                    if (find(added, path))
                        return taken(*rows.model, i);
                    added[path] = st::packed_row::pack(rows[i]).bytes();
                }
                changes = std::move(added);
                return rows.size();
            });
        }

        st::result<cursor> scan(st::query const& q)
        {
            reading const               guard(*this);
            std::vector<std::string>    paths;
            std::vector<st::packed_row> rows;
            if (q.by_key()) {
                for (auto const& key : q.keys())
                    paths.push_back(path_of(*q.model, key));
            } else {
                paths = files_->rows_of(q.model->name);
                for (auto const& [path, text] : changes_)
                    if (path.starts_with(std::string(q.model->name) + '/'))
                        paths.push_back(path);
            }
            std::ranges::sort(paths);
            auto const again = std::ranges::unique(paths);
            paths.erase(again.begin(), again.end());
            for (auto const& path : paths)
                if (auto const text = find(changes_, path)) {
                    auto row = st::packed_row::from_bytes(*q.model, *text);
                    if (!row)
                        return std::move(row).error();
                    rows.push_back(std::move(*row));
                }
            return cursor(std::move(rows));
        }

        st::result<std::size_t> update(st::query const& q, std::span<st::assignment const> set)
        {
            return change([&](file_changes& changes) -> st::result<std::size_t> {
                auto        changed = changes;
                std::size_t n       = 0;
                for (auto const& key : q.keys()) {
                    auto const path = path_of(*q.model, key);
                    auto const text = find(changed, path);
                    if (!text)
                        continue;
                    auto const old = st::packed_row::from_bytes(*q.model, *text);
                    if (!old)
                        return old.error();
                    st::packed_row row;
                    for (std::size_t f = 0; f != q.model->fields.size(); ++f) {
                        auto const to = std::ranges::find(set, f, &st::assignment::field);
                        row.push(to == set.end() ? old->at(f) : to->to);
                    }
                    changed[path] = row.bytes();
                    ++n;
                }
                changes = std::move(changed);
                return n;
            });
        }

        st::result<std::size_t> erase(st::query const& q)
        {
            return change([&](file_changes& changes) -> st::result<std::size_t> {
                std::size_t n = 0;
                for (auto const& key : q.keys())
                    if (auto const path = path_of(*q.model, key); find(changes, path)) {
                        changes[path] = std::nullopt;
                        ++n;
                    }
                return n;
            });
        }

        st::result<void> begin(st::tx_options options)
        {
            if (options.mode == st::tx_mode::read_only) {
                files_->start_reading(reader::transaction); // which sees one moment
                state_ = state::reading;
            } else {
                if (!files_->start_writing(options.timeout))
                    return st::error(st::errc::timeout, "another transaction is still writing", st::retry::transaction);
                state_ = state::writing;
            }
            return {};
        }
        st::result<void> commit()
        {
            if (state_ == state::writing && !changes_.empty()) {
                files_->start_changing();
                if (auto done = files_->commit(changes_); !done)
                    return done;
                changes_.clear();
            }
            rollback();
            return {};
        }
        void rollback() noexcept
        {
            changes_.clear();
            if (state_ == state::writing)
                files_->stop_writing();
            if (state_ == state::reading)
                files_->stop_reading(reader::transaction);
            state_ = state::none;
        }

    private:
        enum class state : std::uint8_t { none, reading, writing };

        /// Keeps the files as they are for one call, unless a transaction does so.
        struct reading {
            explicit reading(session const& s) : files(s.state_ == state::none ? s.files_.get() : nullptr)
            {
                if (files)
                    files->start_reading(reader::call);
            }
            reading(reading const&)            = delete;
            reading& operator=(reading const&) = delete;
            ~reading()
            {
                if (files)
                    files->stop_reading(reader::call);
            }
            folder* files;
        };

        /// Runs `work(changes)` in the open transaction, or in one of its own.
        template<class Work>
        st::result<std::size_t> change(Work work)
        {
            if (state_ == state::reading)
                return st::error(st::errc::read_only, "the transaction was begun read-only");
            if (state_ == state::writing)
                return work(changes_);
            if (auto begun = begin({}); !begun)
                return begun.error();
            auto out = work(changes_);
            if (out)
                if (auto done = commit(); !done)
                    out = done.error();
            if (!out)
                rollback();
            return out;
        }

        /// What the file at `path` holds after `changes`.
        std::optional<std::string> find(file_changes const& changes, std::string const& path) const
        {
            auto const changed = changes.find(path);
            return changed == changes.end() ? files_->read(path) : changed->second;
        }

        /// The error of a key that is taken, whose path names the row of the batch and the field.
        static st::error taken(st::model_desc const& model, std::size_t row)
        {
            return st::error(st::errc::already_exists, "there is a row with this key already")
                .with_path('[' + std::to_string(row) + "]." + std::string(model.fields[model.pk].name));
        }

        static std::string path_of(st::model_desc const& model, st::value_view key)
        {
            if (!key.is_buffer())
                return std::string(model.name) + '/' + std::to_string(key.as_int());
            constexpr char digits[] = "0123456789abcdef";
            std::string    out      = std::string(model.name) + '/';
            for (char const c : key.as_chars()) {
                out += digits[static_cast<unsigned char>(c) >> 4];
                out += digits[static_cast<unsigned char>(c) & 0xf];
            }
            return out;
        }

        std::shared_ptr<folder> files_;
        file_changes            changes_{}; // of the open transaction
        state                   state_ = state::none;
    };

    using session_type = session;

    explicit folder_backend(std::filesystem::path root) : files_(std::make_shared<folder>(std::move(root))) {}

    st::capabilities caps() const noexcept
    {
        return {.filters             = st::filtering::primary_key,
                .transactions        = true,
                .concurrent_sessions = true,
                .strongest           = st::isolation::serializable,
                .durable             = st::durability::power_loss};
    }
    st::result<std::uint32_t> prepare_schema(st::schema_view schema, st::schema_mode)
    {
        if (auto opened = files_->open(); !opened)
            return opened.error();
        for (auto const* model : schema.models)
            if (auto added = files_->add_model(model->name); !added)
                return added.error();
        return schema.version;
    }
    st::result<session> open() { return session(files_); }

private:
    std::shared_ptr<folder> files_;
};

static_assert(st::storage_backend<folder_backend>);

} // namespace acme

#endif // ACME_FOLDER_BACKEND_HPP
