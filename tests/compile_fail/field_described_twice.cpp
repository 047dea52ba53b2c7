// SPDX-License-Identifier: BSL-1.0
#include <ssot/reflect.hpp>

#include <boost/describe/class.hpp>

#include <string>

namespace {

struct device {
    static constexpr std::string_view model_name = "inventory.device";

    ssot::uuid  id{};
    std::string hostname{};
};
BOOST_DESCRIBE_STRUCT(device, (), (id, hostname))

constexpr auto describe_fields(ssot::model_tag<device>)
{
    using ssot::field;
#ifdef SSOT_COMPILE_FAIL
    // expect: "put all options of a member after one field<&M::member>"
    return ssot::fields(field<&device::hostname>.max_length(64), field<&device::hostname>.unique());
#else
    return ssot::fields(field<&device::hostname>.max_length(64).unique());
#endif
}

static_assert(ssot::field_info_of<&device::hostname>.options.unique);

} // namespace
