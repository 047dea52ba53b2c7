// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_NAUTOBOT_DIFF_ENCODER_HPP
#define SSOT_NAUTOBOT_DIFF_ENCODER_HPP

// JSON as Nautobot writes it into a diff, for C++ values and for `dynamic`.
//
//   namespace nautobot = ssot::nautobot;
//   std::map<std::string, std::set<int>> attributes{{"vlans", {10, 20}}};
//   nautobot::encode(attributes).value()                       // {"vlans":[10,20]}
//   nautobot::encode(attributes, {.exact = true}).value()      // {"vlans": "[10, 20]"}, byte for byte what Nautobot stores
//   nautobot::decode_set<std::set<int>>("[10, 20]").value()    // and back from either
//
// Takes what `to_json` takes and, besides: sets and maps of every kind, std::variant, std::tuple and std::pair, std::byte
// ranges, every std::chrono duration, sys_time, local_time, year_month_day and hh_mm_ss, `dynamic`, and the types in it.
// What is finer than a microsecond is cut.
// Source: DiffJSONEncoder, DjangoJSONEncoder, the JSONRenderer of Django's REST framework, Python's json.dumps.
// Example: docs/examples/nautobot_values.cpp.

#include <ssot/error.hpp>
#include <ssot/nautobot/dynamic.hpp>

#include <boost/json/value.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

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

/// Appends the JSON of `v` to `out`. After an error `out` is as it was.
///
/// Errors, with the path; in exact mode the words are those of Python's exception:
/// - `wrong_type`: what the encoder cannot write, or no key (TypeError)
/// - `out_of_range`: NaN or infinity (ValueError), a date or time that does not exist
/// - `invalid_value`: a time of day with an offset (ValueError), exact only
/// - `invalid_utf8`: a text, or bytes in REST, that is not UTF-8 (UnicodeDecodeError)
/// - `too_deep` (RecursionError), `unknown_choice`, `syntax` for raw JSON that is none
/// - `duplicate_key`: keys of one text, not exact only
template<class T>
result<void> encode(T const& v, std::string& out, encode_options const& options = {});

/// The same as a new string.
template<class T>
result<std::string> encode(T const& v, encode_options const& options = {});

/// What `encode` writes without `exact`, as a DOM. Integers beyond 64 bits are `out_of_range`.
result<boost::json::value> to_value(dynamic const& v);

/// Reads a set that Nautobot or this library wrote: an array, or a text that holds one. `Set` is any container with `insert`
/// whose elements are texts, numbers, bools, uuids, timestamps, durations, JSON values or `dynamic`, optional or not. Uuids,
/// times and durations are read as in text_forms.hpp.
/// Errors, with the path: `wrong_type`, `out_of_range`, `invalid_value`, `syntax`.
template<class Set>
result<Set> decode_set(boost::json::value const& v);

} // namespace ssot::nautobot

#include <ssot/impl/nautobot/diff_encoder.hpp>

#endif // SSOT_NAUTOBOT_DIFF_ENCODER_HPP
