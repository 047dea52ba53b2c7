// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORE_ROW_KEY_HPP
#define SSOT_DETAIL_STORE_ROW_KEY_HPP

// Checks that a row still has the key that it was read with.

#include <ssot/error.hpp>
#include <ssot/reflect.hpp>
#include <ssot/storage/describe.hpp>
#include <ssot/storage/schema.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/storage/field_view.hpp>

namespace ssot::detail {

/// The error of a row that was read with another key than it has now.
error key_was_changed(storage::model_desc const& model, storage::value_view was, storage::value_view is);

/// Checks that a row still has the key that it was read with. Errors: `misuse`.
template<model M>
result<void> check_key(M const& row, key_t<M> const& was)
{
    if (key_of(row) == was)
        return {};
    using held_key = storage::detail::held_value<key_t<M>>;
    return key_was_changed(storage::describe_model<M>(), held_key(was).view(), held_key(key_of(row)).view());
}

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/store/row_key.ipp>
#endif

#endif // SSOT_DETAIL_STORE_ROW_KEY_HPP
