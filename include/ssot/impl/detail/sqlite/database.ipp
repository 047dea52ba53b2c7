// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_SQLITE_DATABASE_IPP
#define SSOT_IMPL_DETAIL_SQLITE_DATABASE_IPP

#include <ssot/detail/sql/tables.hpp>
#include <ssot/detail/sqlite/database.hpp>
#include <ssot/detail/sqlite/migrate.hpp>
#include <ssot/detail/sqlite/schema_file.hpp>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

namespace ssot::storage::detail::sqlite {

SSOT_DECL sqlite_options with_whole_path(sqlite_options options)
{
    // Other connections are opened later, when the current folder may be another one. A path that begins with "file:" is none to SQLite.
    if (options.path.empty() || options.path == ":memory:")
        return options;
    std::error_code failed;
    auto const      whole = std::filesystem::absolute(options.path, failed);
    if (!failed)
        options.path = whole.string();
    return options;
}

SSOT_DECL database::database(sqlite_options options) : options_(with_whole_path(std::move(options))) { idle_.reserve(16); }

SSOT_DECL result<void> database::check_path() const
{
    if (options_.path.empty() || options_.path == ":memory:" || options_.path.find('\0') != std::string::npos)
        return error(
            errc::misuse,
            "storage::sqlite keeps rows in a file and was given no path of one; storage::memory keeps them in memory");
    return {};
}

SSOT_DECL void database::take_back(connection* done) noexcept
{
    std::unique_ptr<connection> held(done);
    held->marks = nullptr;
    held->until = deadline::max();
    if (held->broken || !held->in_autocommit())
        return;
    std::scoped_lock const guard(guard_);
    if (idle_.size() < idle_.capacity())
        idle_.push_back(std::move(held));
}

SSOT_DECL result<std::shared_ptr<connection>> database::shared(result<std::unique_ptr<connection>> opened)
{
    if (!opened)
        return std::move(opened).error();
    return std::shared_ptr<connection>(opened->release(),
                                       [self = shared_from_this()](connection* c) { self->take_back(c); });
}

SSOT_DECL result<std::shared_ptr<connection>> database::connect()
{
    bool                        ours = false;
    std::unique_ptr<connection> last;
    {
        std::scoped_lock const guard(guard_);
        if (!idle_.empty()) {
            last = std::move(idle_.back());
            idle_.pop_back();
        }
        ours = ours_;
    }
    if (last)
        return shared(std::move(last));
    if (auto checked = check_path(); !checked)
        return std::move(checked).error();
    auto out = connection::open(options_, false);
    if (!out) {
        std::error_code failed;
        if (out.error().code() == errc::unavailable && !std::filesystem::exists(options_.path, failed) && !failed)
            return error(errc::schema_mismatch, "there is no file " + options_.path);
        return std::move(out).error();
    }
    if (!ours) {
        auto const found = look_at(**out);
        if (!found)
            return found.error();
        if (*found != file_is::ours)
            return error(errc::schema_mismatch, "there are no tables in " + options_.path);
        (*out)->until = after(options_.busy);
        if (!options_.read_only) // another program may have changed it
            if (auto done = turn_to_wal(**out); !done)
                return std::move(done).error();
        std::scoped_lock const guard(guard_);
        ours_ = true;
    }
    return shared(std::move(out));
}

SSOT_DECL result<std::shared_ptr<connection>> database::connect_or_create()
{
    if (auto checked = check_path(); !checked)
        return std::move(checked).error();
    bool ours = options_.read_only;
    {
        std::scoped_lock const guard(guard_);
        ours = ours || ours_;
    }
    if (!ours) {
        auto opened = connection::open(options_, true);
        if (!opened)
            return std::move(opened).error();
        (*opened)->until = after(options_.busy);
        if (auto made = make_ours(**opened); !made)
            return std::move(made).error();
        std::scoped_lock const guard(guard_);
        ours_ = true;
    }
    return connect();
}

SSOT_DECL std::optional<std::uint32_t> database::find(std::string_view name, std::string_view description)
{
    for (auto const& m : models_)
        if (m.there && m.name == name && m.description == description)
            return m.number;
    return std::nullopt;
}

SSOT_DECL result<std::uint32_t> database::number_of(model_desc const& model, connection& by,
                                                    std::vector<std::string>* looked)
{
    auto const description = sql::describe_table(model);
    {
        std::scoped_lock const guard(guard_);
        if (auto const known = find(model.name, description))
            return *known;
    }
    auto stored = stored_models(by);
    if (!stored)
        return std::move(stored).error();
    for (auto& m : *stored) {
        if (m.name != model.name || m.is_old_name())
            continue;
        if (m.description != description)
            return differs(model, m.description, description);
        know(m.name, std::move(m.description));
        if (looked)
            looked->push_back(m.name);
        std::scoped_lock const guard(guard_);
        if (auto const known = find(model.name, description))
            return *known;
    }
    return error(errc::schema_mismatch, "the store has no table for " + std::string(model.label));
}

SSOT_DECL void database::know(std::string_view name, std::string description)
{
    std::scoped_lock const guard(guard_);
    bool                   known = false;
    for (auto& m : models_) {
        if (m.name != name)
            continue;
        m.there = m.description == description;
        known   = known || m.there;
    }
    if (!known)
        models_.push_back({std::string(name), std::move(description), static_cast<std::uint32_t>(models_.size()), true});
    ++generation_;
}

SSOT_DECL void database::forget(std::vector<std::string> const& names)
{
    std::scoped_lock const guard(guard_);
    for (auto& m : models_)
        if (std::ranges::find(names, m.name) != names.end())
            m.there = false;
    ++generation_;
}

SSOT_DECL result<std::uint32_t> database::prepare_schema(schema_view schema, schema_mode mode)
{
    auto on = mode == schema_mode::verify ? connect() : connect_or_create();
    if (!on)
        return std::move(on).error();
    auto& c = **on;
    c.until = after(options_.busy);
    // Nothing is locked if nothing is missing.
    auto const found = compare_schema(c, schema, mode);
    if (!found)
        return found.error();
    if (!found->missing) {
        for (auto const* const m : schema.models)
            know(m->name, sql::describe_table(*m));
        return found->version;
    }
    if (options_.read_only)
        return error(errc::read_only, "a table is missing in a file that was opened to be read");
    call_marks const nobody;
    if (writers.enter(c.until, nobody) != gate::outcome::entered)
        return error(errc::timeout, "another transaction is writing still", retry::statement);
    struct leaves {
        gate& at;
        ~leaves() { at.leave(); }
    } const leave{writers};
    if (found->older)
        if (auto migrated = migrate_models(c, schema); !migrated)
            return std::move(migrated).error();
    if (int const code = c.run("BEGIN IMMEDIATE"); code != 0)
        return c.failed(code, moment::alone);
    auto made = complete_schema(c, schema, mode);
    if (!made) {
        c.run("ROLLBACK");
        return made;
    }
    if (int const code = c.run("COMMIT"); code != 0) {
        auto failed = c.failed(code, moment::commit);
        c.run("ROLLBACK");
        return failed;
    }
    for (auto const* const m : schema.models)
        know(m->name, sql::describe_table(*m));
    return made;
}

} // namespace ssot::storage::detail::sqlite

#endif // SSOT_IMPL_DETAIL_SQLITE_DATABASE_IPP
