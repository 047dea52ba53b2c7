// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_JSON_TEXT_SOURCE_IPP
#define SSOT_IMPL_DETAIL_JSON_TEXT_SOURCE_IPP

#include <ssot/detail/json/number.hpp>
#include <ssot/detail/json/text_source.hpp>
#include <ssot/detail/text/message.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <charconv>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace ssot::detail {

/// Free JSON counts its depth from its own root, so that what was written as a document can be read inside a record.
class json_document_scope {
public:
    explicit json_document_scope(std::size_t& depth) noexcept : depth_(depth), outer_(depth) { depth_ = 0; }
    ~json_document_scope() { depth_ = outer_; }
    json_document_scope(json_document_scope const&)            = delete;
    json_document_scope& operator=(json_document_scope const&) = delete;

private:
    std::size_t& depth_;
    std::size_t  outer_;
};

SSOT_DECL json_text_source::json_text_source(std::string_view text, read_options const& options,
                                             boost::json::storage_ptr memory) noexcept
    : json_tokens(text), options_(options), memory_(std::move(memory))
{
    options_.max_depth = levels(options.max_depth);
}

SSOT_DECL json_text_source::~json_text_source() = default;

SSOT_DECL bool json_text_source::take_null()
{
    start_value();
    return take_word("null");
}

SSOT_DECL bool json_text_source::read(bool& out)
{
    start_value();
    if (take_word("true"))
        return out = true, true;
    if (take_word("false"))
        return out = false, true;
    return wrong_type("true or false");
}

template<class Integer>
bool json_text_source::read_integer(Integer& out)
{
    start_value();
    if (!at_number())
        return wrong_type("an integer");
    auto const* const first = at_;
    number            n;
    if (!scan_number(n))
        return false;
    if (!n.integer && is_beyond_integers(to_double(n.text)))
        return fail_at(first, errc::out_of_range, excerpt(n.text) + " is outside 64 bits");
    if (!n.integer)
        return fail_at(first, errc::wrong_type, "expected an integer, found the number " + excerpt(n.text));
    if (n.text == "-0") // no sign in an integer
        out = 0;
    else if (std::from_chars(n.text.data(), n.text.data() + n.text.size(), out).ec != std::errc())
        return fail_at(
            first,
            errc::out_of_range,
            excerpt(n.text) +
                (std::unsigned_integral<Integer> && n.text.front() == '-' ? " is below 0" : " is outside 64 bits"));
    return true;
}

SSOT_DECL bool json_text_source::read(std::int64_t& out) { return read_integer(out); }
SSOT_DECL bool json_text_source::read(std::uint64_t& out) { return read_integer(out); }

SSOT_DECL bool json_text_source::read(double& out)
{
    start_value();
    if (!at_number())
        return wrong_type("a number");
    number n;
    if (!scan_number(n))
        return false;
    out = to_double(n.text);
    return std::isfinite(out) || fail_at(value_at_, errc::out_of_range, excerpt(n.text) + " is beyond a double");
}

SSOT_DECL bool json_text_source::read(std::string_view& out)
{
    start_value();
    if (at_ == end_ || *at_ != '"')
        return wrong_type("a text");
    return scan_string(out);
}

SSOT_DECL bool json_text_source::skip()
{
    json_document_scope const own_depth(depth_);
    return skip_value();
}

SSOT_DECL bool json_text_source::at_end()
{
    skip_space();
    return at_ == end_ || fail_here(errc::syntax, "unexpected text after the value");
}

SSOT_DECL bool json_text_source::fail_at_key(errc code, std::string_view text) { return fail_at(key_at_, code, text); }

SSOT_DETAIL_COLD SSOT_DECL bool json_text_source::fail_value(error e)
{
    return fail(with_position_of(std::move(e), value_at_));
}

SSOT_DETAIL_COLD SSOT_DECL bool json_text_source::fail_object(error e) { return fail(with_position_of(std::move(e), at_)); }

SSOT_DECL bool json_text_source::enter()
{
    if (depth_ == options_.max_depth)
        return fail_here(errc::too_deep, too_deep_message(options_.max_depth));
    ++depth_;
    ++at_;
    return true;
}

SSOT_DECL bool json_text_source::skip_value()
{
    skip_space();
    if (at_ == end_)
        return fail_here(errc::syntax, "the text ends where a value should be");
    switch (*at_) {
    case '{': {
        std::set<std::string, std::less<>> seen; // ordered: strangers could choose keys that collide in a hash
        return read_object([&](std::string_view key) {
            auto const* const key_at = key_at_;
            if (options_.duplicates == duplicate_keys::error && !seen.emplace(key).second)
                return duplicate();
            return skip_value() || inside_key(key_at);
        });
    }
    case '[': return read_array([&] { return skip_value(); });
    case '"': {
        std::string_view text;
        return scan_string(text);
    }
    default: break;
    }
    if (at_number()) {
        number n;
        return scan_number(n);
    }
    if (take_word("null") || take_word("true") || take_word("false"))
        return true;
    return fail_here(errc::syntax, "expected a value");
}

SSOT_DETAIL_COLD SSOT_DECL bool json_text_source::duplicate()
{
    fail_at(key_at_, errc::duplicate_key, "this key came before in the same object");
    return inside_key(key_at_);
}

SSOT_DETAIL_COLD SSOT_DECL bool json_text_source::inside_key(char const* key_at)
{
    std::string_view key;
    at_ = key_at;
    scan_string(key);
    return prepend_path(key);
}

SSOT_DETAIL_COLD SSOT_DECL bool json_text_source::wrong_type(std::string_view wanted)
{
    if (at_ == end_)
        return fail_here(errc::syntax, concat({"the text ends where ", wanted, " should be"}));
    std::string_view found;
    switch (*at_) {
    case '{': found = "an object"; break;
    case '[': found = "an array"; break;
    case '"': found = "a text"; break;
    case 't':
    case 'f': found = "true or false"; break;
    case 'n': found = "null"; break;
    default: found = at_number() ? "a number" : std::string_view(); break;
    }
    auto const* const first = at_;
    auto const        depth = depth_;
    if (found.empty() || !skip()) { // not JSON at all comes before JSON of the wrong type
        if (found.empty())
            return fail_here(errc::syntax, concat({"expected ", wanted}));
        depth_ = depth;
        return false;
    }
    return fail_at(first, errc::wrong_type, concat({"expected ", wanted, ", found ", found}));
}

SSOT_DECL json_text_source::part json_text_source::open_object()
{
    skip_space();
    if (at_ == end_ || *at_ != '{')
        return wrong_type("an object"), part::failed;
    if (!enter())
        return part::failed;
    return take('}') ? (leave(), part::none) : part::one;
}

SSOT_DECL bool json_text_source::close_object()
{
    if (take('}'))
        return leave();
    return fail_here(errc::syntax, at_ == end_ ? "the text ends inside an object" : "expected ',' or '}'");
}

SSOT_DECL json_text_source::part json_text_source::open_array()
{
    skip_space();
    if (at_ == end_ || *at_ != '[')
        return wrong_type("an array"), part::failed;
    if (!enter())
        return part::failed;
    return take(']') ? (leave(), part::none) : part::one;
}

SSOT_DECL bool json_text_source::close_array()
{
    if (take(']'))
        return leave();
    return fail_here(errc::syntax, at_ == end_ ? "the text ends inside an array" : "expected ',' or ']'");
}

SSOT_DECL bool json_text_source::read_document(boost::json::value& out)
{
    skip_space();
    if (options_.duplicates == duplicate_keys::last_wins)
        if (auto const* const behind = builder_.build(at_, end_, options_.max_depth, out, memory_)) [[likely]] {
            line_break_ |= builder_.saw_line_break();
            return continue_at(behind);
        }
    json_document_scope const own_depth(depth_);
    return read_value(out);
}

SSOT_DECL bool json_text_source::read_value(boost::json::value& out)
{
    skip_space();
    if (at_ == end_)
        return fail_here(errc::syntax, "the text ends where a value should be");
    switch (*at_) {
    case '{': {
        auto& object = out.emplace_object();
        return read_object([&](std::string_view key) {
            auto const* const key_at   = key_at_;
            auto const [member, fresh] = object.emplace(key, nullptr);
            if (!fresh && options_.duplicates == duplicate_keys::error)
                return duplicate();
            return read_value(member->value()) || inside_key(key_at);
        });
    }
    case '[': {
        auto& array = out.emplace_array();
        return read_array([&] { return read_value(array.emplace_back(nullptr)); });
    }
    case '"': {
        std::string_view text;
        if (!scan_string(text))
            return false;
        out.emplace_string() = text;
        return true;
    }
    default: break;
    }
    if (at_number()) {
        number n;
        if (!scan_number(n))
            return false;
        auto const* const first = n.text.data();
        auto const* const last  = first + n.text.size();
        if (n.integer) {
            std::int64_t i = 0;
            if (std::from_chars(first, last, i).ec == std::errc())
                return out.emplace_int64() = i, true;
            std::uint64_t u = 0;
            if (std::from_chars(first, last, u).ec == std::errc())
                return out.emplace_uint64() = u, true;
        }
        out.emplace_double() = to_double(n.text);
        return true;
    }
    if (take_word("null"))
        return out.emplace_null(), true;
    if (take_word("true"))
        return out.emplace_bool() = true, true;
    if (take_word("false"))
        return out.emplace_bool() = false, true;
    return fail_here(errc::syntax, "expected a value");
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_JSON_TEXT_SOURCE_IPP
