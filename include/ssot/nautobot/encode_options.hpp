// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_NAUTOBOT_ENCODE_OPTIONS_HPP
#define SSOT_NAUTOBOT_ENCODE_OPTIONS_HPP

// Whose JSON is written, and how it is laid out.
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

/// Whose forms are written.
enum class encoder : std::uint8_t {
    diff,   ///< what Nautobot stores in `Sync.diff` and `SyncLogEntry.diff`
    django, ///< the same without sets: what dumpdata writes
    drf     ///< REST: decimals as numbers, durations as a text of seconds
};

/// What stands between items, and between a key and its value.
struct separators {
    std::string item{};
    std::string key{};
};

/// Those of json.dumps. The optional ones follow the encoder: exact, REST is compact UTF-8 and the others are ASCII with a
/// space in the separators; not exact, all are compact UTF-8. NaN is allowed where the original allows it.
struct encode_options {
    encoder as = encoder::diff;

    /// What the original writes, byte for byte, with all that it loses or refuses: a set becomes a text that holds an array
    /// (REST: an array), times lose their microseconds (but in REST), NaN is written bare, other equal keys come twice, a uuid
    /// is no key. A set has the order of its iteration, as in Python it has none.
    ///
    /// Without: sets are sorted arrays, times keep their microseconds, keys may be uuids, times, durations and decimals, and
    /// what is written is always valid JSON with unique keys.
    bool exact = false;

    std::optional<unsigned>             indent{};          ///< `indent_with` so many times a level; 0 only breaks lines
    char                                indent_with = ' '; ///< or a tab
    std::optional<bool>                 ensure_ascii{};
    std::optional<nautobot::separators> separators{};
    std::optional<bool>                 allow_nan{};
    bool                                sort_keys = false; ///< by code point, numbers by value
    bool                                skip_keys = false; ///< leave out keys that are no text or number instead of failing
    std::size_t                         max_depth = 512;   ///< of arrays and objects. Python gives up close to 1,000
};

} // namespace ssot::nautobot

#endif // SSOT_NAUTOBOT_ENCODE_OPTIONS_HPP
