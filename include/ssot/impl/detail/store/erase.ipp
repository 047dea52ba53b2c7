// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_STORE_ERASE_IPP
#define SSOT_IMPL_DETAIL_STORE_ERASE_IPP

// Erasing rows, and the rows that go with them, in one transaction.

#include <ssot/store.hpp>

#include <ssot/detail/store/core.hpp>
#include <ssot/detail/store/erase_plan.hpp>
#include <ssot/detail/store/met_models.hpp>
#include <ssot/detail/store/shared_state.hpp>
#include <ssot/detail/store/statement.hpp>

#include <utility>
#include <vector>

namespace ssot::detail {
inline namespace SSOT_MODE {

SSOT_DECL result<erase_counts> store_core::erase_rows(storage::query const& q)
{
    if (auto prepared = prepare(*q.model); !prepared)
        return prepared.error();
    look_up_models(); // other sessions may have added models that refer to this one

    // If rows are locked one by one, a snapshot taken before the lock would not show rows that were added meanwhile.
    auto const level = caps().row_locks ? storage::isolation::read_committed : storage::isolation::snapshot;
    auto       out   = atomically(storage::tx_options{.level = level}, [&] { return erase_plan(*this).erase(q); });
    if (!out && out.error().code() == errc::foreign_key) // another session made a row refer to this one meanwhile
        return error(errc::serialization, to_string(out.error()), retry::transaction);
    return out;
}

SSOT_DECL result<erase_counts> store_core::erase(storage::model_desc const& model, storage::value_view key)
{
    if (model.singleton) // as in Django, erasing a singleton does nothing
        return guarded([]() -> result<erase_counts> { return erase_counts(); });
    return erase_rows(query_in(model, model.pk, {key}));
}

SSOT_DECL result<erase_counts> store_core::erase(storage::question const& question, storage::model_desc const& model)
{
    if (auto prepared = prepare(question, model); !prepared)
        return prepared.error();
    if (question.reverse.empty())
        return erase_rows(to_query(question, model));
    return atomically(storage::tx_mode::read_write, [&]() -> result<erase_counts> {
        auto keys = keys_of(question, model);
        if (!keys)
            return std::move(keys).error();
        std::vector<storage::value_view> views;
        for (auto const& k : *keys)
            views.push_back(k.view());
        return erase_rows(query_in(model, model.pk, std::move(views)));
    });
}

} // namespace SSOT_MODE
} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_STORE_ERASE_IPP
