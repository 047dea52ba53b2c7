// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_KIT_RANDOM_READS_IPP
#define SSOT_IMPL_TESTING_KIT_RANDOM_READS_IPP

// Questions of chance to a store, whose answers the judge's rows give by hand.

#include <ssot/choice.hpp>
#include <ssot/condition.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/query.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/testing/kit/random_queries.hpp>
#include <ssot/testing/model_store.hpp>
#include <ssot/testing/random_source.hpp>
#include <ssot/testing/trial.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <ssot/impl/testing/kit/oracle_checked_store.ipp>
#include <ssot/impl/testing/kit/random_values.ipp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ssot::conformance::detail {

class random_reads {
public:
    random_reads(judged_store& both, random_source& random) : both_(both), random_(random) {}

    void select_syncs()
    {
        auto const c = any_sync_condition(random_);
        switch (random_.below(3)) {
        case 0: compare_selected(from<sync>(), c, by_start); break;
        case 1:
            compare_selected(from<sync>().order_by(desc<&sync::diff_memory_peak>.nulls_last(), asc<&sync::source>),
                             c,
                             [](sync const& a, sync const& b) {
                                 auto const first = comes_before(
                                     seen(a.diff_memory_peak), seen(b.diff_memory_peak), true, storage::nulls::last);
                                 if (first)
                                     return *first;
                                 return a.source != b.source ? a.source < b.source : plain(a.id) < plain(b.id);
                             });
            break;
        default:
            compare_selected(
                from<sync>().order_by(desc<&sync::start_time>, desc<&sync::id>), c, [](sync const& a, sync const& b) {
                    return comes_before(seen(a.start_time), seen(b.start_time), true, storage::nulls::largest)
                        .value_or(plain(a.id) > plain(b.id));
                });
        }
    }
    void select_entries()
    {
        using entry  = sync_log_entry;
        auto const c = any_condition_of_entries();
        if (random_.one_in(2)) {
            compare_selected(
                from<entry>().order_by(asc<&entry::status>, desc<&entry::message>), c, [](entry const& a, entry const& b) {
                    if (a.status != b.status)
                        return to_wire(a.status) < to_wire(b.status);
                    return a.message != b.message ? a.message > b.message : plain(a.id) < plain(b.id);
                });
            return;
        }
        compare_selected(from<entry>(), c, [this](entry const& a, entry const& b) {
            auto const& x = both_.judge().find<sync>(a.sync.key())->m;
            auto const& y = both_.judge().find<sync>(b.sync.key())->m;
            if (auto const first = comes_before(seen(x.start_time), seen(y.start_time), false, storage::nulls::largest))
                return *first;
            return a.timestamp != b.timestamp ? a.timestamp < b.timestamp : plain(a.id) < plain(b.id);
        });
    }
    void annotated()
    {
        auto const c    = any_sync_condition(random_);
        auto const rows = both_.store().annotated_syncs(from<sync>().where(c.asked));
        both_.tell("annotated_syncs");
        if (!both_.agree(rows, {}))
            return;
        auto const mine = chosen(c, by_start, 1000, 0);
        both_.same(rows->size(), mine.size(), "so many rows:");
        for (std::size_t i = 0; i != mine.size(); ++i) {
            auto const& row = (*rows)[i];
            both_.same(row.sync.id, mine[i].id, "the sync");
            both_.same(row.sync.summary, mine[i].summary, "the summary");
            both_.same(row.counts, both_.judge().counts(row.sync.id), "the counts");
            std::optional<uuid> job;
            if (row.job_result)
                job = row.job_result->id;
            both_.same(job, mine[i].job_result ? std::optional(mine[i].job_result->key()) : std::nullopt, "the job result");
        }
    }
    void walk_pages()
    {
        constexpr auto      start = field<&sync::start_time>;
        constexpr auto      key   = field<&sync::id>;
        auto const          size  = 1 + random_.below(4);
        std::vector<uuid>   met;
        std::optional<sync> last;
        both_.tell("walking pages of " + std::to_string(size) + " syncs");
        for (;;) {
            auto page = from<sync>().limit(size);
            if (last && last->start_time)
                page = page.where(start > *last->start_time || is_null(start) ||
                                  (start == *last->start_time && key > last->id));
            else if (last)
                page = page.where(is_null(start) && key > last->id);
            auto const rows = both_.store().select(page);
            if (!both_.agree(rows, {}))
                return;
            if (rows->empty())
                break;
            for (auto const& row : *rows)
                met.push_back(row.id);
            if (met.size() > both_.judge().rows<sync>().size())
                break;
            last = rows->back();
        }
        std::vector<uuid> mine;
        for (auto const& m : chosen(condition<sync>(), by_start, 1000, 0))
            mine.push_back(m.id);
        both_.same(met, mine, "the keys");
    }

    void count_entries()
    {
        auto const c = any_condition_of_entries();
        both_.tell("counting entries");
        auto const n = both_.store().count(from<sync_log_entry>().where(c.asked));
        if (!both_.agree(n, {}))
            return;
        std::size_t mine = 0;
        for (auto const& [key, row] : both_.judge().rows<sync_log_entry>())
            mine += c.holds(row.m) ? 1 : 0;
        both_.same(*n, mine, "so many rows:");
    }

private:
    condition<sync_log_entry> any_condition_of_entries()
    {
        return any_entry_condition(random_, both_.judge(), trial::first_moment);
    }

    static bool by_start(sync const& a, sync const& b)
    {
        return comes_before(seen(a.start_time), seen(b.start_time), false, storage::nulls::largest)
            .value_or(plain(a.id) < plain(b.id));
    }

    /// The judge's rows that satisfy a condition, in order, cut.
    template<class M, class Before>
    std::vector<M> chosen(condition<M> const& c, Before before, std::uint64_t limit, std::uint64_t offset)
    {
        std::vector<M> out;
        for (auto const& [key, row] : both_.judge().rows<M>())
            if (c.holds(row.m))
                out.push_back(row.m);
        std::ranges::sort(out, before);
        out.erase(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(offset, out.size())));
        out.resize(std::min<std::uint64_t>(limit, out.size()));
        return out;
    }
    template<class M, class Before>
    void compare_selected(selection<M> query, condition<M> const& c, Before before)
    {
        auto const limit  = random_.one_in(2) ? random_.below(6) : 1000;
        auto const offset = random_.one_in(3) ? random_.below(6) : 0;
        both_.tell("a query with limit " + std::to_string(limit) + " offset " + std::to_string(offset));
        auto const rows = both_.store().select(query.where(c.asked).limit(limit).offset(offset));
        if (!both_.agree(rows, {}))
            return;
        std::vector<M> came;
        for (auto const& row : *rows)
            came.push_back(static_cast<M const&>(row));
        both_.same(came, chosen(c, before, limit, offset), "the rows");
    }

    judged_store&  both_;
    random_source& random_;
};

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_KIT_RANDOM_READS_IPP
