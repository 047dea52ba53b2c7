// SPDX-License-Identifier: BSL-1.0
#include <ssot/testing/source.hpp>

#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/memory.hpp>
#include <ssot/testing/behaviour.hpp>

#include "support/forwarding_backend.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace {

/// Memory that knows how often it was opened.
class reopened_memory : public ssot::storage::memory {
public:
    reopened_memory() = default;
    explicit reopened_memory(reopened_memory&& closed) noexcept
        : memory(std::move(static_cast<memory&>(closed))), times(closed.times + 1)
    {
    }

    int times = 1;
};

/// Cannot be moved, and does not open.
class fixed_backend : public ssot_test::forwarding_backend<> {
public:
    fixed_backend()                                = default;
    fixed_backend(fixed_backend const&)            = delete;
    fixed_backend& operator=(fixed_backend const&) = delete;

    ssot::result<session_type> open() { throw std::runtime_error("no route to host"); }
};

} // namespace

BOOST_AUTO_TEST_SUITE(conformance)
BOOST_AUTO_TEST_SUITE(a_source)

BOOST_AUTO_TEST_CASE(each_backend_is_a_new_one)
{
    auto const from = ssot::conformance::make_source<ssot::storage::memory>([] { return ssot::storage::memory(); });
    BOOST_TEST(!from.reopen);
    BOOST_TEST(!from.thorough);
    auto const one = from.fresh();
    BOOST_TEST((one.identity() != from.fresh().identity()));
    BOOST_TEST((one.identity() == ssot::storage::any_backend(one).identity()), "a copy has the same rows");
}

BOOST_AUTO_TEST_CASE(a_backend_is_made_in_place_and_its_exceptions_are_marked)
{
    auto const from = ssot::conformance::make_source<fixed_backend>([] { return fixed_backend(); });
    auto       b    = from.fresh();
    BOOST_CHECK_EXCEPTION(static_cast<void>(b.open()), ssot::conformance::backend_threw, [](auto const& e) {
        return std::string_view(e.what()) == "no route to host";
    });
}

BOOST_AUTO_TEST_CASE(reopening_gets_the_backend_that_was_made)
{
    int        closed = 0;
    auto const from   = ssot::conformance::make_source<reopened_memory>([] { return reopened_memory(); },
                                                                      [&](reopened_memory&& open) {
                                                                          BOOST_TEST(open.times == ++closed);
                                                                          return reopened_memory(std::move(open));
                                                                      });
    auto       open   = from.fresh();
    auto const same   = open;
    open              = from.reopen(std::move(open));
    open              = from.reopen(std::move(open));
    BOOST_TEST(closed == 2);
    BOOST_TEST(same.caps().transactions == open.caps().transactions);
    auto const& all = ssot::conformance::behaviours();
    auto const  b   = std::ranges::find(all, std::string_view("close.reopen_equal"), &ssot::conformance::behaviour::name);
    BOOST_TEST_REQUIRE((b != all.end()));
    closed       = 0;
    auto const v = judge(*b, from, 1);
    BOOST_TEST((v.how == ssot::conformance::outcome::passed), v.words);
    BOOST_TEST(closed == 3);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
