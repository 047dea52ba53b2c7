// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_VALIDATION_WORDS_HPP
#define SSOT_DETAIL_VALIDATION_WORDS_HPP

// Django's words for what is wrong with a value, and between rows.

#include <ssot/reflect.hpp>

#include <ssot/detail/python_number.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace ssot::detail {

inline constexpr std::string_view blank_words = "This field cannot be blank.";
inline constexpr std::string_view null_words  = "This field cannot be null.";

/// "Ensure this value has at most 64 characters (it has 65)." Both count code points.
inline std::string too_long_words(std::size_t most, std::size_t length)
{
    return "Ensure this value has at most " + std::to_string(most) + " characters (it has " + std::to_string(length) + ").";
}

inline std::string too_small_words(std::string_view least)
{
    return std::string("Ensure this value is greater than or equal to ").append(least).append(".");
}
inline std::string too_small_words(std::int64_t least) { return too_small_words(std::to_string(least)); }

inline std::string too_large_words(std::string_view most)
{
    return std::string("Ensure this value is less than or equal to ").append(most).append(".");
}
inline std::string too_large_words(std::int64_t most) { return too_large_words(std::to_string(most)); }

/// A limit as it was given, in Python's form.
inline std::string limit_text(std::optional<std::int64_t> whole, std::optional<double> real)
{
    if (!real)
        return std::to_string(whole.value_or(0));
    char buffer[max_float_text];
    return std::string(buffer, put_float(buffer, *real));
}

/// Calls `note(code, words)` when a number lies outside the limits of a floating point field.
template<class Note>
void check_real_limits(field_options const& o, double v, Note note)
{
    if (auto const least = o.least(); least && v < *least)
        note("min_value", too_small_words(limit_text(o.min_value, o.min_real)));
    if (auto const most = o.most(); most && v > *most)
        note("max_value", too_large_words(limit_text(o.max_value, o.max_real)));
}

/// "Value 'melt' is not a valid choice.", of the value as Python's repr() writes it.
inline std::string no_choice_words(std::string_view repr)
{
    return std::string("Value ").append(repr).append(" is not a valid choice.");
}

/// What a field that cannot read a value says: "“abc” value must be an integer."
inline std::string quoted_words(std::string_view value, std::string_view what)
{
    return std::string("\xe2\x80\x9c").append(value).append("\xe2\x80\x9d ").append(what);
}

/// Django's capfirst: the first letter, when it is one of ASCII, in upper case.
inline std::string capitalized(std::string_view text)
{
    std::string out(text);
    if (!out.empty() && out.front() >= 'a' && out.front() <= 'z')
        out.front() = static_cast<char>(out.front() - 'a' + 'A');
    return out;
}

/// Django's verbose name of a class that states none: "ScheduledJob" is a "scheduled job".
inline std::string words_of_class(std::string_view name)
{
    auto const  is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    auto const  is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
    std::string out;
    for (std::size_t i = 0; i != name.size(); ++i) {
        bool const begins =
            is_upper(name[i]) && ((i != 0 && is_lower(name[i - 1])) || (i + 1 != name.size() && !is_upper(name[i + 1])));
        if (begins && !out.empty())
            out += ' ';
        out += is_upper(name[i]) ? static_cast<char>(name[i] - 'A' + 'a') : name[i];
    }
    return out;
}

/// "job result instance with id UUID('...') does not exist.", of the key as Python's repr() writes it.
inline std::string missing_words(field_info const& f, std::string_view key_name, std::string_view key_repr)
{
    std::string out =
        f.to_verbose_name.empty() ? words_of_class(f.to.substr(f.to.find('.') + 1)) : std::string(f.to_verbose_name);
    return out.append(" instance with ").append(key_name).append(" ").append(key_repr).append(" does not exist.");
}

/// "Sync with this Id already exists.", "Content type with this App label and Python model class name already exists."
inline std::string taken_words(std::string_view model, std::span<std::string_view const> fields)
{
    std::string out = capitalized(model).append(" with this ");
    for (std::size_t i = 0; i != fields.size(); ++i)
        out.append(i == 0 ? "" : i + 1 == fields.size() ? " and " : ", ").append(capitalized(fields[i]));
    return out.append(" already exists.");
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_VALIDATION_WORDS_HPP
