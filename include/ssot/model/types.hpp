// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_MODEL_TYPES_HPP
#define SSOT_MODEL_TYPES_HPP

// The types that a model is made of: the template argument of every basic_X. Write a struct with the same three members to
// bring your own string.

#include <ssot/choice.hpp>
#include <ssot/json/document.hpp>

#include <boost/json/value.hpp>

#include <string>

namespace ssot {

/// For programs that look into diffs: JSON as a DOM, choices as enums.
struct default_types {
    using text     = std::string;
    using document = boost::json::value;
    template<choice E>
    using choice_of = E;
};

/// For pipelines that move diffs without opening them: JSON as validated text. Less memory, and faster.
struct raw_types {
    using text     = std::string;
    using document = raw_json;
    template<choice E>
    using choice_of = E;
};

/// For reading and keeping what other programs wrote: choices keep a text that is none of theirs.
struct lenient_types {
    using text     = std::string;
    using document = boost::json::value;
    template<choice E>
    using choice_of = open_choice<E>;
};

/// What a basic_X can be made of.
template<class T>
concept model_types = requires {
    typename T::text;
    typename T::document;
    requires json_document<typename T::document>;
};

} // namespace ssot

#endif // SSOT_MODEL_TYPES_HPP
