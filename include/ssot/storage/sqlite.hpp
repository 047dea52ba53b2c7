// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORAGE_SQLITE_HPP
#define SSOT_STORAGE_SQLITE_HPP

// A backend that keeps rows in one file, by SQLite.
//
//   ssot::store store{ssot::storage::sqlite{"history.db"}};
//
// A commit that was acknowledged survives the loss of power. Readers see a snapshot and never wait; one transaction writes at a time,
// so that transactions are serializable. Any number of threads and processes may use one file, each thread with a session of its own.
//
// Link the CMake target ssot::sqlite; without it, compile <ssot/storage/sqlite/src.hpp> in one file and link SQLite 3.38 or later.

#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/capability.hpp>
#include <ssot/storage/concept.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>

#include <ssot/detail/base/config.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace ssot::storage {

namespace detail::sqlite {
class database;
class session;
class rows;
} // namespace detail::sqlite

/// How a file is opened.
struct sqlite_options {
    std::string path{}; ///< of the file; `""` and `":memory:"`, which SQLite knows, are `misuse`: use `storage::memory`

    /// What a commit survives. `power_loss` waits for the disk; `power_loss_prefix` does not, so that the latest commits may be lost
    /// with the power, and is faster by as much as the disk takes; `process_crash` never waits, for loading what can be loaded again:
    /// after a loss of power the file may be broken.
    ssot::storage::durability durability = ssot::storage::durability::power_loss;

    /// How long a call waits while others write, if its transaction has no timeout of its own. 0: without limit.
    std::chrono::milliseconds busy{60'000};

    bool        read_only = false;   ///< the file is not changed; writes are `read_only`
    std::size_t cache     = 8 << 20; ///< bytes of the file that each connection keeps in memory
};

/// Iterates over the rows of a scan as they were when the scan began. It may outlive its session and the backend. Movable. For one
/// thread at a time. A cursor that was moved from returns `misuse`.
class sqlite_cursor {
public:
    result<bool> next();
    value_view   at(std::size_t i) const noexcept { return values_[i]; }

    sqlite_cursor(sqlite_cursor&&) noexcept;
    sqlite_cursor& operator=(sqlite_cursor&&) noexcept;
    ~sqlite_cursor();

private:
    friend class sqlite_session;
    explicit sqlite_cursor(std::unique_ptr<detail::sqlite::rows> found) noexcept;

    std::unique_ptr<detail::sqlite::rows> rows_;
    value_view const*                     values_ = nullptr; ///< of the current row
};

/// A session. Movable. For one thread at a time, except `cancel`. The destructor rolls back an open transaction. The members of a
/// session that was moved from return `misuse`.
class sqlite_session {
public:
    using cursor_type = sqlite_cursor;

    result<std::size_t>   insert(record_batch rows);
    result<sqlite_cursor> scan(query const& q);
    result<std::size_t>   update(query const& q, std::span<assignment const> set);
    result<std::size_t>   erase(query const& q);
    result<void>          begin(tx_options options);
    result<void>          commit();
    void                  rollback() noexcept;

    // Optional members of the contract.

    result<sqlite_cursor> aggregate(aggregate_query const& q);
    result<void>          savepoint(unsigned depth);
    result<void>          rollback_to(unsigned depth);
    result<void>          release(unsigned depth);
    result<std::size_t>   insert_if_absent(record_batch rows);
    result<std::size_t>   insert_making_keys(record_batch rows, std::span<std::int64_t> keys);
    result<std::uint32_t> prepare_schema(schema_view schema, schema_mode mode);
    void                  cancel() noexcept;

    sqlite_session(sqlite_session&&) noexcept;
    sqlite_session& operator=(sqlite_session&&) noexcept;
    ~sqlite_session();

private:
    friend class sqlite;
    explicit sqlite_session(std::unique_ptr<detail::sqlite::session> held) noexcept;

    std::unique_ptr<detail::sqlite::session> held_;
};

/// The backend. Copies share the file and its connections. All members may be called from any thread. The file is opened when it is
/// needed first, so that what is wrong with it is an error of the call that needs it.
class sqlite {
public:
    using session_type = sqlite_session;

    /// The file at this path, relative to the current folder of now.
    explicit sqlite(std::string path);
    explicit sqlite(sqlite_options options);
    // A move makes a copy, so that no object is left without a file.
    sqlite(sqlite const&) noexcept            = default;
    sqlite& operator=(sqlite const&) noexcept = default;

    capabilities caps() const noexcept;

    /// Creates the file and the tables, indexes and views that are missing, unless `mode` is `verify`. Returns the version that the file
    /// has then. Errors: `schema_mismatch` for a file that no program with this library made, that one of a newer version made, or whose
    /// tables are those of other descriptions; nothing is written then.
    result<std::uint32_t>  prepare_schema(schema_view schema, schema_mode mode);
    result<sqlite_session> open();
    /// Returns the same address for all copies, because they share the file.
    void const* identity() const noexcept { return shared_.get(); }

    /// Looks at the whole file: pages, indexes and foreign keys. Returns what is wrong in words; nothing if all is well. Linear in the
    /// size of the file. Others may read and write meanwhile.
    result<std::vector<std::string>> verify();

    /// Copies the file as it is at one moment. Others may read and write meanwhile. Errors: `already_exists` if there is a file at that
    /// path, and then it is left alone.
    result<void> backup_to(std::string const& path);

private:
    std::shared_ptr<detail::sqlite::database> shared_;
};

static_assert(storage_backend<sqlite>);
static_assert(aggregating<sqlite_session> && with_savepoints<sqlite_session> && inserting_if_absent<sqlite_session> &&
              making_keys<sqlite_session> && preparing_schema<sqlite_session> && cancelable<sqlite_session>);

#ifdef SSOT_SEPARATE_COMPILATION
// The type-erased form in which a store holds this backend.
extern template std::shared_ptr<detail::held_backend> detail::hold_backend(ssot::storage::sqlite&&);
extern template std::shared_ptr<detail::held_backend> detail::refer_to_backend(ssot::storage::sqlite&);
#endif

} // namespace ssot::storage

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/storage/sqlite.ipp>
#endif

#endif // SSOT_STORAGE_SQLITE_HPP
