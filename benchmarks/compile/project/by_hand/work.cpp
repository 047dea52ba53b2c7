// SPDX-License-Identifier: BSL-1.0
// A file of the project: reads devices from JSON, stores them, asks for some, changes them and writes them as JSON.

#include "device.hpp"
#include "records.hpp"

#include <algorithm>
#include <string>
#include <vector>

std::string work()
{
    inventory::devices rows;
    for (auto const record : records) {
        auto const v = boost::json::value_to<inventory::device>(boost::json::parse(record));
        check(v);
        if (!rows.emplace(v.id, v).second)
            throw std::invalid_argument("a device with this id is there");
    }

    std::vector<inventory::device> found;
    for (auto const& [id, v] : rows)
        if (v.site == "hq" && v.rack_units >= 2)
            found.push_back(v);
    std::sort(found.begin(), found.end(), [](auto const& a, auto const& b) {
        return a.hostname != b.hostname ? a.hostname < b.hostname : a.id < b.id;
    });
    if (found.size() > 10)
        found.resize(10);

    std::string out;
    for (auto& v : found) {
        v.managed = true;
        check(v);
        rows.at(v.id) = v;
        out += boost::json::serialize(boost::json::value_from(rows.at(v.id))) + '\n';
    }
    auto const erased = rows.size();
    rows.clear();
    return out + std::to_string(erased) + '\n';
}
