// SPDX-License-Identifier: BSL-1.0
// Many records: written to a stream and read back one by one, however long the file is.

#include <ssot/json/lines.hpp>
#include <ssot/json/text.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>

#include <iostream>
#include <sstream>
#include <string>
#include <vector>

int main()
try {
    ssot::sync const                  run{.source = "ServiceNow", .target = "Nautobot"};
    std::vector<ssot::sync_log_entry> entries(3);
    for (auto& entry : entries)
        entry.sync = run;
    std::stringstream file;

    //[ write
    ssot::to_json_lines(entries, ssot::into(file)).value(); // one line for each, in chunks
    //]

    file << "this line is broken\n";

    //[ read
    ssot::json_lines_reader<ssot::sync_log_entry> reader(ssot::from_stream(file), {.skip_broken = true});
    ssot::sync_log_entry                          entry;
    std::size_t                                   read = 0;
    while (reader.next(entry).value())
        ++read;
    std::cout << read << " records, " << reader.skipped() << " broken lines\n"; // 3 records, 1 broken lines
    //]

    //[ array
    std::string const                             text = ssot::to_json(entries); // one array, read item by item
    ssot::json_array_reader<ssot::sync_log_entry> items(text);
    while (items.next(entry).value())
        std::cout << items.count() << '\n';
    //]
    return read == 3 && items.count() == 3 ? 0 : 1;
} catch (std::exception const& e) {
    std::cerr << e.what() << '\n';
    return 1;
}
