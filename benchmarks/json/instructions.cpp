// SPDX-License-Identifier: BSL-1.0
// Writes or reads log entries once, for callgrind, which counts what happens in `measured`:
//
//   valgrind --tool=callgrind --toggle-collect='*measured*' ssot_bench_json_instructions write|read
//
// `./run bench json --instructions` does that for both and compares the counts with their budgets.

#include <ssot/json/buffer.hpp>
#include <ssot/json/lines.hpp>

#include "convert.hpp"
#include "records.hpp"
#include "texts.hpp"

#include <cstdio>
#include <string_view>

namespace {

constexpr std::size_t records = 3000;

[[gnu::noinline]] std::size_t measured_write(std::vector<bench::raw_entry> const& entries, ssot::json_buffer& out)
{
    ssot::to_json_lines(entries, out).value();
    return out.size();
}

[[gnu::noinline]] std::vector<bench::raw_entry> measured_read(std::string_view text)
{
    return ssot::from_json_lines<bench::raw_entry>(text).value();
}

} // namespace

int main(int count, char** arguments)
{
    std::string_view const mode    = count == 2 ? arguments[1] : "";
    auto const             entries = bench::make_entries(records);
    std::size_t            done    = 0;
    if (mode == "write") {
        ssot::json_buffer out;
        out.reserve(1000 * records);
        done = measured_write(bench::entries_as<bench::raw_entry>(entries), out);
    } else if (mode == "read") {
        done = measured_read(bench::texts(entries).lines).size();
    } else {
        std::fputs("ssot_bench_json_instructions: allowed: write, read\n", stderr);
        return 2;
    }
    std::printf("%zu\n", records);
    return done == 0;
}
