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
    result<void> open(storage::query q, library_terms terms = {});

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
                if (found && !*found && plan_.sorts) // if the backend declined to sort, the rows were sorted only now
                    found = next_sorted();
                if (!found || !*found)
                    return found;
                again_ = terms_.multiplicities.empty() ? 1 : times(at(q_.model->pk));
                for (auto const column : terms_.repeats)
                    again_ *= static_cast<std::uint64_t>(at(column).as_int());
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
                if (opened && !gives_rows_as_they_are()) // the backend declined, and the plan is another one
                    return next_into(to);
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
    result<void> for_each(on_row_fn on_row);

    /// Returns field `i` of the current row, which is valid until the next row.
    storage::value_view at(std::size_t i) const { return plan_.sorts ? sorted_[position_ - 1].at(i) : cursor_->at(i); }

    /// The number of the current copy of its row, from 1. Copies that an offset skipped are counted.
    std::uint64_t copy() const noexcept { return copies_ - again_; }

    /// Returns whether the current row satisfies a condition. Its terms must have been given in the extras.
    bool matches(storage::query const& q) const
    {
        return storage::matches(q, wide_row<row_reader>{*this, *this}, parents_.resolver());
    }

private:
    /// Returns whether the rows of the backend's cursor are those of the query, each once.
    bool gives_rows_as_they_are() const noexcept
    {
        return !plan_.sorts && !plan_.cuts && filter_.where.empty() && terms_.multiplicities.empty() &&
            terms_.repeats.empty();
    }

    /// Returns whether a query only asks for a few keys, in any order, which needs no plan.
    bool is_look_up(storage::query const& q) const noexcept
    {
        return q.order.empty() && q.after.empty() && q.limit == no_limit && q.offset == 0 && q.by_key() &&
            caps_->filters != storage::filtering::none && q.where[0].count <= most_keys(*caps_);
    }

    /// Returns whether a term names a column that no backend has.
    template<class Terms>
    static bool names_column(storage::query const& q, Terms const& terms) noexcept
    {
        return std::ranges::any_of(terms, [&](auto const& t) {
            return storage::names_children(*q.model, t) && t.field >= q.model->fields.size() + q.children.size();
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
                                          : reader.terms_.columns(row.at(reader.q_.model->pk), i - reader.columns_at_);
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
            bool const kept = filter_.where.empty() || storage::matches(filter_, wide(*cursor_), parents_.resolver());
            if (kept && (terms_.multiplicities.empty() || times(cursor_->at(q_.model->pk)) != 0))
                return true;
        }
    }

    /// Asks the backend for the next rows. Returns false if there is no more to ask for, or if it declined to sort: then the rows
    /// are in `sorted_`.
    result<bool> open_next_cursor();

    /// Takes a plan, before anything of it is asked.
    void take(read_plan plan);

    /// Sets which of the rows are left out by the library.
    void cut() noexcept;

    /// Plans anew for a backend that declined. Returns false if there is nothing less to ask.
    result<bool> ask_less();

    /// Whether the plan needs more than one scan.
    bool scans_more_than_once() const noexcept;

    /// The query with what is still to be asked, if some of its parts were answered.
    storage::query rest_of_query() const;

    /// Removes the list that is split into batches from the query's arguments, so that each batch can be put after all
    /// other arguments; and those that only the library needs, if all would be too many.
    void set_batches_aside();

    /// Sorts the lists in which the library searches for each row.
    void sort_long_lists();

    // Sorting.

    result<void> sort();

    bool next_sorted() noexcept;

    std::uint64_t times(storage::value_view key) const;

    result<void> load_parents();

    session_state*               session_;
    storage::capabilities const* caps_;
    memory_budget                memory_;

    storage::query q_{};
    read_plan      plan_{};
    storage::query filter_{}; ///< what the library filters by
    library_terms  terms_{};
    std::size_t    columns_at_ = 0; ///< the number of the first of `terms_.columns`

    std::optional<storage::any_cursor> cursor_{};
    std::vector<storage::value_view>   batched_{};       ///< the list that is split into batches
    std::size_t                        batch_at_    = 0; ///< how much of it was asked for; without batches, number of scans
    std::size_t                        batch_first_ = 0; ///< where the last part that was asked for began
    unsigned                           step_        = 0; ///< how much less is asked than at first
    bool                               begun_       = false; ///< rows may have been given before the plan changed
    bool                               sorting_     = false; ///< rows are read to be sorted
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

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/store/row_reader.ipp>
#endif

#endif // SSOT_DETAIL_STORE_ROW_READER_HPP
