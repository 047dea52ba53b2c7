// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_DIFF_KIND_IPP
#define SSOT_IMPL_DETAIL_DIFF_KIND_IPP

#include <ssot/detail/diff/kind.hpp>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace ssot::diff::detail {

SSOT_DECL void append_id_part(std::string& id, std::string_view name)
{
    std::size_t done = 0;
    for (auto at = name.find('_'); at != std::string_view::npos; at = name.find('_', at + 1)) {
        auto const next = name.find_first_not_of('\\', at + 1);
        if (next != std::string_view::npos && name[next] == '_') {
            id.append(name, done, at + 1 - done).append("\\");
            done = at + 1;
        }
    }
    id.append(name, done);
}

SSOT_DECL void append_id_joint(std::string& id)
{
    auto const end    = id.find_last_not_of('\\') + 1; // npos + 1 is 0
    auto const before = id.find_last_not_of('_', end - 1) + 1;
    if (end != 0 && (end - before) % 2 != 0)
        id += '\\';
    id += "__";
}

SSOT_DECL bool field_key::read(boost::json::object const& object, made_texts& made, std::string_view& out, error& why) const
{
    auto const* const v = object.if_contains(name);
    if (!v)
        why = error(errc::missing_key, "this object has no field \"" + name + "\", which is the key");
    else if (auto const* const text = v->if_string())
        return out = {text->data(), text->size()}, true;
    else if (auto const* const n = v->if_int64())
        return out = made.emplace_back(std::to_string(*n)), true;
    else if (auto const* const u = v->if_uint64())
        return out = made.emplace_back(std::to_string(*u)), true;
    else
        why = error(errc::wrong_type, "the key is a text or an integer").with_path(name);
    return false;
}

} // namespace ssot::diff::detail

#endif // SSOT_IMPL_DETAIL_DIFF_KIND_IPP
