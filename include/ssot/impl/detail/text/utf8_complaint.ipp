// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_TEXT_UTF8_COMPLAINT_IPP
#define SSOT_IMPL_DETAIL_TEXT_UTF8_COMPLAINT_IPP

#include <ssot/detail/text/utf8.hpp>
#include <ssot/detail/text/utf8_complaint.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace ssot::detail {

/// What is wrong at the start of [p, end), as Python's decoder says it, and how many bytes it blames.
struct utf8_fault {
    char const* why;
    std::size_t size;
};

/// Precondition: `utf8_sequence(p, end)` is 0.
SSOT_DECL utf8_fault utf8_fault_at(char const* p, char const* end) noexcept
{
    auto const     byte = [&](int i) { return static_cast<unsigned char>(p[i]); };
    unsigned const lead = byte(0);
    if (lead < 0xc2 || lead > 0xf4)
        return {"invalid start byte", 1};
    auto const size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    for (int i = 1; i != size; ++i) {
        if (end - p == i)
            return {"unexpected end of data", static_cast<std::size_t>(i)};
        bool bad = (byte(i) & 0xc0) != 0x80;
        if (i == 1) // too long a form, a surrogate, beyond Unicode
            bad = bad || (lead == 0xe0 && byte(1) < 0xa0) || (lead == 0xed && byte(1) > 0x9f) ||
                (lead == 0xf0 && byte(1) < 0x90) || (lead == 0xf4 && byte(1) > 0x8f);
        if (bad)
            return {"invalid continuation byte", static_cast<std::size_t>(i)};
    }
    return {"invalid continuation byte", 1};
}

SSOT_DECL std::string utf8_complaint(std::string_view bytes)
{
    auto const* const end = bytes.data() + bytes.size();
    for (auto const* p = bytes.data(); p != end;) {
        int const n = utf8_sequence(p, end);
        if (n != 0) {
            p += n;
            continue;
        }
        auto const  fault    = utf8_fault_at(p, end);
        auto const  position = static_cast<std::size_t>(p - bytes.data());
        std::string out      = "'utf-8' codec can't decode byte";
        if (fault.size == 1) {
            constexpr char digits[] = "0123456789abcdef";
            auto const     byte     = static_cast<unsigned char>(*p);
            out += " 0x";
            out += digits[byte >> 4];
            out += digits[byte & 15];
            out += " in position " + std::to_string(position);
        } else {
            out += "s in position " + std::to_string(position) + "-" + std::to_string(position + fault.size - 1);
        }
        return out + ": " + fault.why;
    }
    return {};
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_TEXT_UTF8_COMPLAINT_IPP
