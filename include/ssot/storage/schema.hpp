// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORAGE_SCHEMA_HPP
#define SSOT_STORAGE_SCHEMA_HPP

// Models and rows as a backend sees them: plain data without templates. <ssot/storage/describe.hpp> generates it from the
// models.
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

/// The value of `via`, `then` and `model_desc::revision` that means "no field".
inline constexpr std::uint16_t no_field = 0xffff;

/// Where an ordering puts nulls. `largest` puts them last when ascending and first when descending, as PostgreSQL does.
enum class nulls : std::uint8_t { largest, first, last };

/// One term of an ordering. With `via`, `field` is a field of the row that the foreign key `via` points at; with `then` as
/// well, of the row that the foreign key `then` of that row points at.
struct order_by {
    std::uint16_t field = 0;
    bool          desc  = false;
    nulls         where = nulls::largest;
    std::uint16_t via   = no_field;
    std::uint16_t then  = no_field;
};

struct model_desc;
struct migration_step;

/// One field of a model. Everything it refers to has static storage duration.
struct field_desc {
    std::string_view             name;
    std::string_view             column;
    kind                         type;
    bool                         nullable;
    bool                         unique;
    bool                         indexed;
    std::uint32_t                max_length; ///< in code points; 0: no limit
    on_delete                    on;         ///< what a foreign key does when its target is erased
    model_desc const*            target;     ///< the model that a foreign key points at; otherwise null
    std::span<choice_text const> choices;    ///< the permitted values; empty for other kinds of field
    std::string_view             references; ///< of a plain key declared with `references`: the label of its target
};

/// Fields of a model that belong together, by index. Static storage duration.
using field_list = std::span<std::uint16_t const>;

/// One model. Everything it refers to has static storage duration.
struct model_desc {
    std::string_view            name; ///< "nautobot_ssot.sync"; identifies the model, see `check_schema`
    std::string_view            table;
    std::string_view            label;    ///< "nautobot_ssot.Sync", for people
    std::span<field_desc const> fields;   ///< the model's own fields, then the revision if there is one
    std::uint16_t               pk;       ///< index of the key
    std::uint16_t               revision; ///< index of the hidden revision counter, or `no_field`
    std::span<order_by const>   ordering; ///< the default ordering; foreign keys are resolved to `via` and `then`
    bool                        append_only;
    bool                        singleton;
    std::span<field_list const> unique_together; ///< fields whose values no two rows share; a null equals nothing
    std::span<field_list const> indexes;         ///< fields by which rows are looked for, in this order
    std::string_view            type{};          ///< the C++ type, "acme::device", for error messages

    std::uint32_t                   version = 1;  ///< the model's `model_version`
    std::span<migration_step const> migrations{}; ///< the steps that lead to it from version 1, in order
};

/// Returns whether a field is one of those whose values no two rows share together. Linear in their number.
bool is_unique_together(model_desc const& model, std::uint16_t field) noexcept;

/// Returns whether two descriptions belong to one model, that is, whether their names are equal. See `check_schema`.
inline bool same_model(model_desc const& a, model_desc const& b) noexcept { return &a == &b || a.name == b.name; }

/// Returns the first difference between two descriptions: the name of a field, or a word such as "table" or "ordering";
/// empty if there is none. Targets of foreign keys are compared by name. `type` and `indexes`, which say nothing of what the rows
/// are, are not compared. Linear in the number of fields.
std::string_view difference(model_desc const& a, model_desc const& b) noexcept;

/// Checks whether a model can share a store with `others`. Descriptions with the name of `model` must not differ from it,
/// and no other model may have its table. Errors: `schema_mismatch`, which names the C++ types of both. Linear in the number
/// of models.
result<void> check_schema(std::span<model_desc const* const> others, model_desc const& model);

/// Reads and writes one field of an object whose type is known only here.
struct accessor {
    /// Returns a view of the field, valid as long as the object is not changed. Returns null also if the object does not
    /// hold the stored bytes, which is so for a `boost::json::value` and for a codec that makes a new text; `document`
    /// writes those.
    value_view (*get)(void const* object);
    /// Writes the field. Errors: `corrupted` for a value that the field cannot hold.
    result<void> (*set)(void* object, value_view v);
    /// Appends to `out` the bytes of a field that the object does not hold as bytes. Returns false if the field is null. A
    /// null pointer for all other fields.
    result<bool> (*document)(void const* object, std::string& out);
};

/// Values of one column that are stored instead of what the objects hold: keys and times that the insert sets, JSON text,
/// the revision.
struct replaced_column {
    std::uint16_t     field;
    value_view const* values; ///< one for each row
};

struct record_batch;

/// One row of a batch. Valid as long as the batch.
struct record_view {
    model_desc const*   model;
    record_batch const* batch;
    std::size_t         row;

    /// Returns field `i`, valid as long as the objects and the batch. Linear in the number of replaced columns, which is
    /// small.
    value_view at(std::size_t i) const;
};

/// `n` objects of one type, seen as rows. A backend must not keep it, or any view of its values, beyond the call that
/// receives it.
struct record_batch {
    model_desc const*                model;
    std::span<accessor const>        accessors;
    std::byte const*                 base;
    std::size_t                      stride;
    std::size_t                      n;
    std::span<replaced_column const> replaced;
    void (*read)(void const* object, value_view* out) = nullptr; ///< reads all fields of an object at once; may be null

    std::size_t size() const noexcept { return n; }
    record_view operator[](std::size_t i) const noexcept { return {model, this, i}; }

    /// Returns the rows [first, first + count) as a batch. It refers to `columns`, which receives the replaced columns of
    /// those rows and needs room for `replaced.size()` elements.
    record_batch slice(std::size_t first, std::size_t count, std::span<replaced_column> columns) const noexcept;
};

inline value_view record_view::at(std::size_t i) const
{
    for (auto const& column : batch->replaced)
        if (column.field == i)
            return column.values[row];
    return batch->accessors[i].get(batch->base + row * batch->stride);
}

/// What `prepare_schema` may do: compare only, create what is missing, or also apply the steps of models whose stored version is
/// older. In every mode a stored version that is later than the program's is `schema_mismatch`, and nothing is written.
enum class schema_mode : std::uint8_t { verify, create, migrate };

/// One step from a version of a model to the next, as data. See <ssot/migration.hpp>.
struct migration_step : migration_info {
    model_desc const*                 model = nullptr;
    std::span<std::string_view const> inputs{}; ///< the old fields that `make` receives, by name

    /// Of `add_field` and `change_field`, otherwise null: makes the value of a row's new field from its old ones. It is kept as it
    /// is: nothing validates it. Errors: those of the model's function, and `corrupted`, with the field as path. May throw what that
    /// function throws.
    result<value> (*make)(std::span<value_view const> inputs) = nullptr;
};

/// Everything that a backend must have tables for. A model comes after the models that its foreign keys point at; if models
/// point at each other in a cycle, one of them comes before its target.
struct schema_view {
    std::span<model_desc const* const> models;
    std::uint32_t version;                 ///< of what a backend is asked to keep: 1; each model has a version of its own
    std::uint64_t fingerprint;             ///< of names, columns, kinds, nullability, keys and what is unique, in any order
    std::span<migration_step const> steps; ///< those of all models, one after the other
};

} // namespace ssot::storage

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/storage/schema.ipp>
#endif

#endif // SSOT_STORAGE_SCHEMA_HPP
