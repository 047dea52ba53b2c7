// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_DIFF_GROUPS_IPP
#define SSOT_IMPL_DETAIL_DIFF_GROUPS_IPP

#include <ssot/diff.hpp>

#include <ssot/detail/diff/groups.hpp>
#include <ssot/detail/text/utf8.hpp>

#include <string>
#include <utility>

namespace ssot::diff::detail {

SSOT_DECL boost::json::object const* object_of(boost::json::value const& item, error& why)
{
    auto const* const out = item.if_object();
    if (!out)
        why = error(errc::wrong_type, "expected an object");
    return out;
}

SSOT_DECL std::pair<boost::json::array const*, bool> array_in(boost::json::object const* object, std::string const& name,
                                                              error& why)
{
    auto const* const v = object ? object->if_contains(name) : nullptr;
    if (!v || v->is_null())
        return {nullptr, true};
    if (auto const* const list = v->if_array())
        return {list, true};
    why = error(errc::wrong_type, "expected an array of objects").with_path(name);
    return {nullptr, false};
}

SSOT_DECL result<void> check_type(std::string const& type, std::string const* last)
{
    if (!is_utf8(type))
        return error(errc::invalid_utf8, "the name of a type is not UTF-8");
    if (type == "+" || type == "-")
        return error(errc::misuse, "a type cannot be called \"" + type + "\": a diff keeps the values there");
    if (last && type == *last)
        return error(errc::misuse, "two groups of the same object have the type \"" + type + '"');
    return {};
}

} // namespace ssot::diff::detail

#endif // SSOT_IMPL_DETAIL_DIFF_GROUPS_IPP
