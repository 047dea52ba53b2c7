// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_NAUTOBOT_DJANGO_FIXTURE_REFERENCES_HPP
#define SSOT_DETAIL_NAUTOBOT_DJANGO_FIXTURE_REFERENCES_HPP

// What is known of a fixture while its objects are put into tables. Only the bodies that read one need it.

#include <ssot/error.hpp>
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

namespace ssot::detail {

/// Where rows point, and which rows there are, by the model's name in lower case.
struct fixture_references {
    struct target {
        std::string where{}; ///< path of the first field that points there
        std::string column{};
    };
    std::map<std::string, std::set<std::string>, std::less<>>         present{};
    std::map<std::string, std::map<std::string, target>, std::less<>> wanted{};
    std::map<std::pair<std::string, std::string>, std::int64_t>       content_types{};
    std::set<std::string>                                             values{}; ///< of the unique field that is looked at
    unknown_keys                                                      unknown_fields = unknown_keys::error;
};

/// One object of a fixture on its way into a table.
struct fixture_object {
    python_value const& value;
    std::size_t         index;

    std::string path(std::string_view field) const;

    /// Django's DeserializationError.WithData.
    error fail(django_refusal const& why, python_value const* field, std::string path) const;
};

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/nautobot/django/fixture_references.ipp>
#endif

#endif // SSOT_DETAIL_NAUTOBOT_DJANGO_FIXTURE_REFERENCES_HPP
