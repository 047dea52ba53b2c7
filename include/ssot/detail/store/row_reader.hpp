// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORE_ROW_READER_HPP
#define SSOT_DETAIL_STORE_ROW_READER_HPP

// Reads the rows of a query one at a time, in its order. Rows come directly from the backend's cursor if the backend does
// everything; otherwise they are filtered, sorted and cut here, within a limit of memory. Does not depend on the model's
// type, so that all models share this code.

#include <ssot/error.hpp>
#include <ssot/storage/capability.hpp>
#include <ssot/storage/evaluate.hpp>
#include <ssot/storage/packed_row.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/session_ref.hpp>

#include <ssot/detail/base/function_ref.hpp>
#include <ssot/detail/store/library_terms.hpp>
#include <ssot/detail/store/memory_budget.hpp>
#include <ssot/detail/store/object_batch.hpp>
#include <ssot/detail/store/parent_rows.hpp>
#include <ssot/detail/store/read_plan.hpp>
#include <ssot/detail/store/session.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace ssot::detail {
inline namespace SSOT_MODE {

class row_reader;

/// Called with each row; an error ends the reading.
using on_row_fn = function_ref<result<void>(row_reader const& row)>;

class row_reader {
    using packed_row = storage::packed_row;

public:
    row_reader(session_state& session, storage::capabilities const& caps, std::size_t max_bytes)
        : session_(&session), caps_(&caps), memory_(max_bytes)
    {
    }

    /// Begins to read. The arguments that `q` refers to must outlive this object.
    result<void> open(storage::query q, read_extras extras = {})
    {
        if (is_look_up(q) && extras.multipliers.empty() && extras.looks.empty()) {
            q_.model    = q.model;
            plan_.asked = std::move(q);
            return {};
        }
        extras_     = std::move(extras);
        columns_at_ = q.model->fields.size();
        if (!extras_.columns && (names_column(q, q.where) || names_column(q, q.order) || names_column(q, extras_.looks)))
            return error(errc::misuse, "only annotated_syncs has the counts of log entries");
        read_planner const planner(*caps_);
        plan_ = planner.plan(q, !extras_.multipliers.empty());
        q_    = std::move(q);
        for (auto const& t : extras_.looks)
            if (t.field != storage::no_field)
                plan_.asked.fields |= std::uint64_t{1} << (t.via == storage::no_field ? t.field : t.via);
        filter_ = {.model = q_.model, .where = plan_.rest, .args = plan_.asked.args, .by = q_.by};
        sort_long_lists();
        set_batches_aside();
        skip_ = plan_.cuts ? q_.offset : 0;
        left_ = plan_.cuts ? q_.limit : no_limit;
        if (left_ == 0)
            return {};
        if (auto loaded = load_parents(); !loaded)
            return loaded;
        return plan_.sorts ? sort() : result<void>();
    }

    /// Moves to the next row. Returns false if there is none.
    result<bool> next()
    {
        for (;;) {
            if (left_ == 0) {
                cursor_.reset();
                return false;
            }
            if (again_ == 0) {
                auto found = plan_.sorts ? result<bool>(next_sorted()) : next_match();
                if (!found || !*found)
                    return found;
                again_  = extras_.multipliers.empty() ? 1 : times(at(q_.model->pk));
                copies_ = again_;
            }
            if (skip_ >= again_) {
                skip_ -= again_;
                again_ = 0;
                continue;
            }
            again_ -= skip_ + 1;
            skip_ = 0;
            left_ -= left_ != no_limit;
            return true;
        }
    }

    /// Moves to the next row and writes it into an object. Returns false if there is none. If the backend's rows need no
    /// further work, nothing is copied in between. `to.read` says whether the object could be written; if not, that row is
    /// the current one.
    result<bool> next_into(storage::row_target& to)
    {
        if (!gives_rows_as_they_are()) {
            auto more = next();
            if (more && *more)
                to.take(*this);
            return more;
        }
        for (;;) {
            if (!cursor_) {
                auto opened = open_next_cursor();
                if (!opened || !*opened)
                    return opened;
            }
            auto more = cursor_->next_into(to);
            if (!more || *more)
                return more;
            cursor_.reset();
        }
    }

    /// Calls `on_row(row)` for each remaining row.
    result<void> for_each(on_row_fn on_row)
    {
        for (;;) {
            auto more = next();
            if (!more)
                return more.error();
            if (!*more)
                return {};
            if (auto done = on_row(*this); !done)
                return done;
        }
    }

    /// Returns field `i` of the current row, which is valid until the next row.
    storage::value_view at(std::size_t i) const { return plan_.sorts ? sorted_[position_ - 1].at(i) : cursor_->at(i); }

    /// The number of the current copy of its row, from 1. Copies that an offset skipped are counted.
    std::uint64_t copy() const noexcept { return copies_ - again_; }

    /// Returns whether the current row satisfies a condition. Its terms must have been given in the extras.
    bool matches(storage::query const& q) const
    {
        return storage::matches(q, wide_row<row_reader>{*this, *this}, parents_.follower());
    }

private:
    /// Returns whether the rows of the backend's cursor are those of the query, each once.
    bool gives_rows_as_they_are() const noexcept
    {
        return !plan_.sorts && !plan_.cuts && filter_.where.empty() && extras_.multipliers.empty();
    }

    /// Returns whether a query only asks for a few keys, in any order, which needs no plan.
    bool is_look_up(storage::query const& q) const noexcept
    {
        return q.order.empty() && q.after.empty() && q.limit == no_limit && q.offset == 0 && q.by_key() &&
            caps_->filters != storage::filtering::none && q.where[0].count <= caps_->max_keys_in;
    }

    template<class Terms>
    static bool names_column(storage::query const& q, Terms const& terms) noexcept
    {
        return std::ranges::any_of(terms, [&](auto const& t) {
            return t.via == storage::no_field && t.field != storage::no_field && t.field >= q.model->fields.size();
        });
    }

    /// A row with the columns that no backend has.
    template<class Row>
    struct wide_row {
        Row const&        row;
        row_reader const& reader;

        storage::value_view at(std::size_t i) const
        {
            return i < reader.columns_at_ ? row.at(i)
                                          : reader.extras_.columns(row.at(reader.q_.model->pk), i - reader.columns_at_);
        }
    };
    template<class Row>
    wide_row<Row> wide(Row const& row) const
    {
        return {row, *this};
    }

    // Reading from the backend.

    result<bool> next_match()
    {
        for (;;) {
            if (!cursor_) {
                auto opened = open_next_cursor();
                if (!opened || !*opened)
                    return opened;
            }
            auto more = cursor_->next();
            if (!more)
                return more;
            if (!*more) {
                cursor_.reset();
                continue;
            }
            bool const kept = filter_.where.empty() || storage::matches(filter_, wide(*cursor_), parents_.follower());
            if (kept && (extras_.multipliers.empty() || times(cursor_->at(q_.model->pk)) != 0))
                return true;
        }
    }

    result<bool> open_next_cursor()
    {
        if (plan_.batch == 0) {
            if (batch_at_ != 0)
                return false;
            batch_at_ = 1;
        } else {
            auto const n = std::min(plan_.batch, batched_.size() - batch_at_);
            if (n == 0)
                return false;
            auto& t = plan_.asked.where[plan_.batched];
            t.count = static_cast<std::uint32_t>(n);
            plan_.asked.args.resize(t.first);
            plan_.asked.args.insert(plan_.asked.args.end(),
                                    batched_.begin() + static_cast<std::ptrdiff_t>(batch_at_),
                                    batched_.begin() + static_cast<std::ptrdiff_t>(batch_at_ + n));
            batch_at_ += n;
        }
        auto scanned = session_->scan(plan_.asked);
        if (!scanned)
            return scanned.error();
        cursor_.emplace(std::move(*scanned));
        return true;
    }

    /// Removes the list that is split into batches from the query's arguments, so that each batch can be put after all
    /// other arguments.
    void set_batches_aside()
    {
        if (plan_.batch == 0)
            return;
        std::vector<storage::value_view> others;
        for (std::size_t i = 0; i != plan_.asked.where.size(); ++i) {
            auto& t = plan_.asked.where[i];
            if (t.field == storage::no_field)
                continue;
            auto const first = plan_.asked.args.begin() + t.first;
            auto&      into  = i == plan_.batched ? batched_ : others;
            t.first          = static_cast<std::uint32_t>(into.size());
            into.insert(into.end(), first, first + t.count);
        }
        auto& t = plan_.asked.where[plan_.batched];
        if (!t.sorted) // so that no row is in two batches
            sort_list(batched_);
        t.sorted         = true;
        t.first          = static_cast<std::uint32_t>(others.size());
        plan_.asked.args = std::move(others);
    }

    /// Sorts the lists in which the library searches for each row.
    void sort_long_lists()
    {
        for (auto& t : filter_.where) {
            if (t.what != storage::op::in || t.sorted || t.count < 8)
                continue;
            auto const                       first = filter_.args.begin() + t.first;
            std::vector<storage::value_view> list(first, first + t.count);
            sort_list(list);
            std::ranges::copy(list, first);
            t.count  = static_cast<std::uint32_t>(list.size());
            t.sorted = true;
        }
    }

    // Sorting.

    result<void> sort()
    {
        auto const capacity = q_.limit > no_limit - q_.offset ? no_limit : q_.limit + q_.offset;
        auto const wanted   = plan_.asked.fields;
        auto const n        = q_.model->fields.size();
        auto const follow   = parents_.follower();
        auto const less     = [&](packed_row const& a, packed_row const& b) { return before(q_, wide(a), wide(b), follow); };
        for (;;) {
            auto found = next_match();
            if (!found)
                return found.error();
            if (!*found)
                break;
            if (sorted_.size() == capacity) { // a heap: the last row of those kept is in front
                if (!before(q_, wide(*cursor_), wide(sorted_.front()), follow))
                    continue;
                std::pop_heap(sorted_.begin(), sorted_.end(), less);
                memory_.remove(kept_bytes(sorted_.back(), n, wanted));
                sorted_.pop_back();
            }
            if (auto kept = memory_.add(kept_bytes(*cursor_, n, wanted)); !kept)
                return kept;
            sorted_.push_back(packed_row::pack(*cursor_, n, wanted));
            if (capacity != no_limit)
                std::push_heap(sorted_.begin(), sorted_.end(), less);
        }
        if (capacity != no_limit)
            std::sort_heap(sorted_.begin(), sorted_.end(), less);
        else
            std::sort(sorted_.begin(), sorted_.end(), less);
        return {};
    }

    bool next_sorted() noexcept
    {
        if (position_ == sorted_.size())
            return false;
        ++position_;
        return true;
    }

    std::uint64_t times(storage::value_view key) const
    {
        std::uint64_t out   = 1;
        auto const    bytes = key_bytes(key);
        for (auto const& m : extras_.multipliers)
            out *= m.of(bytes);
        return out;
    }

    result<void> load_parents()
    {
        auto wanted = parents_.want(*q_.model, plan_.rest);
        if (wanted)
            wanted = parents_.want(*q_.model, extras_.looks);
        if (wanted && plan_.sorts)
            wanted = parents_.want(*q_.model, q_.order);
        if (!wanted)
            return wanted;
        return parents_.load(q_, memory_, [&](storage::query q, parent_rows::take_row_fn take_row) -> result<void> {
            auto const width  = q.model->fields.size();
            auto const fields = q.fields;
            row_reader reader(*session_, *caps_, 0);
            if (auto opened = reader.open(std::move(q)); !opened)
                return opened;
            return reader.for_each([&](row_reader const& row) { return take_row(packed_row::pack(row, width, fields)); });
        });
    }

    session_state*               session_;
    storage::capabilities const* caps_;
    memory_bound                 memory_;

    storage::query q_{};
    read_plan      plan_{};
    storage::query filter_{}; ///< what the library filters by
    read_extras    extras_{};
    std::size_t    columns_at_ = 0; ///< the number of the first of `extras_.columns`

    std::optional<storage::any_cursor> cursor_{};
    std::vector<storage::value_view>   batched_{};    ///< the list that is split into batches
    std::size_t                        batch_at_ = 0; ///< how much of it was asked for; without batches, number of scans
    std::vector<packed_row>            sorted_{};
    std::size_t                        position_ = 0; ///< one after the current row in `sorted_`
    parent_rows                        parents_{};
    std::uint64_t                      skip_   = 0;
    std::uint64_t                      left_   = no_limit;
    std::uint64_t                      again_  = 0; ///< how often the current row will still come
    std::uint64_t                      copies_ = 1; ///< how often it comes in all
};

} // namespace SSOT_MODE
} // namespace ssot::detail

#endif // SSOT_DETAIL_STORE_ROW_READER_HPP
