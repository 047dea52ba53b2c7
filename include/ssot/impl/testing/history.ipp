// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_HISTORY_IPP
#define SSOT_IMPL_TESTING_HISTORY_IPP

#include <ssot/testing/history.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <set>

namespace ssot::conformance {

namespace detail {

SSOT_DECL bool is_prefix(std::vector<std::int64_t> const& a, std::vector<std::int64_t> const& b)
{
    return a.size() <= b.size() && std::equal(a.begin(), a.end(), b.begin());
}

/// Edges between transactions, by kind: write before write, write before read, read before write.
struct dependencies {
    enum kind : std::uint8_t { ww, wr, rw };
    std::vector<std::array<std::set<std::size_t>, 3>> edges;

    /// Whether `to` can be reached from `from` by edges of the kinds up to `most`.
    bool reaches(std::size_t from, std::size_t to, kind most) const
    {
        std::vector<std::size_t> open{from};
        std::vector<bool>        met(edges.size());
        while (!open.empty()) {
            auto const at = open.back();
            open.pop_back();
            for (std::size_t k = 0; k <= most; ++k)
                for (std::size_t const next : edges[at][k]) {
                    if (next == to)
                        return true;
                    if (!met[next]) {
                        met[next] = true;
                        open.push_back(next);
                    }
                }
        }
        return false;
    }
};

} // namespace detail

SSOT_DECL std::string anomaly(std::vector<observed> const& history, lists const& final, storage::isolation level)
{
    std::map<std::pair<std::int64_t, std::int64_t>, std::size_t> writer; // list and number -> transaction
    for (std::size_t i = 0; i != history.size(); ++i)
        for (auto const& append : history[i].appends)
            writer[append] = i;
    auto const number = [](std::int64_t list, std::int64_t n) {
        return std::to_string(n) + " of list " + std::to_string(list);
    };

    static std::vector<std::int64_t> const empty;
    auto const                             held = [&](std::int64_t list) -> std::vector<std::int64_t> const& {
        auto const found = final.find(list);
        return found == final.end() ? empty : found->second;
    };
    for (auto const& [list, numbers] : final) {
        std::set<std::int64_t> once(numbers.begin(), numbers.end());
        if (once.size() != numbers.size())
            return "a number twice in list " + std::to_string(list);
        for (auto const n : numbers) {
            auto const found = writer.find({list, n});
            if (found == writer.end())
                return "the number " + number(list, n) + ", which nobody appended";
            if (history[found->second].how == ended::aborted)
                return "G1a: the number " + number(list, n) + " of a transaction that was rolled back";
        }
    }
    for (auto const& t : history) {
        if (t.how == ended::committed)
            for (auto const& [list, n] : t.appends)
                if (std::ranges::find(held(list), n) == held(list).end())
                    return "lost: the number " + number(list, n) + " of a transaction that was committed";
        if (t.how != ended::committed)
            continue;
        for (auto const& [list, numbers] : t.reads) {
            auto seen = numbers; // its own appends come last
            while (!seen.empty() && std::ranges::find(t.appends, std::pair{list, seen.back()}) != t.appends.end())
                seen.pop_back();
            if (!detail::is_prefix(seen, held(list)))
                return "a read of list " + std::to_string(list) +
                    " that is no beginning of what it became (G1a, or a lost append)";
            if (seen.empty())
                continue;
            // The last append that a transaction made is the only one that others may see last.
            auto const  at      = writer.at({list, seen.back()});
            auto const& appends = history[at].appends;
            auto const last = std::find_if(appends.rbegin(), appends.rend(), [&](auto const& a) { return a.first == list; });
            if (last->second != seen.back())
                return "G1b: a read of list " + std::to_string(list) + " in the middle of a transaction";
        }
    }

    detail::dependencies d;
    d.edges.resize(history.size());
    auto const link = [&](std::size_t a, std::size_t b, detail::dependencies::kind k) {
        if (a != b)
            d.edges[a][k].insert(b);
    };
    for (auto const& [list, numbers] : final)
        for (std::size_t i = 1; i < numbers.size(); ++i)
            link(writer.at({list, numbers[i - 1]}), writer.at({list, numbers[i]}), d.ww);
    for (std::size_t i = 0; i != history.size(); ++i) {
        if (history[i].how != ended::committed)
            continue;
        for (auto const& [list, numbers] : history[i].reads) {
            auto seen = numbers.size();
            while (seen != 0 && writer.at({list, numbers[seen - 1]}) == i)
                --seen;
            if (seen != 0)
                link(writer.at({list, numbers[seen - 1]}), i, d.wr);
            if (seen < held(list).size())
                link(i, writer.at({list, held(list)[seen]}), d.rw);
        }
    }
    auto const kinds = {std::pair{d.ww, "G0: a cycle of writes"}, std::pair{d.wr, "G1c: a cycle of writes and reads"}};
    for (auto const& [k, words] : kinds)
        for (std::size_t i = 0; i != history.size(); ++i)
            if (d.reaches(i, i, k))
                return words;
    if (level == storage::isolation::read_committed)
        return {};
    for (std::size_t i = 0; i != history.size(); ++i)
        for (std::size_t const next : d.edges[i][d.rw])
            if (d.reaches(next, i, d.wr))
                return "G-single: a transaction read before another wrote, and after it";
    if (level == storage::isolation::serializable)
        for (std::size_t i = 0; i != history.size(); ++i)
            if (d.reaches(i, i, d.rw))
                return "G2: transactions that each read before the other wrote";
    return {};
}

} // namespace ssot::conformance

#endif // SSOT_IMPL_TESTING_HISTORY_IPP
