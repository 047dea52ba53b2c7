// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_UUID_HPP
#define SSOT_UUID_HPP

// Keys: Boost's uuid, its text, and generators that are cheap enough for a member initializer.
//
//   ssot::uuid id = ssot::new_id();                      // version 7: sorts by the time it was made
//   ssot::to_string(id)                                  // "01920b5c-77d1-7c3a-9f1e-2d5b8a6c4e00"
//   ssot::result<ssot::uuid> r = ssot::parse_uuid(text);
//
// Source: RFC 9562; text form of Django's UUIDField.

#include <ssot/error.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/base/stored_types.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace ssot {

/// Returns a new uuid of version 7: 48 bits of Unix milliseconds, 12 bits of their fraction and 62 random bits.
///
/// The uuids that one thread makes always ascend, even if the clock stands still or goes back. They are unique across
/// threads, processes and forks, but can be guessed: do not use them as secrets. Thread-safe and without a lock; allocates
/// nothing.
uuid new_id();

/// Returns a new uuid of version 4, which is random and does not ascend; otherwise as `new_id`. For stores that distribute
/// rows by ranges of keys.
uuid new_id_v4();

/// The length of the text of a uuid.
inline constexpr std::size_t uuid_text_size = 36;

/// Writes the hyphenated, lower-case text to `out`, which must have room for `uuid_text_size` characters, and returns the
/// end of what was written.
char* to_chars(char* out, uuid const& id) noexcept;

/// Returns the hyphenated, lower-case text.
std::string to_string(uuid const& id);

/// Reads the hyphenated text, in either case. Errors: `invalid_value`.
result<uuid> parse_uuid(std::string_view text);

} // namespace ssot

#include <ssot/impl/uuid.hpp>

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/uuid.ipp>
#endif

#endif // SSOT_UUID_HPP
