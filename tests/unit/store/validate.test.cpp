// SPDX-License-Identifier: BSL-1.0
// store::validate: what is wrong with a row, other rows included.
#include <ssot/model/content_type.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/secrets_group.hpp>
#include <ssot/store.hpp>

#include "support/stores.hpp"

#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace store_validate_test {

/// The user's own model behind `job_result.user`.
struct user {
    static constexpr std::string_view model_name = "users.user";
    static constexpr std::string_view class_name = "User";

    ssot::uuid  id{};
    std::string name{};
};
BOOST_DESCRIBE_STRUCT(user, (), (id, name))

} // namespace store_validate_test

namespace {

using store_validate_test::user;

std::string text_of(ssot::result<std::vector<ssot::field_problem>> const& found)
{
    std::string out;
    for (auto const& p : found.value())
        out += std::string(p.field) + " [" + std::string(p.code) + "] " + p.message + "\n";
    return out;
}

constexpr std::string_view key_9 = "00000000-0000-0000-0000-000000000009";

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(store)
BOOST_AUTO_TEST_SUITE(validate)

SSOT_TEST_CASE_OVER(backends, a_good_row_has_no_problems)
{
    opened     o(backend_name);
    auto const run = make_sync();
    BOOST_TEST(text_of(o.store.validate(run)) == "");
    o.store.insert(run).value();
    BOOST_TEST(text_of(o.store.validate(make_entry(run))) == "");
}

SSOT_TEST_CASE_OVER(backends, rows_that_are_not_there)
{
    opened o(backend_name);
    auto   run     = make_sync("", "T");
    run.job_result = ssot::key_to<ssot::job_result>{key(9)};
    BOOST_TEST(text_of(o.store.validate(run)) ==
               "source [blank] This field cannot be blank.\n"
               "job_result [invalid] job result instance with id UUID('" +
                   std::string(key_9) + "') does not exist.\n");

    ssot::sync_log_entry entry{.sync = ssot::key_to<ssot::sync>{key(9)}};
    entry.action             = static_cast<ssot::sync_log_entry_action>(77);
    entry.synced_object_type = ssot::key_to<ssot::content_type, std::int64_t>{9999};
    BOOST_TEST(text_of(o.store.validate(entry)) ==
                   "sync [invalid] sync instance with id UUID('" + std::string(key_9) +
                       "') does not exist.\n"
                       "action [invalid_choice] Value 77 is not a valid choice.\n"
                       "synced_object_type [invalid] content type instance with id 9999 does not exist.\n",
               "in the order of the fields");
    BOOST_TEST(text_of(o.store.validate(ssot::sync_log_entry{})) == "sync [null] This field cannot be null.\n");
}

SSOT_TEST_CASE_OVER(backends, keys_of_models_of_the_users_own)
{
    opened           o(backend_name);
    ssot::job_result r{.name = "j", .task_name = "t", .user = key(9)};
    BOOST_TEST(text_of(o.store.validate(r)) == "", "nobody has such a model yet");
    o.store.insert(user{.id = key(1), .name = "u"}).value();
    BOOST_TEST(text_of(o.store.validate(r)) ==
               "user [invalid] user instance with id UUID('" + std::string(key_9) + "') does not exist.\n");
    r.user = key(1);
    BOOST_TEST(text_of(o.store.validate(r)) == "");
}

SSOT_TEST_CASE_OVER(backends, values_that_are_taken)
{
    opened o(backend_name);
    auto   run = make_sync();
    o.store.insert(run).value();
    run.source = "";
    BOOST_TEST(text_of(o.store.validate(run)) ==
                   "source [blank] This field cannot be blank.\nid [unique] Sync with this Id already exists.\n",
               "unique ones come last");

    o.store.insert(ssot::secrets_group{.name = "g"}).value();
    BOOST_TEST(text_of(o.store.validate(ssot::secrets_group{.name = "g"})) ==
               "name [unique] Secrets group with this Name already exists.\n");
    BOOST_TEST(text_of(o.store.validate(ssot::secrets_group{.name = "G"})) == "");
    std::string_view const name[] = {"name"};
    BOOST_TEST(text_of(o.store.validate(ssot::secrets_group{.name = "g"}, {.exclude = name})) == "");
}

SSOT_TEST_CASE_OVER(backends, values_that_are_taken_together)
{
    opened o(backend_name);
    o.store.insert(ssot::content_type{.id = 5, .app_label = "dcim", .model = "device"}).value();
    BOOST_TEST(text_of(o.store.validate(ssot::content_type{.app_label = "dcim", .model = "device"})) ==
               "__all__ [unique_together] Content type with this App label and Python model class name already exists.\n");
    BOOST_TEST(text_of(o.store.validate(ssot::content_type{.id = 5, .app_label = "dcim", .model = "device"})) ==
                   "__all__ [unique_together] Content type with this App label and Python model class name already exists.\n"
                   "id [unique] Content type with this ID already exists.\n",
               "as Django, those of several fields first");
    BOOST_TEST(text_of(o.store.validate(ssot::content_type{.app_label = "dcim", .model = ""})) ==
                   "model [blank] This field cannot be blank.\n",
               "not asked of fields with problems");
}

SSOT_TEST_CASE_OVER(backends, a_row_that_was_read_may_keep_what_it_has)
{
    opened o(backend_name);
    o.store.insert(ssot::secrets_group{.name = "a"}).value();
    auto const id  = o.store.insert(ssot::secrets_group{.name = "b"}).value();
    auto       row = o.store.get<ssot::secrets_group>(id).value();
    BOOST_TEST(text_of(o.store.validate(row)) == "");
    row.name = "a";
    BOOST_TEST(text_of(o.store.validate(row)) == "name [unique] Secrets group with this Name already exists.\n");
}

SSOT_TEST_CASE_OVER(backends, the_store_writes_by_the_rules_that_it_is_given)
{
    auto        backend = make_backend(backend_name);
    ssot::store strict{backend};
    auto        run       = make_sync();
    run.diff_memory_final = -1;
    BOOST_TEST((failure(strict.insert(run)).code() == ssot::errc::validation));
    BOOST_TEST(strict.count<ssot::sync>().value() == 0u);
    ssot::store like_sqlite{backend, {.validation = {.profile = ssot::validation::django_sqlite}}};
    BOOST_TEST(like_sqlite.insert(run).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
