// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_BOOST_TEST_HPP
#define SSOT_TESTING_BOOST_TEST_HPP

// Registers the behaviours as test cases of Boost.Test, by one line in a test file:
//
//   ssot::conformance::boost_test<my_backend> const in_my_backend{"my_backend", [] { return my_backend(); }};
//
// Each behaviour is a test case of its own, in a suite with that name: `--run_test=my_backend/insert*`. A behaviour that
// needs an undeclared ability is skipped, with the reason.

#include <ssot/storage/concept.hpp>
#include <ssot/testing/behaviour.hpp>
#include <ssot/testing/source.hpp>

#include <boost/test/framework.hpp>
#include <boost/test/tree/test_unit.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace ssot::conformance {

namespace detail {

// Compiled in the user's program and not with the kit, which does not depend on Boost.Test.

inline boost::unit_test::test_case* case_of(behaviour const& b, source const& from)
{
    namespace ut  = boost::unit_test;
    auto const go = [&b, from] {
        auto const v = judge(b, from, 1);
        if (v.how == outcome::failed)
            BOOST_ERROR(v.words);
        else if (v.how == outcome::passed)
            BOOST_CHECK(true);
        else
            BOOST_TEST_MESSAGE(std::string(b.name) + " " + std::string(to_string(v.how)) + ": " + v.words);
    };
    auto* const out = new ut::test_case(std::string(b.name), __FILE__, __LINE__, go);
    out->add_precondition([&b, from](ut::test_unit_id) {
        boost::test_tools::assertion_result can(b.judge != nullptr);
        if (!can) {
            can.message() << "not covered: " << std::string(b.promise);
        } else if (b.needs == need::reopening ? !from.reopen : !declares(from.fresh().caps(), b.needs)) {
            can = boost::test_tools::assertion_result(false);
            can.message() << "the backend does not declare " << std::string(to_string(b.needs));
        }
        return can;
    });
    return out;
}

inline void add_suite(std::string_view name, source const& from)
{
    namespace ut = boost::unit_test;
    auto* into   = new ut::test_suite(std::string(name), __FILE__, __LINE__); // owned by the framework
    for (auto const& b : behaviours())
        into->add(case_of(b, from));
    ut::framework::current_auto_test_suite().add(into);
}

} // namespace detail

template<storage::storage_backend Backend>
class boost_test {
public:
    /// Adds a suite to the suite in which the object is defined. The functions are those of `run`.
    template<class... Functions>
    explicit boost_test(std::string_view suite_name, Functions... functions)
    {
        detail::add_suite(suite_name, make_source<Backend>(std::move(functions)...));
    }
};

} // namespace ssot::conformance

#endif // SSOT_TESTING_BOOST_TEST_HPP
