// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_WRITER_HPP
#define SSOT_DETAIL_MEMORY_WRITER_HPP

// One statement that writes.
//
// Rows are written by the group: first to where nobody finds them, without a lock, while the memory that their keys need is on
// its way; then all of the group are linked under the lock. What is done is in the log before anything else can fail.

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
    writer(std::shared_ptr<database> shared, view seen, std::size_t position, ordinal number);

    result<std::size_t> insert(record_batch const& rows, bool skip_taken);

    result<std::size_t> update(query const& q, std::span<assignment const> set);

    result<std::size_t> erase(query const& q);

private:
    static constexpr std::size_t group = 64;

    class staged_rows;

    void read_row(record_batch const& rows, std::size_t i);

    /// `coming`: how many more rows this statement will link.
    result<std::size_t> link(staged_rows& staged, std::size_t coming, bool skip_taken);

    void end(row_ref ref);

    /// The rows that are to be written to. An order counts only for a page.
    std::vector<row_ref> find(query const& q);

    std::shared_ptr<database> shared_;
    view                      view_; ///< from before this statement
    table&                    table_;
    std::size_t               position_;
    ordinal                   number_;
    row_values                values_{};
};

} // namespace ssot::storage::detail::memory

#include <ssot/impl/detail/memory/writer.ipp>

#endif // SSOT_DETAIL_MEMORY_WRITER_HPP
