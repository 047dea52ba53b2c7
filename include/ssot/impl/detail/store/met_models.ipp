// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_STORE_MET_MODELS_IPP
#define SSOT_IMPL_DETAIL_STORE_MET_MODELS_IPP

#include <ssot/codec.hpp>

#include <ssot/detail/store/met_models.hpp>

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace ssot::detail {

/// A model and all models that its foreign keys lead to, targets first. In a circle, the model that was given is last.
class models_behind {
public:
    explicit models_behind(storage::model_desc const& model) { visit(model); }

    model_list const& in_order() const noexcept { return ordered_; }

private:
    void visit(storage::model_desc const& model)
    {
        if (std::ranges::find(seen_, &model) != seen_.end())
            return;
        seen_.push_back(&model); // before its targets, which may lead back to it
        for (auto const& f : model.fields)
            if (f.target)
                visit(*f.target);
        ordered_.push_back(&model);
    }

    model_list seen_{};
    model_list ordered_{};
};

SSOT_DECL result<bool> add_with_targets(model_list& models, storage::model_desc const& model)
{
    models_behind const all(model);
    auto                wider = models;
    for (auto const* const next : all.in_order()) {
        if (auto checked = storage::check_schema(wider, *next); !checked)
            return checked.error();
        if (std::ranges::none_of(wider, [&](auto const* known) { return storage::same_model(*known, *next); }))
            wider.push_back(next);
    }
    bool const added = wider.size() != models.size();
    models           = std::move(wider);
    return added;
}

/// FNV-1a over what tells stored forms of a model apart.
SSOT_DECL std::uint64_t model_fingerprint(storage::model_desc const& model) noexcept
{
    std::uint64_t hash = 14695981039346656037U;
    auto const    mix  = [&](std::string_view text) {
        for (char const c : text)
            hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
        hash = (hash ^ 0xffU) * 1099511628211U;
    };
    mix(model.name);
    mix(model.table);
    for (auto const& f : model.fields) {
        mix(f.name);
        mix(f.column);
        mix(to_string(f.type));
        mix(f.nullable ? "null" : "not null");
        mix(f.target ? f.target->name : std::string_view());
        mix(f.unique ? "unique" : "");
    }
    for (auto const list : model.unique_together) {
        mix("unique together");
        for (auto const f : list)
            mix(model.fields[f].name);
    }
    return hash;
}

/// The same for any order of the models, which is that in which a program happens to use them.
SSOT_DECL std::uint64_t schema_fingerprint(std::span<storage::model_desc const* const> models) noexcept
{
    std::uint64_t sum = 0;
    for (auto const* model : models)
        sum += model_fingerprint(*model);
    return sum;
}

/// The steps of all models, one after the other.
SSOT_DECL std::vector<storage::migration_step> steps_of_models(std::span<storage::model_desc const* const> models)
{
    std::vector<storage::migration_step> out;
    for (auto const* model : models)
        out.insert(out.end(), model->migrations.begin(), model->migrations.end());
    return out;
}

SSOT_DECL model_list met_models::all() const
{
    std::scoped_lock const guard(lock_);
    return models_;
}

SSOT_DECL void met_models::replace(model_list models)
{
    std::scoped_lock const guard(lock_);
    models_ = std::move(models);
}

SSOT_DECL std::shared_ptr<met_models> met_models_of(void const* backend)
{
    struct registry {
        std::mutex                                       lock{};
        std::map<void const*, std::weak_ptr<met_models>> by_backend{};
    };
    static auto& known = *new registry; // never destroyed, since stores may outlive other static objects

    std::shared_ptr<met_models> out(new met_models, [backend](met_models* p) {
        delete p;
        std::scoped_lock const guard(known.lock);
        auto const             found = known.by_backend.find(backend);
        if (found != known.by_backend.end() && found->second.expired()) // another may be there by now
            known.by_backend.erase(found);
    });
    std::scoped_lock const      guard(known.lock);
    auto&                       here = known.by_backend[backend];
    if (auto met = here.lock())
        return met;
    here = out;
    return out;
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_STORE_MET_MODELS_IPP
