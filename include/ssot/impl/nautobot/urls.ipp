// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_NAUTOBOT_URLS_IPP
#define SSOT_IMPL_NAUTOBOT_URLS_IPP

#include <ssot/nautobot/urls.hpp>

#include <ssot/detail/text/message.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>

namespace ssot::nautobot {

namespace detail {

inline constexpr route_info all_routes[] = {
    {route::dashboard, "plugins:nautobot_ssot:dashboard", "/plugins/ssot/", route_key::none},
    {route::sync_list, "plugins:nautobot_ssot:sync_list", "/plugins/ssot/history/", route_key::none},
    {route::sync, "plugins:nautobot_ssot:sync", "/plugins/ssot/history/{}/", route_key::id},
    {route::sync_delete, "plugins:nautobot_ssot:sync_delete", "/plugins/ssot/history/{}/delete/", route_key::id},
    {route::sync_bulk_delete, "plugins:nautobot_ssot:sync_bulk_delete", "/plugins/ssot/history/delete/", route_key::none},
    {route::sync_jobresult, "plugins:nautobot_ssot:sync_jobresult", "/plugins/ssot/history/{}/jobresult/", route_key::id},
    {route::sync_logentries, "plugins:nautobot_ssot:sync_logentries", "/plugins/ssot/history/{}/logs/", route_key::id},
    {route::sync_diff, "plugins:nautobot_ssot:sync_diff", "/plugins/ssot/history/{}/diff/", route_key::id},
    {route::synclogentry_list, "plugins:nautobot_ssot:synclogentry_list", "/plugins/ssot/logs/", route_key::none},
    {route::data_source, "plugins:nautobot_ssot:data_source", "/plugins/ssot/data-sources/{}/", route_key::class_path},
    {route::data_target, "plugins:nautobot_ssot:data_target", "/plugins/ssot/data-targets/{}/", route_key::class_path},
    {route::servicenow_config,
     "plugins:nautobot_ssot:servicenow_config",
     "/plugins/ssot/servicenow/config/",
     route_key::none},
    {route::config, "plugins:nautobot_ssot:config", "/plugins/ssot/config/", route_key::none},
    {route::docs, "plugins:nautobot_ssot:docs", "/plugins/ssot/docs/", route_key::none},
    {route::job_result, "extras:jobresult", "/extras/job-results/{}/", route_key::id},
    {route::job_run, "extras:job_run", "/extras/jobs/{}/run/", route_key::id},
    {route::api_sync_list, "plugins-api:nautobot_ssot-api:sync-list", "/api/plugins/ssot/history/", route_key::none},
    {route::api_sync, "plugins-api:nautobot_ssot-api:sync-detail", "/api/plugins/ssot/history/{}/", route_key::id},
    {route::api_sync_notes,
     "plugins-api:nautobot_ssot-api:sync-notes",
     "/api/plugins/ssot/history/{}/notes/",
     route_key::id},
    {route::api_synclogentry_list,
     "plugins-api:nautobot_ssot-api:synclogentry-list",
     "/api/plugins/ssot/logs/",
     route_key::none},
    {route::api_synclogentry,
     "plugins-api:nautobot_ssot-api:synclogentry-detail",
     "/api/plugins/ssot/logs/{}/",
     route_key::id},
    {route::api_job_result, "extras-api:jobresult-detail", "/api/extras/job-results/{}/", route_key::id},
    {route::api_content_type, "extras-api:contenttype-detail", "/api/extras/content-types/{}/", route_key::number},
    {route::api_secrets_group, "extras-api:secretsgroup-detail", "/api/extras/secrets-groups/{}/", route_key::id},
};

constexpr bool routes_are_in_order() noexcept
{
    for (std::size_t i = 0; i != std::size(all_routes); ++i)
        if (static_cast<std::size_t>(all_routes[i].route) != i)
            return false;
    return std::size(all_routes) == static_cast<std::size_t>(route::api_secrets_group) + 1;
}
static_assert(routes_are_in_order());

SSOT_DECL std::string_view path_of(route r, url_options const& options) noexcept
{
    return r == route::servicenow_config ? options.servicenow_config : info_of(r).path;
}

/// Whether the release that the options describe has the route.
SSOT_DECL bool has_route(route r, url_options const& options) noexcept
{
    return options.rest || !info_of(r).path.starts_with("/api/plugins/ssot/");
}

/// Whether Django's `path` converter takes it: anything without a line break, but nothing.
SSOT_DECL bool is_class_path(std::string_view text) noexcept
{
    return !text.empty() && text.find('\n') == std::string_view::npos;
}

/// The key in a path, decoded; nothing when it is not of the route's kind.
SSOT_DECL std::optional<url_key> key_from(route_key kind, std::string const& text)
{
    if (kind == route_key::class_path)
        return is_class_path(text) ? std::optional<url_key>(text) : std::nullopt;
    if (kind == route_key::id) {
        auto const id = parse_uuid(text);
        if (!id || ssot::to_string(*id) != text) // in lower case, with hyphens
            return std::nullopt;
        return url_key(*id);
    }
    std::int64_t n   = 0;
    auto const   end = text.data() + text.size();
    auto const   r   = std::from_chars(text.data(), end, n);
    return r.ec == std::errc() && r.ptr == end && n >= 0 ? std::optional<url_key>(n) : std::nullopt;
}

SSOT_DECL std::optional<std::string> job_url(route r, std::string_view end, bool has_result, std::string const* class_path,
                                             url_options const& options)
{
    if (end == "Nautobot" || !has_result || !class_path)
        return std::nullopt;
    return url_of(r, *class_path, options);
}

} // namespace detail

SSOT_DECL std::span<route_info const> routes() noexcept { return detail::all_routes; }

SSOT_DECL route_info const& info_of(route r) noexcept { return detail::all_routes[static_cast<std::size_t>(r)]; }

SSOT_DECL std::string percent_encode(std::string_view text)
{
    constexpr char             digits[] = "0123456789ABCDEF";
    constexpr std::string_view kept     = "_.-~/:@!$&'()*+,;=";
    std::string                out;
    for (char const c : text) {
        auto const u = static_cast<unsigned char>(c);
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
            kept.find(c) != std::string_view::npos)
            out += c;
        else
            ((out += '%') += digits[u >> 4]) += digits[u & 15];
    }
    return out;
}

SSOT_DECL ssot::result<std::string> percent_decode(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i != text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        unsigned    byte  = 0;
        auto const* first = text.data() + i + 1;
        auto const* last  = first + std::min<std::size_t>(2, text.size() - i - 1);
        if (last - first != 2 || std::from_chars(first, last, byte, 16).ptr != last)
            return error(errc::invalid_value, "a percent sign stands without two hexadecimal digits");
        out += static_cast<char>(byte);
        i += 2;
    }
    return out;
}

SSOT_DECL std::optional<std::string> url_of(route r, url_key const& key, url_options const& options)
{
    if (!detail::has_route(r, options))
        return std::nullopt;
    auto const  path = detail::path_of(r, options);
    std::string variable;
    switch (info_of(r).key) {
    case route_key::none:
        if (key.index() != 0)
            return std::nullopt;
        return std::string(options.prefix).append(path);
    case route_key::id:
        if (auto const* const id = std::get_if<uuid>(&key))
            variable = ssot::to_string(*id);
        break;
    case route_key::number:
        if (auto const* const n = std::get_if<std::int64_t>(&key); n && *n >= 0)
            variable = std::to_string(*n);
        break;
    case route_key::class_path:
        if (auto const* const text = std::get_if<std::string>(&key); text && detail::is_class_path(*text))
            variable = percent_encode(*text);
        break;
    }
    if (variable.empty())
        return std::nullopt;
    auto const hole = path.find("{}");
    return std::string(options.prefix).append(path.substr(0, hole)).append(variable).append(path.substr(hole + 2));
}

SSOT_DECL ssot::result<parsed_url> parse_url(std::string_view url, url_options const& options)
{
    auto const whole = url;
    parsed_url out;
    url = url.substr(0, url.find('#'));
    if (auto const mark = url.find('?'); mark != std::string_view::npos) {
        out.query = std::string(url.substr(mark + 1));
        url       = url.substr(0, mark);
    }
    if (auto const scheme = url.find("://"); scheme != std::string_view::npos && url.find('/') > scheme) {
        auto const path = url.find('/', scheme + 3);
        url             = path == std::string_view::npos ? std::string_view("/") : url.substr(path);
    }
    auto const unknown = [&] {
        return error(errc::not_found, "no route leads to '" + ssot::detail::excerpt(whole, 200) + "'");
    };
    if (!url.starts_with(options.prefix))
        return unknown();
    url.remove_prefix(options.prefix.size());
    for (auto const& r : routes()) {
        if (!detail::has_route(r.route, options))
            continue;
        auto const path = detail::path_of(r.route, options);
        out.route       = r.route;
        if (r.key == route_key::none) {
            if (url == path)
                return out;
            continue;
        }
        auto const front = path.substr(0, path.find("{}")), back = path.substr(path.find("{}") + 2);
        if (url.size() <= front.size() + back.size() || !url.starts_with(front) || !url.ends_with(back))
            continue;
        auto text = percent_decode(url.substr(front.size(), url.size() - front.size() - back.size()));
        if (!text)
            return std::move(text).error();
        if (auto key = detail::key_from(r.key, *text)) {
            out.key = std::move(*key);
            return out;
        }
    }
    return unknown();
}

} // namespace ssot::nautobot

#endif // SSOT_IMPL_NAUTOBOT_URLS_IPP
