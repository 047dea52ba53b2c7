// SPDX-License-Identifier: BSL-1.0
#include <ssot/model/choices.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <iterator>
#include <optional>
#include <string_view>
#include <type_traits>

namespace {

using action  = ssot::sync_log_entry_action;
using status  = ssot::sync_log_entry_status;
using outcome = ssot::job_result_status;

static_assert(ssot::choice<action> && ssot::choice<status> && ssot::choice<outcome>);
static_assert(!ssot::choice<ssot::errc>);
static_assert(action{} == action::no_change && status{} == status::success && outcome{} == outcome::failure);
static_assert(ssot::label_class(action::update) == "info", "the example of the design");

/// A row of the original's tables: ChoiceSet, get_action_class() and get_status_class(), and those of its release 4.
template<class E>
struct row {
    E                value;
    std::string_view wire;
    std::string_view label;
    std::string_view label_class;
    std::string_view bootstrap5;
};

template<class E, std::size_t N>
void check(row<E> const (&rows)[N])
{
    auto const entries = ssot::choices<E>();
    BOOST_TEST_REQUIRE(entries.size() == N);
    for (std::size_t i = 0; i != N; ++i) {
        BOOST_TEST((entries[i].value == rows[i].value), "the order is that of the original: " << rows[i].wire);
        BOOST_TEST(ssot::to_wire(rows[i].value) == rows[i].wire);
        BOOST_TEST(ssot::label(rows[i].value) == rows[i].label);
        BOOST_TEST(ssot::label_class(rows[i].value) == rows[i].label_class);
        BOOST_TEST(ssot::label_class(rows[i].value, ssot::bootstrap5) == rows[i].bootstrap5);
        BOOST_TEST((ssot::from_wire<E>(rows[i].wire).value() == rows[i].value));
    }
}

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(model)
BOOST_AUTO_TEST_SUITE(choices)

BOOST_AUTO_TEST_CASE(actions)
{
    row<action> const rows[] = {
        {action::no_change, "no-change", "no change", "default", "secondary"},
        {action::create, "create", "create", "success", "success"},
        {action::update, "update", "update", "info", "info"},
        {action::delete_, "delete", "delete", "warning", "warning"},
    };
    check(rows);
    for (auto const* const other : {"no_change", "delete_", "Create", "skip", ""})
        BOOST_TEST(ssot::from_wire<action>(other).has_error());
}

BOOST_AUTO_TEST_CASE(statuses)
{
    row<status> const rows[] = {
        {status::success, "success", "succeeded", "success", "success"},
        {status::failure, "failure", "failed", "warning", "warning"},
        {status::error, "error", "errored", "danger", "danger"},
    };
    check(rows);
    BOOST_TEST(ssot::from_wire<status>("unknown").has_error(), "what DiffSync writes is none of them");
    BOOST_TEST(ssot::open_choice<status>::from_text("unknown").text() == "unknown");
    BOOST_TEST(ssot::label_class(ssot::open_choice<status>::from_text("unknown")) == "");
}

BOOST_AUTO_TEST_CASE(job_result_statuses)
{
    // Labels equal the values; sorted. The classes are those that the page shows for each.
    row<outcome> const rows[] = {
        {outcome::failure, "FAILURE", "FAILURE", "danger", "danger"},
        {outcome::pending, "PENDING", "PENDING", "default", "secondary"},
        {outcome::received, "RECEIVED", "RECEIVED", "default", "secondary"},
        {outcome::retry, "RETRY", "RETRY", "default", "secondary"},
        {outcome::revoked, "REVOKED", "REVOKED", "default", "secondary"},
        {outcome::started, "STARTED", "STARTED", "warning", "warning"},
        {outcome::success, "SUCCESS", "SUCCESS", "success", "success"},
    };
    check(rows);
    for (auto const* const other : {"IGNORED", "REJECTED", "failure", "Success"})
        BOOST_TEST(ssot::from_wire<outcome>(other).has_error());
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
