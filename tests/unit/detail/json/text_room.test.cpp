// SPDX-License-Identifier: BSL-1.0
#include <ssot/json/text.hpp>

// The rest. Records whose members end where the writer's room ends: what is written must not depend on it.
#include <ssot/json/buffer.hpp>
#include <ssot/json/raw_json.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>
#include <boost/test/unit_test.hpp>

#include <support/random_source.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// A user's own types, in a namespace of the user's.
namespace text_room_test {

struct page {
    std::string                title{};
    std::optional<std::string> subtitle{};
    std::uint64_t              number{};
    std::optional<bool>        printed{};
    ssot::raw_json             body{};
    std::string                author{};
    double                     price{};
    std::int64_t               balance{};
    std::optional<std::string> note{};
};
BOOST_DESCRIBE_STRUCT(page, (), (title, subtitle, number, printed, body, author, price, balance, note))

/// More members than one run of room has space for.
struct wide {
    std::int64_t a0{}, a1{}, a2{}, a3{}, a4{}, a5{}, a6{}, a7{}, a8{}, a9{};
    std::string  b0{}, b1{}, b2{}, b3{}, b4{}, b5{}, b6{}, b7{}, b8{}, b9{};
    std::int64_t c0{}, c1{}, c2{}, c3{}, c4{}, c5{}, c6{}, c7{}, c8{}, c9{};
};
BOOST_DESCRIBE_STRUCT(wide, (),
                      (a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, c0, c1, c2, c3, c4, c5,
                       c6, c7, c8, c9))

} // namespace text_room_test

namespace {

using ssot_test::random_source;
using text_room_test::page;
using text_room_test::wide;

std::string any_text(random_source& random)
{
    auto const size =
        random.pick<std::size_t>({0, 1, 7, 8, 15, 16, 17, 100, 256, 257, 340, 341, 342, 512, 1023, 1024, 1025, 4000});
    std::string out;
    while (out.size() < size)
        ssot_test::append_code_point(
            out, random.pick<std::uint32_t>({'a', 'b', 'c', '"', '\\', '\n', 0x01, 0x7f, 0xe9, 0x20ac, 0x1f600}));
    return out;
}

std::optional<std::string> maybe_text(random_source& random)
{
    return random.one_in(3) ? std::nullopt : std::optional(any_text(random));
}

boost::json::value value_of(bool v) { return v; }
boost::json::value value_of(std::string const& text) { return boost::json::string(text.data(), text.size()); }
template<class T>
boost::json::value value_of(std::optional<T> const& v)
{
    return v ? boost::json::value(value_of(*v)) : boost::json::value();
}

page any_page(random_source& random)
{
    auto const body = boost::json::serialize(value_of(any_text(random)));
    return {.title    = any_text(random),
            .subtitle = maybe_text(random),
            .number   = random.pick<std::uint64_t>({0, 9, 10, 99, 100, std::numeric_limits<std::uint64_t>::max()}),
            .printed  = random.pick<std::optional<bool>>({std::nullopt, true, false}),
            .body     = ssot::raw_json::parse({body.data(), body.size()}).value(),
            .author   = any_text(random),
            .price    = random.pick<double>({0, 0.5, -1e300, 5e-324}),
            .balance  = random.pick<std::int64_t>({0, -1, std::numeric_limits<std::int64_t>::min()}),
            .note     = maybe_text(random)};
}

boost::json::object object_of(page const& p)
{
    return {{"title", value_of(p.title)},
            {"subtitle", value_of(p.subtitle)},
            {"number", p.number},
            {"printed", value_of(p.printed)},
            {"body", boost::json::parse({p.body.text().data(), p.body.text().size()})},
            {"author", value_of(p.author)},
            {"price", p.price},
            {"balance", p.balance},
            {"note", value_of(p.note)}};
}

/// What all three ways of writing give; they must be the same.
template<class T>
std::string written(T const& v, std::size_t filled)
{
    std::string appended(filled, ' ');
    ssot::to_json(v, appended).value();

    ssot::json_buffer buffer;
    buffer.append(std::string(filled, ' '));
    ssot::to_json(v, buffer).value();
    BOOST_TEST((std::string_view(appended) == buffer.view()));

    std::string chunks(filled, ' ');
    ssot::to_json(v, [&](std::string_view chunk) -> ssot::result<void> {
        chunks += chunk;
        return {};
    }).value();
    BOOST_TEST((chunks == appended));
    return appended.substr(filled);
}

} // namespace

BOOST_AUTO_TEST_SUITE(json)
BOOST_AUTO_TEST_SUITE(text_room)

BOOST_AUTO_TEST_CASE(texts_of_every_length_beside_each_other)
{
    random_source random(20261123);
    for (int i = 0; i != 2000; ++i) {
        auto const p    = any_page(random);
        auto const text = written(p, random.below(200));
        BOOST_TEST_REQUIRE((boost::json::parse({text.data(), text.size()}) == boost::json::value(object_of(p))));
    }
}

BOOST_AUTO_TEST_CASE(many_records_in_one_run)
{
    random_source     random(7);
    std::vector<page> pages;
    for (int i = 0; i != 300; ++i)
        pages.push_back(any_page(random));
    boost::json::array expected;
    for (auto const& p : pages)
        expected.push_back(object_of(p));
    auto const text = written(pages, 0);
    BOOST_TEST((boost::json::parse({text.data(), text.size()}) == boost::json::value(expected)));
}

BOOST_AUTO_TEST_CASE(texts_that_grow_most_wherever_a_run_ends)
{
    random_source     random(11);
    std::vector<page> pages(300);
    for (auto& p : pages) {
        p.title    = std::string(random.below(520), '\x01');
        p.subtitle = std::string(random.below(520), '\x02');
        p.author   = std::string(random.below(520), '\x03');
        p.note     = std::string(random.below(520), '\x04');
    }
    boost::json::array expected;
    for (auto const& p : pages)
        expected.push_back(object_of(p));
    auto const text = written(pages, 0);
    BOOST_TEST((boost::json::parse({text.data(), text.size()}) == boost::json::value(expected)));
}

BOOST_AUTO_TEST_CASE(documents_around_the_size_of_a_run)
{
    for (std::size_t const size : {8190u, 8191u, 8192u, 8193u, 16383u, 16384u, 16385u, 65535u, 65536u, 70000u})
        for (std::size_t const filled : {0u, 1u, 8000u, 8191u}) {
            auto const body = '"' + std::string(size - 2, 'x') + '"';
            page const p{.body = ssot::raw_json::parse(body).value(), .author = "last"};
            auto const text = written(p, filled);
            BOOST_TEST((boost::json::parse({text.data(), text.size()}) == boost::json::value(object_of(p))));
        }
}

BOOST_AUTO_TEST_CASE(more_members_than_one_run_has_room_for)
{
    wide w;
    w.a0 = w.c9 = std::numeric_limits<std::int64_t>::min();
    for (auto* const text : {&w.b0, &w.b1, &w.b2, &w.b3, &w.b4, &w.b5, &w.b6, &w.b7, &w.b8, &w.b9})
        *text = std::string(102, '\x01'); // grows by six
    auto const text   = written(w, 0);
    auto const object = boost::json::parse({text.data(), text.size()}).as_object();
    BOOST_TEST(object.size() == 30u);
    BOOST_TEST((object.at("a0") == w.a0));
    BOOST_TEST((object.at("b9").as_string() == std::string_view(w.b9)));
    BOOST_TEST((object.at("c9") == w.c9));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
