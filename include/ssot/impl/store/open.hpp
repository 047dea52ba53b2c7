// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_OPEN_HPP
#define SSOT_IMPL_STORE_OPEN_HPP

// How a store begins and meets models.

#include <ssot/store.hpp>

#include <ssot/detail/met_models.hpp>

#include <algorithm>
#include <memory>
#include <mutex>
#include <utility>

namespace ssot {

template<class Backend>
struct store<Backend>::shared_state {
    std::unique_ptr<Backend>            owned{};
    Backend*                            backend = nullptr;
    storage::capabilities               caps{};
    store_options                       options{};
    std::shared_ptr<detail::met_models> met{}; ///< by all stores on this backend
};

template<class Backend>
store<Backend>::store(std::shared_ptr<shared_state> shared, session_type session)
    : shared_(std::move(shared)),
      session_(std::make_shared<detail::session_state<Backend>>(*shared_->backend, shared_->caps, std::move(session)))
{
}

/// The session leaves before the backend that it belongs to.
template<class Backend>
store<Backend>& store<Backend>::operator=(store&& other) noexcept
{
    session_ = std::move(other.session_);
    shared_  = std::move(other.shared_);
    known_   = std::move(other.known_);
    aliases_ = std::move(other.aliases_);
    return *this;
}

template<class Backend>
template<class B>
result<store<Backend>> store<Backend>::make(B&& backend, store_options options)
{
    auto shared = std::make_shared<shared_state>();
    if constexpr (std::is_lvalue_reference_v<B>) {
        shared->backend = const_cast<Backend*>(&backend);
    } else {
        shared->owned   = std::make_unique<Backend>(std::move(backend));
        shared->backend = shared->owned.get();
    }
    return make(std::move(shared), std::move(options));
}

template<class Backend>
result<store<Backend>> store<Backend>::make(std::shared_ptr<shared_state> shared, store_options options)
{
    shared->caps    = shared->backend->caps();
    shared->met     = detail::met_models_of(shared->backend);
    shared->options = std::move(options);
    auto session    = shared->backend->open();
    if (!session)
        return std::move(session).error();
    store out(std::move(shared), std::move(*session));
    for (auto const* model : {&storage::describe_model<servicenow_config>(), &storage::describe_model<sync_log_entry>()})
        if (auto prepared = out.prepare(*model); !prepared)
            return prepared.error();
    return out;
}

template<class Backend>
template<class B>
    requires std::same_as<std::remove_cvref_t<B>, Backend>
store<Backend>::store(B&& backend, store_options options) : store(make(std::forward<B>(backend), std::move(options)).value())
{
}

template<class Backend>
template<class B>
    requires std::same_as<std::remove_cvref_t<B>, Backend>
result<store<Backend>> store<Backend>::open(B&& backend, store_options options)
{
    return make(std::forward<B>(backend), std::move(options));
}

template<class Backend>
result<store<Backend>> store<Backend>::session() const
{
    if (!shared_)
        return detail::moved_from("store");
    auto session = shared_->backend->open();
    if (!session)
        return std::move(session).error();
    return store(shared_, std::move(*session));
}

template<class Backend>
result<void> store<Backend>::prepare(storage::model_desc const& model)
{
    auto const is_in = [&](auto const& models) { return std::ranges::find(models, &model) != models.end(); };
    if (is_in(known_) || is_in(aliases_))
        return {};
    if (!shared_)
        return detail::moved_from("store");
    // A model that others have met needs no more than a look: a session in a transaction must not wait for one that waits
    // for the backend.
    known_ = shared_->met->all();
    if (is_in(known_))
        return {};
    auto       models = known_;
    auto const added  = detail::add_with_targets(models, model);
    if (!added)
        return added.error();
    if (*added) {
        std::scoped_lock guard(shared_->met->schema_lock);
        models           = shared_->met->all(); // others may have brought it meanwhile
        auto const still = detail::add_with_targets(models, model);
        if (!still)
            return still.error();
        if (*still) {
            storage::schema_view const schema{models, 1, detail::schema_fingerprint(models), {}};
            if (auto done = shared_->backend->prepare_schema(schema, storage::schema_mode::create); !done)
                return done.error();
            shared_->met->replace(models);
        }
    }
    known_ = std::move(models);
    if (!is_in(known_))
        aliases_.push_back(&model);
    return {};
}

} // namespace ssot

#endif // SSOT_IMPL_STORE_OPEN_HPP
