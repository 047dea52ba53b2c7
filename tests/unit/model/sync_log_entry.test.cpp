// SPDX-License-Identifier: BSL-1.0
#include <ssot/model/sync_log_entry.hpp>

#include <boost/test/unit_test.hpp>

#include <string_view>
#include <type_traits>

namespace {

using entry = ssot::sync_log_entry;
using ssot::field_info_of;

static_assert(ssot::model<entry> && ssot::model<ssot::basic_sync_log_entry<ssot::lenient_types>>);
static_assert(std::is_aggregate_v<entry>);

// clang-format off
constexpr std::string_view names_of_entries[] = {"id",   "sync",               "timestamp",        "action",      "status",
                                      "diff", "synced_object_type", "synced_object_id", "object_repr", "message"};
// clang-format on

static_assert([] {
    auto const fields = ssot::fields_of<entry>();
    for (std::size_t i = 0; i != std::size(names_of_entries); ++i)
        if (fields[i].name != names_of_entries[i])
            return false;
    return fields.size() == std::size(names_of_entries);
}());

static_assert(field_info_of<&entry::sync>.target_label == "nautobot_ssot.Sync" &&
              field_info_of<&entry::sync>.on_delete == ssot::on_delete::cascade);
static_assert(field_info_of<&entry::sync>.required() && field_info_of<&entry::action>.required());
static_assert(!field_info_of<&entry::timestamp>.required() && !field_info_of<&entry::message>.required());
static_assert(field_info_of<&entry::action>.options.max_length == 32 && field_info_of<&entry::action>.choices.size() == 4);
static_assert(field_info_of<&entry::status>.choices.size() == 3 && !field_info_of<&entry::status>.keeps_unknown);
static_assert(field_info_of<&ssot::basic_sync_log_entry<ssot::lenient_types>::status>.keeps_unknown);
static_assert(field_info_of<&entry::synced_object_type>.kind == ssot::kind::int64);
static_assert(field_info_of<&entry::synced_object_type>.column == "synced_object_type_id");
static_assert(field_info_of<&entry::synced_object_id>.column == "synced_object_id" &&
              field_info_of<&entry::synced_object_id>.target_label.empty());
static_assert(field_info_of<&entry::diff>.nullable && field_info_of<&entry::diff>.kind == ssot::kind::json);

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(model)
BOOST_AUTO_TEST_SUITE(sync_log_entry)

BOOST_AUTO_TEST_CASE(the_example_of_the_design)
{
    ssot::sync const           run;
    ssot::sync_log_entry const e{.sync    = run,
                                 .action  = ssot::sync_log_entry_action::create,
                                 .status  = ssot::sync_log_entry_status::success,
                                 .message = "Created successfully"};
    BOOST_TEST((e.sync == run));
    BOOST_TEST(!e.id.is_nil());
    BOOST_TEST((e.id != run.id));
    BOOST_TEST((e.timestamp == ssot::timestamp{}), "set by the insert");
    BOOST_TEST(!e.diff);
    BOOST_TEST(!e.synced_object_type);
    BOOST_TEST(e.object_repr == "");
}

BOOST_AUTO_TEST_CASE(a_new_entry_has_the_first_choices)
{
    ssot::sync_log_entry const e;
    BOOST_TEST((e.action == ssot::sync_log_entry_action::no_change));
    BOOST_TEST((e.status == ssot::sync_log_entry_status::success));
    BOOST_TEST(e.sync.is_nil());
    ssot::basic_sync_log_entry<ssot::lenient_types> const lenient;
    BOOST_TEST((lenient.action == ssot::sync_log_entry_action::no_change));
}

BOOST_AUTO_TEST_CASE(half_of_its_generic_key_is_a_content_type)
{
    ssot::sync_log_entry e;
    e.synced_object_type = ssot::content_type{.id = 1001, .app_label = "dcim", .model = "device"};
    e.synced_object_id   = ssot::new_id();
    BOOST_TEST((e.synced_object_type == std::int64_t{1001}));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
