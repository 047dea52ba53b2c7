// SPDX-License-Identifier: BSL-1.0
// A history in a file, and tables of one's own beside it.

#include <ssot/ssot.hpp>
#include <ssot/storage/ddl.hpp>
#include <ssot/storage/sqlite.hpp>

#include <filesystem>
#include <iostream>
#include <string>

namespace {

std::filesystem::path fresh_folder()
{
    auto const out = std::filesystem::temp_directory_path() / ("ssot_sqlite_file_" + ssot::to_string(ssot::new_id()));
    std::filesystem::create_directories(out);
    return out;
}

} // namespace

int main()
{
    auto const folder = fresh_folder();
    auto const path   = (folder / "history.db").string();
    bool       good   = true;
    {
        //[ open
        ssot::store store{ssot::storage::sqlite{path}};
        ssot::sync  run{.source = "ServiceNow", .target = "Nautobot", .start_time = ssot::now()};
        store.insert(run).value(); // on the disk when it returns
        //]
    }
    {
        //[ options
        using namespace std::chrono_literals;
        ssot::storage::sqlite backend{{.path       = path,
                                       .durability = ssot::storage::durability::power_loss_prefix, // faster; the latest may be lost
                                       .busy       = 5s}};                                            // wait for others so long
        ssot::store           store{backend};
        std::cout << store.count<ssot::sync>().value() << " sync\n";
        //]
        //[ care
        for (auto const& problem : backend.verify().value())
            std::cerr << problem << '\n';
        backend.backup_to((folder / "copy.db").string()).value(); // others may write meanwhile
        //]
        good = store.count<ssot::sync>().value() == 1 && backend.verify().value().empty();
    }
    //[ ddl
    std::string const tables = ssot::storage::ddl<ssot::sync, ssot::sync_log_entry>(ssot::storage::dialect::sqlite);
    //]
    good = good && tables.find("CREATE TABLE \"nautobot_ssot_sync\"") != tables.npos;
    good = good && ssot::store(ssot::storage::sqlite{(folder / "copy.db").string()}).count<ssot::sync>().value() == 1;
    std::filesystem::remove_all(folder);
    return good ? 0 : 1;
}
