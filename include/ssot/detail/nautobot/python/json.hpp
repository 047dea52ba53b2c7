// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_NAUTOBOT_PYTHON_JSON_HPP
#define SSOT_DETAIL_NAUTOBOT_PYTHON_JSON_HPP

// JSON as Python's json.loads reads it: NaN and Infinity are numbers, integers have any length, of two equal keys the last
// wins at the place of the first. Errors are in Python's words. Django looks at an object's keys out of order: a text is checked
// once, and then looked at where that is needed, so that what nobody looks at costs no memory. A tree of it takes up to a hundred
// times the text.

#include <ssot/error.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/base/function_ref.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ssot::detail {

struct python_value {
    enum class type : std::uint8_t { none, boolean, integer, real, text, list, dict };

    type                      is      = type::none;
    bool                      boolean = false;
    double                    real    = 0;
    std::string               text{};  ///< the text, or the digits of an integer
    std::vector<python_value> items{}; ///< of a list, or the values of a dict
    std::vector<std::string>  keys{};  ///< of a dict
    std::string_view          json{};  ///< of a list or dict that was only looked at: its text, and neither items nor keys

    bool is_none() const noexcept { return is == type::none; }
    bool is_text() const noexcept { return is == type::text; }

    /// The name of the type in Python's messages.
    std::string_view type_name() const noexcept;
};

/// The text of the one value that a text holds, checked, without the space around it. Takes a byte of memory a level.
/// Errors: `syntax`, `invalid_utf8` (also for lone surrogates), `too_deep`, with the position.
result<std::string_view> check_python_json(std::string_view text, std::size_t max_depth);

/// The same as a tree. Takes a nested call a level.
result<python_value> parse_python_json(std::string_view text, std::size_t max_depth);

// What follows takes texts of values that `check_python_json` has passed.

/// A value as far as it stands by itself: a list or dict is not opened.
python_value look_at_python_json(std::string_view value);

/// Where the value at `at` ends.
char const* python_json_end(char const* at, char const* end) noexcept;

/// The first byte at or behind `at` that is not space.
char const* python_json_space(char const* at, char const* end) noexcept;

/// The items of a list, one by one.
class python_json_items {
public:
    explicit python_json_items(std::string_view list) noexcept;

    /// False at the end.
    bool next(std::string_view& item) noexcept;

private:
    char const* at_;
    char const* end_;
};

struct python_json_member {
    std::string      key{};
    std::string_view value{};
};

/// The members of a dict whose keys are wanted, in the order in which these come first, with their last values. They are
/// looked for one by one: for keys that are few.
std::vector<python_json_member> find_python_members(std::string_view dict, function_ref<bool(std::string_view)> is_wanted);

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/nautobot/python/json.ipp>
#endif

#endif // SSOT_DETAIL_NAUTOBOT_PYTHON_JSON_HPP
