// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_AGGREGATE_HPP
#define SSOT_DETAIL_MEMORY_AGGREGATE_HPP

// Groups rows and folds them. The values of the result refer to rows and descriptions, which must outlive them.

#include <ssot/storage/query.hpp>

#include <ssot/detail/base/seeded_hash.hpp>
#include <ssot/detail/base/wide_sum.hpp>
#include <ssot/detail/memory/foreign_key_resolver.hpp>
#include <ssot/detail/memory/table_scan.hpp>

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace ssot::storage::detail::memory {

class database;

/// The state of one measure of one group.
struct folded {
    std::int64_t           n = 0; ///< a count
    ssot::detail::wide_sum whole{};
    double                 real = 0;
    value_view             best{}; ///< the minimum or maximum so far
    bool                   any = false;
};

class aggregation {
public:
    aggregation(aggregate_query const& q, snapshot seen, table const& t, std::shared_ptr<database const> shared);

    /// Returns the rows of the result one after the other, each the values of its group followed by its measures.
    /// Errors: `out_of_range` if a sum does not fit into int64, `unsupported` for the sum of a field that is not a number.
    result<std::vector<value_view>> read();

private:
    /// Answers `count` without a condition from the row counter of the table. Returns false if the query is another one.
    bool read_count(std::vector<value_view>& out);

    void fold_rows();

    void fold(row_view const& row);

    static void keep_best(folded& f, value_view v, bool least) noexcept;

    static void add(folded& f, value_view v) noexcept;

    bool satisfies(measure const& m, row_view const& row);

    value_view value_of(measure const& m, folded const& f) const noexcept;

    /// Returns the measures of the group to which the row belongs.
    folded* folded_of(row_view const& row);

    void add_group(std::span<value_view const> names);

    aggregate_query const&          q_;
    snapshot                        snapshot_;
    table const&                    table_;
    std::shared_ptr<database const> shared_;
    foreign_key_resolver            follow_;
    query                           condition_{}; ///< the conditions of `count_if`

    boost::unordered_flat_map<std::string, std::size_t, ssot::detail::seeded_hash> places_{}; ///< of the groups
    boost::unordered_flat_map<uuid, std::size_t, ssot::detail::seeded_hash>
                            places_of_ids_{}; ///< where a uuid is the only name
    std::size_t             groups_ = 0;
    std::vector<value_view> names_{};
    std::vector<folded>     folded_{};
    std::string             key_{};
    std::vector<value_view> values_{};
};

} // namespace ssot::storage::detail::memory

#include <ssot/impl/detail/memory/aggregate.ipp>

#endif // SSOT_DETAIL_MEMORY_AGGREGATE_HPP
