// SPDX-License-Identifier: BSL-1.0
#include <ssot/json/text.hpp>

#include <boost/describe/class.hpp>

#include <string>

struct colour {
    std::string name{};
};

template<>
struct ssot::codec<colour> {
#ifdef SSOT_COMPILE_FAIL
    // expect: "kind::choice is for enums with a describe_choice; store this type as kind::text"
    static constexpr kind stored_as = kind::choice;
#else
    static constexpr kind stored_as = kind::text;
#endif

    static std::string_view encode(colour const& v) { return v.name; }
    static result<colour>   decode(std::string_view v) { return colour{std::string(v)}; }
};

struct lamp {
    colour light{};
};
BOOST_DESCRIBE_STRUCT(lamp, (), (light))

auto write(lamp const& l) -> std::string;
auto write(lamp const& l) -> std::string { return ssot::to_json(l); }
