// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_NAUTOBOT_DJANGO_ROW_IPP
#define SSOT_IMPL_DETAIL_NAUTOBOT_DJANGO_ROW_IPP

#include <ssot/detail/nautobot/django/row.hpp>

#include <string>

namespace ssot::detail::django {

SSOT_DECL std::size_t untyped_row::find(std::string_view name) const noexcept
{
    for (std::size_t i = 0; i != fields_.size(); ++i)
        if (fields_[i].name == name || fields_[i].column == name)
            return i;
    return fields_.size();
}

SSOT_DECL result<void> untyped_row::complete()
{
    for (std::size_t i = 0; i != fields_.size(); ++i) {
        auto const& f = fields_[i];
        if (states_[i] == state::null || (states_[i] == state::absent && fillers_[i](row_) == filled::not_at_all))
            return error(errc::constraint, "the column '" + std::string(f.column) + "' may not be null")
                .with_path(std::string(f.name));
    }
    return {};
}

SSOT_DECL result<void> untyped_row::complete_as_json()
{
    for (std::size_t i = 0; i != fields_.size(); ++i) {
        auto const& f = fields_[i];
        if (states_[i] == state::null)
            return error(errc::wrong_type, "null is not allowed here").with_path(std::string(f.name));
        if (states_[i] == state::absent && i != 0 && f.required())
            return error(errc::missing_key, "this key is required").with_path(std::string(f.name));
    }
    if (states_[0] == state::absent)
        fillers_[0](row_);
    return {};
}

SSOT_DECL bool untyped_row::refuse_below(std::int64_t least, refusal& why)
{
    return why.refuse_at_save(errc::constraint, "the database refuses a number below " + std::to_string(least));
}

} // namespace ssot::detail::django

#endif // SSOT_IMPL_DETAIL_NAUTOBOT_DJANGO_ROW_IPP
