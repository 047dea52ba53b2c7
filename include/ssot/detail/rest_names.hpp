// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_REST_NAMES_HPP
#define SSOT_DETAIL_REST_NAMES_HPP

// Where Nautobot's REST API has its models, and what it calls a row of them.

#include <ssot/model/content_type.hpp>
#include <ssot/model/job.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/secrets_group.hpp>
#include <ssot/model/servicenow_config.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/nautobot/text_forms.hpp>
#include <ssot/reflect.hpp>

#include <ssot/detail/fixture_rows.hpp>
#include <ssot/detail/words.hpp>

#include <array>
#include <string>
#include <string_view>
#include <type_traits>

namespace ssot::detail {

/// A basic_X that is `Basic<...>`, whatever its types.
template<class M, template<class> class Basic>
inline constexpr bool is_basic = false;
template<class Types, template<class> class Basic>
inline constexpr bool is_basic<Basic<Types>, Basic> = true;

/// The part of a URL behind "/api/", for a model in lower case; empty when the API does not have it.
inline std::string rest_path_of(std::string_view model_name)
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

/// `rest_path(model_tag<M>)` beside a model of the user's says where it is.
template<model M>
std::string rest_path_of()
{
    if constexpr (requires { rest_path(model_tag<M>{}); })
        return std::string(rest_path(model_tag<M>{}));
    else
        return rest_path_of(model_info_of<M>().name);
}

inline std::string rest_url(std::string_view base, std::string_view path, std::string_view key)
{
    while (base.ends_with('/'))
        base.remove_suffix(1);
    std::string out(base);
    out.append("/api/").append(path).append("/");
    if (!key.empty())
        out.append(key).append("/");
    return out;
}

/// What the original's __str__ gives, which REST calls `display`. A sync that has not started is named without a time, where
/// the original fails.
template<model M>
std::string rest_display(M const& m)
{
    if constexpr (requires { display(m); }) {
        return std::string(display(m));
    } else if constexpr (is_basic<M, basic_sync>) {
        std::string out(m.source);
        out.append(" \xe2\x86\x92 ").append(m.target);
        if (m.start_time)
            if (auto time = ssot::to_string(*m.start_time); !time.empty())
                out.append(", ").append(time, 0, 10).append(" ").append(time, 11, 5);
        return out;
    } else if constexpr (is_basic<M, basic_job_result>) {
        auto time = ssot::to_string(m.date_created);
        if (!time.empty())
            time[10] = ' ';
        bool const whole = time.find(".000000") != std::string::npos;
        time.resize(time.empty() ? 0 : whole ? 19 : 26);
        return joined({m.name, " created at ", time, "+00:00 (", to_wire(m.status), ")"});
    } else if constexpr (is_basic<M, basic_job> || is_basic<M, basic_secrets_group>) {
        return std::string(m.name);
    } else if constexpr (is_basic<M, basic_servicenow_config>) {
        return "SSoT ServiceNow Configuration";
    } else if constexpr (is_basic<M, basic_content_type>) {
        return joined({m.app_label, " | ", m.model});
    } else {
        return joined({model_info_of<M>().class_name, " object (", key_text(key_of(m)), ")"});
    }
}

/// The values of the natural key as Django's slugify leaves them, and four letters of the key. ASCII only.
template<model M>
std::string rest_natural_slug(M const& m)
{
    auto const key  = key_text(key_of(m));
    auto const slug = [&](auto const&... parts) {
        std::string out;
        for (std::string_view const part : {std::string_view(parts)...}) {
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
        return out + key.substr(0, 4);
    };
    if constexpr (is_basic<M, basic_job_result>)
        return slug(key);
    else if constexpr (is_basic<M, basic_job>)
        return slug(m.module_name, m.job_class_name);
    else if constexpr (is_basic<M, basic_secrets_group>)
        return slug(m.name);
    else if constexpr (is_basic<M, basic_content_type>)
        return slug(m.app_label, m.model);
    else
        return "unknown";
}

/// Job results show a choice as `{"value", "label"}`; the models of SSoT as its text.
template<model M>
inline constexpr bool rest_has_choice_objects = is_basic<M, basic_job_result>;

} // namespace ssot::detail

#endif // SSOT_DETAIL_REST_NAMES_HPP
