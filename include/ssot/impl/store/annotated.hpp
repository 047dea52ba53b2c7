// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_ANNOTATED_HPP
#define SSOT_IMPL_STORE_ANNOTATED_HPP

// Syncs with their counts: `store.annotated_syncs`.

#include <ssot/store.hpp>
#include <ssot/store/annotated.hpp>

#include <ssot/detail/store/rows_of.hpp>
#include <ssot/detail/store/sync_note.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace ssot {

inline namespace SSOT_MODE {

template<class Types>
result<std::vector<basic_annotated_sync<Types>>> store::annotated_syncs(selection<basic_sync<Types>> const& query)
{
    using sync_model = basic_sync<Types>;
    using job_model  = basic_job_result<Types>;
    using sync_row   = partial<sync_model>;
    using job_row    = stored<job_model>;

    auto const                     light    = query.template defer<&sync_model::diff>();
    auto const&                    question = light.untyped();
    std::vector<sync_row>          syncs;
    std::vector<job_row>           jobs;
    std::vector<detail::sync_note> notes;

    detail::rows_into<deferring_selection<sync_model>, std::vector<sync_row>> into_syncs(syncs, question.fields);
    detail::rows_into<selection<job_model>, std::vector<job_row>>             into_jobs(jobs, ~std::uint64_t{0});
    auto                                                                      read = core().annotated_syncs(
        question, storage::describe_model<sync_model>(), into_syncs, storage::describe_model<job_model>(), into_jobs, notes);
    if (!read)
        return read.error();

    std::vector<basic_annotated_sync<Types>> out;
    out.reserve(syncs.size());
    for (std::size_t i = 0; i != syncs.size(); ++i) {
        auto const               place = notes[i].job_result;
        std::optional<job_model> run   = place ? std::optional<job_model>(*jobs[*place]) : std::nullopt;
        out.push_back({std::move(syncs[i]), std::move(run), notes[i].counts});
    }
    return out;
}

template<class Types>
selection<basic_sync_log_entry<Types>> store::logs_of(basic_sync<Types> const& s) const
{
    return ssot::logs_of(s);
}

} // namespace SSOT_MODE

} // namespace ssot

#endif // SSOT_IMPL_STORE_ANNOTATED_HPP
