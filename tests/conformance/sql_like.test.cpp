// SPDX-License-Identifier: BSL-1.0
#include <ssot/storage/memory.hpp>
#include <ssot/testing/conformance.hpp>

#include "../support/sql_like_backend.hpp"
#include "exercise.hpp"
#include "mutations.hpp"

#include <boost/test/unit_test.hpp>

#include <set>
#include <sstream>
#include <string>
#include <string_view>

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

BOOST_AUTO_TEST_CASE(mutations_have_names_of_their_own)
{
    std::set<std::string_view> names;
    for (auto const& m : ssot_test::mutations)
        BOOST_TEST(names.insert(m.name).second, m.name);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
