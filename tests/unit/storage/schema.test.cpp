// SPDX-License-Identifier: BSL-1.0
#include <ssot/storage/schema.hpp>

#include <ssot/storage/describe.hpp>

#include <ssot/detail/store/met_models.hpp>

#include "support/inventory.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace {

using namespace ssot::storage;

static_assert(order_by{.field = 1}.via == no_field && order_by{.field = 1, .via = 0}.via != no_field);

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(storage)
BOOST_AUTO_TEST_SUITE(schema)

BOOST_AUTO_TEST_CASE(batches_are_rows_of_objects)
{
    std::vector<inventory::rack> racks(5);
    for (std::size_t i = 0; i != racks.size(); ++i)
        racks[i] = {.id = static_cast<std::int64_t>(i), .name = std::string(i, 'x')};
    std::array<value_view, 5> keys, revisions;
    for (std::size_t i = 0; i != 5; ++i) {
        keys[i]      = value_view::integer(static_cast<std::int64_t>(100 + i));
        revisions[i] = value_view::integer(static_cast<std::int64_t>(i));
    }
    replaced_column const replaced[] = {{0, keys.data()}, {10, revisions.data()}};
    record_batch const    all{&describe_model<inventory::rack>(),
                           accessors_of<inventory::rack>(),
                           reinterpret_cast<std::byte const*>(racks.data()),
                           sizeof racks[0],
                           racks.size(),
                           replaced};
    BOOST_TEST(all.size() == 5u);
    for (std::size_t i = 0; i != 5; ++i) {
        BOOST_TEST(all[i].at(0).as_int() == static_cast<std::int64_t>(100 + i), "the replaced key");
        BOOST_TEST(all[i].at(1).as_chars().size() == i);
        BOOST_TEST(all[i].at(10).as_int() == static_cast<std::int64_t>(i), "a column that no object has");
    }

    std::array<replaced_column, 2> columns{};
    auto const                     part = all.slice(2, 3, columns);
    BOOST_TEST(part.size() == 3u);
    for (std::size_t i = 0; i != 3; ++i) {
        BOOST_TEST(part[i].at(0).as_int() == static_cast<std::int64_t>(102 + i));
        BOOST_TEST(part[i].at(1).as_chars().size() == i + 2);
        BOOST_TEST(part[i].at(10).as_int() == static_cast<std::int64_t>(i + 2));
    }
    std::array<replaced_column, 2> again{};
    BOOST_TEST(part.slice(1, 1, again)[0].at(0).as_int() == 103, "a part of a part");
    BOOST_TEST(all.slice(5, 0, again).size() == 0u);
}

BOOST_AUTO_TEST_CASE(what_is_unique_makes_a_difference_and_an_index_none)
{
    auto const          first      = describe_model<inventory::rack>();
    std::uint16_t const some[]     = {1, 2};
    std::uint16_t const turned[]   = {2, 1};
    field_list const    one[]      = {some};
    field_list const    other[]    = {turned};
    field_list const    two[]      = {some, turned};
    auto const          same_print = [](model_desc const& a, model_desc const& b) {
        model_desc const* const left[]  = {&a};
        model_desc const* const right[] = {&b};
        return ssot::detail::schema_fingerprint(left) == ssot::detail::schema_fingerprint(right);
    };
    auto indexed    = first;
    indexed.indexes = two;
    BOOST_TEST(difference(first, indexed) == "");
    BOOST_TEST(same_print(first, indexed));
    for (auto const lists :
         {std::span<field_list const>(one), std::span<field_list const>(other), std::span<field_list const>(two)}) {
        auto unique            = first;
        unique.unique_together = lists;
        BOOST_TEST(difference(first, unique) == "unique_together");
        BOOST_TEST(difference(unique, unique) == "");
        BOOST_TEST(!same_print(first, unique));
        auto less            = unique;
        less.unique_together = lists.first(lists.size() - 1);
        BOOST_TEST(difference(unique, less) == "unique_together");
        BOOST_TEST(!same_print(unique, less));
    }
    std::vector<field_desc> fields(first.fields.begin(), first.fields.end());
    fields[2].unique = !fields[2].unique;
    auto changed     = first;
    changed.fields   = fields;
    BOOST_TEST(!same_print(first, changed));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
