// SPDX-License-Identifier: BSL-1.0
// What Nautobot keeps in a diff: values of types that JSON does not know.

#include <ssot/nautobot/diff_encoder.hpp>
#include <ssot/nautobot/dynamic.hpp>
#include <ssot/nautobot/text_forms.hpp>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <map>
#include <set>
#include <string>

namespace nautobot = ssot::nautobot;
using nautobot::dynamic;

int main()
{
    using namespace std::chrono_literals;

    //[ encode
    std::map<std::string, std::set<int>> const attributes{{"vlans", {10, 20}}};
    std::string const better = nautobot::encode(attributes).value();                  // {"vlans":[10,20]}
    std::string const same   = nautobot::encode(attributes, {.exact = true}).value(); // {"vlans": "[10, 20]"}

    auto const vlans = nautobot::decode_set<std::set<int>>("[10, 20]").value();       // from the text, or from an array
    //]

    //[ dynamic
    dynamic const diff = dynamic::dict{
        {"+", dynamic::dict{{"mtu", 9000}, {"tags", dynamic::set{"core", "edge"}}, {"uptime", ssot::duration(26h)}}}};
    std::cout << nautobot::encode(diff, {.indent = 2}).value() << '\n';

    auto const numbers = dynamic::set{1, 1.0, true, 2};      // Python takes the first three for one
    bool const equal   = nautobot::python_equal(1, 1.0);     // though their types differ: dynamic(1) != dynamic(1.0)
    //]

    //[ forms
    std::cout << nautobot::to_django_duration(-1us) << '\n'; // -1 23:59:59.999999
    std::cout << nautobot::to_millisecond_timestamp(ssot::timestamp(123456us)) << '\n'; // 1970-01-01T00:00:00.123Z
    auto const a = nautobot::parse_duration_lenient("1 02:00:00");
    auto const b = nautobot::parse_duration_lenient("P1DT2H");
    auto const c = nautobot::parse_uuid_lenient("{12345678123456781234567812345678}");
    //]

    bool const good = better == R"({"vlans":[10,20]})" && same == R"({"vlans": "[10, 20]"})" && vlans.size() == 2 &&
                      numbers.items().size() == 2 && equal && a.value() == b.value() && a.value() == 26h && c.has_value();
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
