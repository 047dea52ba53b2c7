// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_KIT_UNTYPED_ROWS_HPP
#define SSOT_TESTING_KIT_UNTYPED_ROWS_HPP

// Calls of a session with rows as lists of values. The rows are those of `specimen` and of `pairing`.

#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>
#include <ssot/testing/kit/expected_rows.hpp>
#include <ssot/testing/trial.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/base/function_ref.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot::conformance::detail {

storage::model_desc const& specimen_model();
storage::model_desc const& pairing_model();

/// Returns the index of the field of that name. Precondition: there is one.
std::uint16_t field_of(storage::model_desc const& model, std::string_view name);

/// Returns a row with this key whose other fields are null or, where they cannot be, 0, empty or the first choice.
kit_row make_row(storage::model_desc const& model, std::int64_t key);

/// Returns the row as a backend receives it: documents in the form in which the library writes them.
kit_row stored_form(storage::model_desc const& model, kit_row const& row);

/// Insert, and insert if absent, of rows that hold a value for each field.
result<std::size_t> insert_untyped(storage::any_session& s, storage::model_desc const& model, std::span<kit_row const> rows);
result<std::size_t> insert_untyped_if_absent(storage::any_session& s, storage::model_desc const& model,
                                             std::span<kit_row const> rows);

/// Inserts in batches that are no larger than the backend declares. Returns the number of rows.
result<std::size_t> insert_in_batches(trial& t, storage::any_session& s, storage::model_desc const& model,
                                      std::span<kit_row const> rows);

/// Returns a query for these keys.
class key_query {
public:
    key_query(storage::model_desc const& model, std::vector<std::int64_t> const& keys);
    operator storage::query const&() const noexcept { return q_; }

private:
    storage::query q_{};
};

/// Sets all fields of the row, except its key, by key.
result<std::size_t> update_untyped(storage::any_session& s, storage::model_desc const& model, kit_row const& row);

/// Reads all rows of a cursor as their model sees them. Fields whose bit in `fields` is not set are null.
std::vector<kit_row> read_untyped(checks& c, storage::any_cursor& rows, storage::model_desc const& model,
                                  std::uint64_t fields = ~std::uint64_t{0});
std::vector<kit_row> scan_untyped(checks& c, storage::any_session& s, storage::query const& q, std::string const& what);

/// Words for messages, made only when they are needed.
using words_fn = ssot::detail::function_ref<std::string()>;

/// Compares the rows with these keys. A backend that looks up no keys may return others as well.
void check_keys(trial& t, storage::any_session& s, expected_rows const& rows, storage::model_desc const& model,
                std::vector<std::int64_t> const& keys, std::string const& when);

/// Fails unless both lists of rows are equal. Names the first field that differs, with both values. Rows without an ordering
/// are first sorted by key.
void        same_rows(checks& c, storage::query const& q, std::vector<kit_row> came, std::vector<kit_row const*> expected,
                      words_fn what);
inline void same_rows(checks& c, storage::query const& q, std::vector<kit_row> came, std::vector<kit_row const*> expected,
                      std::string const& what)
{
    same_rows(c, q, std::move(came), std::move(expected), words_fn([&] { return what; }));
}
/// Scans, and compares what comes.
void check_rows(checks& c, storage::any_session& s, storage::query const& q, std::vector<kit_row const*> expected,
                words_fn what);

} // namespace ssot::conformance::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/testing/kit/untyped_rows.ipp>
#endif

#endif // SSOT_TESTING_KIT_UNTYPED_ROWS_HPP
