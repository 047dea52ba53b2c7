// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_JSON_RAW_JSON_HPP
#define SSOT_IMPL_JSON_RAW_JSON_HPP

#include <ssot/json/raw_json.hpp>

#include <ssot/detail/json_scan.hpp>
#include <ssot/detail/json_text_source.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace ssot {

inline bool detail::json_text_source::read_document(raw_json& out)
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

inline result<raw_json> raw_json::parse(std::string_view text, read_options const& options)
{
    if (text.size() > options.max_size)
        return detail::over_size(options.max_size);
    detail::json_text_source in(text, options);
    raw_json                 kept;
    if (!in.read_document(kept) || !in.at_end())
        return in.take_error();
    return kept;
}

inline raw_json raw_json::trusted(std::string text) noexcept
{
    bool const portable = !detail::may_hold_infinity(text) || !detail::holds_infinity(text);
    return raw_json(std::move(text), portable);
}

} // namespace ssot

#endif // SSOT_IMPL_JSON_RAW_JSON_HPP
