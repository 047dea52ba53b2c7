// SPDX-License-Identifier: BSL-1.0
#include <ssot/query.hpp>
#include <ssot/storage/memory.hpp>
#include <ssot/store.hpp>
#include <ssot/testing/conformance.hpp>

#include "../support/sql_like_backend.hpp"
#include "exercise.hpp"
#include "mutations.hpp"

#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <set>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

// The backend by whose mutations the kit is judged is right itself: two that share no code give the same answers.

using ssot::storage::any_backend;
using ssot_test::sql_like_backend;

BOOST_AUTO_TEST_SUITE(conformance)
BOOST_AUTO_TEST_SUITE(sql_like)

BOOST_AUTO_TEST_CASE(answers_as_memory_does)
{
    for (unsigned seed = 1; seed <= 20; ++seed)
        if (auto const first = ssot_test::difference(
                any_backend(ssot::storage::memory()), any_backend(sql_like_backend()), seed, 400, true))
            BOOST_ERROR("seed " << seed << ": " << *first);
}

BOOST_AUTO_TEST_CASE(does_the_same_for_the_same_calls)
{
    for (unsigned seed = 1; seed <= 20; ++seed)
        if (auto const first =
                ssot_test::difference(any_backend(sql_like_backend()), any_backend(sql_like_backend()), seed, 400))
            BOOST_ERROR("seed " << seed << ": " << *first);
}

BOOST_AUTO_TEST_CASE(a_mutation_is_noticed)
{
    for (auto const name : {"not.ignored", "limit.0", "commit.loses.all"}) {
        auto const m = std::ranges::find(ssot_test::mutations, std::string_view(name), &ssot_test::sql::mutation::name);
        BOOST_TEST_REQUIRE((m != std::ranges::end(ssot_test::mutations)));
        bool noticed = false;
        for (unsigned seed = 1; seed <= 20 && !noticed; ++seed)
            noticed = ssot_test::difference(any_backend(sql_like_backend()), any_backend(sql_like_backend(&*m)), seed, 400)
                          .has_value();
        BOOST_TEST(noticed, name);
    }
}

// ---- when foreign keys are judged --------------------------------------------------------------------------------------

namespace {

using ssot::storage::foreign_key_checks;

/// Judges at one time and declares another.
class misdeclared_backend : public sql_like_backend {
public:
    misdeclared_backend(foreign_key_checks judged, foreign_key_checks said, ssot_test::sql::mutation const* wrong = nullptr)
        : sql_like_backend(wrong, judged), said_(said)
    {
    }
    ssot::storage::capabilities caps() const noexcept
    {
        auto out         = sql_like_backend::caps();
        out.foreign_keys = said_;
        return out;
    }

private:
    foreign_key_checks said_;
};

/// The kit's words about foreign keys; empty if it finds nothing.
std::string complaint(foreign_key_checks judged, foreign_key_checks said, ssot_test::sql::mutation const* wrong = nullptr)
{
    auto const from =
        ssot::conformance::make_source<misdeclared_backend>([=] { return misdeclared_backend(judged, said, wrong); });
    std::ostringstream out;
    auto const         r = ssot::conformance::examine(
        from, {.only = {"foreign_key.", "insert.parent_in_same_tx", "random."}, .commands = 2'000}, out);
    std::string words;
    for (auto const& v : r.verdicts)
        if (v.how == ssot::conformance::outcome::failed)
            words += std::string(v.name) + ": " + v.words + '\n';
    return words;
}

} // namespace

BOOST_AUTO_TEST_CASE(foreign_keys_may_be_judged_by_the_call_or_by_the_commit)
{
    BOOST_TEST(complaint(foreign_key_checks::each_call, foreign_key_checks::each_call) == "");
    BOOST_TEST(complaint(foreign_key_checks::at_commit, foreign_key_checks::at_commit) == "");
    BOOST_TEST(complaint(foreign_key_checks::each_call, foreign_key_checks::at_commit) == "", "earlier than declared");
}

BOOST_AUTO_TEST_CASE(foreign_keys_judged_later_than_declared_are_noticed)
{
    auto const late = complaint(foreign_key_checks::at_commit, foreign_key_checks::each_call);
    BOOST_TEST(late.find("foreign_key.when_declared: inserting a row that points nowhere, in a transaction") !=
                   std::string::npos,
               late);
    static constexpr ssot_test::sql::mutation never{.name = "never", .where = ssot_test::sql::point::foreign_key_ignored};
    auto const not_at_all = complaint(foreign_key_checks::at_commit, foreign_key_checks::at_commit, &never);
    BOOST_TEST(not_at_all.find("foreign_key.when_declared: ") != std::string::npos, not_at_all);
}

BOOST_AUTO_TEST_CASE(declares_every_capability_but_durability)
{
    namespace st    = ssot::storage;
    auto const caps = sql_like_backend().caps();
    BOOST_TEST((caps.filters == st::filtering::all && caps.order && caps.limit && caps.projection && caps.joins));
    BOOST_TEST((caps.aggregate && caps.pages && caps.text_ops && caps.text_rules && caps.reverse));
    BOOST_TEST((caps.transactions && caps.savepoints && caps.concurrent_sessions));
    BOOST_TEST(sql_like_backend(nullptr, ssot_test::sql::engine::locks_late).caps().row_locks, "of several writers");
    BOOST_TEST((caps.schema_in_transaction && caps.strongest == st::isolation::serializable));
    BOOST_TEST((caps.foreign_keys == st::foreign_key_checks::each_call && caps.makes_keys && caps.unique && caps.revisions));
    BOOST_TEST((caps.cancel && caps.ddl && caps.text_nul && caps.stable_icontains));
}

BOOST_AUTO_TEST_CASE(searches_by_the_rules_of_other_databases)
{
    using entry = ssot::sync_log_entry;
    std::set<std::string> answers;
    for (auto const by : {ssot::rules::standard, ssot::rules::sqlite, ssot::rules::postgresql}) {
        ssot::store        one{ssot::storage::memory(), {.rules = by}};
        ssot::store        other{sql_like_backend(), {.rules = by}};
        ssot::sync const   run{.source = "a", .target = "b"};
        std::vector<entry> rows;
        for (auto const message : {"plain TEXT", "\xc3\x89t\xc3\xa9", "\xc3\xa9T\xc3\x89", "", "50%", "\xcf\x82"}) {
            rows.push_back({.sync = run, .message = message});
            rows.back().diff = boost::json::value{{"b", message}, {"a", {1, 2}}};
        }
        for (auto* const s : {&one, &other}) {
            s->insert(run).value();
            s->insert(std::span<entry const>(rows)).value();
        }
        std::string answer;
        auto const  ask = [&](auto const& condition, std::string_view what) {
            auto const n = one.count(ssot::from<entry>().where(condition)).value();
            BOOST_TEST(n == other.count(ssot::from<entry>().where(condition)).value(), what);
            answer += std::to_string(n) + ' ';
        };
        constexpr auto text = ssot::field<&entry::message>;
        constexpr auto json = ssot::field<&entry::diff>;
        for (std::string const needle :
             {"text", "TEXT", "plain", "\xc3\xa9t", "\xc3\x89", "", "%", "\xcf\x83", "[1, 2]", "[1,2]", "u00c9"}) {
            ask(contains(text, needle), "contains " + needle);
            ask(icontains(text, needle), "icontains " + needle);
            ask(starts_with(text, needle), "starts_with " + needle);
            ask(istarts_with(text, needle), "istarts_with " + needle);
            ask(ends_with(text, needle), "ends_with " + needle);
            ask(iends_with(text, needle), "iends_with " + needle);
            ask(iexact(text, needle), "iexact " + needle);
            ask(icontains(json, needle), "icontains in JSON " + needle);
            ask(!contains(text, needle), "not contains " + needle);
        }
        answers.insert(answer);
    }
    BOOST_TEST(answers.size() == 3U, "the rules make no difference");
}

BOOST_AUTO_TEST_CASE(mutations_have_names_of_their_own)
{
    std::set<std::string_view> names;
    for (auto const& m : ssot_test::mutations)
        BOOST_TEST(names.insert(m.name).second, m.name);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
