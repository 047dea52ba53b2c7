// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_UPDATE_HPP
#define SSOT_IMPL_STORE_UPDATE_HPP

// Updating rows, if they did not change since they were read.

#include <ssot/store.hpp>

#include <ssot/detail/store/object_span.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace ssot {

namespace detail {

/// Writes fields of a row that was read, and sets its revision to the new one.
template<class M, class Row>
result<void> update_row(store_core& in, Row& row, std::uint64_t fields)
{
    storage::detail::held_value<key_t<M>> const key(row_access::key(row));

    auto const all      = objects_of(static_cast<M const*>(&row), 1, true);
    auto       revision = in.update(all, key.view(), row_access::revision(row), fields);
    if (!revision)
        return std::move(revision).error();
    row_access::revision(row) = *revision;
    return {};
}

} // namespace detail

inline namespace SSOT_MODE {

template<model M>
result<void> store::update(stored<M>& row)
{
    return detail::update_row<M>(core(), row, ~std::uint64_t{0});
}

template<model M>
result<void> store::update(stored<M>&& row)
{
    return update(row);
}

template<model M>
result<void> store::update(partial<M>& row)
{
    return detail::update_row<M>(core(), row, loaded_fields_of(row));
}

/// First all rows are selected, then all are changed and checked, then all are written. So a row that breaks a rule leaves
/// everything unchanged, even where a transaction cannot be undone in part.
template<model M, std::invocable<M&> Change>
result<std::size_t> store::update_where(selection<M> const& query, Change change)
{
    auto const&            model    = storage::describe_model<M>();
    auto const&            question = query.untyped();
    std::vector<stored<M>> rows;
    auto const             read_and_change = [&](storage::value const& key) -> result<void> {
        storage::question one;
        one.where        = {storage::op::eq, {model.pk}, {key}};
        one.skip_corrupt = question.skip_corrupt;
        one.corrupt      = question.corrupt;
        auto found       = select(selection<M>(std::move(one)));
        if (!found || found->empty()) // of those that are skipped
            return found ? result<void>() : result<void>(std::move(found).error());
        auto& row = rows.emplace_back(std::move(found->front()));
        change(static_cast<M&>(row));
        storage::detail::held_value<key_t<M>> const was(detail::row_access::key(row));
        return core().check_update(detail::objects_of(static_cast<M const*>(&row), 1, true), was.view(), ~std::uint64_t{0});
    };
    auto const write = [&]() -> result<void> {
        for (auto const& row : rows) {
            auto const all     = detail::objects_of(static_cast<M const*>(&row), 1, true);
            auto       written = core().write_fields(all, revision_of(row), ~std::uint64_t{0});
            if (!written)
                return std::move(written).error();
        }
        return {};
    };
    if (auto done = core().update_where(question, model, read_and_change, write); !done)
        return done.error();
    return rows.size();
}

} // namespace SSOT_MODE

} // namespace ssot

#endif // SSOT_IMPL_STORE_UPDATE_HPP
