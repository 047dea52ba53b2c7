// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_NAUTOBOT_DJANGO_FIXTURE_REFERENCES_IPP
#define SSOT_IMPL_DETAIL_NAUTOBOT_DJANGO_FIXTURE_REFERENCES_IPP

#include <ssot/detail/nautobot/django/fixture_references.hpp>
#include <ssot/detail/nautobot/python/repr.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace ssot::detail {

SSOT_DECL std::string fixture_object::path(std::string_view field) const
{
    return '[' + std::to_string(index) + "].fields." + std::string(field);
}

SSOT_DECL error fixture_object::fail(django_refusal const& why, python_value const* field, std::string path) const
{
    python_value list{.is = python_value::type::list};
    list.items.push_back({.is = python_value::type::text, .text = why.text});
    auto const* const pk    = value.find("pk");
    auto const* const model = value.find("model");
    return error(why.code,
                 (why.validation ? python_repr(list) : why.text) + ": (" + python_str(*model) + ":pk=" +
                     (pk ? python_str(*pk) : "None") + ") field_value was '" + (field ? python_str(*field) : "None") + '\'')
        .with_path(std::move(path));
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_NAUTOBOT_DJANGO_FIXTURE_REFERENCES_IPP
