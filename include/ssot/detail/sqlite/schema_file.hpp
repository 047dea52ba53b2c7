// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_SQLITE_SCHEMA_FILE_HPP
#define SSOT_DETAIL_SQLITE_SCHEMA_FILE_HPP

// What a file says of itself: whose it is, which models it has tables for, and of which descriptions they were made.

#include <ssot/error.hpp>
#include <ssot/storage/schema.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/base/function_ref.hpp>
#include <ssot/detail/sqlite/connection.hpp>

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ssot::storage::detail::sqlite {

/// `PRAGMA application_id` of our files: "ssot" in ASCII.
inline constexpr std::int32_t application = 0x73736f74;
/// `PRAGMA user_version`: how tables are laid out.
inline constexpr std::int32_t layout_version = 1;

enum class file_is : std::uint8_t { ours, empty };

/// A statement that is prepared for one use.
result<std::unique_ptr<prepared>> prepare_once(connection& on, std::string const& text, moment when);

/// Calls `each` for the rows of a statement whose parameters are texts.
result<void> each_row(connection& on, std::string const& text, std::initializer_list<std::string_view> arguments,
                      ssot::detail::function_ref<void(sqlite3_stmt*)> each, moment when = moment::outside);
/// A column of the current row as text.
std::string text_in(sqlite3_stmt* row, int column);

/// Errors: `schema_mismatch` for a file that is neither. Writes nothing.
result<file_is> look_at(connection& on);

/// Turns WAL mode on, in which readers keep nobody from writing. Errors: `unsupported` where the file system has no shared memory.
result<void> turn_to_wal(connection& on);

/// Turns an empty file into one of ours, in WAL mode, without a model.
result<void> make_ours(connection& on);

/// A model that has a table, or a name that a model had.
struct stored_model {
    std::string   name;
    std::string   description;
    std::uint32_t version;

    /// The name is that of an earlier version, and the model has another since `version`: there is no table.
    bool is_old_name() const noexcept { return description == old_name; }

    static constexpr std::string_view old_name = "renamed";
};
result<std::vector<stored_model>> stored_models(connection& on);

/// Finds a model by its name, or by one that it had in an earlier version. Null: it has no table.
stored_model const* find_stored(std::vector<stored_model> const& stored, model_desc const& model) noexcept;

/// The error for a model whose table was made from another description.
error differs(model_desc const& model, std::string_view stored, std::string_view wanted);

struct comparison {
    std::uint32_t version; ///< of the file
    bool          missing; ///< a table, an index or the version has to be written
    bool          older;   ///< a model has a table of an earlier version; only with `schema_mode::migrate`
};

/// Compares the file with models. Errors: `schema_mismatch`. Writes nothing.
result<comparison> compare_schema(connection& on, schema_view schema, schema_mode mode);

/// Creates the table of a model, unless there is one, and its indexes and view.
result<void> create_objects(connection& on, model_desc const& model);

/// Creates what is missing, in the open transaction. Returns the version then.
result<std::uint32_t> complete_schema(connection& on, schema_view schema, schema_mode mode);

} // namespace ssot::storage::detail::sqlite

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/sqlite/schema_file.ipp>
#endif

#endif // SSOT_DETAIL_SQLITE_SCHEMA_FILE_HPP
