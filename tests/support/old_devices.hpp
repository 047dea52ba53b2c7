// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_OLD_DEVICES_HPP
#define SSOT_TESTS_SUPPORT_OLD_DEVICES_HPP

// Random devices as each version wrote them, as JSON and as a row, and what they are today. Nothing here uses the steps.

#include <ssot/storage/packed_row.hpp>
#include <ssot/storage/schema.hpp>
#include <ssot/uuid.hpp>

#include "migrating_device.hpp"
#include "random_source.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ssot_test {

struct old_device {
    ssot::uuid   id{};
    std::string  host{};
    std::string  site{};
    std::string  notes{};
    std::int64_t port = 0;
    std::int64_t rack = 0;

    static old_device random(random_source& random)
    {
        char const* const notes[] = {
            R"({"a":[1.0,1e2,18446744073709551616]})", "[]", R"("x")", R"({"name":1,"port":{"rack":[]}})"};
        old_device out;
        for (auto& byte : out.id)
            byte = static_cast<std::uint8_t>(random.below(256));
        out.host  = "h" + std::to_string(random.below(1'000)) + (random.below(2) == 0 ? "" : "\xC3\xA9");
        out.site  = "S" + std::to_string(random.below(10));
        out.notes = notes[random.below(4)];
        out.port  = static_cast<std::int64_t>(random.below(3) == 0 ? 0 : random.below(65'536));
        out.rack  = static_cast<std::int64_t>(random.below(50));
        return out;
    }

    /// What it is today if it was written by version `version`.
    inventory::moving_device today(std::uint32_t version) const
    {
        inventory::moving_device out;
        out.id       = id;
        out.hostname = host;
        out.port     = port == 0 ? std::nullopt : std::optional(port);
        out.notes    = ssot::raw_json::trusted(notes);
        out.site     = version >= 3 ? site : host.substr(0, 2) + std::to_string(version == 2 ? rack : 7);
        if (version == 4)
            out.label = "L";
        return out;
    }

    /// Its JSON, with the keys in any order.
    std::string text(std::uint32_t version, random_source& random) const
    {
        auto const               quoted = [](std::string const& text) { return "\"" + text + "\""; };
        std::vector<std::string> fields{"\"id\":" + quoted(ssot::to_string(id)), "\"notes\":" + notes};
        auto const               add = [&](std::string const& key, std::string const& value) {
            fields.push_back(quoted(key) + ": " + value);
        };
        add(version == 1 ? "name" : "hostname", quoted(host));
        add("port", version <= 2 ? quoted(std::to_string(port)) : version == 4 && port == 0 ? "null" : std::to_string(port));
        if (version == 1)
            add("comment", R"("gone")");
        if (version == 2)
            add("rack", std::to_string(rack));
        if (version >= 3)
            add("site", quoted(site));
        if (version == 4)
            add("label", R"("L")");
        std::string out = "{";
        while (!fields.empty()) {
            auto const at = fields.begin() + static_cast<std::ptrdiff_t>(random.below(fields.size()));
            out += (out.size() == 1 ? "" : random.below(2) == 0 ? "," : " ,\n") + *at;
            fields.erase(at);
        }
        return out + "}";
    }

    /// Its row, with the fields in the order of `model`, which describes that version.
    ssot::storage::packed_row row(ssot::storage::model_desc const& model) const
    {
        namespace st             = ssot::storage;
        auto const     port_text = std::to_string(port);
        st::packed_row out;
        for (auto const& f : model.fields)
            out.push(f.name == "id"                   ? st::value_view::id(id)
                         : f.name == "notes"          ? st::value_view::chars(notes, ssot::kind::json)
                         : f.name == "comment"        ? st::value_view::chars("gone")
                         : f.name == "rack"           ? st::value_view::integer(rack)
                         : f.name == "site"           ? st::value_view::chars(site)
                         : f.name == "label"          ? st::value_view::chars("L")
                         : f.name == "ssot_rev"       ? st::value_view::integer(5)
                         : f.name != "port"           ? st::value_view::chars(host)
                         : f.type == ssot::kind::text ? st::value_view::chars(port_text)
                         : f.nullable && port == 0    ? st::value_view()
                                                      : st::value_view::integer(port));
        return out;
    }
};

} // namespace ssot_test

#endif // SSOT_TESTS_SUPPORT_OLD_DEVICES_HPP
