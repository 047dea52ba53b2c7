// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_VALIDATE_HPP
#define SSOT_VALIDATE_HPP

// Whether a model satisfies its own description: lengths, choices, ranges, and that its text and JSON can be stored.
//
//   for (ssot::field_problem const& p : ssot::validate(run)) std::cerr << p.field << ": " << p.message << '\n';
//
// A store asks this before every write. What needs other rows (foreign keys, uniqueness) is the store's to check.
// Source: Model.full_clean() and its messages; stricter where the original lets broken data through.

#include <ssot/error.hpp>
#include <ssot/reflect.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace ssot {

/// One broken rule.
struct field_problem {
    std::string_view field; ///< name of the field
    std::string_view code;  ///< the original's: "blank", "null", "max_length", "invalid_choice", "min_value", "invalid" ...
    std::string      message; ///< "Ensure this value has at most 64 characters (it has 65)."
};

/// Every broken rule of `m`, in declaration order; empty when `m` is valid.
template<model M>
std::vector<field_problem> validate(M const& m);

/// A broken rule as an error of code `validation` with the field as its path.
error to_error(field_problem const& problem);

} // namespace ssot

#include <ssot/impl/validate.hpp>

#endif // SSOT_VALIDATE_HPP
