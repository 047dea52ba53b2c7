// SPDX-License-Identifier: BSL-1.0
// JSON: text and DOM, strict and lenient, whole documents and single diffs.

#include <ssot/ssot.hpp>

#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

int main()
{
    ssot::sync const run{.source = "ServiceNow", .target = "Nautobot"};
    //[ text
    std::string text = ssot::to_json(run);                                  // canonical: compact and lossless
    ssot::result<ssot::sync> back = ssot::from_json<ssot::sync>(text);
    std::string pretty = ssot::to_json(run, {.indent = 2});
    std::string many;
    ssot::result<void> written = ssot::to_json(std::vector{run, run}, many); // appends, and never throws
    //]
    if (back.value() != run || !written)
        return EXIT_FAILURE;

    //[ options
    auto const strict  = ssot::from_json<ssot::sync>(R"({"source":"a","target":"b","color":"red"})");
    auto const lenient = ssot::from_json<ssot::sync>(R"({"source":"a","target":"b","color":"red"})",
                                                     {.unknown = ssot::unknown_keys::ignore});
    std::cout << strict.error() << '\n';       // color: there is no such field (unknown_key at line 1, column 28)
    //]

    //[ dom
    boost::json::value dom = ssot::to_value(run);
    dom.as_object()["dry_run"] = true;
    ssot::sync const rehearsal = ssot::from_value<ssot::sync>(dom).value();
    boost::json::value same = boost::json::value_from(rehearsal);           // Boost.JSON's own functions work as well
    //]

    //[ raw
    using raw_sync = ssot::basic_sync<ssot::raw_types>;                     // a diff that is moved, not opened
    auto const moved = ssot::from_json<raw_sync>(text);
    std::cout << moved.value().diff.text() << '\n';                         // {}
    //]
    return strict.has_error() && lenient && rehearsal.dry_run && same == dom ? EXIT_SUCCESS : EXIT_FAILURE;
}
