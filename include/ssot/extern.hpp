// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_EXTERN_HPP
#define SSOT_EXTERN_HPP

// Compiles the JSON and the validation of models once, instead of in every file that uses them. Programs that link
// ssot::compiled have this for the shipped models: there <ssot/ssot.hpp> includes this header. For a model of your own, in
// either mode, write:
//
//   SSOT_EXTERN_MODEL(inventory::device)                // beside the model, in its header
//   SSOT_INSTANTIATE_MODEL(inventory::device)           // in one file of the program
//
// Use both macros in the global namespace.

#include <ssot/json/text.hpp>
#include <ssot/json/value.hpp>
#include <ssot/model/content_type.hpp>
#include <ssot/model/job.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/secrets_group.hpp>
#include <ssot/model/servicenow_config.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/validate.hpp>

#include <string>
#include <string_view>
#include <vector>

/// The templates that are compiled once for a model `M`, a type without commas. `PREFIX` is `extern`, or empty.
#define SSOT_DETAIL_MODEL_TEMPLATES(PREFIX, M)                                                                              \
    PREFIX template std::string        ssot::to_json<M>(M const&, ssot::write_options const&);                              \
    PREFIX template ssot::result<void> ssot::to_json<M>(M const&, std::string&, ssot::write_options const&);                \
    PREFIX template ssot::result<void> ssot::to_json<M>(M const&, ssot::json_buffer&, ssot::write_options const&);          \
    PREFIX template ssot::result<void> ssot::to_json<std::vector<M>>(                                                       \
        std::vector<M> const&, std::string&, ssot::write_options const&);                                                   \
    PREFIX template ssot::result<M> ssot::from_json<M>(std::string_view, ssot::read_options const&);                        \
    PREFIX template ssot::result<M> ssot::from_json<M>(                                                                     \
        std::string_view, boost::json::storage_ptr, ssot::read_options const&);                                             \
    PREFIX template ssot::result<std::vector<M>> ssot::from_json<std::vector<M>>(std::string_view,                          \
                                                                                 ssot::read_options const&);                \
    PREFIX template boost::json::value           ssot::to_value<M>(M const&);                                               \
    PREFIX template ssot::result<M>              ssot::from_value<M>(boost::json::value const&, ssot::read_options const&); \
    PREFIX template std::vector<ssot::field_problem> ssot::validate<M>(M const&, ssot::validation_options const&);

/// Declares that the JSON and the validation of `M` are compiled in another file.
#define SSOT_EXTERN_MODEL(M) SSOT_DETAIL_MODEL_TEMPLATES(extern, M)

/// Compiles the JSON and the validation of `M` in this file.
#define SSOT_INSTANTIATE_MODEL(M) SSOT_DETAIL_MODEL_TEMPLATES(, M)

/// Expands `FN(M)` for each shipped model with the two most common sets of types.
#define SSOT_DETAIL_FOR_EACH_MODEL(FN)                                                                                      \
    FN(ssot::sync)                                                                                                          \
    FN(ssot::sync_log_entry)                                                                                                \
    FN(ssot::job_result)                                                                                                    \
    FN(ssot::job)                                                                                                           \
    FN(ssot::content_type)                                                                                                  \
    FN(ssot::secrets_group)                                                                                                 \
    FN(ssot::servicenow_config)                                                                                             \
    FN(ssot::basic_sync<ssot::raw_types>)                                                                                   \
    FN(ssot::basic_sync_log_entry<ssot::raw_types>)                                                                         \
    FN(ssot::basic_job_result<ssot::raw_types>)

#ifdef SSOT_SEPARATE_COMPILATION
SSOT_DETAIL_FOR_EACH_MODEL(SSOT_EXTERN_MODEL)
#endif

#endif // SSOT_EXTERN_HPP
