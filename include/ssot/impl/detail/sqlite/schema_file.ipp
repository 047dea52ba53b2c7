// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_SQLITE_SCHEMA_FILE_IPP
#define SSOT_IMPL_DETAIL_SQLITE_SCHEMA_FILE_IPP

#include <ssot/detail/sql/tables.hpp>
#include <ssot/detail/sqlite/schema_file.hpp>

#include <sqlite3.h>

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <optional>

namespace ssot::storage::detail::sqlite {

SSOT_DECL result<std::unique_ptr<prepared>> prepare_once(connection& on, std::string const& text, moment when)
{
    sqlite3_stmt* h    = nullptr;
    int const     code = sqlite3_prepare_v2(on.handle(), text.data(), static_cast<int>(text.size()), &h, nullptr);
    if (code != SQLITE_OK)
        return on.failed(code, when);
    return std::make_unique<prepared>(h);
}

SSOT_DECL result<void> each_row(connection& on, std::string const& text, std::initializer_list<std::string_view> arguments,
                                ssot::detail::function_ref<void(sqlite3_stmt*)> each, moment when)
{
    auto const held = prepare_once(on, text, when);
    if (!held)
        return held.error();
    auto* const h    = (*held)->handle;
    int         code = SQLITE_OK;
    int         at   = 0;
    for (auto const argument : arguments)
        bind_value(h, ++at, value_view::chars(argument));
    while ((code = sqlite3_step(h)) == SQLITE_ROW)
        each(h);
    if (code != SQLITE_DONE)
        return on.failed(code, when);
    return {};
}

SSOT_DECL std::string text_in(sqlite3_stmt* row, int column)
{
    auto const* const bytes = static_cast<char const*>(sqlite3_column_blob(row, column));
    auto const        size  = static_cast<std::size_t>(sqlite3_column_bytes(row, column));
    return size == 0 ? std::string() : std::string(bytes, size);
}

SSOT_DECL result<std::int64_t> number_in(connection& on, std::string const& text, moment when = moment::outside)
{
    std::int64_t out = 0;
    if (auto read = each_row(on, text, {}, [&](sqlite3_stmt* row) { out = sqlite3_column_int64(row, 0); }, when); !read)
        return std::move(read).error();
    return out;
}

/// While it lives, several reads see one moment: another program may be making the file just now.
class one_moment {
public:
    explicit one_moment(connection& on) noexcept : on_(on), begun_(on.in_autocommit() && on.run("BEGIN") == SQLITE_OK) {}
    one_moment(one_moment const&)            = delete;
    one_moment& operator=(one_moment const&) = delete;
    ~one_moment()
    {
        if (begun_ && on_.run("COMMIT") != SQLITE_OK)
            on_.run("ROLLBACK");
    }

private:
    connection& on_;
    bool        begun_;
};

SSOT_DECL result<file_is> look_at(connection& on)
{
    one_moment const reads(on);
    auto const       id = number_in(on, "PRAGMA application_id", moment::opening);
    if (!id)
        return id.error();
    auto const layout = number_in(on, "PRAGMA user_version", moment::opening);
    if (!layout)
        return layout.error();
    if (*id == application) {
        if (*layout == layout_version)
            return file_is::ours;
        return error(errc::schema_mismatch,
                     "the file has the layout " + std::to_string(*layout) +
                         " of another version of this library, which knows " + std::to_string(layout_version));
    }
    auto const objects = number_in(on, "SELECT COUNT(*) FROM sqlite_schema", moment::opening);
    if (!objects)
        return objects.error();
    if (*objects == 0 && *id == 0 && *layout == 0)
        return file_is::empty;
    return error(errc::schema_mismatch, "the file is a database of another program");
}

SSOT_DECL result<void> turn_to_wal(connection& on)
{
    std::string mode;
    auto const  note = [&](sqlite3_stmt* row) { mode = text_in(row, 0); };
    for (int times = 0;; ++times) {
        auto done = each_row(on, "PRAGMA journal_mode=WAL", {}, note, moment::outside);
        if (done)
            break;
        // SQLite does not ask us whether to wait for another process that does the same.
        if (!is_busy(done.error().native()) || wait_for_others(&on, times) == 0)
            return done;
    }
    if (mode != "wal")
        return error(errc::unsupported,
                     "the file cannot be in WAL mode, which needs a file system with shared memory; it is in mode " + mode);
    return {};
}

SSOT_DECL result<void> make_ours(connection& on)
{
    auto const before = look_at(on);
    if (!before)
        return before.error();
    if (*before == file_is::ours)
        return {};
    if (auto done = turn_to_wal(on); !done)
        return done;
    if (auto done = on.execute("BEGIN IMMEDIATE", moment::alone); !done)
        return done;
    auto const now  = look_at(on); // another process may have been faster
    auto       done = now ? result<void>() : result<void>(now.error());
    if (now && *now == file_is::empty)
        done = on.execute("CREATE TABLE ssot_stored_schema (version INTEGER NOT NULL) STRICT;"
                          "INSERT INTO ssot_stored_schema VALUES (0);"
                          "CREATE TABLE ssot_stored_model (name TEXT PRIMARY KEY NOT NULL, description TEXT NOT NULL, "
                          "version INTEGER NOT NULL) STRICT;"
                          "PRAGMA application_id=" +
                              std::to_string(application) + "; PRAGMA user_version=" + std::to_string(layout_version),
                          moment::alone);
    if (done)
        done = on.execute("COMMIT", moment::commit);
    if (!done && !on.in_autocommit())
        on.run("ROLLBACK");
    return done;
}

SSOT_DECL result<std::vector<stored_model>> stored_models(connection& on)
{
    std::vector<stored_model> out;
    auto const                add = [&](sqlite3_stmt* row) {
        auto name = text_in(row, 0);
        out.push_back({std::move(name), text_in(row, 1), static_cast<std::uint32_t>(sqlite3_column_int64(row, 2))});
    };
    if (auto read = each_row(on, "SELECT name, description, version FROM ssot_stored_model", {}, add); !read)
        return std::move(read).error();
    return out;
}

SSOT_DECL stored_model const* find_stored(std::vector<stored_model> const& stored, model_desc const& model) noexcept
{
    auto const named = [&](std::string_view name, std::uint32_t before) {
        auto const found = std::ranges::find_if(
            stored, [&](stored_model const& m) { return m.name == name && m.version < before && !m.is_old_name(); });
        return found == stored.end() ? nullptr : &*found;
    };
    if (auto const* const found = named(model.name, static_cast<std::uint32_t>(-1)))
        return found;
    for (auto i = model.migrations.size(); i-- != 0;) // the latest name first
        if (auto const& step = model.migrations[i]; step.what == migration_kind::rename_model)
            if (auto const* const found = named(step.old_model, step.to_version))
                return found;
    return nullptr;
}

SSOT_DECL error differs(model_desc const& model, std::string_view stored, std::string_view wanted)
{
    // The first line that is not the same says it best.
    auto const next = [](std::string_view& text) {
        auto const line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        return line;
    };
    std::string_view was;
    std::string_view is;
    while (was == is && (!stored.empty() || !wanted.empty())) {
        was = next(stored);
        is  = next(wanted);
    }
    auto const quoted = [](std::string_view line) { return line.empty() ? "nothing more" : "`" + std::string(line) + "`"; };
    return error(errc::schema_mismatch,
                 "the table of " + std::string(model.label) + " was made from another description: it has " + quoted(was) +
                     " where the program has " + quoted(is));
}

/// The error for a model whose table is of another version.
SSOT_DECL error other_version(model_desc const& model, std::uint32_t stored)
{
    auto const text = "the file has version " + std::to_string(stored) + " of " + std::string(model.label) +
        ", the program version " + std::to_string(model.version);
    return {errc::schema_mismatch,
            stored > model.version ? text + ": use a newer program" : text + ": open the store with schema_mode::migrate"};
}

SSOT_DECL result<bool> has_object(connection& on, std::string_view name)
{
    bool found = false;
    if (auto read = each_row(
            on, "SELECT 1 FROM sqlite_schema WHERE name = ?1 COLLATE NOCASE", {name}, [&](sqlite3_stmt*) { found = true; });
        !read)
        return std::move(read).error();
    return found;
}

SSOT_DECL result<comparison> compare_schema(connection& on, schema_view schema, schema_mode mode)
{
    one_moment const reads(on);
    auto const       version = number_in(on, "SELECT version FROM ssot_stored_schema");
    if (!version)
        return version.error();
    auto const stored = stored_models(on);
    if (!stored)
        return stored.error();
    comparison out{static_cast<std::uint32_t>(*version), false, false};
    bool const creates = mode != schema_mode::verify;
    if (schema.version < out.version)
        return error(errc::schema_mismatch,
                     "the file has version " + std::to_string(out.version) + " of the schema, the program only version " +
                         std::to_string(schema.version));
    for (auto const* const m : schema.models) {
        auto const        wanted = sql::describe_table(*m);
        auto const* const known  = find_stored(*stored, *m);
        if (known && known->version != m->version) {
            if (known->version > m->version || mode != schema_mode::migrate)
                return other_version(*m, known->version);
            out.missing = out.older = true;
            continue;
        }
        if (known) {
            if (known->description != wanted)
                return differs(*m, known->description, wanted);
            for (auto const& index : sql::create_indexes(dialect::sqlite, *m)) {
                if (out.missing || !creates)
                    break;
                auto const there = has_object(on, index.name);
                if (!there)
                    return there.error();
                out.missing = !*there;
            }
            continue;
        }
        for (auto const& s : *stored)
            if (s.name == m->name && s.is_old_name()) // the program knows nothing of the new one
                return other_version(*m, s.version);
        if (!creates)
            return error(errc::schema_mismatch, "the store has no table for " + std::string(m->label));
        auto const taken = has_object(on, m->table);
        if (!taken)
            return taken.error();
        if (*taken)
            return error(errc::schema_mismatch,
                         "there is a table \"" + std::string(m->table) + "\" already, which is not that of " +
                             std::string(m->label));
        out.missing = true;
    }
    if (schema.version > out.version) {
        if (!creates)
            return error(errc::schema_mismatch,
                         "the file has version " + std::to_string(out.version) + " of the schema, the program version " +
                             std::to_string(schema.version));
        out.missing = true;
    }
    return out;
}

SSOT_DECL result<void> create_objects(connection& on, model_desc const& model)
{
    std::vector<std::string> texts;
    auto const               there = has_object(on, model.table);
    if (!there)
        return there.error();
    if (!*there)
        texts.push_back(sql::create_table(dialect::sqlite, model, {}, texts));
    for (auto& index : sql::create_indexes(dialect::sqlite, model)) {
        auto const made = has_object(on, index.name);
        if (!made)
            return made.error();
        if (!*made)
            texts.push_back(std::move(index.text));
    }
    auto const view = has_object(on, sql::view_name(model));
    if (!view)
        return view.error();
    if (!*view) // it is for people, and gives way to a table of its name
        texts.push_back(sql::create_view(model));
    for (auto const& text : texts)
        if (auto done = on.execute(text, moment::inside); !done) {
            auto failed = std::move(done).error();
            if (failed.code() != errc::internal)
                return failed;
            return error(errc::schema_mismatch,
                         "no table can be made for " + std::string(model.label) + ": " + std::string(failed.text()));
        }
    return {};
}

SSOT_DECL result<std::uint32_t> complete_schema(connection& on, schema_view schema, schema_mode mode)
{
    auto const found = compare_schema(on, schema, mode);
    if (!found || !found->missing)
        return found ? result<std::uint32_t>(found->version) : result<std::uint32_t>(found.error());
    if (found->older)
        return error(
            errc::misuse,
            "rows of an earlier version are upgraded outside of transactions only: call store.use<M>() before begin");
    for (auto const* const m : schema.models) {
        if (auto made = create_objects(on, *m); !made)
            return std::move(made).error();
        if (auto noted = each_row(
                on,
                "INSERT INTO ssot_stored_model VALUES (?1, ?2, CAST(?3 AS INTEGER)) ON CONFLICT DO NOTHING",
                {m->name, sql::describe_table(*m), std::to_string(m->version)},
                [](sqlite3_stmt*) {},
                moment::inside);
            !noted)
            return std::move(noted).error();
    }
    if (auto done = on.execute("UPDATE ssot_stored_schema SET version = " + std::to_string(schema.version), moment::inside);
        !done)
        return std::move(done).error();
    return schema.version;
}

} // namespace ssot::storage::detail::sqlite

#endif // SSOT_IMPL_DETAIL_SQLITE_SCHEMA_FILE_IPP
