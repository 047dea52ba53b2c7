// SPDX-License-Identifier: BSL-1.0
#include <ssot/reflect.hpp>

#include <boost/describe/class.hpp>

namespace {

struct device {
#ifdef SSOT_COMPILE_FAIL
    static constexpr std::string_view model_name = "device"; // expect: "model_name has the form"
#else
    static constexpr std::string_view model_name = "inventory.device";
#endif

    ssot::uuid id{};
};
BOOST_DESCRIBE_STRUCT(device, (), (id))

static_assert(ssot::model_info_of<device>().model == "device");

} // namespace
