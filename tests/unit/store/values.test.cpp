// SPDX-License-Identifier: BSL-1.0
// What validation and insert accept, every read gives back: values of all kinds and codecs, in every position.

#include <ssot/ssot.hpp>

#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace store_values {

enum class level : std::int8_t { low = 1, high = 4 }; // 0 is none of them
constexpr auto describe_choice(ssot::choice_tag<level>)
{
    return ssot::choice_table{ssot::choice_entry{level::low, "low", "Low", "default"},
                              ssot::choice_entry{level::high, "high", "High", "danger"}};
}

/// A number that its codec does not always take back, and one for each further kind.
template<class Of, int Tag>
struct limited {
    Of          value{};
    friend auto operator<=>(limited const&, limited const&) = default;
};
using vlan     = limited<std::int64_t, 0>; ///< 1 to 4094
using share    = limited<double, 1>;       ///< 0 to 1
using hostname = limited<std::string, 2>;  ///< lower case, built
using day      = limited<ssot::timestamp, 3>;
using lease    = limited<ssot::duration, 4>;                                    ///< not negative
using token    = limited<ssot::uuid, 5>;                                        ///< not nil, built
using blob     = limited<std::string, 6>;                                       ///< bytes, at most 8
using facts    = limited<std::string, 7>;                                       ///< JSON, an object
using flag     = limited<bool, 8>;                                              ///< only true
using even     = limited<std::int64_t, 9>;                                      ///< said by `fits`
using shift    = limited<std::chrono::hours, 10>;                               ///< reaches further than microseconds
using uptime   = limited<std::chrono::duration<std::uint64_t, std::milli>, 11>; ///< the same, without a sign
using ticks    = limited<std::chrono::duration<std::uint64_t, std::micro>, 12>;

template<class Plain, class T>
ssot::result<T> take(Plain v, bool good, std::string_view words)
{
    if (!good)
        return ssot::error(ssot::errc::invalid_value, std::string(words));
    return T{std::move(v)};
}

} // namespace store_values

namespace ssot {

using namespace store_values;

template<>
struct codec<vlan> {
    static constexpr kind stored_as = kind::int64;
    static std::int64_t   encode(vlan v) { return v.value; }
    static result<vlan>   decode(std::int64_t v) { return take<std::int64_t, vlan>(v, v > 0 && v < 4095, "no VLAN"); }
};
template<>
struct codec<share> {
    static constexpr kind stored_as = kind::real;
    static double         encode(share v) { return v.value; }
    static result<share>  decode(double v) { return take<double, share>(v, v >= 0 && v <= 1, "no share"); }
};
template<>
struct codec<hostname> {
    static constexpr kind   stored_as = kind::text;
    static std::string      encode(hostname const& v) { return v.value + ".example.org"; }
    static result<hostname> decode(std::string_view v)
    {
        auto const name = v.substr(0, v.find('.'));
        return take<std::string, hostname>(std::string(name), name.find_first_of("ABC") == name.npos, "not in lower case");
    }
};
template<>
struct codec<day> {
    static constexpr kind        stored_as = kind::timestamp;
    static std::chrono::sys_days encode(day v) { return std::chrono::floor<std::chrono::days>(v.value); }
    static result<day>           decode(timestamp v) { return day{v}; }
};
template<>
struct codec<lease> {
    static constexpr kind stored_as = kind::duration;
    static duration       encode(lease v) { return v.value; }
    static result<lease>  decode(duration v) { return take<duration, lease>(v, v >= duration(0), "no lease"); }
};
template<>
struct codec<token> {
    static constexpr kind stored_as = kind::uuid;
    static uuid           encode(token v) { return v.value; }
    static result<token>  decode(uuid v) { return take<uuid, token>(v, !v.is_nil(), "no token"); }
};
template<>
struct codec<blob> {
    static constexpr kind   stored_as = kind::bytes;
    static std::string_view encode(blob const& v) { return v.value; }
    static result<blob>     decode(std::string_view v)
    {
        return take<std::string, blob>(std::string(v), v.size() < 9, "too long");
    }
};
template<>
struct codec<facts> {
    static constexpr kind stored_as = kind::json;
    static std::string    encode(facts const& v) { return v.value; }
    static result<facts>  decode(std::string_view v)
    {
        return take<std::string, facts>(std::string(v), v.starts_with('{'), "no object");
    }
};
template<>
struct codec<flag> {
    static constexpr kind stored_as = kind::boolean;
    static bool           encode(flag v) { return v.value; }
    static result<flag>   decode(bool v) { return take<bool, flag>(v, v, "not set"); }
};
template<>
struct codec<even> {
    static constexpr kind stored_as = kind::int64;
    static bool           fits(even v) { return v.value % 2 == 0; }
    static std::int64_t   encode(even v) { return v.value; }
    static result<even>   decode(std::int64_t v) { return even{v}; }
};
template<class Rep, class Period, int Tag>
struct codec<limited<std::chrono::duration<Rep, Period>, Tag>> {
    using coarse                                  = std::chrono::duration<Rep, Period>;
    static constexpr kind               stored_as = kind::duration;
    static coarse                       encode(limited<coarse, Tag> v) { return v.value; }
    static result<limited<coarse, Tag>> decode(duration v)
    {
        return limited<coarse, Tag>{std::chrono::duration_cast<coarse>(v)};
    }
};

} // namespace ssot

namespace store_values {

struct parent {
    static constexpr std::string_view model_name                               = "values.parent";
    std::int16_t                      id                                       = 0;
    friend bool                       operator==(parent const&, parent const&) = default;
};
BOOST_DESCRIBE_STRUCT(parent, (), (id))

/// Each kind by itself and in an optional.
struct row {
    static constexpr std::string_view model_name = "values.row";

    ssot::uuid                                                                        id{};
    std::uint8_t                                                                      small{};
    std::uint64_t                                                                     large{};
    float                                                                             single{};
    double                                                                            real{};
    std::string                                                                       text = "t";
    ssot::timestamp                                                                   at{};
    ssot::duration                                                                    length{};
    ssot::uuid                                                                        other{};
    level                                                                             choice = level::low;
    ssot::open_choice<level>                                                          open   = level::low;
    boost::json::value                                                                dom    = boost::json::object{};
    ssot::raw_json                                                                    raw    = ssot::raw_json::trusted("{}");
    vlan                                                                              number{1};
    share                                                                             part{};
    hostname                                                                          name{"h"};
    day                                                                               on{};
    lease                                                                             kept{};
    shift                                                                             turn{};
    uptime                                                                            up{};
    ticks                                                                             ticked{};
    token                                                                             key{ssot::uuid{{1}}};
    blob                                                                              bytes{};
    facts                                                                             json{"{}"};
    flag                                                                              set{true};
    even                                                                              pair{};
    std::optional<std::int32_t>                                                       maybe_small{};
    std::optional<double>                                                             maybe_real{};
    std::optional<std::string>                                                        maybe_text{};
    std::optional<ssot::timestamp>                                                    maybe_at{};
    std::optional<level>                                                              maybe_choice{};
    std::optional<ssot::open_choice<level>>                                           maybe_open{};
    std::optional<boost::json::value>                                                 maybe_dom{};
    std::optional<ssot::raw_json>                                                     maybe_raw{};
    std::optional<vlan>                                                               maybe_number{};
    std::optional<hostname>                                                           maybe_name{};
    std::optional<token>                                                              maybe_key{};
    std::optional<facts>                                                              maybe_json{};
    std::optional<shift>                                                              maybe_turn{};
    std::optional<ssot::foreign_key<parent, ssot::on_delete::set_null, std::int16_t>> above{};

    friend bool operator==(row const&, row const&) = default;
};
BOOST_DESCRIBE_STRUCT(row, (),
                      (id, small, large, single, real, text, at, length, other, choice, open, dom, raw, number, part, name, on,
                       kept, turn, up, ticked, maybe_turn, key, bytes, json, set, pair, maybe_small, maybe_real, maybe_text, maybe_at, maybe_choice,
                       maybe_open, maybe_dom, maybe_raw, maybe_number, maybe_name, maybe_key, maybe_json, above))
constexpr auto describe_fields(ssot::model_tag<row>)
{
    using ssot::field;
    return ssot::fields(field<&row::text>.max_length(5), field<&row::open>.blank(), field<&row::bytes>.blank());
}

/// Random and boundary values.
class source {
public:
    explicit source(unsigned seed) : random_(seed) {}

    std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }
    template<class T>
    T one_of(std::initializer_list<T> all)
    {
        return *(all.begin() + static_cast<std::ptrdiff_t>(below(all.size())));
    }

    template<class T>
    void fill(T& v)
    {
        using limits = std::numeric_limits<T>;
        if constexpr (std::same_as<T, bool>)
            v = below(2) == 0;
        else if constexpr (std::integral<T>)
            v = one_of<T>({limits::min(), limits::max(), 0, 1, 2, T(limits::max() / 2 + 1), T(limits::min() + 1), 99});
        else if constexpr (std::floating_point<T>)
            v = one_of<T>({0,
                           T(-0.0),
                           1,
                           T(-1.5),
                           T(0.1),
                           limits::max(),
                           limits::lowest(),
                           limits::denorm_min(),
                           limits::infinity(),
                           -limits::infinity(),
                           limits::quiet_NaN()});
        else if constexpr (std::is_enum_v<T>)
            v = static_cast<T>(one_of<int>({0, 1, 2, 4, -128, 127}));
    }
    void fill(std::string& v)
    {
        v = one_of<std::string>({"",
                                 "a",
                                 "abcde",
                                 "abcdef",
                                 "Abc",
                                 std::string("a\0b", 3),
                                 "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9",
                                 "\xc3",
                                 "\xed\xa0\x80",
                                 "\xf4\x90\x80\x80",
                                 "\"\\\n",
                                 "low",
                                 "0123456789",
                                 " ",
                                 "null"});
    }
    void fill(ssot::timestamp& v)
    {
        using ssot::duration;
        using limits = std::numeric_limits<std::int64_t>;
        v            = one_of<ssot::timestamp>({{},
                                                ssot::min_timestamp,
                                                ssot::max_timestamp,
                                                ssot::min_timestamp - duration(1),
                                                ssot::max_timestamp + duration(1),
                                                ssot::timestamp(duration(limits::min())),
                                                ssot::timestamp(duration(limits::max())),
                                                ssot::timestamp(duration(-1))});
    }
    void fill(ssot::duration& v)
    {
        std::int64_t n{};
        fill(n);
        v = ssot::duration(n);
    }
    template<class Rep, class Period>
        requires(!std::same_as<std::chrono::duration<Rep, Period>, ssot::duration>)
    void fill(std::chrono::duration<Rep, Period>& v)
    {
        constexpr auto each = std::ratio_divide<Period, std::micro>::num, most = ssot::duration::max().count() / each;
        Rep            n{};
        fill(n);
        v = std::chrono::duration<Rep, Period>(
            one_of<Rep>({n, Rep(most), Rep(Rep(most) + 1), Rep(-most), Rep(Rep(-most) - 1)}));
    }
    void fill(ssot::uuid& v) { v = one_of<ssot::uuid>({{}, {{1}}, ssot::new_id()}); }
    void fill(ssot::open_choice<level>& v)
    {
        std::string text;
        fill(text);
        level e{};
        fill(e);
        v = below(2) == 0 ? ssot::open_choice<level>::from_text(text) : ssot::open_choice<level>(e);
    }
    void fill(boost::json::value& v)
    {
        std::string text;
        double      n{};
        fill(text);
        fill(n);
        v = one_of<boost::json::value>(
            {nullptr, text.c_str(), n, boost::json::array{n, nullptr}, {{"k", n}}, true, std::uint64_t(-1)});
        if (below(3) == 0)
            v = boost::json::object{{boost::json::string_view(text.data(), text.size()), boost::json::array{{{"deep", n}}}}};
    }
    void fill(ssot::raw_json& v)
    {
        v = ssot::raw_json::parse(one_of<std::string>({"null",
                                                       "{}",
                                                       "1e400",
                                                       R"({"n":1e400})",
                                                       R"([-1E+999,"1e400"])",
                                                       "1e5",
                                                       R"("1e400")",
                                                       R"("\u0000")",
                                                       R"({"\u0000":1})",
                                                       R"(["\u0041"])",
                                                       std::string(400, '9'),
                                                       "0." + std::string(400, '1'),
                                                       "1e-400"}))
                .value();
    }
    template<class Of, int Tag>
    void fill(limited<Of, Tag>& v)
    {
        fill(v.value);
        if constexpr (std::same_as<limited<Of, Tag>, facts>)
            v.value = one_of<std::string>(
                {"{}", "{", "[]", "null", "", R"({"a":1e400})", R"({"a":"\u0000"})", R"({"a":"b"})", "{\"\xc3\":1}"});
    }
    template<class M, ssot::on_delete Rule, class Key>
    void fill(ssot::foreign_key<M, Rule, Key>& v)
    {
        v = ssot::key_to<M, Key>{one_of<Key>({0, 7})};
    }
    template<class T>
    void fill(std::optional<T>& v)
    {
        v.reset();
        if (below(4) != 0)
            fill(v.emplace());
    }

private:
    std::mt19937 random_;
};

int rounds() { return std::getenv("SSOT_LONG_TESTS") ? 20000 : 1500; }

} // namespace store_values

namespace {

using namespace store_values;
using ssot::errc;
using ssot::from;

/// The same value; a day is what is left of it when it was stored.
row as_stored(row m)
{
    m.on.value = std::chrono::floor<std::chrono::days>(m.on.value);
    return m;
}

template<class Store>
void check(Store& store, row const& m, bool good)
{
    BOOST_TEST((store.template get<row>(m.id).value() == as_stored(m)) == good);
    auto const all = store.select(from<row>());
    BOOST_TEST_REQUIRE(all.has_value());
    auto const text = ssot::to_json(as_stored(m));
    BOOST_TEST((ssot::from_json<row>(text).value() == as_stored(m)));
    auto back      = ssot::from_value<row>(ssot::to_value(as_stored(m))).value();
    back.raw       = m.raw; // whose text the DOM does not keep
    back.maybe_raw = m.maybe_raw;
    BOOST_TEST((back == as_stored(m)));
}

BOOST_AUTO_TEST_SUITE(store_values_given_back)

BOOST_AUTO_TEST_CASE(what_is_accepted_is_given_back)
{
    source      random(42);
    ssot::store store{ssot::storage::memory{}};
    store.insert(parent{.id = 7}).value();
    int accepted = 0, refused = 0;
    for (int round = 0; round != rounds(); ++round) {
        row m;
        m.id                  = ssot::new_id();
        auto const       some = random.below(40);
        std::string_view changed;
        ssot::for_each_field<row>([&]<auto Member>(ssot::field_t<Member>) {
            if constexpr (ssot::field_index<Member> != 0)
                if (ssot::field_index<Member> == some) {
                    random.fill(m.*Member);
                    changed = ssot::field_info_of<Member>.name;
                }
        });
        BOOST_TEST_CONTEXT("round " << round << ", " << changed)
        {
            auto const problems = ssot::validate(m);
            for (auto const& p : problems)
                BOOST_TEST(p.field == changed);
            auto const way = random.below(4);
            if (way < 2) {
                auto const done = way == 0 ? store.insert(m).has_value() : store.insert_if_absent(m).has_value();
                BOOST_TEST(done == problems.empty());
                if (!done) {
                    auto const e = store.insert(m).error();
                    BOOST_TEST((e.code() == errc::validation && e.path() == changed));
                }
                if (done)
                    check(store, m, true);
                store.erase(m).value();
                ++(done ? accepted : refused);
                continue;
            }
            row const before{.id = m.id};
            store.insert(before).value();
            bool done = false;
            if (way == 2) {
                auto found                = store.get<row>(m.id).value();
                static_cast<row&>(*found) = m;
                done                      = store.update(found).has_value();
            } else {
                done =
                    store.update_where(from<row>().where(ssot::field<&row::id> == m.id), [&](row& r) { r = m; }).has_value();
            }
            BOOST_TEST(done == problems.empty());
            check(store, done ? m : before, true);
            store.erase(m).value();
            ++(done ? accepted : refused);
        }
    }
    BOOST_TEST(accepted > 300);
    BOOST_TEST(refused > 100);
}

BOOST_AUTO_TEST_CASE(the_words_are_those_of_decode)
{
    row bad;
    bad.number       = {4095};
    bad.name         = {"B"};
    bad.pair         = {3};
    bad.key          = {};
    auto const found = ssot::validate(bad);
    BOOST_TEST_REQUIRE(found.size() == 4U);
    BOOST_TEST((found[0] == ssot::field_problem{"number", "invalid", "no VLAN"}));
    BOOST_TEST((found[1] == ssot::field_problem{"name", "invalid", "not in lower case"}));
    BOOST_TEST((found[2] == ssot::field_problem{"key", "invalid", "no token"}));
    BOOST_TEST((found[3] == ssot::field_problem{"pair", "invalid", "The value does not fit its field."}));
    auto const unfit = [](row const& m, ssot::validation profile) {
        return std::ranges::count(ssot::validate(m, {.profile = profile}), "invalid", &ssot::field_problem::code);
    };
    for (auto profile : {ssot::validation::django_postgresql, ssot::validation::django_sqlite}) {
        BOOST_TEST(unfit(bad, profile) == 4);
        row raw;
        raw.raw = ssot::raw_json::parse("1e400").value();
        BOOST_TEST(unfit(raw, profile) == 1);
    }
}

/// A key that its type may refuse.
struct numbered {
    static constexpr std::string_view model_name = "values.numbered";
    vlan                              id{};
    std::string                       text = "t";
};
BOOST_DESCRIBE_STRUCT(numbered, (), (id, text))

BOOST_AUTO_TEST_CASE(keys_that_are_given_and_made)
{
    ssot::store store{ssot::storage::memory{}};
    auto const  wrong = store.insert(numbered{.id = {5000}}).error();
    BOOST_TEST((wrong.code() == errc::validation && wrong.path() == "id"));
    BOOST_TEST((store.insert(numbered{}).value() == vlan{1}));
    BOOST_TEST((store.insert(numbered{.id = {4094}}).value() == vlan{4094}));
    auto const beyond = store.insert(numbered{}).error();
    BOOST_TEST((beyond.code() == errc::out_of_range && beyond.path() == "id"));
    BOOST_TEST(store.select(from<numbered>()).value().size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_corrupt_row_is_named_and_may_be_skipped)
{
    ssot::store      store{ssot::storage::memory{}, {.validate = false}};
    std::vector<row> rows(9);
    for (std::size_t i = 0; i != rows.size(); ++i) {
        rows[i].id    = ssot::uuid{{std::uint8_t(i + 1)}};
        rows[i].small = std::uint8_t(i);
    }
    rows[2].number = {9000};
    rows[8].key    = {};
    store.insert(rows).value();

    auto const name = ssot::to_string(rows[2].id);
    auto const all  = from<row>();
    auto const e    = store.select(all).error();
    BOOST_TEST((e.code() == errc::corrupted));
    BOOST_TEST(e.path() == "values.row[" + name + "].number");
    BOOST_TEST_REQUIRE(e.keys().size() == 1U);
    BOOST_TEST(e.keys()[0] == name);
    BOOST_TEST(store.get<row>(rows[2].id).error().path() == e.path());
    BOOST_TEST(store.select(all.only<&row::number>()).error().path() == e.path());
    BOOST_TEST(store.select(all.only<&row::text>()).value().size() == 9U);
    BOOST_TEST(store.select(all.defer<&row::number>()).error().path() ==
               "values.row[" + ssot::to_string(rows[8].id) + "].key");

    std::vector<ssot::error> errors;
    auto const               rest = store.select(all.skip_corrupt(errors)).value();
    BOOST_TEST(rest.size() == 7U);
    BOOST_TEST_REQUIRE(errors.size() == 2U);
    BOOST_TEST((errors[0].path() == e.path() && errors[1].keys()[0] == ssot::to_string(rows[8].id)));
    BOOST_TEST(store.select(all.skip_corrupt()).value().size() == 7U);
    BOOST_TEST(store.select(all.only<&row::number>().skip_corrupt()).value().size() == 8U);

    std::size_t streamed = 0;
    for (auto const& r : store.stream(all.skip_corrupt()))
        streamed += r.has_value() ? 1 : 100;
    BOOST_TEST(streamed == 7U);

    for (std::uint64_t limit : {1U, 2U, 3U, 4U, 9U, 10U}) {
        std::vector<int>              paged;
        std::optional<ssot::page_key> next;
        do {
            auto page = store.page(all.skip_corrupt().limit(limit), next).value();
            for (auto const& r : page.rows)
                paged.push_back(r.small);
            next = page.next;
        } while (next);
        BOOST_TEST(paged == (std::vector{0, 1, 3, 4, 5, 6, 7}));
    }

    auto const count = store.update_where(all.skip_corrupt(), [](row& r) { r.text = "new"; });
    BOOST_TEST(count.value() == 7U);
    BOOST_TEST((store.update_where(all, [](row&) {}).error().code() == errc::corrupted));
    BOOST_TEST(store.select(all.group_by<&row::number>(ssot::count_rows)).has_error());
    BOOST_TEST(store.select(all.skip_corrupt().group_by<&row::number>(ssot::count_rows)).value().size() == 1U);
    BOOST_TEST(store.erase<row>(rows[2].id).value().total() == 1U);
    BOOST_TEST(store.erase<row>(rows[8].id).value().total() == 1U);
    BOOST_TEST(store.select(all).value().size() == 7U);
}

struct sums {
    static constexpr std::string_view model_name = "values.sums";
    std::int64_t                      id         = 0;
    even                              n{};
    share                             part{};
    lease                             time{};
    std::optional<std::int64_t>       plain{};
};
BOOST_DESCRIBE_STRUCT(sums, (), (id, n, part, time, plain))

BOOST_AUTO_TEST_CASE(sums_follow_the_kind)
{
    auto const  totals = from<sums>().group_by<>(ssot::sum_of<&sums::n>,
                                                ssot::sum_of<&sums::part>,
                                                ssot::sum_of<&sums::time>,
                                                ssot::sum_of<&sums::plain>,
                                                ssot::min_of<&sums::n>,
                                                ssot::max_of<&sums::time>);
    ssot::store store{ssot::storage::memory{}};
    auto const  none = store.select(totals).value().at(0);
    static_assert(std::is_same_v<std::remove_const_t<decltype(none)>,
                                 std::tuple<std::optional<std::int64_t>,
                                            std::optional<double>,
                                            std::optional<ssot::duration>,
                                            std::optional<std::int64_t>,
                                            std::optional<even>,
                                            std::optional<lease>>>);
    BOOST_TEST((none == decltype(none){}));
    constexpr auto most  = std::numeric_limits<std::int64_t>::max();
    constexpr auto least = std::numeric_limits<std::int64_t>::min();
    store.insert(std::vector<sums>{{1, {150}, {0.5}, {ssot::duration(7)}, most}, {2, {250}, {0.75}, {ssot::duration(8)}, 1}})
        .value();
    BOOST_TEST((store.select(totals).error().code() == errc::out_of_range));
    BOOST_TEST(store.select(totals).error().path() == "plain");
    store.insert(sums{3, {-2}, {0}, {}, -5}).value();
    auto const now = store.select(totals).value().at(0);
    BOOST_TEST((now == decltype(now)(398, 1.25, ssot::duration(15), most - 4, even{-2}, lease{ssot::duration(8)})));

    // In every order, and whatever it passes through on the way.
    source random(7);
    for (int round = 0; round != 200; ++round) {
        ssot::store                    other{ssot::storage::memory{}};
        __extension__ typedef __int128 wide; // NOLINT: only a typedef can be marked
        wide                           want = 0;
        std::vector<sums>              rows(1 + random.below(6));
        for (auto& r : rows) {
            r.id    = &r - rows.data() + 1;
            r.plain = random.one_of<std::int64_t>({most, least, 1, -1, -5, 0, most - 1, least + 1});
            want += *r.plain;
        }
        other.insert(rows).value();
        auto const got  = other.select(from<sums>().group_by<>(ssot::sum_of<&sums::plain>));
        bool const fits = want >= least && want <= most;
        BOOST_TEST(got.has_value() == fits);
        if (fits)
            BOOST_TEST((std::get<0>(got.value().at(0)) == static_cast<std::int64_t>(want)));
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
