// SPDX-License-Identifier: BSL-1.0
// A field type of your own: one specialization says how it is stored, and JSON and every backend follow.

#include <ssot/ssot.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string_view>

//[ codec
struct vlan {
    std::uint16_t number{};
    friend bool   operator==(vlan, vlan) = default;
};

template<>
struct ssot::codec<vlan> {
    static constexpr kind stored_as = kind::int64;
    using stored_type               = std::int64_t;

    static constexpr stored_type encode(vlan v) noexcept { return v.number; }
    static result<vlan>          decode(stored_type v)
    {
        if (v < 1 || v > 4094)
            return error(errc::out_of_range, "a VLAN has a number from 1 to 4094");
        return vlan{static_cast<std::uint16_t>(v)};
    }
};
//]

struct segment {
    static constexpr std::string_view model_name = "inventory.segment";
    ssot::uuid                        id{};
    vlan                              tag{1};
};
BOOST_DESCRIBE_STRUCT(segment, (), (id, tag))

int main()
{
    //[ use
    ssot::store   store{ssot::storage::memory{}};
    segment const office{.tag = {7}};
    auto const    id   = store.insert(office).value();
    auto const    kept = store.get<segment>(id).value();

    auto const wrong = ssot::from_json<segment>(R"({"tag":9000})");
    std::cout << wrong.error() << '\n'; // tag: a VLAN has a number from 1 to 4094 (out_of_range at line 1, column 8)
    //]
    return kept.tag == office.tag && wrong.has_error() ? EXIT_SUCCESS : EXIT_FAILURE;
}
