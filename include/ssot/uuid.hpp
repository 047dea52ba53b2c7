// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_UUID_HPP
#define SSOT_UUID_HPP

// Keys: Boost's uuid, its text form, and generators that are cheap enough to run in a member initializer.
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

/// A new key for a record: version 7, that is 48 bits of Unix milliseconds, 12 bits of their fraction, 62 random bits.
/// Ids made by one thread always ascend, also when the clock stands still or goes back. Ids are unique across threads,
/// processes and forks, but guessable: do not use them as secrets. Thread-safe, allocates nothing.
uuid new_id();

/// A new random uuid, version 4, on the same terms. For stores that spread rows by key range.
uuid new_id_v4();

/// Length of the text form.
inline constexpr std::size_t uuid_text_size = 36;

/// Writes the 36 characters of the hyphenated, lower-case text form to `out`; returns the end.
char* to_chars(char* out, uuid const& id) noexcept;

/// The hyphenated, lower-case text form.
std::string to_string(uuid const& id);

/// Reads the hyphenated text form, in either case. Errors: `errc::invalid_value`.
result<uuid> parse_uuid(std::string_view text);

} // namespace ssot

#include <ssot/impl/uuid.hpp>

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/uuid.ipp>
#endif

#endif // SSOT_UUID_HPP
