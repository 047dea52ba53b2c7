// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_SQL_LIKE_CURSOR_HPP
#define SSOT_TESTS_SUPPORT_SQL_LIKE_CURSOR_HPP

// Iterates over rows that were found. They never change, unless it is to be wrong.

#include <ssot/error.hpp>
#include <ssot/storage/value.hpp>

#include "database.hpp"
#include "mutation.hpp"
#include "rows.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
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
        if (again_)
            for (auto const& r : rows_)
                again_->known.insert(key_bytes(field_of(*r, again_->model->pk)));
    }

    ssot::result<bool> next()
    {
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
        if (again_ && again_->where == point::fields_lost && std::popcount(there) < static_cast<int>(r.size()) &&
            there >> i == 1)
            return {};
        return i < 64 && (wanted_ >> i & 1) == 0 ? st::value_view() : field_of(r, i);
    }

private:
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
        if (a.where == point::cursor_in_chunks ? at_ < 64 : a.where != point::cursor_sees)
            return;
        auto const  newest = a.session->db->now();
        auto const& now = a.how == way::commits || a.where == point::cursor_in_chunks ? *newest : *a.session->seen(newest);
        bool const  any = a.how == way::commits || a.where == point::cursor_in_chunks;
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
};

} // namespace ssot_test::sql

#endif // SSOT_TESTS_SUPPORT_SQL_LIKE_CURSOR_HPP
