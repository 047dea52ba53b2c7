// SPDX-License-Identifier: BSL-1.0
#include <ssot/query.hpp>

#include <boost/describe/class.hpp>

#include <string>

namespace {

struct device {
    static constexpr std::string_view model_name = "inventory.device";

    ssot::uuid  id{};
    std::string hostname{};
};

struct rack {
#ifndef SSOT_COMPILE_FAIL
    static constexpr std::string_view model_name = "inventory.rack";
#endif
    ssot::uuid id{};
};
BOOST_DESCRIBE_STRUCT(rack, (), (id))
#ifndef SSOT_COMPILE_FAIL
BOOST_DESCRIBE_STRUCT(device, (), (id, hostname))
#endif

[[maybe_unused]] void ask()
{
    ssot::from<
        device>(); // expect: "this struct is not described; write BOOST_DESCRIBE_STRUCT(T, (), (id, and the other members))"
    ssot::from<rack>(); // expect: "this struct has no name as a model; write static constexpr std::string_view model_name"
}

} // namespace
