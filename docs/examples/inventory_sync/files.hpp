// SPDX-License-Identifier: BSL-1.0
#ifndef DEMO_FILES_HPP
#define DEMO_FILES_HPP

// Files as wholes: read at once, and replaced at once.

#include "errors.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace demo {

/// Why the last call of the C library failed.
inline std::string last_system_error() { return std::generic_category().message(errno); }

struct close_file {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};
using file_handle = std::unique_ptr<std::FILE, close_file>;

/// The content of a file. Errors: `failure`.
inline std::string read_file(std::string const& path)
{
    file_handle const file(std::fopen(path.c_str(), "rb"));
    if (!file)
        throw failure(path + ": " + last_system_error());

    constexpr std::size_t block = 1 << 20;
    std::string           text;
    for (std::size_t size = 0;;) {
        text.resize(size + block);
        auto const got = std::fread(text.data() + size, 1, block, file.get());
        size += got;
        if (got == block)
            continue;
        if (std::ferror(file.get()) != 0)
            throw failure(path + ": " + last_system_error());
        text.resize(size);
        return text;
    }
}

/// A file that is a draft until it is published: a reader finds the old file or the new one, never a part.
/// Errors: `failure`.
class new_file {
public:
    explicit new_file(std::filesystem::path path)
        : path_(std::move(path)), draft_(path_.string() + '.' + std::to_string(getpid()) + ".tmp"),
          file_(std::fopen(draft_.c_str(), "wx"))
    {
        if (!file_)
            fail();
    }
    new_file(new_file const&)            = delete;
    new_file& operator=(new_file const&) = delete;
    ~new_file()
    {
        if (!published_)
            std::remove(draft_.c_str());
    }

    void write(std::string_view text)
    {
        if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size())
            fail();
    }

    /// Makes sure that the disk has all that was written. Nothing is written after this.
    void finish()
    {
        if (std::fflush(file_.get()) != 0 || fsync(fileno(file_.get())) != 0 || std::fclose(file_.release()) != 0)
            fail();
    }

    /// Gives the draft its name. Precondition: it is finished.
    void publish()
    {
        if (std::rename(draft_.c_str(), path_.c_str()) != 0)
            fail();
        published_ = true;
    }

private:
    [[noreturn]] void fail() const { throw failure("cannot write " + path_.string() + ": " + last_system_error()); }

    std::filesystem::path path_;
    std::string           draft_;
    file_handle           file_;
    bool                  published_ = false;
};

} // namespace demo

#endif // DEMO_FILES_HPP
