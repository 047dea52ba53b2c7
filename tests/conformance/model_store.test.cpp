// SPDX-License-Identifier: BSL-1.0
#include <ssot/testing/model_store.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

// The judge, judged by hand.

namespace {

using ssot::errc;
using ssot::sync_log_entry;
using ssot::conformance::errors_allowed;
using ssot::conformance::model_store;

struct history {
    ssot::job_result done{.name = "r"};
    ssot::sync       run{.source = "a", .target = "b", .job_result = done};
    sync_log_entry   entry{.sync = run, .action = ssot::sync_log_entry_action::create, .message = "m"};
    model_store      judge{};

    history()
    {
        judge.put(done);
        judge.put(run);
        judge.put(entry);
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(conformance)
BOOST_AUTO_TEST_SUITE(model_store_)

BOOST_AUTO_TEST_CASE(what_may_be_stored)
{
    history h;
    auto    entry = h.entry;
    BOOST_TEST((h.judge.objections(std::vector{entry}) == errors_allowed{errc::already_exists}));
    entry.id = ssot::new_id();
    BOOST_TEST(h.judge.objections(std::vector{entry}).empty());
    BOOST_TEST((h.judge.objections(std::vector{entry, entry}) == errors_allowed{errc::already_exists}));
    entry.sync = ssot::key_to<ssot::sync>{ssot::new_id()};
    BOOST_TEST((h.judge.objections(std::vector{entry}) == errors_allowed{errc::foreign_key}));

    auto const refuses = [&](std::string source) {
        return h.judge.objections(std::vector{ssot::sync{.source = std::move(source), .target = "b"}}) ==
            errors_allowed{errc::validation};
    };
    BOOST_TEST(refuses(""));
    BOOST_TEST(refuses(std::string(65, 'x')));
    BOOST_TEST(!refuses(std::string(64, 'x')));
    BOOST_TEST(!refuses("\xf0\x9f\x98\x80"));
    BOOST_TEST((h.judge.objections(std::vector{ssot::sync{.source = "a", .target = "b", .diff_memory_peak = -1}}) ==
                errors_allowed{errc::validation}));
}

BOOST_AUTO_TEST_CASE(what_may_be_changed)
{
    history h;
    BOOST_TEST(h.judge.objections(h.run, 1).empty());
    BOOST_TEST((h.judge.objections(h.run, 2) == errors_allowed{errc::conflict}));
    BOOST_TEST((h.judge.objections(ssot::sync{.source = "a", .target = "b"}, 1) == errors_allowed{errc::not_found}));
    h.judge.put(ssot::secrets_group{.name = "one"});
    ssot::secrets_group two{.name = "two"};
    h.judge.put(two);
    BOOST_TEST(h.judge.objections(two, 1).empty());
    two.name = "one";
    BOOST_TEST((h.judge.objections(two, 1) == errors_allowed{errc::already_exists}));
}

BOOST_AUTO_TEST_CASE(what_goes_with_a_row_and_what_keeps_it)
{
    history    h;
    auto const kept = h.judge.erase<ssot::job_result>(h.done.id);
    BOOST_TEST((kept.wrong == errors_allowed{errc::protected_}));
    BOOST_TEST(kept.protecting == 1U);
    auto const gone = h.judge.erase<ssot::sync>(h.run.id);
    BOOST_TEST(gone.wrong.empty());
    BOOST_TEST(gone.gone.size() == 2U);
    BOOST_TEST(!h.judge.find<sync_log_entry>(h.entry.id));
    BOOST_TEST(h.judge.erase<ssot::job_result>(h.done.id).gone.size() == 1U);
    BOOST_TEST(h.judge.erase<ssot::job_result>(h.done.id).gone.empty());
}

BOOST_AUTO_TEST_CASE(a_key_let_go_of_is_a_change)
{
    model_store               judge;
    ssot::secrets_group const group{.name = "g"};
    ssot::servicenow_config   config{.servicenow_secrets = group};
    judge.put(group);
    judge.put(config);
    judge.erase<ssot::secrets_group>(group.id);
    BOOST_TEST(!judge.find<ssot::servicenow_config>(config.id)->m.servicenow_secrets);
    BOOST_TEST(judge.find<ssot::servicenow_config>(config.id)->revision == 2);
    judge.erase<ssot::servicenow_config>(config.id);
    BOOST_TEST(judge.find<ssot::servicenow_config>(config.id), "a singleton stays");
}

BOOST_AUTO_TEST_CASE(counts_and_transactions)
{
    history h;
    BOOST_TEST((h.judge.counts(h.run.id) == ssot::sync_counts{.created = 1, .succeeded = 1}));
    BOOST_TEST((h.judge.counts(ssot::new_id()) == ssot::sync_counts{}));
    h.judge.begin();
    h.judge.begin();
    h.judge.erase<ssot::sync>(h.run.id);
    h.judge.rollback();
    BOOST_TEST(h.judge.find<ssot::sync>(h.run.id));
    h.judge.erase<ssot::sync>(h.run.id);
    h.judge.commit();
    BOOST_TEST(!h.judge.find<ssot::sync>(h.run.id));
    BOOST_TEST(h.judge.depth() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
