// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_VALIDATE_HPP
#define SSOT_IMPL_STORE_VALIDATE_HPP

// Validation of a row with regard to other rows.

#include <ssot/store.hpp>

#include <ssot/detail/store/object_span.hpp>
#include <ssot/detail/store/row_key.hpp>

#include <vector>

namespace ssot {

inline namespace SSOT_MODE {

template<model M>
result<std::vector<field_problem>> store::validate(M const& m, validation_options const& options)
{
    return core().validate(detail::objects_of(&m, 1, true), model_info_of<M>().verbose_name, true, options);
}

template<model M>
result<std::vector<field_problem>> store::validate(stored<M> const& row, validation_options const& options)
{
    if (auto same = detail::check_key<M>(row, detail::row_access::key(row)); !same)
        return same.error();
    return core().validate(detail::objects_of<M>(&*row, 1, true), model_info_of<M>().verbose_name, false, options);
}

} // namespace SSOT_MODE

} // namespace ssot

#endif // SSOT_IMPL_STORE_VALIDATE_HPP
