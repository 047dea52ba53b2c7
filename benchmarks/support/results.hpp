// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_SUPPORT_RESULTS_HPP
#define BENCH_SUPPORT_RESULTS_HPP

// The CPU time of every repetition of every benchmark, taken from Google Benchmark.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bench {

class results : public benchmark::BenchmarkReporter {
public:
    bool ReportContext(Context const&) override { return true; }

    void ReportRuns(std::vector<Run> const& runs) override
    {
        for (auto const& run : runs)
            if (run.run_type == Run::RT_Iteration)
                seconds_[run.run_name.function_name].push_back(run.cpu_accumulated_time /
                                                               static_cast<double>(run.iterations));
    }

    /// Seconds for one iteration of SCENARIO/PEER; nothing when it was not measured.
    std::optional<double> median(std::string const& name) const
    {
        auto const found = seconds_.find(name);
        if (found == seconds_.end() || found->second.empty())
            return std::nullopt;
        auto       times = found->second;
        auto const half  = times.size() / 2;
        std::sort(times.begin(), times.end());
        return times.size() % 2 != 0 ? times[half] : (times[half - 1] + times[half]) / 2;
    }

private:
    std::map<std::string, std::vector<double>> seconds_{};
};

} // namespace bench

#endif // BENCH_SUPPORT_RESULTS_HPP
