// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_MEMORY_DATABASE_HPP
#define SSOT_DETAIL_MEMORY_DATABASE_HPP

// What the sessions of one memory backend share: the tables, who may write, and which moments are still being looked at.
//
// Every statement that writes has a number, and so does every moment: that of the last statement of the last commit. Whoever
// reads at a moment sees the rows that a statement up to it began and none up to it ended. So a commit publishes any number of
// rows by one store, and what is written later, or was taken back, is never seen.

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

/// The tables at one time. Whoever holds it may look at their rows for as long.
struct catalog {
    std::vector<std::shared_ptr<table>> tables{};

    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    std::size_t position(model_desc const& model) const noexcept;
    table*      find(model_desc const& model) const noexcept;

    /// Whether there is a table for this model, or room for one. Errors: `schema_mismatch`.
    result<void> check(model_desc const& model) const;
};

class database {
public:
    /// Held while somebody looks something up, or changes what is looked up in; never across the code of a user.
    ssot::detail::fair_shared_mutex& guard() const noexcept { return guard_; }

    std::shared_ptr<catalog const> tables() const;

    /// All of them or none. Errors: `schema_mismatch`.
    result<void> add_tables(std::span<model_desc const* const> models);

    // Moments.

    ordinal now() const noexcept { return committed_.load(std::memory_order_acquire); }

    /// The tables and the moment that go together.
    std::pair<std::shared_ptr<catalog const>, ordinal> look() const;

    /// The last commit; what is seen then stays until `close_moment`.
    ordinal open_moment();
    void    close_moment(ordinal at) noexcept;

    // Writing. One session at a time.

    /// Waits until no other session writes; for ever when `timeout` is 0.
    bool start_writing(std::chrono::milliseconds timeout);

    /// The number of the last statement of the writer, which sees all of them.
    ordinal written() const noexcept { return written_; }

    /// The number of a new one. Errors: `busy` when the numbers are used up, and old moments keep them from starting anew.
    result<ordinal> next_statement();

    /// Where the log ends. What follows can be taken back alone.
    std::size_t mark() noexcept { return sealed_ = log_.size(); }

    /// Room for one more entry, so that what was done can always be taken back. Throws std::bad_alloc.
    void reserve_log();
    void log_link(std::size_t position, table const& t, row_ref row) noexcept;
    void log_end(std::size_t position, row_ref row) noexcept
    {
        log_.push_back({static_cast<std::uint32_t>(position), row, row, false});
    }

    /// Takes back all changes but the first `mark` of the log.
    void undo_to(std::size_t mark) noexcept;

    void commit_writes() noexcept;

    void undo_writes() noexcept;

private:
    struct change {
        std::uint32_t table;
        row_ref       first;  ///< of rows that lie beside each other
        row_ref       last;   ///< behind them
        bool          linked; ///< otherwise ended: one row
    };

    void stop_writing() noexcept;

    /// Copies the live rows of tables of which too much is dead, unless somebody still looks at an older moment than now.
    void tidy();

    /// Whether an open transaction looks at a moment before now, or at any. Later ones will look at no older.
    bool looked_at_before(bool any);

    key_hash                                hash_{};
    mutable ssot::detail::fair_shared_mutex guard_{};
    ssot::detail::fair_shared_mutex         copy_guard_{}; ///< of tables that nobody else can see yet
    std::shared_ptr<catalog const>          catalog_ = std::make_shared<catalog>();
    std::atomic<ordinal>                    committed_{0};

    std::mutex                     moments_guard_{};
    std::map<ordinal, std::size_t> moments_{}; ///< those of open transactions, and of how many

    std::mutex              writer_{};
    std::condition_variable writer_left_{};
    bool                    writing_ = false;

    ordinal             written_ = 0; ///< by the writer
    std::vector<change> log_{};
    std::size_t         sealed_ = 0;
};

} // namespace ssot::storage::detail::memory

#include <ssot/impl/detail/memory/database.ipp>

#endif // SSOT_DETAIL_MEMORY_DATABASE_HPP
