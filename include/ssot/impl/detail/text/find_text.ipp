// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_TEXT_FIND_TEXT_IPP
#define SSOT_IMPL_DETAIL_TEXT_FIND_TEXT_IPP

#include <ssot/detail/base/simd.hpp>
#include <ssot/detail/text/find_text.hpp>

#include <algorithm>
#include <bit>

namespace ssot::detail {

/// Searches in two ways. Usual texts differ from the needle soon, so that places are tried where its first and its last byte
/// are. Where this has compared more bytes than the text has, as it would again and again in a text of one letter, the rest is
/// searched by the two-way algorithm, which compares no more than two bytes for each of the text.
template<letter_case How>
class text_finder {
public:
    text_finder(std::string_view text, std::string_view needle) noexcept : text_(text), needle_(needle) {}

    std::size_t find() noexcept
    {
        if (needle_.size() > text_.size())
            return std::string_view::npos;
        if (needle_.empty())
            return 0;
        auto const allowed = 2 * text_.size() + 64;
        for (std::size_t at = 0; (at = next_candidate(at)) != std::string_view::npos; ++at) {
            if (is_at(at))
                return at;
            if (compared_ > allowed)
                return find_two_way(at + 1);
        }
        return std::string_view::npos;
    }

    std::size_t compared() const noexcept { return compared_; }

private:
    static constexpr char form(char c) noexcept { return How == letter_case::folded ? fold_ascii(c) : c; }

    bool same(char a, char b) noexcept
    {
        ++compared_;
        return form(a) == form(b);
    }

    bool is_at(std::size_t at) noexcept
    {
        std::size_t i = 0;
        while (i != needle_.size() && same(text_[at + i], needle_[i]))
            ++i;
        return i == needle_.size();
    }

#if SSOT_DETAIL_SSE2
    static __m128i load(char const* from) noexcept
    {
        auto const bytes = _mm_loadu_si128(reinterpret_cast<__m128i const*>(from));
        if constexpr (How == letter_case::as_is)
            return bytes;
        // Moved so that A to Z are the 26 greatest of signed bytes.
        auto const moved = _mm_add_epi8(bytes, _mm_set1_epi8(127 - 'Z'));
        auto const upper = _mm_cmpgt_epi8(moved, _mm_set1_epi8(127 - 26));
        return _mm_or_si128(bytes, _mm_and_si128(upper, _mm_set1_epi8(0x20)));
    }
#endif

    /// The first place from `at` on where the first and the last byte of the needle are.
    std::size_t next_candidate(std::size_t at) const noexcept
    {
        auto const last_at = needle_.size() - 1;
        auto const first   = form(needle_.front());
        auto const last    = form(needle_.back());
        auto const end     = text_.size() - last_at; // of the places
#if SSOT_DETAIL_SSE2
        auto const first_16 = _mm_set1_epi8(first);
        auto const last_16  = _mm_set1_epi8(last);
        for (; end >= 16 && at <= end - 16; at += 16) {
            auto const begins = _mm_cmpeq_epi8(load(text_.data() + at), first_16);
            auto const ends   = _mm_cmpeq_epi8(load(text_.data() + at + last_at), last_16);
            auto const both   = static_cast<unsigned>(_mm_movemask_epi8(_mm_and_si128(begins, ends)));
            if (both != 0)
                return at + static_cast<std::size_t>(std::countr_zero(both));
        }
#endif
        for (; at < end; ++at)
            if (form(text_[at]) == first && form(text_[at + last_at]) == last)
                return at;
        return std::string_view::npos;
    }

    struct suffix {
        std::size_t at;
        std::size_t period;
    };

    /// The greatest suffix of the needle by the order of bytes, or by its opposite.
    suffix greatest_suffix(bool by_opposite) noexcept
    {
        std::size_t found = 0, next = 1, matched = 0, period = 1;
        while (next + matched < needle_.size()) {
            auto const a = static_cast<unsigned char>(form(needle_[next + matched]));
            auto const b = static_cast<unsigned char>(form(needle_[found + matched]));
            ++compared_;
            if (a == b) {
                if (++matched == period) {
                    next += period;
                    matched = 0;
                }
            } else if (by_opposite ? a > b : a < b) {
                next += matched + 1;
                matched = 0;
                period  = next - found;
            } else {
                found   = next++;
                matched = 0;
                period  = 1;
            }
        }
        return {found, period};
    }

    /// Source: M. Crochemore, D. Perrin, "Two-way string-matching", Journal of the ACM 38 (1991).
    std::size_t find_two_way(std::size_t at) noexcept
    {
        auto const size = needle_.size();
        auto       cut  = std::max(
            greatest_suffix(false), greatest_suffix(true), [](suffix const& a, suffix const& b) { return a.at < b.at; });
        bool repeats = true; // whether the period of the suffix is that of the whole needle
        for (std::size_t i = 0; repeats && i != cut.at; ++i)
            repeats = same(needle_[i], needle_[i + cut.period]);
        if (!repeats)
            cut.period = std::max(cut.at, size - cut.at) + 1;

        std::size_t known = 0; // bytes at the needle's begin that are known to match
        while (at + size <= text_.size()) {
            auto i = std::max(cut.at, known);
            while (i != size && same(needle_[i], text_[at + i]))
                ++i;
            if (i != size) {
                at += i - cut.at + 1;
                known = 0;
                continue;
            }
            i = cut.at;
            while (i > known && same(needle_[i - 1], text_[at + i - 1]))
                --i;
            if (i <= known)
                return at;
            at += cut.period;
            known = repeats ? size - cut.period : 0;
        }
        return std::string_view::npos;
    }

    std::string_view text_;
    std::string_view needle_;
    std::size_t      compared_ = 0;
};

template<letter_case How>
std::size_t find_text_as(std::string_view text, std::string_view needle, std::size_t* compared) noexcept
{
    text_finder<How> finder(text, needle);
    auto const       out = finder.find();
    if (compared)
        *compared = finder.compared();
    return out;
}

SSOT_DECL std::size_t find_text(std::string_view text, std::string_view needle, letter_case how,
                                std::size_t* compared) noexcept
{
    return how == letter_case::folded ? find_text_as<letter_case::folded>(text, needle, compared)
                                      : find_text_as<letter_case::as_is>(text, needle, compared);
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_TEXT_FIND_TEXT_IPP
