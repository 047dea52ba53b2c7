// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_FWD_HPP
#define SSOT_FWD_HPP

// Forward declarations of all models, with their default template arguments and aliases.

#include <ssot/detail/base/config.hpp>

namespace ssot {

struct default_types; // JSON as boost::json::value, choices as enums
struct raw_types;     // JSON as validated text, choices as enums
struct lenient_types; // JSON as boost::json::value, choices that keep an unknown text

template<class Types = default_types>
struct basic_sync;
template<class Types = default_types>
struct basic_sync_log_entry;
template<class Types = default_types>
struct basic_servicenow_config;
template<class Types = default_types>
struct basic_job_result;
template<class Types = default_types>
struct basic_job;
template<class Types = default_types>
struct basic_content_type;
template<class Types = default_types>
struct basic_secrets_group;

using sync              = basic_sync<>;
using sync_log_entry    = basic_sync_log_entry<>;
using servicenow_config = basic_servicenow_config<>;
using job_result        = basic_job_result<>;
using job               = basic_job<>;
using content_type      = basic_content_type<>;
using secrets_group     = basic_secrets_group<>;

class error;
class raw_json;

inline namespace SSOT_MODE {
class store;
}

} // namespace ssot

#endif // SSOT_FWD_HPP
