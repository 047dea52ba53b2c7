// SPDX-License-Identifier: BSL-1.0
#include <ssot/reflect.hpp>

#include <boost/describe/class.hpp>

#include <string>

namespace {

struct device {
    static constexpr std::string_view model_name = "inventory.device";

    ssot::uuid  id{};
    std::string hostname{};
    std::string note{};
};
BOOST_DESCRIBE_STRUCT(device, (), (id, hostname))

static_assert(ssot::field_index<&device::hostname> == 1);
#ifdef SSOT_COMPILE_FAIL
static_assert(ssot::field_index<&device::note> == 2); // expect: "this member is not listed in BOOST_DESCRIBE_STRUCT"
#endif

} // namespace
