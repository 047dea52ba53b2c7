// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_JSON_RAW_JSON_IPP
#define SSOT_IMPL_JSON_RAW_JSON_IPP

#include <ssot/json/raw_json.hpp>

#include <ssot/detail/base/simd.hpp>
#include <ssot/detail/json/error_slot.hpp>
#include <ssot/detail/json/scan.hpp>
#include <ssot/detail/json/skipper.hpp>
#include <ssot/detail/json/text_source.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace ssot {

namespace detail {

/// Whether a valid text has a number beyond a double. True also where it is nested too deep to be looked at.
SSOT_DECL bool holds_infinity(std::string_view json) noexcept
{
    json_skipper skipper(json.data() + json.size());
    return !skipper.value(json.data(), most_levels) || skipper.saw_infinity();
}

/// The same without an understanding of the text, in a fraction of the time: whether there are digits enough, or an `e` behind
/// one, as they also stand in texts.
SSOT_DECL bool may_hold_infinity(std::string_view json) noexcept
{
    std::size_t i = 0;
#if SSOT_DETAIL_SSE2
    bool digit_before = false;
    for (; json.size() - i >= 16; i += 16) {
        auto const bytes = _mm_loadu_si128(reinterpret_cast<__m128i const*>(json.data() + i));
        auto const lower = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
        auto const e     = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(lower, _mm_set1_epi8('e'))));
        auto const above = _mm_cmpgt_epi8(bytes, _mm_set1_epi8('0' - 1));
        auto const below = _mm_cmplt_epi8(bytes, _mm_set1_epi8('9' + 1));
        auto const digit = static_cast<unsigned>(_mm_movemask_epi8(_mm_and_si128(above, below)));
        if ((e & (digit << 1 | unsigned{digit_before})) != 0 || digit == 0xffff)
            return true;
        digit_before = (digit & 0x8000) != 0;
    }
    i -= i != 0; // the digit before
#endif
    for (std::size_t run = 0; i != json.size(); ++i) {
        char const c = json[i];
        if (run != 0 && (c == 'e' || c == 'E'))
            return true;
        run = is_json_digit(c) ? run + 1 : 0;
        if (run == 200)
            return true;
    }
    return false;
}

/// Line breaks between tokens; inside texts they are escaped.
SSOT_DECL void drop_line_breaks(std::string& json)
{
    std::erase_if(json, [](char c) { return c == '\n' || c == '\r'; });
}

} // namespace detail

SSOT_DECL bool detail::json_text_source::read_document(raw_json& out)
{
    skip_space();
    auto const* const first = at_;
    auto const        usual = std::min(options_.max_depth, read_options{}.max_depth);
    json_skipper      skipper(end_);
    if (auto const* const behind = skipper.value(at_, usual); behind && options_.duplicates == duplicate_keys::last_wins)
        [[likely]] {
        out = raw_json(std::string(first, behind), !skipper.saw_infinity());
        at_ = behind;
        if (!skipper.saw_line_break()) [[likely]]
            return true;
        line_break_ = true;
    } else {
        if (!skip())
            return false;
        out = raw_json(std::string(first, at_), behind && !skipper.saw_infinity());
    }
    drop_line_breaks(out.text_);
    return true;
}

SSOT_DECL result<raw_json> raw_json::parse(std::string_view text, read_options const& options)
{
    if (text.size() > options.max_size)
        return detail::over_size(options.max_size);
    detail::json_text_source in(text, options);
    raw_json                 kept;
    if (!in.read_document(kept) || !in.at_end())
        return in.take_error();
    return kept;
}

SSOT_DECL raw_json raw_json::trusted(std::string text) noexcept
{
    bool const portable = !detail::may_hold_infinity(text) || !detail::holds_infinity(text);
    return raw_json(std::move(text), portable);
}

} // namespace ssot

#endif // SSOT_IMPL_JSON_RAW_JSON_IPP
