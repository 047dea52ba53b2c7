// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_SQL_DIALECT_HPP
#define SSOT_DETAIL_SQL_DIALECT_HPP

// The type that <ssot/storage/ddl.hpp> shares with the writers of statements.

#include <cstdint>

namespace ssot::storage {

/// Whose SQL is written.
enum class dialect : std::uint8_t { sqlite, postgresql };

} // namespace ssot::storage

#endif // SSOT_DETAIL_SQL_DIALECT_HPP
