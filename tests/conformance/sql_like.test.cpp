// SPDX-License-Identifier: BSL-1.0
#include <ssot/storage/memory.hpp>

#include "../support/sql_like_backend.hpp"
#include "exercise.hpp"
#include "mutations.hpp"

#include <boost/test/unit_test.hpp>

#include <set>
#include <string_view>

// The backend by whose mutations the kit is judged is right itself: two that share no code give the same answers.

using ssot::storage::any_backend;
using ssot_test::sql_like_backend;

BOOST_AUTO_TEST_SUITE(conformance)
BOOST_AUTO_TEST_SUITE(sql_like)

BOOST_AUTO_TEST_CASE(answers_as_memory_does)
{
    for (unsigned seed = 1; seed <= 20; ++seed)
        if (auto const first = ssot_test::difference(
                any_backend(ssot::storage::memory()), any_backend(sql_like_backend()), seed, 400, true))
            BOOST_ERROR("seed " << seed << ": " << *first);
}

BOOST_AUTO_TEST_CASE(does_the_same_for_the_same_calls)
{
    for (unsigned seed = 1; seed <= 20; ++seed)
        if (auto const first =
                ssot_test::difference(any_backend(sql_like_backend()), any_backend(sql_like_backend()), seed, 400))
            BOOST_ERROR("seed " << seed << ": " << *first);
}

BOOST_AUTO_TEST_CASE(a_mutation_is_noticed)
{
    for (auto const name : {"not.ignored", "limit.0", "commit.loses.all"}) {
        auto const m = std::ranges::find(ssot_test::mutations, std::string_view(name), &ssot_test::sql::mutation::name);
        BOOST_TEST_REQUIRE((m != std::ranges::end(ssot_test::mutations)));
        bool noticed = false;
        for (unsigned seed = 1; seed <= 20 && !noticed; ++seed)
            noticed = ssot_test::difference(any_backend(sql_like_backend()), any_backend(sql_like_backend(&*m)), seed, 400)
                          .has_value();
        BOOST_TEST(noticed, name);
    }
}

BOOST_AUTO_TEST_CASE(mutations_have_names_of_their_own)
{
    std::set<std::string_view> names;
    for (auto const& m : ssot_test::mutations)
        BOOST_TEST(names.insert(m.name).second, m.name);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
