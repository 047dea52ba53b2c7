// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_WATCHED_BACKEND_HPP
#define SSOT_TESTS_SUPPORT_WATCHED_BACKEND_HPP

// Another backend, with a record of what was asked of it, and failures on demand.

#include <ssot/storage/concept.hpp>

#include "forwarding_backend.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot_test {

/// What a watched backend was asked, and what it should say.
struct watch {
    std::vector<std::string>                                         calls{};
    std::vector<ssot::storage::tx_options>                           begun{};
    std::size_t                                                      most_rows = 0; ///< read by one cursor
    std::function<std::optional<ssot::error>(std::string_view call)> fail{};        ///< asked before each call
    bool commit_first = false;                                                      ///< a commit that fails took effect

    std::size_t count(std::string_view call) const { return static_cast<std::size_t>(std::ranges::count(calls, call)); }

    std::optional<ssot::error> meet(std::string_view call)
    {
        calls.emplace_back(call);
        return fail ? fail(call) : std::nullopt;
    }
};

template<class Inner>
class watched : public forwarding_backend<Inner> {
    using inner_session = typename Inner::session_type;
    using inner_cursor  = typename inner_session::cursor_type;
    using base_cursor   = forwarding_cursor<inner_cursor>;
    using base_session  = forwarding_session<inner_session>;

public:
    class cursor : public base_cursor {
    public:
        cursor(inner_cursor inner, watch* w) : base_cursor(std::move(inner)), watch_(w) {}

        ssot::result<bool> next()
        {
            if (auto e = watch_->meet("next"))
                return *e;
            watch_->most_rows = std::max(watch_->most_rows, ++rows_);
            return base_cursor::next();
        }

    private:
        watch*      watch_;
        std::size_t rows_ = 0;
    };

    class session : public base_session {
    public:
        using cursor_type = cursor;
        session(inner_session inner, watch* w) : base_session(std::move(inner)), watch_(w) {}

        ssot::result<std::size_t> insert(ssot::storage::record_batch rows)
        {
            return meet("insert", [&] { return base_session::insert(rows); });
        }
        ssot::result<std::size_t> insert_making_keys(ssot::storage::record_batch rows, std::span<std::int64_t> keys)
            requires ssot::storage::making_keys<inner_session>
        {
            return meet("insert_making_keys", [&] { return this->inner().insert_making_keys(rows, keys); });
        }
        ssot::result<cursor> scan(ssot::storage::query const& q)
        {
            return meet("scan", [&] { return this->template over<cursor>(base_session::scan(q), watch_); });
        }
        ssot::result<std::size_t> update(ssot::storage::query const& q, std::span<ssot::storage::assignment const> set)
        {
            return meet("update", [&] { return base_session::update(q, set); });
        }
        ssot::result<std::size_t> erase(ssot::storage::query const& q)
        {
            return meet("erase " + std::string(q.model->name), [&] { return base_session::erase(q); });
        }
        ssot::result<cursor> aggregate(ssot::storage::aggregate_query const& q)
            requires ssot::storage::aggregating<inner_session>
        {
            return meet("aggregate", [&] { return this->template over<cursor>(this->inner().aggregate(q), watch_); });
        }
        ssot::result<void> begin(ssot::storage::tx_options options)
        {
            watch_->begun.push_back(options);
            return meet("begin", [&] { return base_session::begin(options); });
        }
        ssot::result<void> commit()
        {
            if (watch_->commit_first) {
                auto const done = base_session::commit();
                auto       e    = watch_->meet("commit");
                return e ? ssot::result<void>(*e) : done;
            }
            return meet("commit", [&] { return base_session::commit(); });
        }
        void rollback() noexcept
        {
            watch_->calls.emplace_back("rollback");
            base_session::rollback();
        }

        ssot::result<void> savepoint(unsigned depth)
            requires ssot::storage::with_savepoints<inner_session>
        {
            return meet("savepoint " + std::to_string(depth), [&] { return this->inner().savepoint(depth); });
        }
        ssot::result<void> rollback_to(unsigned depth)
            requires ssot::storage::with_savepoints<inner_session>
        {
            return meet("rollback_to " + std::to_string(depth), [&] { return this->inner().rollback_to(depth); });
        }
        ssot::result<void> release(unsigned depth)
            requires ssot::storage::with_savepoints<inner_session>
        {
            return meet("release " + std::to_string(depth), [&] { return this->inner().release(depth); });
        }

    private:
        template<class Work>
        auto meet(std::string_view call, Work&& work) -> decltype(work())
        {
            if (auto e = watch_->meet(call))
                return *e;
            return work();
        }

        watch* watch_;
    };

    using session_type = session;

    explicit watched(watch& w) : watch_(&w) {}

    ssot::storage::capabilities caps() const noexcept
    {
        auto out = this->inner().caps();
        if (change)
            change(out);
        return out;
    }
    ssot::result<session> open()
    {
        if (auto e = watch_->meet("open"))
            return *e;
        return this->template open_as<session>(watch_);
    }

    std::function<void(ssot::storage::capabilities&)> change{}; ///< declares something else

private:
    watch* watch_;
};

} // namespace ssot_test

#endif // SSOT_TESTS_SUPPORT_WATCHED_BACKEND_HPP
