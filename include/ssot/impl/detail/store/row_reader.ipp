// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_STORE_ROW_READER_IPP
#define SSOT_IMPL_DETAIL_STORE_ROW_READER_IPP

#include <ssot/detail/store/row_reader.hpp>

namespace ssot::detail {

inline namespace SSOT_MODE {

SSOT_DECL result<void> row_reader::open(storage::query q, library_terms terms)
{
    if (is_look_up(q) && terms.multiplicities.empty() && terms.row_conditions.empty()) {
        q_.model    = q.model;
        plan_.asked = std::move(q);
        return {};
    }
    terms_      = std::move(terms);
    columns_at_ = q.model->fields.size();
    if (!terms_.columns && (names_column(q, q.where) || names_column(q, q.order) || names_column(q, terms_.row_conditions)))
        return error(errc::misuse, "only annotated_syncs has the counts of log entries");
    read_planner const planner(*caps_);
    plan_ = planner.plan(q, !terms_.multiplicities.empty());
    q_    = std::move(q);
    for (auto const& t : terms_.row_conditions)
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

SSOT_DECL result<void> row_reader::for_each(on_row_fn on_row)
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

SSOT_DECL result<bool> row_reader::open_next_cursor()
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

SSOT_DECL void row_reader::set_batches_aside()
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

SSOT_DECL void row_reader::sort_long_lists()
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

SSOT_DECL result<void> row_reader::sort()
{
    auto const capacity = q_.limit > no_limit - q_.offset ? no_limit : q_.limit + q_.offset;
    auto const wanted   = plan_.asked.fields;
    auto const n        = q_.model->fields.size();
    auto const follow   = parents_.resolver();
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

SSOT_DECL bool row_reader::next_sorted() noexcept
{
    if (position_ == sorted_.size())
        return false;
    ++position_;
    return true;
}

SSOT_DECL std::uint64_t row_reader::times(storage::value_view key) const
{
    std::uint64_t out   = 1;
    auto const    bytes = key_bytes(key);
    for (auto const& m : terms_.multiplicities)
        out *= m.of(bytes);
    return out;
}

SSOT_DECL result<void> row_reader::load_parents()
{
    auto wanted = parents_.want(*q_.model, plan_.rest);
    if (wanted)
        wanted = parents_.want(*q_.model, terms_.row_conditions);
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

} // namespace SSOT_MODE

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_STORE_ROW_READER_IPP
