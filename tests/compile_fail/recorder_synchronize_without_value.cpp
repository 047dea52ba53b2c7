// SPDX-License-Identifier: BSL-1.0
#include <ssot/recorder.hpp>
#include <ssot/storage/memory.hpp>
#include <ssot/store.hpp>

struct outcome {
    explicit outcome(int n) : number(n) {}
    int number;
};

auto synchronized(ssot::recorder& run) -> int;

auto synchronized(ssot::recorder& run) -> int
{
#ifdef SSOT_COMPILE_FAIL
    // expect: "a dry run does not call the function, and needs a value to return"
    return run.synchronize([] { return outcome(1); }).number;
#else
    return run.synchronize([] { return ssot::result<outcome>(outcome(1)); })->number;
#endif
}
