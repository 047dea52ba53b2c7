// SPDX-License-Identifier: BSL-1.0
// clang-format off: Boost's text of a uuid comes first here, by which ours must not become ambiguous.
#include <boost/uuid/uuid_io.hpp>
#include "all_headers.hpp"
// clang-format on

#include "unit/json/text.test.cpp"
