// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_SQLITE_MAINTENANCE_IPP
#define SSOT_IMPL_DETAIL_SQLITE_MAINTENANCE_IPP

// Looking at a whole file, and copying it.

#include <ssot/detail/sqlite/database.hpp>
#include <ssot/detail/sqlite/schema_file.hpp>

#include <sqlite3.h>

#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

namespace ssot::storage::detail::sqlite {

SSOT_DECL result<std::vector<std::string>> database::verify()
{
    auto on = connect();
    if (!on)
        return std::move(on).error();
    std::vector<std::string> out;
    auto const               pages = [&](sqlite3_stmt* row) {
        if (auto text = text_in(row, 0); text != "ok")
            out.push_back(std::move(text));
    };
    auto const keys = [&](sqlite3_stmt* row) {
        out.push_back("a row of " + text_in(row, 0) + " points at a row of " + text_in(row, 2) + " that does not exist");
    };
    // Both look at one moment.
    if (int const code = (*on)->run("BEGIN"); code != SQLITE_OK)
        return (*on)->failed(code, moment::outside);
    auto looked = each_row(**on, "PRAGMA integrity_check", {}, pages);
    if (looked)
        looked = each_row(**on, "PRAGMA foreign_key_check", {}, keys);
    (*on)->run("COMMIT");
    if (!looked) {
        if (looked.error().code() != errc::corrupted)
            return std::move(looked).error();
        out.emplace_back(looked.error().text());
    }
    return out;
}

SSOT_DECL result<void> database::backup_to(std::string const& path)
{
    std::error_code failed;
    if (std::filesystem::exists(path, failed))
        return error(errc::already_exists, "there is a file " + path + " already");
    auto on = connect();
    if (!on)
        return std::move(on).error();
    sqlite3* to = nullptr;
    int      code =
        sqlite3_open_v2(path.c_str(), &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXRESCODE, nullptr);
    struct closes {
        sqlite3* it;
        ~closes() { sqlite3_close(it); }
    };
    result<void> out;
    {
        closes const held{to};
        auto* const  copy = code == SQLITE_OK ? sqlite3_backup_init(to, "main", (*on)->handle(), "main") : nullptr;
        if (copy) {
            // All pages in one step, which reads them at one moment and keeps nobody from writing.
            code = sqlite3_backup_step(copy, -1);
            sqlite3_backup_finish(copy);
        }
        if (code != SQLITE_DONE || !copy)
            out = error_of(
                to, code == SQLITE_OK || code == SQLITE_DONE ? sqlite3_extended_errcode(to) : code, moment::outside);
    }
    if (!out)
        std::filesystem::remove(path, failed);
    return out;
}

} // namespace ssot::storage::detail::sqlite

#endif // SSOT_IMPL_DETAIL_SQLITE_MAINTENANCE_IPP
