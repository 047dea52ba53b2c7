// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_MODEL_REGISTRY_IPP
#define SSOT_IMPL_STORE_MODEL_REGISTRY_IPP

#include <ssot/store/model_registry.hpp>

#include <algorithm>

namespace ssot {

SSOT_DECL registered_model const* model_registry::find(std::string_view app_label, std::string_view name) const noexcept
{
    auto const found = std::ranges::find_if(
        models_, [&](auto const& m) { return m.info->app_label == app_label && m.info->model == name; });
    return found == models_.end() ? nullptr : &*found;
}

SSOT_DECL void model_registry::add(registered_model m)
{
    if (!find(m.info->app_label, m.info->model))
        models_.push_back(m);
}

} // namespace ssot

#endif // SSOT_IMPL_STORE_MODEL_REGISTRY_IPP
