// SPDX-License-Identifier: BSL-1.0
#include <ssot/nautobot/fixture.hpp>
#include <ssot/nautobot/rest.hpp>

#include <ssot/detail/nautobot/python/json.hpp>
#include <ssot/detail/nautobot/python/repr.hpp>
#include <ssot/detail/nautobot/python/text_sink.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <string>
#include <string_view>
#include <vector>

// Texts are written without a tree of them. The judge is the tree, which is read and written by other code.

namespace json_walk_test {

namespace py = ssot::detail::python;
namespace nb = ssot::nautobot;
using ssot::unknown_keys;

/// Documents with few keys, so that many come twice, in more than one spelling.
class random_json {
public:
    explicit random_json(unsigned seed) : random_(seed) {}

    std::string value(int depth)
    {
        auto const kind = random_() % (depth == 0 ? 8u : 12u);
        if (kind < 8) {
            constexpr std::string_view scalars[] = {"null",
                                                    "true",
                                                    "false",
                                                    "-0",
                                                    "1e5",
                                                    "123456789012345678901234567890",
                                                    R"("a\"\\\u00e9]}")",
                                                    "\"\xc3\xa9,:\""};
            return std::string(scalars[kind]);
        }
        bool const  dict = kind % 2 == 0;
        std::string out  = dict ? "{" : "[";
        out += space();
        for (auto n = random_() % (random_() % 8 == 0 ? 30u : 4u); n != 0; --n) {
            if (dict)
                out += key() + space() + ":" + space();
            out += value(depth - 1) + space();
            out += n == 1 ? "" : "," + space();
        }
        return out + (dict ? '}' : ']');
    }

    std::string space() { return random_() % 4 == 0 ? " \n\t" : ""; }

private:
    std::string key()
    {
        constexpr std::string_view keys[] = {
            R"("a")", R"("\u0061")", R"("b")", R"("")", R"("\"")", R"("{")", R"("c,")", "\"\xc3\xa9\""};
        return random_() % 4 != 0 ? std::string(keys[random_() % 8]) : '"' + std::to_string(random_() % 20) + '"';
    }

    std::mt19937 random_;
};

std::string written(py::text_layout layout, auto const& write)
{
    std::string   out;
    py::text_sink sink(out, layout);
    return write(sink) ? out : "error: " + ssot::to_string(sink.take_error());
}

/// Texts that libstdc++'s std::hash maps to one number. Its last step can be undone, so that the second half of each key makes up
/// for the first.
std::vector<std::string> colliding_keys(std::size_t count)
{
    constexpr std::uint64_t factor  = 0xc6a4a7935bd1e995u;
    std::uint64_t           inverse = 1;
    for (int i = 0; i != 6; ++i)
        inverse *= 2 - factor * inverse;
    auto const               fold = [](std::uint64_t v) { return v ^ v >> 47; };
    std::vector<std::string> out;
    for (std::uint64_t i = 0; out.size() != count; ++i) {
        auto const    first = std::to_string(10'000'000 + i);
        std::uint64_t half  = 0;
        std::memcpy(&half, first.data(), sizeof half);
        auto const state = ((0xc70f6907u ^ 16 * factor) ^ fold(half * factor) * factor) * factor;
        half             = fold((state ^ 0x1234567) * inverse) * inverse;
        if ((half & 0x8080808080808080u) != 0) // only ASCII
            continue;
        std::string key = first + "12345678";
        std::memcpy(key.data() + 8, &half, sizeof half);
        out.push_back(std::move(key));
    }
    return out;
}

std::string object_of(std::vector<std::string> const& keys)
{
    std::string   out;
    py::text_sink sink(out, {});
    sink.write_object([&] {
        for (auto const& key : keys)
            sink.write_member(key, [&] { return sink.write(true); });
        return true;
    });
    return out;
}

} // namespace json_walk_test

using namespace json_walk_test;

BOOST_AUTO_TEST_SUITE(nautobot)
BOOST_AUTO_TEST_SUITE(json_walk)

BOOST_AUTO_TEST_CASE(a_text_is_written_as_its_tree_is)
{
    random_json random(16);
    for (int i = 0; i != 3'000; ++i) {
        auto const text    = random.space() + random.value(1 + i % 5) + random.space();
        auto const checked = py::check_json(text, 100);
        auto const tree    = py::parse_json(text, 100);
        BOOST_TEST_INFO_SCOPE(text);
        BOOST_TEST_REQUIRE(checked.has_value());
        BOOST_TEST_REQUIRE(tree.has_value());
        for (auto const layout : {py::text_layout{.spaced = false}, py::text_layout{}, py::text_layout{.indent = 2}}) {
            auto const expected = written(layout, [&](auto& out) { return out.write_python(*tree); });
            BOOST_TEST(written(layout, [&](auto& out) { return out.write_checked(*checked); }) == expected);
            BOOST_TEST(written(layout, [&](auto& out) { return out.write_raw(text); }) == expected);
        }
        BOOST_TEST(py::repr(py::look_at_json(*checked)) == py::repr(*tree));
    }
}

BOOST_AUTO_TEST_CASE(a_text_is_checked_as_the_tree_checks_it)
{
    random_json  random(17);
    std::mt19937 bytes(18);
    for (int i = 0; i != 3'000; ++i) {
        auto text = random.value(1 + i % 4);
        for (auto n = bytes() % 3; n != 0 && !text.empty(); --n) {
            auto const at = bytes() % text.size();
            if (bytes() % 2 == 0)
                text.erase(at, 1);
            else
                text[at] = "{}[],:\"\\ \x01\xff"[bytes() % 11];
        }
        auto const depth   = bytes() % 5;
        auto const checked = py::check_json(text, depth);
        auto const tree    = py::parse_json(text, depth);
        BOOST_TEST_INFO_SCOPE(text);
        BOOST_TEST_REQUIRE(checked.has_value() == tree.has_value());
        if (!checked)
            BOOST_TEST(ssot::to_string(checked.error()) == ssot::to_string(tree.error()));
    }
}

// A number beyond a double is told with its place, which needs the tree.
BOOST_AUTO_TEST_CASE(what_cannot_be_written_is_named_by_its_path)
{
    std::string   out = "before";
    py::text_sink sink(out, {});
    BOOST_TEST(!sink.write_object(
        [&] { return sink.write_member("diff", [&] { return sink.write_raw(R"({"a":[1,{"b":1e999}]})"); }); }));
    BOOST_TEST(sink.take_error().path() == "diff.a[1].b");
}

// With a hash that strangers can fill this would take minutes.
BOOST_AUTO_TEST_CASE(keys_that_collide_cost_no_more_than_others, *boost::unit_test::timeout(60))
{
    auto const many = object_of(colliding_keys(100'000));
    auto const row  = R"("source":"a","target":"b","diff":{},"x":)" + many;
    auto const text = R"([{"model":"nautobot_ssot.sync","fields":{)" + row + "}}]";
    BOOST_TEST((nb::from_fixture<ssot::sync>(text, {.fields = unknown_keys::ignore}).has_value()));
    BOOST_TEST((nb::from_fixture<ssot::job>(text, {.models = unknown_keys::ignore}).has_value()));
    BOOST_TEST(nb::from_rest<ssot::sync>('{' + row + '}').has_value());

    using raw       = ssot::basic_sync<ssot::raw_types>;
    auto const read = nb::from_rest<raw>(R"({"source":"a","target":"b","diff":)" + many + '}');
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST(read->diff.text().size() + 2 * 100'000 - 1 == many.size()); // without a space behind ':' and ','
    BOOST_TEST(py::parse_json(many, 1).value().keys.size() == 100'000u);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
