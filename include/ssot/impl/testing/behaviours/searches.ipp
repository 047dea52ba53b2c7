// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_SEARCHES_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_SEARCHES_IPP

// Behaviours: the rows whose text holds a needle.

#include <ssot/condition.hpp>
#include <ssot/storage/capability.hpp>
#include <ssot/storage/describe.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/testing/behaviour.hpp>
#include <ssot/testing/kit/random_queries.hpp>
#include <ssot/testing/kit/sample_rows.hpp>
#include <ssot/testing/kit/session_calls.hpp>
#include <ssot/testing/kit/specimen.hpp>
#include <ssot/testing/trial.hpp>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace ssot::conformance::detail {

/// Texts to search in, each in a row of its own with keys from 1.
SSOT_DECL std::vector<specimen> store_texts(trial& t, std::initializer_list<std::string_view> texts)
{
    std::vector<specimen> out;
    for (auto const text : texts) {
        out.push_back(make_specimen(static_cast<std::int64_t>(out.size() + 1), std::string(text)));
        out.back().maybe_text = text;
    }
    out.push_back(make_specimen(static_cast<std::int64_t>(out.size() + 1)));
    t.ok(t.store().insert(out), "inserting texts");
    return out;
}

SSOT_DECL void searches_agree(trial& t, std::vector<specimen> const& rows, std::initializer_list<std::string_view> needles)
{
    constexpr auto f = field<&specimen::maybe_text>;
    for (auto const needle : needles) {
        auto const low  = folded(std::string(needle));
        auto const want = [&](auto test) {
            return found_by_hand(rows, [&](specimen const& m) { return m.maybe_text && test(*m.maybe_text); });
        };
        t.equal(found_by(t, icontains(f, needle)),
                want([&](std::string const& v) { return folded(v).find(low) != std::string::npos; }),
                "keys of texts that contain " + show(needle) + ", A to Z folded");
        t.equal(found_by(t, contains(f, needle)),
                want([&](std::string const& v) { return v.find(needle) != std::string::npos; }),
                "keys of texts that contain " + show(needle));
        t.equal(found_by(t, istarts_with(f, needle)),
                want([&](std::string const& v) { return folded(v).starts_with(low); }),
                "keys of texts that start with " + show(needle) + ", A to Z folded");
    }
}

SSOT_DECL void q_icontains_ascii(trial& t)
{
    auto const rows = store_texts(t,
                                  {"Core-1",
                                   "CORE-2",
                                   "score",
                                   "\xc3\x89"
                                   "cole",
                                   "\xc3\xa9"
                                   "cole",
                                   "\xc4\xb0",
                                   "i",
                                   "I",
                                   "stra\xc3\x9f"
                                   "e",
                                   "STRASSE",
                                   "@[`{",
                                   "\xe2\x84\xaa",
                                   "k"});
    searches_agree(t,
                   rows,
                   {"core",
                    "CORE",
                    "Or",
                    "\xc3\xa9",
                    "\xc3\x89",
                    "i",
                    "\xc4\xb0",
                    "ss",
                    "@",
                    "`",
                    "[",
                    "{",
                    "k",
                    "\xe2\x84\xaa",
                    "nothing"});
}

SSOT_DECL void q_icontains_wildcards(trial& t)
{
    auto const rows =
        store_texts(t, {"50%", "50", "a_c", "abc", "a\\c", "[ab]", "a", "*", "a.c", "^a", "'", "\"", "a%c_", "?"});
    searches_agree(t, rows, {"%", "_", "\\", "[", "[ab]", "*", ".", "^", "'", "\"", "a_c", "a%c", "\\%", "?", "a*"});
}

SSOT_DECL void q_icontains_json(trial& t)
{
    auto& store = t.store();
    for (int i = 1; i <= 3; ++i) {
        auto m     = make_specimen(i);
        m.document = boost::json::object{{"Name", "Core-" + std::to_string(i)}, {"list", {i, i + 1}}};
        t.ok(store.insert(m), "inserting a document");
    }
    auto const found = [&](std::string_view needle) { return found_by(t, icontains(field<&specimen::document>, needle)); };
    using keys       = std::vector<std::int64_t>;
    t.equal(found("core-2"), keys{2}, "keys of documents that contain core-2");
    if (t.caps().stable_icontains) { // otherwise its text has other spaces, or its keys another order
        t.equal(found(R"("name":"core)"), keys{1, 2, 3}, "keys of documents that contain \"name\":\"core, without spaces");
        t.equal(found("[2,3]"), keys{2}, "keys of documents that contain [2,3]");
    }
    t.equal(found("core-9"), keys{}, "keys of documents that contain core-9");
    t.equal(
        found_by(t, contains(field<&specimen::document>, "core")), keys{}, "keys of documents that contain core, as it is");
}

SSOT_DECL void q_empty_needle(trial& t)
{
    auto const rows = store_texts(t, {"", "a", " "});
    searches_agree(t, rows, {""});
    t.equal(found_by(t, icontains(field<&specimen::maybe_text>, "")).size(),
            3U,
            "texts that contain the empty text: all that are not null");
}

/// A text or a document in which a needle is found by the rules of some databases. Written down from what Django finds on them.
struct ruled_search {
    std::string_view text;
    bool             document;
    storage::op      what;
    std::string_view needle;
    bool             standard;
    bool             sqlite;
    bool             postgresql;
};

inline constexpr ruled_search ruled_searches[] = {
    // SQLite's LIKE folds A to Z whatever is asked; PostgreSQL folds every letter, but only if asked.
    {"Core-1", false, storage::op::contains, "core", false, true, false},
    {"Core-1", false, storage::op::starts_with, "CORE", false, true, false},
    {"Core-1", false, storage::op::ends_with, "E-1", false, true, false},
    {"Core-1", false, storage::op::icontains, "ORE", true, true, true},
    {"\xc3\x89"
     "cole",
     false,
     storage::op::icontains,
     "\xc3\xa9",
     false,
     false,
     true},
    {"\xc3\x89"
     "cole",
     false,
     storage::op::istarts_with,
     "\xc3\xa9"
     "C",
     false,
     false,
     true},
    {"nav\xd0\x96", false, storage::op::iends_with, "V\xd0\xb6", false, false, true},
    {"\xce\xa9", false, storage::op::iexact, "\xcf\x89", false, false, true},
    {"\xce\xa9", false, storage::op::contains, "\xcf\x89", false, false, false},
    {"\xce\xa9", false, storage::op::contains, "\xce\xa9", true, true, true},
    // Documents are kept as texts with spaces, and in SQLite without letters beyond ASCII.
    {"{\"a\":\"\xc3\xa9\"}", true, storage::op::icontains, "\"a\": \"", false, true, true},
    {"{\"a\":\"\xc3\xa9\"}", true, storage::op::icontains, "\\u00e9", false, true, false},
    {"{\"a\":\"\xc3\xa9\"}", true, storage::op::icontains, "\xc3\x89", false, false, true},
    {"{\"a\":\"\xc3\xa9\"}", true, storage::op::contains, "\xc3\xa9", true, false, true},
};

SSOT_DECL void q_text_rules(trial& t)
{
    auto const caps = t.caps();
    if (!caps.text_rules || !caps.text_ops || caps.filters != storage::filtering::all)
        throw not_applicable("the backend does not declare text_rules and text_ops with filters == filtering::all");
    auto const& model = storage::describe_model<specimen>();
    auto        s     = t.open();
    for (auto const& each : ruled_searches) {
        if (each.document && !caps.stable_icontains)
            continue;
        auto row = make_specimen(1);
        if (each.document)
            row.document = boost::json::parse(each.text);
        else
            row.text = each.text;
        insert_rows<specimen>(t, s, {row});
        for (bool const inside : {false, true}) {
            if (inside && !caps.transactions)
                break;
            if (inside)
                t.ok(s.begin({.mode = storage::tx_mode::read_only}), "begin, read-only");
            for (auto const by : {storage::rules::standard, storage::rules::sqlite, storage::rules::postgresql}) {
                auto const     place = each.document ? field_index<&specimen::document> : field_index<&specimen::text>;
                storage::query q{.model = &model,
                                 .where = {{.what = each.what, .field = static_cast<std::uint16_t>(place), .count = 1}},
                                 .args  = {storage::value_view::chars(each.needle)},
                                 .by    = by};
                bool const     want = by == storage::rules::standard ? each.standard
                        : by == storage::rules::sqlite               ? each.sqlite
                                                                     : each.postgresql;
                t.equal(scan_rows<specimen>(t, s, q).size(),
                        want ? 1U : 0U,
                        "rows with " + show(each.text) + " that are found by " + show(each.needle) + " under the rules " +
                            (by == storage::rules::standard     ? "standard"
                                 : by == storage::rules::sqlite ? "sqlite"
                                                                : "postgresql"));
            }
            if (inside)
                s.rollback();
        }
        t.ok(erase_rows<specimen>(s, {1}), "erase");
    }
}

inline constexpr behaviour search_behaviours[] = {
    {"q.icontains_ascii", "folds A to Z only", need::nothing, 7, &q_icontains_ascii},
    {"q.icontains_wildcards", "%, _, \\, [, * are literal", need::nothing, 7, &q_icontains_wildcards},
    {"q.icontains_json", "canonical text", need::nothing, 7, &q_icontains_json},
    {"q.text_rules", "those of the query, not only the standard ones", need::nothing, 7, &q_text_rules},
    {"q.empty_needle", "matches all that is not null", need::nothing, 7, &q_empty_needle},
};

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_SEARCHES_IPP
