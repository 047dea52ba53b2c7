// SPDX-License-Identifier: BSL-1.0
#include <ssot/migration.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace {

struct device {
    static constexpr std::string_view model_name = "inventory.device";
#ifdef SSOT_COMPILE_FAIL
    static constexpr std::uint32_t model_version = 3; // expect: "the last to_version is not the model_version of this model"
#else
    static constexpr std::uint32_t model_version = 2;
#endif

    ssot::uuid   id{};
    std::string  hostname{};
    std::int64_t port = 0;
};
BOOST_DESCRIBE_STRUCT(device, (), (id, hostname, port))

constexpr auto describe_migrations(ssot::model_tag<device>)
{
    return ssot::migrations(ssot::to_version(2, ssot::rename_field("name", "hostname")));
}

static_assert(ssot::version_of<device>() == device::model_version);

} // namespace
