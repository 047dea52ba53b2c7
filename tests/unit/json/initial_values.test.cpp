// SPDX-License-Identifier: BSL-1.0
// A member's value is the one that the text gives: whatever a container, an optional or a struct begins with goes when its key
// comes, and stays when its key does not. In every reader the same.
#include <ssot/json/lines.hpp>
#include <ssot/json/text.hpp>
#include <ssot/json/value.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <support/layouts.hpp>

#include <cstdlib>
#include <deque>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace initial_values_test {

using ssot_test::random_source;
using texts = std::vector<std::string>;

/// A container that can only be added to and assigned.
class log {
public:
    using value_type               = std::string;
    log()                          = default;
    log(log const&)                = default;
    log(log&&) noexcept            = default;
    log& operator=(log const&)     = default;
    log& operator=(log&&) noexcept = default;
    explicit log(texts t) : texts_(std::move(t)) {}

    void         push_back(std::string s) { texts_.push_back(std::move(s)); }
    std::string& back() { return texts_.back(); }
    auto         begin() const { return texts_.begin(); }
    auto         end() const { return texts_.end(); }

    friend bool operator==(log const&, log const&) = default;

private:
    texts texts_{};
};

struct part {
    texts                      names{"unnamed"};
    std::optional<std::string> note{"none yet"};

    friend bool operator==(part const&, part const&) = default;
};
BOOST_DESCRIBE_STRUCT(part, (), (names, note))

struct whole {
    texts                                              tags{"default"};
    std::deque<int>                                    numbers{1, 2, 3};
    std::list<std::vector<int>>                        rows{{1}, {2}};
    std::vector<bool>                                  flags{true, true};
    log                                                lines{texts{"begun"}};
    std::map<std::string, int>                         limits{{"max", 10}};
    std::unordered_map<std::string, texts>             groups{{"all", {"everyone"}}};
    std::map<std::string, std::map<std::string, part>> tree{{"a", {{"b", {}}}}};
    std::optional<texts>                               aliases{texts{"alias"}};
    std::optional<std::map<std::string, int>>          counts{{{"n", 1}}};
    std::optional<part>                                spare{part{{"spare"}, "kept"}};
    std::variant<texts, std::map<std::string, int>>    either{texts{"either"}};
    std::string                                        name{"nameless"};
    boost::json::value                                 document = boost::json::array{1};
    part                                               main{{"first", "second"}, "main"};

    friend bool operator==(whole const&, whole const&) = default;
};
BOOST_DESCRIBE_STRUCT(whole, (),
                      (tags, numbers, rows, flags, lines, limits, groups, tree, aliases, counts, spare, either, name, document,
                       main))

/// Never as the members begin, and often empty.
class maker {
public:
    explicit maker(std::uint64_t seed) : random_(seed) {}

    random_source& random() noexcept { return random_; }

    whole make()
    {
        whole out;
        out.tags    = some_texts();
        out.numbers = {};
        for (auto n = random_.below(3); n != 0; --n)
            out.numbers.push_back(static_cast<int>(random_.below(10)));
        out.rows.assign(random_.below(3), std::vector<int>(random_.below(3), 7));
        out.flags.assign(random_.below(3), false);
        out.lines  = log(some_texts());
        out.limits = {};
        if (random_.one_in(2))
            out.limits["min"] = 1;
        out.groups = {};
        if (random_.one_in(2))
            out.groups["none"] = some_texts();
        out.tree = {};
        if (random_.one_in(2))
            out.tree["x"] = {{"y", some_part()}};
        out.aliases.reset();
        out.counts.reset();
        out.spare.reset();
        if (random_.one_in(2))
            out.aliases = some_texts();
        if (random_.one_in(2))
            out.counts.emplace();
        if (random_.one_in(2))
            out.spare = some_part();
        out.either = some_texts();
        out.name   = random_.one_in(2) ? "" : "core";
        out.document =
            random_.one_in(2) ? boost::json::value(boost::json::object()) : boost::json::value(boost::json::array());
        out.main = some_part();
        return out;
    }

private:
    texts some_texts() { return texts(random_.below(3), "core"); }
    part  some_part()
    {
        part out{some_texts(), std::nullopt};
        if (random_.one_in(2))
            out.note = "a note";
        return out;
    }

    random_source random_;
};

std::vector<whole> items_of(std::string_view array)
{
    ssot::json_array_reader<whole> reader(array);
    std::vector<whole>             out;
    for (whole one; reader.next(one).value();) // one that holds the last item
        out.push_back(one);
    return out;
}

BOOST_AUTO_TEST_SUITE(json)
BOOST_AUTO_TEST_SUITE(initial_values)

BOOST_AUTO_TEST_CASE(are_replaced)
{
    maker make(7);
    for (int i = 0; i != (std::getenv("SSOT_LONG_TESTS") ? 20'000 : 400); ++i) {
        auto const w   = make.make();
        auto const dom = ssot::to_value(w);
        BOOST_TEST_REQUIRE((ssot::from_json<whole>(ssot::to_json(w)).value() == w));
        BOOST_TEST_REQUIRE((ssot::from_value<whole>(dom).value() == w));
        auto const other = ssot_test::shuffled(dom, make.random());
        auto const text  = ssot_test::lay_out(other, ssot_test::random_layout(make.random()), make.random());
        BOOST_TEST_REQUIRE((ssot::from_json<whole>(text).value() == w), text);
        BOOST_TEST_REQUIRE((ssot::from_json<whole>(text, {.duplicates = ssot::duplicate_keys::error}).value() == w), text);
        BOOST_TEST_REQUIRE((ssot::from_value<whole>(other, {.duplicates = ssot::duplicate_keys::error}).value() == w));
        auto const all = std::vector{w, make.make()};
        BOOST_TEST_REQUIRE((ssot::from_json_lines<whole>(ssot::to_json_lines(all)).value() == all));
        BOOST_TEST_REQUIRE((items_of(ssot::to_json(all)) == all));
    }
}

BOOST_AUTO_TEST_CASE(stay_when_the_key_does_not_come)
{
    // Of a struct inside another those of its own type, as in a vector or a map.
    std::string_view const text =
        R"({"tags":[],"numbers":[],"rows":[],"flags":[],"lines":[],"limits":{},"groups":{},"tree":{},)"
        R"("either":[],"name":"","document":{},"main":{"names":[]}})";
    for (auto const& w : {ssot::from_json<whole>(text).value(), ssot::from_value<whole>(boost::json::parse(text)).value()}) {
        BOOST_TEST((w.aliases == whole().aliases && w.counts == whole().counts && w.spare == whole().spare));
        BOOST_TEST((w.main == part{{}, part().note}));
    }
    auto const parts = ssot::from_json<std::vector<part>>(R"([{"names":[]},{"note":null,"names":["a"]}])").value();
    BOOST_TEST((parts == std::vector<part>{{{}, part().note}, {{"a"}, std::nullopt}}));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace initial_values_test
