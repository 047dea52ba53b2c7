// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_DIFF_NAME_MAPS_HPP
#define SSOT_DETAIL_DIFF_NAME_MAPS_HPP

// Objects without a type: JSON objects, and maps from names.

#include <ssot/detail/base/seeded_hash.hpp>

#include <boost/json/object.hpp>

#include <concepts>
#include <iterator>
#include <memory>
#include <ranges>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>

namespace ssot::diff::detail {

template<class T>
concept name_map = std::same_as<T, boost::json::object> || (std::ranges::forward_range<T const> && requires(T const& map) {
                       { map.begin()->first } -> std::convertible_to<std::string_view>;
                       map.begin()->second;
                   });

template<class Item>
std::string_view name_of(Item const& item) noexcept
{
    if constexpr (requires { item.first; })
        return item.first;
    else
        return {item.key().data(), item.key().size()};
}
template<class Item>
auto const& value_of(Item const& item) noexcept
{
    if constexpr (requires { item.second; })
        return item.second;
    else
        return item.value();
}
template<class Map>
using value_in = std::remove_cvref_t<decltype(value_of(*std::declval<Map const&>().begin()))>;

/// Looks up names. Objects of one type usually have them in the same order, so the next name is tried first.
template<class Map>
class value_finder {
public:
    explicit value_finder(Map const& map) : map_(map), next_(map.begin()) {}

    value_in<Map> const* find(std::string_view name)
    {
        if (next_ != map_.end() && name_of(*next_) == name)
            return std::addressof(value_of(*next_++));
        if constexpr (std::same_as<Map, boost::json::object>) {
            auto const found = map_.find(name);
            if (found == map_.end())
                return nullptr;
            next_ = std::next(found);
            return &found->value();
        } else {
            if (by_name_.empty())
                for (auto const& item : map_)
                    by_name_.emplace(name_of(item), std::addressof(value_of(item)));
            auto const found = by_name_.find(name);
            return found == by_name_.end() ? nullptr : found->second;
        }
    }

private:
    Map const&                                   map_;
    decltype(std::declval<Map const&>().begin()) next_;
    std::unordered_map<std::string_view, value_in<Map> const*, ssot::detail::seeded_hash>
        by_name_{}; ///< filled when it is first needed
};

} // namespace ssot::diff::detail

#endif // SSOT_DETAIL_DIFF_NAME_MAPS_HPP
