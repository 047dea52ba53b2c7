// SPDX-License-Identifier: BSL-1.0
// What the model of ours is, written by hand: a struct, its JSON for Boost.JSON, its rules, and a table of its rows.

#pragma once

#include "text.hpp"

#include <boost/json.hpp>
#include <boost/uuid/uuid.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>

namespace inventory {

struct device {
    boost::uuids::uuid          id{};
    std::string                 hostname{};
    std::string                 site{};
    std::optional<std::string>  serial{};
    std::optional<std::string>  note{};
    int                         rack_units{};
    std::optional<std::int64_t> asset{};
    double                      weight{};
    bool                        managed{};
    timestamp                   seen{};
};

inline void tag_invoke(boost::json::value_from_tag, boost::json::value& out, device const& v)
{
    auto& o         = out.emplace_object();
    o["id"]         = uuid_text(v.id);
    o["hostname"]   = v.hostname;
    o["site"]       = v.site;
    o["serial"]     = v.serial ? boost::json::value(*v.serial) : nullptr;
    o["note"]       = v.note ? boost::json::value(*v.note) : nullptr;
    o["rack_units"] = v.rack_units;
    o["asset"]      = v.asset ? boost::json::value(*v.asset) : nullptr;
    o["weight"]     = v.weight;
    o["managed"]    = v.managed;
    o["seen"]       = time_text(v.seen);
}

inline device tag_invoke(boost::json::value_to_tag<device>, boost::json::value const& in)
{
    auto const& o = in.as_object();
    if (o.size() != 10)
        throw std::invalid_argument("a device has ten members");
    device v;
    v.id       = parse_uuid(o.at("id").as_string());
    v.hostname = o.at("hostname").as_string();
    v.site     = o.at("site").as_string();
    if (auto const& serial = o.at("serial"); !serial.is_null())
        v.serial = std::string(serial.as_string());
    if (auto const& note = o.at("note"); !note.is_null())
        v.note = std::string(note.as_string());
    v.rack_units = o.at("rack_units").to_number<int>();
    if (auto const& asset = o.at("asset"); !asset.is_null())
        v.asset = asset.to_number<std::int64_t>();
    v.weight  = o.at("weight").to_number<double>();
    v.managed = o.at("managed").as_bool();
    v.seen    = parse_time(o.at("seen").as_string());
    return v;
}

inline void check(device const& v)
{
    check_text("hostname", v.hostname, 64);
    check_text("site", v.site, 32);
    if (v.serial)
        check_text("serial", *v.serial, 32);
    if (v.note)
        check_text("note", *v.note, 200, true);
}

using devices = std::map<boost::uuids::uuid, device>;

} // namespace inventory
