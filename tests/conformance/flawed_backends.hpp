// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_CONFORMANCE_FLAWED_BACKENDS_HPP
#define SSOT_TESTS_CONFORMANCE_FLAWED_BACKENDS_HPP

// Backends that are wrong on purpose, each in one way that people really meet. The kit has to name what is broken.

#include <ssot/storage/concept.hpp>
#include <ssot/storage/memory.hpp>
#include <ssot/storage/packed_row.hpp>

#include "support/forwarding_backend.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace ssot_test {

enum class flaw : std::uint8_t {
    none,
    loses_row_on_rollback,     ///< a row that a transaction erased does not come back
    ignores_null_logic,        ///< `not_` of a comparison with null is null, as in SQL
    off_by_one_limit,          ///< one row too many
    dirty_reads,               ///< others see what is not committed
    wrong_counts_after_delete, ///< erased rows are still found by their foreign key
    partial_insert,            ///< a refused batch leaves the rows before the refused one
};

/// Memory with a flaw.
class flawed_backend : public forwarding_backend<> {
    using inner_session = ssot::storage::memory_session;
    using row           = ssot::storage::packed_row;

    struct shared {
        std::mutex                                                   lock{};
        std::map<ssot::storage::model_desc const*, std::vector<row>> erased{};
    };

public:
    class cursor {
    public:
        explicit cursor(std::vector<row> rows) : rows_(std::move(rows)) {}

        ssot::result<bool>        next() { return ++at_ < rows_.size(); }
        ssot::storage::value_view at(std::size_t i) const { return rows_[at_].at(i); }

    private:
        std::vector<row> rows_;
        std::size_t      at_ = static_cast<std::size_t>(-1);
    };

    class session {
    public:
        using cursor_type = cursor;

        session(inner_session inner, flaw f, shared* s) : inner_(std::move(inner)), flaw_(f), shared_(s) {}

        ssot::result<std::size_t> insert(ssot::storage::record_batch rows)
        {
            if (flaw_ == flaw::partial_insert)
                return insert_one_by_one(rows);
            auto const out = inner_.insert(rows);
            if (out && undoing_)
                for (std::size_t i = 0; i != rows.size(); ++i) // by erasing
                    undo_.push_back({rows.model, row::pack(rows[i]), true, {}});
            return out;
        }

        ssot::result<cursor> scan(ssot::storage::query const& q)
        {
            auto asked = q;
            if (flaw_ == flaw::off_by_one_limit && asked.limit != std::numeric_limits<std::uint64_t>::max())
                ++asked.limit;
            if (flaw_ == flaw::ignores_null_logic)
                asked.where = without_null_logic(q.where);
            auto rows = read(asked);
            if (!rows)
                return std::move(rows).error();
            if (flaw_ == flaw::wrong_counts_after_delete)
                add_erased(q, *rows);
            return cursor(std::move(*rows));
        }

        ssot::result<std::size_t> update(ssot::storage::query const& q, std::span<ssot::storage::assignment const> set)
        {
            auto const before = remember(q);
            auto const out    = inner_.update(q, set);
            if (out && undoing_)
                for (auto const& old : before)
                    undo_.push_back({q.model, old, false, {}});
            return out;
        }

        ssot::result<std::size_t> erase(ssot::storage::query const& q)
        {
            auto const before = remember(q);
            auto const out    = inner_.erase(q);
            if (out && undoing_)
                for (auto const& old : before)
                    undo_.push_back({q.model, old, false, old});
            if (out && flaw_ == flaw::wrong_counts_after_delete) {
                std::scoped_lock guard(shared_->lock);
                auto&            all = shared_->erased[q.model];
                all.insert(all.end(), before.begin(), before.end());
            }
            if (out && flaw_ == flaw::loses_row_on_rollback && in_transaction_ && !before.empty())
                lost_.emplace_back(q.model, before.front());
            return out;
        }

        ssot::result<void> begin(ssot::storage::tx_options options)
        {
            if (flaw_ == flaw::dirty_reads && options.mode == ssot::storage::tx_mode::read_write) {
                undoing_ = true;
                return {};
            }
            auto out        = inner_.begin(options);
            in_transaction_ = out.has_value();
            return out;
        }
        ssot::result<void> commit()
        {
            if (std::exchange(undoing_, false)) {
                undo_.clear();
                return {};
            }
            in_transaction_ = false;
            lost_.clear();
            return inner_.commit();
        }
        void rollback() noexcept
        {
            if (std::exchange(undoing_, false)) {
                for (; !undo_.empty(); undo_.pop_back())
                    take_back(undo_.back());
                return;
            }
            inner_.rollback();
            in_transaction_ = false;
            for (auto const& [model, old] : std::exchange(lost_, {}))
                static_cast<void>(inner_.erase(key_query(*model, old)));
        }

    private:
        struct change {
            ssot::storage::model_desc const* model;
            row                              old;
            bool                             inserted;
            row                              erased;
        };

        static ssot::storage::query key_query(ssot::storage::model_desc const& model, row const& r)
        {
            ssot::storage::query q{.model = &model};
            q.args  = {r.at(model.pk)};
            q.where = {{.what = ssot::storage::op::eq, .field = model.pk, .first = 0, .count = 1}};
            return q;
        }

        ssot::result<std::vector<row>> read(ssot::storage::query const& q)
        {
            auto found = inner_.scan(q);
            if (!found)
                return std::move(found).error();
            std::vector<row> out;
            while (found->next().value())
                out.push_back(row::pack(*found, q.model->fields.size()));
            return out;
        }

        /// The rows that are about to change, where they will be needed.
        std::vector<row> remember(ssot::storage::query const& q)
        {
            bool const needed = undoing_ || flaw_ == flaw::wrong_counts_after_delete || flaw_ == flaw::loses_row_on_rollback;
            return needed ? read(q).value() : std::vector<row>();
        }

        void take_back(change const& c) noexcept
        {
            if (c.inserted) {
                static_cast<void>(inner_.erase(key_query(*c.model, c.old)));
            } else if (c.erased.size() != 0) {
                static_cast<void>(insert_row(*c.model, c.erased));
            } else {
                std::vector<ssot::storage::assignment> set;
                for (std::uint16_t f = 0; f != c.model->fields.size(); ++f)
                    set.push_back({f, c.old.at(f)});
                static_cast<void>(inner_.update(key_query(*c.model, c.old), set));
            }
        }

        ssot::result<std::size_t> insert_row(ssot::storage::model_desc const& model, row const& r)
        {
            std::vector<ssot::storage::value_view>      values;
            std::vector<ssot::storage::replaced_column> columns;
            for (std::size_t f = 0; f != model.fields.size(); ++f)
                values.push_back(r.at(f));
            for (std::uint16_t f = 0; f != model.fields.size(); ++f)
                columns.push_back({f, &values[f]});
            return inner_.insert({&model, {}, nullptr, 0, 1, columns});
        }

        ssot::result<std::size_t> insert_one_by_one(ssot::storage::record_batch const& rows)
        {
            for (std::size_t i = 0; i != rows.size(); ++i)
                if (auto done = insert_row(*rows.model, row::pack(rows[i])); !done)
                    return done;
            return rows.size();
        }

        /// not(x == 5) as SQL has it: and(not(x == 5), not(x is null)).
        static std::vector<ssot::storage::term> without_null_logic(std::vector<ssot::storage::term> const& where)
        {
            using ssot::storage::op;
            std::vector<ssot::storage::term> out;
            for (std::size_t i = 0; i != where.size(); ++i) {
                auto const& t       = where[i];
                bool const  of_leaf = t.what == op::not_ && i + 1 != where.size() && where[i + 1].what != op::and_ &&
                    where[i + 1].what != op::or_ && where[i + 1].what != op::not_ && where[i + 1].what != op::is_null &&
                    where[i + 1].count != 0;
                if (!of_leaf) {
                    out.push_back(t);
                    continue;
                }
                auto null  = where[i + 1];
                null.what  = op::is_null;
                null.first = null.count = 0;
                out.insert(out.end(),
                           {{.what = op::and_, .count = 2}, t, where[i + 1], {.what = op::not_, .count = 1}, null});
                ++i;
            }
            return out;
        }

        /// Rows that are gone, but whose foreign key is still in an index.
        void add_erased(ssot::storage::query const& q, std::vector<row>& rows)
        {
            using ssot::storage::op;
            if (q.where.size() != 1 || (q.where[0].what != op::eq && q.where[0].what != op::in) ||
                q.where[0].via != ssot::storage::no_field || !q.model->fields[q.where[0].field].target)
                return;
            std::scoped_lock guard(shared_->lock);
            for (auto const& old : shared_->erased[q.model]) {
                auto const v = old.at(q.where[0].field);
                if (!v.is_null() && std::ranges::any_of(q.keys(), [&](auto const& key) { return compare(key, v) == 0; }))
                    rows.push_back(old);
            }
        }

        inner_session                                                 inner_;
        flaw                                                          flaw_;
        shared*                                                       shared_;
        bool                                                          in_transaction_ = false;
        bool                                                          undoing_        = false;
        std::vector<change>                                           undo_{};
        std::vector<std::pair<ssot::storage::model_desc const*, row>> lost_{};
    };

    using session_type = session;

    explicit flawed_backend(flaw f) : flaw_(f) {}

    ssot::storage::capabilities caps() const noexcept
    {
        return {.filters             = ssot::storage::filtering::all,
                .order               = true,
                .limit               = true,
                .joins               = true,
                .transactions        = true,
                .concurrent_sessions = true,
                .strongest           = ssot::storage::isolation::serializable};
    }
    ssot::result<session> open() { return open_as<session>(flaw_, &shared_); }

private:
    flaw   flaw_;
    shared shared_{};
};

static_assert(ssot::storage::storage_backend<flawed_backend>);

} // namespace ssot_test

#endif // SSOT_TESTS_CONFORMANCE_FLAWED_BACKENDS_HPP
