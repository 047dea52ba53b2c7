// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_JSON_DATA_HPP
#define BENCH_JSON_DATA_HPP

// Everything that is written and read, as structs and as text.

#include "records.hpp"
#include "texts.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace bench {

struct data {
    explicit data(std::size_t count)
        : entries(make_entries(count)), text(entries), sync(make_sync(1'000'000)),
          sync_text(boost::json::serialize(to_value(sync)))
    {
    }

    std::vector<dom_entry> entries;
    texts                  text;
    dom_sync               sync;
    std::string            sync_text;
};

} // namespace bench

#endif // BENCH_JSON_DATA_HPP
