// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORAGE_ANY_BACKEND_IPP
#define SSOT_IMPL_STORAGE_ANY_BACKEND_IPP

#include <ssot/storage/any_backend.hpp>

#include <ssot/detail/base/config.hpp>

#include <algorithm>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

namespace ssot::storage {

namespace detail {

SSOT_DECL error session_was_moved_from()
{
    return {errc::misuse, "this session was moved from; use the one that it was moved to"};
}

} // namespace detail

SSOT_DECL result<std::size_t> any_session::insert(record_batch rows)
{
    return held_ ? held_->insert(rows) : detail::session_was_moved_from();
}

SSOT_DECL result<any_cursor> any_session::scan(query const& q)
{
    return held_ ? held_->scan(q) : detail::session_was_moved_from();
}

SSOT_DECL result<std::size_t> any_session::update(query const& q, std::span<assignment const> set)
{
    return held_ ? held_->update(q, set) : detail::session_was_moved_from();
}

SSOT_DECL result<std::size_t> any_session::erase(query const& q)
{
    return held_ ? held_->erase(q) : detail::session_was_moved_from();
}

SSOT_DECL result<void> any_session::begin(tx_options options)
{
    return held_ ? held_->begin(options) : detail::session_was_moved_from();
}

SSOT_DECL result<void> any_session::commit() { return held_ ? held_->commit() : detail::session_was_moved_from(); }

SSOT_DECL void any_session::rollback() noexcept
{
    if (held_)
        held_->rollback();
}

SSOT_DECL result<any_cursor> any_session::aggregate(aggregate_query const& q)
{
    return held_ ? held_->aggregate(q) : detail::session_was_moved_from();
}

SSOT_DECL result<void> any_session::savepoint(unsigned depth)
{
    return held_ ? held_->savepoint(depth) : detail::session_was_moved_from();
}

SSOT_DECL result<void> any_session::rollback_to(unsigned depth)
{
    return held_ ? held_->rollback_to(depth) : detail::session_was_moved_from();
}

SSOT_DECL result<void> any_session::release(unsigned depth)
{
    return held_ ? held_->release(depth) : detail::session_was_moved_from();
}

SSOT_DECL result<std::size_t> any_session::insert_if_absent(record_batch rows)
{
    return held_ ? held_->insert_if_absent(rows) : detail::session_was_moved_from();
}

SSOT_DECL result<std::uint32_t> any_session::prepare_schema(schema_view schema, schema_mode mode)
{
    return held_ ? held_->prepare_schema(schema, mode) : detail::session_was_moved_from();
}

SSOT_DECL result<std::size_t> any_session::insert_making_keys(record_batch rows, std::span<std::int64_t> keys)
{
    return held_ ? held_->insert_making_keys(rows, keys) : detail::session_was_moved_from();
}

SSOT_DECL void any_session::cancel() noexcept
{
    if (held_)
        held_->cancel();
}

struct any_backend::met_before {
    /// Whether these can be in one store with those that were met. What the backend inside refuses must not be remembered.
    result<void> check(std::span<model_desc const* const> added)
    {
        std::scoped_lock const guard(lock_);
        return wider_by(added, nullptr);
    }
    result<void> remember(std::span<model_desc const* const> added)
    {
        std::scoped_lock const         guard(lock_);
        std::vector<model_desc const*> wider;
        auto                           checked = wider_by(added, &wider); // others may have brought theirs meanwhile
        if (checked)
            models_ = std::move(wider);
        return checked;
    }
    void forget()
    {
        std::scoped_lock const guard(lock_);
        models_.clear();
    }

private:
    result<void> wider_by(std::span<model_desc const* const> added, std::vector<model_desc const*>* out) const
    {
        auto wider = models_;
        for (auto const* const model : added) {
            if (auto checked = check_schema(wider, *model); !checked)
                return checked;
            if (std::ranges::find(wider, model) == wider.end())
                wider.push_back(model);
        }
        if (out)
            *out = std::move(wider);
        return {};
    }

    std::mutex                     lock_{}; ///< nothing is waited for under it
    std::vector<model_desc const*> models_{};
};

SSOT_DECL any_backend::any_backend(std::shared_ptr<detail::held_backend> held)
    : held_(std::move(held)), met_(std::make_shared<met_before>())
{
}

SSOT_DECL result<std::uint32_t> any_backend::prepare_schema(schema_view schema, schema_mode mode)
{
    if (mode == schema_mode::create) // otherwise the backend inside compares with what it holds
        if (auto checked = met_->check(schema.models); !checked)
            return checked.error();
    auto version = held_->prepare_schema(schema, mode);
    if (version && mode == schema_mode::migrate)
        met_->forget();
    if (version && mode == schema_mode::create)
        if (auto checked = met_->remember(schema.models); !checked)
            return checked.error();
    return version;
}

} // namespace ssot::storage

#endif // SSOT_IMPL_STORAGE_ANY_BACKEND_IPP
