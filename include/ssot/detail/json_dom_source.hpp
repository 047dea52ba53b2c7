// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_DOM_SOURCE_HPP
#define SSOT_DETAIL_JSON_DOM_SOURCE_HPP

// A pull reader over a boost::json::value, with the interface and the words of the text source.

#include <ssot/json/options.hpp>
#include <ssot/json/raw_json.hpp>

#include <ssot/detail/json_number.hpp>
#include <ssot/detail/json_write.hpp>
#include <ssot/detail/words.hpp>

#include <boost/json/value.hpp>

#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace ssot::detail {

class json_dom_source : public json_failure {
public:
    json_dom_source(boost::json::value const& v, read_options const& options) noexcept : at_(&v), options_(options) {}

    read_options const& options() const noexcept { return options_; }

    bool take_null() const noexcept { return at_->is_null(); }

    bool read(bool& out)
    {
        if (!at_->is_bool())
            return wrong_type("true or false");
        out = at_->get_bool();
        return true;
    }

    bool read(std::int64_t& out) { return read_integer(out); }
    bool read(std::uint64_t& out) { return read_integer(out); }

    bool read(double& out)
    {
        if (!at_->is_number())
            return wrong_type("a number");
        out = at_->to_number<double>();
        return std::isfinite(out) || fail(errc::out_of_range, "the number is not finite");
    }

    bool read(std::string_view& out)
    {
        if (!at_->is_string())
            return wrong_type("a text");
        out = std::string_view(at_->get_string().data(), at_->get_string().size());
        return is_utf8(out) || fail(errc::invalid_utf8, "the text is not UTF-8");
    }

    template<class OnMember>
    bool read_object(OnMember&& on_member)
    {
        if (!at_->is_object())
            return wrong_type("an object");
        if (!enter())
            return false;
        auto const* const whole = at_;
        for (auto const& member : whole->get_object()) {
            at_            = &member.value();
            auto const key = view_of(member.key());
            if (!is_utf8(key))
                return fail(errc::invalid_utf8, "a key is not UTF-8");
            if (!on_member(key))
                return false;
        }
        at_ = whole;
        --depth_;
        return true;
    }

    template<class OnItem>
    bool read_array(OnItem&& on_item)
    {
        if (!at_->is_array())
            return wrong_type("an array");
        if (!enter())
            return false;
        auto const* const whole = at_;
        std::size_t       index = 0;
        for (auto const& item : whole->get_array()) {
            at_ = &item;
            if (!on_item())
                return inside(index);
            ++index;
        }
        at_ = whole;
        --depth_;
        return true;
    }

    bool read_document(boost::json::value& out)
    {
        std::string text;
        if (!read_text(text)) // what JSON cannot hold is refused before it is copied
            return false;
        out = *at_;
        return true;
    }

    bool read_document(raw_json& out)
    {
        std::string text;
        if (!read_text(text))
            return false;
        out = raw_json::trusted(std::move(text));
        return true;
    }

    bool skip() const noexcept { return true; }

    /// A place to come back to, from an error as well.
    struct place {
        boost::json::value const* at;
        std::size_t               depth;
    };
    place mark() const noexcept { return {at_, depth_}; }
    void  rewind(place to) noexcept
    {
        at_     = to.at;
        depth_  = to.depth;
        failed_ = false;
    }

    bool fail_at_key(errc code, std::string_view text) { return fail(code, text); }
    bool fail_value(error e) { return fail(std::move(e)); }
    bool fail_object(error e) { return fail(std::move(e)); }

private:
    /// A document as text.
    bool read_text(std::string& out)
    {
        auto written = write_document_text(out, *at_, {.max_depth = options_.max_depth});
        return written || fail(std::move(written).error());
    }

    bool enter()
    {
        if (depth_ == options_.max_depth)
            return fail(errc::too_deep, too_deep_words(options_.max_depth));
        ++depth_;
        return true;
    }

    template<class Integer>
    bool read_integer(Integer& out)
    {
        if (at_->is_double() && is_beyond_integers(at_->get_double()))
            return fail(errc::out_of_range, "the number is outside 64 bits");
        if (!at_->is_int64() && !at_->is_uint64())
            return wrong_type("an integer");
        bool const fits =
            at_->is_int64() ? std::in_range<Integer>(at_->get_int64()) : std::in_range<Integer>(at_->get_uint64());
        if (!fits)
            return fail(errc::out_of_range, "the number does not fit its field");
        out = at_->is_int64() ? static_cast<Integer>(at_->get_int64()) : static_cast<Integer>(at_->get_uint64());
        return true;
    }

    bool wrong_type(std::string_view wanted)
    {
        constexpr std::string_view found[] = {
            "null", "true or false", "a number", "a number", "a number", "a text", "an array", "an object"};
        return fail(errc::wrong_type,
                    "expected " + std::string(wanted) + ", found " +
                        std::string(found[static_cast<std::size_t>(at_->kind())]));
    }

    boost::json::value const* at_;
    read_options              options_;
    std::size_t               depth_ = 0;
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_JSON_DOM_SOURCE_HPP
