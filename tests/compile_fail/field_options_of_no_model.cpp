// SPDX-License-Identifier: BSL-1.0
#include <ssot/json/text.hpp>

#include <boost/describe/class.hpp>

#include <string>

namespace {

struct position {
#ifndef SSOT_COMPILE_FAIL
    static constexpr std::string_view model_name = "inventory.position"; // expect: "give the struct a model_name"
#endif
    int         rack{};
    std::string slot{};
};
BOOST_DESCRIBE_STRUCT(position, (), (rack, slot))

constexpr auto describe_fields(ssot::model_tag<position>)
{
    return ssot::fields(ssot::field<&position::slot>.max_length(4));
}

} // namespace

auto read_position(std::string_view text) -> int;

auto read_position(std::string_view text) -> int { return ssot::from_json<position>(text)->rack; }
