// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_TEXT_SOURCE_HPP
#define SSOT_DETAIL_JSON_TEXT_SOURCE_HPP

// A pull reader over contiguous JSON text. Strict: RFC 8259 grammar, well-formed UTF-8, paired surrogates. Each function
// reads one value; on failure it sets the error and returns false. json/decode.hpp calls them.

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
    /// `memory` is where documents are allocated.
    json_text_source(std::string_view text, read_options const& options, boost::json::storage_ptr memory = {}) noexcept;
    ~json_text_source();
    json_text_source(json_text_source const&)            = delete;
    json_text_source& operator=(json_text_source const&) = delete;

    /// Continues with another text.
    void restart(char const* begin, char const* end) noexcept
    {
        begin_ = at_ = key_at_ = value_at_ = begin;
        end_                               = end;
        depth_                             = 0;
        failed_ = line_break_ = false;
    }

    read_options const& options() const noexcept { return options_; }

    /// Consumes `null` if it comes next, and returns whether it did.
    bool take_null();

    bool read(bool& out);
    bool read(std::int64_t& out);
    bool read(std::uint64_t& out);
    bool read(double& out);

    /// The text is valid until the next call.
    bool read(std::string_view& out);

    /// Calls `on_member(key)` for each member, or for each after the one that was read last. `on_member` must read the value
    /// and return false on failure.
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

    /// Calls `on_item()` for each item, with the same requirements.
    template<class OnItem>
    bool read_array(OnItem&& on_item)
    {
        auto const begun = open_array();
        if (begun != part::one)
            return begun == part::none;
        for (std::size_t index = 0;; ++index) {
            if (!on_item())
                return prepend_path(index);
            if (!take(','))
                return close_array();
        }
    }

    /// Reads a separate JSON document, such as a diff.
    bool read_document(boost::json::value& out);

    /// The same, but validates the document and keeps it as text, without the space around it and without line breaks.
    /// Defined in impl/json/raw_json.ipp.
    bool read_document(raw_json& out);

    /// Skips one value of free JSON and validates it.
    bool skip();

    /// Reads a described struct by the fast path. Defined in json/record/reader.hpp.
    template<described T>
    bool read_record(T& v);
    /// Reads the value of one of its members.
    template<class T>
    bool read_member(T& v);

    /// A position to return to, even after an error.
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

    char const* position() const noexcept { return at_; }
    char const* end() const noexcept { return end_; }
    /// Continues at `p`. Returns false if it is null.
    bool continue_at(char const* p) noexcept { return p != nullptr ? (at_ = p, true) : false; }

    /// Enters a level of nesting, if that is allowed, and leaves it.
    void nest() noexcept { ++depth_; }
    bool may_nest() const noexcept { return depth_ <= options_.max_depth; }
    bool leave() noexcept
    {
        --depth_;
        return true;
    }

    timestamp_reader& timestamps() noexcept { return timestamps_; }

    /// Returns whether only space is left.
    bool at_end();

    /// Sets an error at the key that was read last.
    bool fail_at_key(errc code, std::string_view text);

    /// Sets an error at the value just read, such as a text that is not a uuid.
    SSOT_DETAIL_RARE bool fail_value(error e);
    /// Sets an error at the object just read.
    SSOT_DETAIL_RARE bool fail_object(error e);

private:
    /// Returns whether there is another member or item: false at the end and after an error.
    enum class part : unsigned char { failed, none, one };

    /// Set where an object or array starts, and where its last part has been read.
    part open_object();
    bool close_object();
    part open_array();
    bool close_array();

    /// Reads a key, up to its value. Always inlined, because the function that reads the value is one of few.
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

    /// Prepends the key at `key_at` to the path of the error. Always returns false.
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
