// SPDX-License-Identifier: BSL-1.0
#include <ssot/error.hpp>

#include <boost/system/system_error.hpp>
#include <boost/test/unit_test.hpp>

#include <memory>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using ssot::errc;

// An errc is always an error, and errors are cheap to carry.
static_assert(static_cast<int>(errc::not_found) != 0);
static_assert(sizeof(ssot::error) <= 24);
static_assert(std::is_nothrow_default_constructible_v<ssot::error>);
static_assert(std::is_nothrow_move_constructible_v<ssot::error> && std::is_copy_constructible_v<ssot::error>);
static_assert(std::is_convertible_v<errc, ssot::error>, "so that a function can `return errc::busy;`");
static_assert(!std::is_convertible_v<int, ssot::error>);
static_assert(std::is_convertible_v<errc, boost::system::error_code>);
static_assert(!std::is_convertible_v<ssot::retry, boost::system::error_code>);
static_assert(std::is_base_of_v<std::runtime_error, ssot::exception>);
static_assert(std::is_nothrow_copy_constructible_v<ssot::exception>, "exceptions are copied while they fly");

// clang-format off
constexpr errc all_codes[] = {
    errc::not_found,    errc::already_exists, errc::foreign_key,     errc::protected_,      errc::constraint,
    errc::validation,   errc::syntax,         errc::invalid_utf8,    errc::too_deep,        errc::wrong_type,
    errc::out_of_range, errc::invalid_value,  errc::unknown_choice,  errc::missing_key,     errc::unknown_key,
    errc::duplicate_key, errc::conflict,      errc::serialization,   errc::tx_aborted,      errc::timeout,
    errc::busy,         errc::canceled,       errc::unavailable,     errc::outcome_unknown, errc::read_only,
    errc::no_space,     errc::permission,     errc::io,              errc::corrupted,       errc::schema_mismatch,
    errc::too_large,    errc::unsupported,    errc::misuse,          errc::out_of_memory,   errc::internal};
// clang-format on

ssot::result<int> half(int n)
{
    if (n % 2 != 0)
        return ssot::error(errc::invalid_value, "odd").with_path("n");
    return n / 2;
}

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(error)

BOOST_AUTO_TEST_CASE(every_code_has_its_own_name)
{
    std::set<std::string> names;
    for (errc const e : all_codes) {
        auto const name = std::string(ssot::to_string(e));
        BOOST_TEST(names.insert(name).second, name);
        BOOST_TEST(name != "none");
        BOOST_TEST(name != "unknown");
    }
    // One from each group, spelled as the header spells it.
    BOOST_TEST(ssot::to_string(errc::not_found) == "not_found");
    BOOST_TEST(ssot::to_string(errc::protected_) == "protected_");
    BOOST_TEST(ssot::to_string(errc::validation) == "validation");
    BOOST_TEST(ssot::to_string(errc::invalid_utf8) == "invalid_utf8");
    BOOST_TEST(ssot::to_string(errc::wrong_type) == "wrong_type");
    BOOST_TEST(ssot::to_string(errc::duplicate_key) == "duplicate_key");
    BOOST_TEST(ssot::to_string(errc::tx_aborted) == "tx_aborted");
    BOOST_TEST(ssot::to_string(errc::outcome_unknown) == "outcome_unknown");
    BOOST_TEST(ssot::to_string(errc::internal) == "internal");
    BOOST_TEST(ssot::to_string(static_cast<errc>(0)) == "none");
    BOOST_TEST(ssot::to_string(static_cast<errc>(200)) == "unknown");
}

BOOST_AUTO_TEST_CASE(an_error_without_words)
{
    ssot::error const e;
    BOOST_TEST((e.code() == errc::internal));
    BOOST_TEST((e.again() == ssot::retry::never));
    BOOST_TEST(e.text().empty());
    BOOST_TEST(e.path().empty());
    BOOST_TEST(e.keys().empty());
    BOOST_TEST(e.offset() == ssot::error::npos);
    BOOST_TEST(e.line() == 0u);
    BOOST_TEST(e.column() == 0u);
    BOOST_TEST(e.native() == 0);
    BOOST_TEST(e.sqlstate().empty());
    BOOST_TEST(to_string(e) == "internal");
}

BOOST_AUTO_TEST_CASE(facts_add_up)
{
    auto const e = ssot::error(errc::serialization, "two writers met", ssot::retry::transaction)
                       .with_path("source")
                       .with_keys({"a", "b"})
                       .with_position(17, 2, 5)
                       .with_native(-7, "40001");
    BOOST_TEST((e.code() == errc::serialization));
    BOOST_TEST((e.again() == ssot::retry::transaction));
    BOOST_TEST(e.text() == "two writers met");
    BOOST_TEST(e.path() == "source");
    BOOST_TEST_REQUIRE(e.keys().size() == 2u);
    BOOST_TEST(e.keys()[1] == "b");
    BOOST_TEST(e.offset() == 17u);
    BOOST_TEST(e.line() == 2u);
    BOOST_TEST(e.column() == 5u);
    BOOST_TEST(e.native() == -7);
    BOOST_TEST(e.sqlstate() == "40001");
    auto const other = ssot::error(e).with_advice(ssot::retry::never);
    BOOST_TEST((other.again() == ssot::retry::never));
    BOOST_TEST((e.again() == ssot::retry::transaction));
    BOOST_TEST((other.text() == e.text() && other.path() == e.path() && other.keys().size() == 2u && other.line() == 2u &&
                other.native() == -7));
}

BOOST_AUTO_TEST_CASE(sqlstate_is_five_characters_at_most)
{
    BOOST_TEST(ssot::error(errc::io).with_native(1, "57P01999").sqlstate() == "57P01");
    BOOST_TEST(ssot::error(errc::io).with_native(1, "57").sqlstate() == "57");
    BOOST_TEST(ssot::error(errc::io).with_native(1, "57P01").with_native(2).sqlstate() == "");
}

BOOST_AUTO_TEST_CASE(the_path_grows_from_the_inside_out)
{
    BOOST_TEST(ssot::error(errc::syntax).prepend_path("name").path() == "name");
    BOOST_TEST(ssot::error(errc::syntax)
                   .prepend_path("name")
                   .prepend_path("+")
                   .prepend_path("diff")
                   .prepend_path("[3]")
                   .prepend_path("results")
                   .path() == "results[3].diff.+.name");
    BOOST_TEST(ssot::error(errc::syntax).prepend_path("[1]").prepend_path("[0]").path() == "[0][1]");
    BOOST_TEST(ssot::error(errc::syntax).with_path("id").prepend_path("sync").path() == "sync.id");
    BOOST_TEST(ssot::error(errc::syntax).with_path("id").inside("sync").path() == "sync.id");
}

BOOST_AUTO_TEST_CASE(advice_follows_the_code)
{
    for (int c = 1; c <= static_cast<int>(errc::internal); ++c) {
        auto const code  = static_cast<errc>(c);
        bool const again = code == errc::conflict || code == errc::serialization;
        BOOST_TEST((ssot::error(code).again() == (again ? ssot::retry::transaction : ssot::retry::never)), to_string(code));
        BOOST_TEST((ssot::error(code, "words").again() == ssot::error(code).again()));
        BOOST_TEST((ssot::error(code, "words", ssot::retry::reconnect).again() == ssot::retry::reconnect));
    }
    BOOST_TEST((ssot::error(errc::conflict, "", ssot::retry::never).again() == ssot::retry::never),
               "who makes it may say otherwise");
}

BOOST_AUTO_TEST_CASE(one_line_tells_it_all)
{
    using ssot::error;
    BOOST_TEST(to_string(error(errc::busy)) == "busy");
    BOOST_TEST(to_string(error(errc::busy, "try later")) == "try later (busy)");
    BOOST_TEST(to_string(error(errc::missing_key).with_path("source")) == "source: missing_key");
    BOOST_TEST(to_string(error(errc::wrong_type, "expected true or false, found a string")
                             .with_path("dry_run")
                             .with_position(40, 3, 14)) ==
               "dry_run: expected true or false, found a string (wrong_type at line 3, column 14)");
    std::ostringstream out;
    out << error(errc::busy, "try later");
    BOOST_TEST(out.str() == "try later (busy)");
}

BOOST_AUTO_TEST_CASE(copies_do_not_change_with_the_original, *boost::unit_test::label("threads"))
{
    ssot::error const first = ssot::error(errc::syntax, "words").with_path("a");
    ssot::error       copy  = first;
    auto const        other = std::move(copy).prepend_path("b").with_native(5);
    BOOST_TEST(first.path() == "a");
    BOOST_TEST(first.native() == 0);
    BOOST_TEST(other.path() == "b.a");
    BOOST_TEST(other.text() == "words");

    std::vector<std::thread> threads; // they share the detail; the sanitizers watch
    for (int i = 0; i != 4; ++i)
        threads.emplace_back([first] {
            for (int k = 0; k != 1'000; ++k) {
                ssot::error mine = first;
                static_cast<void>(std::move(mine).prepend_path("x"));
            }
        });
    for (auto& t : threads)
        t.join();
    BOOST_TEST(first.path() == "a");
}

BOOST_AUTO_TEST_CASE(results_hold_a_value_or_throw)
{
    BOOST_TEST(half(4).value() == 2);
    BOOST_TEST(!half(4).has_error());
    BOOST_TEST((half(3).error().code() == errc::invalid_value));
    try {
        half(3).value();
        BOOST_ERROR("nothing was thrown");
    } catch (ssot::exception const& e) {
        BOOST_TEST((e.code() == errc::invalid_value));
        BOOST_TEST(e.error().path() == "n");
        BOOST_TEST(std::string(e.what()) == "n: odd (invalid_value)");
    }
    ssot::result<void> const nothing;
    BOOST_CHECK_NO_THROW(nothing.value());
    ssot::result<void> const busy = ssot::error(errc::busy);
    BOOST_CHECK_THROW(busy.value(), ssot::exception);
}

BOOST_AUTO_TEST_CASE(boost_system_speaks_our_codes)
{
    boost::system::error_code const ec = errc::wrong_type;
    BOOST_TEST(ec.failed());
    BOOST_TEST(ec.value() == static_cast<int>(errc::wrong_type));
    BOOST_TEST(&ec.category() == &ssot::error_category());
    BOOST_TEST(std::string(ec.category().name()) == "ssot");
    BOOST_TEST(ec.message() == "wrong_type");
    BOOST_TEST((ec == errc::wrong_type));
    BOOST_TEST((ec != errc::out_of_range));
    BOOST_TEST(ssot::error_category().message(-1) == "unknown");
    BOOST_TEST(ssot::error_category().message(1'000) == "unknown");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
