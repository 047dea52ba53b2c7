// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORAGE_MEMORY_IPP
#define SSOT_IMPL_STORAGE_MEMORY_IPP

#include <ssot/storage/memory.hpp>

// The engine, which nothing else includes. Its bodies are inline also where they are compiled once: rows are written and read in
// such small steps that calls would add a fifth to the instructions.
#include <ssot/detail/memory/aggregate.hpp>
#include <ssot/detail/memory/database.hpp>
#include <ssot/detail/memory/table.hpp>
#include <ssot/detail/memory/table_scan.hpp>
#include <ssot/detail/memory/writer.hpp>

#include <shared_mutex>
#include <string>
#include <utility>

namespace ssot::storage {

SSOT_DECL memory::memory() : shared_(std::make_shared<detail::memory::database>()) {}

SSOT_DECL capabilities memory::caps() const noexcept
{
    return {.filters             = filtering::all,
            .order               = true,
            .limit               = true,
            .joins               = true,
            .aggregate           = true,
            .pages               = true,
            .text_ops            = true,
            .text_rules          = true,
            .transactions        = true,
            .savepoints          = true,
            .concurrent_sessions = true,
            .strongest           = isolation::serializable};
}

SSOT_DECL result<std::uint32_t> memory::prepare_schema(schema_view schema, schema_mode mode)
{
    // `verify` asks about tables that were there before the program, of which there are none.
    if (auto added = shared_->add_tables(schema.models); !added && mode != schema_mode::verify)
        return added.error();
    return schema.version;
}

SSOT_DECL std::size_t memory::row_bytes() const
{
    std::size_t out = 0;
    auto const  all = shared_->tables();
    for (auto const& t : all->tables)
        out += t->bytes();
    return out;
}

// The cursor.

SSOT_DECL memory_cursor::memory_cursor(std::shared_ptr<detail::memory::catalog const> tables,
                                       detail::memory::table const&                   table)
    : tables_(std::move(tables)), table_(&table)
{
}
SSOT_DECL memory_cursor::memory_cursor(memory_cursor&& other) noexcept
    : tables_(std::move(other.tables_)), table_(std::exchange(other.table_, nullptr)),
      at_(std::exchange(other.at_, static_cast<std::size_t>(-1))), count_(std::exchange(other.count_, 0)),
      rows_(std::move(other.rows_)), scan_(std::move(other.scan_)), values_(std::move(other.values_)), width_(other.width_)
{
}
SSOT_DECL memory_cursor& memory_cursor::operator=(memory_cursor&& other) noexcept
{
    if (this == &other)
        return *this;
    std::destroy_at(this);
    return *std::construct_at(this, std::move(other));
}
SSOT_DECL memory_cursor::~memory_cursor() = default;

SSOT_DECL value_view memory_cursor::row_at(std::size_t i) const noexcept
{
    return detail::memory::row_view{table_, rows_[at_]}.at(i);
}

SSOT_DECL error memory_cursor::moved_from()
{
    return {errc::misuse, "this cursor was moved from; use the one that it was moved to"};
}

SSOT_DECL bool memory_cursor::read_more()
{
    rows_.clear();
    at_    = 0;
    count_ = scan_->read(rows_);
    if (count_ == 0)
        scan_.reset();
    return count_ != 0;
}

// The session.

SSOT_DECL memory_session::memory_session(memory_session&& other) noexcept
    : shared_(std::move(other.shared_)), moment_(std::exchange(other.moment_, std::nullopt)),
      writing_(std::exchange(other.writing_, false)), savepoints_(std::move(other.savepoints_))
{
}
SSOT_DECL memory_session& memory_session::operator=(memory_session&& other) noexcept
{
    if (this != &other) {
        rollback();
        shared_     = std::move(other.shared_);
        moment_     = std::exchange(other.moment_, std::nullopt);
        writing_    = std::exchange(other.writing_, false);
        savepoints_ = std::move(other.savepoints_);
    }
    return *this;
}

/// What the session sees: the last commit, or that of when its transaction began, or all that its transaction wrote.
SSOT_DECL detail::memory::snapshot memory_session::look() const
{
    auto [tables, now] = shared_->look();
    if (writing_)
        return {std::move(tables), shared_->written(), true};
    return {std::move(tables), moment_.value_or(now), false};
}

namespace detail::memory {

SSOT_DECL error moved_from_session()
{
    return {errc::misuse, "this session was moved from; use the one that it was moved to"};
}

/// As an insert that makes a key does.
SSOT_DECL bool asks_for_highest_key(query const& q) noexcept
{
    return q.where.empty() && q.after.empty() && q.offset == 0 && q.limit == 1 && !q.order.empty() &&
        q.order[0].field == q.model->pk && q.order[0].desc && q.order[0].via == no_field;
}

SSOT_DECL error no_table(catalog const& tables, model_desc const& model)
{
    if (auto checked = tables.check(model); !checked)
        return checked.error();
    return error(errc::schema_mismatch, "the store has no table for " + std::string(model.label));
}

} // namespace detail::memory

SSOT_DECL result<memory_cursor> memory_session::scan(query const& q)
{
    if (!shared_)
        return detail::memory::moved_from_session();
    auto              seen  = look();
    auto const* const table = seen.tables->find(*q.model);
    if (!table)
        return detail::memory::no_table(*seen.tables, *q.model);
    memory_cursor out(seen.tables, *table);
    if (q.by_key() && q.keys().size() == 1 && q.limit != 0 && q.offset == 0 && q.after.empty()) {
        std::shared_lock const held(shared_->guard());
        if (auto const ref = table->find(q.keys().front(), seen.seen); ref != detail::memory::no_row)
            out.rows_.push_back(table->row(ref));
        out.count_ = out.rows_.size();
        return out;
    }
    if (seen.own && table->has_numbers() && detail::memory::asks_for_highest_key(q)) {
        if (auto const ref = table->highest(seen.seen); ref != detail::memory::no_row)
            out.rows_.push_back(table->row(ref));
        out.count_ = out.rows_.size();
        return out;
    }
    bool const own  = seen.own;
    auto       rows = std::make_unique<detail::memory::table_scan>(q, std::move(seen), *table, shared_);
    out.count_      = rows->read(out.rows_);
    while (own && !rows->ended()) // all of them now: a rollback takes away what the transaction wrote
        out.count_ = rows->read(out.rows_);
    if (!rows->ended()) {
        rows->keep_query();
        out.scan_ = std::move(rows);
    }
    return out;
}

SSOT_DECL result<memory_cursor> memory_session::aggregate(aggregate_query const& q)
{
    if (!shared_)
        return detail::memory::moved_from_session();
    auto              seen  = look();
    auto const* const table = seen.tables->find(*q.base.model);
    if (!table)
        return detail::memory::no_table(*seen.tables, *q.base.model);
    memory_cursor out(seen.tables, *table);
    auto          rows = detail::memory::aggregation(q, std::move(seen), *table, shared_).read();
    if (!rows)
        return std::move(rows).error();
    out.width_ = q.group_by.size() + q.measures.size();
    if (out.width_ == 0)
        return error(errc::misuse, "an aggregate without groups and measures");
    out.count_  = rows->size() / out.width_;
    out.values_ = std::move(*rows);
    return out;
}

/// Runs `work(writer)` in the open transaction, or in one of its own: all of it, or nothing.
template<class Work>
result<std::size_t> memory_session::write(model_desc const& model, Work work)
{
    if (!shared_)
        return detail::memory::moved_from_session();
    if (moment_ && !writing_)
        return error(errc::read_only, "the transaction was begun read-only");
    bool const alone = !writing_;
    if (alone)
        if (auto begun = begin({}); !begun)
            return begun.error();
    struct undo {
        memory_session& self;
        bool            alone;
        std::size_t     mark;
        bool            done = false;
        ~undo()
        {
            if (done)
                return;
            if (alone)
                self.rollback();
            else
                self.shared_->undo_to(mark);
        }
    } statement{*this, alone, shared_->mark()};

    auto       seen     = look();
    auto const position = seen.tables->position(model);
    if (position == detail::memory::catalog::none)
        return detail::memory::no_table(*seen.tables, model);
    auto const number = shared_->next_statement();
    if (!number)
        return number.error();
    auto done = work(detail::memory::writer(shared_, std::move(seen), position, *number));
    if (!done)
        return done;
    statement.done = true;
    if (alone)
        if (auto committed = commit(); !committed)
            return committed.error();
    return done;
}

SSOT_DECL result<std::size_t> memory_session::insert(record_batch rows)
{
    return write(*rows.model, [&](auto&& w) { return w.insert(rows, false); });
}

SSOT_DECL result<std::size_t> memory_session::insert_if_absent(record_batch rows)
{
    return write(*rows.model, [&](auto&& w) { return w.insert(rows, true); });
}

SSOT_DECL result<std::size_t> memory_session::update(query const& q, std::span<assignment const> set)
{
    return write(*q.model, [&](auto&& w) { return w.update(q, set); });
}

SSOT_DECL result<std::size_t> memory_session::erase(query const& q)
{
    return write(*q.model, [&](auto&& w) { return w.erase(q); });
}

SSOT_DECL result<void> memory_session::begin(tx_options options)
{
    if (!shared_)
        return detail::memory::moved_from_session();
    if (moment_)
        return error(errc::misuse, "a transaction is already open");
    if (options.mode == tx_mode::read_write) {
        if (!shared_->start_writing(options.timeout))
            return error(errc::timeout, "another transaction is still writing", retry::transaction);
        writing_ = true;
        moment_  = shared_->now();
    } else {
        moment_ = shared_->open_moment();
    }
    return {};
}

SSOT_DECL result<void> memory_session::commit()
{
    if (!moment_)
        return error(errc::misuse, "no transaction is open");
    if (writing_)
        shared_->commit_writes();
    else
        shared_->close_moment(*moment_);
    writing_ = false;
    moment_.reset();
    savepoints_.clear();
    return {};
}

SSOT_DECL void memory_session::rollback() noexcept
{
    if (!moment_ || !shared_)
        return;
    if (writing_)
        shared_->undo_writes();
    else
        shared_->close_moment(*moment_);
    writing_ = false;
    moment_.reset();
    savepoints_.clear();
}

SSOT_DECL result<void> memory_session::savepoint(unsigned depth)
{
    if (!moment_)
        return error(errc::misuse, "no transaction is open");
    if (depth > savepoints_.size() + 1)
        return error(errc::misuse, "a savepoint in one that is not there");
    // That of a depth replaces the one that was there, and those inside of it.
    savepoints_.resize(depth == 0 ? 0 : depth - 1);
    savepoints_.push_back(writing_ ? shared_->mark() : 0);
    return {};
}

SSOT_DECL result<void> memory_session::rollback_to(unsigned depth)
{
    auto const at = depth == 0 ? 0 : depth - 1;
    if (at >= savepoints_.size())
        return error(errc::misuse, "there is no such savepoint");
    if (writing_)
        shared_->undo_to(savepoints_[at]);
    savepoints_.resize(at + 1);
    return {};
}

SSOT_DECL result<void> memory_session::release(unsigned depth)
{
    auto const at = depth == 0 ? 0 : depth - 1;
    if (at >= savepoints_.size())
        return error(errc::misuse, "there is no such savepoint");
    savepoints_.resize(at);
    return {};
}

} // namespace ssot::storage

#endif // SSOT_IMPL_STORAGE_MEMORY_IPP
