// SPDX-License-Identifier: BSL-1.0
#include <ssot/model/foreign_key.hpp>
#include <ssot/reflect.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>

namespace {

struct rack {
    static constexpr std::string_view model_name = "inventory.rack";

    std::int64_t id{};
};
BOOST_DESCRIBE_STRUCT(rack, (), (id))

#ifdef SSOT_COMPILE_FAIL
using rack_key =
    ssot::foreign_key<rack, ssot::on_delete::cascade>; // expect: "its third argument is the type of the key that it holds"
#else
using rack_key = ssot::foreign_key<rack, ssot::on_delete::cascade, std::int64_t>;
#endif

struct device {
    static constexpr std::string_view model_name = "inventory.device";

    ssot::uuid id{};
    rack_key   stands_in{};
};
BOOST_DESCRIBE_STRUCT(device, (), (id, stands_in))

static_assert(ssot::field_info_of<&device::stands_in>.column == "stands_in_id");

} // namespace
