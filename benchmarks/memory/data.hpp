// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_MEMORY_DATA_HPP
#define BENCH_MEMORY_DATA_HPP

// The log of many syncs: as many entries for each, in the order of time, 95 bytes of text in the middle.

#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/model/types.hpp>

#include "support/random.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

using sync   = ssot::basic_sync<ssot::raw_types>;
using entry  = ssot::basic_sync_log_entry<ssot::raw_types>;
using action = ssot::sync_log_entry_action;
using status = ssot::sync_log_entry_status;

template<class... Arguments>
std::string format(char const* how, Arguments... arguments)
{
    char out[256];
    return {out, static_cast<std::size_t>(std::snprintf(out, sizeof out, how, arguments...))};
}

/// Version 7, of the time `at` and of so many before it, so that the keys ascend.
inline ssot::uuid make_key(random_source& random, std::int64_t at, std::size_t number)
{
    auto       out = random.uuid();
    auto const ms  = static_cast<std::uint64_t>(at / 1000);
    for (unsigned i = 0; i != 6; ++i)
        out.data[i] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
    out.data[6] = static_cast<std::uint8_t>(0x70 | ((number >> 8) & 0xf));
    out.data[7] = static_cast<std::uint8_t>(number);
    return out;
}

inline entry make_entry(random_source& random, ssot::uuid const& of, std::int64_t at, unsigned number)
{
    constexpr std::string_view status_texts[] = {"success", "failure", "error"};
    auto const                 site           = static_cast<unsigned>(random.between(0, 39));
    entry                      out{.id        = make_key(random, at, number),
                                   .sync      = ssot::key_to<sync>{of},
                                   .timestamp = ssot::timestamp(ssot::duration(at))};
    auto const                 a = random.between(0, 99);
    out.action   = a < 70 ? action::no_change : a < 85 ? action::create : a < 95 ? action::update : action::delete_;
    auto const s = random.between(0, 99);
    out.status   = s < 90 ? status::success : s < 97 ? status::failure : status::error;
    if (out.action != action::no_change)
        out.diff = ssot::raw_json::parse(
                       format(R"({"+":{"name":"device-%06u","serial":"SN%08x","status":"Active","site":"nyc%02u"},)"
                              R"("-":{"serial":"SN%08x"}})",
                              number,
                              static_cast<unsigned>(random.next()),
                              site,
                              static_cast<unsigned>(random.next())))
                       .value();
    out.synced_object_type = ssot::key_to<ssot::basic_content_type<ssot::raw_types>, std::int64_t>{
        static_cast<std::int64_t>(random.between(1, 12))};
    out.synced_object_id = random.uuid();
    out.object_repr      = format("device-%06u.nyc%02u", number, site);
    out.message          = format("%s device-%06u: %s in %u ms",
                         ssot::to_wire(out.action).data(),
                         number,
                         status_texts[static_cast<std::size_t>(out.status)].data(),
                         static_cast<unsigned>(random.between(0, 899)));
    return out;
}

struct data {
    data(std::size_t sync_count, std::size_t entry_count)
    {
        random_source          random(42);
        constexpr std::int64_t start = 1'700'000'000'000'000, minute = 60'000'000;
        auto const             each = entry_count / sync_count;
        syncs.reserve(sync_count);
        for (std::size_t s = 0; s != sync_count; ++s) {
            auto const at = start + static_cast<std::int64_t>(s) * minute;
            syncs.push_back({.id         = make_key(random, at, s),
                             .source     = "ServiceNow",
                             .target     = "Nautobot",
                             .start_time = ssot::timestamp(ssot::duration(at))});
        }
        entries.reserve(each * sync_count);
        for (auto const& s : syncs)
            for (std::size_t i = 0; i != each; ++i)
                entries.push_back(make_entry(random,
                                             s.id,
                                             s.start_time->time_since_epoch().count() + static_cast<std::int64_t>(i) * 1000,
                                             static_cast<unsigned>(i)));
    }

    std::vector<sync>  syncs{};
    std::vector<entry> entries{};
};

} // namespace bench

#endif // BENCH_MEMORY_DATA_HPP
