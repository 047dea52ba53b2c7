// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_NAUTOBOT_DJANGO_FIXTURE_REFERENCES_IPP
#define SSOT_IMPL_DETAIL_NAUTOBOT_DJANGO_FIXTURE_REFERENCES_IPP

#include <ssot/detail/nautobot/django/fixture_references.hpp>
#include <ssot/detail/nautobot/python/repr.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace ssot::detail::django {

SSOT_DECL python::json_member const* fixture_object::find(std::string_view key) const noexcept
{
    auto const found = std::ranges::find(members, key, &python::json_member::key);
    return found != members.end() ? &*found : nullptr;
}

SSOT_DECL fixture_object look_at_fixture_object(std::string_view value, std::size_t index)
{
    fixture_object out{.index = index};
    if (value.starts_with('{'))
        out.members = python::find_json_members(
            value, [](std::string_view key) { return key == "model" || key == "pk" || key == "fields"; });
    return out;
}

SSOT_DECL std::string fixture_object::path(std::string_view field) const
{
    return '[' + std::to_string(index) + "].fields." + std::string(field);
}

SSOT_DECL error fixture_object::fail(refusal const& why, python::value const* field, std::string path) const
{
    python::value list{.is = python::value::type::list};
    list.items.push_back({.is = python::value::type::text, .text = why.text});
    auto const text_of = [&](std::string_view key) {
        auto const* const member = find(key);
        return member ? python::str(python::look_at_json(member->value)) : "None";
    };
    return error(why.code,
                 (why.validation ? python::repr(list) : why.text) + ": (" + text_of("model") + ":pk=" + text_of("pk") +
                     ") field_value was '" + (field ? python::str(*field) : "None") + '\'')
        .with_path(std::move(path));
}

} // namespace ssot::detail::django

#endif // SSOT_IMPL_DETAIL_NAUTOBOT_DJANGO_FIXTURE_REFERENCES_IPP
