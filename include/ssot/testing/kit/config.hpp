// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_KIT_CONFIG_HPP
#define SSOT_TESTING_KIT_CONFIG_HPP

// The namespace of the conformance kit by the name of its headers.

namespace ssot {

namespace conformance {
}
namespace testing = conformance;

} // namespace ssot

#endif // SSOT_TESTING_KIT_CONFIG_HPP
