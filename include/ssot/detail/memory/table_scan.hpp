// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_TABLE_SCAN_HPP
#define SSOT_DETAIL_MEMORY_TABLE_SCAN_HPP

// Returns the rows of a query some at a time: plans the scan, filters its rows, sorts each run, and cuts to the page.

#include <ssot/storage/query.hpp>
#include <ssot/storage/value.hpp>

#include <ssot/detail/memory/foreign_key_resolver.hpp>
#include <ssot/detail/memory/row_source.hpp>
#include <ssot/detail/memory/table.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

namespace ssot::storage::detail::memory {

struct catalog;
class database;

/// What a statement sees: the tables, and the moment at which they are seen.
struct snapshot {
    std::shared_ptr<catalog const> tables;
    ordinal                        seen;
    bool                           own; ///< whether the transaction's own statements are visible too
};

/// The rows that a query finds in one table.
class table_scan {
public:
    /// Refers to `q` and its values until `keep_query`.
    table_scan(query const& q, snapshot seen, table const& t, std::shared_ptr<database const> shared);

    /// Copies the query and its values, so that the scan can go on after the caller's are gone.
    void keep_query();

    /// Appends up to about `most` rows. Appends at least one unless there are no more.
    void read(std::vector<row_ref>& out, std::size_t most);

    /// Appends as many rows as a cursor keeps at a time. Returns their number.
    std::size_t read(std::vector<std::byte const*>& out);

    /// Returns whether no more rows will come.
    bool ended() const noexcept { return ended_; }

    row_view row(row_ref ref) const noexcept { return {table_, table_->row(ref)}; }

private:
    static constexpr std::uint64_t all = std::numeric_limits<std::uint64_t>::max();

    bool wanted(row_ref ref);

    /// Returns whether the row comes after the values of `query::after`.
    bool is_after(row_view const& r);

    void read_unsorted(std::vector<row_ref>& out, std::size_t most);

    /// Reads and sorts the next run that has a row of the page. Returns false if there is none.
    bool read_run();

    auto less();

    std::size_t needed() const noexcept;

    /// Keeps only the first rows of a run that is longer than the page.
    void drop_surplus();

    void sort_run();

    query const*                    q_;
    snapshot                        snapshot_;
    table const*                    table_;
    std::shared_ptr<database const> shared_;
    row_source                      source_;
    foreign_key_resolver            follow_;
    bool                            exact_ = false;
    std::uint64_t                   skip_;
    std::uint64_t                   left_;

    std::vector<row_ref> read_{};
    bool                 ended_ = false;
    std::vector<row_ref> ready_{}; ///< the current run, sorted
    std::size_t          ready_at_      = 0;
    row_ref              first_of_next_ = no_row;
    bool                 run_began_     = false;

    std::unique_ptr<query> kept_query_{};
    std::vector<value>     kept_values_{};
};

} // namespace ssot::storage::detail::memory

#include <ssot/impl/detail/memory/table_scan.ipp>

#endif // SSOT_DETAIL_MEMORY_TABLE_SCAN_HPP
