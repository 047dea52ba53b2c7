// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_BEHAVIOUR_HPP
#define SSOT_TESTING_BEHAVIOUR_HPP

// What the conformance kit is made of: behaviours as data, and the trial in which one of them is judged.
//
//   for (auto const& b : ssot::conformance::behaviours())
//       std::cout << b.name << ": " << b.promise << '\n';
//
// A behaviour is a function that puts a backend on trial. It says what it expected and what came by throwing; see `trial`.

#include <ssot/error.hpp>
#include <ssot/storage/capability.hpp>
#include <ssot/storage/concept.hpp>
#include <ssot/testing/source.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/base/config.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace ssot::conformance {

using ssot::to_string; // of errors, keys and times, beside those below

/// How a behaviour ended.
enum class outcome : std::uint8_t {
    passed,
    failed,
    skipped,              ///< the backend does not declare what the behaviour needs
    passed_though_absent, ///< it does not declare it, and does it all the same
    not_covered           ///< the behaviour is listed, and cannot be judged yet
};

/// "pass", "fail", "skipped", "passes though declared absent", "not covered".
std::string_view to_string(outcome o) noexcept;

/// What a behaviour needs of a backend.
enum class need : std::uint8_t {
    nothing,
    transactions,
    sessions,  ///< several sessions at once
    isolation, ///< several sessions at once, with transactions
    serializable,
    savepoints,
    insert_if_absent,
    aggregate,
    cancel,
    ddl,      ///< keeps the schema and compares
    reopening ///< the kit was given a function that reopens
};

/// The capability as the report names it: "transactions".
std::string_view to_string(need n) noexcept;

/// Whether `caps` declare it. `reopening` is no capability: whether the kit can do it.
bool declares(storage::capabilities const& caps, need n) noexcept;

/// Whether the behaviour may be tried on a backend that does not declare it. What needs several sessions at once may not.
bool may_be_tried(storage::capabilities const& caps, need n) noexcept;

/// A sentence of the contract in short, by its number in docs/reference/storage/concept.md; 0 is the rules of the library.
std::string_view sentence(int number) noexcept;

class trial;

/// One thing that a backend should do.
struct behaviour {
    std::string_view name;    ///< permanent
    std::string_view promise; ///< what it looks at, in a few words
    need             needs;
    int              sentence; ///< of the contract
    void (*judge)(trial&);     ///< null: not covered yet, and `promise` says why
};

/// How one of them ended.
struct verdict {
    std::string_view name{};
    outcome          how = outcome::not_covered;
    std::string      words{}; ///< of a failure what was expected and what came; otherwise why
    double           seconds = 0;
};

/// All behaviours, in the order of the list. They are the same for every backend, which may be named.
std::span<behaviour const> behaviours();
template<storage::storage_backend Backend>
std::span<behaviour const> behaviours()
{
    return behaviours();
}

/// Puts a fresh backend on trial.
verdict judge(behaviour const& b, source const& from, std::uint64_t seed);

} // namespace ssot::conformance

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/testing/behaviour.ipp>
#endif

#endif // SSOT_TESTING_BEHAVIOUR_HPP
