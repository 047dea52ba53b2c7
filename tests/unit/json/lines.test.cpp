// SPDX-License-Identifier: BSL-1.0
#include <ssot/json/lines.hpp>

#include <ssot/json/text.hpp>
#include <ssot/model/sync_log_entry.hpp>

#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <support/print.hpp>
#include <support/random_records.hpp>

#include <algorithm>
#include <cstring>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace lines_test {

struct point {
    int                        x{};
    std::optional<std::string> name{};

    friend bool operator==(point const&, point const&) = default;
};
BOOST_DESCRIBE_STRUCT(point, (), (x, name))

} // namespace lines_test

namespace {

using lines_test::point;
using ssot::errc;
using ssot::from_json_lines;
using ssot::json_array_reader;
using ssot::json_lines_reader;

/// Gives a text in pieces of `step` bytes, however much is asked for.
ssot::json_source in_pieces(std::string_view text, std::size_t step)
{
    return [text, step](std::span<char> room) mutable -> ssot::result<std::size_t> {
        auto const n = std::min({step, room.size(), text.size()});
        std::memcpy(room.data(), text.data(), n);
        text.remove_prefix(n);
        return n;
    };
}

template<class Reader>
auto read_all(Reader& reader)
{
    using T = decltype([]<class X, template<class> class R>(R<X>&) -> X { return {}; }(reader));
    std::vector<T> out;
    T              one{};
    while (reader.next(one).value())
        out.push_back(one);
    return out;
}

std::vector<point> const three{{1, "a"}, {2, {}}, {3, "c\n"}};

} // namespace

BOOST_AUTO_TEST_SUITE(json)
BOOST_AUTO_TEST_SUITE(lines)

BOOST_AUTO_TEST_CASE(a_line_for_each)
{
    std::string const text = ssot::to_json_lines(three);
    BOOST_TEST(text == "{\"x\":1,\"name\":\"a\"}\n{\"x\":2,\"name\":null}\n{\"x\":3,\"name\":\"c\\n\"}\n");
    BOOST_TEST((from_json_lines<point>(text).value() == three));
    BOOST_TEST(ssot::to_json_lines(std::vector<point>()) == "");
    BOOST_TEST(from_json_lines<point>("").value().empty());

    std::string out = "before ";
    ssot::to_json_lines(three, out).value();
    BOOST_TEST(out == "before " + text);
    ssot::json_buffer buffer;
    ssot::to_json_lines(three, buffer).value();
    BOOST_TEST(buffer.view() == text);
    std::ostringstream stream;
    ssot::to_json_lines(three, ssot::into(stream)).value();
    BOOST_TEST(stream.str() == text);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_names_its_item)
{
    std::vector<point> const bad{{1, "a"}, {2, "\xff"}};
    std::string              out  = "before";
    auto const               done = ssot::to_json_lines(bad, out);
    BOOST_TEST_REQUIRE(!done.has_value());
    BOOST_TEST(done.error().code() == errc::invalid_utf8);
    BOOST_TEST(done.error().path() == "[1].name");
    BOOST_TEST(out == "before");
}

BOOST_AUTO_TEST_CASE(line_ends_and_blank_lines)
{
    std::string_view const   text = "\n{\"x\":1}\r\n  \t\r\n\n  {\"x\" : 2 }  \n{\"x\":3}";
    std::vector<point> const want{{1, {}}, {2, {}}, {3, {}}};
    BOOST_TEST((from_json_lines<point>(text).value() == want));
    json_lines_reader<point> reader(text);
    point                    p;
    std::vector<std::size_t> lines;
    while (reader.next(p).value())
        lines.push_back(reader.line());
    BOOST_TEST(lines == (std::vector<std::size_t>{2, 5, 6}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_record_is_one_line)
{
    for (std::string_view const text :
         {"{\"x\":\n1}\n", "{\"x\":1}{\"x\":2}\n", "{\"x\":1,\n\"name\":\"b\"}", "{\"x\":1} 2\n", "{\"x\":1\n}\n"}) {
        auto const whole = from_json_lines<point>(text);
        BOOST_TEST_REQUIRE(!whole.has_value(), text);
        BOOST_TEST(whole.error().code() == errc::syntax);
        BOOST_TEST(whole.error().line() == 1u);
        json_lines_reader<point> reader(text);
        point                    p{7, "untouched"};
        auto const               one = reader.next(p);
        BOOST_TEST_REQUIRE(!one.has_value(), text);
        BOOST_TEST(to_string(one.error()) == to_string(whole.error()));
        BOOST_TEST((p == point{7, "untouched"}));
    }
}

BOOST_AUTO_TEST_CASE(a_broken_line_is_named)
{
    std::string_view const text  = "{\"x\":1}\n\n{\"x\":\"one\"}\n{\"x\":3}\n";
    auto const             whole = from_json_lines<point>(text);
    BOOST_TEST_REQUIRE(!whole.has_value());
    BOOST_TEST(whole.error().code() == errc::wrong_type);
    BOOST_TEST(whole.error().path() == "x");
    BOOST_TEST(whole.error().line() == 3u);
    BOOST_TEST(whole.error().column() == 6u);
    BOOST_TEST(whole.error().offset() == text.find("\"one\""));

    json_lines_reader<point> reader(text);
    point                    p;
    BOOST_TEST(reader.next(p).value());
    auto const broken = reader.next(p);
    BOOST_TEST_REQUIRE(!broken.has_value());
    BOOST_TEST(broken.error().line() == 3u);
    BOOST_TEST(broken.error().offset() == text.find("\"one\""));
    BOOST_TEST(p.x == 1);
    BOOST_TEST(reader.next(p).value()); // and goes on behind it
    BOOST_TEST(p.x == 3);
    BOOST_TEST(!reader.next(p).value());
    BOOST_TEST(!reader.next(p).value());
}

BOOST_AUTO_TEST_CASE(broken_lines_are_skipped_and_counted)
{
    std::string const text = "{\"x\":1}\nnonsense\n{\"x\":2\n{\"x\":3}\n{\"y\":4}\n{\"x\":5}";
    for (std::size_t step : {1u, 2u, 7u, 1000u}) {
        json_lines_reader<point> reader(in_pieces(text, step), {.skip_broken = true});
        BOOST_TEST((read_all(reader) == std::vector<point>{{1, {}}, {3, {}}, {5, {}}}));
        BOOST_TEST(reader.skipped() == 3u);
    }
    BOOST_TEST(from_json_lines<point>(text, {.skip_broken = true})->size() == 3u);
}

BOOST_AUTO_TEST_CASE(a_source_may_fail)
{
    int  calls  = 0;
    auto source = [&](std::span<char> room) -> ssot::result<std::size_t> {
        if (++calls > 1)
            return ssot::error(errc::io, "the disk is gone");
        std::string_view const text = "{\"x\":1}\n{\"x\":";
        std::memcpy(room.data(), text.data(), text.size());
        return text.size();
    };
    json_lines_reader<point> reader(source);
    point                    p;
    BOOST_TEST(reader.next(p).value());
    auto const failed = reader.next(p);
    BOOST_TEST_REQUIRE(!failed.has_value());
    BOOST_TEST(failed.error().code() == errc::io);
    BOOST_TEST(failed.error().line() == 2u);
    BOOST_TEST(!reader.next(p).value());
    BOOST_TEST(calls == 2);
}

BOOST_AUTO_TEST_CASE(a_long_line_is_refused_before_it_is_read)
{
    std::string const        text   = "{\"x\":1}\n{\"x\":2,\"name\":\"" + std::string(100'000, 'a') + "\"}\n";
    std::size_t              given  = 0;
    auto                     pieces = in_pieces(text, 100);
    json_lines_reader<point> reader(
        [&](std::span<char> room) {
            auto n = pieces(room);
            given += *n;
            return n;
        },
        {.record = {.max_size = 1000}, .chunk = 100});
    point p;
    BOOST_TEST(reader.next(p).value());
    auto const failed = reader.next(p);
    BOOST_TEST_REQUIRE(!failed.has_value());
    BOOST_TEST(failed.error().code() == errc::too_large);
    BOOST_TEST(given < 2000u);
    BOOST_TEST(from_json_lines<point>(text, {.record = {.max_size = 1000}}).error().code() == errc::too_large);
}

BOOST_AUTO_TEST_CASE(an_array_item_by_item)
{
    std::string const text = " [ {\"x\":1,\"name\":\"a\"} ,{\"x\":2,\"name\":null},\n{\"x\":3,\"name\":\"c\\n\"}] ";
    for (std::size_t step : {1u, 2u, 3u, 5u, 13u, 1000u}) {
        json_array_reader<point> reader(in_pieces(text, step), {.chunk = 64});
        BOOST_TEST((read_all(reader) == three));
        BOOST_TEST(reader.count() == 3u);
    }
    json_array_reader<point> whole(text);
    BOOST_TEST((read_all(whole) == three));
    for (std::string_view const empty : {"[]", " [ ] "}) {
        json_array_reader<point> none(empty);
        BOOST_TEST(read_all(none).empty());
    }
    json_array_reader<int> numbers(in_pieces("[1,22,333,4444]", 1));
    BOOST_TEST(read_all(numbers) == (std::vector<int>{1, 22, 333, 4444}), boost::test_tools::per_element());
}

// The whole text's own reader says what is wrong with a broken array, and where.
BOOST_AUTO_TEST_CASE(a_broken_array_is_told_as_by_from_json)
{
    for (std::string_view const text : {"",
                                        " ",
                                        "{}",
                                        "[",
                                        "[1",
                                        "[1,",
                                        "[1,]",
                                        "[,1]",
                                        "[1 2]",
                                        "[1] 2",
                                        "[1]]",
                                        "nul",
                                        "[1,tru]",
                                        "[1,2,\n 3.5]",
                                        "[1,\"a\"]",
                                        "[1,\n\n99999999999999999999]",
                                        "[01]",
                                        "[-]",
                                        "[1,-"}) {
        auto const whole = ssot::from_json<std::vector<int>>(text);
        BOOST_TEST_REQUIRE(!whole.has_value(), text);
        for (std::size_t step : {1u, 3u, 100u}) {
            json_array_reader<int> reader(in_pieces(text, step));
            int                    v = 0;
            ssot::result<bool>     r = true;
            while (r && *r)
                r = reader.next(v);
            BOOST_TEST_REQUIRE(!r.has_value(), '\'' << text << '\'');
            BOOST_TEST((r.error().code() == whole.error().code()),
                       text << ": " << to_string(r.error()) << " / " << to_string(whole.error()));
            BOOST_TEST(r.error().path() == whole.error().path(), text);
            BOOST_TEST(!reader.next(v).value());
        }
    }
}

BOOST_AUTO_TEST_CASE(records_in_every_chunk_size)
{
    ssot_test::random_records<ssot::default_types> records(7, {});
    std::vector<ssot::sync_log_entry>              entries;
    for (int i = 0; i != 60; ++i)
        entries.push_back(records.make<ssot::sync_log_entry>());
    auto const lines = ssot::to_json_lines(entries);
    auto const array = ssot::to_json(entries);
    BOOST_TEST((from_json_lines<ssot::sync_log_entry>(lines).value() == entries));
    for (std::size_t step : {1u, 17u, 100u, 4096u}) {
        json_lines_reader<ssot::sync_log_entry> by_line(in_pieces(lines, step), {.chunk = step});
        BOOST_TEST((read_all(by_line) == entries));
        json_array_reader<ssot::sync_log_entry> by_item(in_pieces(array, step), {.chunk = step});
        BOOST_TEST((read_all(by_item) == entries));
    }
}

BOOST_AUTO_TEST_CASE(text_in_chunks_is_the_same_text)
{
    std::vector<point> many(20'000, point{12345, "some name that fills a buffer"});
    many[5].name = std::string(200'000, 'x'); // longer than a chunk
    std::string chunks;
    int         calls = 0;
    ssot::to_json(many, [&](std::string_view chunk) -> ssot::result<void> {
        chunks += chunk;
        ++calls;
        return {};
    }).value();
    BOOST_TEST((chunks == ssot::to_json(many)));
    BOOST_TEST(calls > 5);

    calls             = 0;
    auto const failed = ssot::to_json(many, [&](std::string_view) -> ssot::result<void> {
        ++calls;
        return ssot::error(errc::io, "full");
    });
    BOOST_TEST_REQUIRE(!failed.has_value());
    BOOST_TEST(failed.error().code() == errc::io);
    BOOST_TEST(calls == 1);
}

BOOST_AUTO_TEST_CASE(streams_that_fail)
{
    std::ostringstream out;
    out.setstate(std::ios::badbit);
    BOOST_TEST(ssot::to_json(three, ssot::into(out)).error().code() == errc::io);
    std::istringstream       in("{\"x\":1}\n");
    json_lines_reader<point> reader(ssot::from_stream(in));
    BOOST_TEST(read_all(reader).size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
