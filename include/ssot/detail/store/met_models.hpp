// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORE_MET_MODELS_HPP
#define SSOT_DETAIL_STORE_MET_MODELS_HPP

// The models that a backend was told of, in an order in which it can make room for them.

#include <ssot/error.hpp>
#include <ssot/storage/schema.hpp>

#include <ssot/detail/base/config.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

namespace ssot::detail {

using model_list = std::vector<storage::model_desc const*>;

/// Puts a model with all that it leads to behind `models`, unless they are there; whether any was not.
/// Errors: `schema_mismatch`, and nothing was added.
result<bool> add_with_targets(model_list& models, storage::model_desc const& model);

std::uint64_t schema_fingerprint(std::span<storage::model_desc const* const> models) noexcept;

/// What all stores on one backend have met. Safe to use from any thread.
class met_models {
public:
    std::mutex schema_lock{}; ///< held while the backend makes room for a model

    model_list all() const;
    void       replace(model_list models);

private:
    mutable std::mutex lock_{}; ///< nothing is waited for under it
    model_list         models_{};
};

/// What the stores have met that are open on the backend at this address now.
std::shared_ptr<met_models> met_models_of(void const* backend);

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/store/met_models.ipp>
#endif

#endif // SSOT_DETAIL_STORE_MET_MODELS_HPP
