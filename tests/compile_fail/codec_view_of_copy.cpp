// SPDX-License-Identifier: BSL-1.0
#include <ssot/json/text.hpp>

#include <boost/describe/class.hpp>

#include <string>

struct address {
    std::string text{};
};

template<>
struct ssot::codec<address> {
    static constexpr kind stored_as = kind::text;

#ifdef SSOT_COMPILE_FAIL
    // expect: "encode takes its argument by value and gives a view, which refers to what is gone; let it take a T const&"
    static std::string_view encode(address v) { return v.text; }
#else
    static std::string_view encode(address const& v) { return v.text; }
#endif
    static result<address> decode(std::string_view v) { return address{std::string(v)}; }
};

struct host {
    address at{};
};
BOOST_DESCRIBE_STRUCT(host, (), (at))

auto write(host const& h) -> std::string;
auto write(host const& h) -> std::string { return ssot::to_json(h); }
