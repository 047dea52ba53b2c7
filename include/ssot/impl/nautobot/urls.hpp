// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_NAUTOBOT_URLS_HPP
#define SSOT_IMPL_NAUTOBOT_URLS_HPP

#include <ssot/model/methods.hpp>
#include <ssot/nautobot/urls.hpp>

#include <ssot/detail/store/related_rows.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace ssot::nautobot {

namespace detail {

std::optional<std::string> job_url(route r, std::string_view end, bool has_result, std::string const* class_path,
                                   url_options const& options);

template<class Types>
std::optional<std::string> job_url(route r, std::string_view end, basic_job_result<Types> const* result,
                                   basic_job<Types> const* job, url_options const& options)
{
    auto const path = job ? class_path(*job) : std::string();
    return job_url(r, end, result != nullptr, job ? &path : nullptr, options);
}

/// Looks both rows up and calls `fn(result, job)`.
template<class Types, class Fn>
ssot::result<std::optional<std::string>> with_job_of(store& from, basic_sync<Types> const& s, Fn&& fn)
{
    auto result = ssot::detail::job_result_behind(from, s);
    if (!result)
        return std::move(result).error();
    if (!*result)
        return std::optional<std::string>();
    auto job = ssot::detail::job_behind(from, **result);
    if (!job)
        return std::move(job).error();
    return fn(ssot::detail::address_of(*result), ssot::detail::address_of(*job));
}

} // namespace detail

template<class Types>
std::string absolute_url(basic_sync<Types> const& s, bool api, url_options const& options)
{
    return *url_of(api && options.rest ? route::api_sync : route::sync, s.id, options);
}

template<class Types>
std::string absolute_url(basic_servicenow_config<Types> const&, bool, url_options const& options)
{
    return *url_of(route::servicenow_config, {}, options);
}

template<class Types>
std::string absolute_url(basic_job_result<Types> const& r, bool api, url_options const& options)
{
    return *url_of(api ? route::api_job_result : route::job_result, r.id, options);
}

template<class Types>
std::optional<std::string> absolute_url(basic_sync_log_entry<Types> const& e, bool api, url_options const& options)
{
    return api && options.rest ? url_of(route::api_synclogentry, e.id, options) : std::nullopt;
}

template<class Types>
std::optional<std::string> absolute_url(basic_content_type<Types> const& t, bool api, url_options const& options)
{
    return api ? url_of(route::api_content_type, t.id, options) : std::nullopt;
}

template<class Types>
std::optional<std::string> absolute_url(basic_secrets_group<Types> const& g, bool api, url_options const& options)
{
    return api ? url_of(route::api_secrets_group, g.id, options) : std::nullopt;
}

template<class Types>
std::optional<std::string> source_url(basic_sync<Types> const&                             s,
                                      std::type_identity_t<basic_job_result<Types>> const* result,
                                      std::type_identity_t<basic_job<Types>> const* job, url_options const& options)
{
    return detail::job_url(route::data_source, s.source, result, job, options);
}

template<class Types>
std::optional<std::string> target_url(basic_sync<Types> const&                             s,
                                      std::type_identity_t<basic_job_result<Types>> const* result,
                                      std::type_identity_t<basic_job<Types>> const* job, url_options const& options)
{
    return detail::job_url(route::data_target, s.target, result, job, options);
}

template<class Types>
ssot::result<std::optional<std::string>> source_url(store& from, basic_sync<Types> const& s, url_options const& options)
{
    return detail::with_job_of(
        from, s, [&](auto const* result, auto const* job) { return source_url(s, result, job, options); });
}

template<class Types>
ssot::result<std::optional<std::string>> target_url(store& from, basic_sync<Types> const& s, url_options const& options)
{
    return detail::with_job_of(
        from, s, [&](auto const* result, auto const* job) { return target_url(s, result, job, options); });
}

} // namespace ssot::nautobot

#endif // SSOT_IMPL_NAUTOBOT_URLS_HPP
