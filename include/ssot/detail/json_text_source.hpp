// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_TEXT_SOURCE_HPP
#define SSOT_DETAIL_JSON_TEXT_SOURCE_HPP

// A pull reader over contiguous JSON text. Strict: RFC 8259 grammar, well-formed UTF-8, paired surrogates.
// Each function reads one value and returns false after setting the error; see json_decode.hpp for who calls it.

#include <ssot/json/options.hpp>
#include <ssot/reflect.hpp>

#include <ssot/detail/canonical_text.hpp>
#include <ssot/detail/json_dom_builder.hpp>
#include <ssot/detail/json_number.hpp>
#include <ssot/detail/json_scan.hpp>
#include <ssot/detail/json_tokens.hpp>
#include <ssot/detail/words.hpp>

#include <boost/json/value.hpp>

#include <charconv>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace ssot {
class raw_json;
}

namespace ssot::detail {

class json_text_source : public json_tokens {
public:
    /// `memory` is where documents live.
    json_text_source(std::string_view text, read_options const& options, boost::json::storage_ptr memory = {}) noexcept
        : json_tokens(text), options_(options), memory_(std::move(memory))
    {
    }

    /// Goes on with another text.
    void restart(char const* begin, char const* end) noexcept
    {
        begin_ = at_ = key_at_ = value_at_ = begin;
        end_                               = end;
        depth_                             = 0;
        failed_ = line_break_ = false;
    }

    read_options const& options() const noexcept { return options_; }

    /// Consumes `null` when it comes next.
    bool take_null()
    {
        start_value();
        return take_word("null");
    }

    bool read(bool& out)
    {
        start_value();
        if (take_word("true"))
            return out = true, true;
        if (take_word("false"))
            return out = false, true;
        return wrong_type("true or false");
    }

    bool read(std::int64_t& out) { return read_integer(out); }
    bool read(std::uint64_t& out) { return read_integer(out); }

    bool read(double& out)
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

    /// The text stays valid until the next call.
    bool read(std::string_view& out)
    {
        start_value();
        if (at_ == end_ || *at_ != '"')
            return wrong_type("a text");
        return scan_string(out);
    }

    /// Calls `on_member(key)` for each member; it must read the value and return false on failure.
    template<class OnMember>
    bool read_object(OnMember&& on_member)
    {
        skip_space();
        if (at_ == end_ || *at_ != '{')
            return wrong_type("an object");
        if (!enter())
            return false;
        if (take('}'))
            return leave();
        return read_key(on_member) && read_more_members(on_member);
    }

    /// The rest of an object, behind one of its members.
    template<class OnMember>
    bool read_more_members(OnMember&& on_member)
    {
        while (take(','))
            if (!read_key(on_member))
                return false;
        if (take('}'))
            return leave();
        return fail_here(errc::syntax, at_ == end_ ? "the text ends inside an object" : "expected ',' or '}'");
    }

    /// Calls `on_item()` for each item, on the same terms.
    template<class OnItem>
    bool read_array(OnItem&& on_item)
    {
        skip_space();
        if (at_ == end_ || *at_ != '[')
            return wrong_type("an array");
        if (!enter())
            return false;
        if (take(']'))
            return leave();
        for (std::size_t index = 0;; ++index) {
            if (!on_item())
                return inside(index);
            if (take(','))
                continue;
            if (take(']'))
                return leave();
            return fail_here(errc::syntax, at_ == end_ ? "the text ends inside an array" : "expected ',' or ']'");
        }
    }

    /// A whole JSON document of its own, such as a diff.
    bool read_document(boost::json::value& out);

    /// The same, validated and kept as text, without the space around it and without line breaks. Defined in
    /// impl/json/raw_json.hpp.
    bool read_document(raw_json& out);

    /// Reads over one value of free JSON, validating it.
    bool skip()
    {
        document_scope const own_depth(depth_);
        return skip_value();
    }

    /// A described struct, the fast way. Defined in json_record_reader.hpp.
    template<described T>
    bool read_record(T& v);
    /// The value of one of its members.
    template<class T>
    bool read_member(T& v);

    /// A place to come back to, from an error as well.
    struct place {
        char const* at;
        std::size_t depth;
    };
    place mark() const noexcept { return {at_, depth_}; }
    void  rewind(place to) noexcept
    {
        at_     = to.at;
        depth_  = to.depth;
        failed_ = false;
    }

    // For readers that keep the position themselves.

    char const* at() const noexcept { return at_; }
    char const* end() const noexcept { return end_; }
    /// Goes on from `p`; false for null.
    bool at(char const* p) noexcept { return p != nullptr ? (at_ = p, true) : false; }

    /// One level deeper, whether that is allowed, and back.
    void nest() noexcept { ++depth_; }
    bool may_nest() const noexcept { return depth_ <= options_.max_depth; }
    bool leave() noexcept
    {
        --depth_;
        return true;
    }

    timestamp_reader& timestamps() noexcept { return timestamps_; }

    /// Whether nothing but space is left.
    bool at_end()
    {
        skip_space();
        return at_ == end_ || fail_here(errc::syntax, "unexpected text after the value");
    }

    /// An error about the key that was read last.
    bool fail_at_key(errc code, std::string_view text) { return fail_at(key_at_, code, text); }

    /// An error of the value just read, such as a text that is no uuid.
    SSOT_DETAIL_COLD bool fail_value(error e) { return fail(position(std::move(e), value_at_)); }
    /// An error of the object just read.
    SSOT_DETAIL_COLD bool fail_object(error e) { return fail(position(std::move(e), at_)); }

private:
    /// Free JSON counts its depth from its own root, so that what was written as a document can be read inside a record.
    class document_scope {
    public:
        explicit document_scope(std::size_t& depth) noexcept : depth_(depth), outer_(depth) { depth_ = 0; }
        ~document_scope() { depth_ = outer_; }
        document_scope(document_scope const&)            = delete;
        document_scope& operator=(document_scope const&) = delete;

    private:
        std::size_t& depth_;
        std::size_t  outer_;
    };

    template<class OnMember>
    bool read_key(OnMember& on_member)
    {
        skip_space();
        if (at_ == end_ || *at_ != '"')
            return fail_here(errc::syntax,
                             at_ == end_ ? "the text ends inside an object" : "expected a key in double quotes");
        key_at_ = at_;
        std::string_view key;
        if (!scan_string(key))
            return false;
        if (!take(':'))
            return fail_here(errc::syntax, "expected ':' after the key");
        return on_member(key);
    }

    static void drop_line_breaks(std::string& json) // inside strings they are escaped
    {
        std::erase_if(json, [](char c) { return c == '\n' || c == '\r'; });
    }

    void start_value() noexcept
    {
        skip_space();
        value_at_ = at_;
    }

    bool enter()
    {
        if (depth_ == options_.max_depth)
            return fail_here(errc::too_deep, too_deep_words(options_.max_depth));
        ++depth_;
        ++at_;
        return true;
    }

    template<class Integer>
    bool read_integer(Integer& out)
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

    bool skip_value()
    {
        skip_space();
        if (at_ == end_)
            return fail_here(errc::syntax, "the text ends where a value should be");
        switch (*at_) {
        case '{': {
            boost::json::object seen; // compiled in Boost.JSON, unlike a set of ours
            return read_object([&](std::string_view key) {
                auto const* const key_at = key_at_;
                if (options_.duplicates == duplicate_keys::error && !seen.emplace(key, nullptr).second)
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

    bool read_value(boost::json::value& out);

    SSOT_DETAIL_COLD bool duplicate()
    {
        fail_at(key_at_, errc::duplicate_key, "this key came before in the same object");
        return inside_key(key_at_);
    }

    /// Puts the key at `key_at` in front of the path of the error. Always false.
    SSOT_DETAIL_COLD bool inside_key(char const* key_at)
    {
        std::string_view key;
        at_ = key_at;
        scan_string(key);
        return inside(key);
    }

    SSOT_DETAIL_COLD bool wrong_type(std::string_view wanted)
    {
        if (at_ == end_)
            return fail_here(errc::syntax, joined({"the text ends where ", wanted, " should be"}));
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
                return fail_here(errc::syntax, joined({"expected ", wanted}));
            depth_ = depth;
            return false;
        }
        return fail_at(first, errc::wrong_type, joined({"expected ", wanted, ", found ", found}));
    }

    char const*              key_at_   = begin_;
    char const*              value_at_ = begin_;
    read_options             options_;
    std::size_t              depth_ = 0;
    timestamp_reader         timestamps_{};
    boost::json::storage_ptr memory_;
    json_dom_builder         builder_{};
};

inline bool json_text_source::read_document(boost::json::value& out)
{
    skip_space();
    if (options_.duplicates == duplicate_keys::last_wins)
        if (auto const* const behind = builder_.build(at_, end_, options_.max_depth, out, memory_)) [[likely]] {
            line_break_ |= builder_.saw_line_break();
            return at(behind);
        }
    document_scope const own_depth(depth_);
    return read_value(out);
}

inline bool json_text_source::read_value(boost::json::value& out)
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

#endif // SSOT_DETAIL_JSON_TEXT_SOURCE_HPP
