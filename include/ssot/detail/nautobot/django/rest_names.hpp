// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_NAUTOBOT_DJANGO_REST_NAMES_HPP
#define SSOT_DETAIL_NAUTOBOT_DJANGO_REST_NAMES_HPP

// The paths of models in Nautobot's REST API, and the names that it gives their rows.

#include <ssot/model/content_type.hpp>
#include <ssot/model/job.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/secrets_group.hpp>
#include <ssot/model/servicenow_config.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/reflect.hpp>
#include <ssot/time.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/nautobot/django/fixture_rows.hpp>
#include <ssot/detail/text/message.hpp>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace ssot::detail::django {

/// A basic_X that is `Basic<...>`, whatever its types.
template<class M, template<class> class Basic>
inline constexpr bool is_basic = false;
template<class Types, template<class> class Basic>
inline constexpr bool is_basic<Basic<Types>, Basic> = true;

/// Returns the part of a URL after "/api/" for a model in lower case; empty if the API does not have the model.
std::string rest_path_of(std::string_view model_name);

/// Calls `rest_path(model_tag<M>)`, which users declare for their own models.
template<model M>
std::string rest_path_of()
{
    if constexpr (requires { rest_path(model_tag<M>{}); })
        return std::string(rest_path(model_tag<M>{}));
    else
        return rest_path_of(model_info_of<M>().name);
}

std::string rest_url(std::string_view base, std::string_view path, std::string_view key);

std::string rest_display_of_sync(std::string_view source, std::string_view target, std::optional<timestamp> const& start);
std::string rest_display_of_job_result(std::string_view name, timestamp created, std::string_view status);

/// Returns the result of the original's __str__, which REST calls `display`. A sync that has not started is named without a
/// time, where the original raises an exception.
template<model M>
std::string rest_display(M const& m)
{
    if constexpr (requires { display(m); }) {
        return std::string(display(m));
    } else if constexpr (is_basic<M, basic_sync>) {
        return rest_display_of_sync(m.source, m.target, m.start_time);
    } else if constexpr (is_basic<M, basic_job_result>) {
        return rest_display_of_job_result(m.name, m.date_created, to_wire(m.status));
    } else if constexpr (is_basic<M, basic_job> || is_basic<M, basic_secrets_group>) {
        return std::string(m.name);
    } else if constexpr (is_basic<M, basic_servicenow_config>) {
        return "SSoT ServiceNow Configuration";
    } else if constexpr (is_basic<M, basic_content_type>) {
        return concat({m.app_label, " | ", m.model});
    } else {
        return concat({model_info_of<M>().class_name, " object (", key_text(key_of(m)), ")"});
    }
}

/// Returns texts as Django's slugify does, and four letters of the key. ASCII only.
std::string rest_slug(std::initializer_list<std::string_view> parts, std::string_view key);

/// Returns the values of the natural key as Django's slugify does, and four letters of the key. ASCII only.
template<model M>
std::string rest_natural_slug(M const& m)
{
    auto const key = key_text(key_of(m));
    if constexpr (is_basic<M, basic_job_result>)
        return rest_slug({key}, key);
    else if constexpr (is_basic<M, basic_job>)
        return rest_slug({m.module_name, m.job_class_name}, key);
    else if constexpr (is_basic<M, basic_secrets_group>)
        return rest_slug({m.name}, key);
    else if constexpr (is_basic<M, basic_content_type>)
        return rest_slug({m.app_label, m.model}, key);
    else
        return "unknown";
}

/// Whether a choice is shown as `{"value", "label"}`, as in job results, and not as its text, as in the models of SSoT.
template<model M>
inline constexpr bool rest_has_choice_objects = is_basic<M, basic_job_result>;

} // namespace ssot::detail::django

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/nautobot/django/rest_names.ipp>
#endif

#endif // SSOT_DETAIL_NAUTOBOT_DJANGO_REST_NAMES_HPP
