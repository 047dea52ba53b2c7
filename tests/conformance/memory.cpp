// SPDX-License-Identifier: BSL-1.0
#include "backends.hpp"

namespace ssot_test {

int run_memory(int argc, char const* const* argv)
{
    return ssot::conformance::run<memory>(argc, argv, [] { return memory(); });
}

} // namespace ssot_test
