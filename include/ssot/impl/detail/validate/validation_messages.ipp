// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_VALIDATE_VALIDATION_MESSAGES_IPP
#define SSOT_IMPL_DETAIL_VALIDATE_VALIDATION_MESSAGES_IPP

#include <ssot/detail/text/python_number.hpp>
#include <ssot/detail/validate/validation_messages.hpp>

#include <cstddef>

namespace ssot::detail {

SSOT_DECL std::string too_long_message(std::size_t most, std::size_t length)
{
    return "Ensure this value has at most " + std::to_string(most) + " characters (it has " + std::to_string(length) + ").";
}

SSOT_DECL std::string too_small_message(std::string_view least)
{
    return std::string("Ensure this value is greater than or equal to ").append(least).append(".");
}

SSOT_DECL std::string too_large_message(std::string_view most)
{
    return std::string("Ensure this value is less than or equal to ").append(most).append(".");
}

SSOT_DECL std::string limit_text(std::optional<std::int64_t> whole, std::optional<double> real)
{
    if (!real)
        return std::to_string(whole.value_or(0));
    char buffer[max_float_text];
    return std::string(buffer, put_float(buffer, *real));
}

SSOT_DECL std::string no_choice_message(std::string_view repr)
{
    return std::string("Value ").append(repr).append(" is not a valid choice.");
}

SSOT_DECL std::string quoted_message(std::string_view value, std::string_view what)
{
    return std::string("\xe2\x80\x9c").append(value).append("\xe2\x80\x9d ").append(what);
}

SSOT_DECL std::string capitalized(std::string_view text)
{
    std::string out(text);
    if (!out.empty() && out.front() >= 'a' && out.front() <= 'z')
        out.front() = static_cast<char>(out.front() - 'a' + 'A');
    return out;
}

SSOT_DECL std::string words_of_class(std::string_view name)
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

SSOT_DECL std::string missing_message(field_info const& f, std::string_view key_name, std::string_view key_repr)
{
    std::string out = f.target_verbose_name.empty() ? words_of_class(f.target_label.substr(f.target_label.find('.') + 1))
                                                    : std::string(f.target_verbose_name);
    return out.append(" instance with ").append(key_name).append(" ").append(key_repr).append(" does not exist.");
}

SSOT_DECL std::string taken_message(std::string_view model, std::span<std::string_view const> fields)
{
    std::string out = capitalized(model).append(" with this ");
    for (std::size_t i = 0; i != fields.size(); ++i)
        out.append(i == 0 ? "" : i + 1 == fields.size() ? " and " : ", ").append(capitalized(fields[i]));
    return out.append(" already exists.");
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_VALIDATE_VALIDATION_MESSAGES_IPP
