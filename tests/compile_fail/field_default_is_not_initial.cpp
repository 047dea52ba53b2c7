// SPDX-License-Identifier: BSL-1.0
#include <ssot/reflect.hpp>

#include <boost/describe/class.hpp>

#include <optional>
#include <string_view>

namespace {

struct device {
    static constexpr std::string_view model_name = "inventory.device";

    ssot::uuid id{};
#ifdef SSOT_COMPILE_FAIL
    int                slots{}; // expect: "default_value is not what the initializer of this member gives"
    std::optional<int> height{};
#else
    int                slots  = 5;
    std::optional<int> height = 42;
#endif
};
BOOST_DESCRIBE_STRUCT(device, (), (id, slots, height))

constexpr auto describe_fields(ssot::model_tag<device>)
{
    return ssot::fields(ssot::field<&device::slots>.default_value(5), ssot::field<&device::height>.default_value(42));
}

static_assert(ssot::field_info_of<&device::slots>.column == "slots");

} // namespace
