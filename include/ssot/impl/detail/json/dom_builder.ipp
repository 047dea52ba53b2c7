// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_JSON_DOM_BUILDER_IPP
#define SSOT_IMPL_DETAIL_JSON_DOM_BUILDER_IPP

#include <ssot/detail/base/simd.hpp>
#include <ssot/detail/json/dom_builder.hpp>
#include <ssot/detail/json/number.hpp>
#include <ssot/detail/json/scan.hpp>
#include <ssot/detail/json/skipper.hpp>

#include <boost/json/pilfer.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <new>
#include <string>
#include <string_view>
#include <system_error>

namespace ssot::detail {

/// One value to build.
class json_dom_steps {
public:
    json_dom_steps(boost::json::value_stack& stack, char const* end, std::string& unescaped) noexcept
        : stack_(stack), end_(end), unescaped_(unescaped)
    {
    }

    bool saw_line_break() const noexcept { return line_break_; }

    /// Behind the value at `at`; null as `json_dom_builder::build` says.
    SSOT_DETAIL_INLINE char const* value(char const* at, std::size_t depth)
    {
        at = token(at);
        if (at == end_)
            return nullptr;
        if (*at == '"') {
            std::string_view text;
            at = string(at + 1, text);
            if (at)
                stack_.push_string({text.data(), text.size()});
            return at;
        }
        switch (*at) {
        case '{': return depth != 0 ? object(at + 1, depth - 1) : nullptr;
        case '[': return depth != 0 ? array(at + 1, depth - 1) : nullptr;
        case 't':
        case 'f':
        case 'n': {
            auto const* const end = json_skipper(end_).value(at, 0);
            if (!end)
                return nullptr;
            if (*at == 'n')
                stack_.push_null();
            else
                stack_.push_bool(*at == 't');
            return end;
        }
        default: return number(at);
        }
    }

private:
    SSOT_DETAIL_INLINE char const* token(char const* at) noexcept
    {
        return at != end_ && static_cast<unsigned char>(*at) > ' ' ? at : space(at);
    }

    char const* space(char const* at) noexcept
    {
        json_skipper over(end_);
        at = over.space(at);
        line_break_ |= over.saw_line_break();
        return at;
    }

    char const* object(char const* at, std::size_t depth)
    {
        std::size_t size = 0;
        at               = parts(at, '}', size, [&](char const* p) -> char const* {
            p = token(p);
            if (p == end_ || *p != '"')
                return nullptr;
            std::string_view key;
            p = string(p + 1, key);
            if (!p)
                return nullptr;
            stack_.push_key({key.data(), key.size()});
            p = token(p);
            return p != end_ && *p == ':' ? value(p + 1, depth) : nullptr;
        });
        if (at)
            stack_.push_object(size);
        return at;
    }

    char const* array(char const* at, std::size_t depth)
    {
        std::size_t size = 0;
        at               = parts(at, ']', size, [&](char const* p) { return value(p, depth); });
        if (at)
            stack_.push_array(size);
        return at;
    }

    /// Calls `part(at)` for each of the parts up to `close`, and counts them.
    template<class Part>
    SSOT_DETAIL_INLINE char const* parts(char const* at, char close, std::size_t& size, Part&& part)
    {
        at = token(at);
        if (at != end_ && *at == close)
            return at + 1;
        for (;; ++at) {
            at = part(at);
            if (!at)
                return nullptr;
            ++size;
            at = token(at);
            if (at == end_)
                return nullptr;
            if (*at == close)
                return at + 1;
            if (*at != ',')
                return nullptr;
        }
    }

    /// The text of a string whose opening quote is before `at`. It stays valid until the next call.
    SSOT_DETAIL_INLINE char const* string(char const* at, std::string_view& out)
    {
        auto const* const last = ascii_text_end(at, end_);
        if (last != end_ && *last == '"') [[likely]] {
            out = std::string_view(at, static_cast<std::size_t>(last - at));
            return last + 1;
        }
        return string_with_more(at, out);
    }

    char const* string_with_more(char const* at, std::string_view& out)
    {
        auto const* const end = json_skipper(end_).rest_of_string(at);
        if (end)
            out = unescape(at, end - 1);
        return end;
    }

    /// Precondition: [at, end) has passed json_skipper.
    std::string_view unescape(char const* at, char const* end)
    {
        unescaped_.clear();
        while (at != end) {
            auto const* const run = at;
            at                    = text_end(at, end);
            unescaped_.append(run, at);
            if (at != end)
                at = append_escape(unescaped_, at + 1, end);
        }
        return unescaped_;
    }

    char const* number(char const* at)
    {
        auto const* const end = json_skipper(end_).number(at);
        if (!end)
            return nullptr;
        if (end - at <= 18) { // every integer of so many digits fits
            bool const   minus = *at == '-';
            std::int64_t sum   = 0;
            auto const*  p     = at + minus;
            for (; p != end && is_json_digit(*p); ++p)
                sum = sum * 10 + (*p - '0');
            if (p == end)
                return stack_.push_int64(minus ? -sum : sum), end;
        }
        // A number with neither point nor exponent ends where from_chars says.
        if (std::int64_t i = 0; end - at <= 20)
            if (auto const r = std::from_chars(at, end, i); r.ptr == end && r.ec == std::errc())
                return stack_.push_int64(i), end;
        if (std::uint64_t u = 0; end - at == 20 || end - at == 19)
            if (auto const r = std::from_chars(at, end, u); r.ptr == end && r.ec == std::errc())
                return stack_.push_uint64(u), end;
        stack_.push_double(to_double({at, static_cast<std::size_t>(end - at)}));
        return end;
    }

    boost::json::value_stack& stack_;
    char const*               end_;
    bool                      line_break_ = false;
    std::string&              unescaped_;
};

SSOT_DECL json_dom_builder::json_dom_builder() noexcept : stack_({}, first_, sizeof first_) {}

SSOT_DECL json_dom_builder::~json_dom_builder() = default;

SSOT_DECL char const* json_dom_builder::build(char const* at, char const* end, std::size_t depth, boost::json::value& out,
                                              boost::json::storage_ptr const& memory)
{
    stack_.reset(memory);
    json_dom_steps steps(stack_, end, unescaped_);
    at          = steps.value(at, depth);
    line_break_ = steps.saw_line_break();
    if (!at)
        return nullptr;
    // Assignment would copy the whole document when it lives in other memory.
    boost::json::value built = stack_.release();
    out.~value();
    return ::new (static_cast<void*>(&out)) boost::json::value(boost::json::pilfer(built)), at;
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_JSON_DOM_BUILDER_IPP
