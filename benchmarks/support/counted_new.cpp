// SPDX-License-Identifier: BSL-1.0
#include "counted_new.hpp"

#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <new>

namespace {

// The program has one thread. Counting is off while time is measured.
bool           counting = false;
std::ptrdiff_t in_use   = 0; // below 0 when more was given back than taken
std::ptrdiff_t peak     = 0;
std::size_t    bytes    = 0;
std::size_t    taken    = 0;

} // namespace

namespace bench {

void count_heap()
{
    in_use   = 0;
    peak     = 0;
    bytes    = 0;
    taken    = 0;
    counting = true;
}

std::size_t counted_heap()
{
    counting = false;
    return static_cast<std::size_t>(in_use);
}

std::size_t counted_peak()
{
    counting = false;
    return static_cast<std::size_t>(peak);
}

std::size_t counted_allocations()
{
    counting = false;
    return taken;
}

std::size_t counted_bytes()
{
    counting = false;
    return bytes;
}

} // namespace bench

void* operator new(std::size_t size)
{
    void* const at = std::malloc(size == 0 ? 1 : size);
    if (!at)
        throw std::bad_alloc();
    if (counting) [[unlikely]] {
        auto const size_taken = malloc_usable_size(at);
        in_use += static_cast<std::ptrdiff_t>(size_taken);
        peak = std::max(peak, in_use);
        bytes += size_taken;
        ++taken;
    }
    return at;
}

void operator delete(void* at) noexcept
{
    if (counting) [[unlikely]]
        in_use -= static_cast<std::ptrdiff_t>(malloc_usable_size(at));
    std::free(at);
}
void operator delete(void* at, std::size_t) noexcept { operator delete(at); }
