// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORE_ROW_SINK_HPP
#define SSOT_DETAIL_STORE_ROW_SINK_HPP

// Receives the rows that a query finds, and makes objects of them whose type the store's core does not know.

#include <ssot/storage/schema.hpp>

#include <ssot/detail/base/config.hpp>

#include <cstdint>
#include <span>

namespace ssot::detail {

/// Makes one object for each row. The core calls `add`, writes the row's fields into that object, and then calls either
/// `keep` or `drop`.
class row_sink {
public:
    row_sink(std::span<storage::accessor const> accessors, bool with_revision) noexcept
        : accessors_(accessors), with_revision_(with_revision)
    {
    }
    row_sink(row_sink const&)            = delete;
    row_sink& operator=(row_sink const&) = delete;
    virtual ~row_sink()                  = default;

    /// Makes a blank object and returns its address.
    virtual void* add() = 0;
    /// Called after the row was written into the object.
    virtual void keep(std::int64_t revision) = 0;
    /// Called if the row could not be read; removes the object.
    virtual void drop() noexcept = 0;

    std::span<storage::accessor const> accessors() const noexcept { return accessors_; }
    /// Returns whether `keep` is given the revision.
    bool with_revision() const noexcept { return with_revision_; }

private:
    std::span<storage::accessor const> accessors_;
    bool                               with_revision_;
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_STORE_ROW_SINK_HPP
