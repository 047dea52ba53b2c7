// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_NAUTOBOT_PYTHON_JSON_WALK_HPP
#define SSOT_DETAIL_NAUTOBOT_PYTHON_JSON_WALK_HPP

// Walks over the tokens of a validated JSON text in the order in which Python would find them in a tree of it: of two equal
// keys the last value takes the position of the first. Builds no tree and does not recurse, so that texts of strangers are
// safe. Included only by bodies that are compiled once.

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/nautobot/python/json.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <string_view>
#include <vector>

namespace ssot::detail::python {

/// Where keys that occur twice make Python's tree differ from the text. Takes time O(n log n) for n bytes, and the memory of
/// two offsets for each key that is open or occurs twice and of four for each replacement.
template<class Offset>
class json_edits {
public:
    explicit json_edits(std::string_view json);

    /// At `at`, first read [with, with_end), which may be empty, and then continue at `behind`.
    struct edit {
        Offset at       = 0;
        Offset behind   = 0;
        Offset with     = 0;
        Offset with_end = 0;
    };

    edit const* find(std::size_t at) const noexcept
    {
        if (edits_.empty()) [[likely]]
            return nullptr;
        auto const found = std::ranges::lower_bound(edits_, at, {}, &edit::at);
        return found != edits_.end() && found->at == at ? &*found : nullptr;
    }

private:
    std::deque<edit> edits_{}; ///< in the order of `at`
};

/// Calls `out.open(c, is_empty)`, `out.close(c, is_empty)`, `out.comma()`, `out.colon()` and `out.scalar(value)` for each
/// token. Stops and returns false as soon as `scalar` or `open` returns false.
template<class Offset, class Out>
bool walk_json_by(std::string_view json, Out& out)
{
    struct rest {
        char const* at;
        char const* end;
    };
    json_edits<Offset> const edits(json);
    std::vector<rest>        outer; // what follows each value that is read in another's place
    auto const* const        begin = json.data();
    auto const*              at    = begin;
    auto const*              end   = at + json.size();
    for (;;) {
        at = skip_json_space(at, end);
        if (at == end) {
            if (outer.empty())
                return true;
            at  = outer.back().at;
            end = outer.back().end;
            outer.pop_back();
            continue;
        }
        if (auto const* const e = edits.find(static_cast<std::size_t>(at - begin))) {
            at = begin + e->behind;
            if (e->with != e->with_end) {
                outer.push_back({at, end});
                at  = begin + e->with;
                end = begin + e->with_end;
            }
            continue;
        }
        switch (char const c = *at) {
        case '{':
        case '[': {
            at                  = skip_json_space(at + 1, end);
            bool const is_empty = *at == '}' || *at == ']';
            if (!out.open(c, is_empty))
                return false;
            if (is_empty)
                out.close(*at++, true);
            break;
        }
        case '}':
        case ']':
            out.close(c, false);
            ++at;
            break;
        case ',':
            out.comma();
            ++at;
            break;
        case ':':
            out.colon();
            ++at;
            break;
        default: {
            auto const* const behind = json_end(at, end);
            if (!out.scalar(look_at_json({at, static_cast<std::size_t>(behind - at)})))
                return false;
            at = behind;
        }
        }
    }
}

template<class Out>
bool walk_json(std::string_view json, Out&& out)
{
    bool const small = json.size() <= std::numeric_limits<std::uint32_t>::max();
    return small ? walk_json_by<std::uint32_t>(json, out) : walk_json_by<std::uint64_t>(json, out);
}

} // namespace ssot::detail::python

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/nautobot/python/json_walk.ipp>
#endif

#endif // SSOT_DETAIL_NAUTOBOT_PYTHON_JSON_WALK_HPP
