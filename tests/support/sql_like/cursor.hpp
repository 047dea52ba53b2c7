// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_SQL_LIKE_CURSOR_HPP
#define SSOT_TESTS_SUPPORT_SQL_LIKE_CURSOR_HPP

// Iterates over rows that were found. They never change, unless it is to be wrong.

#include <ssot/error.hpp>
#include <ssot/storage/value.hpp>

#include "database.hpp"
#include "mutation.hpp"
#include "rows.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot_test::sql {

class cursor {
public:
    /// With what a cursor that is wrong looks again at what is stored.
    struct second_look {
        std::shared_ptr<session_state> session;
        st::model_desc const*          model;
        point                          where;
        way                            how;
        bool                           all; ///< nothing was asked of the rows
        unsigned                       number = 0;
        std::set<std::string>          known{};
    };

    explicit cursor(std::vector<row_ptr> rows, std::uint64_t wanted = ~std::uint64_t{0},
                    std::optional<second_look> again = {})
        : rows_(std::move(rows)), wanted_(wanted), again_(std::move(again))
    {
        if (!again_)
            return;
        for (auto const& r : rows_)
            again_->known.insert(key_bytes(field_of(*r, again_->model->pk)));
        if (again_->where == point::cursor_keeps_lock)
            at_end_ = std::shared_ptr<void>(nullptr, [of = again_->session](void*) {
                std::scoped_lock const held(of->db->guard);
                of->db->writing = of->db->writing || of->gone_for_ever;
            });
    }

    /// Finds its rows when the first of them is asked for.
    void look_late(std::function<std::vector<row_ptr>()> find) { find_ = std::move(find); }

    ssot::result<bool> next()
    {
        if (find_)
            rows_ = std::exchange(find_, nullptr)();
        ++at_;
        if (again_)
            look_again();
        return at_ < rows_.size();
    }

    st::value_view at(std::size_t i) const
    {
        auto const& r = *rows_[at_];
        if (again_ && again_->where == point::fields_shifted) {
            for (std::size_t f = 0; f != r.size(); ++f)
                if ((wanted_ >> f & 1) != 0 && i-- == 0)
                    return field_of(r, f);
            return {};
        }
        auto const there = wanted_ & ((std::uint64_t{1} << r.size()) - 1);
        if (again_ && (again_->where == point::fields_lost || again_->where == point::fields_lost_by_key) &&
            std::popcount(there) < static_cast<int>(r.size()) && there >> i == 1)
            return {};
        auto const out = i < 64 && (wanted_ >> i & 1) == 0 ? st::value_view() : field_of(r, i);
        if (again_ && again_->where == point::cursor_one_buffer && out.type() == kind::text)
            return in_buffer(out.as_chars());
        return out;
    }

private:
    /// The text in a buffer that is used for all texts. A buffer that was too small stays.
    st::value_view in_buffer(std::string_view text) const
    {
        if (buffers_.empty() || buffers_.back()->size() < text.size())
            buffers_.push_back(std::make_shared<std::string>(text.size() + 100, ' '));
        std::ranges::copy(text, buffers_.back()->begin());
        return st::value_view::chars(std::string_view(*buffers_.back()).substr(0, text.size()), kind::text);
    }

    void look_again()
    {
        auto const& a = *again_;
        if (a.where == point::cursor_reset_by_second) {
            if (a.session->scans != a.number)
                at_ = rows_.size();
            return;
        }
        if (a.where == point::cursor_loses_last) {
            if (at_ + 1 == rows_.size() && rows_.size() > 1)
                ++at_;
            return;
        }
        bool const across = a.where == point::cursor_ends_at || a.where == point::cursor_reads_at;
        if (across && a.session->times(a.how) == a.number)
            return;
        if (a.where == point::cursor_ends_at) {
            at_ = rows_.size();
            return;
        }
        if (a.where == point::cursor_in_chunks ? at_ < 64 : a.where != point::cursor_sees && !across)
            return;
        auto const  newest  = a.session->db->now();
        bool const  foreign = !across && (a.how == way::commits || a.where == point::cursor_in_chunks);
        auto const& now     = foreign ? *newest : *a.session->seen(newest);
        bool const  any     = foreign || across;
        while (at_ < rows_.size()) {
            auto const there = row_with(now, a.model->name, field_of(*rows_[at_], a.model->pk));
            if (!there && (any || a.how == way::erases)) {
                ++at_;
                continue;
            }
            if (there && (any || a.how == way::updates))
                rows_[at_] = there;
            return;
        }
        if (a.how != way::inserts || !a.all)
            return;
        if (auto const* const t = table_of(now, a.model->name))
            for (auto const& [key, r] : t->rows)
                if (again_->known.insert(key).second) {
                    rows_.push_back(r);
                    return;
                }
    }

    std::vector<row_ptr>       rows_;
    std::uint64_t              wanted_;
    std::optional<second_look> again_;
    std::size_t                at_ = static_cast<std::size_t>(-1);

    // Only for a backend that is wrong on purpose.
    std::function<std::vector<row_ptr>()>             find_{};
    std::shared_ptr<void>                             at_end_{};
    mutable std::vector<std::shared_ptr<std::string>> buffers_{};
};

} // namespace ssot_test::sql

#endif // SSOT_TESTS_SUPPORT_SQL_LIKE_CURSOR_HPP
