// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_SQL_SHAPE_HPP
#define SSOT_DETAIL_SQL_SHAPE_HPP

// The shape of a query: all that the text of its statement depends on, as bytes. Queries of one shape differ only in the values that are
// bound, so that a statement is found by the shape without writing its text.

#include <ssot/storage/query.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/base/function_ref.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace ssot::detail::sql {

/// The first byte of a key: which statement it is.
enum class operation : char {
    select           = 's',
    aggregate        = 'a',
    update           = 'u',
    erase            = 'e',
    insert           = 'i',
    insert_if_absent = 'b',
    fixed            = 'f'
};

/// A number that stands for the description of a model. Two models have one number exactly if their statements are the same.
using number_of_model = function_ref<std::uint32_t(storage::model_desc const&)>;

// Each clears `key` and writes the shape of what it is given. Linear in the number of terms.

void write_shape(std::string& key, storage::query const& q, number_of_model number);
void write_shape(std::string& key, storage::aggregate_query const& q, number_of_model number);
void write_shape(std::string& key, storage::query const& q, std::span<storage::assignment const> set,
                 number_of_model number);
void write_erase_shape(std::string& key, storage::query const& q, number_of_model number);
void write_insert_shape(std::string& key, std::uint32_t model, std::size_t rows, bool if_absent);

} // namespace ssot::detail::sql

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/sql/shape.ipp>
#endif

#endif // SSOT_DETAIL_SQL_SHAPE_HPP
