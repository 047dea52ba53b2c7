// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_NAUTOBOT_DJANGO_FIXTURE_REFERENCES_HPP
#define SSOT_DETAIL_NAUTOBOT_DJANGO_FIXTURE_REFERENCES_HPP

// What is known of a fixture while its objects are put into tables. Included only by the bodies that read one.

#include <ssot/error.hpp>
#include <ssot/field.hpp>
#include <ssot/json/options.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/nautobot/django/value.hpp>
#include <ssot/detail/nautobot/python/json.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot::detail::django {

/// Which rows are referred to, and which exist besides those of the tables, by the model's name in lower case.
struct fixture_references {
    struct target {
        std::size_t       object = 0; ///< the first object that refers to it, and the field
        field_info const* field  = nullptr;
        bool              found  = false;
    };
    using targets = std::map<std::string, target>;

    std::map<std::string, targets, std::less<>>                 wanted{};
    std::map<std::pair<std::string, std::string>, std::int64_t> content_types{};
    std::set<std::string>                                       known_types{}; ///< keys of the caller's content types
    std::set<std::string>                                       values{};      ///< values of the unique field being checked
    unknown_keys                                                unknown_fields = unknown_keys::error;
};

/// One object of a fixture on its way into a table.
struct fixture_object {
    std::size_t                      index = 0;
    std::vector<python::json_member> members{}; ///< model, pk and fields, as far as they exist

    /// Returns null if the object has no such member.
    python::json_member const* find(std::string_view key) const noexcept;

    std::string path(std::string_view field) const;

    /// Returns Django's DeserializationError.WithData.
    error fail(refusal const& why, python::value const* field, std::string path) const;
};

/// Returns the object whose text is `value`, without members if that is not a JSON object.
fixture_object look_at_fixture_object(std::string_view value, std::size_t index);

} // namespace ssot::detail::django

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/nautobot/django/fixture_references.ipp>
#endif

#endif // SSOT_DETAIL_NAUTOBOT_DJANGO_FIXTURE_REFERENCES_HPP
