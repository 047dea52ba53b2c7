// SPDX-License-Identifier: BSL-1.0
#include <ssot/store.hpp>

#include "support/inventory.hpp"
#include "support/stores.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstdint>
#include <limits>
#include <list>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using inventory::device;
using ssot::errc;
using ssot::field;
using ssot_test::failure;
using ssot_test::key;
using ssot_test::make_entry;
using ssot_test::make_sync;
using ssot_test::moment;
using ssot_test::opened;
using ssot_test::rows_in;

template<class Store, class Row>
concept updates = requires(Store s, Row&& row) { s.update(std::forward<Row>(row)); };
static_assert(updates<ssot::store, ssot::stored<ssot::sync>&> && updates<ssot::store, ssot::stored<ssot::sync>>);
static_assert(updates<ssot::store, ssot::partial<ssot::sync>&> && !updates<ssot::store, ssot::stored<ssot::sync> const&>);
static_assert(!updates<ssot::store, ssot::sync&>, "only what was read can be written again");

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(store_update)

SSOT_TEST_CASE_OVER(backends, an_update_writes_and_counts)
{
    opened<> o(backend_name);
    auto     run = make_sync();
    o.store.insert(run).value();
    auto other = make_sync("other");
    o.store.insert(other).value();

    auto row    = o.store.get<ssot::sync>(run.id).value();
    row.source  = "changed";
    row.summary = boost::json::value{{"create", 3}};
    row.diff    = boost::json::array{1, 2};
    BOOST_TEST(o.store.update(row).has_value());
    BOOST_TEST(revision_of(row) == 2);
    auto const back = o.store.get<ssot::sync>(run.id).value();
    BOOST_TEST((back == row));
    BOOST_TEST(revision_of(back) == 2);
    BOOST_TEST((o.store.get<ssot::sync>(other.id).value() == other), "no other row");

    row.summary.reset();
    BOOST_TEST(o.store.update(row).has_value(), "again with the same object");
    BOOST_TEST(revision_of(row) == 3);
    BOOST_TEST(!o.store.get<ssot::sync>(run.id)->summary.has_value(), "a field can be set to null");
    BOOST_TEST(o.store.update(o.store.get<ssot::sync>(run.id).value()).has_value(), "a temporary");
    BOOST_TEST(revision_of(o.store.get<ssot::sync>(run.id).value()) == 4);
    BOOST_TEST(rows_in<ssot::sync>(o.store) == 2u);

    auto selected = o.store.select(ssot::from<ssot::sync>().where(field<&ssot::sync::id> == run.id)).value();
    BOOST_TEST(revision_of(selected.at(0)) == 4);
    selected[0].target = "from a query";
    BOOST_TEST(o.store.update(selected[0]).has_value());
    BOOST_TEST(o.store.get<ssot::sync>(run.id)->target == "from a query");
}

SSOT_TEST_CASE_OVER(backends, the_faster_one_wins)
{
    opened<> o(backend_name);
    auto     run = make_sync();
    o.store.insert(run).value();
    auto first   = o.store.get<ssot::sync>(run.id).value();
    auto slow    = o.store.get<ssot::sync>(run.id).value();
    first.source = "first";
    slow.source  = "slow";
    BOOST_TEST(o.store.update(first).has_value());
    auto const e = failure(o.store.update(slow));
    BOOST_TEST(e.code() == errc::conflict);
    BOOST_TEST((e.again() == ssot::retry::transaction));
    BOOST_TEST(e.text().find(ssot::to_string(run.id)) != std::string_view::npos, e.text());
    BOOST_TEST(o.store.get<ssot::sync>(run.id)->source == "first");
    BOOST_TEST(failure(o.store.update(slow)).code() == errc::conflict, "and again");
    BOOST_TEST(revision_of(slow) == 1);

    BOOST_TEST(o.store.update(first).has_value(), "the winner goes on");
    o.store.erase<ssot::sync>(run.id).value();
    BOOST_TEST(failure(o.store.update(first)).code() == errc::not_found);
    BOOST_TEST(failure(o.store.update(slow)).code() == errc::not_found);
    o.store.insert(run).value();
    BOOST_TEST(failure(o.store.update(first)).code() == errc::conflict, "another row of the same key");
}

SSOT_TEST_CASE_OVER(backends, a_bad_update_changes_nothing)
{
    opened<> o(backend_name);
    auto     run = make_sync();
    o.store.insert(run).value();
    auto row   = o.store.get<ssot::sync>(run.id).value();
    row.source = "";
    BOOST_TEST(failure(o.store.update(row)).path() == "source");
    row.source     = "A";
    row.job_result = ssot::key_to<ssot::job_result>{key(5)};
    auto const e   = failure(o.store.update(row));
    BOOST_TEST(e.code() == errc::foreign_key);
    BOOST_TEST(e.path() == "job_result");
    row.job_result.reset();
    row.diff = nullptr;
    BOOST_TEST(failure(o.store.update(row)).path() == "diff");
    BOOST_TEST((o.store.get<ssot::sync>(run.id).value() == run));
    BOOST_TEST(revision_of(row) == 1);
    row.diff = 1;
    BOOST_TEST(o.store.update(row).has_value(), "the same object can be put right");

    device d{.hostname = "d"};
    o.store.insert(d).value();
    auto self    = o.store.get<device>(d.id).value();
    self.part_of = d;
    BOOST_TEST(o.store.update(self).has_value(), "may point at itself");
}

// A row that was read stays that of its key: whatever else is done with it, no other row is touched.
SSOT_TEST_CASE_OVER(backends, a_row_keeps_its_key)
{
    opened<> o(backend_name);
    auto     a = make_sync("A"), b = make_sync("B");
    o.store.insert(a).value();
    o.store.insert(b).value();
    auto const untouched = [&] {
        BOOST_TEST((o.store.get<ssot::sync>(a.id).value() == a));
        BOOST_TEST((o.store.get<ssot::sync>(b.id).value() == b));
        BOOST_TEST(revision_of(o.store.get<ssot::sync>(a.id).value()) == 1);
        BOOST_TEST(revision_of(o.store.get<ssot::sync>(b.id).value()) == 1);
        BOOST_TEST(rows_in<ssot::sync>(o.store) == 2u);
    };
    auto const refused = [&](auto const& answer) {
        auto const e = failure(answer);
        BOOST_TEST(e.code() == errc::misuse, e);
        BOOST_TEST(e.path() == "id");
        BOOST_TEST(e.text().find(ssot::to_string(a.id)) != std::string_view::npos, e.text());
        untouched();
    };
    for (auto const& other : {b.id, ssot::new_id(), ssot::uuid()}) { // of another row, of none, and nil
        auto row   = o.store.get<ssot::sync>(a.id).value();
        row.id     = other;
        row.source = "changed";
        refused(o.store.update(row));
        refused(o.store.update(ssot::stored<ssot::sync>(row)));
        refused(o.store.erase(row));
        refused(o.store.validate(row));
        auto const copy = row;
        refused(o.store.erase(copy));
        row.id = a.id;
        BOOST_TEST(revision_of(row) == 1);

        auto light =
            o.store.select(ssot::from<ssot::sync>().where(field<&ssot::sync::id> == a.id).defer<&ssot::sync::diff>());
        auto& part  = light.value().at(0);
        part.id     = other;
        part.source = "changed";
        refused(o.store.update(part));
        refused(o.store.erase(part));
    }
    auto row                      = o.store.get<ssot::sync>(a.id).value();
    static_cast<ssot::sync&>(row) = b; // all of another model at once
    refused(o.store.update(row));
    row = o.store.get<ssot::sync>(b.id).value(); // all of another row is that row
    BOOST_TEST(o.store.update(row).has_value());
    BOOST_TEST(revision_of(row) == 2);
    BOOST_TEST(o.store.erase(o.store.select(ssot::from<ssot::sync>().defer<&ssot::sync::diff>())->at(0))->total() == 1u);
}

SSOT_TEST_CASE_OVER(backends, update_where_keeps_keys)
{
    opened<> o(backend_name);
    for (std::uint8_t i = 1; i != 5; ++i)
        o.store.insert(device{.id = key(i), .hostname = "h" + std::to_string(i)}).value();
    auto const names = [&] {
        std::string out;
        for (auto const& d : o.store.select(ssot::from<device>().order_by(ssot::asc<&device::id>)).value())
            out += std::to_string(d.id.data[15]) + d.hostname + ' ';
        return out;
    };
    auto const before = names();
    auto const first  = ssot::from<device>().where(field<&device::id> == key(1));
    auto const onto   = [](std::uint8_t number) {
        return [number](device& d) {
            d.id       = key(number);
            d.hostname = "changed";
        };
    };
    BOOST_TEST(failure(o.store.update_where(first, onto(2))).code() == errc::misuse, "onto a row that was not selected");
    BOOST_TEST(failure(o.store.update_where(first, onto(9))).code() == errc::misuse, "onto no row");
    int n = 0;
    BOOST_TEST(failure(o.store.update_where(ssot::from<device>(),
                                            [&](device& d) { // onto each other, the last of them
                                                d.hostname += "!";
                                                if (++n == 4)
                                                    d.id = key(1);
                                            }))
                   .code() == errc::misuse);
    BOOST_TEST(names() == before, "all or none, without transactions too");
    n = 0;
    BOOST_TEST(failure(o.store.update_where(ssot::from<device>(), [&](device& d) {
                   d.hostname = ++n == 4 ? std::string(65, 'x') : "y" + std::to_string(n);
               })).code() == errc::validation);
    BOOST_TEST(names() == before);
    BOOST_TEST(o.store.update_where(first, onto(1)).value() == 1u, "the same key again");
    BOOST_TEST(o.store.get<device>(key(1))->hostname == "changed");
}

SSOT_TEST_CASE_OVER(backends, what_was_not_read_is_not_written)
{
    opened<> o(backend_name);
    auto     run = make_sync();
    run.diff     = {{"+", "kept"}};
    run.summary  = boost::json::value{{"kept", 1}};
    o.store.insert(run).value();

    auto rows = o.store.select(ssot::from<ssot::sync>().defer<&ssot::sync::diff, &ssot::sync::summary>()).value();
    BOOST_TEST_REQUIRE(rows.size() == 1u);
    auto& part = rows[0];
    BOOST_TEST(!part.is_loaded<&ssot::sync::diff>());
    BOOST_TEST((part.diff == boost::json::object()));
    part.source = "changed";
    part.diff   = {{"-", "lost"}}; // not written: it was not read
    BOOST_TEST(o.store.update(part).has_value());
    BOOST_TEST(revision_of(part) == 2);
    auto const back = o.store.get<ssot::sync>(run.id).value();
    BOOST_TEST(back.source == "changed");
    BOOST_TEST((back.diff == run.diff));
    BOOST_TEST((back.summary == run.summary));
    BOOST_TEST(revision_of(back) == 2);

    auto stale = rows[0];
    BOOST_TEST(o.store.update(part).has_value());
    BOOST_TEST(failure(o.store.update(stale)).code() == errc::conflict);
    o.store.erase(run).value();
    BOOST_TEST(failure(o.store.update(part)).code() == errc::not_found);
}

SSOT_TEST_CASE_OVER(backends, deferred_fields_are_not_judged)
{
    opened<> o(backend_name);
    auto     run = make_sync();
    o.store.insert(run).value();
    auto rows       = o.store.select(ssot::from<ssot::sync>().defer<&ssot::sync::source>()).value();
    rows[0].target  = "changed";
    auto const done = o.store.update(rows[0]); // the source is blank only here
    BOOST_TEST(done.has_value());
    BOOST_TEST(o.store.get<ssot::sync>(run.id)->target == "changed");
    BOOST_TEST(o.store.get<ssot::sync>(run.id)->source == "ServiceNow");
}

SSOT_TEST_CASE_OVER(backends, rows_that_never_change_have_no_revision)
{
    opened<> o(backend_name);
    auto     run = make_sync();
    o.store.insert(run).value();
    auto entry = make_entry(run, "first");
    o.store.insert(entry).value();
    BOOST_TEST(revision_of(o.store.get<ssot::sync_log_entry>(entry.id).value()) == 0);
}

// ---- types ------------------------------------------------------------------------------------------------------------

SSOT_TEST_CASE_OVER(backends, all_types_of_a_model_are_the_same_rows)
{
    opened<> o(backend_name);
    using raw_sync  = ssot::basic_sync<ssot::raw_types>;
    using open_sync = ssot::basic_sync<ssot::lenient_types>;
    raw_sync raw{.source = "A", .target = "B"};
    raw.diff    = ssot::raw_json::parse(R"( { "b" : 1.50, "a": [ ] } )").value();
    raw.summary = ssot::raw_json::parse("[1,2]").value();
    o.store.insert(raw).value();
    auto const same = o.store.get<raw_sync>(raw.id).value();
    BOOST_TEST((same == raw), "text is kept as it came: " << same.diff.text());
    auto const dom = o.store.get<ssot::sync>(raw.id).value();
    BOOST_TEST((dom.diff == boost::json::value{{"b", 1.5}, {"a", boost::json::array()}}));
    BOOST_TEST((dom.summary == boost::json::value{1, 2}));
    BOOST_TEST((o.store.get<open_sync>(raw.id)->diff == dom.diff));

    auto run = make_sync();
    run.diff = {{"x", {1, nullptr}}};
    o.store.insert(run).value();
    BOOST_TEST(o.store.get<raw_sync>(run.id)->diff.text() == R"({"x":[1,null]})");
    BOOST_TEST(!o.store.get<raw_sync>(run.id)->summary.has_value());
    BOOST_TEST(o.store.count<raw_sync>().value() == 2u);

    auto through_raw   = o.store.get<raw_sync>(run.id).value();
    through_raw.source = "raw";
    o.store.update(through_raw).value();
    BOOST_TEST(o.store.get<ssot::sync>(run.id)->source == "raw");
    BOOST_TEST(revision_of(o.store.get<open_sync>(run.id).value()) == 2);
}

SSOT_TEST_CASE_OVER(backends, unknown_choices_are_kept_for_those_who_ask)
{
    opened<> o(backend_name);
    using lenient = ssot::basic_sync_log_entry<ssot::lenient_types>;
    auto run      = make_sync();
    o.store.insert(run).value();
    lenient entry{.sync = run, .action = ssot::sync_log_entry_action::create};
    entry.status = decltype(entry.status)::from_text("unknown");
    o.store.insert(entry).value();
    auto known = make_entry(run);
    o.store.insert(known).value();

    auto const back = o.store.get<lenient>(entry.id).value();
    BOOST_TEST((back == entry));
    BOOST_TEST(back.status.text() == "unknown");
    BOOST_TEST((o.store.get<lenient>(known.id)->status == ssot::sync_log_entry_status::success));

    auto const strict = failure(o.store.get<ssot::sync_log_entry>(entry.id));
    BOOST_TEST(strict.code() == errc::corrupted, "never a guess");
    BOOST_TEST(strict.path().ends_with("status"), strict.path());
    BOOST_TEST(failure(o.store.select(ssot::from<ssot::sync_log_entry>())).code() == errc::corrupted);
    BOOST_TEST(o.store.count<ssot::sync_log_entry>().value() == 2u, "counting looks at no field");
    auto const parts = o.store.select(ssot::from<ssot::sync_log_entry>().defer<&ssot::sync_log_entry::status>());
    BOOST_TEST(parts.has_value(), "what is not read cannot be corrupted");
    auto const open = field<&lenient::status>;
    BOOST_TEST(o.store.count(ssot::from<lenient>().where(open == decltype(entry.status)::from_text("unknown"))).value() ==
               1u);
    BOOST_TEST(o.store.count(ssot::from<lenient>().where(contains(open, "know"))).value() == 1u);

    auto const e = [&] {
        auto bad   = entry;
        bad.id     = ssot::new_id();
        bad.status = decltype(entry.status)::from_text(std::string(33, 'u'));
        return failure(o.store.insert(bad));
    }();
    BOOST_TEST(e.path() == "status");
}

// ---- stores -----------------------------------------------------------------------------------------------------------

SSOT_TEST_CASE_OVER(backends, sessions_share_their_rows)
{
    opened<> o(backend_name);
    auto     other = o.store.session().value();
    auto     run   = make_sync();
    o.store.insert(run).value();
    BOOST_TEST((other.get<ssot::sync>(run.id).value() == run));
    auto entry = make_entry(run);
    other.insert(entry).value();
    BOOST_TEST((entry.timestamp >= moment(0) && entry.timestamp < moment(100)), "with the options of the first");
    BOOST_TEST(rows_in<ssot::sync_log_entry>(o.store) == 1u);
    auto third = other.session().value();
    BOOST_TEST(rows_in<ssot::sync>(third) == 1u);
    BOOST_TEST(third.caps().transactions == o.backend.caps().transactions);
    BOOST_TEST((third.backend_as<ssot::storage::any_backend>() == nullptr));

    ssot::store again{o.backend};
    BOOST_TEST(rows_in<ssot::sync>(again) == 1u, "a second store on the same backend");
}

BOOST_AUTO_TEST_CASE(a_store_owns_what_it_is_given)
{
    std::optional<ssot::result<ssot::store>> session;
    {
        auto store = ssot::store::open(ssot::storage::memory{}).value();
        store.insert(make_sync()).value();
        auto moved = std::move(store);
        session.emplace(moved.session());
    }
    BOOST_TEST(rows_in<ssot::sync>(session->value()) == 1u, "sessions keep the backend alive");

    ssot::store a{ssot::storage::memory{}}, b{ssot::storage::memory{}};
    a.insert(make_sync()).value();
    b = std::move(a);
    BOOST_TEST(rows_in<ssot::sync>(b) == 1u);
}

BOOST_AUTO_TEST_CASE(a_backend_that_does_not_open_is_told)
{
    struct closed : ssot::storage::memory {
        ssot::result<ssot::storage::memory_session> open()
        {
            return ssot::error(errc::unavailable, "closed", ssot::retry::reconnect);
        }
    };
    closed     backend;
    auto const opened = ssot::store::open(backend);
    BOOST_TEST(failure(opened).code() == errc::unavailable);
    BOOST_CHECK_EXCEPTION(
        ssot::store{backend}, ssot::exception, [](auto const& e) { return e.code() == errc::unavailable; });

    struct without_schema : ssot::storage::memory {
        ssot::result<std::uint32_t> prepare_schema(ssot::storage::schema_view, ssot::storage::schema_mode)
        {
            return ssot::error(errc::schema_mismatch);
        }
    };
    without_schema strange;
    BOOST_TEST(failure(ssot::store::open(strange)).code() == errc::schema_mismatch);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
