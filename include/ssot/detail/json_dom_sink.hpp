// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_DOM_SINK_HPP
#define SSOT_DETAIL_JSON_DOM_SINK_HPP

// Builds a boost::json::value, with the same checks as the text sink.

#include <ssot/detail/json_text_source.hpp>
#include <ssot/detail/json_write.hpp>
#include <ssot/detail/utf8.hpp>
#include <ssot/detail/words.hpp>

#include <boost/json/value.hpp>

#include <cmath>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace ssot::detail {

class json_dom_sink : public json_failure {
public:
    explicit json_dom_sink(boost::json::value& out) noexcept : slot_(&out) {}

    bool write_null() { return slot_->emplace_null(), true; }
    bool write(bool v) { return slot_->emplace_bool() = v, true; }
    bool write(std::int64_t v) { return slot_->emplace_int64() = v, true; }
    bool write(std::uint64_t v)
    {
        // As a parser would: unsigned only where signed does not reach.
        if (std::in_range<std::int64_t>(v))
            return write(static_cast<std::int64_t>(v));
        return slot_->emplace_uint64() = v, true;
    }
    bool write(double v) { return check(v) && (slot_->emplace_double() = v, true); }
    bool write(std::string_view v) { return (is_utf8(v) || check(v)) && (slot_->emplace_string() = v, true); }
    bool write(uuid const& v) { return slot_->emplace_string() = ssot::to_string(v), true; }
    bool write(timestamp v) { return check(v) && (slot_->emplace_string() = ssot::to_string(v), true); }
    bool write(duration v) { return slot_->emplace_string() = ssot::to_string(v), true; }

    template<class WriteMembers>
    bool write_object(WriteMembers&& write_members)
    {
        slot_->emplace_object();
        return write_nested(write_members);
    }

    template<class WriteValue>
    bool write_member(std::string_view key, WriteValue&& write_value)
    {
        if (!is_utf8(key) && !check(key))
            return inside("<key>");
        return write_part(slot_->get_object()[key], write_value) || inside(key);
    }

    template<class WriteItems>
    bool write_array(WriteItems&& write_items)
    {
        slot_->emplace_array();
        return write_nested(write_items);
    }

    template<class WriteValue>
    bool write_item(std::size_t index, WriteValue&& write_value)
    {
        return write_part(slot_->get_array().emplace_back(nullptr), write_value) || inside(index);
    }

    bool write_document(boost::json::value const& v)
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

    bool write_document(raw_json const& v)
    {
        json_text_source in(v.text(), {.max_depth = static_cast<std::size_t>(-1)});
        if (!in.read_document(*slot_))
            return fail(in.take_error());
        return v.is_portable() || check(v);
    }

private:
    /// What the text sink refuses is refused here, in the same words.
    template<class T>
    bool check(T const& v)
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

    template<class WriteParts>
    bool write_nested(WriteParts& write_parts)
    {
        if (level_ == write_options{}.max_depth)
            return fail(errc::too_deep, too_deep_words(level_));
        ++level_;
        bool const done = write_parts();
        --level_;
        return done;
    }

    template<class WriteValue>
    bool write_part(boost::json::value& part, WriteValue& write_value)
    {
        auto* const whole = slot_;
        slot_             = &part;
        bool const done   = write_value();
        slot_             = whole;
        return done;
    }

    boost::json::value* slot_;
    std::size_t         level_ = 0;
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_JSON_DOM_SINK_HPP
