// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_RECORDER_OWNER_STAMP_HPP
#define SSOT_DETAIL_RECORDER_OWNER_STAMP_HPP

// What a recorder keeps in `job_result.meta`: which process runs the job, and when it last reported.

#include <ssot/json/options.hpp>
#include <ssot/json/text.hpp>
#include <ssot/json/value.hpp>
#include <ssot/time.hpp>

#include <ssot/detail/recorder/process.hpp>
#include <ssot/detail/text/utf8.hpp>
#include <ssot/detail/time/bounded_time.hpp>

#include <boost/describe/class.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace ssot::detail::recording {

struct owner_stamp {
    std::string                 host{};
    std::int64_t                process_id         = 0;
    std::int64_t                process_start_time = 0; ///< in clock ticks since the machine started
    std::string                 boot_id{};
    std::string                 pid_namespace{};
    ssot::timestamp             heartbeat{};
    std::optional<std::string>  diff_refused{};
    std::optional<std::int64_t> entries_mended{};
    std::optional<std::int64_t> entries_set_aside{};
    std::optional<std::string>  entry_refused{}; ///< the error of the first entry that was set aside
};
BOOST_DESCRIBE_STRUCT(owner_stamp, (),
                      (host, process_id, process_start_time, boot_id, pid_namespace, heartbeat, diff_refused,
                       entries_mended, entries_set_aside, entry_refused))

/// Returns `text` in a form that a store accepts: bytes that are not UTF-8, and zero bytes, become "\xff" and the like.
inline std::string storable_text(std::string_view text)
{
    constexpr char digits[] = "0123456789abcdef";
    bool const     utf8     = is_utf8(text);
    std::string    out;
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte == 0 || (byte >= 0x80 && !utf8))
            out.append("\\x").append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
        else
            out += c;
    }
    return out;
}

/// Returns at most the first `most` code points of a UTF-8 text.
inline std::string first_code_points(std::string text, std::size_t most)
{
    std::size_t n = 0;
    for (std::size_t i = 0; i != text.size(); ++i)
        if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80 && n++ == most)
            return text.substr(0, i);
    return text;
}

inline owner_stamp stamp_of(process_identity const& process, timestamp heartbeat)
{
    return {storable_text(process.host),
            process.id,
            process.start_time,
            process.boot,
            process.pid_namespace,
            heartbeat,
            {},
            0,
            0,
            {}};
}

template<class Document>
Document to_document(owner_stamp const& mark)
{
    if constexpr (std::same_as<Document, raw_json>)
        return raw_json::trusted(to_json(mark));
    else
        return to_value(mark);
}

/// Returns nothing if a document is not the stamp of a recorder.
inline std::optional<owner_stamp> stamp_from(raw_json const& meta)
{
    auto out = from_json<owner_stamp>(meta.text(), {.unknown = unknown_keys::ignore});
    return out ? std::optional(std::move(*out)) : std::nullopt;
}

/// Returns whether no process can still be working on a run. For processes on other machines only the heartbeat can tell.
template<class IsRunning>
bool is_interrupted(owner_stamp const& mark, process_identity const& here, timestamp now, duration stale_after,
                    IsRunning const& is_running)
{
    if (bounded_difference(now, mark.heartbeat) > stale_after)
        return true;
    if (mark.host != storable_text(here.host))
        return false;
    if (mark.boot_id != here.boot)
        return !mark.boot_id.empty() && !here.boot.empty(); // the machine was restarted
    if (mark.pid_namespace != here.pid_namespace)
        return false;
    return !is_running({here.host, mark.boot_id, mark.pid_namespace, mark.process_id, mark.process_start_time});
}

} // namespace ssot::detail::recording

#endif // SSOT_DETAIL_RECORDER_OWNER_STAMP_HPP
