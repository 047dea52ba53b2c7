// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORAGE_ANY_BACKEND_HPP
#define SSOT_STORAGE_ANY_BACKEND_HPP

// A backend that is chosen at run time: one type for all of them.
//
//   ssot::storage::any_backend backend = use_sqlite ? any_backend(sqlite(path)) : any_backend(memory());
//   ssot::store store{backend};

#include <ssot/storage/capability.hpp>
#include <ssot/storage/concept.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>
#include <ssot/storage/value.hpp>

#include <ssot/detail/open_transactions.hpp>
#include <ssot/detail/words.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace ssot::storage {

/// The rows of a scan, whatever found them. A row crosses the border at once, so that its fields cost no call each.
class any_cursor {
public:
    /// The fields of `rows` that `fields` has a bit for; those from 64 on always. The others are null.
    template<class Cursor>
        requires(!std::same_as<Cursor, any_cursor>) && row_cursor<Cursor>
    any_cursor(Cursor rows, std::size_t width, std::uint64_t fields = ~std::uint64_t{0})
        : held_(std::make_unique<holder<Cursor>>(std::move(rows), width, fields)), row_(held_->values.data())
    {
    }

    result<bool> next()
    {
        if (held_)
            return held_->next();
        return error(errc::misuse, "this cursor was moved from; use the one that it was moved to");
    }
    value_view at(std::size_t i) const { return row_[i]; }

private:
    struct interface {
        interface(std::size_t width, std::uint64_t fields) : values(width)
        {
            for (std::size_t i = 0; i != width; ++i)
                if (i >= 64 || (fields >> i & 1) != 0)
                    wanted.push_back(i);
        }
        virtual ~interface()        = default;
        virtual result<bool> next() = 0;

        std::vector<value_view>  values; ///< of the current row
        std::vector<std::size_t> wanted{};
    };
    template<class Cursor>
    struct holder final : interface {
        holder(Cursor rows, std::size_t width, std::uint64_t fields) : interface(width, fields), it(std::move(rows)) {}
        result<bool> next() override
        {
            auto more = it.next();
            if (more && *more)
                for (auto const i : this->wanted)
                    this->values[i] = std::as_const(it).at(i);
            return more;
        }

        Cursor it;
    };

    std::unique_ptr<interface> held_;
    value_view const*          row_;
};

/// A session of any backend. An optional member that the session inside does not have answers `unsupported`; all of one that
/// was moved from answer `misuse`.
class any_session {
public:
    using cursor_type = any_cursor;

    template<class Session>
        requires(!std::same_as<Session, any_session>) && storage_session<Session>
    explicit any_session(Session s) : held_(std::make_unique<holder<Session>>(std::move(s)))
    {
    }

    result<std::size_t> insert(record_batch rows) { return held_ ? held_->insert(rows) : gone(); }
    result<any_cursor>  scan(query const& q) { return held_ ? held_->scan(q) : gone(); }
    result<std::size_t> update(query const& q, std::span<assignment const> set)
    {
        return held_ ? held_->update(q, set) : gone();
    }
    result<std::size_t> erase(query const& q) { return held_ ? held_->erase(q) : gone(); }
    result<void>        begin(tx_options options) { return held_ ? held_->begin(options) : gone(); }
    result<void>        commit() { return held_ ? held_->commit() : gone(); }
    void                rollback() noexcept
    {
        if (held_)
            held_->rollback();
    }

    result<any_cursor>  aggregate(aggregate_query const& q) { return held_ ? held_->aggregate(q) : gone(); }
    result<void>        savepoint(unsigned depth) { return held_ ? held_->savepoint(depth) : gone(); }
    result<void>        rollback_to(unsigned depth) { return held_ ? held_->rollback_to(depth) : gone(); }
    result<void>        release(unsigned depth) { return held_ ? held_->release(depth) : gone(); }
    result<std::size_t> insert_if_absent(record_batch rows) { return held_ ? held_->insert_if_absent(rows) : gone(); }
    void                cancel() noexcept
    {
        if (held_)
            held_->cancel();
    }

private:
    struct interface {
        virtual ~interface()                                                                = default;
        virtual result<std::size_t> insert(record_batch rows)                               = 0;
        virtual result<any_cursor>  scan(query const& q)                                    = 0;
        virtual result<std::size_t> update(query const& q, std::span<assignment const> set) = 0;
        virtual result<std::size_t> erase(query const& q)                                   = 0;
        virtual result<void>        begin(tx_options options)                               = 0;
        virtual result<void>        commit()                                                = 0;
        virtual void                rollback() noexcept                                     = 0;
        virtual result<any_cursor>  aggregate(aggregate_query const& q)                     = 0;
        virtual result<void>        savepoint(unsigned depth)                               = 0;
        virtual result<void>        rollback_to(unsigned depth)                             = 0;
        virtual result<void>        release(unsigned depth)                                 = 0;
        virtual result<std::size_t> insert_if_absent(record_batch rows)                     = 0;
        virtual void                cancel() noexcept                                       = 0;
    };
    template<class Session>
    struct holder final : interface {
        explicit holder(Session s) : it(std::move(s)) {}
        result<std::size_t> insert(record_batch rows) override { return it.insert(rows); }
        result<any_cursor>  scan(query const& q) override { return erased(it.scan(q), q.model->fields.size(), q.fields); }
        result<std::size_t> update(query const& q, std::span<assignment const> set) override { return it.update(q, set); }
        result<std::size_t> erase(query const& q) override { return it.erase(q); }
        result<void>        begin(tx_options options) override { return it.begin(options); }
        result<void>        commit() override { return it.commit(); }
        void                rollback() noexcept override { it.rollback(); }

        result<any_cursor> aggregate(aggregate_query const& q) override
        {
            if constexpr (aggregating<Session>)
                return erased(it.aggregate(q), q.group_by.size() + q.measures.size(), ~std::uint64_t{0});
            else
                return absent("aggregate", q);
        }
        result<void> savepoint(unsigned depth) override
        {
            if constexpr (with_savepoints<Session>)
                return it.savepoint(depth);
            else
                return absent("savepoint", depth);
        }
        result<void> rollback_to(unsigned depth) override
        {
            if constexpr (with_savepoints<Session>)
                return it.rollback_to(depth);
            else
                return absent("rollback_to", depth);
        }
        result<void> release(unsigned depth) override
        {
            if constexpr (with_savepoints<Session>)
                return it.release(depth);
            else
                return absent("release", depth);
        }
        result<std::size_t> insert_if_absent(record_batch rows) override
        {
            if constexpr (inserting_if_absent<Session>)
                return it.insert_if_absent(rows);
            else
                return absent("insert_if_absent", rows);
        }
        void cancel() noexcept override
        {
            if constexpr (cancelable<Session>)
                it.cancel();
        }

        template<class Cursor>
        static result<any_cursor> erased(result<Cursor> rows, std::size_t width, std::uint64_t fields)
        {
            if (!rows)
                return std::move(rows).error();
            return any_cursor(std::move(*rows), width, fields);
        }
        static error absent(char const* member, auto const&...)
        {
            return {errc::unsupported, ssot::detail::joined({"the session has no ", member})};
        }

        Session it;
    };

    static error gone() { return {errc::misuse, "this session was moved from; use the one that it was moved to"}; }

    std::unique_ptr<interface> held_;
};

/// Any backend. Copies share it, and keep it alive.
class any_backend {
public:
    using session_type = any_session;

    template<class Backend>
        requires(!std::same_as<std::remove_cvref_t<Backend>, any_backend> && storage_backend<std::remove_cvref_t<Backend>>)
    explicit any_backend(Backend&& backend)
        : held_(std::make_shared<holder<std::remove_cvref_t<Backend>>>(std::forward<Backend>(backend)))
    {
    }

    // Moving copies, so that there is none without a backend.
    any_backend(any_backend const&) noexcept            = default;
    any_backend& operator=(any_backend const&) noexcept = default;

    /// A `Backend` made in place, for one that does not move.
    template<storage_backend Backend, class... Arguments>
    static any_backend make(Arguments&&... arguments)
    {
        return any_backend(
            std::shared_ptr<interface>(std::make_shared<holder<Backend>>(std::forward<Arguments>(arguments)...)));
    }

    /// As the backend says, but for what its session has no member for.
    capabilities caps() const noexcept { return held_->caps(); }
    /// Also `schema_mismatch`, as `check_schema`, when room is asked for a model that is not what an earlier one of its name was.
    result<std::uint32_t> prepare_schema(schema_view schema, schema_mode mode)
    {
        return held_->prepare_schema(schema, mode);
    }
    result<any_session> open() { return held_->open(); }
    /// That of the backend inside; one that has none is itself.
    void const* identity() const noexcept { return held_->identity(); }

private:
    struct interface {
        virtual ~interface()                                                               = default;
        virtual capabilities          caps() const noexcept                                = 0;
        virtual result<std::uint32_t> prepare_schema(schema_view schema, schema_mode mode) = 0;
        virtual result<any_session>   open()                                               = 0;
        virtual void const*           identity() const noexcept                            = 0;
    };
    template<class Backend>
    struct holder final : interface {
        template<class... Arguments>
        explicit holder(Arguments&&... arguments) : it(std::forward<Arguments>(arguments)...)
        {
        }
        capabilities caps() const noexcept override
        {
            using session  = typename Backend::session_type;
            auto out       = it.caps();
            out.aggregate  = out.aggregate && aggregating<session>;
            out.savepoints = out.savepoints && with_savepoints<session>;
            out.cancel     = out.cancel && cancelable<session>;
            return out;
        }
        result<std::uint32_t> prepare_schema(schema_view schema, schema_mode mode) override
        {
            if (auto checked = meet(schema.models, mode); !checked)
                return checked.error();
            return it.prepare_schema(schema, mode);
        }
        result<void> meet(std::span<model_desc const* const> models, schema_mode mode)
        {
            std::scoped_lock guard(lock);
            if (mode == schema_mode::migrate)
                met.clear();
            if (mode != schema_mode::create) // the backend inside compares with what it holds
                return {};
            auto wider = met;
            for (auto const* const model : models) {
                if (auto checked = check_schema(wider, *model); !checked)
                    return checked;
                if (std::ranges::find(wider, model) == wider.end())
                    wider.push_back(model);
            }
            met = std::move(wider);
            return {};
        }
        result<any_session> open() override
        {
            auto session = it.open();
            if (!session)
                return std::move(session).error();
            return any_session(std::move(*session));
        }
        void const* identity() const noexcept override { return ssot::detail::identity_of(it); }

        Backend                        it;
        std::mutex                     lock{};
        std::vector<model_desc const*> met{}; ///< by all stores on this backend, one after the other too
    };

    explicit any_backend(std::shared_ptr<interface> held) noexcept : held_(std::move(held)) {}

    std::shared_ptr<interface> held_;
};

static_assert(storage_backend<any_backend>);
static_assert(aggregating<any_session> && with_savepoints<any_session> && inserting_if_absent<any_session> &&
              cancelable<any_session>);

} // namespace ssot::storage

#endif // SSOT_STORAGE_ANY_BACKEND_HPP
