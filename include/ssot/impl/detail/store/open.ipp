// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_STORE_OPEN_IPP
#define SSOT_IMPL_DETAIL_STORE_OPEN_IPP

// Opening a store, and announcing models to the backend.

#include <ssot/storage/schema.hpp>
#include <ssot/store.hpp>

#include <ssot/detail/store/core.hpp>
#include <ssot/detail/store/met_models.hpp>
#include <ssot/detail/store/session.hpp>
#include <ssot/detail/store/shared_state.hpp>
#include <ssot/detail/store/statement.hpp>
#include <ssot/detail/text/message.hpp>

#include <algorithm>
#include <memory>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

namespace ssot::detail {
inline namespace SSOT_MODE {

SSOT_DECL error moved_from(std::string_view what)
{
    return {errc::misuse, concat({"this ", what, " was moved from; use the one that it was moved to"})};
}

SSOT_DECL store_core::store_core() noexcept = default;

SSOT_DECL store_core::store_core(std::shared_ptr<shared_state> shared, storage::any_session session)
    : shared_(std::move(shared)), session_(std::make_shared<session_state>(shared_->backend, std::move(session)))
{
}

SSOT_DECL store_core& store_core::of_nobody()
{
    static auto& nobody = *new store_core; // never destroyed, since stores may outlive other static objects
    return nobody;
}

SSOT_DECL result<std::shared_ptr<store_core>> store_core::open(storage::any_backend backend, store_options options,
                                                               storage::model_desc const& entries,
                                                               storage::model_desc const& config)
{
    auto shared = std::make_shared<shared_state>(shared_state{backend, {}, std::move(options), history_models(entries), {}});
    shared->caps = shared->backend.caps();
    shared->met  = met_models_of(shared->backend.address());
    auto session = shared->backend.open();
    if (!session)
        return std::move(session).error();
    std::shared_ptr<store_core> out(new store_core(std::move(shared), std::move(*session)));
    for (auto const* model : {&config, &entries})
        if (auto prepared = out->prepare(*model); !prepared)
            return prepared.error();
    return out;
}

SSOT_DECL result<std::shared_ptr<store_core>> store_core::session() const
{
    if (!shared_)
        return moved_from("store");
    auto session = shared_->backend.open();
    if (!session)
        return std::move(session).error();
    return std::shared_ptr<store_core>(new store_core(shared_, std::move(*session)));
}

SSOT_DECL storage::any_backend const* store_core::backend() const noexcept { return shared_ ? &shared_->backend : nullptr; }

SSOT_DECL storage::capabilities const& store_core::caps() const noexcept
{
    static constexpr storage::capabilities none{}; // for a store that was moved from
    return shared_ ? shared_->caps : none;
}

SSOT_DECL bool store_core::in_transaction() const noexcept { return session_ && session_->in_transaction_anywhere(); }

SSOT_DECL bool store_core::in_transaction_here() const { return session_ && session_->places().any_here(); }

/// Looks up the models that any session has announced, and those that this one did in the open transaction.
SSOT_DECL void store_core::look_up_models()
{
    known_ = shared_->met->all();
    for (auto const* const model : session_->prepared())
        if (std::ranges::none_of(known_, [&](auto const* known) { return storage::same_model(*known, *model); }))
            known_.push_back(model);
}

/// Announces models, of which the last are not known, while the calling thread has a transaction open for which the backend may
/// wait. No lock is taken, since whoever holds it may wait for that transaction.
SSOT_DECL result<void> store_core::prepare_in_transaction(std::vector<storage::model_desc const*> const& models)
{
    auto const                 added = std::span(models).subspan(known_.size());
    auto const                 steps = steps_of_models(models);
    storage::schema_view const schema{models, 1, schema_fingerprint(models), steps};
    if (session_->in_transaction()) {
        auto done = session_->prepare_schema(schema, shared_->options.schema, added);
        if (!done)
            return done.error();
        if (*done)
            return {};
    }
    return error(errc::misuse,
                 concat({added.back()->label,
                         ": the store meets this model for the first time, and the backend cannot prepare it while a "
                         "transaction of this thread is open; call store.use<M>() for it before begin"}));
}

SSOT_DECL result<void> store_core::prepare(storage::model_desc const& model)
{
    auto const is_in = [&](auto const& models) { return std::ranges::find(models, &model) != models.end(); };
    if (session_ && session_->forgotten() != forgotten_) {
        known_.clear();
        aliases_.clear();
        forgotten_ = session_->forgotten();
    }
    if (is_in(known_) || is_in(aliases_))
        return {};
    if (!shared_)
        return moved_from("store");
    // Models that another session has announced are only looked up. Taking `schema_lock` here could deadlock: the thread
    // that holds it may wait in the backend for our transaction.
    look_up_models();
    if (is_in(known_))
        return {};
    auto       models = known_;
    auto const added  = add_with_targets(models, model);
    if (!added)
        return added.error();
    bool const waits = !caps().schema_in_transaction && in_transaction_here();
    if (*added && waits) {
        if (auto done = prepare_in_transaction(models); !done)
            return done;
    } else if (*added) {
        std::scoped_lock guard(shared_->met->schema_lock);
        models           = shared_->met->all(); // another session may have announced it meanwhile
        auto const still = add_with_targets(models, model);
        if (!still)
            return still.error();
        if (*still) {
            auto const                 steps = steps_of_models(models);
            storage::schema_view const schema{models, 1, schema_fingerprint(models), steps};
            if (auto done = shared_->backend.prepare_schema(schema, shared_->options.schema); !done)
                return done.error();
            shared_->met->replace(models);
        }
    }
    known_ = std::move(models);
    if (!is_in(known_))
        aliases_.push_back(&model);
    return {};
}

} // namespace SSOT_MODE
} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_STORE_OPEN_IPP
