// SPDX-License-Identifier: BSL-1.0
#include <ssot/migration.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace {

struct device {
    static constexpr std::string_view model_name    = "inventory.device";
    static constexpr std::uint32_t    model_version = 2;

    ssot::uuid   id{};
    std::string  hostname{};
    std::int64_t port = 0;
};
BOOST_DESCRIBE_STRUCT(device, (), (id, hostname, port))

constexpr auto describe_migrations(ssot::model_tag<device>)
{
    return ssot::migrations(
#ifdef SSOT_COMPILE_FAIL
        ssot::to_version(2, ssot::add_field<std::string>("port", "")) // expect: "this step makes a field of another type"
#else
        ssot::to_version(2, ssot::add_field<std::int64_t>("port", 0))
#endif
    );
}

static_assert(ssot::version_of<device>() == 2);

} // namespace
