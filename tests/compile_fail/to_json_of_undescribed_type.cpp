// SPDX-License-Identifier: BSL-1.0
#include <ssot/json/text.hpp>

#include <boost/describe/class.hpp>

namespace {

struct position {
    int row    = 0;
    int column = 0;
};
#ifndef SSOT_COMPILE_FAIL
BOOST_DESCRIBE_STRUCT(position, (), (row, column))
#endif

} // namespace

int main()
{
    return ssot::to_json(position{}).empty() ? 1 : 0; // expect: "ssot::to_json: this type has no JSON form"
}
