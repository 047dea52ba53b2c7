// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_MODEL_METHODS_HPP
#define SSOT_MODEL_METHODS_HPP

// The methods of the original's models, as free functions. A function that needs a related row takes a pointer to it, null
// if there is none; <ssot/store/related.hpp> looks the row up. None of them changes a store, and all may be called from any
// thread.
//
//   to_string(run)                              // "ServiceNow → Nautobot, 2024-07-31 23:43"
//   duration_of(run, &job, now())               // the original's rule; elapsed(run, &job, now()) also while it runs
//   get_action_display(entry)                   // "no change"
//   set_status(job, job_result_status::success, now());
//
// Where the original raises an exception, these functions return a placeholder or nothing. Source: the methods of
// nautobot_ssot's models and of extras.JobResult. Example: docs/examples/methods.cpp.

#include <ssot/choice.hpp>
#include <ssot/model/choices.hpp>
#include <ssot/model/content_type.hpp>
#include <ssot/model/job.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/secrets_group.hpp>
#include <ssot/model/servicenow_config.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/reflect.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace ssot {

/// Nautobot's SHORT_DATETIME_FORMAT, in the letters of Django's date filter: "2024-07-31 23:43".
inline constexpr std::string_view short_datetime_format = "Y-m-d H:i";

/// How a time is written. A time outside the years 1 to 9999 is shown as the nearest time inside, and an offset beyond a day
/// as a day.
struct date_style {
    std::string_view     format = short_datetime_format;
    std::chrono::seconds utc_offset{0}; ///< offset of the clock that is shown
    bool                 exact = false; ///< as Django 3.2: years below 1000 without leading zeros
    bool                 naive = false; ///< the time has no offset: "c" and "e" show none
};

/// Returns "source → target, 2024-07-31 23:43", or "source → target, not started" where the original raises an exception.
template<class Types>
std::string to_string(basic_sync<Types> const& s, date_style const& style = {});
/// Returns "SyncLogEntry object (<id>)": the original has no better name for it.
template<class Types>
std::string to_string(basic_sync_log_entry<Types> const& e);
/// Returns "SSoT ServiceNow Configuration".
template<class Types>
std::string to_string(basic_servicenow_config<Types> const& c);
/// Returns "name created at 2024-07-31 23:43:00.123456+00:00 (SUCCESS)".
template<class Types>
std::string to_string(basic_job_result<Types> const& r);
/// Returns its name.
template<class Types>
std::string to_string(basic_secrets_group<Types> const& g);
template<class Types>
std::string to_string(basic_job<Types> const& j);

/// Returns module and class: "nautobot_ssot.jobs.examples.ExampleDataSource".
template<class Types>
std::string class_path(basic_job<Types> const& j);

/// Returns how long a sync took, by the original's rule. It is zero before the start. It lasts until `now` while the sync
/// has no job result or a pending one, otherwise until the end of the job; returns nothing if the job has no end, which is
/// so while it runs. Negative if the clocks disagree. A difference beyond the range of `duration` gives the longest
/// duration, as it does in `elapsed`.
template<class Types>
std::optional<ssot::duration> duration_of(basic_sync<Types> const& s, std::type_identity_t<basic_job_result<Types>> const* r,
                                          timestamp now);

/// Returns how long the sync took or has been running: zero before the start, otherwise until the end of the job, or until
/// `now` if it has none.
template<class Types>
ssot::duration elapsed(basic_sync<Types> const& s, std::type_identity_t<basic_job_result<Types>> const* r, timestamp now);

/// Returns when the sync ended, which is the end of its job result.
template<class Types>
std::optional<timestamp> end_time(basic_sync<Types> const& s, std::type_identity_t<basic_job_result<Types>> const* r);

/// Returns how long a job took, in the original's form "2 minutes, 5.50 seconds"; nothing before its end.
template<class Types>
std::optional<std::string> duration_text(basic_job_result<Types> const& r);

/// Return the colour class of a log entry: "success", "info", "warning", "danger", or "default" ("secondary" in Bootstrap
/// 5). Empty for a text that is not one of the choices, where the original returns None.
template<class Types>
constexpr std::string_view action_class(basic_sync_log_entry<Types> const& e) noexcept;
template<class Types>
constexpr std::string_view action_class(basic_sync_log_entry<Types> const& e, bootstrap5_t) noexcept;
template<class Types>
constexpr std::string_view status_class(basic_sync_log_entry<Types> const& e) noexcept;

/// Return the label of the choice, or the text itself if it is not one of the choices.
template<class Types>
constexpr std::string_view get_action_display(basic_sync_log_entry<Types> const& e) noexcept;
template<class Types>
constexpr std::string_view get_status_display(basic_sync_log_entry<Types> const& e) noexcept;
template<class Types>
constexpr std::string_view get_status_display(basic_job_result<Types> const& r) noexcept;

/// Returns whether a job with this status has ended: success, failure or revoked.
constexpr bool is_ready(job_result_status s) noexcept;

/// Sets the status, and also `date_done` if the job has ended. Nothing is written to a store.
template<class Types>
void set_status(basic_job_result<Types>& r, job_result_status s, timestamp now);

/// Returns whether two objects are the same row, that is, the same model with the same key. That is what `==` means in the
/// original; `==` of this library compares all fields. A nil key is no row: an object with one is only the same as itself.
template<model A, model B>
    requires same_model<A, B>
bool is_same_row(A const& a, B const& b) noexcept;

/// Returns "extras
/// job result"; for a model that is not known only its bare name, as in the original.
template<class Types>
std::string to_string(basic_content_type<Types> const& t, model_info const* known = nullptr);

} // namespace ssot

#include <ssot/impl/model/methods.hpp>

#endif // SSOT_MODEL_METHODS_HPP
