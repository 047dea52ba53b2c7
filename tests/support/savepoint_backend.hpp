// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_SAVEPOINT_BACKEND_HPP
#define SSOT_TESTS_SUPPORT_SAVEPOINT_BACKEND_HPP

// The key-value backend with savepoints: each is a copy of all rows. A depth out of turn is a mistake that is told.

#include "key_value_backend.hpp"

#include <vector>

namespace ssot_test {

class savepoint_backend : public key_value_backend {
public:
    class session : public key_value_backend::session {
    public:
        using key_value_backend::session::session;

        ssot::result<void> savepoint(unsigned depth)
        {
            if (depth != marks_.size() + 1)
                return out_of_turn();
            marks_.push_back(rows());
            return {};
        }
        ssot::result<void> rollback_to(unsigned depth)
        {
            if (depth == 0 || depth > marks_.size())
                return out_of_turn();
            marks_.resize(depth);
            rows() = marks_.back();
            return {};
        }
        ssot::result<void> release(unsigned depth)
        {
            if (depth == 0 || depth > marks_.size())
                return out_of_turn();
            marks_.resize(depth - 1);
            return {};
        }
        ssot::result<void> commit()
        {
            marks_.clear();
            return key_value_backend::session::commit();
        }
        void rollback() noexcept
        {
            marks_.clear();
            key_value_backend::session::rollback();
        }

    private:
        static ssot::error out_of_turn() { return {ssot::errc::misuse, "no savepoint of this depth"}; }

        std::vector<tables> marks_{};
    };

    using session_type = session;

    ssot::storage::capabilities caps() const noexcept
    {
        auto out       = key_value_backend::caps();
        out.savepoints = true;
        return out;
    }
    ssot::result<session> open() { return session(*this); }
};

static_assert(ssot::storage::storage_backend<savepoint_backend>);
static_assert(ssot::storage::with_savepoints<savepoint_backend::session>);

} // namespace ssot_test

#endif // SSOT_TESTS_SUPPORT_SAVEPOINT_BACKEND_HPP
