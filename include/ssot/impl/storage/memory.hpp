// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORAGE_MEMORY_HPP
#define SSOT_IMPL_STORAGE_MEMORY_HPP

#include <ssot/storage/memory.hpp>

#include <ssot/detail/memory_tables.hpp>

namespace ssot::storage {

inline memory::memory() : tables_(std::make_shared<detail::memory_tables>()) {}

inline capabilities memory::caps() const noexcept
{
    return {.filters             = filtering::all,
            .order               = true,
            .limit               = true,
            .joins               = true,
            .text_ops            = true,
            .text_rules          = true,
            .transactions        = true,
            .concurrent_sessions = true,
            .strongest           = isolation::serializable};
}

inline result<std::uint32_t> memory::prepare_schema(schema_view schema, schema_mode)
{
    for (auto const* model : schema.models)
        tables_->add_table(*model);
    return schema.version;
}

inline memory_session& memory_session::operator=(memory_session&& other) noexcept
{
    if (this != &other) {
        rollback();
        tables_   = std::move(other.tables_);
        snapshot_ = std::exchange(other.snapshot_, std::nullopt);
        writing_  = std::exchange(other.writing_, false);
    }
    return *this;
}

/// Runs `work(view)` in the open transaction, or in one of its own.
template<class Work>
result<std::size_t> memory_session::write(Work work)
{
    if (snapshot_ && !writing_)
        return error(errc::read_only, "the transaction was begun read-only");
    if (snapshot_)
        return work(detail::memory_view{*snapshot_, true});
    if (auto begun = begin({}); !begun)
        return begun.error();
    auto done = work(detail::memory_view{*snapshot_, true});
    if (!done) {
        rollback();
        return done;
    }
    if (auto committed = commit(); !committed)
        return committed.error();
    return done;
}

inline result<std::size_t> memory_session::insert(record_batch rows)
{
    return write([&](detail::memory_view const& view) { return tables_->insert(rows, view); });
}

inline result<std::size_t> memory_session::update(query const& q, std::span<assignment const> set)
{
    return write([&](detail::memory_view const& view) { return tables_->update(q, set, view); });
}

inline result<std::size_t> memory_session::erase(query const& q)
{
    return write([&](detail::memory_view const& view) { return tables_->erase(q, view); });
}

inline result<memory_cursor> memory_session::scan(query const& q)
{
    detail::memory_view const view{snapshot_.value_or(0), writing_};
    auto                      rows = tables_->scan(q, snapshot_ ? &view : nullptr);
    if (!rows)
        return std::move(rows).error();
    return memory_cursor(std::move(*rows));
}

inline result<void> memory_session::begin(tx_options options)
{
    if (snapshot_)
        return error(errc::misuse, "a transaction is already open");
    if (options.mode == tx_mode::read_write) {
        if (!tables_->start_writing(options.timeout))
            return error(errc::timeout, "another transaction is still writing", retry::transaction);
        writing_ = true;
    }
    snapshot_ = tables_->open_snapshot();
    return {};
}

inline result<void> memory_session::commit()
{
    if (!snapshot_)
        return error(errc::misuse, "no transaction is open");
    if (writing_)
        tables_->commit_writes();
    tables_->close_snapshot();
    writing_ = false;
    snapshot_.reset();
    return {};
}

inline void memory_session::rollback() noexcept
{
    if (!snapshot_ || !tables_)
        return;
    if (writing_)
        tables_->undo_writes();
    tables_->close_snapshot();
    writing_ = false;
    snapshot_.reset();
}

} // namespace ssot::storage

#endif // SSOT_IMPL_STORAGE_MEMORY_HPP
