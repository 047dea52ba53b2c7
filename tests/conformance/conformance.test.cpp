// SPDX-License-Identifier: BSL-1.0
#include <ssot/testing/conformance.hpp>

#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/memory.hpp>

#include "flawed_backends.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

// The kit judged: it finds what is broken in backends that are wrong on purpose, and says so by name.

namespace {

using ssot::conformance::outcome;
using ssot::conformance::report;
using ssot::conformance::run_options;
using ssot::storage::any_backend;
using ssot_test::flaw;
using ssot_test::flawed_backend; // which does not move

constexpr std::uint64_t commands = 10'000; // of random runs: enough to meet each flaw

report examine(flaw f, std::vector<std::string_view> const& only = {})
{
    auto const  from = ssot::conformance::make_source<flawed_backend>([f] { return flawed_backend(f); });
    run_options options{.commands = commands};
    options.only.assign(only.begin(), only.end());
    std::ostringstream out;
    return ssot::conformance::examine(from, options, out);
}

std::set<std::string_view> failed(report const& r)
{
    std::set<std::string_view> out;
    for (auto const& v : r.verdicts)
        if (v.how == outcome::failed)
            out.insert(v.name);
    return out;
}

std::string words_of(report const& r, std::string_view name)
{
    auto const found = std::ranges::find(r.verdicts, name, &ssot::conformance::verdict::name);
    return found == r.verdicts.end() ? "" : found->words;
}

/// Each broken behaviour is named, with what came and the sentence; `sound` ones are not accused.
void names(flaw f, std::initializer_list<std::string_view> broken, std::string_view words,
           std::initializer_list<std::string_view> sound = {"value.uuid", "insert.one", "q.eq_each_kind", "order.ties"})
{
    std::vector<std::string_view> only(broken); // the whole kit over each flaw takes minutes
    only.insert(only.end(), sound.begin(), sound.end());
    auto const r    = examine(f, only);
    auto const came = failed(r);
    BOOST_TEST(!r.good());
    for (auto const name : broken)
        BOOST_TEST(came.contains(name), "the kit does not find that " << name << " is broken");
    for (auto const name : sound)
        BOOST_TEST(!came.contains(name), "the kit accuses " << name << ": " << words_of(r, name));
    auto const said = words_of(r, *broken.begin());
    BOOST_TEST(said.find(words) != std::string::npos, "the kit says: " << said);
    BOOST_TEST(said.find("expected ") != std::string::npos, "the kit says: " << said);
    BOOST_TEST(said.find(". Sentence ") != std::string::npos, "the kit says: " << said);
}

} // namespace

BOOST_AUTO_TEST_SUITE(conformance)
BOOST_AUTO_TEST_SUITE(kit)

BOOST_AUTO_TEST_CASE(a_backend_without_a_flaw_fails_nothing)
{
    // Of the generated ones only some: the backend reads all rows for each question.
    std::vector<std::string_view> only{
        "foreign_key.", "order.desc.", "page.", "where.not.via.", "write.", "refused.", "cursor.", "agg.", "random."};
    for (auto const& b : ssot::conformance::behaviours())
        if (b.about.clause.empty() || std::getenv("SSOT_LONG_TESTS"))
            only.push_back(b.name);
    auto const r = examine(flaw::none, only);
    for (auto const& v : r.verdicts)
        BOOST_TEST((v.how != outcome::failed), v.name << ": " << v.words);
    BOOST_TEST(r.count(outcome::passed) > 85);
    BOOST_TEST(r.commands == commands);
}

BOOST_AUTO_TEST_CASE(a_row_lost_on_rollback)
{
    names(flaw::loses_row_on_rollback, {"tx.rollback_all", "agg.after_delete_and_rollback"}, "after rollback number 1");
}

BOOST_AUTO_TEST_CASE(null_logic_ignored)
{
    names(flaw::ignores_null_logic, {"q.not_null_logic", "q.random_vs_model", "random.commands"}, "where x is null");
}

BOOST_AUTO_TEST_CASE(limit_off_by_one)
{
    names(flaw::off_by_one_limit, {"page.limit_offset", "page.limit_0", "random.commands"}, "limit 1 offset 0");
}

BOOST_AUTO_TEST_CASE(dirty_reads)
{
    names(flaw::dirty_reads, {"tx.isolation_no_dirty", "tx.commit_visible"}, "another session's open transaction");
}

BOOST_AUTO_TEST_CASE(counts_wrong_after_delete)
{
    names(flaw::wrong_counts_after_delete,
          {"agg.after_delete_and_rollback", "delete.cascade", "random.commands"},
          "was erased");
}

BOOST_AUTO_TEST_CASE(batch_inserted_in_part)
{
    names(flaw::partial_insert, {"insert.batch_atomic", "insert.duplicate_in_batch"}, "rows after that batch");
}

BOOST_AUTO_TEST_CASE(a_failing_run_is_shrunk_to_a_short_test)
{
    auto const words = words_of(examine(flaw::off_by_one_limit, {"random."}), "random.commands");
    BOOST_TEST(words.find("BOOST_AUTO_TEST_CASE(") != std::string::npos, words);
    std::size_t commands = 0;
    for (auto at = words.find("{act::"); at != std::string::npos; at = words.find("{act::", at + 1))
        ++commands;
    BOOST_TEST(commands >= 1U);
    BOOST_TEST(commands <= 4U, words);
    BOOST_TEST(words.find("Seed 1") != std::string::npos, words);
    BOOST_TEST(words == words_of(examine(flaw::off_by_one_limit, {"random."}), "random.commands"),
               "another for the same seed");
}

// ---- the report ---------------------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(the_report_is_json)
{
    auto const r        = examine(flaw::off_by_one_limit, {"page.limit_", "page.keyset_"});
    auto const document = boost::json::parse(to_json(r)).as_object();
    BOOST_TEST(document.at("good").as_bool() == false);
    BOOST_TEST(document.at("behaviours").as_array().size() == 4U);
    BOOST_TEST(document.at("failed").to_number<std::size_t>() == r.count(outcome::failed));
    BOOST_TEST(document.at("behaviours").at(0).at("name").as_string() == "page.limit_offset");
    BOOST_TEST(document.at("behaviours").at(0).at("outcome").as_string() == "fail");
}

BOOST_AUTO_TEST_CASE(what_is_declared_absent_and_done_fails_only_when_strict)
{
    report r{.verdicts = {{.name = "a", .how = outcome::passed}, {.name = "b", .how = outcome::passed_though_absent}}};
    BOOST_TEST(r.good());
    r.strict = true;
    BOOST_TEST(!r.good());
    BOOST_TEST(!report{}.good(), "a run that passed nothing");
}

BOOST_AUTO_TEST_CASE(calls_may_name_the_backend_and_the_kit_testing)
{
    namespace kit   = ssot::testing;
    auto const from = kit::make_source<any_backend>([] { return any_backend(ssot::storage::memory()); });
    BOOST_TEST(kit::behaviours<any_backend>().data() == kit::behaviours().data());
    BOOST_TEST(kit::names<any_backend>() == kit::names(), boost::test_tools::per_element());
    BOOST_TEST(kit::replay<any_backend>(from, {{kit::act::insert_sync, 3, 0, 7}, {kit::act::erase_sync, 3, 0, 0}}) == "");
    BOOST_TEST(kit::replay(from, {{kit::act::insert_sync, 3, 0, 7}}) == "");
    BOOST_TEST(kit::run_random<any_backend>(from, {.commands = 10}).commands == 10U);
    std::ostringstream out;
    BOOST_TEST(kit::examine<any_backend>(from, {.only = {"insert.one"}}, out).good());
}

namespace {

/// Memory that says how durable it is.
class declaring : public ssot::storage::memory {
public:
    explicit declaring(ssot::storage::durability durable) : durable_(durable) {}

    ssot::storage::capabilities caps() const noexcept
    {
        auto out    = memory::caps();
        out.durable = durable_;
        return out;
    }

private:
    ssot::storage::durability durable_;
};

} // namespace

// ---- the command line --------------------------------------------------------------------------------------------------

namespace {

ssot::result<run_options> options_of(std::vector<char const*> arguments)
{
    static constexpr std::string_view names[] = {"value.uuid", "page.limit_0"};
    arguments.insert(arguments.begin(), "program");
    return ssot::conformance::read_options_of(static_cast<int>(arguments.size()), arguments.data(), names);
}

} // namespace

BOOST_AUTO_TEST_CASE(options_are_read)
{
    auto const o = options_of({"--strict",
                               "--seed",
                               "7",
                               "--only",
                               "page.",
                               "--only",
                               "value.uuid",
                               "--commands",
                               "10",
                               "--minutes",
                               "0.5",
                               "--json",
                               "file"})
                       .value();
    BOOST_TEST(o.strict);
    BOOST_TEST(!o.list);
    BOOST_TEST(o.seed == 7U);
    BOOST_TEST(o.commands == 10U);
    BOOST_TEST(o.minutes == 0.5);
    BOOST_TEST(o.json == "file");
    BOOST_TEST(o.only == (std::vector<std::string>{"page.", "value.uuid"}));
}

// A shell that stores numbers in a file, rightly or by saying so before it is done.
BOOST_AUTO_TEST_CASE(a_program_that_is_killed_keeps_what_it_said)
{
    struct folder {
        std::string name = std::filesystem::temp_directory_path() / "ssot_killed.XXXXXX";
        folder() { BOOST_TEST_REQUIRE(::mkdtemp(name.data()) != nullptr); }
        ~folder() { std::filesystem::remove_all(name); }
    };
    auto const judged = [](std::string const& store, std::string const& verify, ssot::storage::durability durable) {
        folder const place;
        {
            std::ofstream script(place.name + "/run");
            script << "cd " << place.name << "\ntouch rows\nif [ \"$1\" = --verify ]; then " << verify
                   << "; exit 0; fi\nn=$(wc -l < rows)\nwhile :; do n=$((n+1)); " << store << "; done\n";
        }
        auto const         from = ssot::conformance::make_source<declaring>([durable] { return declaring(durable); });
        std::ostringstream out;
        auto const         r =
            ssot::conformance::examine(from, {.only = {"durable."}, .kill_with = "/bin/sh " + place.name + "/run"}, out);
        BOOST_TEST_REQUIRE(r.verdicts.size() == 1U);
        return r.verdicts[0];
    };
    std::string const all  = "while read n; do echo stored $n; done < rows";
    std::string const good = "echo begun $n; echo $n >> rows; echo stored $n";
    using ssot::storage::durability;
    auto const right = judged(good, all, durability::process_crash);
    BOOST_TEST((right.how == outcome::passed), right.words);
    auto const early = judged("echo begun $n; echo stored $n; sleep 0.01; echo $n >> rows", all, durability::process_crash);
    BOOST_TEST((early.how == outcome::failed));
    BOOST_TEST(early.words.find("is gone after") != std::string::npos, early.words);
    auto const unpromised = judged("echo begun $n; echo stored $n; sleep 0.01; echo $n >> rows", all, durability::none);
    BOOST_TEST((unpromised.how == outcome::passed), unpromised.words);
    auto const invented = judged(good, all + "; echo stored 1000000000", durability::process_crash);
    BOOST_TEST((invented.how == outcome::failed));
    BOOST_TEST(invented.words.find("was never begun") != std::string::npos, invented.words);
    auto const silent = judged("exit 0", all, durability::process_crash);
    BOOST_TEST((silent.how == outcome::failed));
}

BOOST_AUTO_TEST_CASE(patterns_choose_behaviours)
{
    auto const chosen = [](std::vector<std::string> only) {
        auto const from = ssot::conformance::make_source<any_backend>([] { return any_backend(ssot::storage::memory()); });
        std::ostringstream    out;
        std::set<std::string> names;
        for (auto const& v : ssot::conformance::examine(from, {.only = std::move(only)}, out).verdicts)
            names.emplace(v.name);
        return names;
    };
    using names = std::set<std::string>;
    BOOST_TEST((chosen({"order.desc.own.uuid"}) == names{"order.desc.own.uuid"}));
    BOOST_TEST((chosen({"order.*.via.uuid"}) ==
                names{"order.asc.via.uuid",
                      "order.desc.via.uuid",
                      "order.asc_nulls_first.via.uuid",
                      "order.asc_nulls_last.via.uuid",
                      "order.desc_nulls_first.via.uuid",
                      "order.desc_nulls_last.via.uuid",
                      "order.second.via.uuid"}));
    BOOST_TEST((chosen({"*.rollback_all", "schema.create"}) == names{"tx.rollback_all", "schema.create_verify"}));
    BOOST_TEST(options_of({"--only", "page.*_0"}).has_value());
    BOOST_TEST(options_of({"--only", "page.*_1"}).has_error());
}

BOOST_AUTO_TEST_CASE(mistakes_name_what_is_allowed)
{
    for (auto const& wrong : std::vector<std::vector<char const*>>{{"--srict"},
                                                                   {"x"},
                                                                   {""},
                                                                   {"--seed"},
                                                                   {"--seed", "x"},
                                                                   {"--seed", "-1"},
                                                                   {"--commands", "1e3"},
                                                                   {"--minutes", "0"},
                                                                   {"--minutes", "inf"},
                                                                   {"--only", "pages."},
                                                                   {"--only", ""},
                                                                   {"--json", ""},
                                                                   {"--strict=1"}}) {
        auto const r = options_of(wrong);
        BOOST_TEST_REQUIRE(r.has_error(), wrong[0]);
        BOOST_TEST(r.error().text().find("allowed: ") != std::string_view::npos, r.error().text());
    }
    BOOST_TEST(options_of({"--only", "pages."}).error().text().find("page.limit_0") != std::string_view::npos);
    BOOST_TEST(options_of({}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
