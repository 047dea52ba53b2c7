// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_MEMORY_VECTOR_HPP
#define BENCH_MEMORY_VECTOR_HPP

// The entries in a vector, one push_back after the other: what no store can do without.

#include "data.hpp"

#include <span>
#include <vector>

namespace bench {

class vector_peer {
public:
    void insert(std::span<entry const> entries)
    {
        for (auto const& e : entries)
            rows_.push_back(e);
    }

    template<class Fn>
    void decode(Fn fn) const
    {
        entry e;
        for (auto const& row : rows_) {
            e = row;
            fn(e);
        }
    }

private:
    std::vector<entry> rows_{};
};

} // namespace bench

#endif // BENCH_MEMORY_VECTOR_HPP
