// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_PAGE_IPP
#define SSOT_IMPL_STORE_PAGE_IPP

#include <ssot/store/page.hpp>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstddef>

namespace ssot {

namespace detail {

// The text of a key: the ordering as 8 hexadecimal digits; then for each value '.', a letter for its kind, and the value,
// which is a decimal number, the 16 hexadecimal digits of a double's bits, or the hexadecimal digits of its bytes; at the
// end, if there are any, ".m" and the number of copies.

struct page_key_letter {
    kind is;
    char letter;
};
inline constexpr page_key_letter page_key_letters[] = {{kind::null, 'n'},
                                                       {kind::boolean, 'b'},
                                                       {kind::int64, 'i'},
                                                       {kind::real, 'r'},
                                                       {kind::text, 's'},
                                                       {kind::bytes, 'x'},
                                                       {kind::uuid, 'u'},
                                                       {kind::timestamp, 't'},
                                                       {kind::duration, 'd'},
                                                       {kind::json, 'j'},
                                                       {kind::choice, 'c'}};

SSOT_DECL void append_hex(std::string& out, std::uint64_t v, int digits)
{
    for (int i = digits; i-- != 0;)
        out += "0123456789abcdef"[v >> (4 * i) & 15];
}

/// Reads all of `text` as a number in base 10 or 16.
template<class Number>
std::optional<Number> parse_all(std::string_view text, int base)
{
    Number     out{};
    auto const end          = text.data() + text.size();
    auto const [at, failed] = std::from_chars(text.data(), end, out, base);
    if (failed != std::errc() || at != end)
        return std::nullopt;
    return out;
}

/// Reads one value of a key, without the dot. Returns nothing if it is not well-formed.
SSOT_DECL std::optional<storage::value> parse_page_value(std::string_view text)
{
    using storage::value;
    using storage::value_view;
    if (text.empty())
        return std::nullopt;
    auto const found = std::ranges::find(page_key_letters, text.front(), &page_key_letter::letter);
    if (found == std::end(page_key_letters))
        return std::nullopt;
    text.remove_prefix(1);
    switch (found->is) {
    case kind::null: return text.empty() ? std::optional(value()) : std::nullopt;
    case kind::boolean:
    case kind::int64:
    case kind::timestamp:
    case kind::duration:
        if (auto const v = parse_all<std::int64_t>(text, 10))
            return value(value_view::integer(*v, found->is));
        return std::nullopt;
    case kind::real: {
        auto const bits = text.size() == 16 ? parse_all<std::uint64_t>(text, 16) : std::nullopt;
        if (!bits || std::isnan(std::bit_cast<double>(*bits)))
            return std::nullopt;
        return value(value_view::real(std::bit_cast<double>(*bits)));
    }
    default: break;
    }
    if (text.size() % 2 != 0 || (found->is == kind::uuid && text.size() != 32))
        return std::nullopt;
    std::string bytes;
    for (std::size_t i = 0; i != text.size(); i += 2) {
        auto const byte = parse_all<unsigned char>(text.substr(i, 2), 16);
        if (!byte)
            return std::nullopt;
        bytes += static_cast<char>(*byte);
    }
    return value(found->is == kind::choice ? value_view::choice(bytes) : value_view::chars(bytes, found->is));
}

SSOT_DECL std::uint32_t ordering_mark(storage::query const& q) noexcept
{
    std::uint32_t hash = 2166136261U; // FNV-1a
    auto const    mix  = [&](unsigned v) { hash = (hash ^ v) * 16777619U; };
    for (char const c : q.model->name)
        mix(static_cast<unsigned char>(c));
    for (auto const& o : q.order)
        for (unsigned const v : {unsigned{o.field}, unsigned{o.via}, unsigned{o.then}, unsigned{o.desc}, unsigned(o.where)})
            mix(v);
    return hash;
}

SSOT_DECL bool fits(page_key const& key, storage::query const& q, bool repeats) noexcept
{
    if (key.copies() != 0 && !repeats)
        return false;
    if (key.ordering() != ordering_mark(q) || key.values().size() != q.order.size())
        return false;
    for (std::size_t i = 0; i != q.order.size(); ++i) {
        auto const& o  = q.order[i];
        auto const* of = q.model;
        for (auto const via : {o.via, o.then})
            of = via == storage::no_field ? of : of->fields[via].target;
        if (o.field >= of->fields.size()) // a column that no page is in the order of
            return false;
        auto const v = key.values()[i].view();
        if (!v.is_null() && v.type() != of->fields[o.field].type)
            return false;
    }
    return !key.values().back().view().is_null(); // the last value is the key of the row
}

} // namespace detail

SSOT_DECL bool operator==(page_key const& a, page_key const& b) { return to_string(a) == to_string(b); }

SSOT_DECL std::string to_string(page_key const& key)
{
    std::string out;
    detail::append_hex(out, key.ordering(), 8);
    for (auto const& value : key.values()) {
        auto const v = value.view();
        out += '.';
        out += std::ranges::find(detail::page_key_letters, v.type(), &detail::page_key_letter::is)->letter;
        if (v.is_buffer())
            for (char const c : v.as_chars())
                detail::append_hex(out, static_cast<unsigned char>(c), 2);
        else if (v.type() == kind::real)
            detail::append_hex(out, std::bit_cast<std::uint64_t>(v.as_real()), 16);
        else if (!v.is_null())
            out += std::to_string(v.as_int());
    }
    if (key.copies() != 0)
        out.append(".m").append(std::to_string(key.copies()));
    return out;
}

SSOT_DECL result<page_key> parse_page_key(std::string_view text)
{
    auto const wrong = [] { return error(errc::invalid_value, "this is no key of a page"); };
    auto const mark  = text.size() > 8 ? detail::parse_all<std::uint32_t>(text.substr(0, 8), 16) : std::nullopt;
    if (!mark)
        return wrong();
    std::uint64_t copies = 0;
    text.remove_prefix(8);
    if (auto const last = text.rfind('.'); last != std::string_view::npos && text.substr(last).starts_with(".m")) {
        auto const n = detail::parse_all<std::uint64_t>(text.substr(last + 2), 10);
        if (!n || *n == 0 || last == 0)
            return wrong();
        copies = *n;
        text   = text.substr(0, last);
    }
    std::vector<storage::value> values;
    while (!text.empty()) {
        auto const end = std::min(text.find('.', 1), text.size());
        auto       v   = text.front() == '.' ? detail::parse_page_value(text.substr(1, end - 1)) : std::nullopt;
        if (!v)
            return wrong();
        values.push_back(std::move(*v));
        text.remove_prefix(end);
    }
    return page_key(std::move(values), *mark, copies);
}

} // namespace ssot

#endif // SSOT_IMPL_STORE_PAGE_IPP
