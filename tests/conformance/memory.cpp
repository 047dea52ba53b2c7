// SPDX-License-Identifier: BSL-1.0
// The kit over the in-memory backend: `./run conformance memory`.

#include <ssot/storage/memory.hpp>
#include <ssot/testing/conformance.hpp>

int main(int argc, char** argv)
{
    return ssot::conformance::run<ssot::storage::memory>(argc, argv, [] { return ssot::storage::memory(); });
}
