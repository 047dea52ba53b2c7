// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_RANDOM_RUN_HPP
#define SSOT_TESTING_RANDOM_RUN_HPP

// Executes random commands on a store, judged by a model store: values and errors must agree, and every 100 commands all
// rows. Each command is the one that was executed least in the state that the run is in. A run that fails is shrunk to a
// short list of commands that still fails, and printed as a test.
//
//   auto const wrong = ssot::conformance::replay(source, {{act::insert_sync, 3, 0, 7}, {act::erase_sync, 3, 0, 0}});

#include <ssot/storage/concept.hpp>
#include <ssot/testing/source.hpp>

#include <ssot/detail/base/config.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ssot::conformance {

/// The kinds of commands.
enum class act : std::uint8_t {
    insert_sync,
    insert_entry,
    insert_entries,
    insert_repeated,
    insert_job,
    insert_job_result,
    insert_content_type,
    insert_secrets_group,
    load_config,
    hold_sync,
    update_sync,
    update_held, ///< updates a sync as it was read some commands ago
    update_partial,
    update_job_result,
    update_config,
    erase_sync,
    erase_entry,
    erase_job,
    erase_job_result,
    erase_content_type,
    erase_secrets_group,
    erase_config,
    get_sync,
    get_entry,
    select_syncs,
    select_entries,
    count_entries,
    annotated_syncs,
    walk_pages,
    begin,
    commit,
    rollback,
    reopen,
    begin_read_only,
    open_cursor,   ///< begins to read the syncs in a stream
    read_cursor,   ///< reads on
    other_changes, ///< another session changes a sync outside a transaction
    other_reads,   ///< another session begins a read-only transaction, or looks at all rows in the one that it has
    other_writes,  ///< another session begins a transaction and changes syncs, or changes more in the one that it has
    other_ends     ///< the transaction of the other session ends
};

inline constexpr std::size_t act_count = static_cast<std::size_t>(act::other_ends) + 1;

/// Returns the name as written above: "insert_sync".
std::string_view to_string(act a) noexcept;

/// One command. The numbers choose rows and values.
struct command {
    act           what;
    std::uint32_t which  = 0;
    std::uint32_t other  = 0;
    std::uint32_t values = 0;
};

/// Executes commands on a fresh backend. Returns what went wrong, or an empty text. If `told` is given, a line is appended
/// to it for each command. The backend may be named, but makes no difference.
std::string replay(source const& from, std::span<command const> commands, std::vector<std::string>* told = nullptr);
std::string replay(source const& from, std::initializer_list<command> commands);
template<storage::storage_backend Backend>
std::string replay(source const& from, std::span<command const> commands, std::vector<std::string>* told = nullptr)
{
    return replay(from, commands, told);
}
template<storage::storage_backend Backend>
std::string replay(source const& from, std::initializer_list<command> commands)
{
    return replay(from, commands);
}

struct random_options {
    std::uint64_t                                        seed     = 1;
    std::uint64_t                                        commands = 2000;
    std::size_t                                          per_run  = 1000; ///< commands on one backend
    std::optional<std::chrono::steady_clock::time_point> until{};         ///< goes on until this time
    bool prefers_unseen = true; ///< chooses what was executed least in the state; otherwise by weights of chance
};

/// The pairs of an operation and a state in which it was executed. `reachable` counts those that can be on this backend, given
/// what it declares.
struct pairs_met {
    std::size_t seen      = 0;
    std::size_t reachable = 0;
    std::vector<std::string>
        unseen{}; ///< the others in words: "insert_job inside a savepoint, after a rollback to a savepoint"
};

struct random_result {
    std::uint64_t commands = 0;
    std::string   words{}; ///< what went wrong, and a test that shows it; empty if nothing did
    double        seconds = 0;
    pairs_met     pairs{};
};

/// Executes random commands in several runs, each on a fresh backend.
random_result run_random(source const& from, random_options const& options);
template<storage::storage_backend Backend>
random_result run_random(source const& from, random_options const& options)
{
    return run_random(from, options);
}

} // namespace ssot::conformance

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/testing/random_run.ipp>
#endif

#endif // SSOT_TESTING_RANDOM_RUN_HPP
