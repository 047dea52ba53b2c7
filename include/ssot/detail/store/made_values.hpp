// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORE_MADE_VALUES_HPP
#define SSOT_DETAIL_STORE_MADE_VALUES_HPP

// Values that objects do not hold as bytes: JSON documents that are not kept as text, and what codecs make.

#include <ssot/error.hpp>
#include <ssot/storage/value.hpp>

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

namespace ssot::detail {

struct object_span;

/// Columns of such values, made from the objects. What the values refer to lives as long as this object.
struct made_values {
    std::vector<std::vector<storage::value_view>> columns{}; ///< by field; empty if the objects hold its bytes
    std::deque<std::string>                       texts{};   ///< a deque, because columns refer to its elements
    result<void>                                  failed{};  ///< why a value could not be made
};

/// Makes the values of a field for all rows, in `texts`. Sets `failed` if one cannot be made.
std::vector<storage::value_view> make_column(object_span const& rows, std::size_t field, std::deque<std::string>& texts,
                                             result<void>& failed);

} // namespace ssot::detail

#endif // SSOT_DETAIL_STORE_MADE_VALUES_HPP
