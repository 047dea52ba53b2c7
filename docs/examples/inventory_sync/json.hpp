// SPDX-License-Identifier: BSL-1.0
#ifndef DEMO_JSON_HPP
#define DEMO_JSON_HPP

// JSON that stays text. Nothing is lost on the way, whatever the size of a number, and a document takes little more memory
// than it has characters.

#include <ssot/json/raw_json.hpp>
#include <ssot/json/text.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace demo {

/// The members of an object in the order in which they were written. A map to the library, which reads and writes any class
/// that has what this one has.
class fields {
public:
    using key_type    = std::string;
    using mapped_type = ssot::raw_json;
    using value_type  = std::pair<std::string, ssot::raw_json>;

    auto begin() const noexcept { return list_.begin(); }
    auto end() const noexcept { return list_.end(); }
    bool empty() const noexcept { return list_.empty(); }

    bool contains(std::string_view name) const
    {
        return std::ranges::any_of(list_, [&](auto const& member) { return member.first == name; });
    }

    /// Precondition: there is no member of this name. The loader has seen to that.
    void insert_or_assign(std::string name, ssot::raw_json value) { list_.emplace_back(std::move(name), std::move(value)); }

private:
    std::vector<value_type> list_{};
};

/// Reads JSON that was validated before.
template<class T>
T read(ssot::raw_json const& json)
{
    return ssot::from_json<T>(json.text()).value();
}

/// The value as a document.
template<class T>
ssot::raw_json to_raw(T const& value)
{
    return ssot::raw_json::trusted(ssot::to_json(value));
}

/// Follows valid JSON character by character, to tell what is inside a text.
class text_tracker {
public:
    /// Whether `c`, the next character, belongs to a text or is a quote around it.
    bool is_inside(char c) noexcept
    {
        bool const was_inside = inside_;
        if (c == '"' && !escaped_)
            inside_ = !inside_;
        escaped_ = inside_ && c == '\\' && !escaped_;
        return was_inside || inside_;
    }

private:
    bool inside_  = false;
    bool escaped_ = false; ///< the next character is part of an escape
};

/// Valid JSON without the space between its parts.
inline std::string compact(std::string_view json)
{
    std::string  out;
    text_tracker texts;
    for (char const c : json)
        if (texts.is_inside(c) || (c != ' ' && c != '\t' && c != '\n' && c != '\r'))
            out += c;
    return out;
}

/// The first value of a comma-separated list, with space around it; `list` is valid JSON that was in brackets, and may go on
/// with the closing one.
inline std::string_view first_value(std::string_view list) noexcept
{
    text_tracker texts;
    std::size_t  depth = 0;
    std::size_t  end   = 0;
    for (; end != list.size(); ++end) {
        char const c = list[end];
        if (texts.is_inside(c))
            continue;
        if (depth == 0 && (c == ',' || c == ']'))
            break;
        depth += c == '[' || c == '{';
        depth -= c == ']' || c == '}';
    }
    return list.substr(0, end);
}

inline bool is_number(std::string_view json) noexcept
{
    return json.front() == '-' || (json.front() >= '0' && json.front() <= '9');
}

/// Whether the number is written without a point and an exponent. JSON then has one way to write it, but for -0.
inline bool is_integer(std::string_view json) noexcept
{
    return is_number(json) && json.find_first_of(".eE") == std::string_view::npos && json != "-0";
}

} // namespace demo

#endif // DEMO_JSON_HPP
