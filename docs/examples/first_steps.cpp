// SPDX-License-Identifier: BSL-1.0
// The first steps: record a run, write and read it as JSON, store it, ask about it.

#include <ssot/ssot.hpp>

#include <cstdlib>
#include <iostream>
#include <span>
#include <string>
#include <vector>

int main()
{
    //[ record
    ssot::sync run{.source = "ServiceNow", .target = "Nautobot", .start_time = ssot::now()};
    ssot::sync_log_entry entry{.sync = run, .action = ssot::sync_log_entry_action::create,
                               .status = ssot::sync_log_entry_status::success, .message = "Created successfully"};
    //]
    //[ json
    std::string text = ssot::to_json(entry);                                   // straight from the struct, no DOM
    ssot::result<ssot::sync_log_entry> back = ssot::from_json<ssot::sync_log_entry>(text);
    boost::json::value dom = ssot::to_value(run);                              // and through Boost.JSON's DOM
    static_assert(ssot::label_class(ssot::sync_log_entry_action::update) == "info");
    //]
    if (back.value() != entry || dom.at("source") != "ServiceNow")
        return EXIT_FAILURE;

    std::vector<ssot::sync_log_entry> entries{entry, {.sync = run, .action = ssot::sync_log_entry_action::delete_,
                                                      .status = ssot::sync_log_entry_status::failure}};
    //[ store
    ssot::store store{ssot::storage::memory{}};
    store.insert(run).value();
    store.insert(std::span{entries}).value();
    auto failed = store.select(ssot::from<ssot::sync_log_entry>()
        .where(ssot::field<&ssot::sync_log_entry::sync> == run.id &&
               ssot::field<&ssot::sync_log_entry::status> != ssot::sync_log_entry_status::success)
        .order_by(ssot::desc<&ssot::sync_log_entry::timestamp>)
        .limit(50));
    for (auto const& row : store.annotated_syncs().value())                    // the seven counts, diff not loaded
        std::cout << row.sync.source << ": " << row.counts.created << " created\n";
    //]
    return failed.value().size() == 1 ? EXIT_SUCCESS : EXIT_FAILURE;
}
