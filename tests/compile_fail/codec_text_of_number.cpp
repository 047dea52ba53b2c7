// SPDX-License-Identifier: BSL-1.0
#include <ssot/json/text.hpp>

#include <boost/describe/class.hpp>

#include <string>

struct colour {
    int value = 0;
};

template<>
struct ssot::codec<colour> {
    static constexpr kind stored_as = kind::text;

#ifdef SSOT_COMPILE_FAIL
    // expect: "encode of a text, bytes, JSON or a choice gives a std::string_view into its argument, or a std::string that it makes"
    static int encode(colour v) { return v.value; }
#else
    static std::string encode(colour v) { return std::to_string(v.value); }
#endif
    static result<colour> decode(std::string_view) { return colour{}; }
};

struct lamp {
    colour light{};
};
BOOST_DESCRIBE_STRUCT(lamp, (), (light))

auto write(lamp const& l) -> std::string;
auto write(lamp const& l) -> std::string { return ssot::to_json(l); }
