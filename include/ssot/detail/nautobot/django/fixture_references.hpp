// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_NAUTOBOT_DJANGO_FIXTURE_REFERENCES_HPP
#define SSOT_DETAIL_NAUTOBOT_DJANGO_FIXTURE_REFERENCES_HPP

// What is known of a fixture while its objects are put into tables. Only the bodies that read one need it.

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

namespace ssot::detail {

/// Where rows point, and which rows there are besides those of the tables, by the model's name in lower case.
struct fixture_references {
    struct target {
        std::size_t       object = 0; ///< the first that points there, and its field
        field_info const* field  = nullptr;
        bool              found  = false;
    };
    using targets = std::map<std::string, target>;

    std::map<std::string, targets, std::less<>>                 wanted{};
    std::map<std::pair<std::string, std::string>, std::int64_t> content_types{};
    std::set<std::string>                                       known_types{}; ///< keys of content types of the caller's
    std::set<std::string>                                       values{};      ///< of the unique field that is looked at
    unknown_keys                                                unknown_fields = unknown_keys::error;
};

/// One object of a fixture on its way into a table.
struct fixture_object {
    std::size_t                     index = 0;
    std::vector<python_json_member> members{}; ///< model, pk and fields, those that are there

    /// Null when it is not there, or nothing that has keys.
    python_json_member const* find(std::string_view key) const noexcept;

    std::string path(std::string_view field) const;

    /// Django's DeserializationError.WithData.
    error fail(django_refusal const& why, python_value const* field, std::string path) const;
};

/// The object at `value`; without members when it is none.
fixture_object look_at_fixture_object(std::string_view value, std::size_t index);

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/nautobot/django/fixture_references.ipp>
#endif

#endif // SSOT_DETAIL_NAUTOBOT_DJANGO_FIXTURE_REFERENCES_HPP
