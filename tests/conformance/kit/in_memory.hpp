// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_CONFORMANCE_KIT_IN_MEMORY_HPP
#define SSOT_TESTS_CONFORMANCE_KIT_IN_MEMORY_HPP

// What the tests of the kit's inner headers share: trials of the in-memory backend, and the fields of the kit's own models by name.

#include <ssot/storage/memory.hpp>
#include <ssot/testing/kit/untyped_rows.hpp>
#include <ssot/testing/source.hpp>
#include <ssot/testing/trial.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace ssot_test {

inline ssot::conformance::source in_memory()
{
    return ssot::conformance::make_source<ssot::storage::memory>([] { return ssot::storage::memory(); });
}

/// A trial of a fresh in-memory backend.
struct memory_trial {
    explicit memory_trial(ssot::conformance::cell about = {}) : t(from, 1, about) {}

    ssot::conformance::source from = in_memory();
    ssot::conformance::trial  t;
};

inline std::uint16_t of_specimen(std::string_view field)
{
    return ssot::conformance::detail::field_of(ssot::conformance::detail::specimen_model(), field);
}
inline std::uint16_t of_pairing(std::string_view field)
{
    return ssot::conformance::detail::field_of(ssot::conformance::detail::pairing_model(), field);
}

/// What a check says that fails, or nothing if it does not fail.
template<class Check>
std::string complaint(Check&& check)
{
    try {
        check();
    } catch (ssot::conformance::failed_check const& e) {
        return e.what();
    }
    return "";
}

} // namespace ssot_test

#endif // SSOT_TESTS_CONFORMANCE_KIT_IN_MEMORY_HPP
