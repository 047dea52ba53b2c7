// SPDX-License-Identifier: BSL-1.0
#include "backends.hpp"

namespace ssot_test {

int run_memory(int argc, char const* const* argv)
{
    return ssot::conformance::run<memory>(argc, argv, [] { return memory(); });
}

} // namespace ssot_test

template std::span<ssot::conformance::behaviour<ssot::storage::memory> const>
                                    ssot::conformance::behaviours<ssot::storage::memory>();
template ssot::conformance::verdict ssot::conformance::judge<ssot::storage::memory>(behaviour<ssot::storage::memory> const&,
                                                                                    source<ssot::storage::memory> const&,
                                                                                    std::uint64_t);
