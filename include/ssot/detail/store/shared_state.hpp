// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORE_SHARED_STATE_HPP
#define SSOT_DETAIL_STORE_SHARED_STATE_HPP

// What all sessions on one backend share.

#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/capability.hpp>
#include <ssot/store.hpp>

#include <ssot/detail/store/core.hpp>
#include <ssot/detail/store/history_models.hpp>
#include <ssot/detail/store/met_models.hpp>

#include <memory>

namespace ssot::detail {
inline namespace SSOT_MODE {

struct store_core::shared_state {
    storage::any_backend        backend;
    storage::capabilities       caps{};
    store_options               options{};
    history_models              history;
    std::shared_ptr<met_models> met{}; ///< shared by all stores on this backend
};

} // namespace SSOT_MODE
} // namespace ssot::detail

#endif // SSOT_DETAIL_STORE_SHARED_STATE_HPP
