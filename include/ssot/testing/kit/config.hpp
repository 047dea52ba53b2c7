// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_KIT_CONFIG_HPP
#define SSOT_TESTING_KIT_CONFIG_HPP

// Declares `ssot::testing`, after the folder of its headers, as another name of the conformance kit's namespace.

namespace ssot {

namespace conformance {
}
namespace testing = conformance;

} // namespace ssot

#endif // SSOT_TESTING_KIT_CONFIG_HPP
