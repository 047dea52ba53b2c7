// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_HPP
#define SSOT_IMPL_STORE_HPP

#include <ssot/impl/store/annotated.hpp>
#include <ssot/impl/store/erase.hpp>
#include <ssot/impl/store/group.hpp>
#include <ssot/impl/store/insert.hpp>
#include <ssot/impl/store/open.hpp>
#include <ssot/impl/store/read.hpp>
#include <ssot/impl/store/resolve.hpp>
#include <ssot/impl/store/singleton.hpp>
#include <ssot/impl/store/stream.hpp>
#include <ssot/impl/store/transaction.hpp>
#include <ssot/impl/store/update.hpp>
#include <ssot/impl/store/upsert.hpp>
#include <ssot/impl/store/validate.hpp>

#ifdef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/store/extern.hpp>
#else
#include <ssot/impl/detail/store/core.ipp>
#include <ssot/impl/store.ipp>
#endif

#endif // SSOT_IMPL_STORE_HPP
