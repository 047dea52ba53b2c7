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

struct read_options {
    std::size_t    max_depth  = 512; ///< levels of arrays and objects; each JSON document counts from its own root
    unknown_keys   unknown    = unknown_keys::error;
    duplicate_keys duplicates = duplicate_keys::last_wins;
    std::size_t    max_size   = static_cast<std::size_t>(-1); ///< largest text, in bytes
};

struct write_options {
    unsigned    indent    = 0;   ///< spaces for each level; 0 writes one compact line
    std::size_t max_depth = 512; ///< as in `read_options`, so that what is written can be read
};

} // namespace ssot

#endif // SSOT_JSON_OPTIONS_HPP
