// SPDX-License-Identifier: BSL-1.0
#include <ssot/storage/evaluate.hpp>

#include <ssot/storage/describe.hpp>

#include "support/inventory.hpp"
#include "support/print.hpp"
#include "support/random_source.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace ssot::storage;

/// The simplest rows: a number that may be null, a text that may be null, the number of another row.
struct plain_row {
    std::int64_t                key = 0;
    std::optional<std::int64_t> number{};
    std::optional<std::string>  text{};
    std::optional<std::int64_t> other{};

    value_view at(std::size_t i) const
    {
        switch (i) {
        case 0: return value_view::integer(key);
        case 1: return number ? value_view::integer(*number) : value_view();
        case 2: return text ? value_view::chars(*text) : value_view();
        default: return other ? value_view::integer(*other) : value_view();
        }
    }
};

using rows_by_key = std::map<std::int64_t, plain_row>;

/// Follows field 3, the only one that points anywhere.
struct follow_other {
    rows_by_key const* rows;

    plain_row const* operator()(model_desc const&, plain_row const& row, std::uint16_t via) const
    {
        BOOST_TEST(via == 3);
        auto const found = row.other ? rows->find(*row.other) : rows->end();
        return found == rows->end() ? nullptr : &found->second;
    }
};

/// A condition as a tree, judged in the plainest way: `expected` says what SQL's three values come to after each step.
struct condition {
    op                     what{};
    std::uint16_t          field = no_field;
    std::uint16_t          via   = no_field;
    std::uint16_t          then  = no_field;
    std::vector<value>     args{};
    std::vector<condition> children{};

    void write(query& q) const
    {
        auto const first = static_cast<std::uint32_t>(q.args.size());
        for (auto const& a : args)
            q.args.push_back(a.view());
        bool const inner = what == op::and_ || what == op::or_ || what == op::not_;
        q.where.push_back(
            {what, field, inner ? 0 : first, static_cast<std::uint32_t>(inner ? children.size() : args.size()), via, then});
        for (auto const& c : children)
            c.write(q);
    }
};

std::string folded(std::string text)
{
    for (char& c : text)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return text;
}

template<class T>
bool holds_for(op what, T const& have, std::vector<std::optional<T>> const& wanted)
{
    if (what == op::in)
        return std::ranges::any_of(wanted, [&](auto const& w) { return w && *w == have; });
    if (!wanted[0])
        return false;
    switch (what) {
    case op::eq: return have == *wanted[0];
    case op::lt: return have < *wanted[0];
    case op::le: return have <= *wanted[0];
    case op::gt: return have > *wanted[0];
    case op::ge: return have >= *wanted[0];
    default: return false;
    }
}

bool expected(condition const& c, plain_row const& row, rows_by_key const& rows)
{
    switch (c.what) {
    case op::and_: return std::ranges::all_of(c.children, [&](auto const& k) { return expected(k, row, rows); });
    case op::or_: return std::ranges::any_of(c.children, [&](auto const& k) { return expected(k, row, rows); });
    case op::not_: return !expected(c.children[0], row, rows);
    default: break;
    }
    plain_row const* of   = &row;
    auto const       step = [&] { of = of && of->other && rows.contains(*of->other) ? &rows.at(*of->other) : nullptr; };
    if (c.via != no_field)
        step();
    if (c.then != no_field)
        step();
    std::optional<std::int64_t> number;
    if (of)
        number = c.field == 0 ? std::optional(of->key) : c.field == 1 ? of->number : of->other;
    std::optional<std::string> const text = of ? of->text : std::nullopt;
    if (c.what == op::is_null)
        return c.field == 2 ? !text : !number;
    if (c.field != 2) {
        std::vector<std::optional<std::int64_t>> wanted;
        for (auto const& a : c.args)
            wanted.push_back(a.view().is_null() ? std::nullopt : std::optional(a.view().as_int()));
        return number && holds_for(c.what, *number, wanted);
    }
    std::vector<std::optional<std::string>> wanted;
    for (auto const& a : c.args)
        wanted.push_back(a.view().is_null() ? std::nullopt : std::optional(std::string(a.view().as_chars())));
    if (!text)
        return false;
    switch (c.what) {
    case op::contains: return text->find(*wanted[0]) != std::string::npos;
    case op::icontains: return folded(*text).find(folded(*wanted[0])) != std::string::npos;
    case op::istarts_with: return folded(*text).starts_with(folded(*wanted[0]));
    case op::starts_with: return text->starts_with(*wanted[0]);
    case op::ends_with: return text->ends_with(*wanted[0]);
    case op::iends_with: return folded(*text).ends_with(folded(*wanted[0]));
    case op::iexact: return folded(*text) == folded(*wanted[0]);
    default: return holds_for(c.what, *text, wanted);
    }
}

constexpr std::array texts{"", "a", "A", "ab", "aB", "b", "Ba", "\xc3\xa9", "\xc3\x89", "%", "a_b", "[", "@", "`", "{"};

condition random_condition(ssot_test::random_source& random, int depth)
{
    condition  c;
    auto const any_text   = [&] { return value(value_view::chars(texts[random.below(texts.size())])); };
    auto const any_number = [&] { return value(value_view::integer(random.between(-2, 6))); };
    if (depth > 0 && random.one_in(2)) {
        c.what = random.pick({op::and_, op::or_, op::not_});
        for (auto n = c.what == op::not_ ? 1 : random.below(4); n != 0; --n)
            c.children.push_back(random_condition(random, depth - 1));
        return c;
    }
    c.field = static_cast<std::uint16_t>(random.below(4));
    c.via   = random.one_in(3) ? 3 : no_field;
    c.then  = c.via != no_field && random.one_in(2) ? 3 : no_field;
    c.what  = random.pick({op::eq, op::lt, op::le, op::gt, op::ge, op::in, op::is_null});
    if (c.field == 2 && random.one_in(2)) {
        c.what = random.pick(
            {op::contains, op::icontains, op::istarts_with, op::starts_with, op::ends_with, op::iends_with, op::iexact});
        c.args.push_back(any_text());
        return c;
    }
    if (c.what == op::is_null)
        return c;
    for (auto n = c.what == op::in ? random.below(4) : 1; n != 0; --n)
        c.args.push_back(random.one_in(10) ? value() : c.field == 2 ? any_text() : any_number());
    return c;
}

rows_by_key random_rows(ssot_test::random_source& random)
{
    rows_by_key out;
    for (std::int64_t key = 0; key != 12; ++key) {
        plain_row row{.key = key};
        if (!random.one_in(4))
            row.number = random.between(-2, 6);
        if (!random.one_in(4))
            row.text = texts[random.below(texts.size())];
        if (!random.one_in(4))
            row.other = random.between(0, 14); // some are not there
        out.emplace(key, row);
    }
    return out;
}

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(storage)
BOOST_AUTO_TEST_SUITE(evaluate)

BOOST_AUTO_TEST_CASE(searching_folds_a_to_z_only)
{
    BOOST_TEST(contains_folded("Hello World", "LO wO"));
    BOOST_TEST(contains_folded("abc", ""));
    BOOST_TEST(contains_folded("", ""));
    BOOST_TEST(!contains_folded("", "a"));
    BOOST_TEST(!contains_folded("abc", "abcd"));
    BOOST_TEST(contains_folded("aab", "AB"));
    BOOST_TEST(!contains_folded("\xc3\xa9", "\xc3\x89"), "not the letters of other alphabets");
    BOOST_TEST(contains_folded("\xc3\xa9", "\xc3\xa9"));
    for (auto const* const pair : {"@`", "[{", "\\|", "]}", "^~"}) // neighbours of A and Z, 32 apart
        BOOST_TEST(!contains_folded(std::string_view(pair, 1), std::string_view(pair + 1, 1)));
    for (auto const* const wild : {"%", "_", ".", "*", "?", "\\"})
        BOOST_TEST(!contains_folded("abc", wild));
    BOOST_TEST(contains_folded(std::string_view("a\0B", 3), std::string_view("\0b", 2)));
}

BOOST_AUTO_TEST_CASE(an_empty_condition_holds)
{
    ::query const q{.model = &describe_model<inventory::device>()};
    BOOST_TEST(matches(q, plain_row{}, [](auto const&, auto const&, auto) -> plain_row const* { return nullptr; }));
}

BOOST_AUTO_TEST_CASE(conditions_may_be_as_deep_as_they_like)
{
    auto const none = [](model_desc const&, plain_row const&, std::uint16_t) -> plain_row const* { return nullptr; };
    ::query    q{.model = &describe_model<inventory::device>()};
    for (int i = 0; i != 1'000'000; ++i)
        q.where.push_back({op::not_, no_field, 0, 1});
    q.where.push_back({op::in, 0, 0, 0});
    BOOST_TEST(!matches(q, plain_row{}, none));
    q.where.insert(q.where.begin(), {op::not_, no_field, 0, 1});
    BOOST_TEST(matches(q, plain_row{}, none));

    q.where.clear(); // or(and(or( ... no row, no row), no row), with the depth on the left; then on the right
    for (int i = 0; i != 1'000'000; ++i)
        q.where.push_back({i % 2 == 0 ? op::or_ : op::and_, no_field, 0, 2});
    q.where.resize(q.where.size() + 1'000'001, {op::in, 0, 0, 0});
    BOOST_TEST(!matches(q, plain_row{}, none));
    q.where.clear();
    for (int i = 0; i != 1'000'000; ++i) {
        q.where.push_back({i % 2 == 0 ? op::or_ : op::and_, no_field, 0, 2});
        q.where.push_back({op::not_, no_field, 0, 1});
        q.where.push_back({op::in, 0, 0, 0});
    }
    q.where.push_back({op::in, 0, 0, 0});
    BOOST_TEST(matches(q, plain_row{}, none));
    std::size_t at = 1;
    BOOST_TEST(ssot::storage::matches_from(q, plain_row{}, none, at), "a part of it");
    BOOST_TEST(at == 3u);
}

BOOST_AUTO_TEST_CASE(conditions_of_nothing)
{
    auto const none = [](model_desc const&, plain_row const&, std::uint16_t) -> plain_row const* { return nullptr; };
    ::query    q{.model = &describe_model<inventory::device>()};
    q.where = {{op::and_, no_field, 0, 0}};
    BOOST_TEST(matches(q, plain_row{}, none));
    q.where = {{op::or_, no_field, 0, 0}};
    BOOST_TEST(!matches(q, plain_row{}, none));
    q.where = {{op::in, 0, 0, 0}};
    BOOST_TEST(!matches(q, plain_row{}, none));
    q.where = {{op::not_, no_field, 0, 1}, {op::in, 0, 0, 0}};
    BOOST_TEST(matches(q, plain_row{}, none));
}

BOOST_AUTO_TEST_CASE(random_conditions_mean_what_they_say)
{
    random_source random(37);
    int           held = 0, judged = 0;
    for (int round = 0; round != 2'000; ++round) {
        auto const rows = random_rows(random);
        auto const tree = random_condition(random, 5);
        ::query    q{.model = &describe_model<inventory::device>()};
        tree.write(q);
        for (auto const& [key, row] : rows) {
            bool const want = expected(tree, row, rows);
            bool const have = matches(q, row, follow_other{&rows});
            held += want;
            ++judged;
            if (have != want)
                BOOST_ERROR("round " << round << ", row " << key << ": " << have);
        }
    }
    BOOST_TEST(held > judged / 5, "the conditions are not all the same");
    BOOST_TEST(held < judged * 4 / 5);
}

BOOST_AUTO_TEST_CASE(random_orders_are_right)
{
    random_source random(38);
    for (int round = 0; round != 1'000; ++round) {
        auto const rows = random_rows(random);
        ::query    q{.model = &describe_model<inventory::device>()};
        for (auto n = random.below(4); n != 0; --n)
            q.order.push_back({.field = static_cast<std::uint16_t>(random.below(3)),
                               .desc  = random.one_in(2),
                               .where = random.pick({nulls::largest, nulls::first, nulls::last}),
                               .via   = random.one_in(3) ? std::uint16_t{3} : no_field});

        // Nulls and values of one term as numbers that compare as the term says.
        auto const rank = [&](plain_row const& row, order_by const& o) -> std::pair<int, std::int64_t> {
            plain_row const* of = &row;
            if (o.via != no_field)
                of = row.other && rows.contains(*row.other) ? &rows.at(*row.other) : nullptr;
            std::optional<std::int64_t> place;
            if (of && o.field == 0)
                place = of->key;
            if (of && o.field == 1)
                place = of->number;
            if (of && o.field == 2 && of->text) {
                std::vector<std::string> sorted(texts.begin(), texts.end());
                std::ranges::sort(sorted, [](auto const& a, auto const& b) {
                    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
                        return static_cast<unsigned char>(x) < static_cast<unsigned char>(y);
                    });
                });
                place = std::ranges::find(sorted, *of->text) - sorted.begin();
            }
            if (place)
                return {0, o.desc ? -*place : *place};
            bool const first = o.where == nulls::first || (o.where == nulls::largest && o.desc);
            return {first ? -1 : 1, 0};
        };
        auto const less = [&](plain_row const& a, plain_row const& b) {
            for (auto const& o : q.order)
                if (rank(a, o) != rank(b, o))
                    return rank(a, o) < rank(b, o);
            return a.key < b.key;
        };
        for (auto const& [i, a] : rows)
            for (auto const& [k, b] : rows)
                if (before(q, a, b, follow_other{&rows}) != less(a, b))
                    BOOST_ERROR("round " << round << ", rows " << i << " and " << k);
    }
}

BOOST_AUTO_TEST_CASE(a_sorted_list_is_searched_the_same)
{
    random_source random(39);
    for (int round = 0; round != 500; ++round) {
        std::set<std::int64_t> list;
        for (auto n = random.below(12); n != 0; --n)
            list.insert(random.between(-9, 9));
        ::query q{.model = &describe_model<inventory::device>()};
        for (auto const n : list)
            q.args.push_back(value_view::integer(n));
        q.where      = {{.what = op::in, .field = 1, .count = static_cast<std::uint32_t>(list.size()), .sorted = true}};
        auto const n = random.between(-9, 9);
        BOOST_TEST(matches(q, plain_row{.number = n}, follow_other{nullptr}) == list.contains(n));
        BOOST_TEST(!matches(q, plain_row{}, follow_other{nullptr}));
    }
}

// What is behind a row in an ordering is what comes after it when all are sorted.
BOOST_AUTO_TEST_CASE(what_is_behind_a_row_is_a_condition)
{
    random_source random(40);
    for (int round = 0; round != 1'000; ++round) {
        auto const rows = random_rows(random);
        ::query    q{.model = &describe_model<inventory::device>()};
        for (auto n = random.below(3); n != 0; --n)
            q.order.push_back({.field = static_cast<std::uint16_t>(random.below(3)),
                               .desc  = random.one_in(2),
                               .where = random.pick({nulls::largest, nulls::first, nulls::last}),
                               .via   = random.one_in(3) ? std::uint16_t{3} : no_field});
        q.order.push_back({.field = 0, .desc = random.one_in(2)});
        bool const filtered = random.one_in(2);
        if (filtered)
            q.where = {{op::is_null, 1}};
        follow_other const            follow{&rows};
        std::vector<plain_row const*> sorted;
        for (auto const& [key, row] : rows)
            sorted.push_back(&row);
        std::ranges::sort(sorted, [&](auto const* a, auto const* b) { return before(q, *a, *b, follow); });
        for (std::size_t at = 0; at != sorted.size(); ++at) {
            auto page = q;
            for (auto const& o : q.order)
                page.after.push_back(value_at(*q.model, *sorted[at], o, follow));
            lower_after(page);
            BOOST_TEST(page.after.empty());
            for (std::size_t i = 0; i != sorted.size(); ++i)
                if (matches(page, *sorted[i], follow) != (i > at && (!filtered || !sorted[i]->number)))
                    BOOST_ERROR("round " << round << ", row " << i << " behind " << at);
        }
    }
}

BOOST_AUTO_TEST_CASE(rules_change_how_text_is_found)
{
    auto const found = [](rules by, op what, value_view in, std::string_view needle) {
        ::query q{.model = &describe_model<inventory::device>()};
        q.by   = by;
        q.args = {value_view::chars(needle)};
        return matches_value(q, {what, 2, 0, 1}, in);
    };
    auto const text = value_view::chars("\xc3\x89t\xc3\xa9 \xcf\x82\xc4\xb1 \xc3\x9f \xef\xbf\xbd\xff");
    for (auto const by : {rules::standard, rules::sqlite}) {
        BOOST_TEST(!found(by, op::icontains, text, "\xc3\xa9T"));
        BOOST_TEST(found(by, op::icontains, text, "T\xc3\xa9"));
    }
    BOOST_TEST(found(rules::postgresql, op::icontains, text, "\xc3\xa9T\xc3\x89"));
    BOOST_TEST(found(rules::postgresql, op::icontains, text, "\xcf\x83i"), "sigma is a final sigma, i has no dot or one");
    BOOST_TEST(found(rules::postgresql, op::icontains, text, "\xff"), "bytes that are no text stay");
    BOOST_TEST(!found(rules::postgresql, op::icontains, text, "SS"), "one letter for one");
    BOOST_TEST(!found(rules::postgresql, op::contains, text, "\xc3\xa9T"));
    BOOST_TEST(!found(rules::standard, op::contains, text, "T"));
    BOOST_TEST(found(rules::sqlite, op::contains, text, "T"), "LIKE folds");
    BOOST_TEST(!found(rules::postgresql, op::eq, text, "T"));
}

BOOST_AUTO_TEST_CASE(documents_are_equal_by_the_rules)
{
    auto const equal = [](rules by, op what) {
        ::query q{.model = &describe_model<inventory::rack>()};
        q.by         = by;
        q.args       = {value_view(), value_view::chars(R"({"b":1,"a":1e1})", kind::json)};
        auto const v = value_view::chars(R"({"a":10,"b":1})", kind::json);
        return matches_value(q, {what, 8, what == op::in ? 0U : 1U, what == op::in ? 2U : 1U}, v);
    };
    for (auto const what : {op::eq, op::in}) {
        BOOST_TEST(!equal(rules::standard, what), "by bytes");
        BOOST_TEST(!equal(rules::sqlite, what));
        BOOST_TEST(equal(rules::postgresql, what), "whatever the order of keys");
    }
}

// What Python 3.11 and PostgreSQL 15 print of the same document.
BOOST_AUTO_TEST_CASE(documents_read_as_databases_print_them)
{
    auto const printed = [](rules by, std::string_view document) {
        return detail::search_text(value_view::chars(document, kind::json), by);
    };
    constexpr std::string_view document =
        R"({"b":[1,2.50,1e2,-0.0,1.5E-3,-12e1] ,"aa":{},"a":"\/\u0001\u007f\ud83d\ude00","b" : [] , "": [ null,true ]})";
    BOOST_TEST(printed(rules::standard, document) == document);
    BOOST_TEST(
        printed(rules::sqlite, document) ==
        R"({"b": [1, 2.50, 1e2, -0.0, 1.5E-3, -12e1], "aa": {}, "a": "/\u0001\u007f\ud83d\ude00", "b": [], "": [null, true]})");
    BOOST_TEST(printed(rules::postgresql, document) ==
               "{\"\": [null, true], \"a\": \"/\\u0001\x7f\xf0\x9f\x98\x80\", \"b\": [], \"aa\": {}}");
    BOOST_TEST(printed(rules::postgresql, "[2.50,1e2,-0.0,1.5E-3,-12e1,12.25e1,0e5,100e-2,1e-1,1e+1,-0]") ==
               "[2.50, 100, 0.0, 0.0015, -120, 122.5, 0, 1.00, 0.1, 10, 0]");
    BOOST_TEST(printed(rules::sqlite, R"(" \b\f\n\r\t\"\\ ")") == R"(" \b\f\n\r\t\"\\ ")");
    for (std::string_view const wrong : {"", "{", "[1,]", "nul", "\"", "[1] 2", R"("\ud800")"})
        BOOST_TEST(printed(rules::sqlite, wrong) == wrong);
}

/// A row with the numbers of its children behind its one field.
struct parent_row {
    std::int64_t key;
    std::int64_t few;
    std::int64_t many;

    value_view at(std::size_t i) const { return value_view::integer(i == 0 ? key : i == 1 ? few : many); }
};

BOOST_AUTO_TEST_CASE(rows_with_the_numbers_of_their_children_are_judged_by_them)
{
    field_desc fields[1]{};
    model_desc model{};
    model.fields       = fields; // one, which is the key
    auto const nowhere = [](model_desc const&, auto const&, std::uint16_t) -> parent_row const* { return nullptr; };
    ::query    q{.model = &model, .args = {value_view::integer(2)}};
    q.children = {{.model = &model, .field = 0}, {.model = &model, .field = 0}};
    for (std::int64_t few : {0, 1, 3})
        for (std::int64_t many : {0, 2, 5}) {
            parent_row const row{7, few, many};
            q.where = {{op::exists, 1}};
            BOOST_TEST(matches(q, row, nowhere) == (few > 0));
            q.where = {{op::not_, no_field, 0, 1}, {op::exists, 2}};
            BOOST_TEST(matches(q, row, nowhere) == (many == 0));
            q.where = {{op::and_, no_field, 0, 2}, {op::exists, 1}, {op::gt, 2, 0, 1}};
            BOOST_TEST(matches(q, row, nowhere) == (few > 0 && many > 2));
            q.order = {{.field = 2, .desc = true}, {.field = 1}};
            BOOST_TEST(before(q, row, parent_row{7, 1, 2}, nowhere) == (many > 2 || (many == 2 && few < 1)));
        }
}

BOOST_AUTO_TEST_CASE(the_condition_on_children_is_a_query)
{
    field_desc fields[2]{};
    model_desc parent{}, child{};
    parent.fields = child.fields = fields;
    ::query q{.model = &parent, .by = rules::sqlite};
    q.children    = {{.model = &child, .field = 1},
                     {.model = &child, .field = 1, .where = {{op::lt, 0, 0, 1}}, .args = {value_view::integer(4)}}};
    auto const of = child_query(q, 1);
    BOOST_TEST((of.model == &child && of.by == rules::sqlite && of.children.empty()));
    auto const nowhere = [](model_desc const&, auto const&, std::uint16_t) -> plain_row const* { return nullptr; };
    BOOST_TEST(matches(of, plain_row{.key = 3}, nowhere));
    BOOST_TEST(!matches(of, plain_row{.key = 4}, nowhere));
    BOOST_TEST(matches(child_query(q, 0), plain_row{.key = 4}, nowhere), "all of them");
}

BOOST_AUTO_TEST_CASE(joins_are_seen_in_conditions_and_orders)
{
    ::query q{};
    BOOST_TEST(!uses_joins(q));
    q.where = {{op::not_, no_field, 0, 1}, {op::eq, 1, 0, 1}};
    q.order = {{.field = 1}};
    BOOST_TEST(!uses_joins(q));
    q.where[1].via = 3;
    BOOST_TEST(uses_joins(q));
    q.where.clear();
    q.order.push_back({.field = 2, .via = 3});
    BOOST_TEST(uses_joins(q));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
