// SPDX-License-Identifier: BSL-1.0
#include "growth/steps.hpp"

#include "support/counted_new.hpp"

namespace {

// The program has one thread.
std::uint64_t blocks = 0;
std::uint64_t moved  = 0;
std::uint64_t rows   = 0;

} // namespace

namespace growth {

void count_steps()
{
    bench::count_heap();
    blocks = moved = rows = 0;
}

steps counted_steps() { return {blocks, moved, rows, bench::counted_allocations(), bench::counted_bytes()}; }

void count_row() noexcept { ++rows; }

} // namespace growth

// The compiler puts a call of this into each block of the code that is counted.
extern "C" void __sanitizer_cov_trace_pc() { ++blocks; }

// The C library's functions, for this program and the shared libraries that it loads. They are loops, since the compiler is told
// to make no calls of these functions of them; whether they are fast does not matter here.

extern "C" void* memmove(void* to, void const* from, std::size_t size)
{
    moved += size;
    auto* const       out = static_cast<unsigned char*>(to);
    auto const* const in  = static_cast<unsigned char const*>(from);
    if (reinterpret_cast<std::uintptr_t>(out) <= reinterpret_cast<std::uintptr_t>(in))
        for (std::size_t i = 0; i != size; ++i)
            out[i] = in[i];
    else
        for (std::size_t i = size; i != 0; --i)
            out[i - 1] = in[i - 1];
    return to;
}

extern "C" void* memcpy(void* __restrict to, void const* __restrict from, std::size_t size)
{
    return memmove(to, from, size);
}

extern "C" void* memset(void* to, int byte, std::size_t size)
{
    moved += size;
    auto* const out = static_cast<unsigned char*>(to);
    for (std::size_t i = 0; i != size; ++i)
        out[i] = static_cast<unsigned char>(byte);
    return to;
}

extern "C" int memcmp(void const* left, void const* right, std::size_t size)
{
    auto const* const a = static_cast<unsigned char const*>(left);
    auto const* const b = static_cast<unsigned char const*>(right);
    for (std::size_t i = 0; i != size; ++i) {
        ++moved;
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    }
    return 0;
}

extern "C" void* memchr(void const* text, int byte, std::size_t size)
{
    auto const* const in = static_cast<unsigned char const*>(text);
    for (std::size_t i = 0; i != size; ++i) {
        ++moved;
        if (in[i] == static_cast<unsigned char>(byte))
            return const_cast<unsigned char*>(in + i);
    }
    return nullptr;
}
