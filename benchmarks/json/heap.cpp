// SPDX-License-Identifier: BSL-1.0
#include "heap.hpp"

#include <malloc.h>

#include <cstdlib>
#include <new>
#include <string>
#include <vector>

namespace {

// The program has one thread. Counting is off while time is measured.
bool        counting = false;
std::size_t in_use   = 0;

} // namespace

void* operator new(std::size_t size)
{
    void* const at = std::malloc(size == 0 ? 1 : size);
    if (!at)
        throw std::bad_alloc();
    if (counting) [[unlikely]]
        in_use += malloc_usable_size(at);
    return at;
}

void operator delete(void* at) noexcept
{
    if (counting) [[unlikely]]
        in_use -= malloc_usable_size(at);
    std::free(at);
}
void operator delete(void* at, std::size_t) noexcept { operator delete(at); }

namespace bench {
namespace {

/// Heap for each of the texts as what `read` makes of it.
template<class Read>
double count(std::vector<std::string> const& texts, Read read)
{
    std::vector<decltype(read(texts.front()))> kept;
    kept.reserve(texts.size());
    in_use   = 0;
    counting = true;
    for (auto const& text : texts)
        kept.push_back(read(text));
    counting = false;
    return static_cast<double>(in_use) / static_cast<double>(texts.size());
}

} // namespace

heap_of_a_diff measure_heap(data const& original)
{
    std::vector<std::string> texts;
    for (auto const& entry : original.entries)
        if (entry.diff)
            texts.push_back(boost::json::serialize(*entry.diff));
    return {.raw = count(texts, [](std::string const& text) { return ssot::raw_json::parse(text).value(); }),
            .dom = count(texts, [](std::string const& text) { return boost::json::parse(text); })};
}

} // namespace bench
