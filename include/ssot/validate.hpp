// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_VALIDATE_HPP
#define SSOT_VALIDATE_HPP

// Whether a model satisfies its own description: lengths, choices, ranges, and that its text and JSON can be stored.
//
//   for (ssot::field_problem const& p : ssot::validate(run)) std::cerr << p.field << ": " << p.message << '\n';
//   ssot::validate(run, {.profile = ssot::validation::django_postgresql});          // what the original says, no more
//
// A store asks this before every write. What needs other rows (foreign keys, uniqueness) is asked of `store::validate`.
// Source: Model.full_clean() and its messages; stricter where the original lets broken data through.

#include <ssot/error.hpp>
#include <ssot/reflect.hpp>

#include <ssot/detail/base/config.hpp>

#include <boost/assert/source_location.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ssot {

/// One broken rule.
struct field_problem {
    std::string_view field; ///< name of the field, or `model_wide`
    std::string_view code;  ///< the original's: "blank", "null", "max_length", "invalid_choice", "min_value", "invalid" ...
    std::string      message; ///< "Ensure this value has at most 64 characters (it has 65)."

    friend bool operator==(field_problem const&, field_problem const&) = default;
};

/// Stands for the name of a field in a problem of several fields together.
inline constexpr std::string_view model_wide = "__all__";

/// Whose rules hold.
enum class validation : std::uint8_t {
    strict,            ///< ours: what is valid can be stored, everywhere
    django_postgresql, ///< the original's, as it runs on PostgreSQL
    django_sqlite,     ///< the same on SQLite, where no integer has a range
};

/// How to validate.
struct validation_options {
    validation                        profile = validation::strict;
    std::span<std::string_view const> exclude{}; ///< names of fields that are not looked at
};

/// Every broken rule of `m`, in declaration order; empty when `m` is valid, and then nothing was allocated. A field can break
/// several.
template<model M>
std::vector<field_problem> validate(M const& m, validation_options const& options = {});

/// A broken rule as an error of code `validation` with the field as its path.
error to_error(field_problem const& problem);

/// Makes `value()` of a `boost::system::result<T, std::vector<field_problem>>` throw `ssot::exception` with the first problem;
/// found by argument-dependent lookup.
[[noreturn]] void throw_exception_from_error(std::vector<field_problem> const& problems,
                                             boost::source_location const&     where);

} // namespace ssot

#include <ssot/impl/validate.hpp>

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/validate.ipp>
#endif

#endif // SSOT_VALIDATE_HPP
