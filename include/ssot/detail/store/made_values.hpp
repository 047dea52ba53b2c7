// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORE_MADE_VALUES_HPP
#define SSOT_DETAIL_STORE_MADE_VALUES_HPP

// Values of objects that have no bytes of them: JSON documents that are not kept as text, and what codecs make.

#include <ssot/error.hpp>
#include <ssot/storage/value.hpp>

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

namespace ssot::detail {

struct objects;

/// Values of columns that objects have no bytes of, made of them. What they refer to lives as long as this.
struct made_values {
    std::vector<std::vector<storage::value_view>> columns{}; ///< by field; empty for one that is not made
    std::deque<std::string>                       texts{};   ///< a deque does not move what it holds
    result<void>                                  failed{};  ///< why a value could not be made
};

/// The value of a field for each row.
std::vector<storage::value_view> make_column(objects const& rows, std::size_t field, std::deque<std::string>& texts,
                                             result<void>& failed);

} // namespace ssot::detail

#endif // SSOT_DETAIL_STORE_MADE_VALUES_HPP
