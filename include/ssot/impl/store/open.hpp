// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_OPEN_HPP
#define SSOT_IMPL_STORE_OPEN_HPP

// How a store begins and meets models.

#include <ssot/store.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot {

template<class Backend>
struct store<Backend>::shared_state {
    std::unique_ptr<Backend>                owned{};
    Backend*                                backend = nullptr;
    storage::capabilities                   caps{};
    store_options                           options{};
    std::mutex                              schema_lock{}; ///< held while the backend makes room for a model
    std::mutex                              models_lock{}; ///< of `models`; nothing is waited for under it
    std::vector<storage::model_desc const*> models{};      ///< targets before the models that point at them

    std::vector<storage::model_desc const*> prepared()
    {
        std::scoped_lock guard(models_lock);
        return models;
    }
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
    auto session = shared_->backend->open();
    if (!session)
        return std::move(session).error();
    return store(shared_, std::move(*session));
}

namespace detail {

/// Adds a model behind the models that it points at.
inline void add_with_targets(std::vector<storage::model_desc const*>& models, storage::model_desc const& model)
{
    if (std::ranges::find(models, &model) != models.end())
        return;
    for (auto const& f : model.fields)
        if (f.target && f.target != &model)
            add_with_targets(models, *f.target);
    if (std::ranges::find(models, &model) == models.end()) // two models may point at each other
        models.push_back(&model);
}

inline std::uint64_t schema_fingerprint(std::span<storage::model_desc const* const> models) noexcept
{
    std::uint64_t hash = 14695981039346656037U; // FNV-1a
    auto const    mix  = [&](std::string_view text) {
        for (char const c : text)
            hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
        hash = (hash ^ 0xffU) * 1099511628211U;
    };
    for (auto const* model : models) {
        mix(model->name);
        mix(model->table);
        for (auto const& f : model->fields) {
            mix(f.name);
            mix(f.column);
            mix(to_string(f.type));
            mix(f.nullable ? "null" : "not null");
            mix(f.target ? f.target->name : std::string_view());
        }
    }
    return hash;
}

} // namespace detail

template<class Backend>
result<void> store<Backend>::prepare(storage::model_desc const& model)
{
    if (std::ranges::find(known_, &model) != known_.end())
        return {};
    // A model that others have met needs no more than a look: a session in a transaction must not wait for one that waits
    // for the backend.
    known_ = shared_->prepared();
    if (std::ranges::find(known_, &model) != known_.end())
        return {};
    std::scoped_lock guard(shared_->schema_lock);
    auto const       before = shared_->prepared();
    auto             models = before;
    detail::add_with_targets(models, model);
    if (models.size() != before.size()) {
        storage::schema_view const schema{models, 1, detail::schema_fingerprint(models), {}};
        if (auto done = shared_->backend->prepare_schema(schema, storage::schema_mode::create); !done)
            return done.error();
        std::scoped_lock models_guard(shared_->models_lock);
        shared_->models = models;
    }
    known_ = std::move(models);
    return {};
}

} // namespace ssot

#endif // SSOT_IMPL_STORE_OPEN_HPP
