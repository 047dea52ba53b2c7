// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_JSON_OPTIONS_HPP
#define SSOT_JSON_OPTIONS_HPP

// How strict readers are, and how writers lay out text.

#include <cstddef>
#include <cstdint>

namespace ssot {

/// What a reader does with a key that a model does not have: return an error, or skip its value.
enum class unknown_keys : std::uint8_t { error, ignore };

/// What a reader does with a key that occurs twice in free JSON, such as a diff. A model's own key that occurs twice is
/// always an error.
enum class duplicate_keys : std::uint8_t { last_wins, error };

/// No JSON nested deeper than this is read or written, whatever a `max_depth` says; a greater one counts as this. Each level is a
/// nested call, for which the stack must suffice: so many fit into 256 KiB of it for JSON's readers and
/// writers, in programs that are optimized; the encoders of diffs take up to 800 bytes for each level.
inline constexpr std::size_t most_levels = 1'000;

struct read_options {
    std::size_t    max_depth  = 512; ///< levels of arrays and objects; each JSON document counts from its own root
    unknown_keys   unknown    = unknown_keys::error;
    duplicate_keys duplicates = duplicate_keys::last_wins;
    std::size_t    max_size   = static_cast<std::size_t>(-1); ///< bytes of text; give it a limit for texts of strangers
    std::uint32_t  version    = 0; ///< of models with migrations in the text, which are upgraded; 0: today's
};

struct write_options {
    unsigned    indent    = 0;   ///< spaces for each level; 0 writes one compact line
    std::size_t max_depth = 512; ///< as in `read_options`, so that what is written can be read
};

namespace detail {

/// What a limit of levels counts as.
constexpr std::size_t levels(std::size_t max_depth) noexcept { return max_depth < most_levels ? max_depth : most_levels; }

} // namespace detail

} // namespace ssot

#endif // SSOT_JSON_OPTIONS_HPP
