// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_SQLITE_SESSION_WRITES_IPP
#define SSOT_IMPL_DETAIL_SQLITE_SESSION_WRITES_IPP

#include <ssot/storage/evaluate.hpp>

#include <ssot/detail/sql/shape.hpp>
#include <ssot/detail/sql/write.hpp>
#include <ssot/detail/sqlite/session.hpp>

#include <sqlite3.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace ssot::storage::detail::sqlite {

class session::write_scope {
public:
    explicit write_scope(session& s) noexcept : s_(s) {}
    write_scope(write_scope const&)            = delete;
    write_scope& operator=(write_scope const&) = delete;
    ~write_scope()
    {
        if (open_) // an exception
            static_cast<void>(close(false));
    }

    /// `many`: the call takes several statements. `judged`: it may be undone after its statements were done.
    result<void> open(bool many, bool judged)
    {
        alone_ = s_.state_ == state::outside;
        many_  = many;
        if (!alone_) {
            s_.keep_open_rows();
            saves_ = many || judged;
            if (saves_)
                if (int const code = s_.on_->run("SAVEPOINT c"); code != SQLITE_OK)
                    return s_.failed(code);
            open_ = true;
            return {};
        }
        switch (s_.db_->writers.enter(s_.on_->until, *s_.marks_)) {
        case gate::outcome::entered: break;
        case gate::outcome::late: return error(errc::timeout, "a transaction is still writing", retry::statement);
        case gate::outcome::canceled: return error(errc::canceled, "the call was canceled");
        }
        open_ = true;
        if (many)
            if (int const code = s_.on_->run("BEGIN IMMEDIATE"); code != SQLITE_OK) {
                auto out = s_.on_->failed(code, moment::outside);
                many_    = false;
                static_cast<void>(close(false));
                return out;
            }
        return {};
    }

    /// Keeps what was done, or undoes it.
    result<void> close(bool keeps)
    {
        open_ = false;
        result<void> out;
        auto&        on = *s_.on_;
        if (!alone_) {
            if (saves_ && !s_.lost_) {
                if (!keeps)
                    on.run("ROLLBACK TO c");
                if (int const code = on.run("RELEASE c"); code != SQLITE_OK && keeps)
                    out = s_.failed(code);
            }
            return out;
        }
        if (many_) {
            int const code = keeps ? on.run("COMMIT") : SQLITE_OK;
            if (code != SQLITE_OK)
                out = failed(code, moment::commit);
            if (!on.in_autocommit())
                on.run("ROLLBACK");
        }
        s_.db_->writers.leave();
        return out;
    }

    /// The error of a statement.
    error failed(int code) { return alone_ && !many_ ? failed(code, moment::alone) : s_.failed(code); }
    bool  alone() const noexcept { return alone_; }

private:
    error failed(int code, moment when)
    {
        auto out = s_.on_->failed(code, when);
        if (out.code() == errc::outcome_unknown)
            s_.on_->broken = true;
        return out;
    }

    session& s_;
    bool     open_  = false;
    bool     alone_ = false;
    bool     many_  = false;
    bool     saves_ = false;
};

SSOT_DECL bool has_foreign_keys(model_desc const& model) noexcept
{
    return std::ranges::any_of(model.fields, [](auto const& f) { return f.target != nullptr; });
}

/// How many rows a statement inserts at most: enough that its costs do not count.
SSOT_DECL std::size_t rows_of_a_statement(model_desc const& model) noexcept
{
    return std::clamp<std::size_t>(2'000 / model.fields.size(), 16, 50);
}

SSOT_DECL result<void> session::may_write()
{
    if (auto may = may_go_on(); !may)
        return may;
    if (state_ == state::reading)
        return error(errc::read_only, "the transaction was begun read-only");
    if (db_->options().read_only)
        return error(errc::read_only, "the file was opened to be read");
    return connect();
}

// Inserts.

/// Reads row `i` of a batch into `on_->row`, and checks what SQLite would not refuse.
SSOT_DECL result<void> session::read_row(record_batch const& batch, std::size_t i, how way, std::span<std::int64_t> keys)
{
    auto const& model  = *batch.model;
    auto&       values = on_->row;
    values.resize(model.fields.size());
    if (batch.read) {
        batch.read(batch.base + i * batch.stride, values.data());
        for (auto const& column : batch.replaced)
            values[column.field] = column.values[i];
    } else {
        for (std::size_t f = 0; f != values.size(); ++f)
            values[f] = batch[i].at(f);
    }
    if (way == how::making_keys)
        values[model.pk] = value_view::integer(keys[i]);
    for (std::size_t f = 0; f != values.size(); ++f) {
        auto const v = values[f];
        if (v.is_null() ? f != model.pk : v.type() == model.fields[f].type && !storage::detail::is_nan(v))
            continue;
        auto const* const why = v.is_null() ? "a row without a key"
            : v.type() == kind::real        ? "a NaN, which SQLite does not store"
                                            : "a value of another kind than its field";
        return error(errc::constraint, why).with_path('[' + std::to_string(i) + "]." + std::string(model.fields[f].name));
    }
    return {};
}

/// Makes the keys that are 0: beyond all that are there and all of the batch.
SSOT_DECL result<void> session::make_keys(record_batch const& batch, std::span<std::int64_t> keys)
{
    auto const&  model   = *batch.model;
    std::int64_t highest = 0;
    bool         makes   = false;
    for (std::size_t i = 0; i != batch.size(); ++i) {
        auto const v = batch[i].at(model.pk);
        keys[i]      = v.is_null() ? 0 : v.as_int();
        highest      = std::max(highest, keys[i]);
        makes        = makes || keys[i] == 0;
    }
    if (!makes)
        return {};
    std::string text = "SELECT MAX(";
    sql::append_name(text, model.fields[model.pk].column);
    text += ") FROM ";
    sql::append_name(text, model.table);
    key_.assign(1, static_cast<char>(sql::operation::fixed));
    key_ += text;
    auto look = on_->take(key_, [&]() -> result<sql::statement> { return sql::statement{.text = text}; });
    if (!look)
        return std::move(look).error();
    int const code = sqlite3_step((*look)->handle);
    if (code == SQLITE_ROW)
        highest = std::max(highest, static_cast<std::int64_t>(sqlite3_column_int64((*look)->handle, 0)));
    on_->give_back(std::move(*look));
    if (code != SQLITE_ROW)
        return failed(code);
    if (highest > std::numeric_limits<std::int64_t>::max() - static_cast<std::int64_t>(batch.size()))
        return error(errc::unsupported, "there is no key beyond the highest one");
    for (auto& key : keys)
        if (key == 0)
            key = ++highest;
    return {};
}

SSOT_DECL result<std::size_t> session::insert_rows(write_scope& scope, record_batch const& batch, how way,
                                                   std::span<std::int64_t> keys)
{
    auto const&               model  = *batch.model;
    auto const                number = known_number(model);
    auto const                most   = rows_of_a_statement(model);
    std::size_t               done   = 0;
    std::size_t               size   = 0; // rows of `statement`
    std::unique_ptr<prepared> statement;
    struct gives_back {
        connection&                on;
        std::unique_ptr<prepared>& it;
        ~gives_back()
        {
            if (it)
                on.give_back(std::move(it));
        }
    } const after{*on_, statement};
    for (std::size_t i = 0; i != batch.size(); i += size) {
        auto const left = batch.size() - i;
        auto const next = left >= most ? most : left >= 16 ? 16 : left >= 4 ? 4 : std::size_t{1};
        if (next != size) {
            size = next;
            if (statement)
                on_->give_back(std::move(statement));
            bool const if_absent = way == how::if_absent;
            sql::write_insert_shape(key_, number, size, if_absent);
            auto taken = on_->take(key_, [&]() -> result<sql::statement> {
                return sql::statement{.text = sql::write_insert(dialect::sqlite, model, next, if_absent)};
            });
            if (!taken)
                return std::move(taken).error();
            statement = std::move(*taken);
        }
        int at = 0;
        for (std::size_t k = 0; k != size; ++k) {
            if (auto read = read_row(batch, i + k, way, keys); !read)
                return std::move(read).error();
            for (auto const v : on_->row)
                if (int const code = bind_value(statement->handle, ++at, v); code != SQLITE_OK)
                    return scope.failed(code);
        }
        if (int const code = sqlite3_step(statement->handle); code != SQLITE_DONE)
            return scope.failed(code);
        done += static_cast<std::size_t>(sqlite3_changes(on_->handle()));
        sqlite3_reset(statement->handle);
    }
    return done;
}

SSOT_DECL result<std::size_t> session::insert(record_batch const& batch, how way, std::span<std::int64_t> keys)
{
    running const here(*this);
    auto const&   model = *batch.model;
    if (way == how::making_keys && model.fields[model.pk].type != kind::int64)
        return error(errc::unsupported, "keys of this model are no integers");
    if (auto may = may_write(); !may)
        return std::move(may).error();
    if (auto const number = number_of(model); !number)
        return number.error();
    if (batch.size() == 0)
        return 0;
    auto const most = rows_of_a_statement(model);
    bool const many =
        way == how::making_keys || (batch.size() != 1 && batch.size() != most && batch.size() != 4 && batch.size() != 16);
    bool const  judged = has_foreign_keys(model);
    write_scope scope(*this);
    if (auto opened = scope.open(many, judged); !opened)
        return std::move(opened).error();
    auto const work = [&]() -> result<std::size_t> {
        if (way == how::making_keys)
            if (auto made = make_keys(batch, keys); !made)
                return std::move(made).error();
        auto out = insert_rows(scope, batch, way, keys);
        if (out && judged && !scope.alone())
            if (auto checked = judge(batch, way, keys); !checked)
                return std::move(checked).error();
        return out;
    };
    auto done = work();
    if (auto closed = scope.close(done.has_value()); !closed && done)
        done = std::move(closed).error();
    if (!done)
        return explained(std::move(done).error(), batch, way, keys);
    return done;
}

/// Whether the foreign keys that a call in a transaction has written point at rows.
SSOT_DECL result<void> session::judge(record_batch const& batch, how way, std::span<std::int64_t> keys)
{
    bool const before = dangling_;
    dangling_         = on_->has_dangling_keys();
    if (!dangling_)
        return {};
    auto const wrong = [] { return error(errc::foreign_key, "a foreign key points at a row that does not exist"); };
    if (!before) {
        dangling_ = false;
        return wrong();
    }
    for (std::size_t i = 0; i != batch.size();
         ++i) { // an erase before has left some that point nowhere: are these of this call?
        if (auto read = read_row(batch, i, way, keys); !read)
            return read;
        auto const values = on_->row;
        for (std::size_t f = 0; f != values.size(); ++f)
            if (batch.model->fields[f].target && points_nowhere(batch.model->fields[f], values[f]))
                return wrong();
    }
    return {};
}

// Updates and erases.

SSOT_DECL result<std::size_t> session::write(query const& q, ssot::detail::function_ref<result<sql::statement>()> make,
                                             std::span<assignment const> set, bool erases)
{
    bool const judged = std::ranges::any_of(set, [&](auto const& a) { return q.model->fields[a.field].target != nullptr; });
    auto       statement = on_->take(key_, make); // which declines before anything was done
    if (!statement)
        return std::move(statement).error();
    write_scope scope(*this);
    if (auto opened = scope.open(false, judged); !opened) {
        on_->give_back(std::move(*statement));
        return std::move(opened).error();
    }
    auto const work = [&]() -> result<std::size_t> {
        if (auto bound = bind_all(*on_, **statement, {.q = &q, .set = set}, on_->bytes, false); !bound)
            return std::move(bound).error();
        if (int const code = sqlite3_step((*statement)->handle); code != SQLITE_DONE)
            return scope.failed(code);
        return static_cast<std::size_t>(sqlite3_changes64(on_->handle()));
    };
    auto done = work();
    on_->give_back(std::move(*statement));
    if (done && !scope.alone() && (judged || erases)) {
        bool const before = dangling_;
        dangling_         = on_->has_dangling_keys();
        auto const wrong  = [&](assignment const& a) {
            auto const& f = q.model->fields[a.field];
            return f.target && points_nowhere(f, a.to);
        };
        if (judged && dangling_ && (!before || (*done != 0 && std::ranges::any_of(set, wrong)))) {
            dangling_ = before;
            done      = error(errc::foreign_key, "a foreign key points at a row that does not exist");
        }
    }
    if (auto closed = scope.close(done.has_value()); !closed && done)
        done = std::move(closed).error();
    if (!done)
        return explained(std::move(done).error(), *q.model, set);
    return done;
}

SSOT_DECL result<std::size_t> session::update(query const& q, std::span<assignment const> set)
{
    running const here(*this);
    if (auto may = may_write(); !may)
        return std::move(may).error();
    if (auto checked = check_models(q); !checked)
        return std::move(checked).error();
    sql::write_shape(key_, q, set, [&](model_desc const& m) { return known_number(m); });
    return write(q, [&] { return sql::write_update(dialect::sqlite, q, set); }, set, false);
}

SSOT_DECL result<std::size_t> session::erase(query const& q)
{
    running const here(*this);
    if (auto may = may_write(); !may)
        return std::move(may).error();
    if (auto checked = check_models(q); !checked)
        return std::move(checked).error();
    sql::write_erase_shape(key_, q, [&](model_desc const& m) { return known_number(m); });
    return write(q, [&] { return sql::write_erase(dialect::sqlite, q); }, {}, true);
}

} // namespace ssot::storage::detail::sqlite

#endif // SSOT_IMPL_DETAIL_SQLITE_SESSION_WRITES_IPP
