// SPDX-License-Identifier: BSL-1.0
// A user's program: a sync through JSON and back.
#include <ssot/json/text.hpp>
#include <ssot/json/value.hpp>
#include <ssot/model/sync.hpp>

#ifdef CONSUMER_COMPILES_BOOST_JSON
#include <boost/json/src.hpp>
#endif

#include <iostream>

int main()
{
    ssot::sync const run{.source = "ServiceNow", .target = "Nautobot", .start_time = ssot::now()};

    auto const from_text = ssot::from_json<ssot::sync>(ssot::to_json(run));
    auto const from_dom  = ssot::from_value<ssot::sync>(ssot::to_value(run));
    bool const same      = from_text && *from_text == run && from_dom && *from_dom == run;
    std::cout << ssot::to_json(run) << (same ? "" : " came back changed") << '\n';
    return same ? 0 : 1;
}
