// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_VALIDATE_HPP
#define SSOT_VALIDATE_HPP

// Validation: whether a model satisfies its own description. Checks lengths, choices and ranges, and whether its texts and
// JSON can be stored.
//
//   for (ssot::field_problem const& p : ssot::validate(run)) std::cerr << p.field << ": " << p.message << '\n';
//   ssot::validate(run, {.profile = ssot::validation::django_postgresql});          // Django's rules, no others
//
// A store validates every row before it writes it. What depends on other rows (foreign keys, uniqueness) is checked by
// `store::validate`. Source: Model.full_clean() and its messages, with additional rules for data that Django lets through.

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

/// One rule that a model breaks.
struct field_problem {
    std::string_view field;   ///< the name of the field, or `model_wide`
    std::string_view code;    ///< Django's code: "blank", "null", "max_length", "invalid_choice", "min_value", "invalid" ...
    std::string      message; ///< "Ensure this value has at most 64 characters (it has 65)."

    friend bool operator==(field_problem const&, field_problem const&) = default;
};

/// Takes the place of the field's name in a problem that concerns several fields together.
inline constexpr std::string_view model_wide = "__all__";

/// The rules to validate by.
enum class validation : std::uint8_t {
    strict,            ///< the rules of this library: what is valid can be stored in every backend
    django_postgresql, ///< those of Django on PostgreSQL
    django_sqlite,     ///< those of Django on SQLite, where integers have no range
};

/// Options of `validate`. `exclude` refers to the caller's names, which must live as long as the options are used.
struct validation_options {
    validation                        profile = validation::strict;
    std::span<std::string_view const> exclude{}; ///< names of fields that are not checked
};

/// Returns every rule that `m` breaks, in declaration order of the fields; a field can break several. Returns an empty
/// vector, without an allocation, if `m` is valid. Linear in the size of `m`, which is only read.
template<model M>
std::vector<field_problem> validate(M const& m, validation_options const& options = {});

/// Returns the problem as an error of code `validation`, with the message as its text and the field as its path.
error to_error(field_problem const& problem);

/// Makes `value()` of a `boost::system::result<T, std::vector<field_problem>>` throw `ssot::exception` with the first
/// problem. Found by argument-dependent lookup.
[[noreturn]] void throw_exception_from_error(std::vector<field_problem> const& problems,
                                             boost::source_location const&     where);

} // namespace ssot

#include <ssot/impl/validate.hpp>

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/validate.ipp>
#endif

#endif // SSOT_VALIDATE_HPP
