// SPDX-License-Identifier: BSL-1.0
#include <ssot/store.hpp>

#include "support/inventory.hpp"
#include "support/raced_store.hpp"
#include "support/stores.hpp"

#include <boost/test/unit_test.hpp>

#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

// One row by what is unique, the first of a query, rows that are stored or written over, and rows that move to another store.

namespace {

using inventory::device;
using inventory::rack;
using ssot::errc;
using ssot::field;
using ssot::from;
using namespace ssot_test; // NOLINT

static_assert(std::is_same_v<decltype(std::declval<ssot::store>().first(from<rack>())), ssot::result<ssot::stored<rack>>>);
static_assert(std::is_same_v<decltype(std::declval<ssot::store>().get_by<&device::hostname>("a")),
                             ssot::result<ssot::stored<device>>>);
static_assert(std::is_same_v<decltype(std::declval<ssot::store>().upsert(std::declval<device const&>())),
                             ssot::result<ssot::upserted<device>>>);

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(store_upsert)

SSOT_TEST_CASE_OVER(backends, a_row_is_found_by_what_is_unique)
{
    opened<> o(backend_name);
    device   a{.id = key(1), .hostname = "a", .serial = "S1"};
    device   b{.id = key(2), .hostname = "b"};
    o.store.insert(a).value();
    o.store.insert(b).value();
    BOOST_TEST((*o.store.get_by<&device::hostname>("b").value() == b));
    BOOST_TEST((*o.store.get_by<&device::serial>(std::string("S1")).value() == a));
    BOOST_TEST((*o.store.get_by<&device::id>(key(1)).value() == a));
    auto const missing = failure(o.store.get_by<&device::hostname>("c"));
    BOOST_TEST(missing.code() == errc::not_found);
    BOOST_TEST(missing.path() == "hostname");
}

SSOT_TEST_CASE_OVER(backends, the_first_row_of_a_query)
{
    opened<> o(backend_name);
    BOOST_TEST(failure(o.store.first(from<rack>())).code() == errc::not_found);
    for (int i = 1; i != 4; ++i)
        o.store.insert(rack{.id = i, .name = std::to_string(i)}).value();
    auto const by_name = from<rack>().order_by(ssot::desc<&rack::name>);
    BOOST_TEST(o.store.first(by_name)->name == "3");
    BOOST_TEST(o.store.first(by_name.offset(1).limit(2))->name == "2");
    BOOST_TEST(failure(o.store.first(by_name.limit(0))).code() == errc::not_found);
    BOOST_TEST(failure(o.store.first(by_name.offset(3))).code() == errc::not_found);
    BOOST_TEST((std::get<0>(o.store.first(by_name.only<&rack::name>()).value()) == "3"));
    BOOST_TEST(!o.store.first(by_name.defer<&rack::note>())->is_loaded<&rack::note>());

    auto tx = o.store.begin();
    BOOST_TEST(failure(o.store.first(from<device>())).code() == errc::not_found);
    BOOST_TEST(o.store.count<rack>().value() == 3u, "which dooms nothing");
}

SSOT_TEST_CASE_OVER(backends, an_upsert_stores_or_writes_over)
{
    opened<>   o(backend_name);
    auto const made = o.store.upsert(device{.id = key(1), .hostname = "a", .serial = "S1"}).value();
    BOOST_TEST(made.made);
    BOOST_TEST(made.row.id == key(1));
    BOOST_TEST((made.row.added != ssot::timestamp()));
    BOOST_TEST((*o.store.get<device>(key(1)).value() == *made.row));

    auto const by_key = o.store.upsert(device{.id = key(1), .hostname = "b", .serial = "S1"}).value();
    BOOST_TEST(!by_key.made);
    BOOST_TEST(by_key.row.hostname == "b");
    BOOST_TEST((by_key.row.added == made.row.added), "the time of the insert stays");

    auto const by_name = o.store.upsert(device{.id = key(7), .hostname = "b"}).value();
    BOOST_TEST(!by_name.made);
    BOOST_TEST(by_name.row.id == key(1), "so does the key");
    BOOST_TEST(!by_name.row.serial);
    BOOST_TEST((*o.store.get<device>(key(1)).value() == *by_name.row));
    BOOST_TEST(o.store.count<device>().value() == 1u);

    auto row   = by_name.row; // which has the revision of the store
    row.serial = "S2";
    BOOST_TEST(o.store.update(row).has_value());

    auto fresh       = o.store.upsert(device{.hostname = "c"}).value(); // a nil key is made
    fresh.row.serial = "S3";
    BOOST_TEST(fresh.made);
    BOOST_TEST(!fresh.row.id.is_nil());
    BOOST_TEST(o.store.update(fresh.row).has_value());
}

SSOT_TEST_CASE_OVER(backends, an_upsert_by_one_field)
{
    opened<> o(backend_name);
    o.store.insert(device{.id = key(1), .hostname = "a", .serial = "S1"}).value();
    auto const over = o.store.upsert<&device::serial>(device{.id = key(2), .hostname = "b", .serial = "S1"}).value();
    BOOST_TEST(!over.made);
    BOOST_TEST(over.row.id == key(1));
    BOOST_TEST(over.row.hostname == "b");
    BOOST_TEST(o.store.upsert<&device::serial>(device{.id = key(2), .hostname = "c"})->made, "a null is like no other");
    BOOST_TEST(failure(o.store.upsert<&device::serial>(device{.id = key(3), .hostname = "b", .serial = "S9"})).code() ==
               errc::already_exists);
    BOOST_TEST(failure(o.store.upsert(device{.id = key(3), .hostname = std::string(65, 'x')})).code() == errc::validation);
    BOOST_TEST(o.store.count<device>().value() == 2u);
}

// Whatever the row was read from: keys and fields are stored, the row stays as it is.
SSOT_TEST_CASE_OVER(backends, rows_move_to_another_store)
{
    opened<> from_here(backend_name), to(backend_name);
    for (std::uint8_t i = 1; i != 4; ++i)
        from_here.store.insert(device{.id = key(i), .hostname = std::to_string(i)}).value();
    auto const rows = from_here.store.select<device>({}).value();
    BOOST_TEST(to.store.insert(rows, {.keep_times = true}).value().size() == 3u);
    for (auto const& row : rows)
        BOOST_TEST((*to.store.get<device>(row.id).value() == *row));
    BOOST_TEST(failure(to.store.insert(rows[1])).code() == errc::already_exists);
    to.store.erase(*rows[1]).value();
    BOOST_TEST(to.store.insert(rows[1]).value() == rows[1].id);
    BOOST_TEST(to.store.insert(std::vector<ssot::stored<device>>{}).value().empty());
    auto again = from_here.store.get<device>(key(1)).value();
    BOOST_TEST(from_here.store.update(again).has_value(), "its revision is still that of its own store");
}

BOOST_AUTO_TEST_CASE(replacing_a_row_keeps_what_makes_it_that_row)
{
    opened<ssot::storage::memory> o;
    device                        a{.id = key(1), .hostname = "a", .serial = "S1"};
    o.store.insert(a).value();
    auto row = o.store.get<device>(a.id).value();
    row.replace(device{.id = key(9), .hostname = "b"});
    BOOST_TEST(row.id == key(1));
    BOOST_TEST(row.hostname == "b");
    BOOST_TEST(!row.serial);
    BOOST_TEST((row.added == a.added));
    BOOST_TEST(o.store.update(row).has_value());
}

// In between: somebody else stores the row after the upsert has looked.
BOOST_AUTO_TEST_CASE(an_upsert_looks_again_when_somebody_was_faster)
{
    raced_store raced(
        [](ssot::store& other) { other.insert(device{.id = key(1), .hostname = "a", .serial = "S1"}).value(); });
    auto const over = raced.store.upsert(device{.id = key(1), .hostname = "a", .serial = "S2"}).value();
    BOOST_TEST(!over.made);
    BOOST_TEST(raced.store.count<device>().value() == 1u);
    BOOST_TEST(over.row.serial.value() == "S2");
}

// It names its backend when it is asked for the right type.
BOOST_AUTO_TEST_CASE(a_backend_is_given_back_by_its_type)
{
    ssot::storage::memory backend;
    ssot::store           refers{backend};
    BOOST_TEST((refers.backend_as<ssot::storage::memory>() == &backend));
    BOOST_TEST((refers.backend_as<ssot::storage::any_backend>() == nullptr));
    BOOST_TEST((refers.session()->backend_as<ssot::storage::memory>() == &backend));

    ssot::storage::any_backend any{ssot::storage::memory{}};
    ssot::store                shares{any};
    auto* const                inside = shares.backend_as<ssot::storage::memory>();
    BOOST_TEST_REQUIRE((inside != nullptr));
    BOOST_TEST((inside == any.as<ssot::storage::memory>()));
    shares.insert(rack{.id = 1, .name = "r"}).value();
    BOOST_TEST(ssot::store{*inside}.count<rack>().value() == 1u);

    ssot::store owns{ssot::storage::memory{}};
    BOOST_TEST((owns.backend_as<ssot::storage::memory>() != nullptr));
    auto const gone = std::move(owns);
    BOOST_TEST((owns.backend_as<ssot::storage::memory>() == nullptr)); // NOLINT: a store may be asked
}

// A stream goes on where its store went, and ends with it.
BOOST_AUTO_TEST_CASE(a_stream_follows_its_store)
{
    std::optional<ssot::store> a(ssot::storage::memory{});
    for (int i = 1; i != 4; ++i)
        a->insert(rack{.id = i, .name = std::to_string(i), .height = i}).value();
    auto rows = a->stream(from<rack>().order_by(ssot::asc<&rack::id>));
    auto at   = rows.begin();
    BOOST_TEST((*at)->id == 1);
    std::optional<ssot::store> b(std::move(*a));
    ++at;
    BOOST_TEST((*at)->id == 2);
    a.reset();
    b.reset();
    ++at;
    BOOST_TEST_REQUIRE(!(at == rows.end()));
    BOOST_TEST(failure(*at).code() == errc::misuse);
    ++at;
    BOOST_TEST((at == rows.end()));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
