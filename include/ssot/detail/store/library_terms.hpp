// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORE_LIBRARY_TERMS_HPP
#define SSOT_DETAIL_STORE_LIBRARY_TERMS_HPP

// What a question asks beyond a `storage::query`.

#include <ssot/storage/query.hpp>
#include <ssot/storage/value.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

namespace ssot::detail {

/// Columns behind those of the model, which no backend has: by the row's key and the column's number from 0.
using more_columns = std::function<storage::value_view(storage::value_view key, std::size_t column)>;

/// How often a row comes, by its key. Absent: not at all; or once, for those that must not be there.
struct row_multiplier {
    std::unordered_map<std::string, std::uint64_t> times{};
    std::vector<storage::value>                    keys{}; ///< of those, for a condition
    bool                                           none     = false;
    bool                                           distinct = false;

    std::uint64_t of(std::string const& key) const
    {
        auto const found = times.find(key);
        if (none)
            return found == times.end() ? 1 : 0;
        return found == times.end() ? 0 : distinct ? 1 : found->second;
    }
};

struct read_extras {
    std::vector<row_multiplier> multipliers{};
    more_columns                columns{};
    std::vector<storage::term>  looks{}; ///< conditions that the caller will ask of each row with `matches`
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_STORE_LIBRARY_TERMS_HPP
