// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_VECTORS_STORED_ROWS_HPP
#define SSOT_TESTS_VECTORS_STORED_ROWS_HPP

// The rows that a case begins with, in a store.

#include <ssot/store.hpp>

#include "datasets.hpp"
#include "objects.hpp"
#include "vectors.hpp"

#include <boost/describe/class.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace ssot_vectors {

using row_store = ssot::store;

/// Nautobot's users, which are not ours: a model as users of the library write them.
struct user {
    static constexpr std::string_view model_name = "users.user";
    static constexpr std::string_view class_name = "User";

    ssot::uuid  id{};
    std::string username{};
};
BOOST_DESCRIBE_STRUCT(user, (), (id, username))

/// Calls `fn.template operator()<M>()` for the model of a label.
template<class Fn>
bool with_stored_model(std::string_view label, Fn&& fn)
{
    if (label == "users.User") {
        fn.template operator()<user>();
        return true;
    }
    return with_model(label, fn);
}

inline std::string text_of_json(boost::json::value const& v) { return std::string(std::string_view(v.as_string())); }

inline ssot::uuid key_of_case(boost::json::value const& v) { return ssot::parse_uuid(text_of_json(v.at("$uuid"))).value(); }

/// The rows that a case begins with, and the content types of the database that it was made on.
inline std::optional<refusal> fill(row_store& s, boost::json::object const& input, rules by)
{
    s.insert(known_content_types()).value();
    auto const* const      related = input.if_contains("related");
    std::optional<refusal> refused;
    if (!related)
        return refused;
    taken_values taken;
    for (auto const& one : related->as_array()) {
        auto const& object = one.as_object();
        auto const  label  = text_of_json(object.at("model"));
        bool const  known  = with_stored_model(label, [&]<class M>() {
            M m     = ssot::make_blank<M>();
            refused = build(m, object, by, taken);
            if (!refused)
                s.insert(m).value();
        });
        if (!known)
            return refusal{"LookupError", "an unknown model: " + label};
        if (refused)
            return refused;
    }
    return {};
}

} // namespace ssot_vectors

#endif // SSOT_TESTS_VECTORS_STORED_ROWS_HPP
