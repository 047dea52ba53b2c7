// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_KIT_PAIRING_HPP
#define SSOT_TESTING_KIT_PAIRING_HPP

// A model of the conformance kit's own with two foreign keys to one model, a unique field, two lists of fields that are unique
// together, and an index: what `specimen` lacks.

#include <ssot/field.hpp>
#include <ssot/model/foreign_key.hpp>
#include <ssot/reflect.hpp>
#include <ssot/testing/kit/specimen.hpp>

#include <boost/describe/class.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ssot::conformance {

struct pairing {
    static constexpr std::string_view model_name        = "ssot_conformance.pairing";
    static constexpr field_names      unique_together[] = {{"shelf", "slot"}, {"aisle", "slot"}};
    static constexpr field_names      indexes[]         = {{"number", "shelf", "id"}};

    using specimen_key = foreign_key<specimen, ssot::on_delete::protect, std::int64_t>;

    std::int64_t                id{};
    std::optional<specimen_key> left{};
    std::optional<specimen_key> right{};
    std::optional<std::string>  name{};
    std::optional<std::int64_t> shelf{};
    std::optional<std::int64_t> slot{};
    std::optional<std::int64_t> aisle{};
    std::int64_t                number{};

    friend bool operator==(pairing const&, pairing const&) = default;
};
BOOST_DESCRIBE_STRUCT(pairing, (), (id, left, right, name, shelf, slot, aisle, number))

constexpr auto describe_fields(model_tag<pairing>) { return fields(field<&pairing::name>.blank().unique()); }

} // namespace ssot::conformance

#endif // SSOT_TESTING_KIT_PAIRING_HPP
