// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_TEXT_SOURCE_HPP
#define SSOT_DETAIL_JSON_TEXT_SOURCE_HPP

// A pull reader over contiguous JSON text. Strict: RFC 8259 grammar, well-formed UTF-8, paired surrogates.
// Each function reads one value and returns false after setting the error; see json_decode.hpp for who calls it.

#include <ssot/json/options.hpp>
#include <ssot/reflect.hpp>

#include <ssot/detail/base/simd.hpp>
#include <ssot/detail/json/canonical_text.hpp>
#include <ssot/detail/json/dom_builder.hpp>
#include <ssot/detail/json/tokens.hpp>

#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ssot {
class raw_json;
}

namespace ssot::detail {

class json_text_source : public json_tokens {
public:
    /// `memory` is where documents live.
    json_text_source(std::string_view text, read_options const& options, boost::json::storage_ptr memory = {}) noexcept;
    ~json_text_source();
    json_text_source(json_text_source const&)            = delete;
    json_text_source& operator=(json_text_source const&) = delete;

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
    bool take_null();

    bool read(bool& out);
    bool read(std::int64_t& out);
    bool read(std::uint64_t& out);
    bool read(double& out);

    /// The text stays valid until the next call.
    bool read(std::string_view& out);

    /// Calls `on_member(key)` for each member, or for those behind the one that was read last; it must read the value and return
    /// false on failure.
    template<class OnMember>
    bool read_object(OnMember&& on_member, bool begun = false)
    {
        if (begun) {
            if (!take(','))
                return close_object();
        } else if (auto const first = open_object(); first != part::one) {
            return first == part::none;
        }
        do {
            std::string_view key;
            if (!read_key(key) || !on_member(key))
                return false;
        } while (take(','));
        return close_object();
    }

    /// Calls `on_item()` for each item, on the same terms.
    template<class OnItem>
    bool read_array(OnItem&& on_item)
    {
        auto const begun = open_array();
        if (begun != part::one)
            return begun == part::none;
        for (std::size_t index = 0;; ++index) {
            if (!on_item())
                return inside(index);
            if (!take(','))
                return close_array();
        }
    }

    /// A whole JSON document of its own, such as a diff.
    bool read_document(boost::json::value& out);

    /// The same, validated and kept as text, without the space around it and without line breaks. Defined in
    /// impl/json/raw_json.ipp.
    bool read_document(raw_json& out);

    /// Reads over one value of free JSON, validating it.
    bool skip();

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
    bool at_end();

    /// An error about the key that was read last.
    bool fail_at_key(errc code, std::string_view text);

    /// An error of the value just read, such as a text that is no uuid.
    SSOT_DETAIL_RARE bool fail_value(error e);
    /// An error of the object just read.
    SSOT_DETAIL_RARE bool fail_object(error e);

private:
    /// Whether there is a part to read: none at the end, and after an error.
    enum class part : unsigned char { failed, none, one };

    /// Where an object or an array begins, and where its last part has been read.
    part open_object();
    bool close_object();
    part open_array();
    bool close_array();

    /// A key, up to its value. Inlined by force, since what reads the value is one of few.
    SSOT_DETAIL_INLINE bool read_key(std::string_view& key)
    {
        skip_space();
        if (at_ == end_ || *at_ != '"')
            return fail_here(errc::syntax,
                             at_ == end_ ? "the text ends inside an object" : "expected a key in double quotes");
        key_at_ = at_;
        if (!scan_string(key))
            return false;
        return take(':') || fail_here(errc::syntax, "expected ':' after the key");
    }

    void start_value() noexcept
    {
        skip_space();
        value_at_ = at_;
    }

    bool enter();
    template<class Integer>
    bool read_integer(Integer& out);
    bool skip_value();
    bool read_value(boost::json::value& out);

    SSOT_DETAIL_RARE bool duplicate();

    /// Puts the key at `key_at` in front of the path of the error. Always false.
    SSOT_DETAIL_RARE bool inside_key(char const* key_at);

    SSOT_DETAIL_RARE bool wrong_type(std::string_view wanted);

    char const*              key_at_   = begin_;
    char const*              value_at_ = begin_;
    read_options             options_;
    std::size_t              depth_ = 0;
    timestamp_reader         timestamps_{};
    boost::json::storage_ptr memory_;
    json_dom_builder         builder_{};
};

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/json/text_source.ipp>
#endif

#endif // SSOT_DETAIL_JSON_TEXT_SOURCE_HPP
