// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_WRITER_HPP
#define SSOT_DETAIL_MEMORY_WRITER_HPP

// Executes one writing statement.
//
// Rows are written in groups. First the rows are written where no index finds them, without a lock, while the index entries
// of their keys are prefetched; then all rows of the group are linked under the lock. Each change is logged before anything
// can fail.

#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>

#include <ssot/detail/memory/table.hpp>
#include <ssot/detail/memory/table_scan.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace ssot::storage::detail::memory {

class database;

class writer {
public:
    writer(std::shared_ptr<database> shared, snapshot seen, std::size_t position, ordinal number);

    result<std::size_t> insert(record_batch const& rows, bool skip_taken);

    result<std::size_t> update(query const& q, std::span<assignment const> set);

    result<std::size_t> erase(query const& q);

private:
    static constexpr std::size_t group = 64;

    class staged_rows;

    void read_row(record_batch const& rows, std::size_t i);

    /// `coming` is the number of further rows that this statement will link.
    result<std::size_t> link(staged_rows& staged, std::size_t coming, bool skip_taken);

    void end(row_ref ref);

    /// Returns the rows to be changed. Their order matters only with a limit or offset.
    std::vector<row_ref> find(query const& q);

    std::shared_ptr<database> shared_;
    snapshot                  snapshot_; ///< the snapshot from before this statement
    table&                    table_;
    std::size_t               position_;
    ordinal                   number_;
    row_values                values_{};
};

} // namespace ssot::storage::detail::memory

#include <ssot/impl/detail/memory/writer.ipp>

#endif // SSOT_DETAIL_MEMORY_WRITER_HPP
