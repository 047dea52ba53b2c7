// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_CONFORMANCE_HPP
#define SSOT_TESTING_CONFORMANCE_HPP

// Tests a backend by a program of one line:
//
//   int main(int argc, char** argv) { return ssot::conformance::run<my_backend>(argc, argv, [] { return my_backend(); }); }
//
//   ./my_backend_conformance --strict --commands 100000
//
// Runs the named behaviours, then random commands judged by a model store, concurrent histories, and injected faults. No
// test framework is needed; <ssot/testing/boost_test.hpp> makes test cases of Boost.Test instead.

#include <ssot/error.hpp>
#include <ssot/storage/concept.hpp>
#include <ssot/testing/behaviour.hpp>
#include <ssot/testing/random_run.hpp>
#include <ssot/testing/source.hpp>
#include <ssot/testing/warning.hpp>

#include <ssot/detail/base/config.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot::conformance {

/// The options of the command line.
struct run_options {
    bool                     list    = false;  ///< only list the behaviours
    bool                     help    = false;  ///< only print the options
    bool                     verbose = false;  ///< also print in which states no random command of a kind was executed
    std::vector<std::string> only{};           ///< names or prefixes of names; empty: all
    std::uint64_t            seed     = 1;     ///< seed of all random choices
    double                   minutes  = 0;     ///< how long random commands run; also makes behaviours larger
    std::uint64_t            commands = 2000;  ///< number of random commands
    bool                     strict   = false; ///< a behaviour that passes though declared absent is a failure
    std::string              json{};           ///< file for the report
    std::string kill_with{}; ///< command that stores rows and is killed: see docs/reference/testing/conformance.md
    std::string beside{};    ///< command of which two processes have one store open: a program that calls `join`
};

/// Reads a command line. Errors: `misuse`, with a message that lists what is allowed.
result<run_options> read_options_of(int argc, char const* const* argv, std::span<std::string_view const> names);

/// The results of a run.
struct report {
    std::vector<verdict> verdicts{};
    std::uint64_t        commands = 0; ///< number of random commands that were executed
    std::uint64_t        seed     = 0;
    bool                 strict   = false;
    pairs_met            pairs{}; ///< of random commands; nothing is reachable if none were executed

    std::vector<warning> warnings{}; ///< of all behaviours, in the order of the verdicts; `good` does not look at them

    std::size_t count(outcome o) const noexcept;
    bool        good() const noexcept;
};

/// Returns the report as one JSON document.
std::string to_json(report const& r);

/// Returns every name that `--only` accepts: the behaviours, then `random.commands` and the other long checks. The backend
/// may be named, but makes no difference.
std::vector<std::string_view> names();
template<storage::storage_backend Backend>
std::vector<std::string_view> names()
{
    return names();
}

/// Runs what `options` selects, and prints each verdict to `out` when it is known.
report examine(source const& from, run_options const& options, std::ostream& out);
template<storage::storage_backend Backend>
report examine(source const& from, run_options const& options, std::ostream& out)
{
    return examine(from, options, out);
}

/// The body of a `main`: returns 0 if everything passed, 1 if something failed, 2 for an invalid command line. The functions
/// are those of `make_source`.
int run(int argc, char const* const* argv, source const& from);
template<storage::storage_backend Backend, std::invocable MakeFreshStore>
int run(int argc, char const* const* argv, MakeFreshStore make_fresh_store)
{
    return run(argc, argv, make_source<Backend>(std::move(make_fresh_store)));
}
template<storage::storage_backend Backend, std::invocable MakeFreshStore, std::invocable<Backend&&> Reopen>
int run(int argc, char const* const* argv, MakeFreshStore make_fresh_store, Reopen reopen)
{
    return run(argc, argv, make_source<Backend>(std::move(make_fresh_store), std::move(reopen)));
}

/// The body of the `main` of a program that `--beside` runs: `open_store()` returns a backend whose store the processes share. Does what
/// the kit writes to the standard input, until that ends. Returns 0, or 1 if the store cannot be opened. A backend that one process at a
/// time opens reports `busy` from `prepare_schema` or `open`.
int join(source const& from);
template<storage::storage_backend Backend, std::invocable OpenStore>
int join(OpenStore open_store)
{
    return join(make_source<Backend>(std::move(open_store)));
}

} // namespace ssot::conformance

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/testing/conformance.ipp>
#include <ssot/impl/testing/kit/joined_process.ipp>
#endif

#endif // SSOT_TESTING_CONFORMANCE_HPP
