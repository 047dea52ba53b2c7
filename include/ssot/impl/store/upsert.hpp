// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_UPSERT_HPP
#define SSOT_IMPL_STORE_UPSERT_HPP

// Inserting or updating rows.

#include <ssot/store.hpp>

#include <ssot/detail/store/object_span.hpp>

#include <cstdint>
#include <utility>

namespace ssot {

namespace detail {

/// Updates the row that has the value of `m` in a field, or its key or the value of any unique field, or inserts `m`.
template<model M>
result<upserted<M>> upsert_by(store& in, store_core& core, M const& m, std::uint16_t field)
{
    constexpr int attempts = 5;
    for (int attempt = 1;; ++attempt) {
        auto const key = core.key_of_same(objects_of(&m, 1, true), field);
        if (!key)
            return key.error();
        if (key->view().is_null()) {
            M    made     = m;
            auto inserted = in.insert(made);
            if (inserted)
                return upserted<M>{
                    stored<M>(std::move(made), storage::describe_model<M>().revision == storage::no_field ? 0 : 1), true};
            if (!core.may_look_again(inserted.error()) || attempt == attempts)
                return std::move(inserted).error();
            continue;
        }
        key_t<M> id{};
        static_cast<void>(storage::detail::from_view(id, key->view()));
        auto row     = in.template get<M>(id);
        auto written = row ? (row->replace(m), in.update(*row)) : result<void>(row.error());
        if (written)
            return upserted<M>{std::move(*row), false};
        if (!core.may_look_again(written.error()) || attempt == attempts)
            return std::move(written).error();
    }
}

} // namespace detail

inline namespace SSOT_MODE {

template<model M>
result<upserted<M>> store::upsert(M const& m)
{
    return detail::upsert_by(*this, core(), m, storage::no_field);
}

template<auto Unique>
auto store::upsert(owner_of<Unique> const& m) -> result<upserted<owner_of<Unique>>>
{
    static_assert(field_index<Unique> == 0 || field_info_of<Unique>.options.unique,
                  "ssot::store::upsert: this field is not unique, so that several rows may have its value; say .unique() in "
                  "describe_fields");
    return detail::upsert_by(*this, core(), m, static_cast<std::uint16_t>(field_index<Unique>));
}

} // namespace SSOT_MODE

} // namespace ssot

#endif // SSOT_IMPL_STORE_UPSERT_HPP
