// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_NAUTOBOT_DJANGO_DYNAMIC_CLEAN_HPP
#define SSOT_DETAIL_NAUTOBOT_DJANGO_DYNAMIC_CLEAN_HPP

// The to_python() of Django's fields, over values of any type: what the value becomes, or why it is refused.

#include <ssot/nautobot/dynamic.hpp>
#include <ssot/reflect.hpp>

#include <ssot/detail/base/config.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace ssot::nautobot::detail {

/// A ValidationError; or, without a code, another exception of this type.
struct refused_value {
    std::string_view code{};
    std::string      message{};
    std::string_view type = "ValidationError";
};

using clean_outcome = std::optional<refused_value>;

refused_value raised(std::string_view type, std::string message);

/// What an attribute holds that was not given.
dynamic default_of(field_info const& f);

/// What the field makes of a value. None stays what it is, but in a field of booleans.
clean_outcome to_python(field_info const& f, dynamic& v);

/// What JSONField.validate() says: json.dumps raises TypeError, or something else that goes through.
clean_outcome check_json(field_info const& f, dynamic const& v);

} // namespace ssot::nautobot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/nautobot/django/dynamic_clean.ipp>
#endif

#endif // SSOT_DETAIL_NAUTOBOT_DJANGO_DYNAMIC_CLEAN_HPP
