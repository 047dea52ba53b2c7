// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_WITH_FAULTS_HPP
#define SSOT_TESTING_WITH_FAULTS_HPP

// A backend that passes every call on to another backend, except that one call fails as planned.
//
//   fault_plan plan;
//   with_faults faulty(my_backend, plan);
//   ssot::store store{faulty};
//   plan.arm(3);                    // three calls succeed, the next one fails
//   store.erase(run);               // returns an error, and nothing is erased
//
// The kit fails the first call, then the second, and so on, until no call is left to fail.

#include <ssot/error.hpp>
#include <ssot/storage/capability.hpp>
#include <ssot/storage/concept.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>
#include <ssot/storage/value.hpp>
#include <ssot/testing/kit/config.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/base/identity.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace ssot::conformance {

/// When a call fails, and how. Shared by all sessions of a backend. Calls may come from any thread, but not during `arm`.
class fault_plan {
public:
    /// Lets `calls` calls succeed and the next one fail: with `code`, or by throwing `std::bad_alloc` where a call may
    /// throw.
    void arm(std::size_t calls, errc code = errc::io, bool throws = false) noexcept;
    void disarm() noexcept { left_ = -1; }

    /// Returns whether the call has failed since `arm`.
    bool fired() const noexcept { return fired_; }

    /// Counts one call and returns whether it is the one to fail. Throws instead if that was requested.
    bool  fails();
    error why() const { return {code_, "a fault on purpose"}; }

private:
    std::atomic<std::int64_t> left_{-1};
    std::atomic<bool>         fired_{false};
    errc                      code_   = errc::io;
    bool                      throws_ = false;
};

/// A cursor, a session and a backend that fail as planned. The plan and the wrapped backend must outlive them.
template<storage::row_cursor Cursor>
class faulty_cursor {
public:
    faulty_cursor(Cursor inner, fault_plan& plan) : inner_(std::move(inner)), plan_(&plan) {}

    result<bool> next()
    {
        if (plan_->fails())
            return plan_->why();
        return inner_.next();
    }
    storage::value_view at(std::size_t i) const { return inner_.at(i); }

private:
    Cursor      inner_;
    fault_plan* plan_;
};

template<storage::storage_session Session>
class faulty_session {
public:
    using cursor_type = faulty_cursor<typename Session::cursor_type>;

    faulty_session(Session inner, fault_plan& plan) : inner_(std::move(inner)), plan_(&plan) {}

    result<std::size_t> insert(storage::record_batch rows)
    {
        if (plan_->fails())
            return plan_->why();
        return inner_.insert(rows);
    }
    result<cursor_type> scan(storage::query const& q)
    {
        if (plan_->fails())
            return plan_->why();
        auto found = inner_.scan(q);
        if (!found)
            return std::move(found).error();
        return cursor_type(std::move(*found), *plan_);
    }
    result<std::size_t> update(storage::query const& q, std::span<storage::assignment const> set)
    {
        if (plan_->fails())
            return plan_->why();
        return inner_.update(q, set);
    }
    result<std::size_t> erase(storage::query const& q)
    {
        if (plan_->fails())
            return plan_->why();
        return inner_.erase(q);
    }
    result<void> begin(storage::tx_options options)
    {
        if (plan_->fails())
            return plan_->why();
        return inner_.begin(options);
    }
    /// A commit that fails commits nothing and leaves the transaction to `rollback`.
    result<void> commit()
    {
        if (plan_->fails())
            return plan_->why();
        return inner_.commit();
    }
    void rollback() noexcept { inner_.rollback(); }

private:
    Session     inner_;
    fault_plan* plan_;
};

template<storage::storage_backend Backend>
class with_faults {
public:
    using session_type = faulty_session<typename Backend::session_type>;

    with_faults(Backend& inner, fault_plan& plan) : inner_(&inner), plan_(&plan) {}

    /// Returns the abilities without those of optional members, which are not passed on.
    storage::capabilities caps() const noexcept
    {
        auto out       = inner_->caps();
        out.aggregate  = false;
        out.savepoints = false;
        out.cancel     = false;
        return out;
    }
    result<std::uint32_t> prepare_schema(storage::schema_view schema, storage::schema_mode mode)
    {
        if (plan_->fails())
            return plan_->why();
        return inner_->prepare_schema(schema, mode);
    }
    result<session_type> open()
    {
        if (plan_->fails())
            return plan_->why();
        auto session = inner_->open();
        if (!session)
            return std::move(session).error();
        return session_type(std::move(*session), *plan_);
    }
    void const* identity() const noexcept { return ssot::detail::identity_of(*inner_); }

private:
    Backend*    inner_;
    fault_plan* plan_;
};

} // namespace ssot::conformance

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/testing/with_faults.ipp>
#endif

#endif // SSOT_TESTING_WITH_FAULTS_HPP
