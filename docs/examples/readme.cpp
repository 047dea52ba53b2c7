// SPDX-License-Identifier: BSL-1.0
// The first screen of README.md: what stands between the marks is quoted there word for word.

//[ readme
#include <ssot/ssot.hpp>

#include <iostream>

int main()
{
    ssot::sync           run{.source = "ServiceNow", .target = "Nautobot", .start_time = ssot::now()};
    ssot::sync_log_entry entry{.sync    = run,
                               .action  = ssot::sync_log_entry_action::create,
                               .status  = ssot::sync_log_entry_status::success,
                               .message = "Created successfully"};

    std::string text = ssot::to_json(entry); // and back: ssot::from_json<ssot::sync_log_entry>(text)

    ssot::store store{ssot::storage::memory{}};
    store.insert(run).value();
    store.insert(entry).value();
    for (auto const& row : store.annotated_syncs().value())
        std::cout << row.sync.source << ": " << row.counts.created << " created\n"; // ServiceNow: 1 created
}
//]
