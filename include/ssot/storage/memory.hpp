// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORAGE_MEMORY_HPP
#define SSOT_STORAGE_MEMORY_HPP

// The in-memory reference backend: every row of every model, for the life of the process.
//
//   ssot::store store{ssot::storage::memory{}};
//
// Readers see a snapshot and never wait for a transaction; one transaction writes at a time, so that transactions are
// serializable. Sessions may live in different threads; they share the rows and keep them alive.

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
struct view;
class walk;
} // namespace detail::memory

/// Rows found by a scan, read some at a time; they are what they were when the scan began, and outlive their session.
class memory_cursor {
public:
    result<bool> next()
    {
        if (++at_ < count_)
            return true;
        if (!table_)
            return moved_from();
        return walk_ && read_more();
    }
    value_view at(std::size_t i) const noexcept;

    memory_cursor(memory_cursor&&) noexcept;
    memory_cursor& operator=(memory_cursor&&) noexcept;
    ~memory_cursor();

private:
    friend class memory_session;
    memory_cursor(std::shared_ptr<detail::memory::catalog const> tables, detail::memory::table const& table);

    bool         read_more();
    static error moved_from();

    std::shared_ptr<detail::memory::catalog const> tables_; ///< keeps the rows
    detail::memory::table const*                   table_;
    std::size_t                                    at_    = static_cast<std::size_t>(-1);
    std::size_t                                    count_ = 0;
    std::vector<std::byte const*>                  rows_{};   ///< those that were read last
    std::unique_ptr<detail::memory::walk>          walk_{};   ///< finds more
    std::vector<value_view>                        values_{}; ///< of an aggregate, `width_` for each row
    std::size_t                                    width_ = 0;
};

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

    /// Adds those of the rows whose key is free; how many.
    result<std::size_t>   insert_if_absent(record_batch rows);
    result<memory_cursor> aggregate(aggregate_query const& q);
    result<void>          savepoint(unsigned depth);
    result<void>          rollback_to(unsigned depth);
    result<void>          release(unsigned depth);

    /// One that was moved from answers `misuse`.
    memory_session(memory_session&& other) noexcept;
    memory_session& operator=(memory_session&& other) noexcept;
    ~memory_session() { rollback(); }

private:
    friend class memory;
    explicit memory_session(std::shared_ptr<detail::memory::database> shared) noexcept : shared_(std::move(shared)) {}

    detail::memory::view look() const;

    template<class Work>
    result<std::size_t> write(model_desc const& model, Work work);
    result<std::size_t> add(record_batch const& rows, bool skip_taken);

    std::shared_ptr<detail::memory::database> shared_;
    std::optional<std::uint32_t>              moment_{}; ///< of the open transaction
    bool                                      writing_ = false;
    std::vector<std::size_t>                  savepoints_{}; ///< by depth: how long the log of changes was
};

/// Copies share their rows.
class memory {
public:
    using session_type = memory_session;

    memory();
    // Moving copies, so that there is none without rows.
    memory(memory const&) noexcept            = default;
    memory& operator=(memory const&) noexcept = default;

    capabilities caps() const noexcept;
    /// Errors: `schema_mismatch`, as `check_schema`, but for `verify`; then there is no new table. The same is the error of every
    /// call that names a model of which the backend knows another description.
    result<std::uint32_t>  prepare_schema(schema_view schema, schema_mode mode);
    result<memory_session> open() { return memory_session(shared_); }
    /// Equal for copies, which share their rows.
    void const* identity() const noexcept { return shared_.get(); }

    /// Bytes that the rows of all models take, with old versions that are still kept; without what finds them.
    std::size_t row_bytes() const;

private:
    std::shared_ptr<detail::memory::database> shared_;
};

static_assert(storage_backend<memory>);

#ifdef SSOT_SEPARATE_COMPILATION
// The form without its type in which a store holds it, compiled where its cursor can be inlined.
extern template std::shared_ptr<detail::held_backend> detail::hold_backend(ssot::storage::memory&&);
extern template std::shared_ptr<detail::held_backend> detail::refer_to_backend(ssot::storage::memory&);
#endif

} // namespace ssot::storage

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/storage/memory.ipp>
#endif

#endif // SSOT_STORAGE_MEMORY_HPP
