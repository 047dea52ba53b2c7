// SPDX-License-Identifier: BSL-1.0
#include "growth/steep.hpp"

#include <ssot/query.hpp>

#include "growth/new_store.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

namespace growth {
namespace {

using bench::prepared_work;

prepared_work compare_each_with_each(std::size_t n)
{
    return [n] {
        std::size_t volatile pairs = 0;
        for (std::size_t i = 0; i != n; ++i)
            for (std::size_t k = 0; k != n; ++k)
                if (i < k)
                    pairs = pairs + 1;
    };
}

prepared_work insert_in_front(std::size_t n)
{
    return [n] {
        std::vector<std::uint64_t> out;
        for (std::size_t i = 0; i != n; ++i)
            out.insert(out.begin(), i);
    };
}

prepared_work read_all_for_each(std::size_t n)
{
    auto       store = std::make_shared<ssot::store>(bench::new_store());
    ssot::sync run{.source = "a", .target = "b"};
    store->insert(std::as_const(run)).value();
    std::vector<ssot::sync_log_entry> entries(n);
    for (auto& e : entries)
        e.sync = run;
    store->insert(entries).value();
    return [store, n] {
        for (std::size_t i = 0; i != n; ++i)
            store->select(ssot::from<ssot::sync_log_entry>()).value();
    };
}

prepared_work a_vector_for_each_pair(std::size_t n)
{
    return [n] {
        for (std::size_t i = 0; i != n * n; ++i)
            std::vector<char>(1);
    };
}

prepared_work copy_a_text_that_grows(std::size_t n)
{
    return [n] {
        std::string text;
        for (std::size_t i = 0; i != n; ++i)
            text = std::string(text + "x").c_str();
    };
}

} // namespace

std::vector<steep_work> steep_works()
{
    return {
        {{"compare each with each", 100, compare_each_with_each}, 0},
        {{"insert in front", 300, insert_in_front}, 1},
        {{"read all rows for each row", 20, read_all_for_each}, 2},
        {{"take memory for each pair", 50, a_vector_for_each_pair}, 3},
        {{"copy a text that grows", 300, copy_a_text_that_grows}, 4},
    };
}

} // namespace growth
