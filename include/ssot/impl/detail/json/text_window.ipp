// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_JSON_TEXT_WINDOW_IPP
#define SSOT_IMPL_DETAIL_JSON_TEXT_WINDOW_IPP

#include <ssot/detail/json/text_window.hpp>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <utility>

namespace ssot::detail {

SSOT_DECL text_window::text_window(json_source source, std::size_t chunk)
    : source_(std::move(source)), chunk_(std::clamp(chunk, least_chunk, most_chunk))
{
}

SSOT_DECL text_window::~text_window() = default;

SSOT_DECL result<void> text_window::fill()
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

SSOT_DECL void text_window::make_room()
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

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_JSON_TEXT_WINDOW_IPP
