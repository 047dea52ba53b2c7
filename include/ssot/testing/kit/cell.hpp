// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_KIT_CELL_HPP
#define SSOT_TESTING_KIT_CELL_HPP

// A cell of the table of clauses, places and kinds from which most behaviours of the conformance kit are generated.

#include <ssot/detail/base/stored_types.hpp>

#include <string_view>

namespace ssot::conformance {

/// Where a field is that a behaviour asks for: in the row itself, in the row that its foreign key points at, or in the row
/// that a foreign key of that one points at.
enum class place : unsigned char { own, via, then };

/// What a generated behaviour is about. Its name says the same: "order.desc.via.real".
struct cell {
    std::string_view clause{}; ///< "order.desc"; empty for a behaviour that was written by hand
    place            at = place::own;
    ssot::kind       of = ssot::kind::null;
};

} // namespace ssot::conformance

#endif // SSOT_TESTING_KIT_CELL_HPP
