// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_TEXT_WINDOW_HPP
#define SSOT_DETAIL_JSON_TEXT_WINDOW_HPP

// The part of a long text that a reader looks at. It slides over what a source gives, or lies over a whole text.

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
    result<void> fill();

private:
    static constexpr std::size_t least_chunk = 64;
    static constexpr std::size_t most_chunk  = std::size_t{1} << 30;

    /// Room for half a chunk at least, and for a whole one whenever text is moved for it.
    void make_room();

    json_source             source_{};
    std::size_t             chunk_ = 0;
    std::unique_ptr<char[]> buffer_{};
    std::size_t             capacity_ = 0;
    std::string_view        rest_{"", 0}; ///< in the buffer when there is one
    std::size_t             offset_   = 0;
    bool                    complete_ = false;
};

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/json/text_window.ipp>
#endif

#endif // SSOT_DETAIL_JSON_TEXT_WINDOW_HPP
