// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_TEXT_WINDOW_HPP
#define SSOT_DETAIL_JSON_TEXT_WINDOW_HPP

// The part of a long text that a reader sees. It slides over what a source returns, or covers a whole text.

#include <ssot/error.hpp>
#include <ssot/json/stream.hpp>

#include <cstddef>
#include <memory>
#include <string_view>

namespace ssot::detail {

class text_window {
public:
    explicit text_window(std::string_view whole) noexcept
        : rest_(whole.empty() ? std::string_view("") : whole), complete_(true)
    {
    }
    text_window(json_source source, std::size_t chunk);
    ~text_window();
    text_window(text_window const&)            = delete;
    text_window& operator=(text_window const&) = delete;

    /// Returns what has been read and not dropped.
    std::string_view rest() const noexcept { return rest_; }
    /// Returns whether no text follows `rest()`.
    bool complete() const noexcept { return complete_; }
    /// Returns the offset of `rest()` in the whole text.
    std::size_t offset() const noexcept { return offset_; }

    void drop(std::size_t n) noexcept
    {
        rest_.remove_prefix(n);
        offset_ += n;
    }

    /// Ends the text: nothing more is requested from the source.
    void close() noexcept { complete_ = true; }

    /// Appends more text to `rest()`, which may move. However little a source returns at a time, all calls together move
    /// each byte only a few times. Errors: those of the source, after which no text is left.
    result<void> fill();

private:
    static constexpr std::size_t least_chunk = 64;
    static constexpr std::size_t most_chunk  = std::size_t{1} << 30;

    /// Makes room for at least half a chunk, and for a whole one whenever text is moved anyway.
    void make_room();

    json_source             source_{};
    std::size_t             chunk_ = 0;
    std::unique_ptr<char[]> buffer_{};
    std::size_t             capacity_ = 0;
    // NOLINTNEXTLINE(bugprone-string-constructor): points into the buffer if there is one, and is never null
    std::string_view rest_{"", 0};
    std::size_t      offset_   = 0;
    bool             complete_ = false;
};

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/json/text_window.ipp>
#endif

#endif // SSOT_DETAIL_JSON_TEXT_WINDOW_HPP
