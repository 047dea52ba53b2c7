// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORAGE_MEMORY_HPP
#define SSOT_STORAGE_MEMORY_HPP

// The reference backend. It keeps every row of every model in memory and nothing on disk.
//
//   ssot::store store{ssot::storage::memory{}};
//
// Readers see a snapshot and never wait for a transaction. Only one transaction writes at a time, so transactions are
// serializable. Any number of threads may use the backend, each with a session of its own. The rows live until the last copy
// of the backend and the last of its sessions and cursors are destroyed.

#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/capability.hpp>
#include <ssot/storage/concept.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>

#include <ssot/detail/base/config.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace ssot::storage {

namespace detail::memory {
struct catalog;
class database;
class table;
struct snapshot;
class table_scan;
} // namespace detail::memory

/// Iterates over the rows of a scan as they were when the scan began. It may outlive its session, and the query and the
/// arguments of the scan. Movable. For one thread at a time. A cursor that was moved from returns `misuse`.
class memory_cursor {
public:
    result<bool> next()
    {
        if (++at_ < count_)
            return true;
        if (!table_)
            return moved_from();
        return scan_ && read_more();
    }
    value_view at(std::size_t i) const noexcept { return width_ == 0 ? row_at(i) : values_[at_ * width_ + i]; }

    memory_cursor(memory_cursor&&) noexcept;
    memory_cursor& operator=(memory_cursor&&) noexcept;
    ~memory_cursor();

private:
    friend class memory_session;
    memory_cursor(std::shared_ptr<detail::memory::catalog const> tables, detail::memory::table const& table);

    value_view   row_at(std::size_t i) const noexcept;
    bool         read_more();
    static error moved_from();

    std::shared_ptr<detail::memory::catalog const> tables_; ///< keeps the rows alive
    detail::memory::table const*                   table_;
    std::size_t                                    at_    = static_cast<std::size_t>(-1);
    std::size_t                                    count_ = 0;
    std::vector<std::byte const*>                  rows_{};   ///< the rows that were read last
    std::unique_ptr<detail::memory::table_scan>    scan_{};   ///< finds the next rows
    std::vector<value_view>                        values_{}; ///< the rows of an aggregate, `width_` values each
    std::size_t                                    width_ = 0;
};

/// A session of the memory backend. Movable. For one thread at a time. The destructor rolls back an open transaction.
class memory_session {
public:
    using cursor_type = memory_cursor;

    result<std::size_t>   insert(record_batch rows);
    result<memory_cursor> scan(query const& q);
    result<std::size_t>   update(query const& q, std::span<assignment const> set);
    result<std::size_t>   erase(query const& q);
    result<void>          begin(tx_options options);
    result<void>          commit();
    void                  rollback() noexcept;

    // Optional members of the contract.

    /// Inserts the rows whose keys are free. Returns the number of rows inserted.
    result<std::size_t>   insert_if_absent(record_batch rows);
    result<memory_cursor> aggregate(aggregate_query const& q);
    result<void>          savepoint(unsigned depth);
    result<void>          rollback_to(unsigned depth);
    result<void>          release(unsigned depth);

    /// The members of a session that was moved from return `misuse`.
    memory_session(memory_session&& other) noexcept;
    memory_session& operator=(memory_session&& other) noexcept;
    ~memory_session() { rollback(); }

private:
    friend class memory;
    explicit memory_session(std::shared_ptr<detail::memory::database> shared) noexcept : shared_(std::move(shared)) {}

    detail::memory::snapshot look() const;

    template<class Work>
    result<std::size_t> write(model_desc const& model, Work work);
    result<std::size_t> add(record_batch const& rows, bool skip_taken);

    std::shared_ptr<detail::memory::database> shared_;
    std::optional<std::uint32_t>              moment_{}; ///< when the open transaction began
    bool                                      writing_ = false;
    std::vector<std::size_t>                  savepoints_{}; ///< by depth: length of the change log at the savepoint
};

/// The backend. Copies share their rows. All members may be called from any thread.
class memory {
public:
    using session_type = memory_session;

    memory();
    // A move makes a copy, so that no object is left without rows.
    memory(memory const&) noexcept            = default;
    memory& operator=(memory const&) noexcept = default;

    capabilities caps() const noexcept;
    /// Creates the tables that are missing. Returns `schema.version`. Errors: `schema_mismatch` as `check_schema` returns
    /// it, unless `mode` is `verify`; no table is created then. Every call that names a model which differs from the
    /// description known to the backend returns the same error.
    result<std::uint32_t>  prepare_schema(schema_view schema, schema_mode mode);
    result<memory_session> open() { return memory_session(shared_); }
    /// Returns the same address for all copies, because they share their rows.
    void const* identity() const noexcept { return shared_.get(); }

    /// Returns how many bytes the rows of all models take, including old versions that are still kept but not the indexes.
    /// Linear in the number of models.
    std::size_t row_bytes() const;

private:
    std::shared_ptr<detail::memory::database> shared_;
};

static_assert(storage_backend<memory>);

#ifdef SSOT_SEPARATE_COMPILATION
// The type-erased form in which a store holds this backend, instantiated where the members of its cursor can be inlined.
extern template std::shared_ptr<detail::held_backend> detail::hold_backend(ssot::storage::memory&&);
extern template std::shared_ptr<detail::held_backend> detail::refer_to_backend(ssot::storage::memory&);
#endif

} // namespace ssot::storage

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/storage/memory.ipp>
#endif

#endif // SSOT_STORAGE_MEMORY_HPP
