// SPDX-License-Identifier: BSL-1.0
// Rows on their way to Nautobot and back: fixtures, and the REST form.

#include <ssot/nautobot/fixture.hpp>
#include <ssot/nautobot/rest.hpp>
#include <ssot/ssot.hpp>

#include <iostream>
#include <string>
#include <vector>

int main()
{
    ssot::sync                              run{.source = "ServiceNow", .target = "Nautobot", .start_time = ssot::now()};
    std::vector<ssot::sync_log_entry> const entries{{.sync = run, .timestamp = ssot::now(), .message = "Created successfully"}};

    //[ write_fixture
    namespace nautobot = ssot::nautobot;
    std::string text   = nautobot::to_fixture(run, entries);                   // models and ranges of models, in this order
    std::string exact  = nautobot::to_fixture({.indent = 2, .exact = true}, run); // as `dumpdata --indent 2` writes it

    std::string              file;
    nautobot::fixture_writer out(file);                                        // row by row
    for (auto const& entry : entries)
        out.add(entry).value();
    out.finish();
    //]

    //[ read_fixture
    auto read = nautobot::from_fixture<ssot::sync, ssot::sync_log_entry>(text);
    if (!read)
        std::cerr << read.error() << '\n';
    for (ssot::sync_log_entry const& entry : read->rows<ssot::sync_log_entry>())
        std::cout << entry.message << '\n';
    //]

    //[ load_fixture
    ssot::store store{ssot::storage::memory{}};
    nautobot::fixture_reader in({.models = ssot::unknown_keys::ignore});       // rows of other models are passed over
    in.on<ssot::sync>([&](ssot::sync& row) { return store.insert(row); });
    in.on<ssot::sync_log_entry>([&](ssot::sync_log_entry& row) { return store.insert(row); });
    std::size_t const count = in.read(text).value();
    //]
    std::cout << count << " rows\n";

    //[ rest
    nautobot::rest_options const at{.base_url = "https://nautobot.example.com"};
    std::string body = nautobot::to_rest(run, at);                             // {"id":...,"object_type":"nautobot_ssot.sync",...
    std::string bare = nautobot::to_plain_rest(run);                           // the fields alone
    ssot::result<ssot::sync> back = nautobot::from_rest<ssot::sync>(body);     // reads either
    //]

    //[ rest_list
    std::string response = nautobot::to_rest_list(entries, 120, {.limit = 50, .offset = 50}, at);
    auto page = nautobot::from_rest_list<ssot::sync_log_entry>(response);
    std::cout << page->results.size() << " of " << page->count << ", next: " << page->next.value_or("none") << '\n';
    //]
    return back.value() == run && !bare.empty() && !exact.empty() && !file.empty() ? 0 : 1;
}
