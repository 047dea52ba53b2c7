// SPDX-License-Identifier: BSL-1.0
// How a text is laid out does not matter: space wherever RFC 8259 allows it, keys in any order. Every reader, every type of
// member, first, in the middle and last, with values that fit and values that do not, is judged by the DOM way over what
// Boost.JSON's own parser made of the same text. With SSOT_LONG_TESTS=1 fifty times as many texts.
#include <ssot/json/lines.hpp>
#include <ssot/json/text.hpp>
#include <ssot/json/value.hpp>
#include <ssot/nautobot/fixture.hpp>
#include <ssot/nautobot/rest.hpp>

#include <boost/describe/class.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <support/layouts.hpp>
#include <support/plain_json.hpp>
#include <support/print.hpp>
#include <support/random_records.hpp>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace layout_test {

using ssot_test::identical;
using ssot_test::lay_out;
using ssot_test::layout;
using ssot_test::random_layout;
using ssot_test::random_source;
using ssot_test::show_text;
using ssot_test::shuffled;

inline int times(int n) { return std::getenv("SSOT_LONG_TESTS") != nullptr ? 50 * n : n; }

struct vlan {
    std::uint16_t number = 1;
};

struct inner {
    std::optional<double>             real{};
    int                               number{};
    std::optional<boost::json::value> document{};
    std::optional<std::string>        text{};
};
BOOST_DESCRIBE_STRUCT(inner, (), (real, number, document, text))

/// A member of type `T` in each place, with others between.
template<class T>
struct placed {
    T                          first{};
    int                        number{};
    T                          middle{};
    std::optional<std::string> text{};
    T                          last{};

    BOOST_DESCRIBE_CLASS(placed, (), (first, number, middle, text, last), (), ())
};

using status     = ssot::sync_log_entry_status;
using alternates = std::variant<std::monostate, std::int64_t, std::string, inner>;
// Each also as an optional.
using member_types = std::tuple<
    bool, std::int8_t, std::uint16_t, std::int64_t, std::uint64_t, float, double, std::string, ssot::uuid, ssot::timestamp,
    ssot::duration, status, ssot::open_choice<status>, ssot::foreign_key<ssot::sync, ssot::on_delete::cascade>,
    ssot::foreign_key<ssot::content_type, ssot::on_delete::protect, std::int64_t>, boost::json::value, ssot::raw_json,
    std::vector<std::int64_t>, std::vector<std::optional<double>>, std::vector<bool>, std::list<std::string>,
    std::map<std::string, std::optional<int>>, std::unordered_map<std::string, inner>, inner, alternates, vlan>;

} // namespace layout_test

template<>
struct ssot::codec<layout_test::vlan> {
    static constexpr kind stored_as = kind::int64;
    using stored_type               = std::int64_t;

    static stored_type               encode(layout_test::vlan v) noexcept { return v.number; }
    static result<layout_test::vlan> decode(stored_type v)
    {
        if (v < 1 || v > 4094)
            return error(errc::out_of_range, "a VLAN has a number from 1 to 4094");
        return layout_test::vlan{static_cast<std::uint16_t>(v)};
    }
};

namespace layout_test {

/// Values that one type or another takes, among them those that none does. Doubles are such that every parser reads them alike.
inline boost::json::value some_value(random_source& random)
{
    // clang-format off
    static boost::json::array const all = {
        nullptr, nullptr, nullptr, true, false, 0, 1, -1, 7, 4095, 65536, std::numeric_limits<std::int64_t>::max(),
        std::numeric_limits<std::uint64_t>::max(), 0.5, -1.25, 1e3, 1e300, "", "x", "null", " null", "a \"b\"\n\\",
        "\xc3\xa9\xf0\x9f\x98\x80", "success", "failure", "SUCCESS", "01920b5c-77d1-7c3a-9f1e-2d5b8a6c4e00",
        "01920B5C77D17C3A9F1E2D5B8A6C4E00", "2024-07-31T23:43:00.123456Z", "2024-07-31T23:43:00+02:00",
        "2024-07-31 23:43:00", "P0DT00H00M01.500000S", "P1DT2H", boost::json::array{}, boost::json::object{},
        boost::json::array{1, 2, 3}, boost::json::array{nullptr, 1.5}, boost::json::array{"a", "b"}, boost::json::array{true},
        {{"a", 1}, {"b", nullptr}}, {{"a", {{"number", 1}, {"real", nullptr}}}}, {{"number", 1}},
        {{"number", 2}, {"real", nullptr}, {"document", nullptr}, {"text", nullptr}},
        {{"real", 0.5}, {"number", 3}, {"document", {{"a", {nullptr, {{"b", {}}}}}}}, {"text", "t"}},
        {{"number", 1}, {"more", 1}}, {{"real", "x"}, {"number", 1}}};
    // clang-format on
    return all[random.below(all.size())];
}

/// What `T` takes, found by trying.
template<class T>
boost::json::value some_value_of(random_source& random)
{
    for (;;)
        if (auto v = some_value(random); ssot::from_value<T>(v))
            return v;
}

boost::json::value parsed(std::string_view text)
{
    boost::json::parse_options options;
    options.max_depth = 600;
    return boost::json::parse({text.data(), text.size()}, {}, options);
}

/// Whether two ways of reading came to the same: the same value, or the same error in the same place.
template<class A, class B>
bool alike(ssot::result<A> const& a, ssot::result<B> const& b)
{
    if (a && b)
        return identical(ssot::to_value(*a), ssot::to_value(*b));
    return !a && !b && a.error().code() == b.error().code() && a.error().path() == b.error().path();
}

template<class T>
std::string told(ssot::result<T> const& r)
{
    return r ? boost::json::serialize(ssot::to_value(*r)) : to_string(r.error());
}

/// The judgement of one text: by Boost.JSON's parser and the DOM way.
template<class T>
bool reads_as_a_dom_does(std::string_view text)
{
    auto const right = ssot::from_value<T>(parsed(text));
    auto const ours  = ssot::from_json<T>(text);
    if (alike(right, ours))
        return true;
    BOOST_ERROR("the layout of " << show_text(text) << " matters: " << told(ours) << " instead of " << told(right));
    return false;
}

boost::json::value shuffled_sometimes(boost::json::value v, random_source& random)
{
    return random.one_in(2) ? shuffled(v, random) : v;
}

template<class T>
bool check_places(random_source& random, int n)
{
    using record = placed<T>;
    for (int i = 0; i != n; ++i) {
        boost::json::object dom;
        for (auto const* const name : {"first", "middle", "last"})
            dom[name] = random.one_in(8) ? some_value(random) : some_value_of<T>(random);
        dom["number"] = 4;
        dom["text"]   = random.one_in(2) ? boost::json::value("t") : nullptr;
        if (random.one_in(2)) // in the order of the declaration, which the fast way expects
            dom = {{"first", dom["first"]},
                   {"number", 4},
                   {"middle", dom["middle"]},
                   {"text", dom["text"]},
                   {"last", dom["last"]}};
        if (random.one_in(4))
            dom.erase(random.pick({"first", "middle", "last", "text"}));
        auto const text = lay_out(shuffled_sometimes(dom, random), random_layout(random), random);
        if (!reads_as_a_dom_does<record>(text))
            return false;
    }
    return true;
}

/// Gives a text in pieces of random sizes.
inline ssot::json_source in_random_pieces(std::string_view text, std::uint64_t seed, std::size_t most)
{
    return [text, most, random = random_source(seed)](std::span<char> room) mutable -> ssot::result<std::size_t> {
        auto const n = std::min({static_cast<std::size_t>(1 + random.below(most)), room.size(), text.size()});
        if (n != 0)
            std::memcpy(room.data(), text.data(), n);
        text.remove_prefix(n);
        return n;
    };
}

template<class T, class Reader>
ssot::result<std::vector<T>> all_of(Reader&& reader)
{
    std::vector<T> out;
    for (;;) {
        T    one  = ssot::make_blank<T>();
        auto more = reader.next(one);
        if (!more)
            return std::move(more).error();
        if (!*more)
            return out;
        out.push_back(std::move(one));
    }
}

/// Records as lines and as an array, whole and in pieces.
template<class M>
bool reads_in_pieces(std::vector<boost::json::value> const& records, random_source& random)
{
    std::string lines, array = "[";
    for (auto const& dom : records) {
        lines += lay_out(dom, random_layout(random, true), random) + (random.one_in(2) ? "\n" : "\r\n");
        array += (array.size() > 1 ? "," : "") + lay_out(dom, random_layout(random), random);
    }
    array += ']';
    auto const right = ssot::from_value<std::vector<M>>(boost::json::array(records.begin(), records.end()));
    auto const most  = static_cast<std::size_t>(random.pick({1, 7, 100, 5'000}));
    auto const judge = [&](std::string_view what, std::string_view text, ssot::result<std::vector<M>> const& ours) {
        if (!alike(right, ours))
            BOOST_ERROR(what << ": the layout of " << show_text(text) << " matters: " << told(ours) << " instead of "
                             << told(right));
        return alike(right, ours);
    };
    auto const seed = random.bits();
    return judge("array", array, ssot::from_json<std::vector<M>>(array)) &&
        judge("lines", lines, ssot::from_json_lines<M>(lines)) &&
        judge("lines reader",
              lines,
              all_of<M>(ssot::json_lines_reader<M>(in_random_pieces(lines, seed, most), {.chunk = most}))) &&
        judge("array reader",
              array,
              all_of<M>(ssot::json_array_reader<M>(in_random_pieces(array, seed, most), {.chunk = most})));
}

/// The same document with doubles that Boost.JSON's parser gives back as they were written.
boost::json::value tamed(boost::json::value v)
{
    if (v.is_double() && !identical(parsed(boost::json::serialize(v)), v))
        return 0.5;
    if (auto* const array = v.if_array())
        for (auto& item : *array)
            item = tamed(std::move(item));
    if (auto* const object = v.if_object())
        for (auto& member : *object)
            member.value() = tamed(std::move(member.value()));
    return v;
}

template<class Types>
void check_models(std::uint64_t seed)
{
    ssot_test::random_records<Types> records(seed, {.messy = false, .max_depth = 100});
    auto&                            random = records.random();
    ssot_test::for_each_model<Types>([&]<class M>(std::type_identity<M>) {
        for (int i = 0; i != times(20); ++i) {
            std::vector<boost::json::value> doms;
            for (auto n = 1 + random.below(4); n != 0; --n)
                doms.push_back(shuffled_sometimes(tamed(ssot::to_value(records.template make<M>())), random));
            if (!reads_as_a_dom_does<M>(lay_out(doms.front(), random_layout(random), random)))
                return;
            if constexpr (std::is_same_v<M, ssot::basic_sync_log_entry<Types>>)
                if (!reads_in_pieces<M>(doms, random))
                    return;
        }
    });
    BOOST_TEST(true);
}

} // namespace layout_test

namespace layout_test {

BOOST_AUTO_TEST_SUITE(json)
BOOST_AUTO_TEST_SUITE(layout)

BOOST_AUTO_TEST_CASE(of_any_member)
{
    random_source random(1);
    [&]<class... T>(std::type_identity<std::tuple<T...>>) {
        BOOST_TEST(((check_places<T>(random, times(40)) && check_places<std::optional<T>>(random, times(40))) && ...));
    }(std::type_identity<member_types>{});
}

BOOST_AUTO_TEST_CASE(of_models)
{
    check_models<ssot::default_types>(10);
    check_models<ssot::raw_types>(11);
    check_models<ssot::lenient_types>(12);
}

// These have a parser of their own, whose judge is the record that was written: in its compact form it is read back elsewhere.
BOOST_AUTO_TEST_CASE(of_fixtures_and_rest)
{
    namespace nautobot = ssot::nautobot;
    ssot_test::random_records<ssot::default_types> records(20, {.beyond = false, .max_depth = 100});
    auto&                                          random = records.random();
    auto const again = [&](std::string_view text) { // as it came: the parser of Boost.JSON would change some doubles
        return lay_out(shuffled_sometimes(ssot_test::read_plain(text), random), random_layout(random), random);
    };
    for (int i = 0; i != times(100); ++i) {
        auto entry              = records.make<ssot::sync_log_entry>();
        entry.diff              = entry.diff ? std::optional(tamed(*entry.diff)) : std::nullopt;
        auto const fixture_text = nautobot::to_fixture(std::vector{entry});
        auto const rest_text    = nautobot::to_plain_rest(entry);
        auto const fixture      = nautobot::from_fixture<ssot::sync_log_entry>(fixture_text, {.check_references = false});
        auto const rest         = nautobot::from_rest<ssot::sync_log_entry>(rest_text);
        BOOST_TEST_REQUIRE((fixture && rest));
        for (int k = 0; k != 3; ++k) {
            auto const text = again(fixture_text);
            auto const read = nautobot::from_fixture<ssot::sync_log_entry>(text, {.check_references = false});
            BOOST_TEST_REQUIRE((read && read->rows<ssot::sync_log_entry>() == fixture->rows<ssot::sync_log_entry>()),
                               show_text(text));
            auto const one = again(rest_text);
            BOOST_TEST_REQUIRE((nautobot::from_rest<ssot::sync_log_entry>(one).value() == *rest), show_text(one));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace layout_test
