// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_CHOICE_IPP
#define SSOT_IMPL_CHOICE_IPP

#include <ssot/choice.hpp>

#include <ssot/detail/text/message.hpp>

#include <utility>

namespace ssot {

SSOT_DECL error detail::no_such_choice(std::string_view text, std::span<choice_text const> choices)
{
    std::string words = "'";
    words.append(excerpt(text)).append("' is none of ");
    for (std::string_view separator; auto const& entry : choices) {
        words.append(separator).append(entry.wire);
        separator = ", ";
    }
    return error(errc::unknown_choice, std::move(words));
}

} // namespace ssot

#endif // SSOT_IMPL_CHOICE_IPP
