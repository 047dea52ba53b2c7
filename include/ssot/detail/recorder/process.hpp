// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_RECORDER_PROCESS_HPP
#define SSOT_DETAIL_RECORDER_PROCESS_HPP

// What Linux's /proc says of processes.

#include <ssot/detail/base/config.hpp>

#include <cstdint>
#include <optional>

namespace ssot::detail::recording {

/// When a process started, in clock ticks since the machine did; nothing when there is none that could still do something.
std::optional<std::int64_t> start_time_of(std::int64_t id);

} // namespace ssot::detail::recording

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/recorder/process.ipp>
#endif

#endif // SSOT_DETAIL_RECORDER_PROCESS_HPP
