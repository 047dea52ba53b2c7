// SPDX-License-Identifier: BSL-1.0
#include <ssot/testing/kit/boundary_values.hpp>

#include <ssot/storage/capability.hpp>
#include <ssot/storage/value.hpp>
#include <ssot/testing/kit/expected_rows.hpp>
#include <ssot/testing/kit/untyped_rows.hpp>

#include "conformance/kit/in_memory.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

namespace {

namespace kit = ssot::conformance::detail;
using ssot_test::of_specimen;

auto const& specimen_field(std::string_view name) { return kit::specimen_model().fields[of_specimen(name)]; }

bool has_integer(std::vector<ssot::storage::value> const& values, std::int64_t wanted)
{
    return std::ranges::any_of(values, [&](auto const& v) { return v.view().as_int() == wanted; });
}

} // namespace

BOOST_AUTO_TEST_SUITE(conformance)
BOOST_AUTO_TEST_SUITE(boundary_values)

BOOST_AUTO_TEST_CASE(each_value_of_each_kind_comes_once)
{
    for (auto const& field : kit::specimen_model().fields) {
        auto const values = kit::boundary_values(field, {});
        BOOST_TEST(values.empty() == (field.target != nullptr), field.name);
        for (std::size_t i = 0; i != values.size(); ++i) {
            BOOST_TEST((values[i].view().type() == field.type), field.name << " " << i);
            for (std::size_t j = 0; j != i; ++j)
                BOOST_TEST((kit::compare_values(values[i].view(), values[j].view()) != 0),
                           field.name << " " << i << " " << j);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_ends_of_a_kind_are_among_them)
{
    auto const numbers = kit::boundary_values(specimen_field("number"), {});
    BOOST_TEST(has_integer(numbers, std::numeric_limits<std::int64_t>::max()));
    BOOST_TEST(has_integer(numbers, std::numeric_limits<std::int64_t>::min()));
    BOOST_TEST(kit::boundary_values(specimen_field("flag"), {}).size() == 2U);
    BOOST_TEST(kit::boundary_values(specimen_field("rank"), {}).size() == 3U);
}

BOOST_AUTO_TEST_CASE(only_what_the_backend_can_store)
{
    auto const has_nul = [](auto const& v) { return v.view().as_chars().find('\0') != std::string_view::npos; };
    BOOST_TEST(std::ranges::any_of(kit::boundary_values(specimen_field("text"), {.text_nul = true}), has_nul));
    BOOST_TEST(std::ranges::none_of(kit::boundary_values(specimen_field("text"), {.text_nul = false}), has_nul));

    auto const is_short = [](auto const& v) { return v.view().as_chars().size() <= 2; };
    BOOST_TEST(!std::ranges::all_of(kit::boundary_values(specimen_field("text"), {}), is_short));
    auto const short_ones = kit::boundary_values(specimen_field("text"), {.max_text = 2});
    BOOST_TEST(std::ranges::all_of(short_ones, is_short));
    BOOST_TEST(std::ranges::any_of(short_ones, [](auto const& v) { return v.view().as_chars().size() == 2; }));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
