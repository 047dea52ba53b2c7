// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_DIFF_PAIRS_HPP
#define SSOT_DETAIL_DIFF_PAIRS_HPP

// Objects of two sides that have the same key, found by hashing.

#include <ssot/error.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
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

/// Pairs in the order in which their keys came. Few are looked through, many are hashed.
template<class T>
class pair_table {
public:
    explicit pair_table(std::size_t expected)
    {
        pairs_.reserve(expected);
        if (expected > few)
            rehash(std::bit_ceil(2 * expected));
    }

    /// The pair with this key, which may be new.
    key_pair<T>& at(std::string_view key)
    {
        if (slots_.empty()) {
            for (auto& pair : pairs_)
                if (pair.key == key)
                    return pair;
            pairs_.push_back({key});
            if (pairs_.size() > few)
                rehash(4 * few);
            return pairs_.back();
        }
        auto const hash = hash_of(key);
        auto       at   = hash & mask_;
        for (; slots_[at].pair != 0; at = (at + 1) & mask_)
            if (slots_[at].hash == static_cast<std::uint32_t>(hash >> 32) && pairs_[slots_[at].pair - 1].key == key)
                return pairs_[slots_[at].pair - 1];
        pairs_.push_back({key});
        slots_[at] = {static_cast<std::uint32_t>(hash >> 32), static_cast<std::uint32_t>(pairs_.size())};
        if (2 * pairs_.size() > slots_.size())
            rehash(2 * slots_.size());
        return pairs_.back();
    }

    /// The pairs; the table is not used any more.
    std::vector<key_pair<T>> take() { return std::move(pairs_); }

    /// More than this many do not fit.
    static constexpr std::size_t most = 0x7fff'ffff;

private:
    static constexpr std::size_t few = 8;

    struct slot {
        std::uint32_t hash = 0;
        std::uint32_t pair = 0; ///< its position and 1; 0 for none
    };

    static std::uint64_t hash_of(std::string_view key) noexcept { return std::hash<std::string_view>()(key); }

    void rehash(std::size_t slots)
    {
        slots_.assign(slots, {});
        mask_ = slots - 1;
        for (std::size_t i = 0; i != pairs_.size(); ++i) {
            auto const hash = hash_of(pairs_[i].key);
            auto       at   = hash & mask_;
            while (slots_[at].pair != 0)
                at = (at + 1) & mask_;
            slots_[at] = {static_cast<std::uint32_t>(hash >> 32), static_cast<std::uint32_t>(i + 1)};
        }
    }

    std::vector<key_pair<T>> pairs_{};
    std::vector<slot>        slots_{};
    std::size_t              mask_ = 0;
};

/// By key, by bytes.
template<class T>
void sort_pairs(std::vector<key_pair<T>>& all)
{
    // The first bytes as a number tell most keys apart, and fit beside the position.
    struct place {
        std::uint64_t head;
        std::size_t   at;
    };
    if (std::ranges::is_sorted(all, {}, &key_pair<T>::key))
        return;
    std::vector<place> order;
    order.reserve(all.size());
    std::size_t common = 0; // bytes that all keys begin with
    if (all.size() > 1) {
        common = all.front().key.size();
        for (auto const& pair : all) {
            auto const& first = all.front().key;
            common            = static_cast<std::size_t>(
                std::ranges::mismatch(first.substr(0, common), pair.key.substr(0, common)).in1 - first.begin());
        }
    }
    for (std::size_t i = 0; i != all.size(); ++i) {
        std::uint64_t head = 0;
        for (std::size_t b = common; b != common + 8; ++b)
            head = head << 8 | (b < all[i].key.size() ? static_cast<unsigned char>(all[i].key[b]) : 0U);
        order.push_back({head, i});
    }
    std::ranges::sort(order, [&](place const& a, place const& b) {
        return a.head != b.head ? a.head < b.head : all[a.at].key < all[b.at].key;
    });
    std::vector<key_pair<T>> sorted;
    sorted.reserve(all.size());
    for (auto const& p : order)
        sorted.push_back(all[p.at]);
    all = std::move(sorted);
}

} // namespace ssot::detail

#endif // SSOT_DETAIL_DIFF_PAIRS_HPP
