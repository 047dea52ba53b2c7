// SPDX-License-Identifier: BSL-1.0
#include "text.hpp"

#include <boost/uuid/string_generator.hpp>
#include <boost/uuid/uuid_io.hpp>

#include <cstdio>
#include <stdexcept>

namespace inventory {

std::string uuid_text(boost::uuids::uuid const& id) { return boost::uuids::to_string(id); }

boost::uuids::uuid parse_uuid(std::string_view text) { return boost::uuids::string_generator{}(text.begin(), text.end()); }

std::string time_text(timestamp t)
{
    using namespace std::chrono;
    auto const           day  = floor<days>(t);
    year_month_day const date = day;
    hh_mm_ss const       time{t - day};
    char                 out[64];
    std::snprintf(out,
                  sizeof out,
                  "%04d-%02u-%02uT%02d:%02d:%02d.%06dZ",
                  int(date.year()),
                  unsigned(date.month()),
                  unsigned(date.day()),
                  int(time.hours().count()),
                  int(time.minutes().count()),
                  int(time.seconds().count()),
                  int(time.subseconds().count()));
    return out;
}

timestamp parse_time(std::string_view text)
{
    using namespace std::chrono;
    int      year{}, hour{}, minute{}, second{}, micro{}, length{};
    unsigned month{}, day{};
    if (std::sscanf(std::string(text).c_str(),
                    "%4d-%2u-%2uT%2d:%2d:%2d.%6dZ%n",
                    &year,
                    &month,
                    &day,
                    &hour,
                    &minute,
                    &second,
                    &micro,
                    &length) != 7 ||
        length != 27 || text.size() != 27)
        throw std::invalid_argument("no time: " + std::string(text));
    year_month_day const date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
    if (!date.ok() || hour > 23 || minute > 59 || second > 59)
        throw std::invalid_argument("no time: " + std::string(text));
    return sys_days{date} + hours{hour} + minutes{minute} + seconds{second} + microseconds{micro};
}

void check_text(std::string_view field, std::string_view text, std::size_t longest, bool blank)
{
    std::size_t length = 0;
    for (std::size_t i = 0; i != text.size(); ++length) {
        auto const first = static_cast<unsigned char>(text[i]);
        auto const bytes = first < 0x80 ? 1u
            : first < 0xC2              ? 0u
            : first < 0xE0              ? 2u
            : first < 0xF0              ? 3u
            : first < 0xF5              ? 4u
                                        : 0u;
        if (bytes == 0 || text.size() - i < bytes)
            throw std::invalid_argument(std::string(field) + " is not UTF-8");
        for (auto const more : text.substr(i + 1, bytes - 1))
            if ((static_cast<unsigned char>(more) & 0xC0) != 0x80)
                throw std::invalid_argument(std::string(field) + " is not UTF-8");
        i += bytes;
    }
    if (length > longest)
        throw std::invalid_argument(std::string(field) + " is too long");
    if (length == 0 && !blank)
        throw std::invalid_argument(std::string(field) + " is blank");
}

} // namespace inventory
