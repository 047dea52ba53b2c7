// SPDX-License-Identifier: BSL-1.0
#include <ssot/reflect.hpp>

#include <boost/describe/class.hpp>

#include <string>

namespace {

struct device {
    static constexpr std::string_view model_name = "inventory.device";
#ifdef SSOT_COMPILE_FAIL
    static constexpr ssot::field_names indexes[] = {{"hostname"},
                                                    {"rack", "id"}}; // expect: "names a field that is not described"
#else
    static constexpr ssot::field_names indexes[] = {{"hostname"}, {"hostname", "id"}};
#endif

    ssot::uuid  id{};
    std::string hostname{};
};
BOOST_DESCRIBE_STRUCT(device, (), (id, hostname))

static_assert(ssot::model_info_of<device>().indexes[1][0] == "hostname");

} // namespace
