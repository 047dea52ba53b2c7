// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_SAVEPOINT_BACKEND_HPP
#define SSOT_TESTS_SUPPORT_SAVEPOINT_BACKEND_HPP

// The memory backend, which tells when it is asked for a savepoint whose turn has not come.

#include <ssot/storage/memory.hpp>

#include <utility>

namespace ssot_test {

class savepoint_backend : public ssot::storage::memory {
    using base = ssot::storage::memory;

public:
    class session : public base::session_type {
        using base_session = base::session_type;

    public:
        explicit session(base_session s) : base_session(std::move(s)) {}

        ssot::result<void> savepoint(unsigned depth)
        {
            if (depth != marks_ + 1)
                return out_of_turn();
            ++marks_;
            return base_session::savepoint(depth);
        }
        ssot::result<void> rollback_to(unsigned depth)
        {
            if (depth == 0 || depth > marks_)
                return out_of_turn();
            marks_ = depth;
            return base_session::rollback_to(depth);
        }
        ssot::result<void> release(unsigned depth)
        {
            if (depth == 0 || depth > marks_)
                return out_of_turn();
            marks_ = depth - 1;
            return base_session::release(depth);
        }
        ssot::result<void> commit()
        {
            marks_ = 0;
            return base_session::commit();
        }
        void rollback() noexcept
        {
            marks_ = 0;
            base_session::rollback();
        }

    private:
        static ssot::error out_of_turn() { return {ssot::errc::misuse, "no savepoint of this depth"}; }

        unsigned marks_ = 0;
    };

    using session_type = session;

    ssot::result<session> open()
    {
        auto out = base::open();
        if (!out)
            return std::move(out).error();
        return session(std::move(*out));
    }
};

static_assert(ssot::storage::storage_backend<savepoint_backend>);
static_assert(ssot::storage::with_savepoints<savepoint_backend::session>);

} // namespace ssot_test

#endif // SSOT_TESTS_SUPPORT_SAVEPOINT_BACKEND_HPP
