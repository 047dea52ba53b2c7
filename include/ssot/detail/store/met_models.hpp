// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORE_MET_MODELS_HPP
#define SSOT_DETAIL_STORE_MET_MODELS_HPP

// The models that a backend was told of, each after those that its foreign keys lead to, except in circles.

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

/// Adds a model, with all models that its foreign keys lead to, to the end of `models`, unless they are there. Returns
/// whether one was added. Errors: `schema_mismatch`, and then nothing was added.
result<bool> add_with_targets(model_list& models, storage::model_desc const& model);

std::uint64_t schema_fingerprint(std::span<storage::model_desc const* const> models) noexcept;

/// Returns the steps of all models, one after the other.
std::vector<storage::migration_step> steps_of_models(std::span<storage::model_desc const* const> models);

/// The models that all stores on one backend have met. Thread-safe.
class met_models {
public:
    std::mutex schema_lock{}; ///< held while the backend prepares its schema

    model_list all() const;
    void       replace(model_list models);

private:
    mutable std::mutex lock_{}; ///< held only for a copy
    model_list         models_{};
};

/// Returns the models that the stores have met which are open now on the backend at this address.
std::shared_ptr<met_models> met_models_of(void const* backend);

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/store/met_models.ipp>
#endif

#endif // SSOT_DETAIL_STORE_MET_MODELS_HPP
