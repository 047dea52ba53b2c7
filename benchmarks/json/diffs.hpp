// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_JSON_DIFFS_HPP
#define BENCH_JSON_DIFFS_HPP

// The diff of one object, and that of a whole sync.

#include "words.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bench {

inline constexpr std::string_view attributes[] = {"name",
                                                  "status",
                                                  "serial",
                                                  "role",
                                                  "platform",
                                                  "mtu",
                                                  "enabled",
                                                  "description",
                                                  "vlan",
                                                  "mask_length",
                                                  "tenant",
                                                  "asset_tag"};

inline boost::json::value make_value(random_source& random, std::string_view attribute)
{
    constexpr std::int64_t     mtus[]     = {1500, 9000, 9216};
    constexpr std::string_view statuses[] = {"active", "planned", "offline"};
    if (attribute == "mtu")
        return random.pick(mtus);
    if (attribute == "vlan")
        return static_cast<std::int64_t>(random.between(1, 4094));
    if (attribute == "mask_length")
        return static_cast<std::int64_t>(random.between(8, 32));
    if (attribute == "enabled")
        return random.percent(50);
    if (attribute == "tenant" && random.percent(40))
        return nullptr;
    if (attribute == "description")
        return boost::json::string(make_description(random));
    if (attribute == "status")
        return boost::json::string(random.pick(statuses));
    return boost::json::string(make_name(random, 4, 14));
}

/// {"+": new values, "-": old values} of `low` to `high` attributes; one of the two may be absent.
inline boost::json::object make_diff(random_source& random, std::size_t low, std::size_t high)
{
    std::vector<std::string_view> names(std::begin(attributes), std::end(attributes));
    auto const                    count = random.between(low, high);
    for (std::size_t i = 0; i != count; ++i)
        std::swap(names[i], names[random.between(i, names.size() - 1)]);
    names.resize(count);

    auto const values = [&] {
        boost::json::object out;
        for (auto const name : names)
            out.emplace(name, make_value(random, name));
        return out;
    };
    boost::json::object out;
    auto const          kind = random.between(0, 9);
    if (kind < 8)
        out.emplace("+", values());
    if (kind >= 3)
        out.emplace("-", values());
    return out;
}

/// "sw-" and 1, 2 are "sw-1-2".
inline std::string numbered(std::string_view prefix, std::initializer_list<std::size_t> numbers, char separator)
{
    std::string out(prefix);
    for (auto const number : numbers)
        out.append(std::to_string(number)).push_back(separator);
    out.pop_back();
    return out;
}

/// A tree of regions, sites, devices and interfaces, of `size` bytes of JSON or a little more.
inline boost::json::value make_sync_diff(random_source& random, std::size_t size)
{
    boost::json::object regions;
    std::size_t         written = 0;
    for (std::size_t r = 0; written < size; ++r) {
        boost::json::object sites;
        for (std::size_t s = 0; s != 4; ++s) {
            boost::json::object devices;
            for (std::size_t d = 0; d != 6; ++d) {
                boost::json::object interfaces;
                for (auto i = random.between(2, 10); i != 0; --i)
                    interfaces.emplace(numbered("Gi0/", {d, i}, '/'), make_diff(random, 2, 6));
                auto device         = make_diff(random, 2, 6);
                device["interface"] = std::move(interfaces);
                devices.emplace(numbered("sw-", {r, s, d}, '-'), std::move(device));
            }
            auto site      = make_diff(random, 2, 6);
            site["device"] = std::move(devices);
            sites.emplace(numbered("site-", {r, s}, '-'), std::move(site));
        }
        auto region    = make_diff(random, 2, 6);
        region["site"] = std::move(sites);
        written += boost::json::serialize(region).size();
        regions.emplace(numbered("region-", {r}, '-'), std::move(region));
    }
    return boost::json::object{{"region", std::move(regions)}};
}

} // namespace bench

#endif // BENCH_JSON_DIFFS_HPP
