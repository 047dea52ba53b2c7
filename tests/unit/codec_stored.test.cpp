// SPDX-License-Identifier: BSL-1.0
// Codecs of all kinds that make what they give, in everything that a field can be used for.

#include <ssot/diff.hpp>
#include <ssot/form.hpp>
#include <ssot/json/lines.hpp>
#include <ssot/json/schema.hpp>
#include <ssot/json/value.hpp>
#include <ssot/nautobot/diff_encoder.hpp>
#include <ssot/nautobot/fixture.hpp>
#include <ssot/nautobot/rest.hpp>
#include <ssot/ssot.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace codec_stored {

/// Text that is built: "10.0.0.0/8 192.168.0.0/16".
struct networks {
    std::vector<std::array<int, 5>> items{};
    friend bool                     operator==(networks const&, networks const&) = default;
};

/// JSON that is built.
struct labels {
    std::vector<std::string> items{};
    friend bool              operator==(labels const&, labels const&) = default;
};

/// Bytes that are built.
struct digest {
    std::vector<std::uint32_t> words{};
    friend bool                operator==(digest const&, digest const&) = default;
};

/// A uuid that is built.
struct asset_id {
    std::uint64_t high                                          = 0;
    std::uint64_t low                                           = 0;
    friend auto   operator<=>(asset_id const&, asset_id const&) = default;
};

/// Text that is built, with the fewest members that a codec can have.
struct decimal {
    std::int64_t cents                        = 0;
    friend bool  operator==(decimal, decimal) = default;
};

} // namespace codec_stored

template<>
struct ssot::codec<codec_stored::networks> {
    static constexpr kind stored_as = kind::text;
    using stored_type               = std::string;

    static std::string encode(codec_stored::networks const& v)
    {
        std::string out;
        for (auto const& n : v.items) {
            if (!out.empty())
                out += ' ';
            for (std::size_t i = 0; i != 5; ++i)
                out.append(i == 0 ? "" : i == 4 ? "/" : ".").append(std::to_string(n[i]));
        }
        return out;
    }
    static result<codec_stored::networks> decode(std::string_view text)
    {
        codec_stored::networks out;
        auto const* const      end = text.data() + text.size();
        for (auto const* p = text.data(); p != end;) {
            auto& n = out.items.emplace_back();
            for (std::size_t i = 0; i != 5; ++i) {
                auto const [next, failed] = std::from_chars(p, end, n[i]);
                if (failed != std::errc() || n[i] < 0 || n[i] > (i == 4 ? 32 : 255))
                    return error(errc::invalid_value, "a network is written like 10.0.0.0/8");
                p = next;
                if (i != 4 && (p == end || *p++ != "...//"[i]))
                    return error(errc::invalid_value, "a network is written like 10.0.0.0/8");
            }
            if (p != end && *p++ != ' ')
                return error(errc::invalid_value, "there is one space between networks");
        }
        return out;
    }
};

template<>
struct ssot::codec<codec_stored::labels> {
    static constexpr kind stored_as = kind::json;

    static std::string                  encode(codec_stored::labels const& v) { return ssot::to_json(v.items); }
    static result<codec_stored::labels> decode(std::string_view text)
    {
        auto items = ssot::from_json<std::vector<std::string>>(text);
        if (!items)
            return items.error();
        return codec_stored::labels{std::move(*items)};
    }
};

template<>
struct ssot::codec<codec_stored::digest> {
    static constexpr kind stored_as = kind::bytes;

    static std::vector<std::byte> encode(codec_stored::digest const& v)
    {
        std::vector<std::byte> out;
        for (auto const word : v.words)
            for (int i = 0; i != 4; ++i)
                out.push_back(static_cast<std::byte>(word >> (8 * i)));
        return out;
    }
    static result<codec_stored::digest> decode(std::string_view bytes)
    {
        if (bytes.size() % 4 != 0)
            return error(errc::invalid_value, "a digest has whole words");
        codec_stored::digest out;
        for (std::size_t at = 0; at != bytes.size(); at += 4) {
            auto& word = out.words.emplace_back(0);
            for (std::size_t i = 0; i != 4; ++i)
                word |= std::uint32_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
        }
        return out;
    }
};

template<>
struct ssot::codec<codec_stored::asset_id> {
    static constexpr kind stored_as = kind::uuid;

    static uuid encode(codec_stored::asset_id const& v)
    {
        uuid out{};
        for (int i = 0; i != 8; ++i) {
            out.data[i]     = static_cast<std::uint8_t>(v.high >> (56 - 8 * i));
            out.data[8 + i] = static_cast<std::uint8_t>(v.low >> (56 - 8 * i));
        }
        return out;
    }
    static result<codec_stored::asset_id> decode(uuid const& v)
    {
        codec_stored::asset_id out;
        for (int i = 0; i != 8; ++i) {
            out.high = out.high << 8 | v.data[i];
            out.low  = out.low << 8 | v.data[8 + i];
        }
        return out;
    }
};

template<>
struct ssot::codec<codec_stored::decimal> {
    static constexpr kind stored_as = kind::text;

    static std::pmr::string encode(codec_stored::decimal v)
    {
        std::pmr::string out(std::to_string(v.cents / 100));
        out.append(v.cents % 100 < 10 ? ".0" : ".").append(std::to_string(v.cents % 100));
        out.append(" of a currency that has a long name");
        return out;
    }
    static result<codec_stored::decimal> decode(std::string const& text)
    {
        auto const whole = std::stoll(text);
        return codec_stored::decimal{whole * 100 + std::stoll(text.substr(text.find('.') + 1))};
    }
};

namespace codec_stored {

struct site {
    static constexpr std::string_view model_name = "inventory.site";

    asset_id    id{};
    std::string name{};

    friend bool operator==(site const&, site const&) = default;
};
BOOST_DESCRIBE_STRUCT(site, (), (id, name))

struct router {
    static constexpr std::string_view model_name        = "inventory.router";
    static constexpr std::string_view unique_together[] = {"price", "seen"};

    asset_id                                                                    id{};
    networks                                                                    nets{};
    std::optional<labels>                                                       tags{};
    digest                                                                      sum{};
    std::optional<asset_id>                                                     other{};
    std::optional<ssot::foreign_key<site, ssot::on_delete::set_null, asset_id>> at{};
    decimal                                                                     price{};
    std::int32_t                                                                seen{};

    friend bool operator==(router const&, router const&) = default;
};
BOOST_DESCRIBE_STRUCT(router, (), (id, nets, tags, sum, other, at, price, seen))
constexpr auto describe_fields(ssot::model_tag<router>)
{
    return ssot::fields(ssot::field<&router::nets>.unique().max_length(80));
}

router make(int n)
{
    router out{.id    = {std::uint64_t(n) << 40, 7},
               .nets  = {{{10, n, 0, 0, 16}, {192, 168, n, 0, 24}}},
               .sum   = {{0xdeadbeef, std::uint32_t(n), 0}},
               .price = {100 * n + 5},
               .seen  = n};
    if (n % 3 != 0)
        out.tags = labels{{"rack " + std::to_string(n % 2) + " in a room with a long name", "\"quoted\""}};
    if (n % 2 != 0)
        out.other = asset_id{1, std::uint64_t(n)};
    return out;
}

std::vector<router> many(int n)
{
    std::vector<router> out;
    for (int i = 1; i <= n; ++i)
        out.push_back(make(i));
    return out;
}

/// Whose fields are made as well, but inside of other things.
struct nested {
    std::vector<networks>         list{};
    std::map<std::string, labels> by_name{};
    std::variant<labels, digest>  either{};
    std::optional<decimal>        maybe{};
    friend bool                   operator==(nested const&, nested const&) = default;
};
BOOST_DESCRIBE_STRUCT(nested, (), (list, by_name, either, maybe))

} // namespace codec_stored

namespace {

using namespace codec_stored;
using ssot::errc;
using ssot::field;
using ssot::from;

BOOST_AUTO_TEST_SUITE(codec_that_makes)

BOOST_AUTO_TEST_CASE(json_both_ways)
{
    for (int n = 1; n != 8; ++n) {
        auto const row  = make(n);
        auto const text = ssot::to_json(row);
        BOOST_TEST((ssot::from_json<router>(text).value() == row));
        BOOST_TEST((ssot::from_value<router>(ssot::to_value(row)).value() == row));
        BOOST_TEST((boost::json::parse(text) == ssot::to_value(row)));
        BOOST_TEST((ssot::from_json<router>(ssot::to_json(row, {.indent = 2})).value() == row));
    }
    BOOST_TEST(ssot::to_json(make(3)) ==
               R"({"id":"00000300-0000-0000-0000-000000000007","nets":"10.3.0.0/16 192.168.3.0/24","tags":null,)"
               R"("sum":"776t3gMAAAAAAAAA","other":"00000000-0000-0001-0000-000000000003","at":null,)"
               R"("price":"3.05 of a currency that has a long name","seen":3})");
    auto const rows  = many(20);
    auto const lines = ssot::to_json(rows);
    BOOST_TEST((ssot::from_json<std::vector<router>>(lines).value() == rows));

    nested const deep{{make(1).nets, {}}, {{"a", *make(1).tags}}, make(2).sum, decimal{305}};
    BOOST_TEST((ssot::from_json<nested>(ssot::to_json(deep)).value() == deep));
    BOOST_TEST((ssot::from_value<nested>(ssot::to_value(deep)).value() == deep));
}

BOOST_AUTO_TEST_CASE(json_that_does_not_decode)
{
    auto const wrong = [](std::string_view members) {
        auto const text = "{" + std::string(members) + R"(,"price":"1.00","seen":1})";
        auto const e    = ssot::from_json<router>(text).error();
        BOOST_TEST(std::string(ssot::from_value<router>(boost::json::parse(text)).error().path()) == std::string(e.path()));
        return std::string(e.path()) + ": " + std::string(e.text());
    };
    BOOST_TEST(wrong(R"("nets":"10.0.0.0")") == "nets: a network is written like 10.0.0.0/8");
    BOOST_TEST(wrong(R"("nets":"","tags":["a",1],"sum":"")").starts_with("tags[1]: "));
    BOOST_TEST(wrong(R"("nets":"","sum":"AAA=")") == "sum: a digest has whole words");
    for (auto const* text : {"AAA", "A===", "AA A", "AAAAA===", "AB==", "\\u0000AAA", "AAAA===="})
        BOOST_TEST(wrong(R"("nets":"","sum":")" + std::string(text) + '"') == "sum: the text is not base64");
}

BOOST_AUTO_TEST_CASE(store_and_questions)
{
    ssot::store store{ssot::storage::memory{}};
    site        home{.id = {9, 9}, .name = "home"};
    BOOST_TEST((store.insert(home).value() == asset_id{9, 9}));
    site       made{.name = "made"};
    auto const key = store.insert(made).value();
    BOOST_TEST((key != asset_id{} && key == made.id && store.get<site>(key).value().name == "made"));

    auto rows = many(30);
    for (auto& row : rows)
        if (row.seen % 5 == 0)
            row.at = home;
    auto const keys = store.insert(rows).value();
    for (std::size_t i = 0; i != rows.size(); ++i) {
        BOOST_TEST((keys[i] == rows[i].id));
        BOOST_TEST((store.get<router>(keys[i]).value() == rows[i]));
    }
    auto const seen = [&](auto const& query) {
        std::vector<int> out;
        for (auto const& row : store.select(query).value())
            out.push_back(row.seen);
        return out;
    };
    auto const all = from<router>();
    BOOST_TEST(seen(all.where(field<&router::nets> == make(7).nets)) == std::vector{7});
    BOOST_TEST(seen(all.where(in(field<&router::nets>, {make(9).nets, make(4).nets, networks{}}))) == (std::vector{4, 9}));
    BOOST_TEST(seen(all.where(contains(field<&router::nets>, "192.168.11."))) == std::vector{11});
    BOOST_TEST(seen(all.where(starts_with(field<&router::nets>, "10.2."))) == std::vector{2});
    BOOST_TEST(seen(all.where(field<&router::tags> == *make(1).tags && field<&router::seen> < 12)) ==
               (std::vector{1, 5, 7, 11}));
    BOOST_TEST(seen(all.where(icontains(field<&router::tags>, "RACK 0") && field<&router::seen> < 9)) ==
               (std::vector{2, 4, 8}));
    BOOST_TEST(seen(all.where(is_null(field<&router::tags>) && field<&router::seen> < 9)) == (std::vector{3, 6}));
    BOOST_TEST(seen(all.where(field<&router::sum> == make(8).sum)) == std::vector{8});
    BOOST_TEST(seen(all.where(field<&router::other> == asset_id{1, 21})) == std::vector{21});
    BOOST_TEST(seen(all.where(field<&router::at> == home)) == (std::vector{5, 10, 15, 20, 25, 30}));
    BOOST_TEST(seen(all.where(field<&router::at> == home.id && field<&router::seen> > 20)) == (std::vector{25, 30}));
    BOOST_TEST(seen(all.where(field<&router::at, &site::id> == home.id).limit(1)) == std::vector{5});
    BOOST_TEST(seen(all.where(field<&router::id> == rows[3].id)) == std::vector{4});
    BOOST_TEST(seen(all.order_by(ssot::desc<&router::nets>).limit(3)) == (std::vector{9, 8, 7}));
    BOOST_TEST(seen(all.order_by(ssot::desc<&router::sum>).limit(2)) == (std::vector{30, 29}));
    BOOST_TEST(store.count(all.where(field<&router::price> == decimal{1005})).value() == 1U);

    std::vector<int>              paged;
    std::optional<ssot::page_key> next;
    do {
        auto page = store.page(all.order_by(ssot::asc<&router::tags>, ssot::desc<&router::nets>).limit(7), next).value();
        for (auto const& row : page.rows)
            paged.push_back(row.seen);
        next = page.next ? ssot::parse_page_key(to_string(*page.next)).value() : page.next;
    } while (next);
    BOOST_TEST(paged == seen(all.order_by(ssot::asc<&router::tags>, ssot::desc<&router::nets>)));

    auto const groups =
        store
            .select(all.group_by<&router::tags>(ssot::count_rows, ssot::min_of<&router::nets>, ssot::max_of<&router::other>))
            .value();
    BOOST_TEST_REQUIRE(groups.size() == 3U);
    BOOST_TEST((std::get<0>(groups[0]) == make(2).tags && std::get<1>(groups[0]) == 10));
    BOOST_TEST((std::get<2>(groups[0]) == make(10).nets && std::get<3>(groups[1]) == asset_id{1, 29}));
    BOOST_TEST(!std::get<0>(groups[2]));

    auto const some = store.select(all.only<&router::nets, &router::sum>().limit(2)).value();
    BOOST_TEST((some[1] == std::tuple(rows[1].nets, rows[1].sum)));
    std::size_t streamed = 0;
    for (auto& row : store.stream(all))
        streamed += row.value() == rows[streamed] ? 1 : 0;
    BOOST_TEST(streamed == rows.size());
}

BOOST_AUTO_TEST_CASE(store_changes)
{
    ssot::store store{ssot::storage::memory{}};
    site        home{.id = {9, 9}, .name = "home"};
    store.insert(home).value();
    auto rows = many(6);
    store.insert(rows).value();

    auto twice = make(7);
    twice.nets = rows[0].nets;
    BOOST_TEST((store.insert(twice).error().code() == errc::already_exists));
    BOOST_TEST(store.insert(twice).error().path() == "nets");
    auto pair  = make(7);
    pair.price = rows[0].price;
    pair.seen  = rows[0].seen;
    BOOST_TEST((store.insert(pair).error().code() == errc::already_exists));
    auto nowhere = make(7);
    nowhere.at   = ssot::foreign_key<site, ssot::on_delete::set_null, asset_id>(ssot::key_to<site, asset_id>{{8, 8}});
    BOOST_TEST((store.insert(nowhere).error().code() == errc::foreign_key));
    BOOST_TEST(store.insert(nowhere).error().path() == "at");
    BOOST_TEST((store.insert(rows[2]).error().code() == errc::already_exists));
    std::vector both{make(8), make(8)};
    both[1].id = {77, 77};
    both[1].price.cents += 1;
    BOOST_TEST(store.insert(both).error().path() == "[1].nets");
    auto const problems = store.validate(twice).value();
    BOOST_TEST_REQUIRE(problems.size() == 1U);
    BOOST_TEST((problems[0].field == "nets" && problems[0].code == "unique"));
    BOOST_TEST(store.validate(nowhere).value().at(0).field == "at");
    BOOST_TEST(store.insert_if_absent(rows[1]).value() == false);
    BOOST_TEST(store.insert_if_absent(make(7)).value() == true);

    auto row = store.get<router>(rows[1].id).value();
    row.tags = labels{{"new"}};
    row.nets = {{{1, 2, 3, 4, 32}}};
    row.at   = home;
    store.update(row).value();
    BOOST_TEST((store.get<router>(rows[1].id).value().nets.items[0][0] == 1));
    BOOST_TEST((store.get<router>(rows[1].id).value().tags->items[0] == "new"));

    auto parts =
        store.select(from<router>().where(field<&router::id> == rows[2].id).defer<&router::tags, &router::sum>()).value();
    parts.at(0).price = {1};
    store.update(parts[0]).value();
    auto want  = rows[2];
    want.price = {1};
    BOOST_TEST((store.get<router>(rows[2].id).value() == want));

    auto const changed = store.update_where(from<router>().where(is_null(field<&router::tags>)),
                                            [](router& r) { r.tags = labels{{"none"}}; });
    BOOST_TEST(changed.value() == 2U);
    BOOST_TEST(store.count(from<router>().where(field<&router::tags> == labels{{"none"}})).value() == 2U);

    store.erase(home).value();
    BOOST_TEST((!store.get<router>(rows[1].id).value().at));
    BOOST_TEST(store.erase<router>(rows[0].id).value().total() == 1U);
    BOOST_TEST(store.erase(from<router>().where(field<&router::tags> == labels{{"none"}})).value().total() == 2U);
}

BOOST_AUTO_TEST_CASE(other_faces)
{
    auto const a = many(5);
    auto       b = a;
    b[2].tags    = labels{{"changed"}};
    b[3].nets    = {};
    auto const d = ssot::diff::compute(a, b, ssot::diff::by<&router::seen>()).value();
    BOOST_TEST(d.summary.updated == 2U);
    auto const text = ssot::to_json(d.diff);
    BOOST_TEST(text.find(R"(["changed"])") != std::string::npos);
    BOOST_TEST(text.find("10.4.0.0/16 192.168.4.0/24") != std::string::npos);

    auto const fixture = ssot::nautobot::to_fixture(a);
    BOOST_TEST((ssot::nautobot::from_fixture<router>(fixture).value().rows<router>() == a));

    std::string encoded;
    ssot::nautobot::encode(a[0], encoded).value();
    BOOST_TEST(encoded.find(R"(["rack 1 in a room)") != std::string::npos);

    auto const by_nets = ssot::diff::compute(a, b, ssot::diff::by<&router::nets>("router")).value();
    BOOST_TEST(ssot::to_json(by_nets.diff).find(R"("10.3.0.0/16 192.168.3.0/24":{)") != std::string::npos);
    auto const by_id = ssot::diff::compute(a, b, ssot::diff::by<&router::id>("router")).value();
    BOOST_TEST(by_id.summary.updated == 2U);

    BOOST_TEST((ssot::nautobot::from_rest<router>(ssot::nautobot::to_rest(a[1])).value() == a[1]));

    std::map<std::string, std::string> typed{{"nets", "10.0.0.0/8"},
                                             {"sum", "AQAAAA=="},
                                             {"price", "1.50"},
                                             {"seen", "3"},
                                             {"tags", R"(["a"])"},
                                             {"other", "00000000-0000-0001-0000-000000000003"}};
    auto const                         read = ssot::from_form<router>(typed).value();
    BOOST_TEST((read.nets.items[0][0] == 10 && read.sum == digest{{1}} && read.price == decimal{150}));
    BOOST_TEST((read.tags == labels{{"a"}} && read.other == asset_id{1, 3}));
    typed["sum"]     = "AQ";
    typed["nets"]    = "10";
    auto const wrong = ssot::from_form<router>(typed).error();
    BOOST_TEST_REQUIRE(wrong.size() == 2U);
    BOOST_TEST((wrong[0] == ssot::field_problem{"nets", "invalid", "a network is written like 10.0.0.0/8"}));
    BOOST_TEST((wrong[1] == ssot::field_problem{"sum", "invalid", "the text is not base64"}));

    auto const schema = ssot::json_schema<router>();
    BOOST_TEST(schema.at("properties").at("sum").at("contentEncoding") == "base64");
    BOOST_TEST(schema.at("properties").at("nets").at("type") == "string");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
