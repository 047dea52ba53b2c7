// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_SQL_LIKE_COMPARE_HPP
#define SSOT_TESTS_SUPPORT_SQL_LIKE_COMPARE_HPP

// Compares two values and searches texts, by hand, or wrongly in some way.

#include <ssot/storage/query.hpp>

#include "mutation.hpp"
#include "rows.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace ssot_test::sql {

template<class T>
int sign_of(T const& a, T const& b) noexcept
{
    return a < b ? -1 : b < a ? 1 : 0;
}

inline int compare_bytes(std::string_view a, std::string_view b) noexcept
{
    for (std::size_t i = 0; i != a.size() && i != b.size(); ++i)
        if (auto const x = static_cast<unsigned char>(a[i]), y = static_cast<unsigned char>(b[i]); x != y)
            return x < y ? -1 : 1;
    return sign_of(a.size(), b.size());
}

/// The text with A to Z as a to z; if `more`, also the letters of Latin-1 with accents, in UTF-8.
inline std::string folded(std::string_view text, bool more = false)
{
    std::string out(text);
    for (std::size_t i = 0; i != out.size(); ++i) {
        auto const c = static_cast<unsigned char>(out[i]);
        if (c >= 'A' && c <= 'Z')
            out[i] = static_cast<char>(c + 32);
        else if (more && c >= 0x80 && c <= 0x9e && c != 0x97 && i != 0 && static_cast<unsigned char>(out[i - 1]) == 0xc3)
            out[i] = static_cast<char>(c + 32);
    }
    return out;
}

inline std::string_view without_trailing_spaces(std::string_view text) noexcept
{
    while (text.ends_with(' '))
        text.remove_suffix(1);
    return text;
}

/// The text with a letter and its accent as one character, where it is é.
inline std::string composed(std::string_view text)
{
    std::string out(text);
    for (std::size_t at = 0; (at = out.find("e\xcc\x81", at)) != std::string::npos;)
        out.replace(at, 3, "\xc3\xa9");
    return out;
}

/// Bytes that order as the UTF-16 code units of the text do.
inline std::string in_utf_16(std::string_view text)
{
    std::string out(text);
    for (auto& c : out) // what needs two units comes before U+E000
        if (static_cast<unsigned char>(c) >= 0xf0)
            c = '\xed';
    return out;
}

/// The part of a text that is looked at, in the ways that look at a part of each text.
inline std::string text_seen_as(way how, std::string_view v)
{
    switch (how) {
    case way::without_case: return folded(v);
    case way::by_length: return std::to_string(v.size());
    case way::padded: return std::string(without_trailing_spaces(v));
    case way::until_nul: return std::string(v.substr(0, v.find('\0')));
    case way::first_8: return std::string(v.substr(0, 8));
    case way::first_255: return std::string(v.substr(0, 255));
    case way::first_1024: return std::string(v.substr(0, 1024));
    case way::composed: return composed(v);
    default: return std::string(v);
    }
}

inline int compare_texts(way how, std::string_view a, std::string_view b)
{
    switch (how) {
    case way::by_length: return sign_of(a.size(), b.size());
    case way::signed_bytes: {
        auto const [x, y] = std::ranges::mismatch(a, b);
        return x == a.end() || y == b.end() ? sign_of(a.size(), b.size())
                                            : sign_of(static_cast<signed char>(*x), static_cast<signed char>(*y));
    }
    case way::utf_16: return compare_bytes(in_utf_16(a), in_utf_16(b));
    case way::none: return compare_bytes(a, b);
    case way::last_bytes: return compare_bytes(std::string(a.rbegin(), a.rend()), std::string(b.rbegin(), b.rend()));
    case way::reversed: return compare_bytes(b, a);
    default: return compare_bytes(text_seen_as(how, a), text_seen_as(how, b));
    }
}

inline double with_15_digits(double v)
{
    char text[40];
    std::snprintf(text, sizeof text, "%.15g", v);
    return std::strtod(text, nullptr);
}

inline std::int64_t seen_as(way how, std::int64_t v) noexcept
{
    switch (how) {
    case way::low_32: return static_cast<std::int32_t>(static_cast<std::uint32_t>(static_cast<std::uint64_t>(v)));
    case way::to_ms: return v / 1'000;
    case way::to_seconds: return v / 1'000'000;
    case way::absolute: return v < 0 && v != INT64_MIN ? -v : v;
    default: return v;
    }
}

inline double number(value_view v) noexcept
{
    return v.type() == kind::real ? v.as_real() : static_cast<double>(v.as_int());
}

/// Negative, zero or positive. Neither is null. A NaN is as large as any number.
inline int compare_values(way how, value_view a, value_view b)
{
    if (a.is_buffer() && b.is_buffer()) {
        if (how == way::by_ordinal && a.type() == kind::choice && b.type() == kind::choice)
            return sign_of(a.ordinal(), b.ordinal());
        return compare_texts(how, a.as_chars(), b.as_chars());
    }
    if (a.is_buffer() || b.is_buffer())
        return sign_of(a.is_buffer(), b.is_buffer());
    if (how == way::reversed)
        std::swap(a, b);
    if (a.type() == kind::real || b.type() == kind::real) {
        auto const x = number(a);
        auto const y = number(b);
        switch (how) {
        case way::as_int: return sign_of(std::trunc(x), std::trunc(y));
        case way::as_float: return sign_of(static_cast<float>(x), static_cast<float>(y));
        case way::absolute: return sign_of(std::fabs(x), std::fabs(y));
        case way::digits_15: return sign_of(with_15_digits(x), with_15_digits(y));
        default: return sign_of(x, y);
        }
    }
    switch (how) {
    case way::as_unsigned: return sign_of(static_cast<std::uint64_t>(a.as_int()), static_cast<std::uint64_t>(b.as_int()));
    case way::as_real: return sign_of(static_cast<double>(a.as_int()), static_cast<double>(b.as_int()));
    default: return sign_of(seen_as(how, a.as_int()), seen_as(how, b.as_int()));
    }
}

inline bool is_nan(value_view v) noexcept { return v.type() == kind::real && std::isnan(v.as_real()); }

/// Whether a text is like a pattern, of which one character in some ways is not taken as it is.
inline bool is_like(way how, std::string_view text, std::string_view pattern)
{
    if (pattern.empty())
        return text.empty();
    if (pattern[0] == '\x01' || (pattern[0] == '%' && how == way::like_percent)) { // \x01: ours, for what may stand around
        for (std::size_t i = 0; i <= text.size(); ++i)
            if (is_like(how, text.substr(i), pattern.substr(1)))
                return true;
        return false;
    }
    if (pattern[0] == '\\' && how == way::like_backslash && pattern.size() > 1)
        pattern.remove_prefix(1);
    else if (pattern[0] == '_' && how == way::like_underscore)
        return !text.empty() && is_like(how, text.substr(1), pattern.substr(1));
    return !text.empty() && text[0] == pattern[0] && is_like(how, text.substr(1), pattern.substr(1));
}

/// Whether a text search finds.
inline bool finds(way how, st::op what, std::string_view whole, std::string_view sought)
{
    using st::op;
    enum { anywhere, front, back, exact } where = anywhere;
    bool folds                                  = false;
    switch (what) {
    case op::icontains: folds = true; break;
    case op::istarts_with: folds = true; [[fallthrough]];
    case op::starts_with: where = front; break;
    case op::iends_with: folds = true; [[fallthrough]];
    case op::ends_with: where = back; break;
    case op::iexact: folds = true, where = exact; break;
    default: break;
    }
    switch (how) {
    case way::folds: folds = true; break;
    case way::does_not_fold: folds = false; break;
    case way::as_contains: where = anywhere; break;
    case way::as_starts: where = front; break;
    case way::as_ends: where = back; break;
    case way::as_exact: where = exact; break;
    case way::empty_matches_none:
        if (sought.empty())
            return false;
        break;
    case way::until_nul:
        whole  = whole.substr(0, whole.find('\0'));
        sought = sought.substr(0, sought.find('\0'));
        break;
    case way::padded:
        whole  = without_trailing_spaces(whole);
        sought = without_trailing_spaces(sought);
        break;
    default: break;
    }
    bool const more   = how == way::folds_more;
    auto const text   = folds ? folded(whole, more) : std::string(whole);
    auto const needle = folds ? folded(sought, more) : std::string(sought);
    if (how == way::like_percent || how == way::like_underscore || how == way::like_backslash) {
        std::string const any = "\x01";
        return is_like(how,
                       text,
                       (where == anywhere || where == back ? any : "") + needle +
                           (where == anywhere || where == front ? any : ""));
    }
    switch (where) {
    case front: return text.starts_with(needle);
    case back: return text.ends_with(needle);
    case exact: return text == needle;
    default: return text.find(needle) != std::string::npos;
    }
}

} // namespace ssot_test::sql

#endif // SSOT_TESTS_SUPPORT_SQL_LIKE_COMPARE_HPP
