// SPDX-License-Identifier: BSL-1.0
#include <ssot/storage/describe.hpp>

#include <ssot/model/content_type.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/servicenow_config.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>

#include "support/inventory.hpp"
#include "support/print.hpp"

#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace describe_test {

struct listed {
    static constexpr std::string_view  model_name        = "test.listed";
    static constexpr ssot::field_names unique_together[] = {{"name", "site"}, {"site", "slot", "name"}};
    static constexpr ssot::field_names indexes[]         = {{"slot"}, {"site", "id"}};

    std::int64_t id{};
    std::string  name{};
    std::string  site{};
    std::int64_t slot{};
};
BOOST_DESCRIBE_STRUCT(listed, (), (id, name, site, slot))

} // namespace describe_test

namespace {

using namespace ssot::storage;
using namespace std::string_view_literals;

static_assert(std::is_same_v<decltype(describe_model<ssot::sync>()), model_desc const&>);
static_assert(noexcept(describe_model<ssot::sync>()));

/// What a column should be, in short.
struct column {
    std::string_view name, column;
    kind             type;
    bool             nullable;
};

void check(model_desc const& model, std::vector<column> const& wanted)
{
    BOOST_TEST_REQUIRE(model.fields.size() == wanted.size());
    for (std::size_t i = 0; i != wanted.size(); ++i) {
        auto const& f = model.fields[i];
        BOOST_TEST(f.name == wanted[i].name);
        BOOST_TEST(f.column == wanted[i].column);
        BOOST_TEST(f.type == wanted[i].type, f.name);
        BOOST_TEST(f.nullable == wanted[i].nullable, f.name);
    }
}

/// Sets field `i` of a blank `M` and reads it back.
template<class M>
ssot::result<value> there_and_back(std::size_t i, value_view v)
{
    M          m         = ssot::make_blank<M>();
    auto const accessors = accessors_of<M>();
    if (auto set = accessors[i].set(&m, v); !set)
        return set.error();
    return value(accessors[i].get(&m));
}

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(storage)
BOOST_AUTO_TEST_SUITE(describe)

BOOST_AUTO_TEST_CASE(sync_is_described)
{
    auto const& model = describe_model<ssot::sync>();
    BOOST_TEST(model.name == "nautobot_ssot.sync");
    BOOST_TEST(model.table == "nautobot_ssot_sync");
    BOOST_TEST(model.label == "nautobot_ssot.Sync");
    BOOST_TEST(model.pk == 0);
    BOOST_TEST(model.revision == 20);
    BOOST_TEST(!model.append_only);
    BOOST_TEST(!model.singleton);
    check(model,
          {{"id", "id", kind::uuid, false},
           {"source", "source", kind::text, false},
           {"target", "target", kind::text, false},
           {"start_time", "start_time", kind::timestamp, true},
           {"source_load_time", "source_load_time", kind::duration, true},
           {"target_load_time", "target_load_time", kind::duration, true},
           {"diff_time", "diff_time", kind::duration, true},
           {"sync_time", "sync_time", kind::duration, true},
           {"source_load_memory_final", "source_load_memory_final", kind::int64, true},
           {"source_load_memory_peak", "source_load_memory_peak", kind::int64, true},
           {"target_load_memory_final", "target_load_memory_final", kind::int64, true},
           {"target_load_memory_peak", "target_load_memory_peak", kind::int64, true},
           {"diff_memory_final", "diff_memory_final", kind::int64, true},
           {"diff_memory_peak", "diff_memory_peak", kind::int64, true},
           {"sync_memory_final", "sync_memory_final", kind::int64, true},
           {"sync_memory_peak", "sync_memory_peak", kind::int64, true},
           {"dry_run", "dry_run", kind::boolean, false},
           {"diff", "diff", kind::json, false},
           {"summary", "summary", kind::json, true},
           {"job_result", "job_result_id", kind::uuid, true},
           {"ssot_rev", "ssot_rev", kind::int64, false}});
    BOOST_TEST(model.fields[1].max_length == 64u);
    BOOST_TEST(model.fields[3].max_length == 0u);
    BOOST_TEST((model.fields[19].target == &describe_model<ssot::job_result>()));
    BOOST_TEST(model.fields[19].on == on_delete::protect);
    BOOST_TEST(model.fields[19].indexed);
    BOOST_TEST((model.fields[1].target == nullptr));
    BOOST_TEST(model.fields[1].on == on_delete::none);
    BOOST_TEST(model.fields[0].unique);
    BOOST_TEST(!model.fields[1].unique);
}

BOOST_AUTO_TEST_CASE(log_entries_are_described)
{
    auto const& model = describe_model<ssot::sync_log_entry>();
    BOOST_TEST(model.table == "nautobot_ssot_synclogentry");
    BOOST_TEST(model.append_only);
    BOOST_TEST(model.revision == no_field, "rows that never change need none");
    check(model,
          {{"id", "id", kind::uuid, false},
           {"sync", "sync_id", kind::uuid, false},
           {"timestamp", "timestamp", kind::timestamp, false},
           {"action", "action", kind::choice, false},
           {"status", "status", kind::choice, false},
           {"diff", "diff", kind::json, true},
           {"synced_object_type", "synced_object_type_id", kind::int64, true},
           {"synced_object_id", "synced_object_id", kind::uuid, true},
           {"object_repr", "object_repr", kind::text, false},
           {"message", "message", kind::text, false}});
    BOOST_TEST(model.fields[1].on == on_delete::cascade);
    BOOST_TEST(model.fields[6].on == on_delete::protect);
    BOOST_TEST((model.fields[6].target == &describe_model<ssot::content_type>()));
    BOOST_TEST_REQUIRE(model.fields[3].choices.size() == 4u);
    BOOST_TEST(model.fields[3].choices[0].wire == "no-change");
    BOOST_TEST(model.fields[4].choices[2].wire == "error");
    BOOST_TEST(model.fields[5].choices.empty());
}

BOOST_AUTO_TEST_CASE(lists_of_fields_are_described)
{
    auto const names = [](ssot::storage::model_desc const& m, std::span<ssot::storage::field_list const> lists) {
        std::vector<std::string> out;
        for (auto const list : lists) {
            auto& one = out.emplace_back();
            for (auto const f : list)
                one += (one.empty() ? "" : " ") + std::string(m.fields[f].name);
        }
        return out;
    };
    using list          = std::vector<std::string>;
    auto const& entries = ssot::storage::describe_model<ssot::sync_log_entry>();
    BOOST_TEST(names(entries, entries.indexes) == (list{"sync timestamp id"}), boost::test_tools::per_element());
    BOOST_TEST(entries.unique_together.empty());
    auto const& syncs = ssot::storage::describe_model<ssot::sync>();
    BOOST_TEST(names(syncs, syncs.indexes) == (list{"start_time id"}), boost::test_tools::per_element());
    auto const& types = ssot::storage::describe_model<ssot::content_type>();
    BOOST_TEST(names(types, types.unique_together) == (list{"app_label model"}), boost::test_tools::per_element());
    auto const& own = ssot::storage::describe_model<describe_test::listed>();
    BOOST_TEST(names(own, own.unique_together) == (list{"name site", "site slot name"}), boost::test_tools::per_element());
    BOOST_TEST(names(own, own.indexes) == (list{"slot", "site id"}), boost::test_tools::per_element());
    BOOST_TEST(ssot::storage::is_unique_together(own, 1));
    BOOST_TEST(ssot::storage::is_unique_together(own, 3));
    BOOST_TEST(!ssot::storage::is_unique_together(own, 0));
}

BOOST_AUTO_TEST_CASE(keys_of_models_that_are_not_ours_have_no_target)
{
    auto const& user = describe_model<ssot::job_result>().fields[7];
    BOOST_TEST(user.name == "user");
    BOOST_TEST(user.column == "user_id");
    BOOST_TEST((user.target == nullptr));
    BOOST_TEST(user.on == on_delete::set_null);
}

// Django orders by a relation through the ordering of the model behind it.
BOOST_AUTO_TEST_CASE(default_orderings_follow_foreign_keys)
{
    auto const logs = describe_model<ssot::sync_log_entry>().ordering;
    BOOST_TEST_REQUIRE(logs.size() == 2u);
    BOOST_TEST(logs[0].via == 1);
    BOOST_TEST(logs[0].field == 3); // sync.start_time
    BOOST_TEST(!logs[0].desc);
    BOOST_TEST(logs[1].via == no_field);
    BOOST_TEST(logs[1].field == 2);
    BOOST_TEST((logs[0].where == nulls::largest));

    auto const jobs = describe_model<ssot::job_result>().ordering;
    BOOST_TEST_REQUIRE(jobs.size() == 1u);
    BOOST_TEST(jobs[0].desc);
    BOOST_TEST(jobs[0].field == 4);

    BOOST_TEST(describe_model<ssot::job>().ordering.empty());

    // A port is ordered by its device, which has no ordering of its own: by the key. A rack the other way round.
    auto const ports = describe_model<inventory::port>().ordering;
    BOOST_TEST_REQUIRE(ports.size() == 2u);
    BOOST_TEST(ports[0].field == 1);
    BOOST_TEST(ports[0].via == no_field);
    BOOST_TEST(ports[1].field == 2);
    BOOST_TEST(ports[1].desc);
}

BOOST_AUTO_TEST_CASE(one_description_for_all_types_of_a_model)
{
    BOOST_TEST((&describe_model<ssot::sync>() == &describe_model<ssot::basic_sync<ssot::raw_types>>()));
    BOOST_TEST((&describe_model<ssot::sync>() == &describe_model<ssot::basic_sync<ssot::lenient_types>>()));
    BOOST_TEST((&describe_model<ssot::sync>() != static_cast<void const*>(&describe_model<ssot::job>())));
    BOOST_TEST(
        (describe_model<ssot::sync_log_entry>().fields[1].target == &describe_model<ssot::basic_sync<ssot::raw_types>>()));
    BOOST_TEST(describe_model<ssot::servicenow_config>().singleton);
}

BOOST_AUTO_TEST_CASE(a_model_of_the_users_is_described)
{
    auto const& model = describe_model<inventory::device>();
    BOOST_TEST(model.name == "inventory.device");
    BOOST_TEST(model.label == "inventory.Device");
    BOOST_TEST(model.table == "inventory_device");
    BOOST_TEST(model.revision == 6);
    check(model,
          {{"id", "id", kind::uuid, false},
           {"hostname", "hostname", kind::text, false},
           {"serial", "serial", kind::text, true},
           {"stands_in", "stands_in_id", kind::int64, true},
           {"part_of", "part_of_id", kind::uuid, true},
           {"added", "added", kind::timestamp, false},
           {"ssot_rev", "ssot_rev", kind::int64, false}});
    BOOST_TEST(model.fields[1].unique);
    BOOST_TEST(model.fields[2].unique);
    BOOST_TEST((model.fields[4].target == &model), "points at itself");
    BOOST_TEST(model.fields[3].on == on_delete::set_null);
    BOOST_TEST(describe_model<inventory::rack>().fields[3].type == kind::real);
    BOOST_TEST(describe_model<inventory::rack>().fields[5].type == kind::choice);
    BOOST_TEST(describe_model<inventory::cable>().append_only);
}

BOOST_AUTO_TEST_CASE(accessors_carry_every_kind)
{
    using rack                                       = inventory::rack;
    std::pair<std::size_t, value_view> const cases[] = {
        {0, value_view::integer(std::numeric_limits<std::int64_t>::min())},
        {1, value_view::chars("a\0b"sv)},
        {1, value_view::chars("")},
        {2, value_view::integer(std::numeric_limits<std::int32_t>::max())},
        {3, value_view::real(-0.5)},
        {4, value_view::integer(1, kind::boolean)},
        {5, value_view::choice("Active!", 1)},
        {6, value_view::integer(-1, kind::timestamp)},
        {6, {}},
        {7, value_view::integer(std::numeric_limits<std::int64_t>::max(), kind::duration)},
        {9, value_view::chars("note")},
        {9, {}}};
    for (auto const& [i, v] : cases) {
        auto const back = there_and_back<rack>(i, v);
        BOOST_TEST_REQUIRE(back.has_value(), "field " << i);
        BOOST_TEST(back->view().type() == v.type(), "field " << i);
        BOOST_TEST((v.is_null() || compare(back->view(), v) == 0), "field " << i);
    }
    BOOST_TEST(there_and_back<rack>(5, value_view::choice("Active!", 1))->view().ordinal() == 1);
    BOOST_TEST(there_and_back<rack>(5, value_view::chars("retired"))->view().ordinal() == 2,
               "a store may answer with plain text");
    BOOST_TEST(there_and_back<rack>(3, value_view::integer(3))->view().as_real() == 3.0);
    BOOST_TEST(there_and_back<rack>(4, value_view::integer(0))->view().type() == kind::boolean);

    rack       m;
    auto const set = accessors_of<rack>()[8].set(&m, value_view::chars(R"({"a":[1,2.5,null]})", kind::json));
    BOOST_TEST(set.has_value());
    BOOST_TEST((m.labels == boost::json::value{{"a", {1, 2.5, nullptr}}}));
    BOOST_TEST(accessors_of<rack>()[8].get(&m).is_null(), "the batch carries its text");

    ssot::basic_sync<ssot::raw_types> raw;
    BOOST_TEST((accessors_of<ssot::basic_sync<ssot::raw_types>>()[17].get(&raw).as_chars() == "{}"));
    BOOST_TEST(
        accessors_of<ssot::basic_sync<ssot::raw_types>>()[17].set(&raw, value_view::chars("[ 1 ]", kind::json)).has_value());
    BOOST_TEST(raw.diff.text() == "[ 1 ]");
}

BOOST_AUTO_TEST_CASE(what_a_field_cannot_hold_is_corrupted)
{
    using rack         = inventory::rack;
    using entry        = ssot::sync_log_entry;
    auto const refused = [](ssot::result<value> const& r, std::string_view path) {
        BOOST_TEST_REQUIRE(!r.has_value(), path);
        BOOST_TEST(r.error().code() == ssot::errc::corrupted, path);
        BOOST_TEST(r.error().path() == path);
        BOOST_TEST(!r.error().text().empty());
    };
    refused(there_and_back<rack>(0, {}), "id");
    refused(there_and_back<rack>(1, {}), "name");
    refused(there_and_back<rack>(1, value_view::integer(1)), "name");
    refused(there_and_back<rack>(2, value_view::integer(std::int64_t{1} << 31)), "height");
    refused(there_and_back<rack>(2, value_view::chars("42")), "height");
    refused(there_and_back<rack>(2, value_view::real(42)), "height");
    refused(there_and_back<rack>(3, value_view::chars("0.5")), "load");
    refused(there_and_back<rack>(4, value_view::integer(2, kind::boolean)), "locked");
    refused(there_and_back<rack>(5, value_view::choice("active")), "is");
    refused(there_and_back<rack>(5, value_view::choice("")), "is");
    refused(there_and_back<rack>(6, value_view::chars("2024-01-01")), "installed");
    refused(there_and_back<rack>(8, value_view::chars("{", kind::json)), "labels");
    refused(there_and_back<rack>(8, value_view::chars("{} {}", kind::json)), "labels");
    refused(there_and_back<rack>(8, value_view::chars("", kind::json)), "labels");
    refused(there_and_back<entry>(0, value_view::chars("fifteen bytes..", kind::uuid)), "id");
    refused(there_and_back<entry>(1, value_view::chars("seventeen bytes..", kind::uuid)), "sync");
    refused(there_and_back<entry>(3, value_view::choice("unknown")), "action");
    refused(there_and_back<ssot::basic_sync<ssot::raw_types>>(17, value_view::chars("{", kind::json)), "diff");

    using lenient = ssot::basic_sync_log_entry<ssot::lenient_types>;
    BOOST_TEST(there_and_back<lenient>(4, value_view::choice("unknown"))->view().as_chars() == "unknown");
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
