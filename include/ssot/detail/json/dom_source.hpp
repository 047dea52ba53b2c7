// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_DOM_SOURCE_HPP
#define SSOT_DETAIL_JSON_DOM_SOURCE_HPP

// A pull reader over a boost::json::value, with the interface and the messages of the text source.

#include <ssot/json/options.hpp>
#include <ssot/json/raw_json.hpp>

#include <ssot/detail/base/simd.hpp>
#include <ssot/detail/json/error_slot.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace ssot::detail {

class json_dom_source : public error_slot {
public:
    json_dom_source(boost::json::value const& v, read_options const& options) noexcept : at_(&v), options_(options)
    {
        options_.max_depth = levels(options.max_depth);
    }

    read_options const& options() const noexcept { return options_; }

    bool take_null() const noexcept { return at_->is_null(); }

    bool read(bool& out);
    bool read(std::int64_t& out);
    bool read(std::uint64_t& out);
    bool read(double& out);
    bool read(std::string_view& out);

    template<class OnMember>
    bool read_object(OnMember&& on_member)
    {
        if (!open_object())
            return false;
        auto const* const whole = at_;
        for (auto const& member : whole->get_object()) {
            std::string_view key;
            if (!open_member(member, key) || !on_member(key))
                return false;
        }
        at_ = whole;
        --depth_;
        return true;
    }

    template<class OnItem>
    bool read_array(OnItem&& on_item)
    {
        if (!open_array())
            return false;
        auto const* const whole = at_;
        std::size_t       index = 0;
        for (auto const& item : whole->get_array()) {
            at_ = &item;
            if (!on_item())
                return prepend_path(index);
            ++index;
        }
        at_ = whole;
        --depth_;
        return true;
    }

    bool read_document(boost::json::value& out);
    bool read_document(raw_json& out);

    bool skip() const noexcept { return true; }

    /// A position to return to, even after an error.
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
    /// Returns a document as text.
    bool read_text(std::string& out);

    bool enter();
    bool open_object();
    bool open_array();
    bool open_member(boost::json::key_value_pair const& member, std::string_view& key);
    template<class Integer>
    bool                  read_integer(Integer& out);
    SSOT_DETAIL_RARE bool wrong_type(std::string_view wanted);

    boost::json::value const* at_;
    read_options              options_;
    std::size_t               depth_ = 0;
};

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/json/dom_source.ipp>
#endif

#endif // SSOT_DETAIL_JSON_DOM_SOURCE_HPP
