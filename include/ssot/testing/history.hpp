// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_HISTORY_HPP
#define SSOT_TESTING_HISTORY_HPP

// Judges what concurrent transactions did to lists: whether it can have happened one after the other. Each transaction
// appends numbers that no other transaction appends, or reads whole lists, so a list shows the order of its writers.
//
//   std::vector<observed> history{{.reads = {{1, {}}}, .appends = {{1, 10}}}, {.reads = {{1, {10}}}}};
//   std::string const wrong = anomaly(history, {{1, {10}}}, isolation::serializable);      // nothing
//
// The anomalies have Adya's names, as in Elle: G0 and G1c are cycles of writes and of reads of committed values, G-single is
// a cycle with one read that missed a write, G2 a cycle with several.

#include <ssot/storage/capability.hpp>
#include <ssot/testing/kit/config.hpp>

#include <ssot/detail/base/config.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ssot::conformance {

/// How a transaction ended. One that is `unknown` may have taken effect.
enum class ended : std::uint8_t { committed, aborted, unknown };

/// One transaction as its client observed it.
struct observed {
    std::vector<std::pair<std::int64_t, std::vector<std::int64_t>>> reads{};   ///< list -> its contents
    std::vector<std::pair<std::int64_t, std::int64_t>>              appends{}; ///< list -> number appended
    ended                                                           how = ended::committed;
};

using lists = std::map<std::int64_t, std::vector<std::int64_t>>;

/// Returns the anomaly in a history that left the lists `final`, or an empty text. `level` is the isolation that was
/// promised.
std::string anomaly(std::vector<observed> const& history, lists const& final, storage::isolation level);

} // namespace ssot::conformance

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/testing/history.ipp>
#endif

#endif // SSOT_TESTING_HISTORY_HPP
