// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_HISTORY_HPP
#define SSOT_TESTING_HISTORY_HPP

// What concurrent transactions did to lists, and whether that can have happened one after the other. Each transaction appends
// numbers that nobody else appends, or reads whole lists; so a list tells who wrote before whom.
//
//   std::vector<observed> history{{.reads = {{1, {}}}, .appends = {{1, 10}}}, {.reads = {{1, {10}}}}};
//   std::string const wrong = anomaly(history, {{1, {10}}}, isolation::serializable);      // nothing
//
// The names are Adya's, as Elle uses them: G0 and G1c are cycles of writes and reads of committed values, G-single has one read
// that missed a write, G2 several.

#include <ssot/storage/capability.hpp>
#include <ssot/testing/kit/config.hpp>

#include <ssot/detail/base/config.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace ssot::conformance {

/// How a transaction ended; `unknown` may have happened.
enum class ended : std::uint8_t { committed, aborted, unknown };

/// One transaction as its client saw it.
struct observed {
    std::vector<std::pair<std::int64_t, std::vector<std::int64_t>>> reads{};   ///< list -> what it held
    std::vector<std::pair<std::int64_t, std::int64_t>>              appends{}; ///< list -> number
    ended                                                           how = ended::committed;
};

using lists = std::map<std::int64_t, std::vector<std::int64_t>>;

/// What is wrong with a history that left `final` behind, or nothing. `level` is what was promised.
std::string anomaly(std::vector<observed> const& history, lists const& final, storage::isolation level);

} // namespace ssot::conformance

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/testing/history.ipp>
#endif

#endif // SSOT_TESTING_HISTORY_HPP
