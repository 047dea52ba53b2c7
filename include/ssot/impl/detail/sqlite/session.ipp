// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_SQLITE_SESSION_IPP
#define SSOT_IMPL_DETAIL_SQLITE_SESSION_IPP

#include <ssot/detail/sql/shape.hpp>
#include <ssot/detail/sql/tables.hpp>
#include <ssot/detail/sql/write.hpp>
#include <ssot/detail/sqlite/schema_file.hpp>
#include <ssot/detail/sqlite/session.hpp>

#include <sqlite3.h>

#include <algorithm>
#include <utility>

namespace ssot::storage::detail::sqlite {

SSOT_DECL session::session(std::shared_ptr<database> shared) : db_(std::move(shared)) {}

SSOT_DECL result<void> session::connect(bool creates)
{
    if (state_ != state::outside)
        return {};
    if (!on_ || !on_->open_rows.empty() || on_->broken) {
        auto next = creates ? db_->connect_or_create() : db_->connect();
        if (!next)
            return std::move(next).error();
        on_ = std::move(*next);
    }
    on_->marks = marks_.get();
    on_->until = after(db_->options().busy);
    return {};
}

SSOT_DECL result<void> session::may_go_on() const
{
    if (lost_)
        return error(errc::tx_aborted, "the transaction was undone when one of its calls failed", retry::transaction);
    return {};
}

/// The error of a call, after which SQLite may have undone the transaction.
SSOT_DECL error session::failed(int code)
{
    auto out = on_->failed(code, now());
    if (state_ != state::outside && on_->in_autocommit())
        lost_ = true;
    return out;
}

SSOT_DECL std::uint32_t session::known_number(model_desc const& model) const noexcept
{
    for (auto const& m : met_)
        if (m.model == &model && m.fields == model.fields.data())
            return m.number;
    return static_cast<std::uint32_t>(-1);
}

SSOT_DECL result<std::uint32_t> session::number_of(model_desc const& model)
{
    if (auto const now = db_->generation(); now != generation_) {
        met_.clear();
        generation_ = now;
    }
    if (auto const known = known_number(model); known != static_cast<std::uint32_t>(-1))
        return known;
    auto const found = db_->number_of(model, *on_, state_ == state::writing ? &made_here_ : nullptr);
    if (!found)
        return found;
    if (auto const now = db_->generation(); now != generation_) { // it looked into the file
        met_.clear();
        generation_ = now;
    }
    met_.push_back({&model, model.fields.data(), *found});
    return found;
}

SSOT_DECL result<void> session::check_models(query const& q)
{
    for (std::size_t round = 0; round != 2; ++round) // what is met last may make what was met before be forgotten
        for (std::size_t i = 0; i <= q.children.size(); ++i)
            if (auto const found = number_of(i == 0 ? *q.model : *q.children[i - 1].model); !found)
                return found.error();
    return {};
}

SSOT_DECL result<std::unique_ptr<rows>> session::open_rows(ssot::detail::function_ref<result<sql::statement>()> make,
                                                           sql::asked const& from, std::size_t width)
{
    auto statement = on_->take(key_, make);
    if (!statement)
        return std::move(statement).error();
    auto out = std::make_unique<rows>(on_, marks_, std::move(*statement), width);
    if (auto started = out->start(from); !started) {
        if (state_ != state::outside && on_->in_autocommit())
            lost_ = true;
        return std::move(started).error();
    }
    return out;
}

SSOT_DECL result<std::unique_ptr<rows>> session::scan(query const& q)
{
    running const here(*this);
    if (auto may = may_go_on(); !may)
        return std::move(may).error();
    if (auto connected = connect(); !connected)
        return std::move(connected).error();
    if (auto checked = check_models(q); !checked)
        return std::move(checked).error();
    sql::write_shape(key_, q, [&](model_desc const& m) { return known_number(m); });
    auto const width = q.model->fields.size() + (q.counts == 0 ? 0 : q.children.size());
    return open_rows([&] { return sql::write_select(dialect::sqlite, q); }, {.q = &q}, width);
}

SSOT_DECL result<std::unique_ptr<rows>> session::aggregate(aggregate_query const& q)
{
    running const here(*this);
    if (auto may = may_go_on(); !may)
        return std::move(may).error();
    if (auto connected = connect(); !connected)
        return std::move(connected).error();
    if (auto checked = check_models(q.base); !checked)
        return std::move(checked).error();
    sql::write_shape(key_, q, [&](model_desc const& m) { return known_number(m); });
    return open_rows([&] { return sql::write_aggregate(dialect::sqlite, q); },
                     {.q = &q.base, .where_if = q.where_if},
                     q.group_by.size() + q.measures.size());
}

// Transactions.

SSOT_DECL void session::keep_open_rows() noexcept
{
    while (on_ && !on_->open_rows.empty())
        on_->open_rows.back()->keep_all();
}

SSOT_DECL result<void> session::begin(tx_options options)
{
    running const here(*this);
    if (state_ != state::outside)
        return error(errc::misuse, "a transaction is already open");
    bool const writes = options.mode == tx_mode::read_write;
    if (writes && db_->options().read_only)
        return error(errc::read_only, "the file was opened to be read");
    if (auto connected = connect(true); !connected)
        return connected;
    if (options.timeout.count() != 0)
        on_->until = after(options.timeout);
    if (!writes) {
        int code = on_->run("BEGIN");
        if (code == SQLITE_OK)
            code = on_->run("SELECT 1 FROM sqlite_schema LIMIT 1"); // the moment is that of the first read
        if (code != SQLITE_OK) {
            auto out = on_->failed(code, moment::inside);
            on_->run("ROLLBACK");
            return out;
        }
        state_ = state::reading;
        return {};
    }
    switch (db_->writers.enter(on_->until, *marks_)) {
    case gate::outcome::entered: break;
    case gate::outcome::late: return error(errc::timeout, "another transaction is still writing", retry::transaction);
    case gate::outcome::canceled: return error(errc::canceled, "the call was canceled");
    }
    if (int const code = on_->run("BEGIN IMMEDIATE"); code != SQLITE_OK) {
        auto out = on_->failed(code, moment::inside);
        db_->writers.leave();
        return out;
    }
    state_ = state::writing;
    return {};
}

/// Forgets what belonged to the transaction.
SSOT_DECL void session::leave_transaction() noexcept
{
    if (state_ == state::writing)
        db_->writers.leave();
    state_      = state::outside;
    lost_       = false;
    dangling_   = false;
    savepoints_ = 0;
    made_here_.clear();
}

SSOT_DECL result<void> session::commit()
{
    running const here(*this);
    if (state_ == state::outside)
        return error(errc::misuse, "no transaction is open");
    if (lost_) {
        auto out = may_go_on();
        rollback();
        return out;
    }
    int const code = on_->run("COMMIT");
    if (code != SQLITE_OK) {
        auto out = on_->failed(code, state_ == state::writing ? moment::commit : moment::inside);
        if (out.code() == errc::outcome_unknown)
            on_->broken = true;
        rollback();
        return out;
    }
    leave_transaction(); // rows that are still read keep the connection, and its moment
    return {};
}

SSOT_DECL void session::rollback() noexcept
{
    if (state_ == state::outside)
        return;
    if (state_ == state::reading) {
        on_->run("COMMIT"); // there is nothing to undo, and rows may be read on
    } else {
        keep_open_rows();
        if (!on_->in_autocommit())
            on_->run("ROLLBACK");
        if (!made_here_.empty())
            db_->forget(made_here_);
    }
    if (!on_->in_autocommit())
        on_->broken = true;
    leave_transaction();
}

SSOT_DECL error no_such_savepoint() { return {errc::misuse, "there is no such savepoint"}; }

SSOT_DECL result<void> session::savepoint(unsigned depth)
{
    running const here(*this);
    if (state_ == state::outside)
        return error(errc::misuse, "no transaction is open");
    if (auto may = may_go_on(); !may)
        return may;
    if (depth == 0 || depth > savepoints_ + 1)
        return error(errc::misuse, "a savepoint in one that is not there");
    int code = SQLITE_OK;
    if (depth <= savepoints_) // that of a depth replaces the one that was there, and those inside of it
        code = on_->run("RELEASE s" + std::to_string(depth));
    if (code == SQLITE_OK)
        code = on_->run("SAVEPOINT s" + std::to_string(depth));
    if (code != SQLITE_OK)
        return failed(code);
    savepoints_ = depth;
    return {};
}

SSOT_DECL result<void> session::rollback_to(unsigned depth)
{
    running const here(*this);
    if (depth == 0 || depth > savepoints_)
        return no_such_savepoint();
    if (auto may = may_go_on(); !may)
        return may;
    if (state_ == state::writing) {
        keep_open_rows();
        if (int const code = on_->run("ROLLBACK TO s" + std::to_string(depth)); code != SQLITE_OK)
            return failed(code);
        dangling_ = on_->has_dangling_keys();
        if (!made_here_.empty())
            db_->forget(made_here_);
    }
    savepoints_ = depth;
    return {};
}

SSOT_DECL result<void> session::release(unsigned depth)
{
    running const here(*this);
    if (depth == 0 || depth > savepoints_)
        return no_such_savepoint();
    if (auto may = may_go_on(); !may)
        return may;
    if (int const code = on_->run("RELEASE s" + std::to_string(depth)); code != SQLITE_OK)
        return failed(code);
    savepoints_ = depth - 1;
    return {};
}

SSOT_DECL result<std::uint32_t> session::prepare_schema(schema_view schema, schema_mode mode)
{
    if (state_ == state::outside)
        return db_->prepare_schema(schema, mode);
    running const here(*this);
    if (auto may = may_go_on(); !may)
        return std::move(may).error();
    auto const found = compare_schema(*on_, schema, mode);
    if (!found)
        return found.error();
    if (found->missing && state_ == state::reading)
        return error(errc::unsupported, "a transaction that only reads makes no tables");
    keep_open_rows();
    auto made = found->missing ? complete_schema(*on_, schema, mode) : result<std::uint32_t>(found->version);
    if (!made) {
        if (on_->in_autocommit())
            lost_ = true;
        return made;
    }
    for (auto const* const m : schema.models) {
        if (found->missing)
            made_here_.emplace_back(m->name);
        db_->know(m->name, sql::describe_table(*m));
    }
    return made;
}

} // namespace ssot::storage::detail::sqlite

#endif // SSOT_IMPL_DETAIL_SQLITE_SESSION_IPP
