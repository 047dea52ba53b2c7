// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_MODEL_SECRETS_GROUP_HPP
#define SSOT_MODEL_SECRETS_GROUP_HPP

// A named group of secrets. It holds references to secrets, never their text. Source: extras.SecretsGroup.

#include <ssot/fwd.hpp>
#include <ssot/model/types.hpp>
#include <ssot/reflect.hpp>

#include <boost/describe/class.hpp>

#include <string_view>

namespace ssot {

template<class Types>
struct basic_secrets_group {
    static constexpr std::string_view model_name   = "extras.secretsgroup";
    static constexpr std::string_view class_name   = "SecretsGroup";
    static constexpr std::string_view verbose_name = "secrets group";

    uuid                 id = new_id();
    typename Types::text name{};        ///< Unique, up to 255 code points.
    typename Types::text description{}; ///< Up to 255 code points.

    friend bool operator==(basic_secrets_group const&, basic_secrets_group const&) = default;

    BOOST_DESCRIBE_CLASS(basic_secrets_group, (), (id, name, description), (), ())
};

template<class Types>
constexpr auto describe_fields(model_tag<basic_secrets_group<Types>>)
{
    using m = basic_secrets_group<Types>;
    return fields(field<&m::name>.max_length(255).unique(), field<&m::description>.max_length(255).blank());
}

} // namespace ssot

#endif // SSOT_MODEL_SECRETS_GROUP_HPP
