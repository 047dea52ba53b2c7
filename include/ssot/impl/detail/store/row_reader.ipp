// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_STORE_ROW_READER_IPP
#define SSOT_IMPL_DETAIL_STORE_ROW_READER_IPP

#include <ssot/detail/store/row_reader.hpp>

namespace ssot::detail {

inline namespace SSOT_MODE {

inline constexpr unsigned last_step = 3; ///< of `asked_less`

/// What a session that declined is asked: less with each step. First no order, page or path; then one comparison; then keys.
SSOT_DECL storage::capabilities asked_less(storage::capabilities caps, unsigned step) noexcept
{
    if (step >= 1)
        caps.order = caps.limit = caps.pages = caps.joins = false;
    if (step >= 2)
        caps.max_terms = 1;
    if (step >= 3 && caps.filters == storage::filtering::all)
        caps.filters = storage::filtering::primary_key;
    return caps;
}

SSOT_DECL result<void> row_reader::open(storage::query q, library_terms terms)
{
    bool const plain = terms.multiplicities.empty() && terms.repeats.empty() && terms.row_conditions.empty();
    if (plain && is_look_up(q)) {
        q_.model    = q.model;
        plan_.asked = std::move(q);
        step_       = last_step;
        return {};
    }
    terms_      = std::move(terms);
    columns_at_ = q.model->fields.size();
    if (!terms_.columns && (names_column(q, q.where) || names_column(q, q.order) || names_column(q, terms_.row_conditions)))
        return error(errc::misuse, "only annotated_syncs has the counts of log entries");
    read_planner const planner(*caps_);
    auto               plan = planner.plan(q, !terms_.multiplicities.empty() || !terms_.repeats.empty());
    q_                      = std::move(q);
    if (!q_.children.empty()) // which the library cannot answer by itself
        step_ = last_step;
    take(std::move(plan));
    cut();
    if (left_ == 0)
        return {};
    if (auto loaded = load_parents(); !loaded)
        return loaded;
    return plan_.sorts ? sort() : result<void>();
}

SSOT_DECL void row_reader::take(read_plan plan)
{
    plan_ = std::move(plan);
    // Every row comes at least once, so that more rows than these are not needed.
    bool const few = terms_.multiplicities.empty() && !terms_.repeats.empty() && plan_.whole() && !plan_.sorts;
    if (few && caps_->order && caps_->limit && q_.limit < no_limit - q_.offset)
        plan_.asked.limit = q_.limit + q_.offset;
    for (auto const& t : terms_.row_conditions)
        if (t.field != storage::no_field)
            plan_.asked.fields |= std::uint64_t{1} << (t.via == storage::no_field ? t.field : t.via);
    filter_ = {.model = q_.model, .where = plan_.rest, .args = plan_.asked.args, .by = q_.by};
    sort_long_lists();
    set_batches_aside();
}

SSOT_DECL void row_reader::cut() noexcept
{
    skip_ = plan_.cuts ? q_.offset : 0;
    left_ = plan_.cuts ? q_.limit : no_limit;
}

SSOT_DECL bool row_reader::scans_more_than_once() const noexcept
{
    auto const via = [](auto const& t) { return t.via != storage::no_field; };
    return plan_.batch != 0 || std::ranges::any_of(plan_.rest, via) || std::ranges::any_of(terms_.row_conditions, via) ||
        (plan_.sorts && std::ranges::any_of(q_.order, via));
}

SSOT_DECL storage::query row_reader::rest_of_query() const
{
    auto out = q_;
    out.after.clear(); // has become a condition
    out.args            = plan_.asked.args;
    out.where           = plan_.asked.where;
    auto const asked    = out.args.begin() + out.where[plan_.batched].first; // the list comes after all other arguments
    auto const answered = static_cast<std::ptrdiff_t>(batch_first_);
    out.args.erase(asked, out.args.end());
    out.args.insert(out.args.end(), batched_.begin() + answered, batched_.end());
    out.where[plan_.batched].count = static_cast<std::uint32_t>(batched_.size() - batch_first_);
    if (filter_.where.empty())
        return out;
    out.where.insert(out.where.begin(), {storage::op::and_, storage::no_field, 0, 2});
    for (auto t : filter_.where) {
        t.first += static_cast<std::uint32_t>(out.args.size());
        out.where.push_back(t);
    }
    out.args.insert(out.args.end(), filter_.args.begin(), filter_.args.end());
    return out;
}

SSOT_DECL result<bool> row_reader::ask_less()
{
    bool const sorts = plan_.sorts; // then the caller is `sort`
    if (plan_.batch != 0 && batch_first_ != 0) {
        q_     = rest_of_query();
        begun_ = true;
    }
    for (;;) {
        if (step_ == last_step)
            return false;
        auto const caps = asked_less(*caps_, ++step_);
        auto       less = read_planner(caps).plan(q_, !terms_.multiplicities.empty() || !terms_.repeats.empty());
        auto const size = [](storage::query const& q) {
            return q.where.size() + q.order.size() + q.after.size() + (q.limit != no_limit) + (q.offset != 0);
        };
        if (size(less.asked) >= size(plan_.asked))
            continue;
        bool const several = scans_more_than_once();
        take(std::move(less));
        if (!several && scans_more_than_once() && session_->again == session_state::restart::possible) {
            session_->again = session_state::restart::needed;
            return error(errc::unsupported, "the rows have to be read in several scans");
        }
        break;
    }
    batch_at_    = 0;
    batch_first_ = 0;
    if (!begun_)
        cut();
    if (!begun_ && left_ == 0)
        return true;
    parents_ = {};
    if (auto loaded = load_parents(); !loaded)
        return loaded.error();
    if (plan_.sorts && !sorts)
        if (auto sorted = sort(); !sorted)
            return sorted.error();
    return true;
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
    if (left_ == 0 || (plan_.sorts && !sorting_))
        return false;
    if (plan_.batch == 0) {
        if (batch_at_ != 0)
            return false;
        batch_at_ = 1;
    } else {
        auto const n = std::min(plan_.batch, batched_.size() - batch_at_);
        if (n == 0)
            return false;
        batch_first_ = batch_at_;
        auto& t      = plan_.asked.where[plan_.batched];
        t.count      = static_cast<std::uint32_t>(n);
        plan_.asked.args.resize(t.first);
        plan_.asked.args.insert(plan_.asked.args.end(),
                                batched_.begin() + static_cast<std::ptrdiff_t>(batch_at_),
                                batched_.begin() + static_cast<std::ptrdiff_t>(batch_at_ + n));
        batch_at_ += n;
    }
    auto scanned = session_->scan(plan_.asked);
    if (scanned) {
        cursor_.emplace(std::move(*scanned));
        return true;
    }
    if (scanned.error().code() != errc::unsupported)
        return scanned.error();
    auto less = ask_less();
    if (!less)
        return less;
    return *less ? open_next_cursor() : scanned.error();
}

SSOT_DECL void row_reader::set_batches_aside()
{
    batched_.clear();
    bool const splits = plan_.batch != 0;
    if (!splits && plan_.asked.args.size() <= caps_->max_args)
        return;
    std::vector<storage::value_view> others;
    for (std::size_t i = 0; i != plan_.asked.where.size(); ++i) {
        auto& t = plan_.asked.where[i];
        if (t.field == storage::no_field)
            continue;
        auto const first = plan_.asked.args.begin() + t.first;
        auto&      into  = splits && i == plan_.batched ? batched_ : others;
        t.first          = static_cast<std::uint32_t>(into.size());
        into.insert(into.end(), first, first + t.count);
    }
    if (splits) {
        auto& t = plan_.asked.where[plan_.batched];
        if (!t.sorted) // so that no row is in two batches
            sort_list(batched_);
        t.sorted = true;
        t.first  = static_cast<std::uint32_t>(others.size());
    }
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
    sorting_          = true;
    auto const opened = open_next_cursor(); // first, since a backend that declines needs another plan
    if (!opened)
        return opened.error();
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
    sorting_ = false;
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
    std::uint64_t    out    = 1;
    auto const       number = key.is_buffer() ? std::string() : key_bytes(key); // most keys need no copy
    std::string_view bytes  = key.is_buffer() ? key.as_chars() : std::string_view(number);
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
