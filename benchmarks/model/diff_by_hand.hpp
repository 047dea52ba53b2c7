// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_MODEL_DIFF_BY_HAND_HPP
#define BENCH_MODEL_DIFF_BY_HAND_HPP

// The difference of two inventories of hosts, written for hosts: with std::unordered_map and Boost.JSON.

#include "inventory.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace bench {

struct change_by_hand {
    action                            what{};
    std::string                       name{};
    std::optional<boost::json::value> diff{};
};

struct difference_by_hand {
    boost::json::value          diff{};
    std::array<std::size_t, 4>  counts{}; ///< by action
    std::vector<change_by_hand> changes{};
};

/// Calls `fn(name, member)` for each attribute, in the order of the struct or of the names.
template<bool Sorted, class Fn>
void for_each_attribute(Fn fn)
{
    if constexpr (Sorted) {
        fn("address", &host::address);
        fn("enabled", &host::enabled);
        fn("height", &host::height);
        fn("mtu", &host::mtu);
        fn("platform", &host::platform);
        fn("rack", &host::rack);
        fn("role", &host::role);
        fn("serial", &host::serial);
        fn("site", &host::site);
    } else {
        fn("site", &host::site);
        fn("role", &host::role);
        fn("serial", &host::serial);
        fn("address", &host::address);
        fn("platform", &host::platform);
        fn("rack", &host::rack);
        fn("height", &host::height);
        fn("mtu", &host::mtu);
        fn("enabled", &host::enabled);
    }
}

inline bool agree(host const& a, host const& b)
{
    return a.site == b.site && a.role == b.role && a.serial == b.serial && a.address == b.address &&
        a.platform == b.platform && a.rack == b.rack && a.height == b.height && a.mtu == b.mtu && a.enabled == b.enabled;
}

/// Nothing when they agree.
template<bool Sorted>
std::optional<boost::json::value> element_by_hand(host const* source, host const* target)
{
    if (source && target && agree(*source, *target))
        return std::nullopt;
    boost::json::object wanted, there;
    for_each_attribute<Sorted>([&](char const* name, auto member) {
        if (source && target && source->*member == target->*member)
            return;
        if (source)
            wanted.emplace(name, source->*member);
        if (target)
            there.emplace(name, target->*member);
    });
    boost::json::object out(2);
    if (Sorted && source)
        out.emplace("+", std::move(wanted));
    if (target)
        out.emplace("-", std::move(there));
    if (!Sorted && source)
        out.emplace("+", std::move(wanted));
    return out;
}

template<bool Sorted>
difference_by_hand diff_by_hand(std::vector<host> const& source, std::vector<host> const& target)
{
    struct pair {
        std::string_view name;
        host const*      source;
        host const*      target;
    };
    std::unordered_map<std::string_view, host const*> in_target, in_source;
    in_target.reserve(target.size());
    in_source.reserve(source.size());
    for (auto const& h : target)
        in_target.emplace(h.name, &h);
    std::vector<pair> pairs;
    pairs.reserve(source.size());
    for (auto const& h : source) {
        in_source.emplace(h.name, &h);
        auto const found = in_target.find(h.name);
        pairs.push_back({h.name, &h, found == in_target.end() ? nullptr : found->second});
    }
    for (auto const& h : target)
        if (!in_source.contains(h.name))
            pairs.push_back({h.name, nullptr, &h});
    if (Sorted)
        std::ranges::sort(pairs, {}, &pair::name);

    difference_by_hand  out;
    boost::json::object elements;
    out.changes.reserve(pairs.size());
    for (auto const& [name, s, t] : pairs) {
        auto       differs = element_by_hand<Sorted>(s, t);
        auto const what    = !t ? action::create : !s ? action::delete_ : differs ? action::update : action::no_change;
        ++out.counts[static_cast<std::size_t>(what)];
        if (differs)
            elements.emplace(name, *differs);
        out.changes.push_back({what, std::string(name), std::move(differs)});
    }
    if (!elements.empty())
        out.diff = boost::json::object{{"host", std::move(elements)}};
    else
        out.diff = boost::json::object();
    return out;
}

} // namespace bench

#endif // BENCH_MODEL_DIFF_BY_HAND_HPP
