// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_CONFORMANCE_HPP
#define SSOT_TESTING_CONFORMANCE_HPP

// Proves a backend, with a program that is one line long:
//
//   int main(int argc, char** argv) { return ssot::conformance::run<my_backend>(argc, argv, [] { return my_backend(); }); }
//
//   ./my_backend_conformance --strict --commands 100000
//
// It runs the named behaviours, then random commands judged by a small store of its own, concurrent histories and faults. No
// test framework is needed; <ssot/testing/boost_test.hpp> makes cases of Boost.Test instead.

#include <ssot/error.hpp>
#include <ssot/storage/concept.hpp>
#include <ssot/testing/behaviour.hpp>
#include <ssot/testing/random_run.hpp>
#include <ssot/testing/source.hpp>

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

/// What the command line may say.
struct run_options {
    bool                     list = false;     ///< only name the behaviours
    bool                     help = false;     ///< only say this
    std::vector<std::string> only{};           ///< names, or how they begin; empty: all
    std::uint64_t            seed     = 1;     ///< of all that chance decides
    double                   minutes  = 0;     ///< random commands until then; also makes behaviours larger
    std::uint64_t            commands = 2000;  ///< random commands
    bool                     strict   = false; ///< a behaviour that passes though declared absent fails
    std::string              json{};           ///< a file for the report
};

/// Reads a command line. Errors: `misuse`, with words that name what is allowed.
result<run_options> read_options_of(int argc, char const* const* argv, std::span<std::string_view const> names);

/// What a run found.
struct report {
    std::vector<verdict> verdicts{};
    std::uint64_t        commands = 0; ///< random commands that were executed
    std::uint64_t        seed     = 0;
    bool                 strict   = false;

    std::size_t count(outcome o) const noexcept;
    bool        good() const noexcept;
};

/// The report as one JSON document.
std::string to_json(report const& r);

/// Everything that can be asked for with `--only`: the behaviours, then `random.commands` and the other long checks. They are the
/// same for every backend, which may be named.
std::vector<std::string_view> names();
template<storage::storage_backend Backend>
std::vector<std::string_view> names()
{
    return names();
}

/// Runs what `options` say, and tells `out` of each verdict when it is there.
report examine(source const& from, run_options const& options, std::ostream& out);
template<storage::storage_backend Backend>
report examine(source const& from, run_options const& options, std::ostream& out)
{
    return examine(from, options, out);
}

/// A program's main: 0 when all is well, 1 when not, 2 for a mistake on the command line. The functions are those of
/// `make_source`.
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

} // namespace ssot::conformance

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/testing/conformance.ipp>
#endif

#endif // SSOT_TESTING_CONFORMANCE_HPP
