// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_TABLE_SCAN_HPP
#define SSOT_DETAIL_MEMORY_TABLE_SCAN_HPP

// The rows of a query, some at a time: those of the plan that satisfy the condition, each run put in order, cut to a page.

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

/// Where somebody looks: the tables, and the moment.
struct view {
    std::shared_ptr<catalog const> tables;
    ordinal                        seen;
    bool                           own; ///< the writer's, who sees its own statements
};

class walk {
public:
    /// Refers to `q` and its values until `keep_query`.
    walk(query const& q, view seen, table const& t, std::shared_ptr<database const> shared);

    /// Copies what the query refers to, so that the walk can go on when it is gone.
    void keep_query();

    /// Adds up to about `most` rows, at least one unless there are no more.
    void read(std::vector<row_ref>& out, std::size_t most);

    /// Some more rows, as many as a cursor keeps; how many.
    std::size_t read(std::vector<std::byte const*>& out);

    /// Whether that were the last.
    bool ended() const noexcept { return ended_; }

    row_view row(row_ref ref) const noexcept { return {table_, table_->row(ref)}; }

private:
    static constexpr std::uint64_t all = std::numeric_limits<std::uint64_t>::max();

    bool wanted(row_ref ref);

    /// Whether the row lies behind the place where the page before ended.
    bool is_after(row_view const& r);

    void read_unsorted(std::vector<row_ref>& out, std::size_t most);

    /// The next run that has a row of the page, in order; false when there is none.
    bool read_run();

    auto less();

    std::size_t needed() const noexcept;

    /// Of a run that is longer than the page, only the first rows are kept.
    void drop_surplus();

    void sort_run();

    query const*                    q_;
    view                            view_;
    table const*                    table_;
    std::shared_ptr<database const> shared_;
    row_source                      source_;
    follower                        follow_;
    bool                            exact_ = false;
    std::uint64_t                   skip_;
    std::uint64_t                   left_;

    std::vector<row_ref> read_{};
    bool                 ended_ = false;
    std::vector<row_ref> ready_{}; ///< a run, in order
    std::size_t          ready_at_      = 0;
    row_ref              first_of_next_ = no_row;
    bool                 run_began_     = false;

    std::unique_ptr<query> kept_query_{};
    std::vector<value>     kept_values_{};
};

} // namespace ssot::storage::detail::memory

#include <ssot/impl/detail/memory/table_scan.ipp>

#endif // SSOT_DETAIL_MEMORY_TABLE_SCAN_HPP
