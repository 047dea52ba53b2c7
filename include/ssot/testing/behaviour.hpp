// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_BEHAVIOUR_HPP
#define SSOT_TESTING_BEHAVIOUR_HPP

// The parts of the conformance kit: behaviours as data, and the function that judges a backend by one of them.
//
//   for (auto const& b : ssot::conformance::behaviours())
//       std::cout << b.name << ": " << b.promise << '\n';
//
// A behaviour is a function that tests a backend. It reports a failure by throwing what it expected and what it got; see
// `trial`.

#include <ssot/error.hpp>
#include <ssot/storage/capability.hpp>
#include <ssot/storage/concept.hpp>
#include <ssot/testing/kit/cell.hpp>
#include <ssot/testing/source.hpp>
#include <ssot/testing/warning.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/base/config.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ssot::conformance {

using ssot::to_string; // for errors, keys and times, besides the overloads below

/// How a behaviour ended.
enum class outcome : std::uint8_t {
    passed,
    failed,
    skipped,              ///< the backend does not declare an ability that the behaviour needs
    passed_though_absent, ///< the backend does not declare the ability but has it
    not_covered           ///< the behaviour is listed but cannot be judged yet
};

/// Returns "pass", "fail", "skipped", "passes though declared absent" or "not covered".
std::string_view to_string(outcome o) noexcept;

/// What a behaviour needs of a backend.
enum class need : std::uint8_t {
    nothing,
    transactions,
    sessions,  ///< several sessions at the same time
    isolation, ///< several sessions at the same time, with transactions
    serializable,
    savepoints,
    insert_if_absent,
    made_keys, ///< the backend makes integer keys
    aggregate,
    cancel,
    ddl,      ///< the backend stores the schema and compares it
    reopening ///< the kit was given a function that reopens a backend
};

/// Returns the name of the ability in reports: "transactions".
std::string_view to_string(need n) noexcept;

/// Returns whether `caps` declares the ability. `reopening` is not a capability: see `source::reopen`.
bool declares(storage::capabilities const& caps, need n) noexcept;

/// Returns whether the behaviour may run on a backend that does not declare it. False if it needs several sessions at the
/// same time which the backend does not have, or transactions in them: what races without transactions may pass by chance.
bool may_be_tried(storage::capabilities const& caps, need n) noexcept;

/// Returns a short form of the sentence of the contract with this number in docs/reference/storage/concept.md; 0 is a rule
/// of the library.
std::string_view sentence(int number) noexcept;

class trial;

/// One promise that a backend has to keep.
struct behaviour {
    std::string_view name;    ///< permanent
    std::string_view promise; ///< what is tested, in a few words
    need             needs;
    int              sentence; ///< number of the sentence of the contract
    void (*judge)(trial&);     ///< null if not covered yet; `promise` then says why
    cell about{};
};

/// The result of one behaviour.
struct verdict {
    std::string_view name{};
    outcome          how = outcome::not_covered;
    std::string      words{}; ///< after a failure what was expected and what was found; otherwise the reason
    double           seconds = 0;

    std::vector<warning> warnings{}; ///< never a reason to fail
};

/// Returns all behaviours, in the order of the list. They have static storage duration. The backend may be named, but makes
/// no difference.
std::span<behaviour const> behaviours();
template<storage::storage_backend Backend>
std::span<behaviour const> behaviours()
{
    return behaviours();
}

/// Judges a fresh backend by one behaviour. A std::exception that comes out is reported as a failure, in words that tell
/// one of the backend from one of the kit.
verdict judge(behaviour const& b, source const& from, std::uint64_t seed);

} // namespace ssot::conformance

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/testing/behaviour.ipp>
#endif

#endif // SSOT_TESTING_BEHAVIOUR_HPP
