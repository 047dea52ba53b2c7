// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_KIT_KIT_STORE_HPP
#define SSOT_TESTING_KIT_KIT_STORE_HPP

// The store with which the conformance kit is compiled: it holds the backend under test as an `any_backend`.

#include <ssot/storage/any_backend.hpp>
#include <ssot/store.hpp>
#include <ssot/store/transaction.hpp>

namespace ssot::conformance::detail {

using kit_store       = ssot::store;
using kit_transaction = ssot::transaction;

} // namespace ssot::conformance::detail

#endif // SSOT_TESTING_KIT_KIT_STORE_HPP
