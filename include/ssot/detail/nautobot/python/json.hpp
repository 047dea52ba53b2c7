// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_NAUTOBOT_PYTHON_JSON_HPP
#define SSOT_DETAIL_NAUTOBOT_PYTHON_JSON_HPP

// JSON as Python's json.loads reads it: NaN and Infinity are numbers, integers have any length, of two equal keys the last
// wins at the place of the first. Errors are in Python's words. A tree, because Django looks at an object's keys out of order.

#include <ssot/error.hpp>

#include <ssot/detail/base/config.hpp>

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

    bool is_none() const noexcept { return is == type::none; }
    bool is_text() const noexcept { return is == type::text; }

    /// The value of a key of a dict, or null.
    python_value const* find(std::string_view key) const noexcept;

    /// The name of the type in Python's messages.
    std::string_view type_name() const noexcept;
};

/// Errors: `syntax`, `invalid_utf8` (also for lone surrogates), `too_deep`, with the position.
result<python_value> parse_python_json(std::string_view text, std::size_t max_depth);

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/nautobot/python/json.ipp>
#endif

#endif // SSOT_DETAIL_NAUTOBOT_PYTHON_JSON_HPP
