// SPDX-License-Identifier: BSL-1.0
// Errors are values: a code to act on, a path to point at, words to read.

#include <ssot/json/text.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/validate.hpp>

#include <cstdlib>
#include <iostream>

int main()
{
    //[ result
    auto const r = ssot::from_json<ssot::sync>(R"({"source":"a","target":"b","dry_run":"yes"})");
    if (!r) {
        std::cout << r.error() << '\n'; // dry_run: expected true or false, found a text (wrong_type at line 1, column 38)
        std::cout << r.error().path() << " is at byte " << r.error().offset() << '\n';
    }
    //]

    //[ throwing
    try {
        ssot::from_json<ssot::sync>("{}").value();
    } catch (ssot::exception const& e) {
        std::cout << e.what() << '\n';  // source: this key is required (missing_key at line 1, column 3)
    }
    //]

    //[ validate
    ssot::sync const run{.source = std::string(65, 'x')};
    for (ssot::field_problem const& p : ssot::validate(run))
        std::cout << p.field << ": " << p.message << '\n';
    // source: Ensure this value has at most 64 characters (it has 65).
    // target: This field cannot be blank.
    //]
    return r.error().code() == ssot::errc::wrong_type && ssot::validate(run).size() == 2 ? EXIT_SUCCESS : EXIT_FAILURE;
}
