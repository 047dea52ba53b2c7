// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_JSON_DOM_SOURCE_IPP
#define SSOT_IMPL_DETAIL_JSON_DOM_SOURCE_IPP

#include <ssot/detail/json/decode.hpp>
#include <ssot/detail/json/dom_source.hpp>
#include <ssot/detail/json/number.hpp>
#include <ssot/detail/json/text_sink.hpp>
#include <ssot/detail/json/write.hpp>
#include <ssot/detail/text/message.hpp>
#include <ssot/detail/text/utf8.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace ssot::detail {

template<class Integer>
bool json_dom_source::read_integer(Integer& out)
{
    if (at_->is_double() && is_beyond_integers(at_->get_double()))
        return fail(errc::out_of_range, "the number is outside 64 bits");
    if (!at_->is_int64() && !at_->is_uint64())
        return wrong_type("an integer");
    bool const fits = at_->is_int64() ? std::in_range<Integer>(at_->get_int64()) : std::in_range<Integer>(at_->get_uint64());
    if (!fits)
        return fail(errc::out_of_range, "the number does not fit its field");
    out = at_->is_int64() ? static_cast<Integer>(at_->get_int64()) : static_cast<Integer>(at_->get_uint64());
    return true;
}

SSOT_DECL bool json_dom_source::read(std::int64_t& out) { return read_integer(out); }
SSOT_DECL bool json_dom_source::read(std::uint64_t& out) { return read_integer(out); }

SSOT_DECL bool json_dom_source::read(bool& out)
{
    if (!at_->is_bool())
        return wrong_type("true or false");
    out = at_->get_bool();
    return true;
}

SSOT_DECL bool json_dom_source::read(double& out)
{
    if (!at_->is_number())
        return wrong_type("a number");
    out = at_->to_number<double>();
    return std::isfinite(out) || fail(errc::out_of_range, "the number is not finite");
}

SSOT_DECL bool json_dom_source::read(std::string_view& out)
{
    if (!at_->is_string())
        return wrong_type("a text");
    out = std::string_view(at_->get_string().data(), at_->get_string().size());
    return is_utf8(out) || fail(errc::invalid_utf8, "the text is not UTF-8");
}

SSOT_DECL bool json_dom_source::read_document(boost::json::value& out)
{
    std::string text;
    if (!read_text(text)) // what JSON cannot hold is refused before it is copied
        return false;
    out = *at_;
    return true;
}

SSOT_DECL bool json_dom_source::read_document(raw_json& out)
{
    std::string text;
    if (!read_text(text))
        return false;
    out = raw_json::trusted(std::move(text));
    return true;
}

SSOT_DECL bool json_dom_source::read_text(std::string& out)
{
    auto written = write_document_text(out, *at_, {.max_depth = options_.max_depth});
    return written || fail(std::move(written).error());
}

SSOT_DECL bool json_dom_source::enter()
{
    if (depth_ == options_.max_depth)
        return fail(errc::too_deep, too_deep_message(options_.max_depth));
    ++depth_;
    return true;
}

SSOT_DETAIL_COLD SSOT_DECL bool json_dom_source::wrong_type(std::string_view wanted)
{
    constexpr std::string_view found[] = {
        "null", "true or false", "a number", "a number", "a number", "a text", "an array", "an object"};
    return fail(errc::wrong_type,
                "expected " + std::string(wanted) + ", found " + std::string(found[static_cast<std::size_t>(at_->kind())]));
}

SSOT_DECL bool json_dom_source::open_object() { return at_->is_object() ? enter() : wrong_type("an object"); }
SSOT_DECL bool json_dom_source::open_array() { return at_->is_array() ? enter() : wrong_type("an array"); }

SSOT_DECL bool json_dom_source::open_member(boost::json::key_value_pair const& member, std::string_view& key)
{
    at_ = &member.value();
    key = view_of(member.key());
    return is_utf8(key) || fail(errc::invalid_utf8, "a key is not UTF-8");
}

SSOT_DECL bool decode_members(json_dom_source& in, object_plan<json_dom_source> const& plan, member_place* places,
                              std::size_t next)
{
    object_decoder<json_dom_source> members(in, plan, places, next);
    return in.read_object(members) && members.complete();
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_JSON_DOM_SOURCE_IPP
