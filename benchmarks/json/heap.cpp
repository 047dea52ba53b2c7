// SPDX-License-Identifier: BSL-1.0
#include "heap.hpp"

#include "support/counted_new.hpp"

#include <string>
#include <vector>

namespace bench {
namespace {

/// Heap for each of the texts as what `read` makes of it.
template<class Read>
double count(std::vector<std::string> const& texts, Read read)
{
    std::vector<decltype(read(texts.front()))> kept;
    kept.reserve(texts.size());
    count_heap();
    for (auto const& text : texts)
        kept.push_back(read(text));
    return static_cast<double>(counted_heap()) / static_cast<double>(texts.size());
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
