// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORAGE_SCHEMA_HPP
#define SSOT_STORAGE_SCHEMA_HPP

// Models as a backend sees them: plain descriptions and rows, without templates. <ssot/storage/describe.hpp> makes them of models.
//
//   for (field_desc const& f : model.fields) create_column(f.column, f.type);
//   for (std::size_t i = 0; i != rows.size(); ++i) write(rows[i].at(model.pk));

#include <ssot/error.hpp>
#include <ssot/storage/value.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/base/stored_types.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace ssot::storage {

using ssot::on_delete;

/// "No field": of `via`, of `model_desc::revision`.
inline constexpr std::uint16_t no_field = 0xffff;

/// Where nulls go. `largest` is last ascending and first descending, as PostgreSQL does.
enum class nulls : std::uint8_t { largest, first, last };

/// One term of an ordering. With `via`, `field` is a field of the row that the foreign key `via` points at; with `then`
/// too, of the row that this one's foreign key `then` points at.
struct order_by {
    std::uint16_t field = 0;
    bool          desc  = false;
    nulls         where = nulls::largest;
    std::uint16_t via   = no_field;
    std::uint16_t then  = no_field;
};

struct model_desc;

struct field_desc {
    std::string_view             name;
    std::string_view             column;
    kind                         type;
    bool                         nullable;
    bool                         unique;
    bool                         indexed;
    std::uint32_t                max_length; ///< in code points; 0: no limit
    on_delete                    on;         ///< of a foreign key
    model_desc const*            target;     ///< of a foreign key to a model of this program; otherwise null
    std::span<choice_text const> choices;
    std::string_view             references; ///< of a bare key: label of a model that this program may have or not
};

struct model_desc {
    std::string_view               name; ///< "nautobot_ssot.sync"; names the model, see `check_schema`
    std::string_view               table;
    std::string_view               label;    ///< "nautobot_ssot.Sync", for people
    std::span<field_desc const>    fields;   ///< the model's own, then the revision if there is one
    std::uint16_t                  pk;       ///< index of the key
    std::uint16_t                  revision; ///< index of the hidden revision counter, or `no_field`
    std::span<order_by const>      ordering; ///< the model's default; foreign keys are already followed
    bool                           append_only;
    bool                           singleton;
    std::span<std::uint16_t const> unique_together; ///< fields whose values no two rows share; a null is like no other
    std::string_view               type{};          ///< the C++ type, "acme::device", for the words of errors
};

/// Whether two descriptions are of one model: their names are equal. See `check_schema`.
inline bool same_model(model_desc const& a, model_desc const& b) noexcept { return &a == &b || a.name == b.name; }

/// The first thing that two descriptions say differently: the name of a field, or "table", "ordering" and the like; empty when
/// they say the same. Models that foreign keys lead to count by their names, `type` does not count. Linear in the fields.
std::string_view difference(model_desc const& a, model_desc const& b) noexcept;

/// Whether a model can be in one store with others. Those that have its name must say the same as it does; no other may have
/// its table. Errors: `schema_mismatch`, with the C++ types of both. Linear in the models.
result<void> check_schema(std::span<model_desc const* const> others, model_desc const& model);

/// Reads and writes one field of an object whose type is known only here.
struct accessor {
    /// Null where the object has no such bytes, of a JSON document or of a codec that makes them; the batch carries them instead.
    value_view (*get)(void const* object);
    /// Errors: `errc::corrupted` for a value that the field cannot hold.
    result<void> (*set)(void* object, value_view v);
    /// The bytes of such a value, written behind `out`; whether there is one. No function for other fields.
    result<bool> (*document)(void const* object, std::string& out);
};

/// Values of one column that take the place of what the objects hold: keys made by the insert, JSON text, the revision.
struct replaced_column {
    std::uint16_t     field;
    value_view const* values; ///< one for each row
};

/// `n` objects of one type, seen as rows.
struct record_batch;

/// One of them. Valid as long as the batch.
struct record_view {
    model_desc const*   model;
    record_batch const* batch;
    std::size_t         row;

    /// Field `i`, valid as long as the objects. Linear in the number of replaced columns, of which there are few.
    value_view at(std::size_t i) const;
};

struct record_batch {
    model_desc const*                model;
    std::span<accessor const>        accessors;
    std::byte const*                 base;
    std::size_t                      stride;
    std::size_t                      n;
    std::span<replaced_column const> replaced;
    void (*read)(void const* object, value_view* out) = nullptr; ///< all fields at once, as the accessors; or null

    std::size_t size() const noexcept { return n; }
    record_view operator[](std::size_t i) const noexcept { return {model, this, i}; }

    /// Rows [first, first + count) as a batch; `columns` receives the replaced columns of those rows.
    record_batch slice(std::size_t first, std::size_t count, std::span<replaced_column> columns) const noexcept;
};

inline value_view record_view::at(std::size_t i) const
{
    for (auto const& column : batch->replaced)
        if (column.field == i)
            return column.values[row];
    return batch->accessors[i].get(batch->base + row * batch->stride);
}

/// What `prepare_schema` may do to the store.
enum class schema_mode : std::uint8_t { verify, create, migrate };

enum class step_kind : std::uint8_t { add_model, add_field, drop_field, rename_field, add_index, drop_index, native };

/// One change of a stored schema, as data.
struct migration_step {
    std::uint32_t     to_version;
    step_kind         what;
    model_desc const* model;
    std::uint16_t     field;
    std::string_view  old_name;
    std::string_view  native_text;
};

/// All that a store must have room for. Models come after the models that they point at; of models that point at each other in
/// a circle, one comes first.
struct schema_view {
    std::span<model_desc const* const> models;
    std::uint32_t                      version;
    std::uint64_t                      fingerprint; ///< FNV-1a over names, columns, kinds, nullability and keys
    std::span<migration_step const>    steps;
};

} // namespace ssot::storage

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/storage/schema.ipp>
#endif

#endif // SSOT_STORAGE_SCHEMA_HPP
