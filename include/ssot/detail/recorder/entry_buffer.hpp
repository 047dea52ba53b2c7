// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_RECORDER_ENTRY_BUFFER_HPP
#define SSOT_DETAIL_RECORDER_ENTRY_BUFFER_HPP

// The log entries of a run that wait to be stored in batches.

#include <ssot/error.hpp>
#include <ssot/model/choices.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/base/seeded_hash.hpp>

#include <boost/unordered/unordered_flat_set.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace ssot::detail::recording {

template<class Entry>
class entry_buffer {
public:
    /// With `fold`, objects without changes are only counted until `add_folded`.
    explicit entry_buffer(std::size_t batch, bool fold) : batch_(std::max<std::size_t>(batch, 1)), due_(batch_), fold_(fold)
    {
        constexpr std::size_t most_at_once = 10'000; // the caller may ask for a batch of any size
        waiting_.reserve(std::min(batch_, most_at_once));
    }

    /// Adds an entry. Errors: `already_exists` if the caller chose a key that an earlier entry of the run has; the buffer is
    /// then unchanged.
    result<void> add(Entry&& entry, bool key_is_new)
    {
        if (fold_ && is_unchanged(entry)) {
            ++folded_;
            return {};
        }
        if (!key_is_new && !keys_.insert(entry.id).second)
            return error(errc::already_exists,
                         "an entry with the key " + ssot::to_string(entry.id) + " waits to be written already")
                .with_path("id");
        try {
            waiting_.push_back(std::move(entry));
        } catch (...) {
            keys_.erase(entry.id);
            throw;
        }
        return {};
    }

    /// Returns whether there is a batch to write. After a failed write the next is due when as many further entries have
    /// arrived.
    bool                is_due() const noexcept { return waiting_.size() >= due_; }
    std::vector<Entry>& rows() noexcept { return waiting_; }

    /// Forgets the keys of the entries `gone`, which a write has removed from the buffer.
    void forget(std::span<Entry const> gone)
    {
        if (waiting_.empty()) {
            keys_.clear();
            return;
        }
        for (auto const& e : gone)
            keys_.erase(e.id);
    }
    /// Sets when the next batch is due, after a write that succeeded or failed.
    void written(bool well) noexcept { due_ = well ? batch_ : waiting_.size() + batch_; }

    /// Adds one entry for all entries that were only counted.
    template<class Sync>
    void add_folded(Sync const& sync, timestamp at)
    {
        if (folded_ == 0)
            return;
        waiting_.push_back({.sync      = sync,
                            .timestamp = at,
                            .action    = sync_log_entry_action::no_change,
                            .status    = sync_log_entry_status::success,
                            .message   = std::to_string(folded_) + " objects without changes; no action needed"});
        folded_ = 0;
    }

    /// Returns how many entries are written together at most. If more are waiting, they are written in parts.
    std::size_t most_together() const noexcept { return std::max<std::size_t>(batch_, 1000); }

private:
    static bool is_unchanged(Entry const& entry)
    {
        return entry.action == decltype(entry.action)(sync_log_entry_action::no_change) &&
            entry.status == decltype(entry.status)(sync_log_entry_status::success);
    }

    std::size_t                                  batch_;
    std::size_t                                  due_; ///< as many wait when the next batch is to be written
    bool                                         fold_;
    std::vector<Entry>                           waiting_{};
    std::size_t                                  folded_ = 0;
    boost::unordered_flat_set<uuid, seeded_hash> keys_{}; ///< that callers chose, of entries that are not written yet
};

} // namespace ssot::detail::recording

#endif // SSOT_DETAIL_RECORDER_ENTRY_BUFFER_HPP
