// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_WORDS_HPP
#define SSOT_DETAIL_WORDS_HPP

// The words of messages, put together. Sums of texts, inlined wherever an error is made, cost everyone's compile time, and in
// some of them g++ 12 warns of overruns that are none.

#include <ssot/detail/simd.hpp>

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

namespace ssot::detail {

/// The parts, one behind the other.
SSOT_DETAIL_COLD inline std::string joined(std::initializer_list<std::string_view> parts)
{
    std::string out;
    for (auto const part : parts)
        out.append(part);
    return out;
}

/// Of values nested deeper than a limit.
SSOT_DETAIL_COLD inline std::string too_deep_words(std::size_t most)
{
    return joined({"nested deeper than ", std::to_string(most), " levels"});
}

/// Of a text longer than a limit.
SSOT_DETAIL_COLD inline std::string over_size_words(std::size_t most)
{
    return joined({"the text is longer than ", std::to_string(most), " bytes"});
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_WORDS_HPP
