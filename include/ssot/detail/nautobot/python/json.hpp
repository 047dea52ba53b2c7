// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_NAUTOBOT_PYTHON_JSON_HPP
#define SSOT_DETAIL_NAUTOBOT_PYTHON_JSON_HPP

// Reads JSON as Python's json.loads does: NaN and Infinity are numbers, integers have any length, and of two equal keys the
// last wins at the position of the first. Errors have Python's messages. Django reads the keys of an object out of order. So
// a text is validated once, and its parts are read where they are needed; parts that are not needed cost no memory. A tree
// of the text would take up to a hundred times its size.

#include <ssot/error.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/base/function_ref.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ssot::detail::python {

struct value {
    enum class type : std::uint8_t { none, boolean, integer, real, text, list, dict };

    type                     is      = type::none;
    bool                     boolean = false;
    double                   real    = 0;
    std::string              text{};  ///< the text, or the digits of an integer
    std::vector<value>       items{}; ///< items of a list, or the values of a dict
    std::vector<std::string> keys{};  ///< keys of a dict
    std::string_view         json{};  ///< text of a list or dict that was not opened, which then has neither items nor keys

    bool is_none() const noexcept { return is == type::none; }
    bool is_text() const noexcept { return is == type::text; }

    /// Returns the name of the type in Python's messages.
    std::string_view type_name() const noexcept;
};

/// Validates a text that holds one value. Returns the text without the space around it. Takes a byte of memory for each
/// level.
/// Errors: `syntax`, `invalid_utf8` (also for lone surrogates), `too_deep`, with the position.
result<std::string_view> check_json(std::string_view text, std::size_t max_depth);

/// The same, but returns a tree. Recurses once for each level.
result<value> parse_json(std::string_view text, std::size_t max_depth);

// Precondition of all functions below: `check_json` accepted the text.

/// Reads a value. A list or dict is not opened: only its text is kept.
value look_at_json(std::string_view text);

/// Returns where the value at `at` ends.
char const* json_end(char const* at, char const* end) noexcept;

/// Returns the first byte from `at` on that is not space.
char const* skip_json_space(char const* at, char const* end) noexcept;

/// Reads the items of a list one by one.
class json_items {
public:
    explicit json_items(std::string_view list) noexcept;

    /// Reads the next item. Returns false at the end.
    bool next(std::string_view& item) noexcept;

private:
    char const* at_;
    char const* end_;
};

struct json_member {
    std::string      key{};
    std::string_view value{};
};

/// Returns the members of a dict whose keys are wanted, in the order in which the keys first occur, with their last values.
/// Meant for few keys, because each key that is found is searched for one by one.
std::vector<json_member> find_json_members(std::string_view dict, function_ref<bool(std::string_view)> is_wanted);

} // namespace ssot::detail::python

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/nautobot/python/json.ipp>
#endif

#endif // SSOT_DETAIL_NAUTOBOT_PYTHON_JSON_HPP
