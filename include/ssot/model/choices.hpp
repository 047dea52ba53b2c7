// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_MODEL_CHOICES_HPP
#define SSOT_MODEL_CHOICES_HPP

// The choices of the shipped models: stored text, label and label class of every value.
//
//   ssot::to_wire(ssot::sync_log_entry_action::no_change)                        // "no-change"
//   ssot::label_class(ssot::sync_log_entry_action::update)                       // "info"
//
// Source: SyncLogEntryActionChoices, SyncLogEntryStatusChoices and JobResultStatusChoices of the original, and its
// get_action_class() and get_status_class(). The Bootstrap 5 classes are those of its release 4.0.

#include <ssot/choice.hpp>

#include <boost/describe/enum.hpp>

namespace ssot {

#if defined(__GNUC__) // g++ says that an enumerator named like a type shadows it
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#endif

/// What was done to an object, or what should have been done.
BOOST_DEFINE_ENUM_CLASS(sync_log_entry_action, no_change, create, update, delete_)

/// How the action ended.
BOOST_DEFINE_ENUM_CLASS(sync_log_entry_status, success, failure, error)

/// The state of a job run.
BOOST_DEFINE_ENUM_CLASS(job_result_status, failure, pending, received, retry, revoked, started, success)

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

constexpr auto describe_choice(choice_tag<sync_log_entry_action>)
{
    using e     = sync_log_entry_action;
    using entry = choice_entry<e>;
    return choice_table{
        entry{e::no_change, "no-change", "no change", "default", "secondary"},
        entry{e::create, "create", "create", "success"},
        entry{e::update, "update", "update", "info"},
        entry{e::delete_, "delete", "delete", "warning"},
    };
}

constexpr auto describe_choice(choice_tag<sync_log_entry_status>)
{
    using e     = sync_log_entry_status;
    using entry = choice_entry<e>;
    return choice_table{
        entry{e::success, "success", "succeeded", "success"},
        entry{e::failure, "failure", "failed", "warning"},
        entry{e::error, "error", "errored", "danger"},
    };
}

constexpr auto describe_choice(choice_tag<job_result_status>)
{
    using e     = job_result_status;
    using entry = choice_entry<e>;
    return choice_table{
        entry{e::failure, "FAILURE", "FAILURE", "danger"},
        entry{e::pending, "PENDING", "PENDING", "default", "secondary"},
        entry{e::received, "RECEIVED", "RECEIVED", "default", "secondary"},
        entry{e::retry, "RETRY", "RETRY", "default", "secondary"},
        entry{e::revoked, "REVOKED", "REVOKED", "default", "secondary"},
        entry{e::started, "STARTED", "STARTED", "warning"},
        entry{e::success, "SUCCESS", "SUCCESS", "success"},
    };
}

} // namespace ssot

#endif // SSOT_MODEL_CHOICES_HPP
