// SPDX-License-Identifier: BSL-1.0
#include <ssot/testing/kit/telling_session.hpp>

#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/concept.hpp>
#include <ssot/storage/memory.hpp>

#include "support/forwarding_backend.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>

namespace {

namespace st = ssot::storage;
using ssot::conformance::backend_threw;
using ssot::conformance::detail::telling;
using ssot::conformance::detail::telling_session;

// It hides none of a session's optional members, and invents none.
using all_members   = telling_session<st::any_session>;
using least_members = telling_session<ssot_test::forwarding_session<>>;
static_assert(st::aggregating<all_members> && st::with_savepoints<all_members> && st::inserting_if_absent<all_members> &&
              st::making_keys<all_members> && st::preparing_schema<all_members> && st::cancelable<all_members>);
static_assert(!st::aggregating<least_members> && !st::with_savepoints<least_members> &&
              !st::inserting_if_absent<least_members> && !st::making_keys<least_members> &&
              !st::preparing_schema<least_members> && !st::cancelable<least_members>);

/// Throws in each of its calls.
class throwing_session : public ssot_test::forwarding_session<> {
public:
    using forwarding_session::forwarding_session;
    ssot::result<cursor_type> scan(st::query const&) { throw std::runtime_error("the engine is gone"); }
    ssot::result<void>        commit() { throw std::bad_alloc(); }
    ssot::result<void>        begin(st::tx_options) { throw 5; }
};

std::string words_of_exception(auto&& call)
{
    try {
        static_cast<void>(call());
    } catch (backend_threw const& e) {
        return e.what();
    }
    return "";
}

} // namespace

BOOST_AUTO_TEST_SUITE(conformance)
BOOST_AUTO_TEST_SUITE(a_telling_session)

BOOST_AUTO_TEST_CASE(exceptions_of_the_backend_are_marked)
{
    st::memory                        rows;
    telling_session<throwing_session> s{throwing_session(rows.open().value())};
    BOOST_TEST(words_of_exception([&] { return s.scan({}); }) == "the engine is gone");
    BOOST_TEST(words_of_exception([&] { return s.begin({}); }) == "of a type that is no std::exception");
    BOOST_CHECK_THROW(static_cast<void>(s.commit()), std::bad_alloc);
    BOOST_TEST(telling([] { return 7; }) == 7);
}

BOOST_AUTO_TEST_CASE(results_and_errors_pass)
{
    st::memory                          rows;
    telling_session<st::memory_session> s{rows.open().value()};
    BOOST_TEST(s.begin({}).has_value());
    BOOST_TEST(s.begin({}).has_error(), "a transaction is open");
    BOOST_TEST(s.commit().has_value());
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
