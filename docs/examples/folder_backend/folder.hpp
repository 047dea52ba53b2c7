// SPDX-License-Identifier: BSL-1.0
#ifndef ACME_FOLDER_BACKEND_FOLDER_HPP
#define ACME_FOLDER_BACKEND_FOLDER_HPP

// Files that change together or not at all, in a folder that one process at a time opens.

#include <ssot/storage/concept.hpp>

#include "journal_bytes.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace acme {

namespace st = ssot::storage;

/// Files by their path below the folder: what they shall hold, or nothing for one that goes.
using file_changes = std::map<std::string, std::optional<std::string>>;

/// What keeps the files as they are: one call, or a transaction until its end.
enum class reader : std::uint8_t { call, transaction };

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
        std::unique_lock guard(lock_);
        auto const       free = [&] { return !writing_; };
        if (at_most.count() == 0)
            changed_.wait(guard, free);
        else if (!changed_.wait_for(guard, at_most, free))
            return false;
        writing_ = true;
        return true;
    }
    void start_reading(reader who)
    {
        std::unique_lock guard(lock_);
        // A commit that waits for calls goes before further ones, or calls without a pause would keep it waiting for ever. One
        // that waits for a transaction does not: the thread that has to end the transaction may be here.
        changed_.wait(guard, [&] { return !changing_ && (!commit_waits_ || transactions_ != 0); });
        ++(who == reader::call ? calls_ : transactions_);
    }
    void stop_reading(reader who)
    {
        std::scoped_lock guard(lock_);
        --(who == reader::call ? calls_ : transactions_);
        changed_.notify_all();
    }
    void start_changing()
    {
        std::unique_lock guard(lock_);
        commit_waits_ = true;
        changed_.wait(guard, [&] { return calls_ == 0 && transactions_ == 0; });
        commit_waits_ = false;
        changing_     = true;
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
    int                     calls_        = 0; ///< that read
    int                     transactions_ = 0; ///< that only read
    bool                    writing_      = false;
    bool                    commit_waits_ = false;
    bool                    changing_     = false;
};

} // namespace acme

#endif // ACME_FOLDER_BACKEND_FOLDER_HPP
