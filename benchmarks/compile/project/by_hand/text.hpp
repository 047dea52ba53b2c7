// SPDX-License-Identifier: BSL-1.0
// Texts of uuids and times, and what a text must satisfy.

#pragma once

#include <boost/uuid/uuid.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace inventory {

using timestamp = std::chrono::sys_time<std::chrono::microseconds>;

std::string        uuid_text(boost::uuids::uuid const& id);
boost::uuids::uuid parse_uuid(std::string_view text);

std::string time_text(timestamp t);
timestamp   parse_time(std::string_view text);

/// Throws `std::invalid_argument` unless the text of a field is UTF-8, not blank unless it may be, and of `longest` code points
/// at most.
void check_text(std::string_view field, std::string_view text, std::size_t longest, bool blank = false);

} // namespace inventory
