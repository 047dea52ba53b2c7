// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_TESTING_HPP
#define SSOT_DETAIL_TESTING_HPP

// The namespace of the conformance kit by the name of its headers.

namespace ssot {

namespace conformance {
}
namespace testing = conformance;

} // namespace ssot

#endif // SSOT_DETAIL_TESTING_HPP
