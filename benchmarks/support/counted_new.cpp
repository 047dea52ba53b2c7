// SPDX-License-Identifier: BSL-1.0
#include "counted_new.hpp"

#include <malloc.h>

#include <cstdlib>
#include <new>

namespace {

// The program has one thread. Counting is off while time is measured.
bool        counting = false;
std::size_t in_use   = 0;
std::size_t taken    = 0;

} // namespace

namespace bench {

void count_heap()
{
    in_use   = 0;
    taken    = 0;
    counting = true;
}

std::size_t counted_heap()
{
    counting = false;
    return in_use;
}

std::size_t counted_allocations()
{
    counting = false;
    return taken;
}

} // namespace bench

void* operator new(std::size_t size)
{
    void* const at = std::malloc(size == 0 ? 1 : size);
    if (!at)
        throw std::bad_alloc();
    if (counting) [[unlikely]] {
        in_use += malloc_usable_size(at);
        ++taken;
    }
    return at;
}

void operator delete(void* at) noexcept
{
    if (counting) [[unlikely]]
        in_use -= malloc_usable_size(at);
    std::free(at);
}
void operator delete(void* at, std::size_t) noexcept { operator delete(at); }
