// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_JSON_DOM_SINK_IPP
#define SSOT_IMPL_DETAIL_JSON_DOM_SINK_IPP

#include <ssot/json/options.hpp>

#include <ssot/detail/json/dom_sink.hpp>
#include <ssot/detail/json/text_sink.hpp>
#include <ssot/detail/json/text_source.hpp>
#include <ssot/detail/json/write.hpp>
#include <ssot/detail/text/message.hpp>
#include <ssot/detail/text/utf8.hpp>

#include <concepts>
#include <string>
#include <string_view>
#include <utility>

namespace ssot::detail {

template<class T>
bool json_dom_sink::check(T const& v)
{
    std::string text;
    auto        written = write_text(text, {}, [&](json_text_sink& probe) {
        if constexpr (std::same_as<T, raw_json>)
            return probe.write_document(v);
        else
            return probe.write(v);
    });
    return written || fail(std::move(written).error());
}

SSOT_DECL bool json_dom_sink::write_null() { return slot_->emplace_null(), true; }
SSOT_DECL bool json_dom_sink::write(bool v) { return slot_->emplace_bool() = v, true; }
SSOT_DECL bool json_dom_sink::write(std::int64_t v) { return slot_->emplace_int64() = v, true; }

SSOT_DECL bool json_dom_sink::write(std::uint64_t v)
{
    // As a parser would: unsigned only where signed does not reach.
    if (std::in_range<std::int64_t>(v))
        return write(static_cast<std::int64_t>(v));
    return slot_->emplace_uint64() = v, true;
}

SSOT_DECL bool json_dom_sink::write(double v) { return check(v) && (slot_->emplace_double() = v, true); }

SSOT_DECL bool json_dom_sink::write(std::string_view v)
{
    return (is_utf8(v) || check(v)) && (slot_->emplace_string() = v, true);
}

SSOT_DECL bool json_dom_sink::write(uuid const& v) { return slot_->emplace_string() = ssot::to_string(v), true; }

SSOT_DECL bool json_dom_sink::write(timestamp v) { return check(v) && (slot_->emplace_string() = ssot::to_string(v), true); }

SSOT_DECL bool json_dom_sink::write(duration v) { return slot_->emplace_string() = ssot::to_string(v), true; }

SSOT_DECL bool json_dom_sink::write_document(boost::json::value const& v)
{
    if (v.is_null() || v.is_bool() || v.is_int64() || v.is_uint64())
        return *slot_ = v, true;
    if (auto const* const text = v.if_string())
        return write(std::string_view(text->data(), text->size()));
    std::string text;
    if (auto written = write_document_text(text, v); !written)
        return fail(std::move(written).error());
    *slot_ = v;
    return true;
}

SSOT_DECL bool json_dom_sink::write_document(raw_json const& v)
{
    json_text_source in(v.text(), {.max_depth = most_levels});
    if (!in.read_document(*slot_))
        return fail(in.take_error());
    return v.is_portable() || check(v);
}

SSOT_DECL bool json_dom_sink::enter()
{
    if (level_ == write_options{}.max_depth)
        return fail(errc::too_deep, too_deep_message(level_));
    ++level_;
    return true;
}

SSOT_DECL boost::json::value* json_dom_sink::begin_member(std::string_view key)
{
    if (!is_utf8(key) && !check(key))
        return prepend_path("<key>"), nullptr;
    return &slot_->get_object()[key];
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_JSON_DOM_SINK_IPP
