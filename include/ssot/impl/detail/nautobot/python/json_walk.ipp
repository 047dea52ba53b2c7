// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_JSON_WALK_IPP
#define SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_JSON_WALK_IPP

#include <ssot/detail/nautobot/python/json_walk.hpp>

#include <algorithm>
#include <cstddef>
#include <deque>
#include <iterator>
#include <string_view>

namespace ssot::detail::python {

/// Looks for keys that come twice in one dict. `Offset` is as small as the text allows.
template<class Offset>
class json_key_finder {
public:
    using edit = typename json_edits<Offset>::edit;

    json_key_finder(std::string_view json, std::deque<edit>& edits) noexcept
        : begin_(json.data()), end_(json.data() + json.size()), edits_(edits)
    {
    }

    void find()
    {
        for (auto const* at = skip_json_space(begin_, end_); at != end_; at = skip_json_space(at, end_))
            switch (*at) {
            case '"': {
                auto const* const behind = json_end(at, end_);
                auto const* const next   = skip_json_space(behind, end_);
                if (next != end_ && *next == ':')
                    keys_.push_back({place(at), 0});
                at = behind;
                break;
            }
            case '{':
                keys_.push_back({place(at), 0}); // before its keys
                ++at;
                break;
            case '}':
                end_value(at++);
                close();
                break;
            case ',': end_value(at++); break;
            default: ++at; break;
            }
    }

private:
    struct key {
        Offset at;
        Offset end; ///< of its value: the last comma that came while it was open, or the brace
    };

    Offset place(char const* at) const noexcept { return static_cast<Offset>(at - begin_); }

    void end_value(char const* at) noexcept
    {
        if (!keys_.empty())
            keys_.back().end = place(at);
    }

    void close()
    {
        auto first = keys_.end();
        while (begin_[std::prev(first)->at] != '{')
            --first;
        if (keys_.end() - first > 1)
            look_at(first);
        keys_.erase(std::prev(first), keys_.end());
    }

    /// The keys of one dict, from `first` on.
    void look_at(typename std::deque<key>::iterator first)
    {
        auto const before = [&](key const& a, key const& b) {
            auto const order = compare(a, b);
            return order != 0 ? order < 0 : a.at < b.at;
        };
        if (keys_.end() - first <= 8 && !any_twice(first)) // most dicts
            return;
        std::sort(first, keys_.end(), before);
        for (auto same = first; same != keys_.end();) {
            auto next = std::next(same);
            while (next != keys_.end() && compare(*same, *next) == 0)
                ++next;
            if (next - same > 1)
                replace(same, next);
            same = next;
        }
    }

    bool any_twice(typename std::deque<key>::iterator first) const
    {
        for (auto a = first; a != keys_.end(); ++a)
            for (auto b = std::next(a); b != keys_.end(); ++b)
                if (compare(*a, *b) == 0)
                    return true;
        return false;
    }

    /// The last of equal keys gives its value to the first, and all but the first are left out with the comma before them.
    void replace(typename std::deque<key>::iterator first, typename std::deque<key>::iterator last)
    {
        auto const& kept = *std::prev(last);
        edits_.push_back({value_of(*first), first->end, value_of(kept), kept.end});
        for (auto k = std::next(first); k != last; ++k) {
            auto comma = k->at - 1;
            while (begin_[comma] != ',')
                --comma;
            edits_.push_back({comma, k->end});
        }
    }

    Offset value_of(key const& k) const noexcept
    {
        auto const* const colon = skip_json_space(json_end(begin_ + k.at, end_), end_);
        return place(skip_json_space(colon + 1, end_));
    }

    int compare(key const& a, key const& b) const
    {
        auto const x = quoted(a), y = quoted(b);
        bool const unescaped = x.find('\\') == std::string_view::npos && y.find('\\') == std::string_view::npos;
        return unescaped ? x.compare(y) : look_at_json(x).text.compare(look_at_json(y).text);
    }

    std::string_view quoted(key const& k) const noexcept
    {
        auto const* const at = begin_ + k.at;
        return {at, static_cast<std::size_t>(json_end(at, end_) - at)};
    }

    char const*       begin_;
    char const*       end_;
    std::deque<edit>& edits_;
    std::deque<key>   keys_{}; ///< of the dicts that are open
};

template<class Offset>
json_edits<Offset>::json_edits(std::string_view json)
{
    json_key_finder<Offset>(json, edits_).find();
    std::ranges::sort(edits_, {}, &edit::at);
}

} // namespace ssot::detail::python

#endif // SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_JSON_WALK_IPP
