// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_NAUTOBOT_DJANGO_DYNAMIC_CLEAN_HPP
#define SSOT_DETAIL_NAUTOBOT_DJANGO_DYNAMIC_CLEAN_HPP

// The to_python() of Django's fields for values of any type: the converted value, or why it is refused.

#include <ssot/nautobot/dynamic.hpp>
#include <ssot/reflect.hpp>

#include <ssot/detail/base/config.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace ssot::detail::django {

using nautobot::dynamic;

/// A ValidationError or, if it has no code, another exception of this type.
struct refused_value {
    std::string_view code{};
    std::string      message{};
    std::string_view type = "ValidationError";
};

using clean_outcome = std::optional<refused_value>;

refused_value raised(std::string_view type, std::string message);

/// Returns the value of an attribute that was not given.
dynamic default_of(field_info const& f);

/// Returns the value after the field's conversion. None is unchanged, except in a boolean field.
clean_outcome to_python(field_info const& f, dynamic& v);

/// Returns what JSONField.validate() raises: json.dumps raises TypeError, or another exception that is passed on.
clean_outcome check_json(field_info const& f, dynamic const& v);

} // namespace ssot::detail::django

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/nautobot/django/dynamic_clean.ipp>
#endif

#endif // SSOT_DETAIL_NAUTOBOT_DJANGO_DYNAMIC_CLEAN_HPP
