// SPDX-License-Identifier: BSL-1.0
// In what pieces a text comes changes nothing: the same records, and the same errors in the same places and words, for every
// size of the pieces and every cut. Lines are judged one by one by from_json, arrays by from_json of the whole. With
// SSOT_LONG_TESTS=1 of thirty times as many texts.
#include <ssot/json/lines.hpp>
#include <ssot/json/text.hpp>

#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <support/print.hpp>
#include <support/random_source.hpp>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <optional>
#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chunks_test {

using ssot::errc;
using ssot_test::random_source;
using ssot_test::show_text;

struct point {
    int                           x{};
    std::optional<std::string>    name{};
    std::optional<double>         real{};
    std::optional<ssot::raw_json> more{};
};
BOOST_DESCRIBE_STRUCT(point, (), (x, name, real, more))

/// What a reader did at one call: a record, or an error with its place.
struct outcome {
    std::string text{}; ///< of the record, or the words
    errc        code = errc::internal;
    std::string path{};
    std::size_t offset = 0, line = 0, column = 0;

    friend bool          operator==(outcome const&, outcome const&) = default;
    friend std::ostream& operator<<(std::ostream& out, outcome const& o)
    {
        out << show_text(o.text);
        if (o.code != errc::internal)
            out << ' ' << to_string(o.code) << " in '" << o.path << "' at " << o.offset << ' ' << o.line << ':' << o.column;
        return out;
    }
};
using outcomes = std::vector<outcome>;

outcome of(ssot::error const& e)
{
    return {std::string(e.text()), e.code(), std::string(e.path()), e.offset(), e.line(), e.column()};
}

/// All that a reader gives until its end: lines go on behind an error.
template<class T, class Reader>
outcomes all_of(Reader&& reader)
{
    outcomes out;
    for (T one{}; out.size() != 1'000;) {
        auto const more = reader.next(one);
        if (more && !*more)
            return out;
        out.push_back(more ? outcome{ssot::to_json(one)} : of(more.error()));
    }
    BOOST_ERROR("a reader has no end");
    return out;
}

/// Gives `text` in pieces that end at each of `cuts`, and then whole.
ssot::json_source cut_at(std::string_view text, std::vector<std::size_t> cuts)
{
    return [text, cuts, at = std::size_t{0}](std::span<char> room) mutable -> ssot::result<std::size_t> {
        auto end = text.size();
        for (auto const cut : cuts)
            if (cut > at)
                end = std::min(end, cut);
        auto const n = std::min(end - at, room.size());
        if (n != 0)
            std::memcpy(room.data(), text.data() + at, n);
        at += n;
        return n;
    };
}

/// Gives it in pieces of `step` bytes.
ssot::json_source in_steps(std::string_view text, std::size_t step)
{
    return [text, step](std::span<char> room) mutable -> ssot::result<std::size_t> {
        auto const n = std::min({step, room.size(), text.size()});
        if (n != 0)
            std::memcpy(room.data(), text.data(), n);
        text.remove_prefix(n);
        return n;
    };
}

/// Whether every way to cut `text` gives `right`.
template<class T, class Reader>
bool in_all_pieces(std::string_view text, ssot::json_records_options options, outcomes const& right)
{
    auto const judge = [&](std::string_view how, std::size_t n, Reader&& reader) {
        auto const ours = all_of<T>(reader);
        if (ours == right)
            return true;
        std::size_t i = 0;
        while (i != ours.size() && i != right.size() && ours[i] == right[i])
            ++i;
        BOOST_ERROR(show_text(text) << ' ' << how << ' ' << n << " gives as number " << i << ": "
                                    << (i < ours.size() ? ours[i] : outcome{"nothing"}) << " instead of "
                                    << (i < right.size() ? right[i] : outcome{"nothing"}));
        return false;
    };
    if (!judge("whole", 0, Reader(text, options)))
        return false;
    for (std::size_t step = 1; step <= text.size(); step += 1 + step / 8)
        if (!judge("in steps of", step, Reader(in_steps(text, step), options)))
            return false;
    for (std::size_t cut = 1; cut < text.size(); ++cut)
        if (!judge("cut at", cut, Reader(cut_at(text, {cut}), options)))
            return false;
    for (std::size_t chunk : {std::size_t{0}, text.size() / 2, ~std::size_t{0} / 2, ~std::size_t{0}}) {
        options.chunk = chunk;
        if (!judge("in chunks of", chunk, Reader(in_steps(text, 3), options)))
            return false;
    }
    return true;
}

/// Each line by itself.
template<class T>
outcomes judged_lines(std::string_view text, std::size_t limit)
{
    outcomes    out;
    std::size_t start = 0, number = 0;
    while (start != text.size()) {
        ++number;
        auto const end  = std::min(text.find('\n', start), text.size());
        auto const line = text.substr(start, end - start);
        auto       size = line.size();
        if (end != text.size() && line.ends_with('\r'))
            --size;
        if (line.find_first_not_of(" \t\r") != std::string_view::npos) {
            if (size > limit) {
                out.push_back(
                    {"a record is longer than " + std::to_string(limit) + " bytes", errc::too_large, "", start, number, 1});
            } else if (auto const read = ssot::from_json<T>(line)) {
                out.push_back({ssot::to_json(*read)});
            } else {
                out.push_back(of(read.error()));
                out.back().offset += start;
                out.back().line = number;
            }
        }
        start = std::min(end + 1, text.size());
    }
    return out;
}

template<class T>
bool check_lines(std::string_view text, std::size_t limit)
{
    using reader         = ssot::json_lines_reader<T>;
    auto       right     = judged_lines<T>(text, limit);
    auto const options   = ssot::json_records_options{.record = {.max_size = limit}, .skip_broken = false, .chunk = 64};
    bool const all_good  = in_all_pieces<T, reader>(text, options, right);
    auto const broken    = std::erase_if(right, [](outcome const& o) { return o.code != errc::internal; });
    auto       skipping  = options;
    skipping.skip_broken = true;
    reader counted(in_steps(text, 5), skipping);
    BOOST_TEST((all_of<T>(counted) == right));
    BOOST_TEST(counted.skipped() == broken, show_text(text));
    return all_good && in_all_pieces<T, reader>(text, skipping, right);
}

/// The items before an error are those that the whole text gives.
template<class T>
bool check_array(std::string_view text, std::size_t limit)
{
    using reader       = ssot::json_array_reader<T>;
    auto const options = ssot::json_records_options{.record = {.max_size = limit}, .skip_broken = false, .chunk = 64};
    auto const right   = all_of<T>(reader(text, options));
    if (limit == ~std::size_t{0}) {
        auto const whole  = ssot::from_json<std::vector<T>>(text);
        bool const failed = !right.empty() && right.back().code != errc::internal;
        BOOST_TEST(failed == !whole.has_value(), show_text(text));
        if (failed && !whole)
            BOOST_TEST(right.back() == of(whole.error()), show_text(text));
        if (!failed && whole) {
            BOOST_TEST(right.size() == whole->size());
            for (std::size_t i = 0; i != std::min(right.size(), whole->size()); ++i)
                BOOST_TEST(right[i].text == ssot::to_json((*whole)[i]), show_text(text));
        }
    }
    return in_all_pieces<T, reader>(text, options, right);
}

/// Values, good and bad ones.
std::string some_item(random_source& random)
{
    switch (random.below(16)) {
    case 0: return std::string(1 + random.below(90), '7'); // longer than the smallest chunk
    case 1: return "-0." + std::string(random.below(90), '0') + "12e" + std::to_string(random.below(400));
    case 2: return R"({"x":)" + std::string(1 + random.below(20), '1') + "}";
    case 3: return R"({"x":1,"name":")" + std::string(random.below(90), 'n') + "\"}";
    case 4: return R"({"x" : 2, "real": 1)" + std::string(random.below(90), '0') + ", \"name\":null}";
    case 5: return R"({"x":3,"more":{"a":[1,{"b":"]}\"\\"}],"c":)" + std::string(random.below(3), ' ') + "null}}";
    case 6: return R"({"name":"\u00e9\ud83d\ude00é","x":-1})";
    case 7: return R"({"x":1,"more":[)" + std::string(random.below(70), ' ') + "]}";
    case 8: return R"({"x":"one"})";
    case 9: return R"({"y":1,"x":)";
    case 10:
        return random.pick(
            {"null", "nul", "true", "-", "01", "1.", "1e", "\"", "\"abc\"", "[]", "{}", "", "]", "}", ":", "{\"x\":1,}"});
    case 11: return std::string("{\"x\":1,\"name\":\"\xc3\"}");
    case 12: return "{\"x\":1,\"name\":\"a\tb\"}";
    default: return R"({"x":1})";
    }
}

void damage(std::string& text, random_source& random)
{
    constexpr std::string_view bytes("{}[]\",:01.-e \n\r\\u\x01\x80\xc3\0", 21);
    for (auto n = random.below(3); n != 0 && !text.empty(); --n) {
        auto const at   = random.below(text.size());
        char const byte = bytes[random.below(bytes.size())];
        switch (random.below(3)) {
        case 0: text.insert(at, 1, byte); break;
        case 1: text.erase(at, 1 + random.below(3)); break;
        default: text[at] = byte;
        }
    }
}

int times(int n) { return std::getenv("SSOT_LONG_TESTS") != nullptr ? 30 * n : n; }

BOOST_AUTO_TEST_SUITE(json)
BOOST_AUTO_TEST_SUITE(chunks)

BOOST_AUTO_TEST_CASE(of_lines)
{
    random_source random(15);
    for (int i = 0; i != times(60); ++i) {
        std::string text;
        for (auto n = random.below(5); n != 0; --n) {
            text += random.one_in(4) ? std::string(random.below(80), ' ') : some_item(random);
            text += random.pick({"\n", "\n", "\r\n", "\n\n", " \t\r\n"});
        }
        if (random.one_in(2))
            text += some_item(random);
        if (random.one_in(3))
            damage(text, random);
        if (!check_lines<point>(text, random.pick({~std::size_t{0}, std::size_t{60}, std::size_t{7}, std::size_t{0}})))
            break;
        if (i % 4 == 0 && !check_lines<double>(text, ~std::size_t{0}))
            break;
    }
}

BOOST_AUTO_TEST_CASE(of_arrays)
{
    random_source random(16);
    for (int i = 0; i != times(120); ++i) {
        std::string text = random.pick({"[", "[", "[ ", "\n["});
        bool const  good = random.one_in(2);
        for (auto n = random.below(5); n != 0; --n) {
            std::string item;
            do
                item = some_item(random);
            while (good && !ssot::from_json<point>(item) && !ssot::from_json<double>(item));
            text += item + (n == 1 ? "" : random.pick({",", ",", " ,\n"}));
        }
        text += random.pick({"]", "]", "]\n", "] x", ""});
        if (random.one_in(4))
            damage(text, random);
        auto const limit = random.pick({~std::size_t{0}, ~std::size_t{0}, std::size_t{60}, std::size_t{7}, std::size_t{0}});
        if (!check_array<point>(text, limit) || !check_array<double>(text, limit))
            break;
    }
    for (std::string_view const text :
         {"", " ", "{}", "{\"a\":}", "{\"a\":1", "nul", "null", "12", "\"abc", "\"a\nb\"", "[", "[\0", "]", "[]]", "[1\0]"})
        check_array<double>(text, ~std::size_t{0});
    check_array<double>(std::string_view("[\0]", 3), ~std::size_t{0});
    check_array<double>(std::string_view("[1\0]", 4), ~std::size_t{0});
}

// However long an item, and however little a source gives at once: reading it again after each piece would take an hour.
BOOST_AUTO_TEST_CASE(long_records_in_small_pieces, *boost::unit_test::timeout(60))
{
    std::string big = R"({"x":1,"name":")" + std::string(500'000, 'n') + "\",\"more\":[";
    for (int i = 0; i != 50'000; ++i)
        big += "{\"a\":1},";
    big += "0]}";
    for (std::size_t const step : {std::size_t{1}, std::size_t{4096}}) {
        auto const lines = big + "\n{\"x\":2}\n" + big, array = "[" + big + ",{\"x\":2}," + big + "]";
        auto const by_line = all_of<point>(ssot::json_lines_reader<point>(in_steps(lines, step)));
        auto const by_item = all_of<point>(ssot::json_array_reader<point>(in_steps(array, step)));
        BOOST_TEST(by_line.size() == 3u);
        BOOST_TEST((by_line == by_item));
        BOOST_TEST(by_line[0].code == errc::internal);
    }
}

BOOST_AUTO_TEST_CASE(errors_of_a_source_have_a_place)
{
    auto const failing = [](std::string_view text, ssot::error e) -> ssot::json_source {
        return [pieces = in_steps(text, 4), e](std::span<char> room) mutable -> ssot::result<std::size_t> {
            auto const n = pieces(room).value();
            return n == 0 ? ssot::result<std::size_t>(e) : n;
        };
    };
    auto const gone   = ssot::error(errc::io, "the disk is gone");
    auto const lines  = all_of<point>(ssot::json_lines_reader<point>(failing("{\"x\":1}\n\n{\"x\":2}", gone)));
    auto const array  = all_of<point>(ssot::json_array_reader<point>(failing("[{\"x\":1},\n {\"x\":2", gone)));
    auto const placed = ssot::error(errc::corrupted, "no gzip").with_position(7, 8, 9);
    BOOST_TEST_REQUIRE((lines.size() == 2u && array.size() == 2u));
    BOOST_TEST(lines[1] == (outcome{"the disk is gone", errc::io, "", 9, 3, 1}));
    BOOST_TEST(array[1] == (outcome{"the disk is gone", errc::io, "", 11, 2, 2}));
    BOOST_TEST(all_of<point>(ssot::json_lines_reader<point>(failing("{\"x\"", placed))).at(0) == of(placed));
    BOOST_TEST(all_of<point>(ssot::json_array_reader<point>(failing("[1", placed))).at(0) == of(placed));
    BOOST_TEST((all_of<point>(ssot::json_lines_reader<point>(ssot::json_source())).at(0).code == errc::misuse));
    BOOST_TEST((all_of<point>(ssot::json_array_reader<point>(ssot::json_source())).at(0).code == errc::misuse));
}

// What a function of the caller's throws comes through, and leaves a reader that can go on.
BOOST_AUTO_TEST_CASE(a_source_may_throw)
{
    std::string_view const text = "{\"x\":1}\n{\"x\":2}\n";
    for (int at = 1; at != 6; ++at) {
        ssot::json_lines_reader<point> reader(
            [pieces = in_steps(text, 5), at, calls = 0](std::span<char> room) mutable {
                return ++calls == at ? throw std::runtime_error("not now") : pieces(room);
            },
            {.chunk = 64});
        std::vector<int> all;
        for (int calls = 0; calls != 10; ++calls)
            try {
                if (point p; reader.next(p).value())
                    all.push_back(p.x);
            } catch (std::runtime_error const&) {
            }
        BOOST_TEST(all == (std::vector<int>{1, 2}), boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace chunks_test
