// SPDX-License-Identifier: BSL-1.0
#include <ssot/model/types.hpp>

// The rest.
#include <ssot/json/text.hpp>
#include <ssot/json/value.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>

#include <boost/test/unit_test.hpp>

#include <memory_resource>
#include <string>
#include <type_traits>

namespace types_test {

/// Types of the user's: another string.
struct pool_types {
    using text     = std::pmr::string;
    using document = ssot::raw_json;
    template<ssot::choice E>
    using choice_of = ssot::open_choice<E>;
};

struct no_document {
    using text = std::string;
};

struct odd_document {
    using text     = std::string;
    using document = std::string;
};

static_assert(ssot::model_types<ssot::default_types> && ssot::model_types<ssot::raw_types> &&
              ssot::model_types<ssot::lenient_types>);
static_assert(ssot::model_types<pool_types>);
static_assert(!ssot::model_types<no_document> && !ssot::model_types<odd_document> && !ssot::model_types<int>);

using action = ssot::sync_log_entry_action;
static_assert(std::is_same_v<ssot::default_types::choice_of<action>, action>);
static_assert(std::is_same_v<ssot::raw_types::choice_of<action>, action>);
static_assert(std::is_same_v<ssot::lenient_types::choice_of<action>, ssot::open_choice<action>>);
static_assert(std::is_same_v<ssot::default_types::document, boost::json::value>);
static_assert(std::is_same_v<ssot::raw_types::document, ssot::raw_json>);
static_assert(std::is_same_v<ssot::lenient_types::document, boost::json::value>);

// A model's members follow.
static_assert(std::is_same_v<decltype(ssot::sync::diff), boost::json::value>);
static_assert(std::is_same_v<decltype(ssot::basic_sync<ssot::raw_types>::diff), ssot::raw_json>);
static_assert(std::is_same_v<decltype(ssot::basic_sync_log_entry<ssot::lenient_types>::status),
                             ssot::open_choice<ssot::sync_log_entry_status>>);
static_assert(ssot::model<ssot::basic_sync<pool_types>>);

} // namespace types_test

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(model)
BOOST_AUTO_TEST_SUITE(types)

BOOST_AUTO_TEST_CASE(a_users_own_types)
{
    using run_t = ssot::basic_sync<types_test::pool_types>;
    run_t const run{.source = "a", .target = "\xc3\xa9", .diff = ssot::raw_json::trusted(R"({"x":1.50})")};
    auto const  text = ssot::to_json(run);
    BOOST_TEST(text.find(R"("diff":{"x":1.50})") != std::string::npos);
    BOOST_TEST((ssot::from_json<run_t>(text).value() == run));
    BOOST_TEST(ssot::from_value<run_t>(ssot::to_value(run)).value().diff.text() == R"({"x":1.5})");

    using entry_t = ssot::basic_sync_log_entry<types_test::pool_types>;
    entry_t const entry{.sync   = run,
                        .action = types_test::action::create,
                        .status = ssot::open_choice<ssot::sync_log_entry_status>::from_text("unknown")};
    BOOST_TEST((ssot::from_json<entry_t>(ssot::to_json(entry)).value() == entry));
}

BOOST_AUTO_TEST_CASE(the_three_differ_only_in_their_members)
{
    // The same rows: one table, one text.
    BOOST_TEST(ssot::model_info_of<ssot::sync>().table == ssot::model_info_of<ssot::basic_sync<ssot::raw_types>>().table);
    ssot::sync const run{.source = "a", .target = "b", .diff = {{"k", 1}}};
    auto const       text = ssot::to_json(run);
    BOOST_TEST(ssot::to_json(ssot::from_json<ssot::basic_sync<ssot::raw_types>>(text).value()) == text);
    BOOST_TEST(ssot::to_json(ssot::from_json<ssot::basic_sync<ssot::lenient_types>>(text).value()) == text);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
