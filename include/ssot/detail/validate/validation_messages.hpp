// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_VALIDATE_VALIDATION_MESSAGES_HPP
#define SSOT_DETAIL_VALIDATE_VALIDATION_MESSAGES_HPP

// Django's messages for invalid values and for conflicts between rows.

#include <ssot/reflect.hpp>

#include <ssot/detail/base/config.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace ssot::detail {

inline constexpr std::string_view blank_message = "This field cannot be blank.";
inline constexpr std::string_view null_message  = "This field cannot be null.";

/// "Ensure this value has at most 64 characters (it has 65)." Both count code points.
std::string too_long_message(std::size_t most, std::size_t length);

std::string        too_small_message(std::string_view least);
inline std::string too_small_message(std::int64_t least) { return too_small_message(std::to_string(least)); }

std::string        too_large_message(std::string_view most);
inline std::string too_large_message(std::int64_t most) { return too_large_message(std::to_string(most)); }

/// Returns a limit as it was given, in Python's form.
std::string limit_text(std::optional<std::int64_t> whole, std::optional<double> real);

/// Calls `note(code, words)` if a number is outside the limits of a floating point field.
template<class Note>
void check_real_limits(field_options const& o, double v, Note note)
{
    if (auto const least = o.least(); least && v < *least)
        note("min_value", too_small_message(limit_text(o.min_value, o.min_real)));
    if (auto const most = o.most(); most && v > *most)
        note("max_value", too_large_message(limit_text(o.max_value, o.max_real)));
}

/// "Value 'melt' is not a valid choice.", with the value as Python's repr() writes it.
std::string no_choice_message(std::string_view repr);

/// The message of a field that cannot read a value: "“abc” value must be an integer."
std::string quoted_message(std::string_view value, std::string_view what);

/// Django's capfirst: puts the first letter, if it is ASCII, in upper case.
std::string capitalized(std::string_view text);

/// Django's verbose name of a class that states none: "scheduled job" for "ScheduledJob".
std::string words_of_class(std::string_view name);

/// "job result instance with id UUID('...') does not exist.", with the key as Python's repr() writes it.
std::string missing_message(field_info const& f, std::string_view key_name, std::string_view key_repr);

/// Such as "Sync with this Id already exists." and "Content type with this App label and Python model class name already
/// exists."
std::string taken_message(std::string_view model, std::span<std::string_view const> fields);

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/validate/validation_messages.ipp>
#endif

#endif // SSOT_DETAIL_VALIDATE_VALIDATION_MESSAGES_HPP
