// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_CONFORMANCE_UNABLE_BACKEND_HPP
#define SSOT_TESTS_CONFORMANCE_UNABLE_BACKEND_HPP

// A backend whose engine cannot do one thing, and one that says more than its engine can. The first is honest; both together lie.

#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/capability.hpp>
#include <ssot/storage/concept.hpp>

#include "../support/sql_like_backend.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <utility>

namespace ssot_test {

/// What the engine cannot do.
enum class lack : std::uint8_t {
    filters, ///< it finds rows by their keys alone
    order,
    limit,
    projection,
    joins,
    aggregate,
    pages,
    text_ops,
    text_rules, ///< it searches by one set of rules
    reverse,
    transactions,
    savepoints,
    concurrent_sessions,   ///< two threads at once are too many
    schema_in_transaction, ///< tables are made by the one who writes, for whom it waits
    ddl                    ///< any table will do
};

/// Declares all that its engine can do, and does not what it cannot.
class unable_backend {
    using engine_session = sql::session;

    /// Of rows that point at each other in a circle none could be erased first, if each call were judged by itself.
    static constexpr sql::mutation no_foreign_keys{.name = "", .where = sql::point::foreign_key_ignored};

    struct shared {
        explicit shared(lack what) : engine(what == lack::transactions ? &no_foreign_keys : nullptr) {}

        sql_like_backend engine;
        std::mutex       one{}; ///< held by the only call that runs, where there may be one only
    };

public:
    class session {
    public:
        using cursor_type = sql::cursor;

        session(engine_session inner, lack what, std::shared_ptr<shared> s)
            : inner_(std::move(inner)), what_(what), shared_(std::move(s))
        {
        }

        ssot::result<std::size_t> insert(ssot::storage::record_batch rows)
        {
            return alone([&] { return inner_.insert(rows); });
        }
        ssot::result<std::size_t> insert_if_absent(ssot::storage::record_batch rows)
        {
            return alone([&] { return inner_.insert_if_absent(rows); });
        }
        ssot::result<std::size_t> insert_making_keys(ssot::storage::record_batch rows, std::span<std::int64_t> keys)
        {
            return alone([&] { return inner_.insert_making_keys(rows, keys); });
        }
        ssot::result<sql::cursor> scan(ssot::storage::query const& q)
        {
            return alone([&] { return inner_.scan(understood(q)); });
        }
        ssot::result<sql::cursor> aggregate(ssot::storage::aggregate_query const& q)
        {
            auto asked = q;
            if (what_ != lack::filters) // who groups rows also honours the conditions of groups
                asked.base = understood(q.base);
            if (what_ == lack::aggregate)
                asked.base.where.clear();
            return alone([&] { return inner_.aggregate(asked); });
        }
        ssot::result<std::size_t> update(ssot::storage::query const& q, std::span<ssot::storage::assignment const> set)
        {
            return alone([&] { return inner_.update(understood(q), set); });
        }
        ssot::result<std::size_t> erase(ssot::storage::query const& q)
        {
            return alone([&] { return inner_.erase(understood(q)); });
        }

        ssot::result<void> begin(ssot::storage::tx_options options)
        {
            if (what_ == lack::transactions)
                return {};
            return alone([&] { return inner_.begin(options); });
        }
        ssot::result<void> commit()
        {
            if (what_ == lack::transactions)
                return {};
            return alone([&] { return inner_.commit(); });
        }
        void rollback() noexcept
        {
            if (what_ != lack::transactions)
                inner_.rollback();
        }
        ssot::result<void> savepoint(unsigned depth)
        {
            return in_savepoint([&] { return inner_.savepoint(depth); });
        }
        ssot::result<void> rollback_to(unsigned depth)
        {
            return in_savepoint([&] { return inner_.rollback_to(depth); });
        }
        ssot::result<void> release(unsigned depth)
        {
            return in_savepoint([&] { return inner_.release(depth); });
        }
        void cancel() noexcept { inner_.cancel(); }

    private:
        template<class Call>
        auto alone(Call const& call) -> decltype(call())
        {
            if (what_ != lack::concurrent_sessions)
                return call();
            std::unique_lock const held(shared_->one, std::try_to_lock);
            if (!held.owns_lock())
                return ssot::error(ssot::errc::internal, "two threads at once");
            std::this_thread::sleep_for(std::chrono::microseconds(50)); // so that they meet
            return call();
        }
        template<class Call>
        ssot::result<void> in_savepoint(Call const& call)
        {
            if (what_ == lack::savepoints || what_ == lack::transactions)
                return {};
            return call();
        }

        /// What the engine makes of a query.
        ssot::storage::query understood(ssot::storage::query q) const
        {
            using ssot::storage::no_field;
            using ssot::storage::op;
            constexpr auto no_limit = std::numeric_limits<std::uint64_t>::max();
            bool const     sorts    = what_ != lack::order && !(what_ == lack::filters && !q.by_key());
            bool const     by_path  = std::ranges::any_of(q.where, [](auto const& t) { return t.via != no_field; });
            if ((what_ == lack::filters && !q.by_key()) || (what_ == lack::joins && by_path))
                q.where.clear(); // not the arguments, which conditions of an aggregate have in common with it
            if (!sorts) {
                q.order = {{.field = q.model->pk, .desc = true}}; // so that nobody gets an order by accident
                q.after.clear();
            }
            if (!sorts || what_ == lack::limit) {
                q.limit  = no_limit;
                q.offset = 0;
            }
            if (what_ == lack::pages)
                q.after.clear();
            if (what_ == lack::projection)
                q.fields = ~std::uint64_t{0};
            if (what_ == lack::joins)
                for (auto& o : q.order)
                    if (o.via != no_field)
                        o = {.field = q.model->pk};
            if (what_ == lack::text_ops)
                for (auto& t : q.where)
                    t.what = t.what == op::iexact                              ? op::eq
                        : t.what == op::starts_with || t.what == op::ends_with ? op::contains
                        : t.what == op::iends_with                             ? op::icontains
                                                                               : t.what;
            if (what_ == lack::text_rules)
                q.by = ssot::storage::rules::standard;
            if (what_ == lack::reverse)
                for (auto& children : q.children) { // none
                    children.where = {{.what = op::is_null, .field = children.model->pk}};
                    children.args.clear();
                }
            return q;
        }

        engine_session          inner_;
        lack                    what_;
        std::shared_ptr<shared> shared_;
    };
    using session_type = session;

    explicit unable_backend(lack what) : what_(what), shared_(std::make_shared<shared>(what)) {}

    ssot::storage::capabilities caps() const noexcept
    {
        using ssot::storage::filtering;
        auto out = shared_->engine.caps();
        switch (what_) {
        case lack::filters: out.filters = filtering::primary_key; break;
        case lack::order: out.order = false; break;
        case lack::limit: out.limit = false; break;
        case lack::projection: out.projection = false; break;
        case lack::joins: out.joins = false; break;
        case lack::aggregate: out.aggregate = false; break;
        case lack::pages: out.pages = false; break;
        case lack::text_ops: out.text_ops = false; break;
        case lack::text_rules: out.text_rules = false; break;
        case lack::reverse: out.reverse = false; break;
        case lack::transactions:
            out.transactions = false;
            out.foreign_keys = ssot::storage::foreign_key_checks::none;
            break;
        case lack::savepoints: out.savepoints = false; break;
        case lack::concurrent_sessions: out.concurrent_sessions = false; break;
        case lack::schema_in_transaction: out.schema_in_transaction = false; break;
        case lack::ddl: out.ddl = false; break;
        }
        return out;
    }
    ssot::result<std::uint32_t> prepare_schema(ssot::storage::schema_view schema, ssot::storage::schema_mode mode)
    {
        auto writing = shared_->engine.open().value();
        if (what_ == lack::schema_in_transaction)
            if (auto turn = writing.begin({.timeout = std::chrono::milliseconds(200)}); !turn)
                return std::move(turn).error();
        auto const out = shared_->engine.prepare_schema(schema, mode);
        return !out && what_ == lack::ddl ? schema.version : out;
    }
    ssot::result<session> open() { return session(shared_->engine.open().value(), what_, shared_); }
    void const*           identity() const noexcept { return shared_.get(); }

private:
    lack                    what_;
    std::shared_ptr<shared> shared_;
};

static_assert(ssot::storage::storage_backend<unable_backend>);

/// Another backend, of which it declares something else.
class declaring_backend {
public:
    using session_type = ssot::storage::any_session;
    using change       = void (*)(ssot::storage::capabilities&);

    declaring_backend(ssot::storage::any_backend inner, change said) : inner_(std::move(inner)), said_(said) {}

    ssot::storage::capabilities caps() const noexcept
    {
        auto out = inner_.caps();
        said_(out);
        return out;
    }
    ssot::result<std::uint32_t> prepare_schema(ssot::storage::schema_view schema, ssot::storage::schema_mode mode)
    {
        return inner_.prepare_schema(schema, mode);
    }
    ssot::result<session_type> open() { return inner_.open(); }
    void const*                identity() const noexcept { return inner_.identity(); }

private:
    ssot::storage::any_backend inner_;
    change                     said_;
};

static_assert(ssot::storage::storage_backend<declaring_backend>);

} // namespace ssot_test

#endif // SSOT_TESTS_CONFORMANCE_UNABLE_BACKEND_HPP
