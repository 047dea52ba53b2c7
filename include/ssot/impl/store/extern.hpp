// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_EXTERN_HPP
#define SSOT_IMPL_STORE_EXTERN_HPP

// What a store does with the shipped models is compiled once, where the library is.

#include <ssot/store.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#define SSOT_DETAIL_STORED_MODEL_TEMPLATES(PREFIX, M)                                                                       \
    PREFIX template ssot::result<ssot::key_t<M>>               ssot::store::insert(M&, ssot::insert_options);               \
    PREFIX template ssot::result<ssot::key_t<M>>               ssot::store::insert(M const&, ssot::insert_options);         \
    PREFIX template ssot::result<std::vector<ssot::key_t<M>>>  ssot::store::insert(std::span<M>, ssot::insert_options);     \
    PREFIX template ssot::result<std::vector<ssot::key_t<M>>>  ssot::store::insert(std::span<M const>,                      \
                                                                                  ssot::insert_options);                   \
    PREFIX template ssot::result<std::vector<ssot::key_t<M>>>  ssot::store::insert(std::vector<M>&, ssot::insert_options);  \
    PREFIX template ssot::result<std::vector<ssot::key_t<M>>>  ssot::store::insert(std::vector<M> const&,                   \
                                                                                  ssot::insert_options);                   \
    PREFIX template ssot::result<ssot::stored<M>>              ssot::store::get<M>(ssot::key_t<M> const&);                  \
    PREFIX template ssot::result<std::vector<ssot::stored<M>>> ssot::store::select(                                         \
        ssot::detail::query_steps<ssot::selection<M>, M> const&);                                                           \
    PREFIX template ssot::result<void>                             ssot::store::update(ssot::stored<M>&);                   \
    PREFIX template ssot::result<ssot::erase_counts>               ssot::store::erase<M>(ssot::key_t<M> const&);            \
    PREFIX template ssot::result<ssot::erase_counts>               ssot::store::erase(M const&);                            \
    PREFIX template ssot::result<ssot::erase_counts>               ssot::store::erase(ssot::stored<M> const&);              \
    PREFIX template ssot::result<ssot::erase_counts>               ssot::store::erase(ssot::selection<M> const&);           \
    PREFIX template ssot::result<std::vector<ssot::field_problem>> ssot::store::validate(M const&,                          \
                                                                                         ssot::validation_options const&);

#define SSOT_DETAIL_STORE_TEMPLATES(PREFIX)                                                                                 \
    SSOT_DETAIL_STORED_MODEL_TEMPLATES(PREFIX, ssot::sync)                                                                  \
    SSOT_DETAIL_STORED_MODEL_TEMPLATES(PREFIX, ssot::sync_log_entry)                                                        \
    SSOT_DETAIL_STORED_MODEL_TEMPLATES(PREFIX, ssot::job_result)                                                            \
    SSOT_DETAIL_STORED_MODEL_TEMPLATES(PREFIX, ssot::job)                                                                   \
    SSOT_DETAIL_STORED_MODEL_TEMPLATES(PREFIX, ssot::content_type)                                                          \
    SSOT_DETAIL_STORED_MODEL_TEMPLATES(PREFIX, ssot::secrets_group)                                                         \
    SSOT_DETAIL_STORED_MODEL_TEMPLATES(PREFIX, ssot::servicenow_config)                                                     \
    SSOT_DETAIL_STORED_MODEL_TEMPLATES(PREFIX, ssot::basic_sync<ssot::raw_types>)                                           \
    SSOT_DETAIL_STORED_MODEL_TEMPLATES(PREFIX, ssot::basic_sync_log_entry<ssot::raw_types>)                                 \
    SSOT_DETAIL_STORED_MODEL_TEMPLATES(PREFIX, ssot::basic_job_result<ssot::raw_types>)                                     \
    PREFIX template ssot::result<ssot::stored<ssot::servicenow_config>> ssot::store::load<ssot::servicenow_config>();       \
    PREFIX template ssot::result<std::vector<ssot::annotated_sync>>     ssot::store::annotated_syncs(                       \
        ssot::selection<ssot::sync> const&);                                                                            \
    PREFIX template ssot::result<std::vector<ssot::basic_annotated_sync<ssot::raw_types>>> ssot::store::annotated_syncs(    \
        ssot::selection<ssot::basic_sync<ssot::raw_types>> const&);

SSOT_DETAIL_STORE_TEMPLATES(extern)

#endif // SSOT_IMPL_STORE_EXTERN_HPP
