// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_FORWARDING_BACKEND_HPP
#define SSOT_TESTS_SUPPORT_FORWARDING_BACKEND_HPP

// Bases of test backends that stand before another backend: they pass on every call that the contract requires, so that a
// test backend says only what it changes, by a member of the same name. Optional members are not passed on. A test backend
// that keeps those of the in-memory backend derives from `ssot::storage::memory` and its session instead.

#include <ssot/storage/capability.hpp>
#include <ssot/storage/concept.hpp>
#include <ssot/storage/memory.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>
#include <ssot/storage/value.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace ssot_test {

template<class Inner = ssot::storage::memory_cursor>
class forwarding_cursor {
public:
    explicit forwarding_cursor(Inner inner) : inner_(std::move(inner)) {}

    ssot::result<bool>        next() { return inner_.next(); }
    ssot::storage::value_view at(std::size_t i) const { return inner_.at(i); }

private:
    Inner inner_;
};

template<class Inner = ssot::storage::memory_session>
class forwarding_session {
public:
    using cursor_type = typename Inner::cursor_type;

    explicit forwarding_session(Inner inner) : inner_(std::move(inner)) {}

    ssot::result<std::size_t> insert(ssot::storage::record_batch rows) { return inner_.insert(rows); }
    ssot::result<cursor_type> scan(ssot::storage::query const& q) { return inner_.scan(q); }
    ssot::result<std::size_t> update(ssot::storage::query const& q, std::span<ssot::storage::assignment const> set)
    {
        return inner_.update(q, set);
    }
    ssot::result<std::size_t> erase(ssot::storage::query const& q) { return inner_.erase(q); }
    ssot::result<void>        begin(ssot::storage::tx_options options) { return inner_.begin(options); }
    ssot::result<void>        commit() { return inner_.commit(); }
    void                      rollback() noexcept { inner_.rollback(); }

protected:
    Inner& inner() noexcept { return inner_; }

    /// Returns a cursor of the test backend over the rows that the other session found.
    template<class Cursor, class... Arguments>
    static ssot::result<Cursor> over(ssot::result<typename Inner::cursor_type> rows, Arguments&&... arguments)
    {
        if (!rows)
            return std::move(rows).error();
        return Cursor(std::move(*rows), std::forward<Arguments>(arguments)...);
    }

private:
    Inner inner_;
};

template<class Inner = ssot::storage::memory>
class forwarding_backend {
public:
    using session_type = forwarding_session<typename Inner::session_type>;

    /// Returns what the other backend can do without the optional members of its sessions.
    ssot::storage::capabilities caps() const noexcept
    {
        auto out       = inner_.caps();
        out.aggregate  = false;
        out.savepoints = false;
        out.cancel     = false;
        return out;
    }
    ssot::result<std::uint32_t> prepare_schema(ssot::storage::schema_view schema, ssot::storage::schema_mode mode)
    {
        return inner_.prepare_schema(schema, mode);
    }
    ssot::result<session_type> open() { return open_as<session_type>(); }

protected:
    Inner&       inner() noexcept { return inner_; }
    Inner const& inner() const noexcept { return inner_; }

    /// Opens a session of the test backend over one of the other backend.
    template<class Session, class... Arguments>
    ssot::result<Session> open_as(Arguments&&... arguments)
    {
        auto opened = inner_.open();
        if (!opened)
            return std::move(opened).error();
        return Session(std::move(*opened), std::forward<Arguments>(arguments)...);
    }

private:
    Inner inner_{};
};

static_assert(ssot::storage::storage_backend<forwarding_backend<>>);

} // namespace ssot_test

#endif // SSOT_TESTS_SUPPORT_FORWARDING_BACKEND_HPP
