// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_NAUTOBOT_DJANGO_REST_NAMES_IPP
#define SSOT_IMPL_DETAIL_NAUTOBOT_DJANGO_REST_NAMES_IPP

#include <ssot/time.hpp>

#include <ssot/detail/nautobot/django/fixture_rows.hpp>
#include <ssot/detail/nautobot/django/rest_names.hpp>
#include <ssot/detail/text/message.hpp>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace ssot::detail::django {

SSOT_DECL std::string rest_path_of(std::string_view model_name)
{
    struct known {
        std::string_view name, path;
    };
    constexpr known all[] = {
        {"nautobot_ssot.sync", "plugins/ssot/history"},
        {"nautobot_ssot.synclogentry", "plugins/ssot/logs"},
        {"nautobot_ssot.ssotservicenowconfig", ""},
        {"extras.jobresult", "extras/job-results"},
        {"extras.job", "extras/jobs"},
        {"extras.secretsgroup", "extras/secrets-groups"},
        {"extras.scheduledjob", "extras/scheduled-jobs"},
        {"contenttypes.contenttype", "extras/content-types"},
        {"users.user", "users/users"},
    };
    for (auto const& [name, path] : all)
        if (name == model_name)
            return std::string(path);
    auto const dot = model_name.find('.');
    return "plugins/" + std::string(model_name.substr(0, dot)) + '/' + std::string(model_name.substr(dot + 1)) + 's';
}

SSOT_DECL std::string rest_url(std::string_view base, std::string_view path, std::string_view key)
{
    while (base.ends_with('/'))
        base.remove_suffix(1);
    std::string out(base);
    out.append("/api/").append(path).append("/");
    if (!key.empty())
        out.append(key).append("/");
    return out;
}

SSOT_DECL std::string rest_display_of_sync(std::string_view source, std::string_view target,
                                           std::optional<timestamp> const& start)
{
    std::string out(source);
    out.append(" \xe2\x86\x92 ").append(target);
    if (start)
        if (auto time = ssot::to_string(*start); !time.empty())
            out.append(", ").append(time, 0, 10).append(" ").append(time, 11, 5);
    return out;
}

SSOT_DECL std::string rest_display_of_job_result(std::string_view name, timestamp created, std::string_view status)
{
    auto time = ssot::to_string(created);
    if (!time.empty())
        time[10] = ' ';
    bool const whole = time.find(".000000") != std::string::npos;
    time.resize(time.empty() ? 0 : whole ? 19 : 26);
    return concat({name, " created at ", time, "+00:00 (", status, ")"});
}

SSOT_DECL std::string rest_slug(std::initializer_list<std::string_view> parts, std::string_view key)
{
    std::string out;
    for (auto const part : parts) {
        std::string word;
        for (char const c : lower_ascii(part)) {
            bool const space = c == ' ' || (c >= '\t' && c <= '\r');
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')
                word += c;
            else if ((space || c == '-') && !word.ends_with('-'))
                word += '-';
        }
        auto const first = word.find_first_not_of("-_");
        auto const last  = word.find_last_not_of("-_");
        out += first == std::string::npos ? "" : word.substr(first, last - first + 1);
        out += '_';
    }
    return out.append(key.substr(0, 4));
}

} // namespace ssot::detail::django

#endif // SSOT_IMPL_DETAIL_NAUTOBOT_DJANGO_REST_NAMES_IPP
