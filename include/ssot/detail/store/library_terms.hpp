// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORE_LIBRARY_TERMS_HPP
#define SSOT_DETAIL_STORE_LIBRARY_TERMS_HPP

// The parts of a question that a `storage::query` cannot express.

#include <ssot/storage/query.hpp>
#include <ssot/storage/value.hpp>

#include <ssot/detail/base/seeded_hash.hpp>

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace ssot::detail {

/// The values of columns that no backend has, numbered from 0 after the columns of the model. Returns the value for the row
/// with this key.
using more_columns = std::function<storage::value_view(storage::value_view key, std::size_t column)>;

/// How often a row comes, by its key. A row whose key is not listed does not come at all; if `none` is set, it comes once
/// and the listed rows do not come.
struct join_multiplicity {
    boost::unordered_flat_map<std::string, std::uint64_t, seeded_hash, std::equal_to<>> times{};
    std::vector<storage::value> keys{}; ///< of those, for a condition
    bool                        none     = false;
    bool                        distinct = false;

    std::uint64_t of(std::string_view key) const
    {
        auto const found = times.find(key);
        if (none)
            return found == times.end() ? 1 : 0;
        return found == times.end() ? 0 : distinct ? 1 : found->second;
    }
};

/// What the library does of a question while it reads the rows of a `storage::query`.
struct library_terms {
    std::vector<join_multiplicity> multiplicities{};
    more_columns                   columns{};
    std::vector<std::size_t>       repeats{};        ///< columns of the backend with numbers by whose product a row comes
    std::vector<storage::term>     row_conditions{}; ///< conditions that the caller will pass to `matches`
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_STORE_LIBRARY_TERMS_HPP
