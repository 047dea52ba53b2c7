// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DIFF_FLAGS_HPP
#define SSOT_DIFF_FLAGS_HPP

// How differences are looked for: flags of DiffSync for a comparison and for an object, and the order of keys.

#include <cstdint>

namespace ssot::diff {

/// Flags of a comparison, and of the code that applies its changes. The values are those of DiffSyncFlags.
enum class flags : std::uint8_t {
    none                  = 0,
    continue_on_failure   = 1, ///< The run goes on after an object that failed.
    skip_unmatched_source = 2, ///< Objects that only the source has are skipped.
    skip_unmatched_target = 4, ///< Objects that only the target has are skipped.
    skip_unmatched_both   = 6,
    log_unchanged         = 8 ///< Objects without changes are among the changes and are logged.
};

constexpr flags operator|(flags a, flags b) noexcept
{
    return static_cast<flags>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
/// Returns whether `f` contains all flags of `wanted`.
constexpr bool has(flags f, flags wanted) noexcept
{
    return (static_cast<unsigned>(f) & static_cast<unsigned>(wanted)) == static_cast<unsigned>(wanted);
}

/// Flags of single objects. The values are those of DiffSyncModelFlags.
enum class object_flags : std::uint8_t {
    none                    = 0,
    ignore                  = 1,  ///< The object and everything below it are skipped.
    skip_children_on_delete = 2,  ///< Objects below a deleted one get no changes of their own.
    skip_unmatched_source   = 4,  ///< Skipped if only the source has it.
    skip_unmatched_target   = 8,  ///< Skipped if only the target has it.
    natural_deletion_order  = 16, ///< If deleted, it comes after the objects below it.
    skip_unmatched_both     = 12
};

constexpr object_flags operator|(object_flags a, object_flags b) noexcept
{
    return static_cast<object_flags>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
constexpr bool has(object_flags f, object_flags wanted) noexcept
{
    return (static_cast<unsigned>(f) & static_cast<unsigned>(wanted)) == static_cast<unsigned>(wanted);
}

/// The order of types, names and attributes in a diff, and of the changes.
enum class key_order : std::uint8_t {
    bytes, ///< Sorted by bytes, "+" before "-": equal inputs give equal texts.
    source ///< As in DiffSync: objects of the source in its order, then those of the target alone; "-" before "+".
};

} // namespace ssot::diff

#endif // SSOT_DIFF_FLAGS_HPP
