// SPDX-License-Identifier: BSL-1.0
#ifndef ACME_FOLDER_BACKEND_HPP
#define ACME_FOLDER_BACKEND_HPP

// Rows as files: a folder for each model, a file for each row, named by its key. What a transaction writes is kept in memory until
// its commit, which writes all of it to one file, the journal; from then on it has happened, and whoever opens the folder next
// finishes the work. One process at a time opens a folder. Written from the tutorial.

#include <ssot/storage/concept.hpp>
#include <ssot/storage/packed_row.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace acme {

namespace st = ssot::storage;

/// Files by their path below the folder: what they shall hold, or nothing for one that goes.
using file_changes = std::map<std::string, std::optional<std::string>>;

inline void append_number(std::string& out, std::uint64_t v)
{
    for (int i = 0; i != 8; ++i, v >>= 8)
        out += static_cast<char>(v & 0xff);
}

/// Takes bytes from the front of a text. What is too short gives nothing.
class byte_reader {
public:
    explicit byte_reader(std::string_view bytes) : left_(bytes) {}

    std::string_view take(std::uint64_t n)
    {
        good_          = good_ && n <= left_.size();
        auto const out = good_ ? left_.substr(0, n) : std::string_view();
        left_.remove_prefix(out.size());
        return out;
    }
    std::uint64_t number()
    {
        std::uint64_t out  = 0;
        auto const    from = take(8);
        for (std::size_t i = from.size(); i-- != 0;)
            out = out << 8 | static_cast<unsigned char>(from[i]);
        return out;
    }
    bool good() const noexcept { return good_; }
    bool done() const noexcept { return left_.empty(); }

private:
    std::string_view left_;
    bool             good_ = true;
};

/// A row as the bytes of its file.
template<class Row>
std::string row_bytes(Row const& row, std::size_t fields)
{
    std::string out;
    for (std::size_t i = 0; i != fields; ++i) {
        auto const v = row.at(i);
        out += static_cast<char>(v.type());
        out += static_cast<char>(v.ordinal());
        std::uint64_t bits = 0;
        if (v.type() == ssot::kind::real) {
            double const d = v.as_real();
            std::memcpy(&bits, &d, sizeof bits);
        } else if (!v.is_buffer() && !v.is_null()) {
            bits = static_cast<std::uint64_t>(v.as_int());
        }
        append_number(out, v.is_buffer() ? v.as_chars().size() : bits);
        if (v.is_buffer())
            out.append(v.as_chars());
    }
    return out;
}

inline st::result<st::packed_row> row_from(std::string_view bytes)
{
    st::packed_row out;
    for (byte_reader in(bytes); !in.done();) {
        auto const head = in.take(2);
        auto const n    = in.number();
        if (!in.good())
            return st::error(st::errc::corrupted, "a file of a row is too short");
        auto const kind = static_cast<ssot::kind>(head[0]);
        switch (kind) {
        case ssot::kind::null: out.push({}); break;
        case ssot::kind::real: {
            double d = 0;
            std::memcpy(&d, &n, sizeof d);
            out.push(st::value_view::real(d));
            break;
        }
        case ssot::kind::boolean:
        case ssot::kind::int64:
        case ssot::kind::timestamp:
        case ssot::kind::duration: out.push(st::value_view::integer(static_cast<std::int64_t>(n), kind)); break;
        case ssot::kind::choice: out.push(st::value_view::choice(in.take(n), static_cast<std::uint8_t>(head[1]))); break;
        default: out.push(st::value_view::chars(in.take(n), kind));
        }
        if (!in.good())
            return st::error(st::errc::corrupted, "a file of a row is too short");
    }
    return out;
}

/// A folder that all sessions of a backend share.
class folder {
public:
    explicit folder(std::filesystem::path root) : root_(std::move(root)) {}
    folder(folder const&)            = delete;
    folder& operator=(folder const&) = delete;
    ~folder()
    {
        if (taken_ >= 0)
            ::close(taken_);
    }

    /// Makes the folder when there is none, takes it, and finishes a commit that was interrupted. Does nothing the next time.
    st::result<void> open()
    {
        if (taken_ >= 0)
            return {};
        std::error_code wrong;
        std::filesystem::create_directories(root_, wrong);
        if (wrong)
            return io(wrong.message());
        if (auto taken = take(); !taken)
            return taken;
        auto const journal = read("journal");
        if (!journal)
            return {};
        file_changes changes;
        for (byte_reader in(*journal); !in.done();) {
            auto const path = std::string(in.take(in.number()));
            auto const kept = in.number();
            auto const text = std::string(in.take(in.number()));
            if (!in.good())
                return st::error(st::errc::corrupted, "the journal is too short");
            changes[path] = kept != 0 ? std::optional(text) : std::nullopt;
        }
        return apply(changes);
    }

    st::result<void> add_model(std::string_view name)
    {
        std::error_code wrong;
        std::filesystem::create_directories(root_ / name, wrong);
        if (wrong)
            return io(wrong.message());
        return {};
    }

    std::optional<std::string> read(std::string const& path) const
    {
        std::ifstream in(root_ / path, std::ios::binary);
        if (!in)
            return std::nullopt;
        return std::string(std::istreambuf_iterator<char>(in), {});
    }

    /// The paths of all rows of a model, in no order.
    std::vector<std::string> rows_of(std::string_view model) const
    {
        std::vector<std::string> out;
        std::error_code          none;
        for (auto const& entry : std::filesystem::directory_iterator(root_ / model, none))
            out.push_back(std::string(model) + '/' + entry.path().filename().string());
        return out;
    }

    /// Makes all changes, or none: once the journal is on the disk under its name, they have happened.
    st::result<void> commit(file_changes const& changes)
    {
        std::string journal;
        for (auto const& [path, text] : changes) {
            append_number(journal, path.size());
            journal += path;
            append_number(journal, text ? 1 : 0);
            append_number(journal, text ? text->size() : 0);
            journal += text.value_or("");
        }
        if (auto written = write("journal", journal); !written || !sync_files())
            return io(std::strerror(errno));
        return apply(changes);
    }

    // One transaction writes at a time, and nobody reads while it changes the files.

    bool start_writing(std::chrono::milliseconds at_most)
    {
        return wait([&] { return !writing_; }, [&] { writing_ = true; }, at_most);
    }
    void start_reading()
    {
        wait([&] { return !changing_; }, [&] { ++readers_; }, {});
    }
    void stop_reading()
    {
        std::scoped_lock guard(lock_);
        --readers_;
        changed_.notify_all();
    }
    void start_changing()
    {
        wait([&] { return readers_ == 0; }, [&] { changing_ = true; }, {});
    }
    void stop_writing()
    {
        std::scoped_lock guard(lock_);
        changing_ = writing_ = false;
        changed_.notify_all();
    }

private:
    static st::error io(std::string words) { return {st::errc::io, std::move(words)}; }

    /// The system gives the folder back when the process ends, however it ends.
    st::result<void> take()
    {
        auto const path = root_ / "lock";
        int const  file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
        if (file < 0)
            return io(std::strerror(errno));
        if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
            ::close(file);
            return st::error(st::errc::busy, "another process uses this folder");
        }
        taken_ = file;
        return {};
    }

    template<class Ready, class Take>
    bool wait(Ready ready, Take take, std::chrono::milliseconds at_most)
    {
        std::unique_lock guard(lock_);
        if (at_most.count() == 0)
            changed_.wait(guard, ready);
        else if (!changed_.wait_for(guard, at_most, ready))
            return false;
        take();
        return true;
    }

    st::result<void> apply(file_changes const& changes)
    {
        for (auto const& [path, text] : changes) {
            if (text) {
                if (auto written = write(path, *text); !written)
                    return written;
                continue;
            }
            std::error_code wrong;
            std::filesystem::remove(root_ / path, wrong);
            if (wrong)
                return io(wrong.message());
        }
        if (!sync_files()) // before the journal goes
            return io(std::strerror(errno));
        std::error_code wrong;
        std::filesystem::remove(root_ / "journal", wrong);
        return {};
    }

    /// Writes a file aside and gives it its name.
    st::result<void> write(std::string const& path, std::string_view text)
    {
        auto const aside = root_ / "aside";
        int const  file  = ::open(aside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
        if (file < 0)
            return io(std::strerror(errno));
        bool good = true;
        for (std::size_t at = 0; good && at != text.size();) {
            auto const n = ::write(file, text.data() + at, text.size() - at);
            good         = n > 0;
            at += good ? static_cast<std::size_t>(n) : 0;
        }
        good = ::close(file) == 0 && good && ::rename(aside.c_str(), (root_ / path).c_str()) == 0;
        return good ? st::result<void>() : io(std::strerror(errno));
    }

    /// Waits until all files of the folder are on the disk.
    bool sync_files() const
    {
        int const file = ::open(root_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (file < 0)
            return false;
        bool const good = ::syncfs(file) == 0;
        return ::close(file) == 0 && good;
    }

    std::filesystem::path   root_;
    int                     taken_ = -1; ///< the open lock file
    std::mutex              lock_{};
    std::condition_variable changed_{};
    int                     readers_  = 0;
    bool                    writing_  = false;
    bool                    changing_ = false;
};

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
                        return st::error(st::errc::already_exists, "there is a row with this key already");
                    added[path] = row_bytes(rows[i], rows.model->fields.size());
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
                    auto row = row_from(*text);
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
                    auto const old = row_from(*text);
                    if (!old)
                        return old.error();
                    st::packed_row row;
                    for (std::size_t f = 0; f != q.model->fields.size(); ++f) {
                        auto const to = std::ranges::find(set, f, &st::assignment::field);
                        row.push(to == set.end() ? old->at(f) : to->to);
                    }
                    changed[path] = row_bytes(row, row.size());
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
                files_->start_reading(); // until the end, so that it sees one moment
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
                files_->stop_reading();
            state_ = state::none;
        }

    private:
        enum class state : std::uint8_t { none, reading, writing };

        /// Keeps the files as they are for one call, unless a transaction does so.
        struct reading {
            explicit reading(session const& s) : files(s.state_ == state::none ? s.files_.get() : nullptr)
            {
                if (files)
                    files->start_reading();
            }
            reading(reading const&)            = delete;
            reading& operator=(reading const&) = delete;
            ~reading()
            {
                if (files)
                    files->stop_reading();
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
