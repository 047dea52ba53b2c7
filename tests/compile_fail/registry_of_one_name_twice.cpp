// SPDX-License-Identifier: BSL-1.0
#include <ssot/store/model_registry.hpp>

#include <boost/describe/class.hpp>

#include <string_view>

namespace {

struct site {
    static constexpr std::string_view model_name = "inventory.site";
    ssot::uuid                        id{};
};
BOOST_DESCRIBE_STRUCT(site, (), (id))

struct rack {
#ifdef SSOT_COMPILE_FAIL
    static constexpr std::string_view model_name = "inventory.site"; // expect: "two of these models have one model_name"
#else
    static constexpr std::string_view model_name = "inventory.rack";
#endif
    ssot::uuid id{};
};
BOOST_DESCRIBE_STRUCT(rack, (), (id))

} // namespace

ssot::model_registry models();

ssot::model_registry models() { return ssot::registry_of<site, rack, site>(); }
