// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_MODEL_METHODS_HPP
#define SSOT_MODEL_METHODS_HPP

// What the original's models can do, as free functions. One that needs a related row takes it, null when there is none;
// <ssot/store/related.hpp> looks it up.
//
//   to_string(run)                              // "ServiceNow → Nautobot, 2024-07-31 23:43"
//   duration_of(run, &job, now())               // the original's rule; elapsed(run, &job, now()) also while it runs
//   get_action_display(entry)                   // "no change"
//   set_status(job, job_result_status::success, now());
//
// Where the original crashes there is a placeholder, or nothing. Source: the methods of nautobot_ssot's models and of
// extras.JobResult. Example: docs/examples/methods.cpp.

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

/// How a time is written for people. A time outside the years 1 to 9999 is shown as the nearest in them, and offsets end at a day.
struct date_style {
    std::string_view     format = short_datetime_format;
    std::chrono::seconds utc_offset{0}; ///< of the clock that is shown
    bool                 exact = false; ///< as Django 3.2: years below 1000 without leading zeros
    bool                 naive = false; ///< of a time without an offset: "c" and "e" show none
};

/// "source → target, 2024-07-31 23:43"; "source → target, not started" where the original crashes.
template<class Types>
std::string to_string(basic_sync<Types> const& s, date_style const& style = {});
/// "SyncLogEntry object (<id>)": the original has no better name for it.
template<class Types>
std::string to_string(basic_sync_log_entry<Types> const& e);
/// "SSoT ServiceNow Configuration".
template<class Types>
std::string to_string(basic_servicenow_config<Types> const& c);
/// "name created at 2024-07-31 23:43:00.123456+00:00 (SUCCESS)".
template<class Types>
std::string to_string(basic_job_result<Types> const& r);
/// Its name.
template<class Types>
std::string to_string(basic_secrets_group<Types> const& g);
template<class Types>
std::string to_string(basic_job<Types> const& j);

/// "nautobot_ssot.jobs.examples.ExampleDataSource": module and class.
template<class Types>
std::string class_path(basic_job<Types> const& j);

/// How long a sync took, by the original's rule: zero before it starts; up to now while it has no job result or a pending one;
/// from start to the job's end otherwise, and nothing when there is no end, which is so while the job runs. Negative when the
/// clocks disagree. Times that are further apart than a duration goes give the longest one; so does `elapsed`.
template<class Types>
std::optional<ssot::duration> duration_of(basic_sync<Types> const& s, std::type_identity_t<basic_job_result<Types>> const* r,
                                          timestamp now);

/// How long it took, or has been running: zero before it starts, to the job's end when there is one, else to now.
template<class Types>
ssot::duration elapsed(basic_sync<Types> const& s, std::type_identity_t<basic_job_result<Types>> const* r, timestamp now);

/// When it ended, which its job result knows.
template<class Types>
std::optional<timestamp> end_time(basic_sync<Types> const& s, std::type_identity_t<basic_job_result<Types>> const* r);

/// How long a job took, in the original's words: "2 minutes, 5.50 seconds"; nothing before its end.
template<class Types>
std::optional<std::string> duration_text(basic_job_result<Types> const& r);

/// Colour words of a log entry: "success", "info", "warning", "danger", "default" ("secondary" in Bootstrap 5). Empty for a
/// text that is no choice, where the original has None.
template<class Types>
constexpr std::string_view action_class(basic_sync_log_entry<Types> const& e) noexcept;
template<class Types>
constexpr std::string_view action_class(basic_sync_log_entry<Types> const& e, bootstrap5_t) noexcept;
template<class Types>
constexpr std::string_view status_class(basic_sync_log_entry<Types> const& e) noexcept;

/// What people read for the choice: its label, or the text itself when it is no choice.
template<class Types>
constexpr std::string_view get_action_display(basic_sync_log_entry<Types> const& e) noexcept;
template<class Types>
constexpr std::string_view get_status_display(basic_sync_log_entry<Types> const& e) noexcept;
template<class Types>
constexpr std::string_view get_status_display(basic_job_result<Types> const& r) noexcept;

/// Whether a job with this status is over: success, failure or revoked.
constexpr bool is_ready(job_result_status s) noexcept;

/// Sets the status, and the end when the job is over. Nothing is written.
template<class Types>
void set_status(basic_job_result<Types>& r, job_result_status s, timestamp now);

/// Whether both are the same row: the same model with the same key, which is what `==` means in the original. Ours compares
/// all fields. A nil key is no row, and only the same object then.
template<model A, model B>
    requires same_model<A, B>
bool is_same_row(A const& a, B const& b) noexcept;

/// "extras | job result"; the bare model name of a model that is not known, as the original has it.
template<class Types>
std::string to_string(basic_content_type<Types> const& t, model_info const* known = nullptr);

} // namespace ssot

#include <ssot/impl/model/methods.hpp>

#endif // SSOT_MODEL_METHODS_HPP
