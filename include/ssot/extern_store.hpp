// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_EXTERN_STORE_HPP
#define SSOT_EXTERN_STORE_HPP

// A store on one backend, compiled once instead of in every file that uses it: that of the in-memory backend with two models
// takes longer to compile than anything else in the library. Opt in, in a header that all such files include:
//
//   #include <ssot/extern_store.hpp>
//   SSOT_EXTERN_STORE(ssot::storage::memory)
//   SSOT_EXTERN_STORED_MODEL(ssot::storage::memory, inventory::device)        // for models of your own
//
// and in one file of the program:
//
//   SSOT_INSTANTIATE_STORE(ssot::storage::memory)
//   SSOT_INSTANTIATE_STORED_MODEL(ssot::storage::memory, inventory::device)
//
// All of them stand in the global namespace. Both names are types without commas.

#include <ssot/annotated.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/query.hpp>
#include <ssot/store.hpp>
#include <ssot/stored.hpp>
#include <ssot/validate.hpp>

#include <cstddef>
#include <span>
#include <vector>

/// What is compiled once for a model `M` in a store on `B`. `PREFIX` is `extern`, or empty.
#define SSOT_DETAIL_STORED_MODEL_TEMPLATES(PREFIX, B, M)                                                                    \
    PREFIX template ssot::result<ssot::key_t<M>>               ssot::store<B>::insert(M&, ssot::insert_options);            \
    PREFIX template ssot::result<ssot::key_t<M>>               ssot::store<B>::insert(M const&, ssot::insert_options);      \
    PREFIX template ssot::result<std::vector<ssot::key_t<M>>>  ssot::store<B>::insert(std::span<M>, ssot::insert_options);  \
    PREFIX template ssot::result<std::vector<ssot::key_t<M>>>  ssot::store<B>::insert(std::span<M const>,                   \
                                                                                     ssot::insert_options);                \
    PREFIX template ssot::result<std::vector<ssot::key_t<M>>>  ssot::store<B>::insert(std::vector<M>&,                      \
                                                                                     ssot::insert_options);                \
    PREFIX template ssot::result<std::vector<ssot::key_t<M>>>  ssot::store<B>::insert(std::vector<M> const&,                \
                                                                                     ssot::insert_options);                \
    PREFIX template ssot::result<ssot::stored<M>>              ssot::store<B>::get<M>(ssot::key_t<M> const&);               \
    PREFIX template ssot::result<std::vector<ssot::stored<M>>> ssot::store<B>::select(                                      \
        ssot::detail::query_steps<ssot::selection<M>, M> const&);                                                           \
    PREFIX template ssot::result<std::size_t> ssot::store<B>::count(                                                        \
        ssot::detail::query_steps<ssot::selection<M>, M> const&);                                                           \
    PREFIX template ssot::result<void>                             ssot::store<B>::update(ssot::stored<M>&);                \
    PREFIX template ssot::result<ssot::erase_counts>               ssot::store<B>::erase<M>(ssot::key_t<M> const&);         \
    PREFIX template ssot::result<ssot::erase_counts>               ssot::store<B>::erase(M const&);                         \
    PREFIX template ssot::result<ssot::erase_counts>               ssot::store<B>::erase(ssot::stored<M> const&);           \
    PREFIX template ssot::result<ssot::erase_counts>               ssot::store<B>::erase(ssot::selection<M> const&);        \
    PREFIX template ssot::result<std::vector<ssot::field_problem>> ssot::store<B>::validate(                                \
        M const&, ssot::validation_options const&);

/// What is compiled once for a store on `B`, whatever it stores, and for the models that every program stores.
#define SSOT_DETAIL_STORE_TEMPLATES(PREFIX, B)                                                                              \
    PREFIX template class ssot::store<B>;                                                                                   \
    PREFIX template ssot::result<std::vector<ssot::annotated_sync>> ssot::store<B>::annotated_syncs(                        \
        ssot::selection<ssot::sync> const&);                                                                                \
    SSOT_DETAIL_STORED_MODEL_TEMPLATES(PREFIX, B, ssot::sync)                                                               \
    SSOT_DETAIL_STORED_MODEL_TEMPLATES(PREFIX, B, ssot::sync_log_entry)                                                     \
    SSOT_DETAIL_STORED_MODEL_TEMPLATES(PREFIX, B, ssot::job_result)

/// Says that a store on `BACKEND` is compiled elsewhere, with `sync`, `sync_log_entry` and `job_result` in `default_types`.
#define SSOT_EXTERN_STORE(BACKEND) SSOT_DETAIL_STORE_TEMPLATES(extern, BACKEND)

/// Compiles it here.
#define SSOT_INSTANTIATE_STORE(BACKEND) SSOT_DETAIL_STORE_TEMPLATES(, BACKEND)

/// Says that what such a store does with `M` is compiled elsewhere.
#define SSOT_EXTERN_STORED_MODEL(BACKEND, M) SSOT_DETAIL_STORED_MODEL_TEMPLATES(extern, BACKEND, M)

/// Compiles it here.
#define SSOT_INSTANTIATE_STORED_MODEL(BACKEND, M) SSOT_DETAIL_STORED_MODEL_TEMPLATES(, BACKEND, M)

#endif // SSOT_EXTERN_STORE_HPP
