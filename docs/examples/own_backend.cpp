// SPDX-License-Identifier: BSL-1.0
// A store over a backend of your own, which is in minimal_backend.hpp.

#include "minimal_backend.hpp"

#include <ssot/ssot.hpp>

#include <cstdlib>
#include <iostream>
#include <vector>

int main()
{
    //[ use
    acme::backend rows;
    ssot::store   store{rows}; // refers to it, since it is an lvalue
    ssot::sync    run{.source = "ServiceNow", .target = "Nautobot"};
    store.insert(run).value();
    store.insert(ssot::sync_log_entry{.sync = run, .message = "core-1"}).value();
    store.insert(ssot::sync_log_entry{.sync = run, .message = "core-2"}).value();

    using entry      = ssot::sync_log_entry;
    auto const found = store.select(ssot::from<entry>()
                                        .where(ssot::field<&entry::sync, &ssot::sync::source> == "ServiceNow")
                                        .order_by(ssot::desc<&entry::message>)
                                        .limit(1));
    std::cout << found.value().front().message << '\n';                // core-2
    std::cout << store.erase(run).value().total() << " rows erased\n"; // 3: the entries go with their sync
    //]

    // A row that is refused undoes the whole batch.
    run.id = ssot::new_id();
    std::vector<entry> batch(2, entry{.sync = run});
    bool const         refused = store.insert(run) && store.insert(batch).has_error();
    return refused && found->front().message == "core-2" && store.count<entry>().value() == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
