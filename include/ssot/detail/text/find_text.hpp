// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_TEXT_FIND_TEXT_HPP
#define SSOT_DETAIL_TEXT_FIND_TEXT_HPP

// Finds one text in another in time linear in the sum of their lengths, whatever they contain.

#include <ssot/detail/base/config.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ssot::detail {

enum class letter_case : std::uint8_t {
    as_is,  ///< byte for byte
    folded, ///< A to Z equal a to z
};

constexpr char fold_ascii(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

/// Returns the first position of `needle`, or `npos`. An empty needle is at 0. Allocates nothing. Linear. If `compared` is
/// not null, it receives the number of pairs of bytes that were compared one by one.
std::size_t find_text(std::string_view text, std::string_view needle, letter_case how,
                      std::size_t* compared = nullptr) noexcept;

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/text/find_text.ipp>
#endif

#endif // SSOT_DETAIL_TEXT_FIND_TEXT_HPP
