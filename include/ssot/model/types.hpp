// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_MODEL_TYPES_HPP
#define SSOT_MODEL_TYPES_HPP

// The types of which a model is made: the template argument of every basic_X. A struct with the same three members can be
// used to provide another string type.

#include <ssot/choice.hpp>
#include <ssot/json/document.hpp>

#include <boost/json/value.hpp>

#include <string>

namespace ssot {

/// For programs that examine diffs: JSON as a DOM, choices as enums.
struct default_types {
    using text     = std::string;
    using document = boost::json::value;
    template<choice E>
    using choice_of = E;
};

/// For programs that move diffs without examining them: JSON as validated text, which takes less memory and time.
struct raw_types {
    using text     = std::string;
    using document = raw_json;
    template<choice E>
    using choice_of = E;
};

/// For reading and keeping what other programs wrote: a choice also holds a text that is not one of its values.
struct lenient_types {
    using text     = std::string;
    using document = boost::json::value;
    template<choice E>
    using choice_of = open_choice<E>;
};

/// The types of which a basic_X can be made.
template<class T>
concept model_types = requires {
    typename T::text;
    typename T::document;
    requires json_document<typename T::document>;
};

} // namespace ssot

#endif // SSOT_MODEL_TYPES_HPP
