// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_MODEL_INVENTORY_HPP
#define BENCH_MODEL_INVENTORY_HPP

// Two inventories of objects with ten fields. Most objects agree, one in twenty differs in two fields, and as many are in one
// inventory only. Each has its own order.

#include "memory/data.hpp"
#include "support/random.hpp"

#include <boost/describe/class.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace bench {

struct host {
    std::string  name{};
    std::string  site{};
    std::string  role{};
    std::string  serial{};
    std::string  address{};
    std::string  platform{};
    std::int64_t rack    = 0;
    std::int64_t height  = 0;
    std::int64_t mtu     = 0;
    bool         enabled = false;
};
BOOST_DESCRIBE_STRUCT(host, (), (name, site, role, serial, address, platform, rack, height, mtu, enabled))

inline host make_host(random_source& random, std::size_t number)
{
    constexpr char const* roles[] = {"access", "distribution", "core", "edge"};
    auto const            n       = static_cast<unsigned>(number);
    auto const            site    = static_cast<unsigned>(random.between(0, 39));
    return {.name     = format("device-%06u.nyc%02u.example.net", n, n % 40),
            .site     = format("nyc%02u", site),
            .role     = random.pick(roles),
            .serial   = format("SN%016llx", static_cast<unsigned long long>(random.next())),
            .address  = format("2001:db8:%x::%x", site, n),
            .platform = format(
                "os-%u.%u", static_cast<unsigned>(random.between(1, 9)), static_cast<unsigned>(random.between(0, 99))),
            .rack    = static_cast<std::int64_t>(random.between(1, 400)),
            .height  = static_cast<std::int64_t>(random.between(1, 4)),
            .mtu     = 1500,
            .enabled = random.percent(90)};
}

struct inventories {
    explicit inventories(std::size_t objects)
    {
        random_source random(11);
        for (std::size_t i = 0; i != objects; ++i) {
            auto h = make_host(random, i);
            if (!random.percent(5))
                target.push_back(h);
            if (random.percent(5)) {
                h.role = "spare";
                ++h.rack;
            }
            if (!random.percent(5))
                source.push_back(std::move(h));
        }
        for (auto* const side : {&source, &target})
            for (std::size_t i = side->size(); i > 1; --i)
                std::swap((*side)[i - 1], (*side)[random.between(0, i - 1)]);
    }

    std::vector<host> source{};
    std::vector<host> target{};
};

} // namespace bench

#endif // BENCH_MODEL_INVENTORY_HPP
