// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_KIT_TELLING_SESSION_HPP
#define SSOT_TESTING_KIT_TELLING_SESSION_HPP

// A session and a cursor that pass every call on, and tell an exception of the backend from one of the kit.

#include <ssot/error.hpp>
#include <ssot/storage/concept.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>
#include <ssot/storage/value.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <new>
#include <span>
#include <stdexcept>
#include <utility>

namespace ssot::conformance {

/// Thrown in place of an exception that came out of a backend, unless that was `std::bad_alloc`.
struct backend_threw : std::runtime_error {
    using std::runtime_error::runtime_error;
};

namespace detail {

/// Calls a function of a backend. Throws `std::bad_alloc` if that does, and `backend_threw` for any other exception.
template<class Call>
auto telling(Call&& call) -> decltype(call())
{
    try {
        return call();
    } catch (std::bad_alloc const&) {
        throw;
    } catch (std::exception const& e) {
        throw backend_threw(e.what());
    } catch (...) {
        throw backend_threw("of a type that is no std::exception");
    }
}

template<storage::row_cursor Cursor>
class telling_cursor {
public:
    explicit telling_cursor(Cursor inner) : inner_(std::move(inner)) {}

    result<bool> next()
    {
        return telling([&] { return inner_.next(); });
    }
    storage::value_view at(std::size_t i) const
    {
        return telling([&] { return inner_.at(i); });
    }

private:
    Cursor inner_;
};

/// Has those optional members that `Session` has.
template<storage::storage_session Session>
class telling_session {
public:
    using cursor_type = telling_cursor<typename Session::cursor_type>;

    explicit telling_session(Session inner) : inner_(std::move(inner)) {}

    result<std::size_t> insert(storage::record_batch rows)
    {
        return telling([&] { return inner_.insert(rows); });
    }
    result<cursor_type> scan(storage::query const& q)
    {
        return wrapped([&] { return inner_.scan(q); });
    }
    result<std::size_t> update(storage::query const& q, std::span<storage::assignment const> set)
    {
        return telling([&] { return inner_.update(q, set); });
    }
    result<std::size_t> erase(storage::query const& q)
    {
        return telling([&] { return inner_.erase(q); });
    }
    result<void> begin(storage::tx_options options)
    {
        return telling([&] { return inner_.begin(options); });
    }
    result<void> commit()
    {
        return telling([&] { return inner_.commit(); });
    }
    void rollback() noexcept { inner_.rollback(); }

    result<cursor_type> aggregate(storage::aggregate_query const& q)
        requires storage::aggregating<Session>
    {
        return wrapped([&] { return inner_.aggregate(q); });
    }
    result<void> savepoint(unsigned depth)
        requires storage::with_savepoints<Session>
    {
        return telling([&] { return inner_.savepoint(depth); });
    }
    result<void> rollback_to(unsigned depth)
        requires storage::with_savepoints<Session>
    {
        return telling([&] { return inner_.rollback_to(depth); });
    }
    result<void> release(unsigned depth)
        requires storage::with_savepoints<Session>
    {
        return telling([&] { return inner_.release(depth); });
    }
    result<std::size_t> insert_if_absent(storage::record_batch rows)
        requires storage::inserting_if_absent<Session>
    {
        return telling([&] { return inner_.insert_if_absent(rows); });
    }
    result<std::size_t> insert_making_keys(storage::record_batch rows, std::span<std::int64_t> keys)
        requires storage::making_keys<Session>
    {
        return telling([&] { return inner_.insert_making_keys(rows, keys); });
    }
    result<std::uint32_t> prepare_schema(storage::schema_view schema, storage::schema_mode mode)
        requires storage::preparing_schema<Session>
    {
        return telling([&] { return inner_.prepare_schema(schema, mode); });
    }
    void cancel() noexcept
        requires storage::cancelable<Session>
    {
        inner_.cancel();
    }

private:
    template<class Call>
    static result<cursor_type> wrapped(Call&& call)
    {
        auto rows = telling(std::forward<Call>(call));
        if (!rows)
            return std::move(rows).error();
        return cursor_type(std::move(*rows));
    }

    Session inner_;
};

} // namespace detail

} // namespace ssot::conformance

#endif // SSOT_TESTING_KIT_TELLING_SESSION_HPP
