// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_EXTERN_HPP
#define SSOT_IMPL_STORE_EXTERN_HPP

// Store templates for the models that every program stores, compiled once with the library. Each line costs every file that
// includes a store some milliseconds, so that only the functions that most programs call are listed here.

#include <ssot/store.hpp>

#include <span>
#include <vector>

#define SSOT_DETAIL_STORED_MODEL_TEMPLATES(PREFIX, M)                                                                       \
    PREFIX template ssot::result<ssot::key_t<M>>               ssot::store::insert(M&, ssot::insert_options);               \
    PREFIX template ssot::result<ssot::key_t<M>>               ssot::store::insert(M const&, ssot::insert_options);         \
    PREFIX template ssot::result<std::vector<ssot::key_t<M>>>  ssot::store::insert(std::span<M>, ssot::insert_options);     \
    PREFIX template ssot::result<std::vector<ssot::key_t<M>>>  ssot::store::insert(std::span<M const>,                      \
                                                                                  ssot::insert_options);                   \
    PREFIX template ssot::result<ssot::stored<M>>              ssot::store::get<M>(ssot::key_t<M> const&);                  \
    PREFIX template ssot::result<std::vector<ssot::stored<M>>> ssot::store::select(                                         \
        ssot::query_steps<ssot::selection<M>, M> const&);

#define SSOT_DETAIL_STORE_TEMPLATES(PREFIX)                                                                                 \
    SSOT_DETAIL_STORED_MODEL_TEMPLATES(PREFIX, ssot::sync)                                                                  \
    SSOT_DETAIL_STORED_MODEL_TEMPLATES(PREFIX, ssot::sync_log_entry)                                                        \
    SSOT_DETAIL_STORED_MODEL_TEMPLATES(PREFIX, ssot::job_result)                                                            \
    PREFIX template ssot::result<std::vector<ssot::annotated_sync>> ssot::store::annotated_syncs(                           \
        ssot::selection<ssot::sync> const&);

SSOT_DETAIL_STORE_TEMPLATES(extern)

#endif // SSOT_IMPL_STORE_EXTERN_HPP
