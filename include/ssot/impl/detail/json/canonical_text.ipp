// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_JSON_CANONICAL_TEXT_IPP
#define SSOT_IMPL_DETAIL_JSON_CANONICAL_TEXT_IPP

#include <ssot/detail/json/canonical_text.hpp>

#include <chrono>
#include <cstring>
#include <string_view>

namespace ssot::detail {

SSOT_DETAIL_COLD SSOT_DECL bool timestamp_reader::read_day(char const* text) noexcept
{
    text_taker in{std::string_view(text, sizeof day_text_)};
    int        y = 0, m = 0, d = 0;
    if (!in.take_digits(4, y) || !in.take('-') || !in.take_digits(2, m) || !in.take('-') || !in.take_digits(2, d) ||
        !in.take('T'))
        return false;
    auto const date =
        std::chrono::year{y} / std::chrono::month{static_cast<unsigned>(m)} / std::chrono::day{static_cast<unsigned>(d)};
    if (y < 1 || !date.ok())
        return false;
    std::memcpy(day_text_, text, sizeof day_text_);
    day_ = std::chrono::duration_cast<duration>(std::chrono::sys_days{date}.time_since_epoch()).count();
    return true;
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_JSON_CANONICAL_TEXT_IPP
