// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_SQL_LIKE_DAMAGE_HPP
#define SSOT_TESTS_SUPPORT_SQL_LIKE_DAMAGE_HPP

// What a backend that is wrong on purpose makes of a value that it stores or reads.

#include <ssot/storage/schema.hpp>

#include "compare.hpp"
#include "mutation.hpp"
#include "rows.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace ssot_test::sql {

inline st::value damaged_text(way how, st::field_desc const& f, value_view v)
{
    std::string text(v.as_chars());
    switch (how) {
    case way::empty_as_null:
        if (text.empty())
            return {};
        break;
    case way::cut_at_nul: text.resize(std::min(text.size(), text.find('\0'))); break;
    case way::cut_at_255: text.resize(std::min<std::size_t>(text.size(), 255)); break;
    case way::cut_at_64k: text.resize(std::min<std::size_t>(text.size(), 65'535)); break;
    case way::cut_at_256k: text.resize(std::min<std::size_t>(text.size(), 262'143)); break;
    case way::cut_last_byte:
        if (!text.empty())
            text.pop_back();
        break;
    case way::trimmed: text = without_trailing_spaces(text); break;
    case way::newlines_joined: std::erase(text, '\r'); break;
    case way::only_latin:
        for (auto& c : text)
            if (static_cast<unsigned char>(c) >= 0xf0)
                c = '?';
        break;
    case way::lower_case: text = folded(text); break;
    case way::numeric_text: // as a column does that prefers numbers
        if (text == "1.0")
            text = "1";
        break;
    case way::null_text: // as a text form does that has a word for null
        if (text == "NULL" || text == "\\N")
            return {};
        break;
    case way::composed: text = composed(text); break;
    case way::swapped_bytes:
        if (text.size() == 16)
            std::swap(text[0], text[3]), std::swap(text[1], text[2]), std::swap(text[4], text[5]),
                std::swap(text[6], text[7]);
        break;
    case way::nil_as_null:
        if (text.find_first_not_of('\0') == std::string::npos)
            return {};
        break;
    case way::first_choice:
        if (!f.choices.empty())
            return st::value(value_view::choice(f.choices.front().wire, 0));
        break;
    default: break;
    }
    return v.type() == kind::choice ? st::value(value_view::choice(text, v.ordinal()))
                                    : st::value(value_view::chars(text, v.type()));
}

inline std::int64_t damaged_int(way how, std::int64_t v)
{
    constexpr std::int64_t day = 86'400'000'000;
    switch (how) {
    case way::int_rounded:
        return std::abs(static_cast<double>(v)) < 9.2e18 ? static_cast<std::int64_t>(static_cast<double>(v)) : v;
    case way::minus_one: return v == 0 ? v : v - 1;
    case way::to_ms: return v - v % 1'000;
    case way::to_seconds: return v - v % 1'000'000;
    case way::since_1970: return std::max<std::int64_t>(v, 0);
    case way::until_2262: return std::clamp<std::int64_t>(v, INT64_MIN / 1'000, INT64_MAX / 1'000);
    case way::below_a_day: return v % day;
    case way::inverted: return v == 0;
    default: return seen_as(how, v);
    }
}

/// What is stored, or read, instead of a value.
inline st::value damaged(way how, st::field_desc const& f, value_view v)
{
    if (v.is_null()) {
        if (how != way::null_as_zero)
            return {};
        switch (f.type) {
        case kind::real: return st::value(value_view::real(0));
        case kind::text: return st::value(value_view::chars("", f.type));
        case kind::json: return st::value(value_view::chars("null", f.type));
        case kind::choice: return f.choices.empty() ? st::value() : st::value(value_view::choice(f.choices.front().wire, 0));
        case kind::boolean:
        case kind::int64:
        case kind::timestamp:
        case kind::duration: return st::value(value_view::integer(0, f.type));
        default: return {};
        }
    }
    if (v.is_buffer())
        return damaged_text(how, f, v);
    if (v.type() != kind::real)
        return st::value(value_view::integer(damaged_int(how, v.as_int()), v.type()));
    switch (how) {
    case way::minus_zero_lost: return st::value(value_view::real(v.as_real() == 0 ? 0.0 : v.as_real()));
    case way::as_float: return st::value(value_view::real(static_cast<double>(static_cast<float>(v.as_real()))));
    case way::as_int: return st::value(value_view::real(std::trunc(v.as_real())));
    case way::digits_15: return st::value(value_view::real(with_15_digits(v.as_real())));
    default: return st::value(v);
    }
}

} // namespace ssot_test::sql

#endif // SSOT_TESTS_SUPPORT_SQL_LIKE_DAMAGE_HPP
