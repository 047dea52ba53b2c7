// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_FORM_HPP
#define SSOT_FORM_HPP

// Reads a model from texts, as people type them or other systems send them. Each field is read as Django reads it, and
// validated.
//
//   std::map<std::string, std::string> const typed{{"source", "ServiceNow"}, {"target", ""}, {"start_time", "yesterday"}};
//   auto const run = ssot::from_form<ssot::sync>(typed);
//   if (!run)
//       for (ssot::field_problem const& p : run.error()) std::cerr << p.field << ": " << p.message << '\n';
//
// Source: the to_python() of Django's model fields, and its full_clean(). Example: docs/examples/validation.cpp.

#include <ssot/reflect.hpp>
#include <ssot/validate.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/base/ranges.hpp>

#include <boost/system/result.hpp>

#include <concepts>
#include <string_view>
#include <vector>

namespace ssot {

/// A valid `M`, or all problems that were found. `value()` throws `ssot::exception` with the first problem.
template<model M>
using form_result = boost::system::result<M, std::vector<field_problem>>;

/// A range of pairs of a name and a text, such as a map or a vector of pairs.
template<class R>
concept form_texts = std::ranges::input_range<R> && requires(std::ranges::range_reference_t<R> entry) {
    { entry.first } -> std::convertible_to<std::string_view>;
    { entry.second } -> std::convertible_to<std::string_view>;
};

/// Reads the fields of an `M` by name, foreign keys also by column ("sync_id"), and validates the result. If a name occurs
/// twice, the last text is used. Names that are not fields are ignored, since forms have fields of their own. Linear in the
/// number of fields times the number of texts. The texts are only read, and nothing refers to them afterwards.
///
/// A field without a text keeps its initial value if the original has a default for it or allows it to be absent; otherwise
/// that is a problem. An empty text is an absent value for a field that may be absent or blank. A text that cannot be read
/// is a problem with Django's message: “maybe” value must be either True or False.
///
/// Texts are read as leniently as in Django: "1_000" and " 7 " are integers; "2023-5-6" is a time, in UTC if it has no
/// offset; "90" and "01:30" are durations; a uuid may stand in braces; "t" is true, and "yes" is not a boolean.
template<model M, form_texts Texts>
[[nodiscard]] form_result<M> from_form(Texts const& texts, validation_options const& options = {});

} // namespace ssot

#include <ssot/impl/form.hpp>

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/form.ipp>
#endif

#endif // SSOT_FORM_HPP
