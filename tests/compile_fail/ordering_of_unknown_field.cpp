// SPDX-License-Identifier: BSL-1.0
#include <ssot/reflect.hpp>

#include <boost/describe/class.hpp>

#include <string>

namespace {

struct device {
    static constexpr std::string_view model_name = "inventory.device";
#ifdef SSOT_COMPILE_FAIL
    static constexpr std::string_view ordering[] = {"-hostname", "rack"}; // expect: "names a field that is not described"
#else
    static constexpr std::string_view ordering[] = {"-hostname"};
#endif

    ssot::uuid  id{};
    std::string hostname{};
};
BOOST_DESCRIBE_STRUCT(device, (), (id, hostname))

static_assert(ssot::model_info_of<device>().ordering.front() == "-hostname");

} // namespace
