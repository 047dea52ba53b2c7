// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORAGE_ANY_BACKEND_HPP
#define SSOT_STORAGE_ANY_BACKEND_HPP

// Holds a backend of any type, so that a program can choose one at run time. A store holds every backend in this form.
//
//   ssot::storage::any_backend backend = use_sqlite ? any_backend(sqlite(path)) : any_backend(memory());
//   ssot::store store{backend};

#include <ssot/storage/capability.hpp>
#include <ssot/storage/concept.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>
#include <ssot/storage/session_ref.hpp>

#include <ssot/detail/base/identity.hpp>
#include <ssot/detail/base/type_name.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

namespace ssot::storage {

/// Holds a session of any backend. An optional member that the held session lacks returns `unsupported`. Every member of a
/// session that was moved from returns `misuse`. For one thread at a time, except `cancel`.
class any_session {
public:
    using cursor_type = any_cursor;

    template<class Session>
        requires(!std::same_as<Session, any_session>) && storage_session<Session>
    explicit any_session(Session s) : held_(std::make_unique<detail::held_session<Session>>(std::move(s)))
    {
    }

    result<std::size_t> insert(record_batch rows);
    result<any_cursor>  scan(query const& q);
    result<std::size_t> update(query const& q, std::span<assignment const> set);
    result<std::size_t> erase(query const& q);
    result<void>        begin(tx_options options);
    result<void>        commit();
    void                rollback() noexcept;

    result<any_cursor>  aggregate(aggregate_query const& q);
    result<void>        savepoint(unsigned depth);
    result<void>        rollback_to(unsigned depth);
    result<void>        release(unsigned depth);
    result<std::size_t> insert_if_absent(record_batch rows);
    void                cancel() noexcept;

    result<std::uint32_t> prepare_schema(schema_view schema, schema_mode mode);

    result<std::size_t> insert_making_keys(record_batch rows, std::span<std::int64_t> keys);

    /// Returns the held session, valid as long as this object. Precondition: this object was not moved from.
    session_ref& ref() noexcept { return *held_; }

private:
    std::unique_ptr<session_ref> held_;
};

namespace detail {

/// A backend behind a virtual interface.
class held_backend {
public:
    virtual ~held_backend() = default;

    virtual capabilities          caps() const noexcept                                = 0;
    virtual result<std::uint32_t> prepare_schema(schema_view schema, schema_mode mode) = 0;
    virtual result<any_session>   open()                                               = 0;
    virtual void const*           identity() const noexcept                            = 0;
    /// Returns how many rows the backend has looked at, or nothing if it does not count them.
    virtual std::optional<std::uint64_t> rows_visited() const noexcept = 0;
    /// Returns the backend if its type has this name, otherwise null.
    virtual void* as(std::string_view type) noexcept = 0;
    /// Returns the address of the backend.
    virtual void const* address() const noexcept = 0;

protected:
    held_backend()                               = default;
    held_backend(held_backend const&)            = delete;
    held_backend& operator=(held_backend const&) = delete;
};

/// Returns `backend.caps()` without the abilities for which its session has no member.
template<class Backend>
capabilities capabilities_of(Backend const& backend) noexcept
{
    using session  = typename Backend::session_type;
    auto out       = backend.caps();
    out.aggregate  = out.aggregate && aggregating<session>;
    out.savepoints = out.savepoints && with_savepoints<session>;
    out.cancel     = out.cancel && cancelable<session>;
    out.makes_keys = out.makes_keys && making_keys<session>;
    return out;
}

/// Holds a backend, or a reference to one that outlives this object.
template<class Held>
class backend_holder final : public held_backend {
public:
    using backend = std::remove_reference_t<Held>;

    template<class... Arguments>
    explicit backend_holder(Arguments&&... arguments) : it_(std::forward<Arguments>(arguments)...)
    {
    }

    capabilities          caps() const noexcept override { return capabilities_of(std::as_const(it_)); }
    result<std::uint32_t> prepare_schema(schema_view schema, schema_mode mode) override
    {
        return it_.prepare_schema(schema, mode);
    }
    result<any_session> open() override
    {
        auto session = it_.open();
        if (!session)
            return std::move(session).error();
        return any_session(std::move(*session));
    }
    void const*                  identity() const noexcept override { return ssot::detail::identity_of(std::as_const(it_)); }
    std::optional<std::uint64_t> rows_visited() const noexcept override
    {
        if constexpr (counting_visits<backend>)
            return std::as_const(it_).rows_visited();
        else
            return std::nullopt;
    }
    void* as(std::string_view type) noexcept override
    {
        return type == ssot::detail::type_name<backend>() ? static_cast<void*>(&it_) : nullptr;
    }
    void const* address() const noexcept override { return &it_; }

private:
    Held it_;
};

// The two ways to hold a backend. They are functions so that a backend which is compiled once can instantiate them
// explicitly.
template<class Backend>
std::shared_ptr<held_backend> hold_backend(Backend&& backend)
{
    return std::make_shared<backend_holder<Backend>>(std::forward<Backend>(backend));
}
template<class Backend>
std::shared_ptr<held_backend> refer_to_backend(Backend& backend)
{
    return std::make_shared<backend_holder<Backend&>>(backend);
}

} // namespace detail

/// Holds a backend of any type. Copies share it and keep it alive. May be used from several threads as far as the backend
/// may.
class any_backend {
public:
    using session_type = any_session;

    /// Holds a backend, which is moved if it is an rvalue and copied if it is an lvalue.
    template<class Backend>
        requires(!std::same_as<std::remove_cvref_t<Backend>, any_backend> && storage_backend<std::remove_cvref_t<Backend>>)
    explicit any_backend(Backend&& backend)
        : any_backend(detail::hold_backend<std::remove_cvref_t<Backend>>(
              std::remove_cvref_t<Backend>(std::forward<Backend>(backend))))
    {
    }

    // A move makes a copy, so that no object is left without a backend.
    any_backend(any_backend const&) noexcept            = default;
    any_backend& operator=(any_backend const&) noexcept = default;

    /// Constructs a `Backend` in place, for backends that cannot be moved.
    template<storage_backend Backend, class... Arguments>
    static any_backend make(Arguments&&... arguments)
    {
        return any_backend(std::shared_ptr<detail::held_backend>(
            std::make_shared<detail::backend_holder<Backend>>(std::forward<Arguments>(arguments)...)));
    }
    /// Refers to a backend, which must outlive all copies of the result and all their sessions. Given an `any_backend`,
    /// returns a copy of it.
    template<storage_backend Backend>
        requires(!std::is_const_v<Backend>)
    static any_backend refer(Backend& backend)
    {
        if constexpr (std::same_as<Backend, any_backend>)
            return backend;
        else
            return any_backend(detail::refer_to_backend(backend));
    }

    /// Returns what the held backend declares, without the abilities for which its session has no member.
    capabilities caps() const noexcept { return held_->caps(); }
    /// Passes the call on. Errors: those of the held backend; `schema_mismatch` as `check_schema` returns it, if `mode` is
    /// `create` and a model cannot be in one store with those that were prepared before.
    result<std::uint32_t> prepare_schema(schema_view schema, schema_mode mode);
    result<any_session>   open() { return held_->open(); }
    /// Returns the identity of the held backend, or its address if it has no `identity`.
    void const* identity() const noexcept { return held_->identity(); }
    /// Returns how many rows the held backend has looked at, or nothing if it has no `rows_visited`.
    std::optional<std::uint64_t> rows_visited() const noexcept { return held_->rows_visited(); }

    /// Returns the held backend if it is a `Backend`, otherwise null. Types are compared by name, which works across shared
    /// libraries and without RTTI. The pointer is valid as long as a copy of this object.
    template<class Backend>
    Backend* as() const noexcept
    {
        return static_cast<Backend*>(held_->as(ssot::detail::type_name<Backend>()));
    }
    /// Returns the address of the held backend. It is equal for copies and for all objects that refer to one backend.
    void const* address() const noexcept { return held_->address(); }

private:
    struct met_before;
    explicit any_backend(std::shared_ptr<detail::held_backend> held);

    std::shared_ptr<detail::held_backend> held_;
    std::shared_ptr<met_before>           met_; ///< the models that were prepared, by any store on this backend
};

static_assert(storage_backend<any_backend>);
static_assert(aggregating<any_session> && with_savepoints<any_session> && inserting_if_absent<any_session> &&
              making_keys<any_session> && preparing_schema<any_session> && cancelable<any_session>);

} // namespace ssot::storage

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/storage/any_backend.ipp>
#endif

#endif // SSOT_STORAGE_ANY_BACKEND_HPP
