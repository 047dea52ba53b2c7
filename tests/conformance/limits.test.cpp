// SPDX-License-Identifier: BSL-1.0
#include <ssot/testing/conformance.hpp>

#include "limited_memory.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

// Backends that can do less, and declare so, conform wholly: the kit asks nothing of them that they did not declare.

namespace {

using ssot::conformance::outcome;
using ssot_test::limited_memory;
using ssot_test::limits;

/// Nothing fails: no behaviour that is written by hand, and none of some of the generated ones; with SSOT_LONG_TESTS of more.
void conforms(limits                        what,
              std::vector<std::string_view> generated = {
                  "write.*.text", "write.*.json", "cursor.own_", "page.after.own.text"})
{
    auto const from = ssot::conformance::make_source<limited_memory>([what] { return limited_memory(what); });
    if (std::getenv("SSOT_LONG_TESTS") && generated.size() > 1)
        generated = {"write.", "cursor.", "page."};
    ssot::conformance::run_options options{.commands = 2'000, .strict = true};
    options.only.assign(generated.begin(), generated.end());
    for (auto const& b : ssot::conformance::behaviours())
        if (b.about.clause.empty())
            options.only.emplace_back(b.name);
    std::ostringstream out;
    auto const         r = ssot::conformance::examine(from, options, out);
    BOOST_TEST(r.good());
    for (auto const& v : r.verdicts)
        BOOST_TEST((v.how != outcome::failed && v.how != outcome::passed_though_absent), v.name << ": " << v.words);
}

} // namespace

BOOST_AUTO_TEST_SUITE(conformance)
BOOST_AUTO_TEST_SUITE(limits_that_are_declared)

BOOST_AUTO_TEST_CASE(short_texts) { conforms({.max_text = 65'536}); }

BOOST_AUTO_TEST_CASE(shallow_documents) { conforms({.max_json_depth = 20}); }

BOOST_AUTO_TEST_CASE(documents_whose_keys_are_reordered) { conforms({.reorders_json = true}, {"write.update.json"}); }

BOOST_AUTO_TEST_CASE(small_batches) { conforms({.max_batch = 7}); }

BOOST_AUTO_TEST_CASE(one_cursor) { conforms({.one_cursor = true}); }

BOOST_AUTO_TEST_CASE(rows_by_key_without_transactions) { conforms({.keys_only = true}); }

BOOST_AUTO_TEST_CASE(texts_without_zero_bytes) { conforms({.text_nul = false}); }

BOOST_AUTO_TEST_CASE(small_calls) { conforms({.max_args = 120, .max_terms = 6}, {"limit.", "where.mixed.own.int64"}); }

BOOST_AUTO_TEST_CASE(calls_declined_at_random)
{
    conforms({.declines = 2},
             {"where.mixed.then.text",
              "page.after.via.text",
              "order.second.own.",
              "agg.counts.via.",
              "update.where.via.int64",
              "erase.where.own.text",
              "limit."});
}

BOOST_AUTO_TEST_CASE(every_call_declined)
{
    conforms({.max_args = 120, .max_terms = 6, .declines = 1}, {"where.in.via.int64", "order.asc.then.real", "limit."});
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE_END()
