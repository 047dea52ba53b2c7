// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_KIT_ROUND_TRIP_HPP
#define SSOT_TESTING_KIT_ROUND_TRIP_HPP

// Stores a value and reads it back, for the behaviours of values.

#include <ssot/error.hpp>
#include <ssot/reflect.hpp>
#include <ssot/storage/value.hpp>
#include <ssot/testing/kit/session_calls.hpp>
#include <ssot/testing/kit/specimen.hpp>
#include <ssot/testing/trial.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

namespace ssot::conformance::detail {

/// Stores the model and checks that it is read back unchanged.
template<model M>
void survives(trial& t, M m, std::string_view what)
{
    auto const key  = t.ok(t.store().insert(m), what);
    auto const read = t.ok(t.store().get<M>(key), what);
    t.equal(static_cast<M const&>(read), m, what);
}

/// The same for one field of a specimen, which `set` changes.
template<class Set>
void field_survives(trial& t, std::string_view what, Set set)
{
    specimen m;
    set(m);
    survives(t, m, what);
}

/// Stores a specimen one of whose fields is `v`, without the library's checks. Returns whether the backend accepted it.
template<auto Member>
bool insert_odd_value(trial& t, std::int64_t key, storage::value_view v)
{
    auto               s = t.open();
    raw_rows<specimen> rows({make_specimen(key)});
    auto               batch    = rows.view();
    auto               replaced = std::vector(batch.replaced.begin(), batch.replaced.end());
    std::erase_if(replaced, [](auto const& column) { return column.field == field_index<Member>; });
    replaced.push_back({static_cast<std::uint16_t>(field_index<Member>), &v});
    batch.replaced      = replaced;
    auto const inserted = s.insert(batch);
    if (!inserted)
        t.refused(inserted, {errc::constraint, errc::corrupted, errc::validation}, "a value that the field cannot hold");
    return inserted.has_value();
}

} // namespace ssot::conformance::detail

#endif // SSOT_TESTING_KIT_ROUND_TRIP_HPP
