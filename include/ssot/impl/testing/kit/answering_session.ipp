// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_KIT_ANSWERING_SESSION_IPP
#define SSOT_IMPL_TESTING_KIT_ANSWERING_SESSION_IPP

#include <ssot/storage/evaluate.hpp>
#include <ssot/storage/packed_row.hpp>
#include <ssot/testing/kit/answering_session.hpp>

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot::conformance::detail {

/// Rows that were read before.
class read_rows {
public:
    explicit read_rows(std::vector<storage::packed_row> rows) : rows_(std::move(rows)) {}

    result<bool>        next() { return ++at_ < rows_.size(); }
    storage::value_view at(std::size_t i) const { return rows_[at_].at(i); }

private:
    std::vector<storage::packed_row> rows_;
    std::size_t                      at_ = std::numeric_limits<std::size_t>::max();
};

/// Whether a call was declined that may be.
template<class T>
bool is_declined(result<T> const& r, storage::query const& q) noexcept
{
    bool const by_key = q.by_key() || q.where.empty();
    bool const whole  = q.order.empty() && q.after.empty() && q.offset == 0 && q.limit == storage::query().limit;
    return !r && r.error().code() == errc::unsupported && !(by_key && whole);
}

SSOT_DECL result<std::vector<storage::packed_row>> all_rows_of(storage::any_session& s, storage::model_desc const& model)
{
    auto cursor = s.scan({.model = &model});
    if (!cursor)
        return std::move(cursor).error();
    std::vector<storage::packed_row> out;
    for (;;) {
        auto more = cursor->next();
        if (!more)
            return more.error();
        if (!*more)
            return out;
        out.push_back(storage::packed_row::pack(*cursor, model.fields.size()));
    }
}

/// Whether a call is as small as the backend declares.
SSOT_DECL bool answering_session::fits(storage::query const& q, std::size_t terms, std::size_t more) const noexcept
{
    return terms <= caps_.max_terms && q.args.size() + q.after.size() <= caps_.max_args - std::min(more, caps_.max_args);
}

SSOT_DECL result<storage::any_cursor> answering_session::scan(storage::query const& q)
{
    if (!fits(q, q.where.size()))
        return scan_by_hand(q);
    auto direct = inner_.scan(q);
    return is_declined(direct, q) ? scan_by_hand(q) : std::move(direct);
}

SSOT_DECL result<storage::any_cursor> answering_session::aggregate(storage::aggregate_query const& q)
{
    if (!fits(q.base, q.base.where.size() + q.where_if.size()))
        return error(errc::unsupported, "more than the backend declares to take");
    return inner_.aggregate(q);
}

SSOT_DECL result<storage::any_cursor> answering_session::scan_by_hand(storage::query const& q)
{
    using rows_by_key = std::map<std::string, storage::packed_row>;
    auto const bytes  = [](storage::value_view key) {
        return key.is_buffer() ? std::string(key.as_chars()) : std::to_string(key.as_int());
    };
    result<void>                            failed;
    std::map<std::string_view, rows_by_key> others;
    auto const follow = [&](storage::model_desc const& model, storage::packed_row const& row, std::uint16_t via) {
        storage::packed_row const* found  = nullptr;
        auto const* const          target = model.fields[via].target;
        auto const                 key    = row.at(via);
        if (!target || key.is_null())
            return found;
        auto const [table, fresh] = others.try_emplace(target->name);
        if (fresh) {
            auto rows = all_rows_of(inner_, *target);
            if (!rows)
                failed = rows.error();
            for (std::size_t i = 0; rows && i != rows->size(); ++i)
                table->second.emplace(bytes((*rows)[i].at(target->pk)), std::move((*rows)[i]));
        }
        if (auto const at = table->second.find(bytes(key)); at != table->second.end())
            found = &at->second;
        return found;
    };
    auto asked = q;
    if (!asked.after.empty())
        storage::lower_after(asked);
    auto rows = all_rows_of(inner_, *q.model);
    if (!rows)
        return std::move(rows).error();
    std::erase_if(*rows, [&](storage::packed_row const& row) { return !storage::matches(asked, row, follow); });
    if (!q.order.empty())
        std::ranges::sort(*rows, [&](auto const& a, auto const& b) { return storage::before(asked, a, b, follow); });
    if (!failed)
        return failed.error();
    rows->erase(rows->begin(), rows->begin() + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(q.offset, rows->size())));
    if (rows->size() > q.limit)
        rows->resize(static_cast<std::size_t>(q.limit));
    return storage::any_cursor(read_rows(std::move(*rows)), q.model->fields.size(), q.fields);
}

/// Updates, or erases if there is no `set`.
SSOT_DECL result<std::size_t> answering_session::update_or_erase(storage::query const&                       q,
                                                                 std::span<storage::assignment const> const* set)
{
    auto const direct = [&](storage::query const& asked) { return set ? inner_.update(asked, *set) : inner_.erase(asked); };
    auto const more   = set ? set->size() : 0;
    if (fits(q, q.where.size(), more)) {
        auto done = direct(q);
        if (done || done.error().code() != errc::unsupported || q.by_key())
            return done;
    }
    auto found = scan({.model = q.model, .where = q.where, .args = q.args, .by = q.by});
    if (!found)
        return std::move(found).error();
    std::vector<storage::value> keys;
    for (;;) {
        auto next = found->next();
        if (!next)
            return next.error();
        if (!*next)
            break;
        keys.emplace_back(found->at(q.model->pk));
    }
    auto const most = std::max<std::size_t>(1, std::min(caps_.max_keys_in, caps_.max_args - std::min(more, caps_.max_args)));
    std::size_t n   = 0;
    for (std::size_t first = 0; first < keys.size(); first += most) {
        storage::query by_key{.model = q.model};
        for (std::size_t i = first; i != keys.size() && i != first + most; ++i)
            by_key.args.push_back(keys[i].view());
        by_key.where = {
            {.what = storage::op::in, .field = q.model->pk, .count = static_cast<std::uint32_t>(by_key.args.size())}};
        auto const done = direct(by_key);
        if (!done)
            return done;
        n += *done;
    }
    return n;
}

SSOT_DECL result<std::size_t> answering_session::update(storage::query const& q, std::span<storage::assignment const> set)
{
    return update_or_erase(q, &set);
}

SSOT_DECL result<std::size_t> answering_session::erase(storage::query const& q) { return update_or_erase(q, nullptr); }

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_KIT_ANSWERING_SESSION_IPP
