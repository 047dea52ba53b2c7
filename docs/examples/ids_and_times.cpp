// SPDX-License-Identifier: BSL-1.0
// Keys, instants and durations: made, written and read.

#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <chrono>
#include <cstdlib>
#include <iostream>

int main()
{
    //[ uuid
    ssot::uuid const         older = ssot::new_id();
    ssot::uuid const         newer = ssot::new_id(); // sorts behind every id that this thread made
    ssot::result<ssot::uuid> same  = ssot::parse_uuid(ssot::to_string(newer));
    //]
    if (!(older < newer) || same.value() != newer)
        return EXIT_FAILURE;

    //[ time
    using namespace std::chrono_literals;
    ssot::timestamp const start = ssot::parse_timestamp("2024-07-31 23:43:00+02:00").value();
    std::cout << ssot::to_string(start) << '\n';                        // 2024-07-31T21:43:00.000000Z
    std::cout << ssot::to_string(ssot::duration(26h + 1500ms)) << '\n'; // P1DT02H00M01.500000S

    auto const naive = ssot::parse_timestamp("2024-07-31T23:43:00"); // names no instant
    auto const fine  = ssot::parse_duration("PT0.0000001S");         // finer than a microsecond
    //]
    return naive.error().code() == ssot::errc::invalid_value && fine.error().code() == ssot::errc::out_of_range &&
            ssot::to_string(start) == "2024-07-31T21:43:00.000000Z"
        ? EXIT_SUCCESS
        : EXIT_FAILURE;
}
