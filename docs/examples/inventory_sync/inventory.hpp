// SPDX-License-Identifier: BSL-1.0
#ifndef DEMO_INVENTORY_HPP
#define DEMO_INVENTORY_HPP

// Objects by key, in the order in which they came.

#include <ssot/json/raw_json.hpp>

#include <cstddef>
#include <iterator>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace demo {

struct item {
    std::string    key{};
    ssot::raw_json attributes{}; ///< an object with the item's other fields
    std::size_t    line = 0;     ///< where it stands in its file
};

class inventory {
public:
    bool is_json = false; ///< otherwise of the services(5) form

    std::list<item> const& items() const noexcept { return items_; }

    /// The item with this key, or null. It stays where it is until it is erased.
    item* find(std::string_view key)
    {
        auto const found = by_key_.find(key);
        return found == by_key_.end() ? nullptr : &*found->second;
    }

    /// Precondition: there is no item with this key.
    void add(item added)
    {
        items_.push_back(std::move(added));
        by_key_.emplace(items_.back().key, std::prev(items_.end()));
    }

    /// Precondition: there is an item with this key. `key` may be that item's own.
    void erase(std::string_view key)
    {
        auto const found = by_key_.find(key);
        auto const place = found->second;
        by_key_.erase(found);
        items_.erase(place);
    }

private:
    std::list<item>                                                 items_{};
    std::unordered_map<std::string_view, std::list<item>::iterator> by_key_{}; ///< refers to the keys in the list
};

} // namespace demo

#endif // DEMO_INVENTORY_HPP
