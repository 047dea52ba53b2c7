// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORAGE_ROW_MIGRATION_HPP
#define SSOT_STORAGE_ROW_MIGRATION_HPP

// Rows of an older version of a model changed into rows of today's. For backends that keep rows themselves and have no statements
// that alter a table:
//
//   row_migration const upgrade(model, version_of_file);
//   auto old = packed_row::from_bytes(upgrade.before(), bytes);      // as rows of that version are described
//   auto row = upgrade.apply(*old);                                  // as `model` describes them
//
// An upgrade is to be written as a whole: all rows of a model, and its version, in one transaction.

#include <ssot/storage/packed_row.hpp>
#include <ssot/storage/schema.hpp>

#include <ssot/detail/base/config.hpp>

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

namespace ssot::storage {

/// The steps from one version of a model to a later one. Neither copyable nor movable. Its constant members may be called by several
/// threads at once, if the functions of the model's steps may.
class row_migration {
public:
    /// To the version of `model`. Precondition: `from` is at most that; 0 counts as 1. `model` must outlive this object, as every
    /// description does.
    row_migration(model_desc const& model, std::uint32_t from) : row_migration(model, from, model.version) {}
    /// To a version in between, for who takes one version after the other. Precondition: `from <= to <= model.version`.
    row_migration(model_desc const& model, std::uint32_t from, std::uint32_t to);
    row_migration(row_migration const&)            = delete;
    row_migration& operator=(row_migration const&) = delete;

    /// The model as it was at that version: its name, its table and its fields, the revision last if it has one. Fields that no
    /// step touched are described as today; of the others only name, column, kind and whether they may be null are known. There are
    /// no orderings, indexes or lists of unique fields. Valid as long as this object.
    model_desc const& before() const noexcept { return before_.description; }
    /// The model as it is at the version to which the steps lead, on the same terms.
    model_desc const& after() const noexcept { return after_.description; }

    /// Returns a row of the first version as one of the last, with the fields of `after()` in their order. What steps make is not validated. Errors, with the field as path: those
    /// that the functions of steps return, and `corrupted`. An exception of such a function is passed on. Linear in fields times steps.
    result<packed_row> apply(packed_row const& row) const;

private:
    /// The model at one version.
    struct old_model {
        old_model(model_desc const& model, std::uint32_t version);

        std::deque<std::string> texts{}; ///< names that are no longer in any description
        std::vector<field_desc> fields{};
        model_desc              description{};
    };

    model_desc const* model_;
    std::uint32_t     from_;
    std::uint32_t     to_;
    old_model         before_;
    old_model         after_;
};

} // namespace ssot::storage

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/storage/row_migration.ipp>
#endif

#endif // SSOT_STORAGE_ROW_MIGRATION_HPP
