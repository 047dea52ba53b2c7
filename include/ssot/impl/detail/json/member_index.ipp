// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_JSON_MEMBER_INDEX_IPP
#define SSOT_IMPL_DETAIL_JSON_MEMBER_INDEX_IPP

#include <ssot/detail/json/member_index.hpp>
#include <ssot/detail/json/scan.hpp>
#include <ssot/detail/json/skipper.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ssot::detail {

SSOT_DECL std::string text_of_json_string(std::string_view quoted)
{
    std::string       out;
    auto const* const end = quoted.data() + quoted.size() - 1;
    for (auto const* at = quoted.data() + 1; at != end;) {
        auto const* const run = at;
        at                    = std::find(at, end, '\\');
        out.append(run, at);
        if (at != end)
            at = append_escape(out, at + 1, end);
    }
    return out;
}

SSOT_DECL int compare_json_keys(std::string_view a, std::string_view b)
{
    auto const compare = [](std::string_view x, std::string_view y) {
        return x.size() != y.size() ? (x.size() < y.size() ? -1 : 1) : x.compare(y);
    };
    bool const unescaped = a.find('\\') == std::string_view::npos && b.find('\\') == std::string_view::npos;
    return unescaped ? compare(a, b) : compare(text_of_json_string(a), text_of_json_string(b));
}

SSOT_DECL json_member_index::json_member_index(std::string_view json)
{
    struct opened {
        std::size_t object; ///< its number
        std::size_t first;  ///< of its members
    };
    auto const* const   end = json.data() + json.size();
    json_skipper        skipper(end);
    std::vector<member> open; // of the objects that are open
    std::vector<opened> objects;
    for (auto const* at = skipper.space(json.data()); at != end; at = skipper.space(at))
        switch (*at) {
        case '"': {
            auto const* const behind = skipper.string(at + 1);
            auto const* const next   = skipper.space(behind);
            if (next != end && *next == ':') {
                std::string_view const key(at, static_cast<std::size_t>(behind - at));
                open.push_back({key, skipper.space(next + 1)});
                at = next;
            } else {
                at = behind;
            }
            break;
        }
        case '{':
            objects.push_back({objects_.size(), open.size()});
            objects_.push_back({.begin = at++});
            break;
        case '}': {
            auto const [number, first] = objects.back();
            objects.pop_back();
            objects_[number].end = ++at;
            close(objects_[number], open, first);
            break;
        }
        default: ++at; break;
        }
}

SSOT_DECL void json_member_index::close(place& closed, std::vector<member>& open, std::size_t first)
{
    auto const begin = open.begin() + static_cast<std::ptrdiff_t>(first);
    std::sort(begin, open.end(), [](member const& a, member const& b) {
        auto const order = compare_json_keys(a.key, b.key);
        return order != 0 ? order < 0 : a.value < b.value;
    });
    closed.first = members_.size();
    for (auto m = begin; m != open.end(); ++m)
        if (auto const next = std::next(m); next == open.end() || compare_json_keys(m->key, next->key) != 0)
            members_.push_back(*m);
    closed.count = members_.size() - closed.first;
    open.erase(begin, open.end());
}

SSOT_DECL json_member_index::object json_member_index::object_at(char const* begin) const noexcept
{
    auto const found = std::ranges::lower_bound(objects_, begin, {}, &place::begin);
    return {found->begin, found->end, std::span(members_).subspan(found->first, found->count)};
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_JSON_MEMBER_INDEX_IPP
