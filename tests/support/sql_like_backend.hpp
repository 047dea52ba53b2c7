// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_SQL_LIKE_BACKEND_HPP
#define SSOT_TESTS_SUPPORT_SQL_LIKE_BACKEND_HPP

// A backend that does everything itself, as a database would that speaks SQL: it filters, sorts, joins, groups, and refuses what breaks a
// constraint. It uses none of the library's own evaluation, so that it is a witness of its own, but for text searches by the rules of
// other databases. It can be told to be wrong in one way, by a `mutation`; without one it keeps the contract.
//
// It declares every capability that says what a backend does. Rows live in memory, so that nothing is `durable`. Readers see a snapshot
// and never wait; one transaction writes at a time, so that transactions are serializable and whoever may write has locked every row.

#include <ssot/storage/capability.hpp>
#include <ssot/storage/concept.hpp>

#include "sql_like/database.hpp"
#include "sql_like/mutation.hpp"
#include "sql_like/session.hpp"
#include "sql_like/transaction.hpp"

#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

namespace ssot_test {

/// Copies share their rows.
class sql_like_backend {
public:
    using session_type = sql::session;

    /// The mutation outlives the backend, its copies and their sessions.
    explicit sql_like_backend(sql::mutation const*              wrong = nullptr,
                              ssot::storage::foreign_key_checks when  = ssot::storage::foreign_key_checks::each_call)
        : sql_like_backend(wrong, wrong ? wrong->over : sql::engine::one_writer, when)
    {
    }
    sql_like_backend(sql::mutation const* wrong, sql::engine how,
                     ssot::storage::foreign_key_checks when = ssot::storage::foreign_key_checks::each_call)
        : db_(std::make_shared<sql::database>(
              wrong, how == sql::engine::keys_at_commit ? ssot::storage::foreign_key_checks::at_commit : when, how))
    {
    }

    ssot::storage::capabilities caps() const noexcept
    {
        return {.filters             = ssot::storage::filtering::all,
                .order               = true,
                .limit               = true,
                .projection          = true,
                .joins               = true,
                .aggregate           = true,
                .pages               = true,
                .text_ops            = true,
                .text_rules          = true,
                .reverse             = true,
                .transactions        = true,
                .savepoints          = true,
                .concurrent_sessions = true,
                .row_locks           = db_->kind == sql::engine::locks_late,
                .strongest           = ssot::storage::isolation::serializable,
                .foreign_keys        = db_->judged,
                .makes_keys          = true,
                .unique              = true,
                .revisions           = true,
                .cancel              = true,
                .ddl                 = true};
    }

    ssot::result<std::uint32_t> prepare_schema(ssot::storage::schema_view schema, ssot::storage::schema_mode mode)
    {
        sql::faults const      wrongly{db_->active, sql::state::outside, sql::operation::any};
        std::scoped_lock const held(db_->guard);
        auto                   made = std::make_shared<sql::schema>(*db_->made);
        auto const             out  = made->prepare(wrongly, schema, mode);
        if (!out)
            return out;
        db_->made = std::move(made);
        if (wrongly.wrong(sql::point::prepare_clears))
            db_->committed = std::make_shared<sql::catalog const>();
        return out;
    }

    /// What a program finds that closed the backend and opens it again.
    sql_like_backend reopened() &&
    {
        db_->reopen();
        return std::move(*this);
    }

    ssot::result<sql::session> open() { return sql::session(db_); }
    void const*                identity() const noexcept { return db_.get(); }

private:
    std::shared_ptr<sql::database> db_;
};

static_assert(ssot::storage::storage_backend<sql_like_backend>);
static_assert(ssot::storage::aggregating<sql::session> && ssot::storage::with_savepoints<sql::session> &&
              ssot::storage::inserting_if_absent<sql::session> && ssot::storage::making_keys<sql::session> &&
              ssot::storage::cancelable<sql::session>);

} // namespace ssot_test

#endif // SSOT_TESTS_SUPPORT_SQL_LIKE_BACKEND_HPP
