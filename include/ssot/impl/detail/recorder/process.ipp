// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_RECORDER_PROCESS_IPP
#define SSOT_IMPL_DETAIL_RECORDER_PROCESS_IPP

#include <ssot/detail/recorder/process.hpp>

#include <fstream>
#include <sstream>
#include <string>

namespace ssot::detail::recording {

SSOT_DECL std::optional<std::int64_t> start_time_of(std::int64_t id)
{
    std::ifstream in("/proc/" + std::to_string(id) + "/stat");
    std::string   line;
    std::getline(in, line);
    auto const name = line.rfind(')'); // the name of the program may hold anything
    if (name == std::string::npos)
        return std::nullopt;
    std::istringstream rest(line.substr(name + 1));
    std::string        word;
    rest >> word; // field 3, the state
    if (word == "Z" || word == "X")
        return std::nullopt;
    for (int field = 4; field <= 22; ++field)
        rest >> word;
    std::int64_t       out = 0;
    std::istringstream number(word);
    return number >> out ? std::optional(out) : std::nullopt;
}

} // namespace ssot::detail::recording

#endif // SSOT_IMPL_DETAIL_RECORDER_PROCESS_IPP
