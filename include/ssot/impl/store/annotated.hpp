// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_ANNOTATED_HPP
#define SSOT_IMPL_STORE_ANNOTATED_HPP

// The history of synchronizations.

#include <ssot/store.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace ssot {

template<class Backend>
template<class Types>
result<std::vector<basic_annotated_sync<Types>>> store<Backend>::annotated_syncs(selection<basic_sync<Types>> const& query)
{
    using sync_model = basic_sync<Types>;
    using job_model  = basic_job_result<Types>;
    using entry      = sync_log_entry;
    return atomically(storage::tx_mode::read_only, [&]() -> result<std::vector<basic_annotated_sync<Types>>> {
        auto syncs = select(query.template defer<&sync_model::diff>());
        if (!syncs)
            return std::move(syncs).error();

        std::vector<uuid> sync_keys;
        std::set<uuid>    job_keys;
        for (auto const& s : *syncs) {
            sync_keys.push_back(s.id);
            if (s.job_result)
                job_keys.insert(s.job_result->key());
        }
        auto jobs = select(from<job_model>().where(in(field<&job_model::id>, job_keys)));
        if (!jobs)
            return std::move(jobs).error();
        std::map<uuid, job_model> job_by_key;
        for (auto& j : *jobs)
            job_by_key.emplace(j.id, std::move(*j));

        std::map<uuid, sync_counts> counts;
        auto const                  by_sync = from<entry>().where(in(field<&entry::sync>, sync_keys)).order_by();
        auto                        q       = by_sync.to_query();
        q.fields = std::uint64_t{1} << field_index<&entry::sync> | std::uint64_t{1} << field_index<&entry::action> |
            std::uint64_t{1} << field_index<&entry::status> | 1;
        auto counted = for_each_row(q, [&](auto const& row) -> result<void> {
            using action = open_choice<sync_log_entry_action>;
            using status = open_choice<sync_log_entry_status>;
            counts[row.at(field_index<&entry::sync>).as_uuid()].add(
                action::from_text(row.at(field_index<&entry::action>).as_chars()).known(),
                status::from_text(row.at(field_index<&entry::status>).as_chars()).known());
            return {};
        });
        if (!counted)
            return counted.error();

        std::vector<basic_annotated_sync<Types>> out;
        out.reserve(syncs->size());
        for (auto& s : *syncs) {
            std::optional<job_model> run;
            if (s.job_result)
                if (auto const found = job_by_key.find(s.job_result->key()); found != job_by_key.end())
                    run = found->second;
            auto const n = counts[s.id];
            out.push_back({std::move(s), std::move(run), n});
        }
        return out;
    });
}

} // namespace ssot

#endif // SSOT_IMPL_STORE_ANNOTATED_HPP
