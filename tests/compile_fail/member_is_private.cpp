// SPDX-License-Identifier: BSL-1.0
#include <ssot/reflect.hpp>

#include <boost/describe/class.hpp>

#include <string>

namespace {

class device {
public:
    static constexpr std::string_view model_name = "inventory.device";

    ssot::uuid id{};

private:
    std::string hostname{};

#ifdef SSOT_COMPILE_FAIL
    BOOST_DESCRIBE_CLASS(device, (), (id), (), (hostname)) // expect: "a described member is private or protected, and would be left out"
#else
    BOOST_DESCRIBE_CLASS(device, (), (id, hostname), (), ())
#endif
};

static_assert(!ssot::fields_of<device>().empty());

} // namespace
