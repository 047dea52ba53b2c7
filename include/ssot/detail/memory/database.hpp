// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_DATABASE_HPP
#define SSOT_DETAIL_MEMORY_DATABASE_HPP

// The state that all sessions of one memory backend share: the tables, who may write, and which snapshots are in use.
//
// Every writing statement has a number. A moment is the number of the last statement of a commit. A snapshot at moment m
// sees exactly the rows with begin <= m < end. A commit therefore publishes any number of rows by storing one number, and
// rows that are written later or rolled back are never seen.

#include <ssot/storage/schema.hpp>

#include <ssot/detail/base/fair_shared_mutex.hpp>
#include <ssot/detail/memory/table.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

namespace ssot::storage::detail::memory {

/// A snapshot of the list of tables. The tables and their rows live as long as it does.
struct catalog {
    std::vector<std::shared_ptr<table>> tables{};

    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    std::size_t position(model_desc const& model) const noexcept;
    table*      find(model_desc const& model) const noexcept;

    /// Checks whether this model has a table here or can get one. Errors: `schema_mismatch`.
    result<void> check(model_desc const& model) const;
};

class database {
public:
    /// Protects the indexes during look-ups and changes. Never held while a function of the user's runs.
    ssot::detail::fair_shared_mutex& guard() const noexcept { return guard_; }

    std::shared_ptr<catalog const> tables() const;

    /// Adds all tables or none. Errors: `schema_mismatch`.
    result<void> add_tables(std::span<model_desc const* const> models);

    // Moments.

    ordinal now() const noexcept { return committed_.load(std::memory_order_acquire); }

    /// Returns the tables and the last commit, as of one time.
    std::pair<std::shared_ptr<catalog const>, ordinal> look() const;

    /// Returns the moment of the last commit and keeps what is visible at it until `close_moment`.
    ordinal open_moment();
    void    close_moment(ordinal at) noexcept;

    // Writing. One session at a time.

    /// Waits until no other session writes, without limit if `timeout` is 0. Returns false if the timeout expired.
    bool start_writing(std::chrono::milliseconds timeout);

    /// Returns the number of the writer's last statement. At that moment it sees all its own statements.
    ordinal written() const noexcept { return written_; }

    /// Returns the number of a new statement. Errors: `busy` if numbers are used up and an open transaction prevents a
    /// restart.
    result<ordinal> next_statement();

    /// Returns the length of the log. Later changes can be undone without the earlier ones.
    std::size_t mark() noexcept { return sealed_ = log_.size(); }

    /// Makes room for one more entry, so that logging a change cannot fail. Throws std::bad_alloc.
    void reserve_log();
    void log_link(std::size_t position, table const& t, row_ref row) noexcept;
    void log_end(std::size_t position, row_ref row) noexcept
    {
        log_.push_back({static_cast<std::uint32_t>(position), row, row, false});
    }

    /// Undoes all changes except the first `mark` of the log.
    void undo_to(std::size_t mark) noexcept;

    void commit_writes() noexcept;

    void undo_writes() noexcept;

private:
    struct change {
        std::uint32_t table;
        row_ref       first;  ///< of consecutive rows
        row_ref       last;   ///< the place after them
        bool          linked; ///< true: the rows were inserted; false: one row was ended
    };

    void stop_writing() noexcept;

    /// Copies the live rows of tables with too many dead ones, unless an open transaction reads an older moment.
    void tidy();

    /// Returns whether an open transaction reads a moment before now, or any moment. Later ones read no older one.
    bool looked_at_before(bool any);

    key_hash                                hash_{};
    mutable ssot::detail::fair_shared_mutex guard_{};
    ssot::detail::fair_shared_mutex         copy_guard_{}; ///< for tables that no other thread can see yet
    std::shared_ptr<catalog const>          catalog_ = std::make_shared<catalog>();
    std::atomic<ordinal>                    committed_{0};

    std::mutex                     moments_guard_{};
    std::map<ordinal, std::size_t> moments_{}; ///< moments of open transactions, and how many transactions have each

    std::mutex              writer_{};
    std::condition_variable writer_left_{};
    bool                    writing_ = false;

    ordinal             written_ = 0; ///< number of the writer's last statement
    std::vector<change> log_{};
    std::size_t         sealed_ = 0;
};

} // namespace ssot::storage::detail::memory

#include <ssot/impl/detail/memory/database.ipp>

#endif // SSOT_DETAIL_MEMORY_DATABASE_HPP
