// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_DIFF_PAIRS_HPP
#define SSOT_DETAIL_DIFF_PAIRS_HPP

// Pairs the objects of two sides that have the same key, by hashing.

#include <ssot/detail/base/seeded_hash.hpp>

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot::detail {

/// An object in the source, in the target, or in both.
template<class T>
struct key_pair {
    std::string_view key;
    T const*         source    = nullptr;
    T const*         target    = nullptr;
    std::size_t      source_at = static_cast<std::size_t>(-1);
    std::size_t      target_at = static_cast<std::size_t>(-1);
};

/// The pairs, in the order in which their keys first occurred.
template<class T>
class pair_table {
public:
    explicit pair_table(std::size_t expected)
    {
        pairs_.reserve(expected);
        places_.reserve(expected);
    }

    /// Returns the pair with this key, which may be new.
    key_pair<T>& at(std::string_view key)
    {
        auto const [place, is_new] = places_.try_emplace(key, pairs_.size());
        if (is_new)
            pairs_.push_back({key});
        return pairs_[place->second];
    }

    /// Returns the pairs. The hash table must not be used afterwards.
    std::vector<key_pair<T>> take() { return std::move(pairs_); }

private:
    std::vector<key_pair<T>>                                              pairs_{};
    boost::unordered_flat_map<std::string_view, std::size_t, seeded_hash> places_{};
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_DIFF_PAIRS_HPP
