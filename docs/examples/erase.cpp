// SPDX-License-Identifier: BSL-1.0
// What goes and what stays when a row is erased; the one row of a singleton; sessions.

#include <ssot/ssot.hpp>

#include <cstdlib>
#include <iostream>

int main()
{
    ssot::store store{ssot::storage::memory{}};

    //[ on_delete
    ssot::job_result job{.name = "Nightly"};
    store.insert(job).value();
    ssot::sync run{.source = "ServiceNow", .target = "Nautobot", .job_result = job};
    store.insert(run).value();
    store.insert(ssot::sync_log_entry{.sync = run}).value();

    auto const refused = store.erase(job);
    std::cout << refused.error() << '\n'; // ... referenced through protected foreign keys: 'Sync.job_result'. (protected_)

    ssot::erase_counts const gone = store.erase(run).value();
    for (auto const& [model, rows] : gone.by_model())
        std::cout << model << ": " << rows << '\n'; // nautobot_ssot.synclogentry: 1, then nautobot_ssot.sync: 1
    //]

    //[ singleton
    ssot::secrets_group secrets{.name = "ServiceNow"};
    store.insert(secrets).value();
    auto config                = store.load<ssot::servicenow_config>().value(); // made now, found from now on
    config.servicenow_instance = "dev1";
    config.servicenow_secrets  = secrets;
    store.update(config).value();
    store.erase(secrets).value(); // set_null: the config stays, without its secrets
    store.erase(config).value();  // does nothing
    //]

    //[ session
    auto       other = store.session().value(); // for another thread
    bool const same  = other.load<ssot::servicenow_config>().value().servicenow_instance == "dev1";
    //]
    return same && refused.error().keys().size() == 1 && gone.total() == 2 && gone.of<ssot::sync>() == 1 &&
            !other.load<ssot::servicenow_config>().value().servicenow_secrets
        ? EXIT_SUCCESS
        : EXIT_FAILURE;
}
