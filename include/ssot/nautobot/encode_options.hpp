// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_NAUTOBOT_ENCODE_OPTIONS_HPP
#define SSOT_NAUTOBOT_ENCODE_OPTIONS_HPP

// Which of Nautobot's encoders is reproduced, and how the JSON is laid out.
//
//   ssot::nautobot::encode(diff, {.exact = true})                                      // what Nautobot stores
//   ssot::nautobot::encode(diff, {.as = ssot::nautobot::encoder::drf, .indent = 2})
//
// Source: the encoders of Nautobot's app, Django and its REST framework, and Python's json.dumps.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace ssot::nautobot {

/// Whose encoding is written.
enum class encoder : std::uint8_t {
    diff,   ///< Nautobot's encoder of `Sync.diff` and `SyncLogEntry.diff`
    django, ///< Django's encoder, which dumpdata uses: as `diff`, but without sets
    drf     ///< the REST framework's: decimals as numbers, durations as a text of seconds
};

/// The text between items, and between a key and its value.
struct separators {
    std::string item{};
    std::string key{};
};

/// Mirrors the arguments of json.dumps. An option left empty takes the encoder's default: with `exact`, drf writes compact
/// UTF-8, diff and django write ASCII with `, ` and `: `; without `exact`, all write compact UTF-8. NaN is allowed where the
/// original allows it.
struct encode_options {
    encoder as = encoder::diff;

    /// If true, writes byte for byte what the original writes, including what it loses or refuses: a set becomes a text that
    /// contains an array (in REST an array), times lose their microseconds (except in REST), NaN is written bare, different
    /// keys with the same text are both written, and a uuid cannot be a key. A set has the order of its iteration, because
    /// sets have no order in Python.
    ///
    /// If false, sets are sorted arrays, times keep their microseconds, keys may be uuids, times, durations and decimals,
    /// and the result is always valid JSON with unique keys.
    bool exact = false;

    std::optional<unsigned>             indent{};          ///< `indent_with` for each level; 0 only breaks lines
    char                                indent_with = ' '; ///< a space or a tab
    std::optional<bool>                 ensure_ascii{};
    std::optional<nautobot::separators> separators{};
    std::optional<bool>                 allow_nan{};
    bool                                sort_keys = false; ///< by code point, numbers by value
    bool                                skip_keys = false; ///< leaves out keys that are neither text nor number
    std::size_t                         max_depth = 512;   ///< levels of arrays and objects; Python fails close to 1,000
};

} // namespace ssot::nautobot

#endif // SSOT_NAUTOBOT_ENCODE_OPTIONS_HPP
