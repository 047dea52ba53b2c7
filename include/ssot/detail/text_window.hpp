// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_TEXT_WINDOW_HPP
#define SSOT_DETAIL_TEXT_WINDOW_HPP

// The part of a long text that a reader looks at. It slides over what a source gives, or lies over a whole text.

#include <ssot/error.hpp>
#include <ssot/json/stream.hpp>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

namespace ssot::detail {

class text_window {
public:
    explicit text_window(std::string_view whole) noexcept
        : rest_(whole.empty() ? std::string_view("") : whole), complete_(true)
    {
    }
    text_window(json_source source, std::size_t chunk)
        : source_(std::move(source)), chunk_(std::clamp(chunk, least_chunk, most_chunk))
    {
    }
    text_window(text_window const&)            = delete;
    text_window& operator=(text_window const&) = delete;

    /// What has been read and not dropped.
    std::string_view rest() const noexcept { return rest_; }
    /// Whether nothing comes behind `rest()`.
    bool complete() const noexcept { return complete_; }
    /// Where `rest()` begins in the whole text.
    std::size_t offset() const noexcept { return offset_; }

    void drop(std::size_t n) noexcept
    {
        rest_.remove_prefix(n);
        offset_ += n;
    }

    /// Nothing more is asked of the source.
    void close() noexcept { complete_ = true; }

    /// Gets more text behind `rest()`, which moves. However little a source gives at once, all calls together move each byte a
    /// few times at most. Errors: those of the source, after which nothing is left.
    result<void> fill()
    {
        if (!source_) {
            complete_ = true;
            return error(errc::misuse, "there is no source to read from");
        }
        make_room();
        auto const room = static_cast<std::size_t>(buffer_.get() + capacity_ - rest_.data()) - rest_.size();
        auto const got  = source_(std::span(buffer_.get() + capacity_ - room, room));
        if (!got) {
            complete_ = true;
            rest_     = rest_.substr(0, 0);
            return got.error();
        }
        complete_ = *got == 0;
        rest_     = {rest_.data(), rest_.size() + std::min(*got, room)};
        return {};
    }

private:
    static constexpr std::size_t least_chunk = 64;
    static constexpr std::size_t most_chunk  = std::size_t{1} << 30;

    /// Room for half a chunk at least, and for a whole one whenever text is moved for it.
    void make_room()
    {
        auto const behind = buffer_ ? static_cast<std::size_t>(buffer_.get() + capacity_ - rest_.data()) - rest_.size() : 0;
        if (behind >= chunk_ / 2 && !rest_.empty())
            return;
        auto const capacity = std::max(rest_.size() + chunk_, 2 * rest_.size());
        if (capacity > capacity_) {
            std::unique_ptr<char[]> larger(new char[capacity]);
            if (!rest_.empty())
                std::memcpy(larger.get(), rest_.data(), rest_.size());
            buffer_   = std::move(larger);
            capacity_ = capacity;
        } else if (!rest_.empty()) {
            std::memmove(buffer_.get(), rest_.data(), rest_.size());
        }
        rest_ = {buffer_.get(), rest_.size()};
    }

    json_source             source_{};
    std::size_t             chunk_ = 0;
    std::unique_ptr<char[]> buffer_{};
    std::size_t             capacity_ = 0;
    std::string_view        rest_{"", 0}; ///< in the buffer when there is one
    std::size_t             offset_   = 0;
    bool                    complete_ = false;
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_TEXT_WINDOW_HPP
