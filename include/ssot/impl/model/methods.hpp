// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_MODEL_METHODS_HPP
#define SSOT_IMPL_MODEL_METHODS_HPP

#include <ssot/model/methods.hpp>

#include <ssot/detail/time/date_format.hpp>

#include <cstdint>
#include <cstdio>
#include <memory>

namespace ssot {

template<class Types>
std::string to_string(basic_sync<Types> const& s, date_style const& style)
{
    auto out = std::string(std::string_view(s.source));
    out.append(" \xe2\x86\x92 ").append(s.target).append(", ");
    if (!s.start_time)
        return out.append("not started");
    return out.append(detail::format_date(*s.start_time, style.format, style.utc_offset, style.exact, style.naive));
}

template<class Types>
std::string to_string(basic_sync_log_entry<Types> const& e)
{
    return std::string(model_info_of<basic_sync_log_entry<Types>>().class_name) + " object (" + ssot::to_string(e.id) + ")";
}

template<class Types>
std::string to_string(basic_servicenow_config<Types> const&)
{
    return "SSoT ServiceNow Configuration";
}

template<class Types>
std::string to_string(basic_job_result<Types> const& r)
{
    auto const* const format  = "Y-m-d H:i:s";
    auto              created = detail::format_date(r.date_created, format, {}, false);
    if (auto const us = r.date_created.time_since_epoch() % std::chrono::seconds{1}; us != us.zero())
        created += "." + detail::format_date(r.date_created, "u", {}, false);
    auto out = std::string(std::string_view(r.name));
    return out.append(" created at ").append(created).append("+00:00 (").append(to_wire(r.status)).append(")");
}

template<class Types>
std::string to_string(basic_secrets_group<Types> const& g)
{
    return std::string(std::string_view(g.name));
}

template<class Types>
std::string to_string(basic_job<Types> const& j)
{
    return std::string(std::string_view(j.name));
}

template<class Types>
std::string class_path(basic_job<Types> const& j)
{
    return std::string(std::string_view(j.module_name)).append(".").append(j.job_class_name);
}

template<class Types>
std::optional<ssot::duration> duration_of(basic_sync<Types> const& s, std::type_identity_t<basic_job_result<Types>> const* r,
                                          timestamp now)
{
    if (!s.start_time)
        return ssot::duration{0};
    if (!r || r->status == job_result_status::pending)
        return detail::span_between(*s.start_time, now);
    if (!r->date_done)
        return std::nullopt;
    return detail::span_between(*s.start_time, *r->date_done);
}

template<class Types>
ssot::duration elapsed(basic_sync<Types> const& s, std::type_identity_t<basic_job_result<Types>> const* r, timestamp now)
{
    if (!s.start_time)
        return ssot::duration{0};
    return detail::span_between(*s.start_time, end_time(s, r).value_or(now));
}

template<class Types>
std::optional<timestamp> end_time(basic_sync<Types> const&, std::type_identity_t<basic_job_result<Types>> const* r)
{
    return r ? r->date_done : std::nullopt;
}

template<class Types>
std::optional<std::string> duration_text(basic_job_result<Types> const& r)
{
    if (!r.date_done)
        return std::nullopt;
    constexpr std::int64_t minute  = 60'000'000;
    auto const             us      = detail::span_between(r.date_started.value_or(r.date_created), *r.date_done).count();
    auto const             rest    = us % minute;
    auto const             minutes = us / minute - (rest < 0 ? 1 : 0);
    char                   text[64];
    auto const             size = std::snprintf(text,
                                    sizeof text,
                                    "%lld minutes, %.2f seconds",
                                    static_cast<long long>(minutes),
                                    static_cast<double>(rest < 0 ? rest + minute : rest) / 1e6);
    return std::string(text, static_cast<std::size_t>(size));
}

template<class Types>
constexpr std::string_view action_class(basic_sync_log_entry<Types> const& e) noexcept
{
    return label_class(e.action);
}
template<class Types>
constexpr std::string_view action_class(basic_sync_log_entry<Types> const& e, bootstrap5_t) noexcept
{
    return label_class(e.action, bootstrap5);
}
template<class Types>
constexpr std::string_view status_class(basic_sync_log_entry<Types> const& e) noexcept
{
    return label_class(e.status);
}

template<class Types>
constexpr std::string_view get_action_display(basic_sync_log_entry<Types> const& e) noexcept
{
    return label(e.action);
}
template<class Types>
constexpr std::string_view get_status_display(basic_sync_log_entry<Types> const& e) noexcept
{
    return label(e.status);
}
template<class Types>
constexpr std::string_view get_status_display(basic_job_result<Types> const& r) noexcept
{
    return label(r.status);
}

constexpr bool is_ready(job_result_status s) noexcept
{
    return s == job_result_status::success || s == job_result_status::failure || s == job_result_status::revoked;
}

template<class Types>
void set_status(basic_job_result<Types>& r, job_result_status s, timestamp now)
{
    r.status = s;
    if (is_ready(s))
        r.date_done = now;
}

template<model A, model B>
    requires same_model<A, B>
bool is_same_row(A const& a, B const& b) noexcept
{
    if (key_of(a) == key_t<A>{})
        return static_cast<void const*>(std::addressof(a)) == static_cast<void const*>(std::addressof(b));
    return key_of(a) == key_of(b);
}

template<class Types>
std::string to_string(basic_content_type<Types> const& t, model_info const* known)
{
    if (!known)
        return std::string(std::string_view(t.model));
    return std::string(std::string_view(t.app_label)).append(" | ").append(known->verbose_name);
}

} // namespace ssot

#endif // SSOT_IMPL_MODEL_METHODS_HPP
