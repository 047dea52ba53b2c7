// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_DJANGO_ROW_IPP
#define SSOT_IMPL_DETAIL_DJANGO_ROW_IPP

#include <ssot/detail/django_row.hpp>

#include <string>

namespace ssot::detail {

SSOT_DECL std::size_t find_django_field(std::span<field_info const> fields, std::string_view name) noexcept
{
    for (std::size_t i = 0; i != fields.size(); ++i)
        if (fields[i].name == name || fields[i].column == name)
            return i;
    return fields.size();
}

SSOT_DECL error null_column_error(field_info const& f)
{
    return error(errc::constraint, "the column '" + std::string(f.column) + "' may not be null")
        .with_path(std::string(f.name));
}

SSOT_DECL error null_key_error(field_info const& f)
{
    return error(errc::wrong_type, "null is not allowed here").with_path(std::string(f.name));
}

SSOT_DECL error absent_key_error(field_info const& f)
{
    return error(errc::missing_key, "this key is required").with_path(std::string(f.name));
}

SSOT_DECL bool refuse_below_least(std::int64_t least, django_refusal& why)
{
    return why.refuse_at_save(errc::constraint, "the database refuses a number below " + std::to_string(least));
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_DJANGO_ROW_IPP
