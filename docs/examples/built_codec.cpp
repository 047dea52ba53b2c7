// SPDX-License-Identifier: BSL-1.0
// Field types whose stored form is built: an address with its length as text, and a list of tags as JSON.

#include <ssot/ssot.hpp>

#include <boost/describe/class.hpp>

#include <array>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

//[ text
struct subnet {
    std::array<std::uint8_t, 4> bytes{};
    std::uint8_t                length{};
    friend bool                 operator==(subnet const&, subnet const&) = default;
};

template<>
struct ssot::codec<subnet> {
    static constexpr kind stored_as = kind::text;
    using stored_type               = std::string_view;

    static std::string encode(subnet const& v) // a text that is made: whoever asks for it keeps it
    {
        std::string out;
        for (std::size_t i = 0; i != 4; ++i)
            out.append(i == 0 ? "" : ".").append(std::to_string(v.bytes[i]));
        return out.append("/").append(std::to_string(v.length));
    }
    static result<subnet> decode(std::string_view text)
    {
        subnet out;
        auto const* const end = text.data() + text.size();
        auto const*       p   = text.data();
        for (std::size_t i = 0; i != 5; ++i) {
            auto& part              = i == 4 ? out.length : out.bytes[i];
            auto const [at, failed] = std::from_chars(p, end, part);
            bool const goes_on      = i == 4 ? at == end : at != end && *at == (i == 3 ? '/' : '.');
            if (failed != std::errc() || !goes_on || out.length > 32)
                return error(errc::invalid_value, "a subnet is written like 10.0.0.0/8");
            p = at + (i != 4);
        }
        return out;
    }
};
//]

//[ json
struct tag_list {
    std::vector<std::string> items{};
    friend bool              operator==(tag_list const&, tag_list const&) = default;
};

template<>
struct ssot::codec<tag_list> {
    static constexpr kind stored_as = kind::json;
    using stored_type               = std::string_view;

    static std::string      encode(tag_list const& v) { return ssot::to_json(v.items); }
    static result<tag_list> decode(std::string_view json)
    {
        auto items = ssot::from_json<std::vector<std::string>>(json);
        if (!items)
            return items.error();
        return tag_list{std::move(*items)};
    }
};
//]

struct device {
    static constexpr std::string_view model_name = "inventory.device";
    ssot::uuid                        id{};
    subnet                            network{};
    tag_list                          tags{};
};
BOOST_DESCRIBE_STRUCT(device, (), (id, network, tags))
constexpr auto describe_fields(ssot::model_tag<device>) { return ssot::fields(ssot::field<&device::network>.unique()); }

int main()
{
    //[ use
    ssot::store  store{ssot::storage::memory{}};
    device const core{.network = {{10, 1, 0, 0}, 16}, .tags = {{"core", "rack 7"}}};
    auto const   id = store.insert(core).value();

    using ssot::field;
    auto const ours   = store.select(ssot::from<device>().where(field<&device::network> == core.network));
    auto const inside = store.count(ssot::from<device>().where(starts_with(field<&device::network>, "10.1.")));
    auto const tagged = store.count(ssot::from<device>().where(contains(field<&device::tags>, "\"core\"")));
    std::cout << ssot::to_json(ours.value()[0]) << '\n'; // {"id":"...","network":"10.1.0.0/16","tags":["core","rack 7"]}

    auto const wrong = store.insert(device{.network = {{10, 1, 0, 0}, 64}});
    std::cout << wrong.error() << '\n'; // network: a subnet is written like 10.0.0.0/8 (validation)
    //]
    bool const good = inside.value() == 1 && tagged.value() == 1 && wrong.has_error() &&
        store.get<device>(id).value().tags == core.tags && ours.value()[0].network == core.network;
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
