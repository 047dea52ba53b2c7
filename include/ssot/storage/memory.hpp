// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORAGE_MEMORY_HPP
#define SSOT_STORAGE_MEMORY_HPP

// The in-memory reference backend: every row of every model, for the life of the process.
//
//   ssot::store store{ssot::storage::memory{}};
//
// Readers see a snapshot and never wait for a transaction; one transaction writes at a time, so that transactions are
// serializable. Sessions may live in different threads; they share the rows and keep them alive.

#include <ssot/storage/capability.hpp>
#include <ssot/storage/concept.hpp>
#include <ssot/storage/packed_row.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace ssot::storage {

namespace detail {
class memory_tables;
}

/// Rows found by a scan; they stay what they were when the scan began.
class memory_cursor {
public:
    result<bool> next() noexcept { return ++at_ < rows_.size(); }
    value_view   at(std::size_t i) const noexcept { return rows_[at_]->at(i); }

private:
    friend class memory_session;
    explicit memory_cursor(std::vector<std::shared_ptr<packed_row const>> rows) noexcept : rows_(std::move(rows)) {}

    std::vector<std::shared_ptr<packed_row const>> rows_;
    std::size_t                                    at_ = static_cast<std::size_t>(-1);
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

    memory_session(memory_session&&) noexcept = default;
    memory_session& operator=(memory_session&& other) noexcept;
    ~memory_session() { rollback(); }

private:
    friend class memory;
    explicit memory_session(std::shared_ptr<detail::memory_tables> tables) noexcept : tables_(std::move(tables)) {}

    template<class Work>
    result<std::size_t> write(Work work);

    std::shared_ptr<detail::memory_tables> tables_;
    std::optional<std::uint64_t>           snapshot_{}; ///< of the open transaction
    bool                                   writing_ = false;
};

/// Copies share their rows.
class memory {
public:
    using session_type = memory_session;

    memory();

    capabilities           caps() const noexcept;
    result<std::uint32_t>  prepare_schema(schema_view schema, schema_mode mode);
    result<memory_session> open() { return memory_session(tables_); }

private:
    std::shared_ptr<detail::memory_tables> tables_;
};

static_assert(storage_backend<memory>);

} // namespace ssot::storage

#include <ssot/impl/storage/memory.hpp>

#endif // SSOT_STORAGE_MEMORY_HPP
