// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_KIT_ASKING_HPP
#define SSOT_TESTING_KIT_ASKING_HPP

// Questions for the cells of the kit's table: queries about the fields of one kind at one place, asked in every state.
//
//   in_every_state(t, [&](scene& s) {
//       for (auto const& target : targets(t)) {
//           asking a(target);
//           a.compare(storage::op::lt, some_value);
//           check_scan(t, s, a.q);
//       }
//   });

#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>
#include <ssot/storage/value.hpp>
#include <ssot/testing/kit/scene.hpp>
#include <ssot/testing/trial.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/base/function_ref.hpp>

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ssot::conformance::detail {

/// A field and how it is reached from the rows of a model.
struct target {
    storage::model_desc const* model;
    std::uint16_t              field;
    std::uint16_t              via  = storage::no_field;
    std::uint16_t              then = storage::no_field;

    storage::field_desc const& desc() const;
    /// Returns the model that has the field.
    storage::model_desc const& owner() const;
    storage::order_by          order(bool desc, storage::nulls where = storage::nulls::largest) const
    {
        return {.field = field, .desc = desc, .where = where, .via = via, .then = then};
    }
};

/// Returns the fields that the cell of a trial is about. Throws `not_applicable` if the backend follows no foreign keys and
/// the cell needs that.
std::vector<target> targets(trial& t);

/// Throws `not_applicable` unless the backend declares what is named.
void require(bool declared, std::string_view name);
/// The same for the parts of a query that stand on each other: conditions, orderings, limits and pages.
void require_conditions(trial& t);
void require_order(trial& t);
void require_limit(trial& t);

/// Calls a function in each state in which the backend can be; on a slow one only in some that the seed chooses.
void in_every_state(trial& t, ssot::detail::function_ref<void(scene&)> work);
/// Only in those in which rows can be written.
void in_writable_states(trial& t, ssot::detail::function_ref<void(scene&)> work);

/// Returns values to compare the field with: those that are in rows, and others, each once.
std::vector<storage::value> candidates(trial& t, scene& s, target const& about);

/// A query in the making, with the values to which it refers.
class asking {
public:
    explicit asking(target const& about) : about_(about) { q.model = about.model; }
    asking(asking const&)            = delete;
    asking& operator=(asking const&) = delete;

    /// Append terms. A group is followed by so many terms or groups.
    asking& group(storage::op what, std::uint32_t terms);
    asking& compare(storage::op what, storage::value_view with) { return compare(about_, what, {&with, 1}); }
    asking& compare(target const& which, storage::op what, std::span<storage::value_view const> with);
    asking& is_null() { return compare(about_, storage::op::is_null, {}); }
    asking& among(std::vector<storage::value> const& values, bool sorted);

    /// Appends a term of the ordering. An ordering ends with the key.
    asking& order(storage::order_by by);
    asking& order_by_key();

    /// Sets where the page begins: after this row, in the ordering.
    void after(expected_rows const& rows, kit_row const& row);

    storage::query q{};

private:
    storage::value_view keep(storage::value_view v);

    target                     about_;
    std::deque<storage::value> kept_{};
};

/// Compares the rows of a scan with those that the scene expects.
void check_scan(trial& t, scene& s, storage::query const& q);
/// Compares the rows of an aggregate, in any order.
void check_aggregate(trial& t, scene& s, storage::aggregate_query const& q);
void check_aggregate(trial& t, storage::any_session& s, expected_rows const& rows, storage::aggregate_query const& q,
                     std::string const& where);
/// Compares how many rows there are by aggregates, where the backend has them: with the condition, and with it as a measure.
void check_counts(trial& t, scene& s, storage::query const& q);

/// Compares all rows in every way in which they can be asked for: all at once, by key, by the values of each field, and in
/// groups.
void look_at_everything(trial& t, storage::any_session& s, expected_rows const& rows, std::string const& when);

} // namespace ssot::conformance::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/testing/kit/asking.ipp>
#endif

#endif // SSOT_TESTING_KIT_ASKING_HPP
