// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_JSON_OPTIONS_HPP
#define SSOT_JSON_OPTIONS_HPP

// How strict a reader is, and how a writer lays text out.

#include <cstddef>
#include <cstdint>

namespace ssot {

/// What to do with a key that a model does not have.
enum class unknown_keys : std::uint8_t { error, ignore };

/// What to do with a key that comes twice in free JSON, such as a diff. In a model's own keys it is always an error.
enum class duplicate_keys : std::uint8_t { last_wins, error };

struct read_options {
    std::size_t    max_depth  = 512; ///< of arrays and objects, counted for each JSON document of its own
    unknown_keys   unknown    = unknown_keys::error;
    duplicate_keys duplicates = duplicate_keys::last_wins;
    std::size_t    max_size   = static_cast<std::size_t>(-1); ///< bytes of text
};

struct write_options {
    unsigned    indent    = 0;   ///< spaces a level; 0 writes one compact line
    std::size_t max_depth = 512; ///< as in `read_options`, so that what is written can be read
};

} // namespace ssot

#endif // SSOT_JSON_OPTIONS_HPP
