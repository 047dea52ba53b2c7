// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_NAUTOBOT_FULL_CLEAN_HPP
#define SSOT_NAUTOBOT_FULL_CLEAN_HPP

// Django's full_clean() for an object whose attributes may hold values of any type, for programs that take over what Python
// programs made.
//
//   auto const seen = ssot::nautobot::full_clean<ssot::sync>({{"source", 5}, {"target", ""}, {"diff", nullptr}});
//   seen.problems     // target: "This field cannot be blank."
//   seen.cleaned      // source is the text "5" now
//
// A typed model does not need this: use `validate`. Source: Model.full_clean(), and the to_python(), validate() and
// validators of Django 3.2's fields. Example: docs/examples/validation.cpp.

#include <ssot/field.hpp>
#include <ssot/nautobot/dynamic.hpp>
#include <ssot/reflect.hpp>
#include <ssot/validate.hpp>

#include <ssot/detail/base/config.hpp>

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot::nautobot {

/// Attributes by name, foreign keys by their column ("sync_id"). An attribute that is not in the list has its default.
using attributes = std::vector<std::pair<std::string, dynamic>>;

/// An exception of Python other than ValidationError.
struct python_error {
    std::string type{};    ///< "TypeError"
    std::string message{}; ///< "expected string or bytes-like object, got 'int'"

    friend bool operator==(python_error const&, python_error const&) = default;
};

struct full_clean_options {
    validation                        profile = validation::django_postgresql; ///< `strict` is treated as this one
    std::span<std::string_view const> exclude{};
    /// Returns whether the row exists that a foreign key points at. Not checked if empty. What it throws is passed on.
    std::function<bool(field_info const& field, dynamic const& key)> exists{};
    /// Returns whether another row has the same value in a unique field. Not checked if empty. What it throws is passed on.
    std::function<bool(field_info const& field, dynamic const& value)> is_taken{};
};

struct full_clean_result {
    std::vector<field_problem>  problems{}; ///< in Django's order
    attributes                  cleaned{};  ///< what was given, in its order, converted where it was valid
    std::optional<python_error> raised{};   ///< what full_clean() raised; the other members are then empty
};

/// Cleans an object of `M`. Problems name fields. `unique_together` is not checked.
template<model M>
full_clean_result full_clean(attributes given, full_clean_options const& options = {});

/// The same for a model that is given by its description.
full_clean_result full_clean(std::span<field_info const> fields, model_info const& model, attributes given,
                             full_clean_options const& options = {});

template<model M>
full_clean_result full_clean(attributes given, full_clean_options const& options)
{
    return full_clean(fields_of<M>(), model_info_of<M>(), std::move(given), options);
}

} // namespace ssot::nautobot

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/nautobot/full_clean.ipp>
#endif

#endif // SSOT_NAUTOBOT_FULL_CLEAN_HPP
