// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_SRC_HPP
#define SSOT_TESTING_SRC_HPP

// The bodies of the conformance kit, for programs that compile them once, besides those of <ssot/src.hpp>. Include this in
// exactly one file, and define SSOT_SEPARATE_COMPILATION for all files of the program; the CMake target ssot::testing does
// both. A program that includes it twice does not link.

#ifndef SSOT_SEPARATE_COMPILATION
#error                                                                                                                      \
    "ssot: <ssot/testing/src.hpp> is for programs that define SSOT_SEPARATE_COMPILATION for all of their files, as ssot::testing does"
#endif

#include <ssot/extern.hpp>

#include <ssot/impl/testing/behaviour.ipp>
#include <ssot/impl/testing/conformance.ipp>
#include <ssot/impl/testing/history.ipp>
#include <ssot/impl/testing/kit/answering_session.ipp>
#include <ssot/impl/testing/kit/asking.ipp>
#include <ssot/impl/testing/kit/boundary_values.ipp>
#include <ssot/impl/testing/kit/expected_rows.ipp>
#include <ssot/impl/testing/kit/interleaving.ipp>
#include <ssot/impl/testing/kit/joined_process.ipp>
#include <ssot/impl/testing/kit/query_words.ipp>
#include <ssot/impl/testing/kit/random_queries.ipp>
#include <ssot/impl/testing/kit/sample_rows.ipp>
#include <ssot/impl/testing/kit/scene.ipp>
#include <ssot/impl/testing/kit/session_calls.ipp>
#include <ssot/impl/testing/kit/untyped_rows.ipp>
#include <ssot/impl/testing/model_store.ipp>
#include <ssot/impl/testing/random_run.ipp>
#include <ssot/impl/testing/trial.ipp>
#include <ssot/impl/testing/with_faults.ipp>

#endif // SSOT_TESTING_SRC_HPP
