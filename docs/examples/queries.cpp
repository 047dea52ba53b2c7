// SPDX-License-Identifier: BSL-1.0
// Queries: conditions, orderings, pages, fields left out, and updates that notice each other.

#include <ssot/ssot.hpp>

#include <cstdlib>
#include <iostream>

int main()
{
    ssot::store store{ssot::storage::memory{}};
    ssot::sync  run{.source = "ServiceNow", .target = "Nautobot"};
    store.insert(run).value();
    for (int i = 0; i != 30; ++i)
        store.insert(ssot::sync_log_entry{.sync = run, .message = "device-" + std::to_string(i)}).value();

    //[ where
    using entry = ssot::sync_log_entry;
    using ssot::field;
    auto const about_two = field<&entry::sync> == run && icontains(field<&entry::message>, "DEVICE-2") &&
                            !is_null(field<&entry::timestamp>);
    auto const one_of = in(field<&entry::action>, {ssot::sync_log_entry_action::create,
                                                   ssot::sync_log_entry_action::no_change});
    auto const rows = store.select(ssot::from<entry>().where(about_two && one_of));
    //]

    //[ order
    auto const page = store.select(ssot::from<entry>()
        .order_by(ssot::asc<&entry::sync, &ssot::sync::start_time>.nulls_first(), ssot::desc<&entry::timestamp>)
        .offset(10)
        .limit(10));
    auto const how_many = store.count(ssot::from<entry>().where(field<&entry::sync> == run));
    //]

    //[ defer
    auto light = store.select(ssot::from<ssot::sync>().defer<&ssot::sync::diff>()).value();
    light.front().summary = boost::json::value{{"create", 30}};
    store.update(light.front()).value();                       // writes what was loaded; the stored diff stays
    //]

    //[ update
    auto mine  = store.get<ssot::sync>(run.id).value();
    auto yours = store.get<ssot::sync>(run.id).value();
    mine.source = "ServiceNow EU";
    store.update(mine).value();
    auto const late = store.update(yours);
    std::cout << late.error() << '\n';                         // ... changed since it was read (conflict)
    //]
    return rows.value().size() == 11 && page.value().size() == 10 && how_many.value() == 30 &&
                   late.error().code() == ssot::errc::conflict
               ? EXIT_SUCCESS
               : EXIT_FAILURE;
}
