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
    std::vector<stored<M>> rows;
    auto const             work = [&]() -> result<void> {
        auto found = select(query);
        if (!found)
            return std::move(found).error();
        for (auto& row : *found)
            if (rows.empty() || key_of<M>(rows.back()) != key_of<M>(row)) // the copies of a join follow each other
                rows.push_back(std::move(row));
        for (auto& row : rows) {
            storage::detail::held_value<key_t<M>> const was(detail::row_access::key(row));
            change(static_cast<M&>(row));
            auto const all     = detail::objects_of(static_cast<M const*>(&row), 1, true);
            auto       checked = core().check_update(all, was.view(), ~std::uint64_t{0});
            if (!checked)
                return checked;
        }
        for (auto const& row : rows) {
            auto const all     = detail::objects_of(static_cast<M const*>(&row), 1, true);
            auto       written = core().write_fields(all, revision_of(row), ~std::uint64_t{0});
            if (!written)
                return std::move(written).error();
        }
        return {};
    };
    if (auto done = core().update_where(query.untyped(), storage::describe_model<M>(), work); !done)
        return done.error();
    return rows.size();
}

template<model M, value_for<M> First, value_for<M>... More>
result<std::size_t> store::update_where(selection<M> const& query, First const& first, More const&... more)
{
    auto const change = [&](M& m) {
        first.assign_to(m);
        (more.assign_to(m), ...);
    };
    M values{};
    change(values);
    auto const all  = detail::objects_of(static_cast<M const*>(&values), 1, true);
    auto       done = core().assign_where(query.untyped(), all, (First::bit | ... | More::bit));
    if (!done)
        return std::move(done).error();
    return *done ? result<std::size_t>(**done) : update_where(query, change);
}

} // namespace SSOT_MODE

} // namespace ssot

#endif // SSOT_IMPL_STORE_UPDATE_HPP
