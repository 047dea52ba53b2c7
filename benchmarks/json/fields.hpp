// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_JSON_FIELDS_HPP
#define BENCH_JSON_FIELDS_HPP

// Fields as every peer converts them: by the library's own functions for uuids, times, durations and choices, so that what is
// compared is JSON. That flatters the peers.

#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include "types.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bench {

/// The text of a uuid, a time or a duration, without an allocation.
class short_text {
public:
    template<class T>
    explicit short_text(T const& v) : size_(static_cast<std::size_t>(ssot::to_chars(text_, v) - text_))
    {
    }
    std::string_view view() const noexcept { return {text_, size_}; }

private:
    char        text_[40];
    std::size_t size_;
};

inline ssot::uuid      id_from(std::string_view text) { return ssot::parse_uuid(text).value(); }
inline ssot::timestamp time_from(std::string_view text) { return ssot::parse_timestamp(text).value(); }
inline ssot::duration  duration_from(std::string_view text) { return ssot::parse_duration(text).value(); }

inline ssot::sync_log_entry_action action_from(std::string_view text)
{
    return ssot::from_wire<ssot::sync_log_entry_action>(text).value();
}
inline ssot::sync_log_entry_status status_from(std::string_view text)
{
    return ssot::from_wire<ssot::sync_log_entry_status>(text).value();
}

inline ssot::key_to<dom_sync>                         sync_key_from(std::string_view text) { return {id_from(text)}; }
inline ssot::key_to<ssot::job_result>                 job_key_from(std::string_view text) { return {id_from(text)}; }
inline ssot::key_to<ssot::content_type, std::int64_t> type_key_from(std::int64_t id) { return {id}; }

} // namespace bench

#endif // BENCH_JSON_FIELDS_HPP
