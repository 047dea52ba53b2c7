// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_VALIDATION_WORDS_HPP
#define SSOT_DETAIL_VALIDATION_WORDS_HPP

// Django's words for what is wrong between rows.

#include <ssot/reflect.hpp>
#include <ssot/storage/value.hpp>
#include <ssot/uuid.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace ssot::detail {

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

/// "job result instance with id UUID('...') does not exist."
inline std::string missing_words(field_info const& f, std::string_view key_name, storage::value_view key)
{
    std::string out =
        f.to_verbose_name.empty() ? words_of_class(f.to.substr(f.to.find('.') + 1)) : std::string(f.to_verbose_name);
    out.append(" instance with ").append(key_name).append(" ");
    if (key.type() == kind::uuid)
        out.append("UUID('").append(ssot::to_string(key.as_uuid())).append("')");
    else
        out.append(std::to_string(key.as_int()));
    return out.append(" does not exist.");
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
