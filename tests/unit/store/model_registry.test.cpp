// SPDX-License-Identifier: BSL-1.0
#include <ssot/store/model_registry.hpp>

#include <ssot/store.hpp>

#include "support/inventory.hpp"
#include "support/raced_store.hpp"
#include "support/stores.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace {

using inventory::device;
using inventory::port;
using inventory::rack;
using ssot::errc;
using ssot_test::failure;
using ssot_test::key;
using ssot_test::make_sync;
using ssot_test::opened;
using entry = ssot::sync_log_entry;

template<class Store, class M>
concept points_at = requires(Store s, entry& e, M const& m) { s.point_at(e, m); };
static_assert(points_at<ssot::store, device>);

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(model_registry)

BOOST_AUTO_TEST_CASE(models_by_name)
{
    auto models = ssot::registry_of<device, rack, device>();
    BOOST_TEST(models.models().size() == 2u, "each once");
    models.add<port>().add<rack>();
    BOOST_TEST(models.models().size() == 3u);
    BOOST_TEST_REQUIRE(models.find("inventory", "device") != nullptr);
    BOOST_TEST(models.find("inventory", "device")->info->label == "inventory.Device");
    BOOST_TEST(models.find("inventory", "cable") == nullptr);
    BOOST_TEST(models.find("dcim", "device") == nullptr);
}

BOOST_AUTO_TEST_CASE(rows_of_any_model)
{
    ssot::any_row const none;
    BOOST_TEST(!none);
    BOOST_TEST(none.get_if<device>() == nullptr);
    ssot::any_row const some(ssot::model_info_of<device>(), std::make_shared<device const>(device{.hostname = "d"}));
    BOOST_TEST(!!some);
    BOOST_TEST(some.info().name == "inventory.device");
    BOOST_TEST_REQUIRE(some.get_if<device>() != nullptr);
    BOOST_TEST(some.get_if<device>()->hostname == "d");
    BOOST_TEST(some.get_if<port>() == nullptr);
}

SSOT_TEST_CASE_OVER(backends, an_entry_points_at_any_row)
{
    opened<>   o(backend_name);
    auto const models = ssot::registry_of<device, ssot::sync>();
    auto       run    = make_sync();
    o.store.insert(run).value();
    device d{.hostname = "core-1"};
    o.store.insert(d).value();

    entry e{.sync = run};
    o.store.point_at(e, d).value();
    o.store.insert(e).value();
    BOOST_TEST((e.synced_object_id == d.id));
    auto const type = o.store.get<ssot::content_type>(e.synced_object_type->key()).value();
    BOOST_TEST(type.app_label == "inventory");
    BOOST_TEST(type.model == "device");

    auto const stored = o.store.get<entry>(e.id).value();
    auto const found  = o.store.resolve<device>(stored).value();
    BOOST_TEST_REQUIRE(found.has_value());
    BOOST_TEST((*found == d));
    BOOST_TEST(revision_of(*found) == 1);
    BOOST_TEST(!o.store.resolve<ssot::sync>(stored).value().has_value(), "it is of another model");
    auto const any = o.store.resolve(stored, models).value();
    BOOST_TEST_REQUIRE(any.get_if<device>() != nullptr);
    BOOST_TEST((*any.get_if<device>() == d));

    // The object may be gone; the entry stays.
    o.store.erase(d).value();
    BOOST_TEST(!o.store.resolve<device>(stored).value().has_value());
    BOOST_TEST(!o.store.resolve(stored, models).value());
    BOOST_TEST(o.store.get<entry>(e.id).has_value());

    // An id of another table.
    e.synced_object_id = run.id;
    BOOST_TEST(!o.store.resolve<device>(e).value().has_value());
    BOOST_TEST(!o.store.resolve(e, models).value());
    BOOST_TEST(!o.store.resolve<ssot::sync>(e).value().has_value());
    o.store.point_at(e, run).value();
    BOOST_TEST((o.store.resolve<ssot::sync>(e).value()->id == run.id));
    BOOST_TEST(o.store.count<ssot::content_type>().value() == 2u);
}

SSOT_TEST_CASE_OVER(backends, an_entry_that_points_nowhere)
{
    opened<>   o(backend_name);
    auto const models = ssot::registry_of<device>();
    entry      e{};
    auto const nowhere = [&] { return !o.store.resolve<device>(e).value() && !o.store.resolve(e, models).value(); };
    BOOST_TEST(nowhere());
    e.synced_object_id = key(1);
    BOOST_TEST(nowhere(), "no type");
    e.synced_object_id.reset();
    e.synced_object_type = o.store.content_type_of<device>().value();
    BOOST_TEST(nowhere(), "no id");
    e.synced_object_id   = key(1);
    e.synced_object_type = ssot::key_to<ssot::content_type, std::int64_t>{99};
    BOOST_TEST(nowhere(), "a content type that is gone");
}

// Django 3.2 breaks off with an AttributeError.
SSOT_TEST_CASE_OVER(backends, a_model_that_is_not_known)
{
    opened<>           o(backend_name);
    ssot::content_type type{.app_label = "dcim", .model = "location"};
    o.store.insert(type).value();
    entry e{};
    e.synced_object_type = type;
    e.synced_object_id   = key(1);
    auto const unknown   = failure(o.store.resolve(e, ssot::registry_of<device>()));
    BOOST_TEST(unknown.code() == errc::unsupported);
    BOOST_TEST(unknown.text() == "the registry has no model dcim.location");
    BOOST_TEST(!o.store.resolve<device>(e).value().has_value());

    // A key that is no uuid cannot be pointed at.
    e.synced_object_type = o.store.content_type_of<rack>().value();
    BOOST_TEST(!o.store.resolve(e, ssot::registry_of<rack>()).value());
}

SSOT_TEST_CASE_OVER(backends, content_types_are_made_once)
{
    opened<>   o(backend_name);
    auto const a = o.store.content_type_of<ssot::sync>().value();
    BOOST_TEST(a.app_label == "nautobot_ssot");
    BOOST_TEST(a.model == "sync");
    BOOST_TEST(o.store.content_type_of<ssot::basic_sync<ssot::raw_types>>()->id == a.id);
    BOOST_TEST(o.store.content_type_of<device>()->id != a.id);
    BOOST_TEST(o.store.count<ssot::content_type>().value() == 2u);
    ssot::content_type given{.id = 1001, .app_label = "inventory", .model = "port"};
    o.store.insert(given).value();
    BOOST_TEST(o.store.content_type_of<port>()->id == 1001, "one that is there is used");
}

BOOST_AUTO_TEST_CASE(somebody_else_may_make_it)
{
    raced_store race([](raced_store::store_type& other) { other.content_type_of<device>().value(); });
    BOOST_TEST(race.store.content_type_of<device>()->id == 1);
    BOOST_TEST(race.store.count<ssot::content_type>().value() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
