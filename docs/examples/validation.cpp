// SPDX-License-Identifier: BSL-1.0
// What is wrong with a model, with texts that should become one, and with values out of Python.

#include <ssot/form.hpp>
#include <ssot/model/secrets_group.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/nautobot/full_clean.hpp>
#include <ssot/storage/memory.hpp>
#include <ssot/store.hpp>

#include <cstdlib>
#include <iostream>
#include <map>
#include <string>

int main()
{
    auto const print = [](auto const& problems) {
        for (ssot::field_problem const& p : problems)
            std::cout << p.field << ": " << p.message << '\n';
    };

    //[ profile
    ssot::sync run{.source = "ServiceNow", .target = "Nautobot"};
    run.diff            = nullptr;
    auto const ours     = ssot::validate(run); // diff: This field cannot be null.
    auto const original = ssot::validate(run, {.profile = ssot::validation::django_postgresql}); // nothing; its insert fails
    //]
    print(ours);

    //[ store
    ssot::store store{ssot::storage::memory{}};
    store.insert(ssot::secrets_group{.name = "ServiceNow"}).value();
    auto const taken = store.validate(ssot::secrets_group{.name = "ServiceNow"}).value();
    // name: Secrets group with this Name already exists.
    //]
    print(taken);

    //[ form
    std::map<std::string, std::string> const typed{{"source", "ServiceNow"}, {"start_time", "yesterday"}, {"dry_run", "t"}};
    auto const                               read = ssot::from_form<ssot::sync>(typed);
    if (!read)
        print(read.error());
    // target: This field cannot be blank.
    // start_time: “yesterday” value has an invalid format. It must be in YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format.
    //]

    //[ full_clean
    auto const seen = ssot::nautobot::full_clean<ssot::sync>({{"source", 5}, {"target", ""}, {"dry_run", 1}});
    print(seen.problems); // target: This field cannot be blank.
    // seen.cleaned: source is the text "5", dry_run is true
    //]
    bool const good = ours.size() == 1 && original.empty() && taken.size() == 1 && read.has_error() &&
        seen.cleaned[0].second == ssot::nautobot::dynamic("5");
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
