// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_ERROR_HPP
#define SSOT_IMPL_ERROR_HPP

#include <ssot/error.hpp>
#include <ssot/result.hpp> // who has errors has results

#endif // SSOT_IMPL_ERROR_HPP
