// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_SQLITE_ROWS_IPP
#define SSOT_IMPL_DETAIL_SQLITE_ROWS_IPP

#include <ssot/detail/sqlite/rows.hpp>

#include <sqlite3.h>

#include <algorithm>
#include <utility>

namespace ssot::storage::detail::sqlite {

SSOT_DECL rows::rows(std::shared_ptr<connection> on, std::shared_ptr<call_marks> marks, std::unique_ptr<prepared> statement,
                     std::size_t width)
    : on_(std::move(on)), marks_(std::move(marks)), statement_(std::move(statement)), values_(width)
{
}

SSOT_DECL void rows::finish() noexcept
{
    if (!on_)
        return;
    std::erase(on_->open_rows, this);
    on_->give_back(std::move(statement_));
    on_.reset();
}

SSOT_DECL result<bool> rows::step()
{
    int const code = sqlite3_step(statement_->handle);
    if (code == SQLITE_ROW)
        return true;
    if (code == SQLITE_DONE) {
        finish();
        return false;
    }
    failed_ = on_->failed(code, on_->in_autocommit() ? moment::outside : moment::inside);
    finish();
    return *failed_;
}

SSOT_DECL result<void> rows::start(sql::asked const& from)
{
    if (auto bound = bind_all(*on_, *statement_, from, bytes_, true); !bound)
        return bound;
    on_->open_rows.push_back(this);
    auto const found = step();
    if (!found)
        return found.error();
    ahead_ = *found;
    return {};
}

SSOT_DECL void rows::decode(std::vector<value_view>& to) const noexcept
{
    auto* const h = statement_->handle;
    int         k = 0;
    for (auto const& c : statement_->columns) {
        // One look into the row for each column. Such a value is as safe as the connection, which one thread uses at a time.
        to[c.at] = value_as(sqlite3_column_value(h, k++), c.type);
    }
}

SSOT_DECL void rows::unpack(packed_row const& row) noexcept
{
    for (std::size_t i = 0; i != values_.size(); ++i)
        values_[i] = row.at(i);
}

SSOT_DECL result<bool> rows::next()
{
    if (on_) {
        if (ahead_) {
            ahead_ = false;
            decode(values_);
            return true;
        }
        on_->marks = marks_.get();
        marks_->begin();
        auto const found = step();
        marks_->end();
        if (found && *found)
            decode(values_);
        return found;
    }
    if (taken_ != kept_.size()) {
        current_ = std::move(kept_[taken_++]);
        unpack(current_);
        return true;
    }
    if (failed_)
        return *failed_;
    return false;
}

SSOT_DECL void rows::keep_all() noexcept
{
    if (!on_)
        return;
    auto const pack = [](std::vector<value_view> const& from) {
        packed_row out;
        for (auto const v : from)
            out.push(v);
        return out;
    };
    try {
        if (!ahead_) {
            current_ = pack(values_);
            unpack(current_);
        }
        std::vector<value_view> row(values_.size());
        while (on_) {
            if (!std::exchange(ahead_, false)) {
                auto const found = step();
                if (!found || !*found)
                    break;
            }
            decode(row);
            kept_.push_back(pack(row));
        }
    } catch (std::bad_alloc const&) {
        kept_.clear();
        taken_ = 0;
        std::ranges::fill(values_, value_view()); // which refer to the row of the statement
        failed_ = error(errc::misuse, "there was no memory for the rows that were left when the transaction changed them");
        finish();
    }
}

} // namespace ssot::storage::detail::sqlite

#endif // SSOT_IMPL_DETAIL_SQLITE_ROWS_IPP
