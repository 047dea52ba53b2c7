// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_SQLITE_MIGRATE_IPP
#define SSOT_IMPL_DETAIL_SQLITE_MIGRATE_IPP

#include <ssot/storage/row_migration.hpp>

#include <ssot/detail/sql/tables.hpp>
#include <ssot/detail/sql/write.hpp>
#include <ssot/detail/sqlite/migrate.hpp>
#include <ssot/detail/sqlite/schema_file.hpp>

#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot::storage::detail::sqlite {

/// The name of a table while its rows are being written.
inline constexpr std::string_view table_in_work = "ssot_migrating";

/// Undoes the open transaction in its destructor unless it was committed.
class migration_scope {
public:
    explicit migration_scope(connection& on) noexcept : on_(on) {}
    migration_scope(migration_scope const&)            = delete;
    migration_scope& operator=(migration_scope const&) = delete;
    ~migration_scope()
    {
        if (!on_.in_autocommit())
            on_.run("ROLLBACK");
    }

private:
    connection& on_;
};

/// Lets tables be made anew while others refer to them. Has an effect outside of transactions only.
class without_foreign_keys {
public:
    explicit without_foreign_keys(connection& on) noexcept : on_(on) { set(0); }
    without_foreign_keys(without_foreign_keys const&)            = delete;
    without_foreign_keys& operator=(without_foreign_keys const&) = delete;
    ~without_foreign_keys() { set(1); }

private:
    void set(int to) noexcept { sqlite3_db_config(on_.handle(), SQLITE_DBCONFIG_ENABLE_FKEY, to, nullptr); }

    connection& on_;
};

SSOT_DECL std::string in_quotes(std::string_view name)
{
    std::string out;
    sql::append_name(out, name);
    return out;
}

/// Copies the rows of a table into the one in work, changed by the steps.
SSOT_DECL result<void> copy_rows(connection& on, row_migration const& steps, std::string_view from, model_desc const& to)
{
    auto const& fields = steps.before().fields;
    std::string text   = "SELECT ";
    for (std::size_t i = 0; i != fields.size(); ++i)
        text += (i == 0 ? "" : ", ") + in_quotes(fields[i].column);
    auto reading = prepare_once(on, text + " FROM " + in_quotes(from), moment::inside);
    if (!reading) {
        auto failed = std::move(reading).error();
        if (failed.code() != errc::internal)
            return failed;
        return error(errc::schema_mismatch,
                     "the table of " + std::string(to.label) + " is not that of version " +
                         std::to_string(steps.before().version) + ": " + std::string(failed.text()));
    }
    auto writing = prepare_once(on, sql::write_insert(dialect::sqlite, to, 1, false), moment::inside);
    if (!writing)
        return std::move(writing).error();
    auto* const in  = (*reading)->handle;
    auto* const out = (*writing)->handle;
    int         code;
    while ((code = sqlite3_step(in)) == SQLITE_ROW) {
        packed_row old;
        for (std::size_t i = 0; i != fields.size(); ++i)
            old.push(value_as(sqlite3_column_value(in, static_cast<int>(i)), fields[i].type));
        auto const row = steps.apply(old);
        if (!row)
            return row.error();
        for (std::size_t i = 0; i != to.fields.size(); ++i)
            if (int const bound = bind_value(out, static_cast<int>(i) + 1, row->at(i)); bound != SQLITE_OK)
                return on.failed(bound, moment::inside);
        if (int const written = sqlite3_step(out); written != SQLITE_DONE) {
            auto failed = on.failed(written, moment::inside);
            sqlite3_reset(out);
            return failed;
        }
        sqlite3_reset(out);
    }
    if (code != SQLITE_DONE)
        return on.failed(code, moment::inside);
    return {};
}

/// Runs what steps of a version do to its table, in the open transaction.
SSOT_DECL result<void> change_table(connection& on, model_desc const& model, std::uint32_t from, std::uint32_t to)
{
    row_migration const steps(model, from, to);
    auto const&         was  = steps.before();
    auto                last = to == model.version ? model : steps.after();
    bool                rows = was.table != last.table; // whose indexes have its name
    for (auto const& step : model.migrations)
        if (step.to_version > from && step.to_version <= to)
            rows = rows || step.what == migration_kind::add_field || step.what == migration_kind::drop_field ||
                step.what == migration_kind::rename_field || step.what == migration_kind::change_field;
    std::vector<std::string> texts{"DROP VIEW IF EXISTS " + in_quotes(sql::view_name(was))};
    if (was.table != last.table)
        texts.push_back("ALTER TABLE " + in_quotes(was.table) + " RENAME TO " + in_quotes(last.table));
    auto const table = last.table;
    if (rows) {
        last.table = table_in_work;
        texts.push_back("DROP TABLE IF EXISTS " + in_quotes(table_in_work));
        texts.push_back(sql::create_table(dialect::sqlite, last, {}, texts));
    }
    auto const run = [&]() -> result<void> {
        for (auto const& text : texts)
            if (auto done = on.execute(text, moment::inside); !done)
                return done;
        texts.clear();
        return {};
    };
    if (auto done = run(); !done)
        return done;
    if (rows) {
        if (auto done = copy_rows(on, steps, table, last); !done)
            return done;
        texts.push_back("DROP TABLE " + in_quotes(table));
        texts.push_back("ALTER TABLE " + in_quotes(table_in_work) + " RENAME TO " + in_quotes(table));
    }
    for (auto const& step : model.migrations)
        if (step.to_version > from && step.to_version <= to && !step.sqlite.empty())
            texts.emplace_back(step.sqlite);
    return run();
}

/// The error of foreign keys that point nowhere.
SSOT_DECL result<void> check_foreign_keys(connection& on, model_desc const& model)
{
    std::string found;
    if (auto read = each_row(
            on,
            "SELECT \"table\", \"parent\" FROM pragma_foreign_key_check LIMIT 1",
            {},
            [&](sqlite3_stmt* row) { found = text_in(row, 0) + " has rows that point at no row of " + text_in(row, 1); },
            moment::inside);
        !read)
        return read;
    if (found.empty())
        return {};
    return error(errc::constraint, "after the steps of " + std::string(model.label) + ", " + found);
}

/// Notes that a model has another name: the descriptions of others say whose rows they point at, and a program that knows only the old
/// name must find that it is of an earlier version.
SSOT_DECL result<void> note_name(connection& on, std::string_view old, std::string_view name, std::uint32_t version)
{
    auto const nothing = [](sqlite3_stmt*) {};
    if (auto told = each_row(on,
                             "UPDATE ssot_stored_model SET description = replace(description, ?1, ?2)",
                             {" references " + in_quotes(old), " references " + in_quotes(name)},
                             nothing,
                             moment::inside);
        !told)
        return told;
    return each_row(on,
                    "INSERT INTO ssot_stored_model VALUES (?1, ?2, CAST(?3 AS INTEGER))",
                    {old, stored_model::old_name, std::to_string(version)},
                    nothing,
                    moment::inside);
}

/// Brings one model to its next version. Returns the version that it has then; that of the model if nothing is to do.
SSOT_DECL result<std::uint32_t> take_version(connection& on, model_desc const& model)
{
    if (int const code = on.run("BEGIN IMMEDIATE"); code != SQLITE_OK)
        return on.failed(code, moment::alone);
    migration_scope const scope(on);
    auto const            stored = stored_models(on);
    if (!stored)
        return stored.error();
    auto const* const found = find_stored(*stored, model);
    if (!found || found->version >= model.version)
        return model.version; // it is not there, or another process was faster
    auto next = model.version;
    for (auto const& step : model.migrations)
        if (step.to_version > found->version)
            next = std::min(next, step.to_version);
    if (auto changed = change_table(on, model, found->version, next); !changed)
        return std::move(changed).error();
    bool const          last = next == model.version;
    row_migration const now(model, next);
    if (last)
        if (auto made = create_objects(on, model); !made)
            return std::move(made).error();
    if (auto checked = check_foreign_keys(on, model); !checked)
        return std::move(checked).error();
    auto const name = last ? model.name : now.before().name;
    if (auto freed = each_row( // if the model has an earlier name again
            on,
            "DELETE FROM ssot_stored_model WHERE name = ?1 AND description = ?2",
            {name, stored_model::old_name},
            [](sqlite3_stmt*) {},
            moment::inside);
        !freed)
        return std::move(freed).error();
    if (auto noted = each_row(
            on,
            "UPDATE ssot_stored_model SET name = ?1, description = ?2, version = CAST(?3 AS INTEGER) WHERE name = ?4",
            {name, sql::describe_table(last ? model : now.before()), std::to_string(next), found->name},
            [](sqlite3_stmt*) {},
            moment::inside);
        !noted)
        return std::move(noted).error();
    if (name != found->name)
        if (auto told = note_name(on, found->name, name, next); !told)
            return std::move(told).error();
    if (int const code = on.run("COMMIT"); code != SQLITE_OK)
        return on.failed(code, moment::commit);
    return next;
}

SSOT_DECL result<void> migrate_models(connection& on, schema_view schema)
{
    without_foreign_keys const none(on);
    for (auto const* const model : schema.models) {
        if (model->migrations.empty())
            continue;
        for (std::uint32_t version = 0; version != model->version;) {
            auto const now = take_version(on, *model);
            if (!now)
                return now.error();
            version = *now;
        }
    }
    return {};
}

} // namespace ssot::storage::detail::sqlite

#endif // SSOT_IMPL_DETAIL_SQLITE_MIGRATE_IPP
