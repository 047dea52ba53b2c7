// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_WARNING_HPP
#define SSOT_TESTING_WARNING_HPP

// What the conformance kit says about the costs of a backend that is correct. A warning is never a failure.

#include <cstdint>
#include <string>
#include <string_view>

namespace ssot::conformance {

/// An ability that a backend declares and has, but for which it looks at more rows than it must.
struct warning {
    std::string_view behaviour{};  ///< the name of the behaviour that noticed it
    std::string_view capability{}; ///< the member of `capabilities`: "pages"
    std::string      what{};       ///< what was asked of the backend, in words
    std::uint64_t    needed  = 0;  ///< how many rows that needs to look at
    std::uint64_t    visited = 0;  ///< how many rows the backend says it looked at
};

/// Returns how many rows a backend may look at without a warning for a call that needs `needed` rows: four times as many, plus 16.
/// So a backend may look at the neighbours of a row, and at the rows that it points at.
constexpr std::uint64_t allowed_visits(std::uint64_t needed) noexcept { return 4 * needed + 16; }

/// Returns the warning as one line: what was asked, how many rows were needed, and how many were looked at.
inline std::string to_string(warning const& w)
{
    return std::string(w.capability)
        .append(": ")
        .append(w.what)
        .append(" needs ")
        .append(std::to_string(w.needed))
        .append(" rows, and looked at ")
        .append(std::to_string(w.visited));
}

} // namespace ssot::conformance

#endif // SSOT_TESTING_WARNING_HPP
