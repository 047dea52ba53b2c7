// SPDX-License-Identifier: BSL-1.0
#include <ssot/store/options.hpp>

#include <ssot/error.hpp>
#include <ssot/store.hpp>

#include "support/inventory.hpp"
#include "support/stores.hpp"

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <new>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using inventory::rack;
using ssot::errc;
using ssot_test::backends;
using ssot_test::failure;
using ssot_test::make_backend;
using ssot_test::make_entry;
using ssot_test::make_sync;
using ssot_test::opened;
using ssot_test::rows_in;

} // namespace

BOOST_AUTO_TEST_SUITE(store)
BOOST_AUTO_TEST_SUITE(options)

BOOST_AUTO_TEST_CASE(a_store_without_options_takes_the_time_of_the_system_and_validates)
{
    ssot::store_options const standard;
    auto const                before = ssot::now();
    auto const                read   = standard.clock();
    BOOST_TEST((before <= read && read <= ssot::now()));
    BOOST_TEST((standard.make_id() != standard.make_id()));

    ssot::store store{ssot::storage::memory{}};
    BOOST_TEST((failure(store.insert(rack{.name = "longer than twelve"})).code() == errc::validation));
}

SSOT_TEST_CASE_OVER(backends, erased_rows_are_counted_by_model)
{
    opened<> o(backend_name);
    auto     run = make_sync();
    o.store.insert(run).value();
    o.store.insert(make_entry(run)).value();
    o.store.insert(make_entry(run)).value();
    auto const gone = o.store.erase(run).value();
    BOOST_TEST(gone.total() == 3u);
    BOOST_TEST(gone.of<ssot::sync>() == 1u);
    BOOST_TEST(gone.of<ssot::sync_log_entry>() == 2u);
    BOOST_TEST(gone.of("nautobot_ssot.synclogentry") == 2u);
    BOOST_TEST(gone.of<rack>() == 0u);
    BOOST_TEST(gone.of("no.model") == 0u);
    BOOST_TEST(gone.by_model().size() == 2u);
    BOOST_TEST(ssot::erase_counts().total() == 0u);
}

SSOT_TEST_CASE_OVER(backends, an_upsert_tells_whether_it_inserted)
{
    opened<>   o(backend_name);
    auto const first = o.store.upsert<&rack::name>({.name = "a", .height = 1}).value();
    BOOST_TEST(first.made);
    auto const second = o.store.upsert<&rack::name>({.name = "a", .height = 2}).value();
    BOOST_TEST(!second.made);
    BOOST_TEST(second.row.height == 2, "as it is stored now");
    BOOST_TEST(second.row.id == first.row.id);
}

// Nothing is written, and a transaction that was open can only be rolled back.
SSOT_TEST_CASE_OVER(backends, functions_of_the_caller_may_throw)
{
    bool        no_memory = false;
    bool        throws    = false;
    auto        backend   = make_backend(backend_name);
    ssot::store store{backend, {.clock = [&]() -> ssot::timestamp {
                          if (no_memory)
                              throw std::bad_alloc();
                          if (throws)
                              throw std::runtime_error("the clock stands");
                          return ssot::now();
                      }}};
    auto const  run = make_sync();
    store.insert(run).value();
    throws = true;
    BOOST_CHECK_THROW(static_cast<void>(store.insert(make_entry(run))), std::runtime_error);
    throws    = false;
    no_memory = true;
    BOOST_TEST((failure(store.insert(make_entry(run))).code() == errc::out_of_memory));
    no_memory = false;
    BOOST_TEST(rows_in<ssot::sync_log_entry>(store) == 0u);
    BOOST_TEST(store.insert(make_entry(run)).has_value());

    if (!backend.caps().transactions)
        return;
    auto open = store.begin().value();
    throws    = true;
    BOOST_CHECK_THROW(static_cast<void>(store.insert(make_entry(run))), std::runtime_error);
    throws = false;
    BOOST_TEST(open.commit().has_error());
    BOOST_TEST(rows_in<ssot::sync_log_entry>(store) == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
