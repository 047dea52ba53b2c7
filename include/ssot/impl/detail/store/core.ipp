// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_STORE_CORE_IPP
#define SSOT_IMPL_DETAIL_STORE_CORE_IPP

// The bodies of the core of a store, by subject.

#include <ssot/impl/detail/store/annotated.ipp>
#include <ssot/impl/detail/store/checks.ipp>
#include <ssot/impl/detail/store/erase.ipp>
#include <ssot/impl/detail/store/group.ipp>
#include <ssot/impl/detail/store/insert.ipp>
#include <ssot/impl/detail/store/open.ipp>
#include <ssot/impl/detail/store/page.ipp>
#include <ssot/impl/detail/store/purge.ipp>
#include <ssot/impl/detail/store/read.ipp>
#include <ssot/impl/detail/store/rows.ipp>
#include <ssot/impl/detail/store/stream.ipp>
#include <ssot/impl/detail/store/transaction.ipp>
#include <ssot/impl/detail/store/update.ipp>
#include <ssot/impl/detail/store/validate.ipp>

#endif // SSOT_IMPL_DETAIL_STORE_CORE_IPP
