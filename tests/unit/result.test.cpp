// SPDX-License-Identifier: BSL-1.0
#include <ssot/result.hpp>

#include <boost/system/result.hpp>
#include <boost/test/unit_test.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using ssot::errc;

ssot::result<int> halved(int n)
{
    if (n % 2 != 0)
        return ssot::error(errc::invalid_value, "odd").with_path("n");
    return n / 2;
}

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(result)

/// Counts those that are alive; moves and copies throw when told to.
struct counted {
    static inline int  alive  = 0;
    static inline bool throws = false;

    explicit counted(int n) : number(n) { ++alive; }
    counted(counted const& other) : number(other.number)
    {
        if (throws)
            throw std::runtime_error("copy");
        ++alive;
    }
    counted(counted&& other) : number(other.number) // NOLINT: may throw
    {
        if (throws)
            throw std::runtime_error("move");
        ++alive;
    }
    counted& operator=(counted const&) = delete;
    ~counted() { --alive; }

    int number;
};

BOOST_AUTO_TEST_CASE(results_are_assigned_in_every_state)
{
    using held = ssot::result<counted>;
    for (bool from : {false, true})
        for (bool to : {false, true})
            for (bool moved : {false, true})
                for (bool throws : {false, true}) {
                    held a          = to ? held(counted(1)) : held(errc::busy);
                    held b          = from ? held(counted(2)) : held(errc::io);
                    auto assign     = [&] { moved ? a = std::move(b) : a = b; };
                    counted::throws = throws && from;
                    if (counted::throws) {
                        BOOST_CHECK_THROW(assign(), std::runtime_error);
                        counted::throws = false;
                        BOOST_TEST(
                            (a ? a->number == 1 : a.error().code() == errc::busy || a.error().code() == errc::internal));
                        continue;
                    }
                    assign();
                    BOOST_TEST(a.has_value() == from);
                    BOOST_TEST((from ? a->number == 2 : a.error().code() == errc::io));
                }
    BOOST_TEST(counted::alive == 0);

    held  self(counted(3));
    auto& same = self;
    self       = same;
    self       = std::move(same);
    BOOST_TEST(self.value().number == 3);
    held const copy = self;
    BOOST_TEST((*copy).number == 3);
    BOOST_TEST(self.emplace(4).number == 4);
    BOOST_TEST(counted::alive == 2);
}

BOOST_AUTO_TEST_CASE(results_hold_what_only_moves)
{
    ssot::result<std::unique_ptr<int>> a = std::make_unique<int>(1);
    static_assert(!std::is_copy_constructible_v<decltype(a)> && !std::is_copy_assignable_v<decltype(a)>);
    static_assert(std::is_nothrow_move_constructible_v<decltype(a)> && std::is_nothrow_move_assignable_v<decltype(a)>);
    static_assert(!std::is_nothrow_move_constructible_v<ssot::result<counted>>);
    auto b = std::move(a);
    BOOST_TEST(**b == 1);
    std::unique_ptr<int> const out = std::move(b).value();
    BOOST_TEST(*out == 1);
    a = errc::io;
    BOOST_TEST((a.operator->() == nullptr && std::as_const(a).operator->() == nullptr));
    BOOST_TEST((std::move(a).error().code() == errc::io));
    BOOST_TEST((ssot::result<int>(1).error().code() == errc::internal));
}

BOOST_AUTO_TEST_CASE(results_are_made_of_values_errors_and_other_results)
{
    static_assert(std::is_convertible_v<int, ssot::result<long>> &&
                  std::is_convertible_v<char const*, ssot::result<std::string>>);
    static_assert(std::is_convertible_v<errc, ssot::result<int>> && std::is_convertible_v<ssot::error, ssot::result<void>>);
    static_assert(!std::is_convertible_v<int, ssot::result<std::string>> && !std::is_convertible_v<int, ssot::result<void>>);
    static_assert(!std::is_convertible_v<int, ssot::result<std::vector<int>>> &&
                  std::is_constructible_v<ssot::result<std::vector<int>>, int>);
    static_assert(!std::is_convertible_v<ssot::result<std::string>, ssot::result<int>>);
    static_assert(!std::is_convertible_v<ssot::result<int>, ssot::result<void>>);
    static_assert(!std::is_default_constructible_v<ssot::result<counted>>);

    BOOST_TEST(ssot::result<std::size_t>(7).value() == 7u); // without a warning of clang's
    BOOST_TEST((ssot::result<std::string>(std::size_t{3}, 'x').value() == "xxx"));
    BOOST_TEST(ssot::result<std::string>().value().empty());
    ssot::result<long> const wider = halved(4);
    BOOST_TEST(wider.value() == 2);
    ssot::result<std::string> const text = ssot::result<char const*>("a");
    BOOST_TEST(text.value() == "a");
    ssot::result<long> const again = std::move(wider); // NOLINT: a const result is copied
    BOOST_TEST(again.value() == 2);
    ssot::result<long> const failed = halved(3);
    BOOST_TEST((failed.error().code() == errc::invalid_value));

    boost::system::result<int, ssot::error> const theirs = 5;
    BOOST_TEST(ssot::result<int>(theirs).value() == 5);
    boost::system::result<std::unique_ptr<int>, ssot::error> moved = std::make_unique<int>(6);
    BOOST_TEST(*ssot::result<std::unique_ptr<int>>(std::move(moved)).value() == 6);
    boost::system::result<void, ssot::error> const no = ssot::error(errc::io);
    BOOST_TEST((ssot::result<void>(no).error().code() == errc::io));
    boost::system::result<int, ssot::error> const bad = ssot::error(errc::io, "disk");
    BOOST_CHECK_THROW(bad.value(), ssot::exception);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
