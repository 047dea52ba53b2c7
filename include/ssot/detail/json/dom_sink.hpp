// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_JSON_DOM_SINK_HPP
#define SSOT_DETAIL_JSON_DOM_SINK_HPP

// Builds a boost::json::value with the same checks as the text sink.

#include <ssot/json/raw_json.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/json/error_slot.hpp>

#include <boost/json/value.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ssot::detail {

class json_dom_sink : public error_slot {
public:
    explicit json_dom_sink(boost::json::value& out) noexcept : slot_(&out) {}

    bool write_null();
    bool write(bool v);
    bool write(std::int64_t v);
    bool write(std::uint64_t v);
    bool write(double v);
    bool write(std::string_view v);
    bool write(uuid const& v);
    bool write(timestamp v);
    bool write(duration v);

    template<class WriteMembers>
    bool write_object(WriteMembers&& write_members)
    {
        slot_->emplace_object();
        return write_nested(write_members);
    }

    template<class WriteValue>
    bool write_member(std::string_view key, WriteValue&& write_value)
    {
        auto* const part = begin_member(key);
        return part && (write_part(*part, write_value) || prepend_path(key));
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
        return write_part(slot_->get_array().emplace_back(nullptr), write_value) || prepend_path(index);
    }

    bool write_document(boost::json::value const& v);
    bool write_document(raw_json const& v);

private:
    /// Refuses what the text sink refuses, with the same message.
    template<class T>
    bool check(T const& v);

    template<class WriteParts>
    bool write_nested(WriteParts& write_parts)
    {
        if (!enter())
            return false;
        bool const done = write_parts();
        --level_;
        return done;
    }

    bool enter();

    /// Returns the place for the value of a key; null after an error.
    boost::json::value* begin_member(std::string_view key);

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

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/json/dom_sink.ipp>
#endif

#endif // SSOT_DETAIL_JSON_DOM_SINK_HPP
