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

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>

namespace ssot::storage {

/// The rows of a scan, whatever found them.
class any_cursor {
public:
    template<class Cursor>
        requires(!std::same_as<Cursor, any_cursor>) && row_cursor<Cursor>
    explicit any_cursor(Cursor rows) : held_(std::make_unique<holder<Cursor>>(std::move(rows)))
    {
    }

    result<bool> next() { return held_->next(); }
    value_view   at(std::size_t i) const { return held_->at(i); }

private:
    struct interface {
        virtual ~interface()                         = default;
        virtual result<bool> next()                  = 0;
        virtual value_view   at(std::size_t i) const = 0;
    };
    template<class Cursor>
    struct holder final : interface {
        explicit holder(Cursor rows) : it(std::move(rows)) {}
        result<bool> next() override { return it.next(); }
        value_view   at(std::size_t i) const override { return it.at(i); }

        Cursor it;
    };

    std::unique_ptr<interface> held_;
};

/// A session of any backend. The optional members of a session are not passed on: the library does without them.
class any_session {
public:
    using cursor_type = any_cursor;

    template<class Session>
        requires(!std::same_as<Session, any_session>) && storage_session<Session>
    explicit any_session(Session s) : held_(std::make_unique<holder<Session>>(std::move(s)))
    {
    }

    result<std::size_t> insert(record_batch rows) { return held_->insert(rows); }
    result<any_cursor>  scan(query const& q) { return held_->scan(q); }
    result<std::size_t> update(query const& q, std::span<assignment const> set) { return held_->update(q, set); }
    result<std::size_t> erase(query const& q) { return held_->erase(q); }
    result<void>        begin(tx_options options) { return held_->begin(options); }
    result<void>        commit() { return held_->commit(); }
    void                rollback() noexcept { held_->rollback(); }

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
    };
    template<class Session>
    struct holder final : interface {
        explicit holder(Session s) : it(std::move(s)) {}
        result<std::size_t> insert(record_batch rows) override { return it.insert(rows); }
        result<any_cursor>  scan(query const& q) override
        {
            auto rows = it.scan(q);
            if (!rows)
                return std::move(rows).error();
            return any_cursor(std::move(*rows));
        }
        result<std::size_t> update(query const& q, std::span<assignment const> set) override { return it.update(q, set); }
        result<std::size_t> erase(query const& q) override { return it.erase(q); }
        result<void>        begin(tx_options options) override { return it.begin(options); }
        result<void>        commit() override { return it.commit(); }
        void                rollback() noexcept override { it.rollback(); }

        Session it;
    };

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

    /// A `Backend` made in place, for one that does not move.
    template<storage_backend Backend, class... Arguments>
    static any_backend make(Arguments&&... arguments)
    {
        return any_backend(
            std::shared_ptr<interface>(std::make_shared<holder<Backend>>(std::forward<Arguments>(arguments)...)));
    }

    /// As the backend says, but for what this type does not pass on.
    capabilities caps() const noexcept
    {
        auto out       = held_->caps();
        out.aggregate  = false;
        out.savepoints = false;
        out.cancel     = false;
        return out;
    }
    result<std::uint32_t> prepare_schema(schema_view schema, schema_mode mode)
    {
        return held_->prepare_schema(schema, mode);
    }
    result<any_session> open() { return held_->open(); }

private:
    struct interface {
        virtual ~interface()                                                               = default;
        virtual capabilities          caps() const noexcept                                = 0;
        virtual result<std::uint32_t> prepare_schema(schema_view schema, schema_mode mode) = 0;
        virtual result<any_session>   open()                                               = 0;
    };
    template<class Backend>
    struct holder final : interface {
        template<class... Arguments>
        explicit holder(Arguments&&... arguments) : it(std::forward<Arguments>(arguments)...)
        {
        }
        capabilities          caps() const noexcept override { return it.caps(); }
        result<std::uint32_t> prepare_schema(schema_view schema, schema_mode mode) override
        {
            return it.prepare_schema(schema, mode);
        }
        result<any_session> open() override
        {
            auto session = it.open();
            if (!session)
                return std::move(session).error();
            return any_session(std::move(*session));
        }

        Backend it;
    };

    explicit any_backend(std::shared_ptr<interface> held) noexcept : held_(std::move(held)) {}

    std::shared_ptr<interface> held_;
};

static_assert(storage_backend<any_backend>);

} // namespace ssot::storage

#endif // SSOT_STORAGE_ANY_BACKEND_HPP
