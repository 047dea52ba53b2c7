// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_BASE_STORED_TYPES_HPP
#define SSOT_DETAIL_BASE_STORED_TYPES_HPP

// Types that codecs, choices and fields share with backends and that need no reflection. Users include <ssot/uuid.hpp>,
// <ssot/codec.hpp>, <ssot/choice.hpp>, <ssot/field.hpp> and <ssot/migration.hpp>.

#include <boost/uuid/uuid.hpp>

#include <cstdint>
#include <span>
#include <string_view>

namespace ssot {

/// 16 bytes, compared byte by byte. `uuid{}` is the nil uuid.
using uuid = boost::uuids::uuid;

#if defined(__GNUC__) // g++ says that an enumerator named like a type shadows it
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#endif

/// The kinds of stored values. There are no others.
enum class kind : std::uint8_t {
    null,
    boolean,
    int64,
    real, ///< IEEE 754 double
    text, ///< UTF-8
    bytes,
    uuid,
    timestamp, ///< int64 microseconds since 1970 UTC
    duration,  ///< int64 microseconds
    json,      ///< JSON text
    choice     ///< the stored text of a choice
};

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

/// An entry of a choice whose enum type is not known, for metadata. See `choice_entry`.
struct choice_text {
    std::string_view wire;
    std::string_view label;
    std::string_view label_class;
    std::string_view bootstrap5;
};

/// What happens to a row when the row that its foreign key points at is erased.
enum class on_delete : std::uint8_t { none, cascade, protect, set_null };

/// What a step of a migration does.
enum class migration_kind : std::uint8_t {
    add_field,
    drop_field,
    rename_field,
    change_field,
    rename_model,
    add_index,
    native ///< statements of a database's own
};

/// A field before or after a step, as data.
struct migrated_field {
    std::string_view name{};
    ssot::kind       kind        = ssot::kind::null;
    bool             nullable    = false;
    bool             foreign_key = false; ///< its column is the name followed by "_id"

    bool operator==(migrated_field const&) const = default;
};

/// A step of a migration as data. Texts have static storage duration.
struct migration_info {
    std::uint32_t                     to_version = 0; ///< the version that has the result of the step
    migration_kind                    what       = migration_kind::native;
    migrated_field                    before{};    ///< of `drop_field`, `rename_field` and `change_field`
    migrated_field                    after{};     ///< of `add_field`, `rename_field` and `change_field`
    std::string_view                  old_model{}; ///< of `rename_model`: the name before
    std::span<std::string_view const> index{};     ///< of `add_index`: its fields
    std::string_view                  sqlite{};    ///< of `native`: statements for SQLite
    std::string_view                  postgresql{};
};

} // namespace ssot

#endif // SSOT_DETAIL_BASE_STORED_TYPES_HPP
