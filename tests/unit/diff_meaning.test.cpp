// SPDX-License-Identifier: BSL-1.0
// What is no difference, at every depth, and that names give ids of their own.

#include <ssot/diff.hpp>
#include <ssot/json/text.hpp>
#include <ssot/json/value.hpp>
#include <ssot/testing/random_source.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace diff_meaning_test {

namespace diff = ssot::diff;
namespace json = boost::json;
using ssot::raw_json;
using random_source = ssot::conformance::random_source;

// Documents in everything that JSON has a form for. Some have `==`, some have not.

struct plain_part {
    json::value facts{};
    int         weight = 0;
};
BOOST_DESCRIBE_STRUCT(plain_part, (), (facts, weight))

struct equal_part {
    raw_json facts  = raw_json::trusted("null");
    double   weight = 0;

    friend bool operator==(equal_part const&, equal_part const&) = default;
};
BOOST_DESCRIBE_STRUCT(equal_part, (), (facts, weight))

struct holder {
    std::string                                                  name{};
    json::value                                                  value{};
    raw_json                                                     raw = raw_json::trusted("null");
    std::optional<json::value>                                   maybe{};
    std::vector<json::value>                                     values{};
    std::vector<raw_json>                                        raws{};
    std::array<std::optional<raw_json>, 2>                       two{};
    std::map<std::string, json::value>                           by_name{};
    std::unordered_map<std::string, std::vector<raw_json>>       unordered{};
    plain_part                                                   plain{};
    equal_part                                                   equal{};
    std::optional<plain_part>                                    maybe_plain{};
    std::vector<plain_part>                                      plains{};
    std::map<std::string, std::vector<equal_part>>               deep{};
    std::variant<std::monostate, std::int64_t, double, raw_json> either{};
};
BOOST_DESCRIBE_STRUCT(holder, (),
                      (name, value, raw, maybe, values, raws, two, by_name, unordered, plain, equal, maybe_plain, plains, deep,
                       either))

/// A document of any shape. No number is so large that its spellings mean different values.
json::value any_document(random_source& random, int depth)
{
    switch (random.below(depth == 0 ? 5 : 7)) {
    case 0: return nullptr;
    case 1: return random.one_in(2);
    case 2: return random.between(-1'000, 1'000);
    case 3: return static_cast<double>(random.between(-1'000, 1'000)) / 8;
    case 4: return json::string(random.text(6));
    case 5: {
        json::array out;
        for (auto n = random.below(4); n != 0; --n)
            out.push_back(any_document(random, depth - 1));
        return out;
    }
    default: {
        json::object out;
        for (auto n = random.below(4); n != 0; --n)
            out.emplace(random.text(4), any_document(random, depth - 1));
        return out;
    }
    }
}

std::string spelled_text(random_source& random, std::string_view text)
{
    auto const  whole = json::serialize(json::value(text));
    std::string out;
    for (char const c : whole) // a letter may stand as an escape
        if (c >= 'a' && c <= 'f' && out.size() > 0 && out.back() != '\\' && out.find('\\') == std::string::npos &&
            random.one_in(3))
            out.append("\\u006").push_back(static_cast<char>('0' + (c - 0x60)));
        else
            out += c;
    return out;
}

/// The same document in other words.
std::string spelled(random_source& random, json::value const& v)
{
    if (auto const* const n = v.if_int64())
        return std::to_string(*n) + random.pick<std::string>({"", ".0", "e0", ".00E+0"});
    if (auto const* const d = v.if_double())
        return std::to_string(*d) + random.pick<std::string>({"", "0", "e0"});
    if (auto const* const text = v.if_string())
        return spelled_text(random, std::string_view(*text));
    auto const  space = [&] { return random.pick<std::string>({"", " ", "\n"}); };
    std::string out;
    if (auto const* const list = v.if_array()) {
        for (auto const& item : *list)
            out.append(out.empty() ? "" : ",").append(space()).append(spelled(random, item));
        return '[' + out + ']';
    }
    if (auto const* const object = v.if_object()) {
        std::vector<std::pair<std::string, json::value>> members;
        for (auto const& [key, value] : *object)
            members.emplace_back(std::string(key), value);
        for (std::size_t i = members.size(); i > 1; --i)
            std::swap(members[i - 1], members[random.below(i)]);
        for (auto const& [key, value] : members)
            out.append(out.empty() ? "" : ",")
                .append(spelled_text(random, key))
                .append(":")
                .append(space())
                .append(spelled(random, value));
        return '{' + out + '}';
    }
    return json::serialize(v);
}

json::value as_value(random_source& random, json::value const& v) { return json::parse(spelled(random, v)); }
raw_json    as_raw(random_source& random, json::value const& v) { return raw_json::parse(spelled(random, v)).value(); }

constexpr int places = 15;

/// The documents in a holder, each in words of its own.
holder holding(random_source& random, std::vector<json::value> const& docs)
{
    holder out{.name = "h"};
    out.value       = as_value(random, docs[0]);
    out.raw         = as_raw(random, docs[1]);
    out.maybe       = as_value(random, docs[2]);
    out.values      = {as_value(random, docs[3]), nullptr};
    out.raws        = {raw_json::trusted("1"), as_raw(random, docs[4])};
    out.two[1]      = as_raw(random, docs[5]);
    out.by_name     = {{"k", as_value(random, docs[6])}};
    out.unordered   = {{"a", {as_raw(random, docs[7])}}, {"b", {}}};
    out.plain       = {as_value(random, docs[8]), 1};
    out.equal       = {as_raw(random, docs[9]), 1.5};
    out.maybe_plain = plain_part{as_value(random, docs[10]), 2};
    out.plains      = {{nullptr, 0}, {as_value(random, docs[11]), 3}};
    out.deep        = {{"d", {{as_raw(random, docs[12]), 0}}}};
    out.either      = as_raw(random, docs[13]);
    if (docs[13].is_number()) {
        if (random.one_in(2) && docs[13].is_int64())
            out.either = docs[13].get_int64();
        else
            out.either = docs[13].to_number<double>();
    }
    out.deep["e"] = {{raw_json::trusted("{}"), 1}, {as_raw(random, docs[14]), 2}};
    return out;
}

template<class Types>
diff::summary summary_of(holder const& a, holder const& b)
{
    return diff::compute<Types>(std::vector<holder>{a}, std::vector<holder>{b}, &holder::name).value().summary;
}

// Names that read as joints.

struct leaf {
    std::string name{};
};
BOOST_DESCRIBE_STRUCT(leaf, (), (name))
struct branch {
    std::string       name{};
    std::vector<leaf> leaves{};
};
BOOST_DESCRIBE_STRUCT(branch, (), (name, leaves))
struct tree {
    std::string         name{};
    std::string         kind{};
    std::vector<branch> branches{};
};
BOOST_DESCRIBE_STRUCT(tree, (), (name, kind, branches))

/// All names of at most three letters that can be confused.
std::vector<std::string> odd_names()
{
    std::vector<std::string> out{""};
    for (std::size_t begin = 0, length = 0; length != 3; ++length) {
        auto const end = out.size();
        for (; begin != end; ++begin)
            for (char const c : {'a', '_', '\\'})
                out.push_back(out[begin] + c);
    }
    return out;
}

} // namespace diff_meaning_test

using namespace diff_meaning_test;

BOOST_AUTO_TEST_SUITE(diff_meaning)

BOOST_AUTO_TEST_CASE(other_words_for_the_same_are_no_difference_at_any_depth)
{
    for (std::uint64_t seed = 0; seed != 200; ++seed) {
        random_source            random(seed);
        std::vector<json::value> docs;
        for (int i = 0; i != places; ++i)
            docs.push_back(any_document(random, 3));
        auto const a = holding(random, docs);
        auto const b = holding(random, docs);
        BOOST_TEST_CONTEXT("seed " << seed)
        {
            BOOST_TEST((summary_of<ssot::default_types>(a, b) == diff::summary{.unchanged = 1}));
            BOOST_TEST((summary_of<ssot::raw_types>(a, b) == diff::summary{.unchanged = 1}));

            auto const place = random.below(places);
            auto       other = docs;
            other[place]     = json::array{docs[place]};
            auto const c     = holding(random, other);
            BOOST_TEST((summary_of<ssot::default_types>(a, c) == diff::summary{.updated = 1}));
            BOOST_TEST((summary_of<ssot::raw_types>(a, c) == diff::summary{.updated = 1}));
        }
    }
}

BOOST_AUTO_TEST_CASE(members_without_an_equality_of_their_own)
{
    struct item {
        std::string             key{};
        std::vector<plain_part> parts{};
    };
    auto const of = [](item const& i) { return std::map<std::string, std::vector<plain_part>>{{"parts", i.parts}}; };
    std::vector<item> const a{{"k", {{1, 2}}}};
    std::vector<item> const b{{"k", {{1.0, 2}}}};
    std::vector<item> const c{{"k", {{1, 3}}}};
    BOOST_TEST(diff::compute(a, b, diff::by(&item::key).attributes(of)).value().summary.unchanged == 1u);
    BOOST_TEST(diff::compute(a, c, diff::by(&item::key).attributes(of)).value().summary.updated == 1u);
}

BOOST_AUTO_TEST_CASE(both_kinds_of_documents_agree_on_numbers)
{
    for (auto const& [a, b] : {std::pair("9007199254740993", "9007199254740992.0"),
                               std::pair("9007199254740992", "9007199254740992.0"),
                               std::pair("18446744073709551615", "18446744073709551615.0"),
                               std::pair("9223372036854775807", "9223372036854775807.0"),
                               std::pair("9223372036854775808", "9223372036854775808.0"),
                               std::pair("-9223372036854775808", "-9223372036854775808.0"),
                               std::pair("1e2", "100"),
                               std::pair("0", "-0.0"),
                               std::pair("-0", "0"),
                               std::pair("0.1", "0.10"),
                               std::pair("1", "true"),
                               std::pair("1", "\"1\"")}) {
        auto const with_value = [](char const* text) { return holder{.name = "h", .value = json::parse(text)}; };
        auto const with_raw   = [](char const* text) { return holder{.name = "h", .raw = raw_json::trusted(text)}; };
        auto const value      = summary_of<ssot::default_types>(with_value(a), with_value(b));
        auto const raw        = summary_of<ssot::default_types>(with_raw(a), with_raw(b));
        BOOST_TEST((value == raw), a << " and " << b);
    }
}

BOOST_AUTO_TEST_CASE(different_names_have_different_ids)
{
    auto const names = odd_names();
    tree       all{.name = "t"};
    for (auto const& b : names) {
        all.branches.push_back({b, {}});
        for (auto const& l : names)
            all.branches.back().leaves.push_back({l});
    }
    auto const        leaves   = diff::by<&leaf::name>("thing");
    auto const        branches = diff::by<&branch::name>("thing").children<&branch::leaves>(leaves);
    auto const        kind     = diff::by<&tree::name, &tree::kind>("thing").children<&tree::branches>(branches);
    std::vector<tree> trees;
    for (auto const& [name, of] : {std::pair("a__a", "a"),
                                   std::pair("a", "a__a"),
                                   std::pair("a_", "_a"),
                                   std::pair("a", "__a"),
                                   std::pair("a", ""),
                                   std::pair("", "a"),
                                   std::pair("a_", ""),
                                   std::pair("a\\", "_")}) {
        trees.push_back(all);
        trees.back().name = name;
        trees.back().kind = of;
    }
    auto const found = diff::compute(trees, std::vector<tree>(), kind).value();
    BOOST_TEST(found.changes.size() == trees.size() * (1 + names.size() * (1 + names.size())));
    std::set<std::string_view> ids;
    for (auto const& c : found.changes)
        ids.insert(c.unique_id);
    BOOST_TEST(ids.size() == found.changes.size());
}

BOOST_AUTO_TEST_CASE(ids_of_other_names_are_the_originals)
{
    random_source random(1);
    auto const    name = [&] {
        std::string out;
        do {
            out = random.text(8, 1);
        } while (out.find("__") != std::string::npos || out.back() == '_' || out.find('\\') != std::string::npos);
        return out;
    };
    auto const leaves   = diff::by<&leaf::name>("leaf");
    auto const branches = diff::by<&branch::name>("branch").children<&branch::leaves>(leaves);
    auto const kind     = diff::by<&tree::name, &tree::kind>("tree").children<&tree::branches>(branches);
    for (int i = 0; i != 500; ++i) {
        tree const t{name(), name(), {{name(), {{name()}}}}};
        auto const found = diff::compute(std::vector<tree>{t}, std::vector<tree>(), kind).value().changes;
        BOOST_TEST_REQUIRE(found.size() == 3u);
        auto const own = t.name + "__" + t.kind;
        BOOST_TEST(found[0].unique_id == own);
        BOOST_TEST(found[0].name() == own);
        BOOST_TEST(found[1].unique_id == own + "__" + t.branches[0].name);
        BOOST_TEST(found[2].unique_id == own + "__" + t.branches[0].name + "__" + t.branches[0].leaves[0].name);
        BOOST_TEST(found[2].name() == t.branches[0].leaves[0].name);
    }
}

BOOST_AUTO_TEST_CASE(names_in_the_diff_are_as_they_are)
{
    auto const                leaves = diff::by<&leaf::name>("leaf");
    auto const                kind   = diff::by<&branch::name>("branch").children<&branch::leaves>(leaves);
    std::vector<branch> const wanted{{"a__b", {{"c"}}}, {"a", {{"b__c"}}}, {"a_", {}}};
    auto const                found = diff::compute<ssot::raw_types>(wanted, std::vector<branch>(), kind).value();
    BOOST_TEST(found.diff.text() ==
               R"({"branch":{"a":{"+":{},"leaf":{"b__c":{"+":{}}}},"a_":{"+":{}},"a__b":{"+":{},"leaf":{"c":{"+":{}}}}}})");
    std::vector<std::string> ids, names;
    for (auto const& c : found.changes) {
        ids.push_back(c.unique_id);
        names.emplace_back(c.name());
    }
    BOOST_TEST(ids == (std::vector<std::string>{"a", "a__b_\\_c", "a_", "a_\\_b", "a_\\_b__c"}),
               boost::test_tools::per_element());
    BOOST_TEST(names == (std::vector<std::string>{"a", "b__c", "a_", "a__b", "c"}), boost::test_tools::per_element());
    BOOST_TEST(found.changes[3].object_repr() == "branch a_\\_b");
}

BOOST_AUTO_TEST_SUITE_END()
