// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_SUPPORT_REPORT_HPP
#define BENCH_SUPPORT_REPORT_HPP

// What a run found, for people: the median of each benchmark, and ratios beside the goals for them.
//
//   constexpr goal goals[] = {{"insert", "ours", "vector", 1.5}};
//
//   std::printf("\nMedian CPU time in ns for an entry:\n");
//   print_medians(found, works, peers, [](std::string_view) { return 1.0; });
//
//   goal_table const table{goal_table::share_of_time, 2};
//   table.print_head();
//   table.print(found, goals);

#include "support/results.hpp"

#include <cstddef>
#include <cstdio>
#include <span>
#include <string>
#include <string_view>

namespace bench {

/// The name of a benchmark: WORK/PEER, or WORK/PEER/SIZE for one that is measured with several sizes.
inline std::string benchmark_name(std::string_view work, std::string_view peer, std::size_t size = 0)
{
    auto out = std::string(work).append("/").append(peer);
    return size == 0 ? out : out.append("/").append(std::to_string(size));
}

/// Text to the left of a column.
inline void print_left(std::string_view text, int width)
{
    std::printf("%-*.*s", width, static_cast<int>(text.size()), text.data());
}

/// A line for each work with the median time of each peer in ns, divided by `records(work)`.
template<class Records>
void print_medians(results const& found, std::span<std::string_view const> works, std::span<std::string_view const> peers,
                   Records records, std::size_t size = 0)
{
    print_left("", 14);
    for (auto const peer : peers)
        std::printf("%15.*s", static_cast<int>(peer.size()), peer.data());
    std::printf("\n");
    for (auto const work : works) {
        print_left(work, 14);
        for (auto const peer : peers)
            if (auto const time = found.median(benchmark_name(work, peer, size)))
                std::printf("%15.1f", *time * 1e9 / static_cast<double>(records(work)));
            else
                std::printf("%15s", "-");
        std::printf("\n");
    }
}

/// A bound for the ratio of two benchmarks of one work.
struct goal {
    std::string_view work;
    std::string_view ours;
    std::string_view peer;
    double           bound; ///< 0 is shown without a goal
};

class goal_table {
public:
    enum class ratio {
        times_faster,  ///< the peer's time of ours: at least the bound
        share_of_time, ///< our time of the peer's: at most the bound
    };
    using enum ratio;

    /// `digits` behind the point. Without `judged`, the ratios are shown without their goals: of a size that they are not for.
    goal_table(ratio what, int digits, bool judged = true) : what_(what), digits_(digits), judged_(judged) {}

    /// `about` is added to the title: ", 100 entries".
    void print_head(std::string const& about = {}) const
    {
        bool const faster = what_ == times_faster;
        std::printf(
            "\n%s, by medians%s:\n", faster ? "How many times faster" : "What ours takes of the peer's", about.c_str());
        print_names("work", "ours", faster ? "than" : "of");
        std::printf("%9s  %9s\n", "ratio", "goal");
    }

    void print(goal const& wanted, double ratio_found) const
    {
        print_names(wanted.work, wanted.ours, wanted.peer);
        std::printf("%9.*f  ", digits_, ratio_found);
        if (!judged_ || wanted.bound == 0) {
            std::printf("%9s\n", "-");
            return;
        }
        bool const met = what_ == times_faster ? ratio_found >= wanted.bound : ratio_found <= wanted.bound;
        std::printf("%9.*f  %s\n", digits_, wanted.bound, met ? "met" : "NOT MET");
    }

    /// A line for each goal of which both sides were measured.
    void print(results const& found, std::span<goal const> goals, std::size_t size = 0) const
    {
        for (auto const& wanted : goals) {
            auto const ours = found.median(benchmark_name(wanted.work, wanted.ours, size));
            auto const peer = found.median(benchmark_name(wanted.work, wanted.peer, size));
            if (ours && peer)
                print(wanted, what_ == times_faster ? *peer / *ours : *ours / *peer);
        }
    }

private:
    static void print_names(std::string_view work, std::string_view ours, std::string_view peer)
    {
        print_left(work, 18);
        print_left(ours, 15);
        print_left(peer, 18);
    }

    ratio what_;
    int   digits_;
    bool  judged_;
};

} // namespace bench

#endif // BENCH_SUPPORT_REPORT_HPP
