// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORAGE_SQLITE_IPP
#define SSOT_IMPL_STORAGE_SQLITE_IPP

#include <ssot/storage/sqlite.hpp>

#include <ssot/detail/sqlite/database.hpp>
#include <ssot/detail/sqlite/rows.hpp>
#include <ssot/detail/sqlite/session.hpp>

#include <sqlite3.h>

#include <filesystem>
#include <system_error>
#include <utility>

namespace ssot::storage {

// The cursor.

SSOT_DECL sqlite_cursor::sqlite_cursor(std::unique_ptr<detail::sqlite::rows> found) noexcept
    : rows_(std::move(found)), values_(rows_->values())
{
}
SSOT_DECL                sqlite_cursor::sqlite_cursor(sqlite_cursor&&) noexcept = default;
SSOT_DECL sqlite_cursor& sqlite_cursor::operator=(sqlite_cursor&&) noexcept     = default;
SSOT_DECL                sqlite_cursor::~sqlite_cursor()                        = default;

SSOT_DECL result<bool> sqlite_cursor::next()
{
    if (!rows_)
        return detail::sqlite::moved_from_cursor();
    return rows_->next();
}

// The session.

SSOT_DECL sqlite_session::sqlite_session(std::unique_ptr<detail::sqlite::session> held) noexcept : held_(std::move(held)) {}
SSOT_DECL sqlite_session::sqlite_session(sqlite_session&&) noexcept            = default;
SSOT_DECL sqlite_session& sqlite_session::operator=(sqlite_session&&) noexcept = default;
SSOT_DECL                 sqlite_session::~sqlite_session()                    = default;

SSOT_DECL result<std::size_t> sqlite_session::insert(record_batch rows)
{
    return held_ ? held_->insert(rows, detail::sqlite::session::how::plainly, {}) : detail::sqlite::moved_from_session();
}
SSOT_DECL result<std::size_t> sqlite_session::insert_if_absent(record_batch rows)
{
    return held_ ? held_->insert(rows, detail::sqlite::session::how::if_absent, {}) : detail::sqlite::moved_from_session();
}
SSOT_DECL result<std::size_t> sqlite_session::insert_making_keys(record_batch rows, std::span<std::int64_t> keys)
{
    return held_ ? held_->insert(rows, detail::sqlite::session::how::making_keys, keys)
                 : detail::sqlite::moved_from_session();
}
SSOT_DECL result<sqlite_cursor> sqlite_session::scan(query const& q)
{
    if (!held_)
        return detail::sqlite::moved_from_session();
    auto found = held_->scan(q);
    if (!found)
        return std::move(found).error();
    return sqlite_cursor(std::move(*found));
}
SSOT_DECL result<sqlite_cursor> sqlite_session::aggregate(aggregate_query const& q)
{
    if (!held_)
        return detail::sqlite::moved_from_session();
    auto found = held_->aggregate(q);
    if (!found)
        return std::move(found).error();
    return sqlite_cursor(std::move(*found));
}
SSOT_DECL result<std::size_t> sqlite_session::update(query const& q, std::span<assignment const> set)
{
    return held_ ? held_->update(q, set) : detail::sqlite::moved_from_session();
}
SSOT_DECL result<std::size_t> sqlite_session::erase(query const& q)
{
    return held_ ? held_->erase(q) : detail::sqlite::moved_from_session();
}
SSOT_DECL result<void> sqlite_session::begin(tx_options options)
{
    return held_ ? held_->begin(options) : detail::sqlite::moved_from_session();
}
SSOT_DECL result<void> sqlite_session::commit() { return held_ ? held_->commit() : detail::sqlite::moved_from_session(); }
SSOT_DECL void         sqlite_session::rollback() noexcept
{
    if (held_)
        held_->rollback();
}
SSOT_DECL result<void> sqlite_session::savepoint(unsigned depth)
{
    return held_ ? held_->savepoint(depth) : detail::sqlite::moved_from_session();
}
SSOT_DECL result<void> sqlite_session::rollback_to(unsigned depth)
{
    return held_ ? held_->rollback_to(depth) : detail::sqlite::moved_from_session();
}
SSOT_DECL result<void> sqlite_session::release(unsigned depth)
{
    return held_ ? held_->release(depth) : detail::sqlite::moved_from_session();
}
SSOT_DECL result<std::uint32_t> sqlite_session::prepare_schema(schema_view schema, schema_mode mode)
{
    return held_ ? held_->prepare_schema(schema, mode) : detail::sqlite::moved_from_session();
}
SSOT_DECL void sqlite_session::cancel() noexcept
{
    if (held_)
        held_->cancel();
}

// The backend.

SSOT_DECL sqlite::sqlite(std::string path) : sqlite(sqlite_options{.path = std::move(path)}) {}
SSOT_DECL sqlite::sqlite(sqlite_options options) : shared_(std::make_shared<detail::sqlite::database>(std::move(options))) {}

SSOT_DECL capabilities sqlite::caps() const noexcept
{
    return {.filters               = filtering::all,
            .order                 = true,
            .limit                 = true,
            .projection            = true,
            .joins                 = true,
            .aggregate             = true,
            .pages                 = true,
            .text_ops              = true,
            .text_rules            = true,
            .reverse               = true,
            .transactions          = true,
            .savepoints            = true,
            .concurrent_sessions   = true,
            .schema_in_transaction = false,
            .strongest             = isolation::serializable,
            .durable               = shared_->options().durability,
            .foreign_keys          = foreign_key_checks::each_call,
            .makes_keys            = true,
            .unique                = true,
            .revisions             = true,
            .cancel                = true,
            .ddl                   = true,
            .text_nul              = false,       // LIKE ends at one
            .max_text              = 999'000'000, // a row takes 1,000,000,000 bytes
            .max_args              = 32'764};
}

SSOT_DECL result<std::uint32_t> sqlite::prepare_schema(schema_view schema, schema_mode mode)
{
    return shared_->prepare_schema(schema, mode);
}

SSOT_DECL result<sqlite_session> sqlite::open()
{
    return sqlite_session(std::make_unique<detail::sqlite::session>(shared_));
}

SSOT_DECL result<std::vector<std::string>> sqlite::verify() { return shared_->verify(); }
SSOT_DECL result<void> sqlite::backup_to(std::string const& path) { return shared_->backup_to(path); }

} // namespace ssot::storage

#endif // SSOT_IMPL_STORAGE_SQLITE_IPP
