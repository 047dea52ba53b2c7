// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_DECLINING_BACKEND_HPP
#define SSOT_TESTS_SUPPORT_DECLINING_BACKEND_HPP

// The memory backend, which declines calls and has limits, as an engine that speaks SQL has. It notes what it is asked.

#include <ssot/storage/memory.hpp>

#include "forwarding_backend.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot_test {

/// What a declining backend is told to do, and what it was asked.
struct declined_calls {
    std::function<bool(std::string_view call, ssot::storage::query const& q)> declines{};
    std::function<void(ssot::storage::capabilities& caps)>                    change{}; ///< of what it declares
    std::size_t most_terms = SIZE_MAX;                                                  ///< more are an internal error
    std::size_t most_args  = SIZE_MAX;

    std::vector<std::string> calls{}; ///< "scan", or "scan declined"

    std::size_t count(std::string_view call) const { return static_cast<std::size_t>(std::ranges::count(calls, call)); }
};

/// Whether the contract lets a session decline a call.
inline bool may_be_declined(ssot::storage::query const& q)
{
    bool const whole = q.order.empty() && q.after.empty() && q.offset == 0 && q.limit == ssot::storage::query().limit;
    return !(whole && (q.where.empty() || q.by_key()));
}

class declining_backend : public forwarding_backend<> {
public:
    class session : public forwarding_session<> {
    public:
        session(ssot::storage::memory_session inner, declined_calls* told)
            : forwarding_session(std::move(inner)), told_(told)
        {
        }

        ssot::result<cursor_type> scan(ssot::storage::query const& q)
        {
            if (auto may = ask("scan", q); !may)
                return std::move(may).error();
            return forwarding_session::scan(q);
        }
        ssot::result<cursor_type> aggregate(ssot::storage::aggregate_query const& q)
        {
            if (auto may = ask("aggregate", q.base, q.where_if.size()); !may)
                return std::move(may).error();
            return inner().aggregate(q);
        }
        ssot::result<std::size_t> update(ssot::storage::query const& q, std::span<ssot::storage::assignment const> set)
        {
            if (auto may = ask("update", q, 0, set.size()); !may)
                return std::move(may).error();
            return forwarding_session::update(q, set);
        }
        ssot::result<std::size_t> erase(ssot::storage::query const& q)
        {
            if (auto may = ask("erase", q); !may)
                return std::move(may).error();
            return forwarding_session::erase(q);
        }
        ssot::result<std::size_t> insert(ssot::storage::record_batch rows)
        {
            told_->calls.emplace_back("insert");
            return forwarding_session::insert(rows);
        }
        ssot::result<void> begin(ssot::storage::tx_options options)
        {
            told_->calls.emplace_back("begin");
            return forwarding_session::begin(options);
        }
        ssot::result<void> commit()
        {
            told_->calls.emplace_back("commit");
            return forwarding_session::commit();
        }
        void rollback() noexcept
        {
            told_->calls.emplace_back("rollback");
            forwarding_session::rollback();
        }

    private:
        ssot::result<void> ask(std::string_view call, ssot::storage::query const& q, std::size_t terms = 0,
                               std::size_t args = 0)
        {
            bool const declined = told_->declines && told_->declines(call, q);
            told_->calls.push_back(std::string(call) + (declined ? " declined" : ""));
            if (declined)
                return ssot::error(ssot::errc::unsupported, "declined");
            if (q.where.size() + terms > told_->most_terms)
                return ssot::error(ssot::errc::internal, "parser stack overflow");
            if (q.args.size() + q.after.size() + args > told_->most_args)
                return ssot::error(ssot::errc::internal, "too many SQL variables");
            return {};
        }

        declined_calls* told_;
    };
    using session_type = session;

    explicit declining_backend(declined_calls& told) : told_(&told) {}

    ssot::storage::capabilities caps() const noexcept
    {
        auto out       = inner().caps();
        out.savepoints = out.cancel = false;
        if (told_->change)
            told_->change(out);
        return out;
    }
    ssot::result<session> open() { return open_as<session>(told_); }

private:
    declined_calls* told_;
};

static_assert(ssot::storage::storage_backend<declining_backend>);

} // namespace ssot_test

#endif // SSOT_TESTS_SUPPORT_DECLINING_BACKEND_HPP
