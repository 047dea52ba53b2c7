// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_MODEL_SERVICENOW_CONFIG_HPP
#define SSOT_MODEL_SERVICENOW_CONFIG_HPP

// The name of the ServiceNow instance and the secrets to log in. A singleton: `store.load<ssot::servicenow_config>()`.
// Source: nautobot_ssot.SSOTServiceNowConfig.

#include <ssot/fwd.hpp>
#include <ssot/model/foreign_key.hpp>
#include <ssot/model/secrets_group.hpp>
#include <ssot/model/types.hpp>
#include <ssot/reflect.hpp>

#include <boost/describe/class.hpp>

#include <optional>
#include <string_view>

namespace ssot {

template<class Types>
struct basic_servicenow_config {
    using secrets_key = foreign_key<basic_secrets_group<Types>, ssot::on_delete::set_null>;

    static constexpr std::string_view model_name   = "nautobot_ssot.ssotservicenowconfig";
    static constexpr std::string_view class_name   = "SSOTServiceNowConfig";
    static constexpr std::string_view verbose_name = "ssot service now config";
    static constexpr bool             singleton    = true;

    uuid                       id = new_id();
    typename Types::text       servicenow_instance{}; ///< "dev1" for dev1.servicenow.com; up to 100 code points.
    std::optional<secrets_key> servicenow_secrets{};  ///< Should hold a REST username and a REST password.

    friend bool operator==(basic_servicenow_config const&, basic_servicenow_config const&) = default;

    BOOST_DESCRIBE_CLASS(basic_servicenow_config, (), (id, servicenow_instance, servicenow_secrets), (), ())
};

template<class Types>
constexpr auto describe_fields(model_tag<basic_servicenow_config<Types>>)
{
    using m = basic_servicenow_config<Types>;
    return fields(
        field<&m::servicenow_instance>.max_length(100).blank().help_text(
            "ServiceNow instance name, will be used as <code>&lt;instance&gt;.servicenow.com</code>."),
        field<&m::servicenow_secrets>.blank().help_text("Secrets group for authentication to ServiceNow. Should contain a "
                                                        "REST username and REST password."));
}

} // namespace ssot

#endif // SSOT_MODEL_SERVICENOW_CONFIG_HPP
