// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORE_HISTORY_MODELS_HPP
#define SSOT_DETAIL_STORE_HISTORY_MODELS_HPP

// The models of the history of synchronizations as the core of a store needs them: descriptions and positions of fields,
// found by name, so that the core does not depend on the types of the models.

#include <ssot/storage/schema.hpp>

#include <cstdint>
#include <string_view>

namespace ssot::detail {

/// Returns the position of a field. Precondition: the model has it.
constexpr std::uint16_t place_of_field(storage::model_desc const& model, std::string_view name) noexcept
{
    std::uint16_t at = 0;
    while (model.fields[at].name != name)
        ++at;
    return at;
}

struct history_models {
    storage::model_desc const* entries; ///< `sync_log_entry`, whose foreign keys lead to the others
    std::uint16_t              entry_sync;
    std::uint16_t              entry_timestamp;
    std::uint16_t              entry_action;
    std::uint16_t              entry_status;
    storage::model_desc const* syncs;
    std::uint16_t              sync_start_time;
    std::uint16_t              sync_job_result;
    storage::model_desc const* jobs;

    explicit history_models(storage::model_desc const& log_entries) noexcept
        : entries(&log_entries), entry_sync(place_of_field(log_entries, "sync")),
          entry_timestamp(place_of_field(log_entries, "timestamp")), entry_action(place_of_field(log_entries, "action")),
          entry_status(place_of_field(log_entries, "status")), syncs(log_entries.fields[entry_sync].target),
          sync_start_time(place_of_field(*syncs, "start_time")), sync_job_result(place_of_field(*syncs, "job_result")),
          jobs(syncs->fields[sync_job_result].target)
    {
    }
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_STORE_HISTORY_MODELS_HPP
