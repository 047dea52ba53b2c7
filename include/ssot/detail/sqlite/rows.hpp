// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_SQLITE_ROWS_HPP
#define SSOT_DETAIL_SQLITE_ROWS_HPP

// The rows of a statement that runs: what a cursor holds.

#include <ssot/error.hpp>
#include <ssot/storage/packed_row.hpp>
#include <ssot/storage/value.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/sqlite/connection.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ssot::storage::detail::sqlite {

/// Reads row after row from the file. If the transaction that it reads in writes or is undone, the rows that are left are copied first.
class rows {
public:
    /// `width` is the number of values of a row.
    rows(std::shared_ptr<connection> on, std::shared_ptr<call_marks> marks, std::unique_ptr<prepared> statement,
         std::size_t width);
    rows(rows const&)            = delete;
    rows& operator=(rows const&) = delete;
    ~rows() { finish(); }

    /// Binds what the statement needs, and moves to the first row, which the next call of `next` returns: the rows are those of now.
    result<void> start(sql::asked const& from);

    result<bool> next();
    /// The values of the current row, which stay in one place.
    value_view const* values() const noexcept { return values_.data(); }

    /// Copies the rows that are left, the current one too, and gives back the statement.
    void keep_all() noexcept;

private:
    result<bool> step();
    /// Writes the row at which the statement stands to the places of its columns.
    void decode(std::vector<value_view>& to) const noexcept;
    void unpack(packed_row const& row) noexcept;
    void finish() noexcept;

    std::shared_ptr<connection> on_; ///< null after the last row
    std::shared_ptr<call_marks> marks_;
    std::unique_ptr<prepared>   statement_;
    std::vector<value_view>     values_;
    std::string                 bytes_{};       ///< what is bound
    bool                        ahead_ = false; ///< the statement stands at a row that was not returned yet
    std::vector<packed_row>     kept_{};        ///< what is left, if it was copied
    std::size_t                 taken_ = 0;     ///< how many of them were returned
    packed_row                  current_{};     ///< the row that `values_` refers to, if it was copied
    std::optional<error>        failed_{};
};

} // namespace ssot::storage::detail::sqlite

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/sqlite/rows.ipp>
#endif

#endif // SSOT_DETAIL_SQLITE_ROWS_HPP
