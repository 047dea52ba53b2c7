// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_MODEL_STORE_IPP
#define SSOT_IMPL_TESTING_MODEL_STORE_IPP

#include <ssot/testing/model_store.hpp>
#include <ssot/uuid.hpp>

#include <utility>

namespace ssot::conformance {

namespace detail {

/// Code points of well-formed UTF-8.
SSOT_DECL std::size_t length_of(std::string_view text)
{
    std::size_t n = 0;
    for (char const c : text)
        n += (static_cast<unsigned char>(c) & 0xc0U) != 0x80U ? 1 : 0;
    return n;
}

SSOT_DECL bool fits(std::string_view text, std::size_t most) { return !text.empty() && length_of(text) <= most; }

} // namespace detail

SSOT_DECL sync_counts model_store::counts(uuid const& sync_key) const
{
    sync_counts out;
    for (auto const& [key, e] : rows<sync_log_entry>()) {
        if (e.m.sync.key() != sync_key)
            continue;
        using action = sync_log_entry_action;
        using status = sync_log_entry_status;
        out.unchanged += e.m.action == action::no_change ? 1 : 0;
        out.created += e.m.action == action::create ? 1 : 0;
        out.updated += e.m.action == action::update ? 1 : 0;
        out.deleted += e.m.action == action::delete_ ? 1 : 0;
        out.succeeded += e.m.status == status::success ? 1 : 0;
        out.failed += e.m.status == status::failure ? 1 : 0;
        out.errored += e.m.status == status::error ? 1 : 0;
    }
    return out;
}

SSOT_DECL void model_store::begin() { before_.push_back(now_); }

SSOT_DECL void model_store::commit() { before_.pop_back(); }

SSOT_DECL void model_store::rollback()
{
    now_ = std::move(before_.back());
    before_.pop_back();
}

SSOT_DECL void model_store::check(job const& m, errors_allowed& out) const
{
    if (!detail::fits(m.name, 255) || !detail::fits(m.module_name, 255) || !detail::fits(m.job_class_name, 255))
        out.insert(errc::validation);
}

SSOT_DECL void model_store::check(job_result const& m, errors_allowed& out) const
{
    if (!detail::fits(m.name, 255))
        out.insert(errc::validation);
    if (m.job_model && !find<job>(m.job_model->key()))
        out.insert(errc::foreign_key);
}

SSOT_DECL void model_store::check(content_type const& m, errors_allowed& out) const
{
    if (!detail::fits(m.app_label, 100) || !detail::fits(m.model, 100))
        out.insert(errc::validation);
}

SSOT_DECL void model_store::check(secrets_group const& m, errors_allowed& out) const
{
    if (!detail::fits(m.name, 255) || detail::length_of(m.description) > 255)
        out.insert(errc::validation);
}

SSOT_DECL void model_store::check(servicenow_config const& m, errors_allowed& out) const
{
    if (detail::length_of(m.servicenow_instance) > 100)
        out.insert(errc::validation);
    if (m.servicenow_secrets && !find<secrets_group>(m.servicenow_secrets->key()))
        out.insert(errc::foreign_key);
}

SSOT_DECL void model_store::check(sync const& m, errors_allowed& out) const
{
    if (!detail::fits(m.source, 64) || !detail::fits(m.target, 64) || m.diff_memory_peak.value_or(0) < 0)
        out.insert(errc::validation);
    if (m.job_result && !find<job_result>(m.job_result->key()))
        out.insert(errc::foreign_key);
}

SSOT_DECL void model_store::check(sync_log_entry const& m, errors_allowed& out) const
{
    if (!find<sync>(m.sync.key()))
        out.insert(errc::foreign_key);
    if (m.synced_object_type && !find<content_type>(m.synced_object_type->key()))
        out.insert(errc::foreign_key);
}

SSOT_DECL void model_store::collect(job const*, uuid const& key, erasure&)
{
    for (auto& [k, r] : std::get<table<job_result>>(now_))
        if (r.m.job_model && *r.m.job_model == key) {
            r.m.job_model.reset();
            ++r.revision;
        }
}

SSOT_DECL void model_store::collect(job_result const*, uuid const& key, erasure& out)
{
    for (auto const& [k, r] : rows<sync>())
        out.protecting += r.m.job_result && *r.m.job_result == key ? 1 : 0;
}

SSOT_DECL void model_store::collect(content_type const*, std::int64_t key, erasure& out)
{
    for (auto const& [k, r] : rows<sync_log_entry>())
        out.protecting += r.m.synced_object_type && *r.m.synced_object_type == key ? 1 : 0;
}

SSOT_DECL void model_store::collect(secrets_group const*, uuid const& key, erasure&)
{
    for (auto& [k, r] : std::get<table<servicenow_config>>(now_))
        if (r.m.servicenow_secrets && *r.m.servicenow_secrets == key) {
            r.m.servicenow_secrets.reset();
            ++r.revision;
        }
}

SSOT_DECL void model_store::collect(servicenow_config const*, uuid const&, erasure&) {}

SSOT_DECL void model_store::collect(sync const*, uuid const& key, erasure& out)
{
    auto const gone =
        std::erase_if(std::get<table<sync_log_entry>>(now_), [&](auto const& r) { return r.second.m.sync == key; });
    if (gone != 0)
        out.gone[model_info_of<sync_log_entry>().name] = gone;
}

SSOT_DECL void model_store::collect(sync_log_entry const*, uuid const&, erasure&) {}

} // namespace ssot::conformance

#endif // SSOT_IMPL_TESTING_MODEL_STORE_IPP
