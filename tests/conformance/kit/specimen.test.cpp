// SPDX-License-Identifier: BSL-1.0
#include <ssot/testing/kit/specimen.hpp>

#include <ssot/choice.hpp>
#include <ssot/storage/describe.hpp>
#include <ssot/testing/random_source.hpp>

#include <boost/test/unit_test.hpp>

#include <set>
#include <string>
#include <utility>

namespace {

using ssot::conformance::absent;
using ssot::conformance::grade;
using ssot::conformance::random_source;
using ssot::conformance::specimen;

// What is compared by the enumerator is compared wrongly.
static_assert(grade::low < grade::middle && ssot::to_wire(grade::low) > ssot::to_wire(grade::middle));

specimen filled(absent how, std::uint64_t seed)
{
    random_source random(seed);
    specimen      out;
    fill(out, random, how);
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(conformance)
BOOST_AUTO_TEST_SUITE(specimen_model)

BOOST_AUTO_TEST_CASE(every_kind_has_a_field_with_null_and_one_without)
{
    std::set<std::pair<ssot::kind, bool>> seen;
    for (auto const& field : ssot::storage::describe_model<specimen>().fields)
        seen.emplace(field.type, field.nullable);
    using enum ssot::kind;
    for (auto const k : {boolean,
                         int64,
                         real,
                         text,
                         ssot::kind::uuid,
                         ssot::kind::timestamp,
                         ssot::kind::duration,
                         ssot::kind::choice,
                         json}) {
        BOOST_TEST(seen.contains({k, true}), static_cast<int>(k));
        BOOST_TEST(seen.contains({k, false}), static_cast<int>(k));
    }
}

BOOST_AUTO_TEST_CASE(fields_are_filled_with_values_that_repeat)
{
    auto const all = filled(absent::none, 1);
    BOOST_TEST((all.maybe_text && all.maybe_number && all.maybe_document && all.maybe_rank));
    BOOST_TEST((all.id == 0 && !all.part_of), "neither the key nor a foreign key");
    auto const none = filled(absent::all, 1);
    BOOST_TEST((!none.maybe_text && !none.maybe_number && !none.maybe_document && !none.maybe_rank));
    BOOST_TEST((filled(absent::some, 3) == filled(absent::some, 3)), "the same for the same seed");

    std::set<std::string>  texts;
    std::set<std::int64_t> numbers;
    int                    missing = 0;
    for (std::uint64_t seed = 0; seed != 60; ++seed) {
        auto const one = filled(absent::some, seed);
        texts.insert(one.text);
        numbers.insert(one.number);
        missing += one.maybe_text ? 0 : 1;
    }
    BOOST_TEST(numbers.size() == 8U);
    BOOST_TEST(texts.size() < 40U);
    BOOST_TEST((missing > 5 && missing < 40), missing);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
