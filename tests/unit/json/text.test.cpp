// SPDX-License-Identifier: BSL-1.0
#include <ssot/json/text.hpp>

// The rest.
#include <ssot/json/value.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/test/unit_test.hpp>

#include <support/json_documents.hpp>
#include <support/plain_json.hpp>
#include <support/print.hpp>
#include <support/random_records.hpp>

#include <array>
#include <cstdint>
#include <deque>
#include <limits>
#include <list>
#include <map>
#include <memory_resource>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

// A user's own types, in a namespace of the user's.
namespace text_test {

BOOST_DEFINE_ENUM_CLASS(severity, low, high)

constexpr auto describe_choice(ssot::choice_tag<severity>)
{
    using entry = ssot::choice_entry<severity>;
    return ssot::choice_table{entry{severity::low, "low-risk", "Low", ""}, entry{severity::high, "high", "High", ""}};
}

/// Stored texts that JSON must escape, and that are as long as a writer may copy at once.
BOOST_DEFINE_ENUM_CLASS(odd_choice, quote, backslash, control, umlaut, sixteen)
BOOST_DEFINE_ENUM_CLASS(long_choice, seventeen)

constexpr auto describe_choice(ssot::choice_tag<odd_choice>)
{
    using entry = ssot::choice_entry<odd_choice>;
    return ssot::choice_table{entry{odd_choice::quote, "a\"b", "", ""},
                              entry{odd_choice::backslash, "\\", "", ""},
                              entry{odd_choice::control, "\n\x01", "", ""},
                              entry{odd_choice::umlaut, "\xc3\xbc", "", ""},
                              entry{odd_choice::sixteen, "0123456789abcdef", "", ""}};
}

constexpr auto describe_choice(ssot::choice_tag<long_choice>)
{
    return ssot::choice_table{ssot::choice_entry<long_choice>{long_choice::seventeen, "0123456789abcdef\"", "", ""}};
}

struct odd {
    odd_choice                a{};
    std::optional<odd_choice> b{};
    long_choice               c{};

    friend bool operator==(odd const&, odd const&) = default;
};
BOOST_DESCRIBE_STRUCT(odd, (), (a, b, c))

struct address {
    std::uint32_t bits = 0;

    friend bool operator==(address const&, address const&) = default;
};

struct point {
    int                x{};
    std::optional<int> y{};

    friend bool operator==(point const&, point const&) = default;
};
BOOST_DESCRIBE_STRUCT(point, (), (x, y))

struct device {
    static constexpr std::string_view model_name = "inventory.device";

    ssot::uuid                       id{};
    std::string                      hostname{};
    std::optional<std::string>       note{};
    severity                         risk{};
    std::uint8_t                     slots = 4;
    std::vector<point>               places{};
    std::map<std::string, double>    load{};
    std::optional<std::vector<bool>> flags{};
    address                          management{};

    friend bool operator==(device const&, device const&) = default;
};
BOOST_DESCRIBE_STRUCT(device, (), (id, hostname, note, risk, slots, places, load, flags, management))

constexpr auto describe_fields(ssot::model_tag<device>)
{
    using ssot::field;
    return ssot::fields(field<&device::hostname>.max_length(64).unique().help_text("Name on the console"),
                        field<&device::slots>.default_value(4),
                        field<&device::places>.blank(),
                        field<&device::load>.blank(),
                        field<&device::risk>.default_value(severity::low));
}

struct page {
    std::vector<ssot::sync_log_entry> results{};
    std::uint64_t                     count{};
};
BOOST_DESCRIBE_STRUCT(page, (), (results, count))

struct node {
    int               value{};
    std::vector<node> children{};
};
BOOST_DESCRIBE_STRUCT(node, (), (value, children))

struct port {
    static constexpr std::string_view model_name = "inventory.port";

    std::int32_t id{};
};
BOOST_DESCRIBE_STRUCT(port, (), (id))

struct cable {
    static constexpr std::string_view model_name = "inventory.cable";

    ssot::uuid                                                         id{};
    ssot::foreign_key<port, ssot::on_delete::cascade, std::int32_t>    from{};
    std::optional<ssot::foreign_key<device, ssot::on_delete::protect>> owner{};
};
BOOST_DESCRIBE_STRUCT(cable, (), (id, from, owner))

} // namespace text_test

template<>
struct ssot::codec<text_test::address> {
    static constexpr kind stored_as = kind::int64;
    using stored_type               = std::int64_t;

    static stored_type                encode(text_test::address v) noexcept { return v.bits; }
    static result<text_test::address> decode(stored_type v)
    {
        if (!std::in_range<std::uint32_t>(v))
            return error(errc::out_of_range, "no IPv4 address");
        return text_test::address{static_cast<std::uint32_t>(v)};
    }
};

namespace {

using namespace std::string_view_literals;
using namespace std::string_literals;
using ssot::errc;
using ssot::from_json;
using ssot::to_json;
using ssot_test::show_text;
using text_test::device;

/// The text of a sync with only what it must have, and `more` members.
std::string sync_text(std::string_view more = "") { return R"({"source":"a","target":"b")" + std::string(more) + "}"; }

std::string log_text(std::string_view more = "")
{
    return R"({"sync":"01920b5c-77d1-7c3a-9f1e-2d5b8a6c4e00","action":"create","status":"success")" + std::string(more) +
        "}";
}

std::string device_text(std::string_view more = "")
{
    return R"({"hostname":"core-1","management":1)" + std::string(more) + "}";
}

/// Reads `text`, expecting `code` at `path`, placed at the byte where `at` stands in the text.
template<class T>
void check_fault(std::string const& text, errc code, std::string_view path, std::string_view at = {},
                 ssot::read_options const& options = {})
{
    BOOST_TEST_CONTEXT("text " << show_text(text))
    {
        auto const r = from_json<T>(text, options);
        BOOST_TEST_REQUIRE(r.has_error());
        BOOST_TEST(r.error().code() == code);
        BOOST_TEST(r.error().path() == path);
        BOOST_TEST(!r.error().text().empty());
        if (!at.empty())
            BOOST_TEST(r.error().offset() == text.rfind(at));
        // Line and column follow from the offset.
        auto const offset = r.error().offset();
        BOOST_TEST_REQUIRE(offset <= text.size());
        auto const before = std::string_view(text).substr(0, offset);
        auto const line   = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
        auto const start  = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
        BOOST_TEST(r.error().line() == line);
        BOOST_TEST(r.error().column() == offset - start + 1);
    }
}

template<class T>
void check_both_ways(T const& v, std::string_view text)
{
    BOOST_TEST(to_json(v) == text);
    auto const back = from_json<T>(text);
    BOOST_TEST_CONTEXT("text " << show_text(text))
    {
        BOOST_TEST_REQUIRE(back.has_value());
        BOOST_TEST((*back == v));
    }
}

template<class T>
errc write_fault(T const& v, std::string_view path, ssot::write_options const& options = {})
{
    // Three promises at once: the error, the text that is left alone, and the throwing form.
    std::string out = "kept";
    auto const  r   = to_json(v, out, options);
    BOOST_TEST_REQUIRE(r.has_error());
    BOOST_TEST(out == "kept");
    BOOST_TEST(r.error().path() == path);
    BOOST_TEST(r.error().offset() == ssot::error::npos);
    try {
        to_json(v, options);
        BOOST_ERROR("nothing was thrown");
    } catch (ssot::exception const& e) {
        BOOST_TEST(e.code() == r.error().code());
        BOOST_TEST(e.error().path() == path);
        if (!path.empty())
            BOOST_TEST(std::string_view(e.what()).find(path) == 0u);
    }
    return r.error().code();
}

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(json)
BOOST_AUTO_TEST_SUITE(text)

// ---- the canonical form -----------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(scalars)
{
    check_both_ways(true, "true");
    check_both_ways(false, "false");
    check_both_ways(std::int64_t{0}, "0");
    check_both_ways(std::numeric_limits<std::int64_t>::max(), "9223372036854775807");
    check_both_ways(std::numeric_limits<std::int64_t>::min(), "-9223372036854775808");
    check_both_ways(std::numeric_limits<std::uint64_t>::max(), "18446744073709551615");
    check_both_ways(std::int8_t{-128}, "-128");
    check_both_ways(std::uint8_t{255}, "255");
    check_both_ways(std::uint32_t{4294967295}, "4294967295");
    check_both_ways(text_test::severity::low, "\"low-risk\"");
    check_both_ways(ssot::open_choice<text_test::severity>::from_text("odd"), "\"odd\"");
    check_both_ways(text_test::address{7}, "7");
    check_both_ways(ssot::parse_uuid("01920b5c-77d1-7c3a-9f1e-2d5b8a6c4e00").value(),
                    "\"01920b5c-77d1-7c3a-9f1e-2d5b8a6c4e00\"");
    check_both_ways(ssot::timestamp{}, "\"1970-01-01T00:00:00.000000Z\"");
    check_both_ways(ssot::min_timestamp, "\"0001-01-01T00:00:00.000000Z\"");
    check_both_ways(ssot::max_timestamp, "\"9999-12-31T23:59:59.999999Z\"");
    check_both_ways(ssot::duration{1'500'000}, "\"P0DT00H00M01.500000S\"");
    check_both_ways(ssot::duration::min(), "\"-P106751991DT04H00M54.775808S\"");
    check_both_ways(std::optional<int>{}, "null");
    check_both_ways(std::optional<int>{5}, "5");
    check_both_ways(std::optional<std::string>{""}, "\"\"");
    check_both_ways(ssot::raw_json::trusted("[1, 2]"), "[1, 2]");
    check_both_ways(boost::json::value(nullptr), "null");
}

BOOST_AUTO_TEST_CASE(unsigned_numbers_of_every_type_survive)
{
    check_both_ways(std::numeric_limits<unsigned long>::max(), "18446744073709551615");
    check_both_ways(std::numeric_limits<unsigned long long>::max(), "18446744073709551615");
}

BOOST_AUTO_TEST_CASE(doubles_are_shortest_and_stay_doubles)
{
    check_both_ways(0.0, "0.0");
    check_both_ways(-0.0, "-0.0");
    check_both_ways(1.0, "1.0");
    check_both_ways(-1.5, "-1.5");
    check_both_ways(0.1, "0.1");
    check_both_ways(0.1 + 0.2, "0.30000000000000004");
    check_both_ways(1e22, "1e+22");
    check_both_ways(1e-7, "1e-07");
    check_both_ways(5e-324, "5e-324");
    check_both_ways(1.7976931348623157e308, "1.7976931348623157e+308");
    check_both_ways(123456789.0, "123456789.0");
    random_source random(754);
    for (int i = 0; i != 50'000; ++i) {
        auto const v = std::bit_cast<double>(random.bits());
        if (!std::isfinite(v))
            continue;
        auto const text = to_json(v);
        // The C library reads the same bits back, and so do we; and DOM readers see a double.
        bool const right =
            std::bit_cast<std::uint64_t>(std::strtod(text.c_str(), nullptr)) == std::bit_cast<std::uint64_t>(v) &&
            std::bit_cast<std::uint64_t>(from_json<double>(text).value()) == std::bit_cast<std::uint64_t>(v) &&
            boost_read(text).is_double() && text.size() <= 25;
        if (!right) {
            BOOST_ERROR("the double " << std::bit_cast<std::uint64_t>(v) << " became " << text);
            return;
        }
    }
}

BOOST_AUTO_TEST_CASE(numbers_are_read_exactly)
{
    // Against the C library, in spellings that are not ours.
    random_source random(1985);
    for (int i = 0; i != 50'000; ++i) {
        std::string text = random.one_in(2) ? "-" : "";
        text += std::to_string(random.of_any_size());
        if (random.one_in(2))
            text += "." + std::to_string(random.bits()) + (random.one_in(4) ? std::to_string(random.bits()) : "");
        if (random.one_in(2))
            text += "e" + std::to_string(random.between(-340, 330));
        auto const ours  = from_json<double>(text);
        auto const truth = std::strtod(text.c_str(), nullptr);
        if (!std::isfinite(truth))
            continue; // see numbers_beyond_a_double
        if (!ours || std::bit_cast<std::uint64_t>(*ours) != std::bit_cast<std::uint64_t>(truth)) {
            BOOST_ERROR(text << " was read wrong");
            return;
        }
    }
    BOOST_TEST(from_json<double>("7").value() == 7.0);
    BOOST_TEST(from_json<double>("18446744073709551616").value() == 18446744073709551616.0);
    BOOST_TEST(from_json<double>("1e-400").value() == 0.0);
}

BOOST_AUTO_TEST_CASE(numbers_beyond_a_double)
{
    // What a field cannot hold is an error, and what was read can be written.
    check_fault<double>("1e400", errc::out_of_range, "", "1e400");
    check_fault<double>("-1e400", errc::out_of_range, "", "-1e400");
    check_fault<float>("1e300", errc::out_of_range, "");
}

BOOST_AUTO_TEST_CASE(texts)
{
    check_both_ways(""s, R"("")");
    check_both_ways("a b"s, R"("a b")");
    check_both_ways("\"\\/"s, R"("\"\\/")");
    check_both_ways("\b\f\n\r\t"s, R"("\b\f\n\r\t")");
    check_both_ways("\0\x01\x0b\x1f"s, R"("\u0000\u0001\u000b\u001f")");
    check_both_ways("\x7f"s, "\"\x7f\"");
    check_both_ways("\xc3\xa9\xe2\x86\x92\xf0\x9f\x98\x80\xe2\x80\xa8"s,
                    "\"\xc3\xa9\xe2\x86\x92\xf0\x9f\x98\x80\xe2\x80\xa8\"");
    check_both_ways("\xf4\x8f\xbf\xbf"s, "\"\xf4\x8f\xbf\xbf\"");
    check_both_ways(std::pmr::string("x"), R"("x")");
    // Every control character, and each position in words of any length.
    for (char c = 0; c != 0x20; ++c)
        for (std::size_t n : {0u, 1u, 7u, 15u, 16u, 17u, 31u, 32u, 33u, 64u}) {
            auto const v    = std::string(n, 'x') + c + std::string(n, 'y');
            auto const text = to_json(v);
            BOOST_TEST_REQUIRE((read_plain(text).as_string() == v));
            BOOST_TEST_REQUIRE((from_json<std::string>(text).value() == v));
            BOOST_TEST_REQUIRE(text.find(c) == std::string::npos);
        }
    for (std::uint32_t point = 0; point < 0x110000; point += point < 0x900 ? 1 : 97) {
        if (point >= 0xd800 && point < 0xe000)
            continue;
        std::string v = "a";
        append_code_point(v, point);
        if (from_json<std::string>(to_json(v)).value() != v || boost_read(to_json(v)).as_string() != v)
            BOOST_ERROR("U+" << point << " was lost");
    }
}

BOOST_AUTO_TEST_CASE(views_of_text_are_written)
{
    BOOST_TEST(ssot::to_json(std::string_view("a\"b")) == R"("a\"b")");
    BOOST_TEST(ssot::to_json("literal") == R"("literal")");
    BOOST_TEST(ssot::to_json(std::vector<std::string_view>{"a", "b"}) == R"(["a","b"])");
    BOOST_TEST(ssot::to_json(std::map<std::string_view, std::string_view>{{"k", "v"}}) == R"({"k":"v"})");
    std::string out;
    BOOST_TEST(ssot::to_json(std::string_view("\xff"), out).error().code() == errc::invalid_utf8);
}

BOOST_AUTO_TEST_CASE(escapes_are_read)
{
    BOOST_TEST(from_json<std::string>(R"("\"\\\/\b\f\n\r\t\u0041\u00e9\u20AC\ud83d\uDE00")").value() ==
               "\"\\/\b\f\n\r\tA\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
    BOOST_TEST(from_json<std::string>(R"("\u0000")").value() == "\0"s);
    BOOST_TEST(from_json<std::string>(R"("\uDBFF\uDFFF")").value() == "\xf4\x8f\xbf\xbf");
    // In keys of models, maps and documents as well.
    BOOST_TEST(from_json<device>(R"({"\u0068ostname":"c","management":1})").value().hostname == "c");
    BOOST_TEST(
        (from_json<std::map<std::string, int>>(R"({"\u0061\n":1})").value() == std::map<std::string, int>{{"a\n", 1}}));
    BOOST_TEST((from_json<boost::json::value>(R"({"\ud83d\ude00":{"\t":1}})").value() ==
                boost::json::value{{"\xf0\x9f\x98\x80", {{"\t", 1}}}}));
}

BOOST_AUTO_TEST_CASE(containers)
{
    check_both_ways(std::vector<int>{}, "[]");
    check_both_ways(std::vector<int>{1, 2, 3}, "[1,2,3]");
    check_both_ways(std::vector<bool>{true, false}, "[true,false]");
    check_both_ways(std::vector<std::optional<int>>{1, std::nullopt}, "[1,null]");
    check_both_ways(std::vector<std::vector<std::string>>{{}, {"a"}, {"b", ""}}, R"([[],["a"],["b",""]])");
    check_both_ways(std::list<int>{1}, "[1]");
    check_both_ways(std::deque<bool>{true}, "[true]");
    check_both_ways(std::map<std::string, int>{}, "{}");
    check_both_ways(std::map<std::string, int>{{"b", 2}, {"", 0}, {"a\"", 1}}, R"({"":0,"a\"":1,"b":2})");
    check_both_ways(std::unordered_map<std::string, std::vector<int>>{{"x", {1}}}, R"({"x":[1]})");
    check_both_ways(std::optional<std::map<std::string, int>>{}, "null");
    BOOST_TEST(to_json(std::array<int, 3>{1, 2, 3}) == "[1,2,3]");
    BOOST_TEST(to_json(std::set<std::string>{"b", "a"}) == R"(["a","b"])");
    int const numbers[] = {4, 5};
    BOOST_TEST(to_json(std::span(numbers)) == "[4,5]");
}

BOOST_AUTO_TEST_CASE(described_structs)
{
    check_both_ways(text_test::point{1, 2}, R"({"x":1,"y":2})");
    check_both_ways(text_test::point{-1, {}}, R"({"x":-1,"y":null})");
    check_both_ways(std::map<std::string, text_test::point>{{"a", {1, 2}}}, R"({"a":{"x":1,"y":2}})");
    // Without options, what is no optional is required.
    BOOST_TEST((from_json<text_test::point>(R"({"x":1})").value() == text_test::point{1, {}}));
    check_fault<text_test::point>(R"({"y":1})", errc::missing_key, "x");
}

BOOST_AUTO_TEST_CASE(a_users_own_model)
{
    device const d{.id         = ssot::parse_uuid("01920b5c-77d1-7c3a-9f1e-2d5b8a6c4e00").value(),
                   .hostname   = "core-1",
                   .note       = "\xc3\xbc",
                   .risk       = text_test::severity::high,
                   .slots      = 0,
                   .places     = {{1, {}}, {2, 3}},
                   .load       = {{"1m", 0.5}, {"5m", 1}},
                   .flags      = {{true}},
                   .management = {167772161}};
    check_both_ways(
        d,
        "{\"id\":\"01920b5c-77d1-7c3a-9f1e-2d5b8a6c4e00\",\"hostname\":\"core-1\",\"note\":\"\xc3\xbc\",\"risk\":\"high\","
        "\"slots\":0,\"places\":[{\"x\":1,\"y\":null},{\"x\":2,\"y\":3}],\"load\":{\"1m\":0.5,\"5m\":1.0},\"flags\":[true],"
        "\"management\":167772161}");
    check_both_ways(std::vector<device>{d, {}}, to_json(std::vector<device>{d, {}}));
}

BOOST_AUTO_TEST_CASE(a_whole_sync)
{
    auto const id  = ssot::parse_uuid("01920b5c-77d1-7c3a-9f1e-2d5b8a6c4e00").value();
    auto const job = ssot::parse_uuid("00000000-0000-4000-8000-000000000001").value();

    ssot::sync const full{.id                       = id,
                          .source                   = "Data \"Source\"",
                          .target                   = "Nautobot",
                          .start_time               = ssot::parse_timestamp("2024-07-31T23:43:00.123456Z").value(),
                          .source_load_time         = ssot::duration{1},
                          .target_load_time         = ssot::duration{-1'000'000},
                          .diff_time                = ssot::duration{0},
                          .sync_time                = ssot::duration{93'784'000'005},
                          .source_load_memory_final = 0,
                          .source_load_memory_peak  = 9223372036854775807,
                          .target_load_memory_final = 1,
                          .target_load_memory_peak  = 2,
                          .diff_memory_final        = 3,
                          .diff_memory_peak         = 4,
                          .sync_memory_final        = 5,
                          .sync_memory_peak         = 6,
                          .dry_run                  = true,
                          .diff       = {{"region", {{"Spain", {{"-", {{"n", nullptr}}}, {"+", {{"n", 1.0}}}}}}}},
                          .summary    = {{{"create", 1}, {"no-change", 0}}},
                          .job_result = ssot::key_to<ssot::job_result>{job}};
    check_both_ways(full,
                    R"({"id":"01920b5c-77d1-7c3a-9f1e-2d5b8a6c4e00","source":"Data \"Source\"","target":"Nautobot",)"
                    R"("start_time":"2024-07-31T23:43:00.123456Z","source_load_time":"P0DT00H00M00.000001S",)"
                    R"("target_load_time":"-P0DT00H00M01S","diff_time":"P0DT00H00M00S","sync_time":"P1DT02H03M04.000005S",)"
                    R"("source_load_memory_final":0,"source_load_memory_peak":9223372036854775807,)"
                    R"("target_load_memory_final":1,"target_load_memory_peak":2,"diff_memory_final":3,"diff_memory_peak":4,)"
                    R"("sync_memory_final":5,"sync_memory_peak":6,"dry_run":true,)"
                    R"("diff":{"region":{"Spain":{"-":{"n":null},"+":{"n":1.0}}}},"summary":{"create":1,"no-change":0},)"
                    R"("job_result":"00000000-0000-4000-8000-000000000001"})");

    ssot::sync const least{.id = id};
    check_both_ways(
        least,
        R"({"id":"01920b5c-77d1-7c3a-9f1e-2d5b8a6c4e00","source":"","target":"","start_time":null,"source_load_time":null,)"
        R"("target_load_time":null,"diff_time":null,"sync_time":null,"source_load_memory_final":null,)"
        R"("source_load_memory_peak":null,"target_load_memory_final":null,"target_load_memory_peak":null,)"
        R"("diff_memory_final":null,"diff_memory_peak":null,"sync_memory_final":null,"sync_memory_peak":null,)"
        R"("dry_run":false,"diff":{},"summary":null,"job_result":null})");
}

BOOST_AUTO_TEST_CASE(a_whole_log_entry)
{
    auto const id   = ssot::parse_uuid("01920b5c-77d1-7c3a-9f1e-2d5b8a6c4e00").value();
    auto const sync = ssot::parse_uuid("00000000-0000-4000-8000-000000000001").value();

    ssot::sync_log_entry const entry{.id                 = id,
                                     .sync               = ssot::key_to<ssot::sync>{sync},
                                     .timestamp          = ssot::parse_timestamp("0001-01-01T00:00:00Z").value(),
                                     .action             = ssot::sync_log_entry_action::no_change,
                                     .status             = ssot::sync_log_entry_status::failure,
                                     .diff               = {{{"+", {{"name", "\xe2\x86\x92"}}}}},
                                     .synced_object_type = ssot::key_to<ssot::content_type, std::int64_t>{1001},
                                     .synced_object_id   = sync,
                                     .object_repr        = "<Device: core-1>",
                                     .message            = "line\n"};
    check_both_ways(entry,
                    "{\"id\":\"01920b5c-77d1-7c3a-9f1e-2d5b8a6c4e00\",\"sync\":\"00000000-0000-4000-8000-000000000001\","
                    "\"timestamp\":\"0001-01-01T00:00:00.000000Z\",\"action\":\"no-change\",\"status\":\"failure\","
                    "\"diff\":{\"+\":{\"name\":\"\xe2\x86\x92\"}},\"synced_object_type\":1001,"
                    "\"synced_object_id\":\"00000000-0000-4000-8000-000000000001\",\"object_repr\":\"<Device: core-1>\","
                    "\"message\":\"line\\n\"}");
    auto const lenient = from_json<ssot::basic_sync_log_entry<ssot::lenient_types>>(log_text(R"(,"message":"m")")).value();
    BOOST_TEST((lenient.action == ssot::sync_log_entry_action::create));
    auto const odd = from_json<ssot::basic_sync_log_entry<ssot::lenient_types>>(
        R"({"sync":"00000000-0000-4000-8000-000000000001","action":"create","status":"unknown"})");
    BOOST_TEST(odd.value().status.text() == "unknown");
    BOOST_TEST(to_json(*odd).find(R"("status":"unknown")") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(to_json_appends)
{
    std::string out = "x";
    BOOST_TEST(to_json(1, out).has_value());
    BOOST_TEST(to_json("y"s, out).has_value());
    BOOST_TEST(out == "x1\"y\"");
}

// ---- layout -----------------------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(indented)
{
    std::map<std::string, std::vector<int>> const v{{"a", {}}, {"b", {1, 2}}};
    BOOST_TEST(to_json(v, {.indent = 2}) == "{\n  \"a\": [],\n  \"b\": [\n    1,\n    2\n  ]\n}");
    BOOST_TEST(to_json(std::map<std::string, int>{}, {.indent = 4}) == "{}");
    BOOST_TEST(to_json(text_test::point{1, {}}, {.indent = 1}) == "{\n \"x\": 1,\n \"y\": null\n}");
    BOOST_TEST(to_json(boost::json::value{{"a", {1, boost::json::object()}}}, {.indent = 2}) ==
               "{\n  \"a\": [\n    1,\n    {}\n  ]\n}");
}

BOOST_AUTO_TEST_CASE(indented_text_means_the_same_to_boost)
{
    random_records<ssot::default_types> records(2024);
    for (int i = 0; i != 300; ++i) {
        auto const m      = records.make<ssot::sync>();
        auto const pretty = to_json(m, {.indent = 1 + static_cast<unsigned>(i % 4)});
        auto const plain  = to_json(m);
        BOOST_TEST_REQUIRE((boost_read(pretty, 600) == boost_read(plain, 600)));
        BOOST_TEST_REQUIRE(identical(read_plain(pretty), read_plain(plain)));
        BOOST_TEST_REQUIRE((from_json<ssot::sync>(pretty).value() == m));
        BOOST_TEST_REQUIRE(pretty.find("\n" + std::string(1 + static_cast<unsigned>(i % 4), ' ') + "\"source\": ") !=
                           std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(compact_text_is_one_line)
{
    BOOST_TEST(to_json(ssot::sync{.diff = {{"a", {1, 2}}}}).find_first_of(" \n\t\r") == std::string::npos);
    // "indent = 0 writes one compact line", also when a raw document came with line breaks. NDJSON stands on it.
    auto const raw = from_json<ssot::basic_sync<ssot::raw_types>>(sync_text(",\"diff\":{\n  \"a\": 1\n}"));
    BOOST_TEST(to_json(raw.value()).find('\n') == std::string::npos);
}

// ---- the writer's pieces ----------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(long_texts_are_written_in_pieces)
{
    // Texts around the sizes at which a writer may cut them, with one character of each kind at each place near a cut.
    for (std::size_t const size : {1'023u, 1'024u, 1'025u, 2'048u, 8'191u, 8'192u, 8'193u, 16'384u, 16'385u, 70'000u}) {
        auto const plain = std::string(size, 'x');
        BOOST_TEST_REQUIRE((to_json(plain) == "\"" + plain + "\""));
        for (std::size_t const cut : {1'024u, 2'048u, 8'192u, 16'384u})
            for (std::size_t at = cut - 5; at <= cut + 2 && at < size; ++at)
                for (auto const special : {"\0"sv, "\""sv, "\x1f"sv, "\xc3\xa9"sv, "\xe2\x82\xac"sv, "\xf0\x9f\x98\x80"sv}) {
                    auto text = plain;
                    text.insert(at, special);
                    auto const escape   = special == "\0"sv ? "\\u0000"sv
                          : special == "\""sv               ? "\\\""sv
                          : special == "\x1f"sv             ? "\\u001f"sv
                                                            : special;
                    auto       expected = plain;
                    expected.insert(at, escape);
                    if (to_json(text) != "\"" + expected + "\"")
                        BOOST_ERROR("a text of " << size << " with " << show_text(special) << " at " << at);
                }
    }
    for (std::size_t size = 0; size != 2'100; ++size) { // nothing but escapes, and nothing but long characters
        std::string escaped;
        for (std::size_t i = 0; i != size; ++i)
            escaped += "\\u0001";
        BOOST_TEST_REQUIRE((to_json(std::string(size, '\x01')) == "\"" + escaped + "\""));
        std::string wide;
        for (std::size_t i = 0; i != size / 4; ++i)
            wide += "\xf0\x9f\x98\x80";
        wide.insert(0, size % 4, 'a');
        BOOST_TEST_REQUIRE((to_json(wide) == "\"" + wide + "\""));
    }
    // A fault is found in any piece.
    for (std::size_t const at : {0u, 1'022u, 1'023u, 1'024u, 1'025u, 4'095u, 4'096u, 8'191u, 9'999u}) {
        auto text = std::string(10'000, 'x');
        text[at]  = '\x80';
        BOOST_TEST(write_fault(ssot::sync{.target = text}, "target") == errc::invalid_utf8);
        text[at] = '\xf0';
        BOOST_TEST(write_fault(ssot::sync{.target = text}, "target") == errc::invalid_utf8);
    }
}

BOOST_AUTO_TEST_CASE(records_are_the_same_wherever_they_start)
{
    // A list is its records and what stands between them, so that no run of the writer's memory shows. The first text pushes
    // the records along.
    random_records<ssot::default_types> records(16'384);
    ssot::sync_log_entry                first{.id = {}};
    std::vector<ssot::sync_log_entry>   list{first};
    std::string                         rest;
    for (int i = 0; i != 12; ++i) {
        list.push_back(records.make<ssot::sync_log_entry>());
        rest += "," + to_json(list.back());
    }
    auto const without = to_json(first);
    for (std::size_t n = 0; n < 20'000; n += n < 300 ? 1 : 61) {
        list.front().message = std::string(n, 'm');
        auto expected        = without;
        expected.insert(expected.size() - 2, n, 'm');
        if (to_json(list) != "[" + expected + rest + "]") {
            BOOST_ERROR("moved by " << n);
            return;
        }
    }
    ssot::json_buffer buffer;
    BOOST_TEST(to_json(list, buffer).has_value());
    BOOST_TEST((buffer.view() == to_json(list)));
}

BOOST_AUTO_TEST_CASE(compact_and_indented_text_say_the_same)
{
    // They may be written by different code.
    auto const check = [](auto const& v) {
        auto const compact = to_json(v);
        auto const pretty  = to_json(v, {.indent = 3});
        if (!identical(read_plain(compact), read_plain(pretty)))
            BOOST_ERROR(show_text(compact) << " is not " << show_text(pretty));
    };
    auto const check_types = [&]<class Types>(std::type_identity<Types>) {
        random_records<Types> records(99, {.max_depth = 30});
        for_each_model<Types>([&]<class M>(std::type_identity<M>) {
            for (int i = 0; i != 50; ++i)
                check(records.template make<M>());
        });
    };
    check_types(std::type_identity<ssot::default_types>{});
    check_types(std::type_identity<ssot::raw_types>{});
    check_types(std::type_identity<ssot::lenient_types>{});
    check(device{.note = "x", .places = {{1, 2}, {3, {}}}, .load = {{"a\"", 1}}, .flags = {{true, false}}});
    check(std::vector<device>(3));
    check(text_test::node{1, {{2, {{3, {}}}}, {4, {}}}});
}

BOOST_AUTO_TEST_CASE(stored_texts_of_choices_are_escaped)
{
    using text_test::odd_choice;
    struct {
        odd_choice       value;
        std::string_view text;
    } const cases[] = {{odd_choice::quote, R"("a\"b")"},
                       {odd_choice::backslash, R"("\\")"},
                       {odd_choice::control, R"("\n\u0001")"},
                       {odd_choice::umlaut, "\"\xc3\xbc\""},
                       {odd_choice::sixteen, R"("0123456789abcdef")"}};
    for (auto const& c : cases) {
        check_both_ways(c.value, c.text);
        auto const inside =
            R"({"a":)" + std::string(c.text) + R"(,"b":)" + std::string(c.text) + R"(,"c":"0123456789abcdef\""})";
        check_both_ways(text_test::odd{c.value, c.value, {}}, inside);
    }
}

// ---- what cannot be written -------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(ill_formed_utf8_is_not_written)
{
    for (auto const bad :
         {"\xff"sv, "a\x80"sv, "\xc0\x80"sv, "\xe2\x82"sv, "\xed\xa0\x80"sv, "\xf4\x90\x80\x80"sv, "\xf0\x9f\x98"sv})
        for (std::size_t const n : {0u, 1u, 15u, 16u, 31u, 40u}) {
            auto const text = std::string(n, 'x') + std::string(bad) + (bad.size() == 2 ? "" : "z");
            BOOST_TEST(write_fault(text, "") == errc::invalid_utf8);
            BOOST_TEST(write_fault(ssot::sync{.source = text}, "source") == errc::invalid_utf8);
            BOOST_TEST(write_fault(ssot::sync{.diff = {{"+", {{"name", {1, text}}}}}}, "diff.+.name[1]") ==
                       errc::invalid_utf8);
            BOOST_TEST(write_fault(device{.places = {{1, 2}}, .load = {{text, 1}}}, "load.<key>") == errc::invalid_utf8);
            BOOST_TEST(write_fault(ssot::sync{.diff = boost::json::object{{text, 1}}}, "diff.<key>") == errc::invalid_utf8);
        }
}

BOOST_AUTO_TEST_CASE(numbers_that_json_lacks_are_not_written)
{
    constexpr auto nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
    for (double const bad : {nan, -nan, inf, -inf}) {
        BOOST_TEST(write_fault(bad, "") == errc::out_of_range);
        BOOST_TEST(write_fault(device{.load = {{"1m", bad}}}, "load.1m") == errc::out_of_range);
        BOOST_TEST(write_fault(ssot::sync{.diff = {{"+", {{"mtu", bad}}}}}, "diff.+.mtu") == errc::out_of_range);
        BOOST_TEST(write_fault(std::vector<ssot::sync>{{}, {.summary = boost::json::array{0, bad}}}, "[1].summary[1]") ==
                   errc::out_of_range);
    }
}

BOOST_AUTO_TEST_CASE(times_without_text_are_not_written)
{
    BOOST_TEST(write_fault(ssot::min_timestamp - ssot::duration{1}, "") == errc::out_of_range);
    BOOST_TEST(write_fault(ssot::max_timestamp + ssot::duration{1}, "") == errc::out_of_range);
    BOOST_TEST(write_fault(ssot::sync{.start_time = ssot::timestamp::max()}, "start_time") == errc::out_of_range);
}

BOOST_AUTO_TEST_CASE(values_outside_a_choice_are_not_written)
{
    BOOST_TEST(write_fault(static_cast<text_test::severity>(9), "") == errc::unknown_choice);
    BOOST_TEST(write_fault(ssot::sync_log_entry{.status = static_cast<ssot::sync_log_entry_status>(77)}, "status") ==
               errc::unknown_choice);
}

BOOST_AUTO_TEST_CASE(values_outside_an_open_choice_are_not_written)
{
    using entry = ssot::basic_sync_log_entry<ssot::lenient_types>;
    std::string out;
    auto const  r = to_json(entry{.status = static_cast<ssot::sync_log_entry_status>(77)}, out);
    BOOST_TEST(r.has_error(), "written as " << out);
}

BOOST_AUTO_TEST_CASE(depth_is_limited_when_writing)
{
    boost::json::value deep = 1;
    for (int i = 0; i != 512; ++i)
        deep = boost::json::array{std::move(deep)};
    BOOST_TEST((from_json<boost::json::value>(to_json(deep)).value() == deep));
    ssot::sync run{.id = {}, .diff = deep};
    BOOST_TEST((from_json<ssot::sync>(to_json(run)).value() == run), "a document counts from its own root");
    auto const deeper = boost::json::array{deep};
    BOOST_TEST(write_fault(boost::json::value(deeper), [&] {
                   std::string path;
                   for (int i = 0; i != 512; ++i)
                       path += "[0]";
                   return path;
               }()) == errc::too_deep);
    BOOST_TEST(write_fault(boost::json::value{{"a", {1}}}, "a", {.max_depth = 1}) == errc::too_deep);
    BOOST_TEST(to_json(1, {.max_depth = 0}) == "1");
}

// ---- what cannot be read ----------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(accepts_and_refuses_what_boost_does)
{
    for (auto const& c : json_documents()) {
        BOOST_TEST_CONTEXT("text " << show_text(std::string_view(c.text).substr(0, 80)))
        {
            auto const r = from_json<boost::json::value>(c.text);
            BOOST_TEST_REQUIRE(r.has_value() == c.valid);
            BOOST_TEST_REQUIRE(boost_accepts(c.text) == c.valid);
            if (!r)
                continue;
            BOOST_TEST(identical(*r, read_plain(c.text)));
            BOOST_TEST(r->kind() == boost_read(c.text).kind());
            // The same as a diff.
            auto const run = from_json<ssot::sync>(sync_text(",\"diff\":" + c.text));
            if (r->is_null())
                BOOST_TEST(run.error().code() == errc::wrong_type);
            else
                BOOST_TEST((run.value().diff == *r));
        }
    }
}

BOOST_AUTO_TEST_CASE(messy_documents_are_read)
{
    random_records<ssot::default_types> records(77);
    for (int i = 0; i != 2'000; ++i) {
        auto const v    = records.dom();
        auto const text = " \n" + write_messy(v, records.random()) + "\t";
        auto const back = from_json<boost::json::value>(text);
        if (!back || !identical(*back, v)) {
            BOOST_ERROR("document " << i << ": " << show_text(text));
            return;
        }
        // Boost.JSON, whose doubles may be off by one place, sees the same document otherwise.
        BOOST_TEST_REQUIRE(to_json(boost_read(text)).size() > 0);
    }
}

BOOST_AUTO_TEST_CASE(duplicate_keys_of_documents_by_policy)
{
    auto const last = from_json<boost::json::value>(R"({"a":{"x":1},"b":2,"a":{"y":3}})").value();
    BOOST_TEST((last == boost::json::parse(R"({"a":{"x":1},"b":2,"a":{"y":3}})")));
    BOOST_TEST((last == boost::json::value{{"a", {{"y", 3}}}, {"b", 2}}));

    ssot::read_options const strict{.duplicates = ssot::duplicate_keys::error};
    check_fault<boost::json::value>(R"({"a":1,"b":{"c":0,"c":1}})", errc::duplicate_key, "b.c", "\"c\"", strict);
    check_fault<ssot::sync>(
        sync_text(R"(,"diff":{"+":1,"-":2,"\u002b":3})"), errc::duplicate_key, "diff.+", "\"\\u002b\"", strict);
    check_fault<ssot::basic_sync<ssot::raw_types>>(
        sync_text(R"(,"summary":[{"a":1,"a":2}])"), errc::duplicate_key, "summary[0].a", "\"a\"", strict);
    BOOST_TEST(from_json<ssot::sync>(sync_text(R"(,"diff":{"+":1,"+":3})")).value().diff.at("+").as_int64() == 3);
}

BOOST_AUTO_TEST_CASE(duplicate_keys_of_maps_by_policy)
{
    using map = std::map<std::string, int>;
    BOOST_TEST((from_json<map>(R"({"a":1,"a":2})").value() == map{{"a", 2}}));
    check_fault<map>(
        R"({"a":1,"b":0,"a":2})", errc::duplicate_key, "a", "\"a\"", {.duplicates = ssot::duplicate_keys::error});
}

BOOST_AUTO_TEST_CASE(duplicate_keys_of_models_are_errors_whatever_the_policy)
{
    check_fault<ssot::sync>(sync_text(R"(,"source":"a")"), errc::duplicate_key, "source", "\"source\":\"a\"");
    check_fault<ssot::sync>(sync_text(R"(,"sourc\u0065":"c")"), errc::duplicate_key, "source", "\"sourc\\u0065\"");
    check_fault<device>(device_text(R"(,"note":null,"note":null)"), errc::duplicate_key, "note", "\"note\"");
    check_fault<text_test::point>(R"({"x":1,"x":1})", errc::duplicate_key, "x");
    check_fault<ssot::sync>(sync_text(R"(,"dry_run":true,"dry_run":true)"),
                            errc::duplicate_key,
                            "dry_run",
                            "\"dry_run\"",
                            {.unknown = ssot::unknown_keys::ignore});
}

BOOST_AUTO_TEST_CASE(missing_keys)
{
    check_fault<ssot::sync>("{}", errc::missing_key, "source");
    check_fault<ssot::sync>(R"({"source":"a"})", errc::missing_key, "target");
    check_fault<ssot::sync_log_entry>(R"({"action":"create","status":"success"})", errc::missing_key, "sync");
    check_fault<ssot::sync_log_entry>(
        R"({"sync":"01920b5c-77d1-7c3a-9f1e-2d5b8a6c4e00","status":"success"})", errc::missing_key, "action");
    check_fault<ssot::job_result>("{}", errc::missing_key, "name");
    check_fault<device>(R"({"hostname":"a"})", errc::missing_key, "management");
    check_fault<text_test::page>(
        R"({"results":[)" + log_text() + R"(,{"action":"create"}],"count":2})", errc::missing_key, "results[1].sync");
}

BOOST_AUTO_TEST_CASE(what_may_be_missing_keeps_its_initializer)
{
    auto const run = from_json<ssot::sync>(sync_text()).value();
    BOOST_TEST(run.id.is_nil(), "reading makes no id");
    BOOST_TEST(!run.start_time);
    BOOST_TEST(!run.dry_run);
    BOOST_TEST((run.diff == boost::json::object()));
    BOOST_TEST(!run.summary);

    auto const entry = from_json<ssot::sync_log_entry>(log_text()).value();
    BOOST_TEST((entry.timestamp == ssot::timestamp{}));
    BOOST_TEST(entry.message == "");

    auto const result = from_json<ssot::job_result>(R"({"name":"n"})").value();
    BOOST_TEST((result.status == ssot::job_result_status::pending));
    BOOST_TEST((result.task_args == boost::json::array()));
    BOOST_TEST((result.task_kwargs == boost::json::object()));

    auto const d = from_json<device>(device_text()).value();
    BOOST_TEST(d.slots == 4);
    BOOST_TEST((d.risk == text_test::severity::low));
    BOOST_TEST(d.places.empty());
}

BOOST_AUTO_TEST_CASE(unknown_keys_by_policy)
{
    check_fault<ssot::sync>(sync_text(R"(,"extra":1)"), errc::unknown_key, "extra", "\"extra\"");
    check_fault<ssot::sync>(sync_text(R"(,"Source":1)"), errc::unknown_key, "Source", "\"Source\"");
    check_fault<ssot::sync>(sync_text(R"(,"":1)"), errc::unknown_key, "", "\"\"");
    check_fault<ssot::sync>(sync_text(R"(,"job_result_id":null)"), errc::unknown_key, "job_result_id", "\"job_result_id\"");
    check_fault<ssot::sync>(sync_text(R"(,"sourc":1)"), errc::unknown_key, "sourc", "\"sourc\"");
    check_fault<ssot::sync>(sync_text(R"(,"source\u0000":1)"), errc::unknown_key, "source\\x00", "\"source\\u0000\"");

    ssot::read_options const ignore{.unknown = ssot::unknown_keys::ignore};
    auto const               run =
        from_json<ssot::sync>(R"({"a":[{"source":1}],"source":"s","b":"\ud83d\ude00","target":"t","":{}})", ignore);
    BOOST_TEST(run.value().source == "s");
    // What is ignored is still JSON, and comes as often as it likes.
    BOOST_TEST(from_json<ssot::sync>(sync_text(R"(,"x":1,"x":2)"), ignore).has_value());
    BOOST_TEST(from_json<ssot::sync>(sync_text(R"(,"x":tru)"), ignore).error().code() == errc::syntax);
    BOOST_TEST(from_json<ssot::sync>(sync_text(",\"x\":\"\xff\""), ignore).error().code() == errc::invalid_utf8);
    check_fault<ssot::sync>(R"({"source":"s","x":1})", errc::missing_key, "target", "", ignore);
}

BOOST_AUTO_TEST_CASE(faults_inside_ignored_keys_name_them)
{
    check_fault<ssot::sync>(
        sync_text(R"(,"x":{"y":[0,tru]})"), errc::syntax, "x.y[1]", "tru]", {.unknown = ssot::unknown_keys::ignore});
}

BOOST_AUTO_TEST_CASE(wrong_types)
{
    for (auto const* const bad : {"1", "true", "null", "[]", "{}", "1.5"})
        check_fault<ssot::sync>(sync_text(R"(,"x":0)").replace(10, 3, bad), errc::wrong_type, "source", bad);
    for (auto const* const bad : {"1", "0", "\"true\"", "null", "[true]", "{}"})
        check_fault<ssot::sync>(sync_text(",\"dry_run\": "s + bad), errc::wrong_type, "dry_run", bad);
    for (auto const* const bad : {"\"1\"", "true", "[]", "{}", "1.0", "1e2", "-1.5", "1E0"})
        check_fault<ssot::sync>(sync_text(",\"sync_memory_peak\": "s + bad), errc::wrong_type, "sync_memory_peak", bad);
    for (auto const* const bad : {"1", "false", "[]", "{}", "1722469380"}) {
        check_fault<ssot::sync>(sync_text(",\"start_time\": "s + bad), errc::wrong_type, "start_time", bad);
        check_fault<ssot::sync>(sync_text(",\"sync_time\": "s + bad), errc::wrong_type, "sync_time", bad);
        check_fault<ssot::sync>(sync_text(",\"job_result\": "s + bad), errc::wrong_type, "job_result", bad);
        check_fault<ssot::sync>(sync_text(",\"id\": "s + bad), errc::wrong_type, "id", bad);
        check_fault<device>(device_text(",\"risk\": "s + bad), errc::wrong_type, "risk", bad);
    }
    check_fault<ssot::sync_log_entry>(
        log_text(R"(,"synced_object_type":"5")"), errc::wrong_type, "synced_object_type", "\"5\"");
    check_fault<ssot::sync_log_entry>(log_text(R"(,"timestamp":null)"), errc::wrong_type, "timestamp", "null");
    check_fault<device>(device_text(R"(,"places":{"x":1})"), errc::wrong_type, "places", "{\"x\"");
    check_fault<device>(device_text(R"(,"places":null)"), errc::wrong_type, "places", "null");
    check_fault<device>(device_text(R"(,"places":[{"x":1},[]])"), errc::wrong_type, "places[1]", "[]]");
    check_fault<device>(device_text(R"(,"load":{"a":1,"b":"c"})"), errc::wrong_type, "load.b", "\"c\"");
    check_fault<device>(device_text(R"(,"load":[])"), errc::wrong_type, "load", "[]");
    check_fault<device>(device_text(R"(,"flags":[true,null])"), errc::wrong_type, "flags[1]", "null");
    for (auto const* const bad : {"[]", "1", "null", "\"x\"", "true"}) {
        check_fault<ssot::sync>(bad, errc::wrong_type, "", bad);
        check_fault<std::vector<ssot::sync>>("["s + bad + "]", errc::wrong_type, "[0]", bad);
    }
}

BOOST_AUTO_TEST_CASE(null_documents)
{
    // A nullable document reads null as nothing; one that must be there refuses it.
    auto const run = from_json<ssot::sync>(sync_text(R"(,"summary":null)")).value();
    BOOST_TEST(!run.summary.has_value());
    check_fault<ssot::sync>(sync_text(R"(,"diff":null)"), errc::wrong_type, "diff");
    check_fault<ssot::basic_sync<ssot::raw_types>>(sync_text(R"(,"diff": null )"), errc::wrong_type, "diff");
    BOOST_TEST(
        !from_json<ssot::basic_sync_log_entry<ssot::raw_types>>(log_text(R"(,"diff":null)")).value().diff.has_value());
}

BOOST_AUTO_TEST_CASE(numbers_out_of_range)
{
    for (auto const* const bad :
         {"9223372036854775808", "-9223372036854775809", "18446744073709551616", "100000000000000000000000000"})
        check_fault<ssot::sync>(sync_text(",\"sync_memory_peak\": "s + bad), errc::out_of_range, "sync_memory_peak", bad);
    check_fault<device>(device_text(R"(,"slots":256)"), errc::out_of_range, "slots");
    check_fault<device>(device_text(R"(,"slots":-1)"), errc::out_of_range, "slots");
    check_fault<device>(device_text(R"(,"places":[{"x":2147483648}])"), errc::out_of_range, "places[0].x");
    check_fault<device>(R"({"hostname":"a","management":4294967296})", errc::out_of_range, "management");
    check_fault<text_test::page>(R"({"results":[],"count":-1})", errc::out_of_range, "count", "-1");
    BOOST_TEST(from_json<text_test::page>(R"({"results":[],"count":-1})").error().text() == "-1 is below 0");
    BOOST_TEST(from_json<text_test::page>(R"({"results":[],"count":-99999999999999999999})")
                   .error()
                   .text()
                   .ends_with(" is below 0"));
    check_fault<text_test::page>(
        R"({"results":[],"count":18446744073709551616})", errc::out_of_range, "count", "18446744073709551616");
    BOOST_TEST(from_json<text_test::page>(R"({"results":[],"count":18446744073709551615})").value().count ==
               std::numeric_limits<std::uint64_t>::max());
    check_fault<ssot::sync>(sync_text(R"(,"start_time":"10000-01-01T00:00:00Z")"), errc::invalid_value, "start_time");
    check_fault<ssot::sync>(sync_text(R"(,"start_time":"2023-02-29T00:00:00Z")"), errc::out_of_range, "start_time");
    check_fault<ssot::sync>(sync_text(R"(,"sync_time":"P106751992D")"), errc::out_of_range, "sync_time");
}

BOOST_AUTO_TEST_CASE(keys_out_of_range)
{
    BOOST_TEST(from_json<text_test::cable>(R"({"from":2147483647})").value().from.key() == 2147483647);
    BOOST_CHECK_NO_THROW(check_fault<text_test::cable>(R"({"from":2147483648})", errc::out_of_range, "from"));
}

BOOST_AUTO_TEST_CASE(minus_zero_is_an_integer)
{
    BOOST_TEST(from_json<std::int64_t>("-0").value() == 0);
    BOOST_TEST(from_json<std::uint8_t>("-0").value() == 0);
    BOOST_TEST(from_json<std::uint64_t>("-0").has_value(), "as for every other integer, and as the DOM way reads it");
}

BOOST_AUTO_TEST_CASE(values_that_are_none)
{
    check_fault<ssot::sync>(sync_text(R"(,"id":"x")"), errc::invalid_value, "id");
    check_fault<ssot::sync>(sync_text(R"(,"id":"")"), errc::invalid_value, "id");
    check_fault<ssot::sync>(
        sync_text(R"(,"job_result":"01920b5c77d17c3a9f1e2d5b8a6c4e00")"), errc::invalid_value, "job_result");
    check_fault<ssot::sync>(sync_text(R"(,"start_time":"2024-07-31")"), errc::invalid_value, "start_time");
    check_fault<ssot::sync>(sync_text(R"(,"start_time":"2024-07-31T23:43:00")"), errc::invalid_value, "start_time");
    check_fault<ssot::sync>(sync_text(R"(,"sync_time":"1 02:03:04")"), errc::invalid_value, "sync_time");
    check_fault<ssot::sync_log_entry>(
        R"({"sync":"01920b5c-77d1-7c3a-9f1e-2d5b8a6c4e00","action":"Create","status":"success"})",
        errc::unknown_choice,
        "action");
    check_fault<device>(device_text(R"(,"risk":"low")"), errc::unknown_choice, "risk");
    auto const moved = from_json<ssot::sync>(sync_text(R"(,"start_time":"2024-07-31T23:43:00+02:00")")).value();
    BOOST_TEST(ssot::to_string(moved.start_time.value()) == "2024-07-31T21:43:00.000000Z");
}

BOOST_AUTO_TEST_CASE(values_that_are_none_are_placed_where_they_start)
{
    // As wrong types are, so that an editor can jump to them.
    check_fault<ssot::sync>(sync_text(R"(,"id":"x")"), errc::invalid_value, "id", "\"x\"");
    check_fault<ssot::sync>(
        sync_text(R"(,"start_time": "2023-02-29T00:00:00Z")"), errc::out_of_range, "start_time", "\"2023");
    check_fault<device>(device_text(R"(,"risk":"low")"), errc::unknown_choice, "risk", "\"low\"");
    check_fault<device>(device_text(R"(,"slots":256)"), errc::out_of_range, "slots", "256");
    check_fault<ssot::sync>(sync_text(R"(,"diff":null)"), errc::wrong_type, "diff", "null");
}

BOOST_AUTO_TEST_CASE(syntax)
{
    check_fault<ssot::sync>("", errc::syntax, "");
    check_fault<ssot::sync>("{", errc::syntax, "");
    check_fault<ssot::sync>(sync_text() + "x", errc::syntax, "", "x");
    check_fault<ssot::sync>(sync_text() + "{}", errc::syntax, "", "{}");
    check_fault<ssot::sync>("{\"source\":\"a\"\n\"target\":\"b\"}", errc::syntax, "", "\"target\"");
    check_fault<ssot::sync>(sync_text(",\n  \"dry_run\": tru"), errc::syntax, "dry_run", "tru");
    check_fault<ssot::sync>(sync_text(",\"diff\":{\"+\":{\"mtu\":01}}"), errc::syntax, "diff.+", "1}}");
    check_fault<ssot::sync>(sync_text(",\"diff\":[1,{\"mtu\":.5}]"), errc::syntax, "diff[1].mtu", ".5");
    check_fault<ssot::sync>(sync_text(",\"sync_memory_peak\":01"), errc::syntax, "", "1}");
    check_fault<ssot::sync>(sync_text(",\"sync_memory_peak\":-"), errc::syntax, "sync_memory_peak", "}");
    check_fault<ssot::sync>(sync_text(",\"sync_memory_peak\":+1"), errc::syntax, "sync_memory_peak", "+1");
    check_fault<ssot::sync>(sync_text(",\"sync_memory_peak\":1."), errc::syntax, "sync_memory_peak", "}");
    check_fault<ssot::sync>(sync_text(",dry_run:true"), errc::syntax, "", "dry_run");
    check_fault<ssot::sync>(sync_text(","), errc::syntax, "", "}");
    check_fault<ssot::sync>(sync_text(",\"summary\":{\"a\":1,}"), errc::syntax, "summary", "}}");
    check_fault<ssot::sync>(sync_text(",\"dry_run\" true"), errc::syntax, "", "true");
    // Not JSON at all comes before JSON of the wrong type.
    check_fault<ssot::sync>(sync_text(",\"dry_run\":[1,2"), errc::syntax, "dry_run");
    check_fault<ssot::sync>(sync_text(",\"dry_run\":{\"a\":nope}"), errc::syntax, "dry_run.a", "nope");
    check_fault<ssot::sync>(sync_text(",\"dry_run\":\"\xff\""), errc::invalid_utf8, "dry_run", "\xff");
}

BOOST_AUTO_TEST_CASE(texts_that_are_not_utf8)
{
    check_fault<ssot::sync>("{\"source\":\"a\xff\",\"target\":\"b\"}", errc::invalid_utf8, "source", "\xff");
    check_fault<ssot::sync>(sync_text(",\"diff\":{\"a\":[\"\xc0\x80\"]}"), errc::invalid_utf8, "diff.a[0]", "\xc0");
    check_fault<ssot::basic_sync<ssot::raw_types>>(
        sync_text(",\"diff\":{\"a\":[\"\xed\xa0\x80\"]}"), errc::invalid_utf8, "diff.a[0]", "\xed");
    check_fault<ssot::sync>(sync_text(",\"\xff\":1"), errc::invalid_utf8, "", "\xff");
    check_fault<ssot::sync>(sync_text(",\"diff\":{\"\xff\":1}"), errc::invalid_utf8, "diff", "\xff");
    check_fault<std::map<std::string, int>>("{\"\xff\":1}", errc::invalid_utf8, "", "\xff");
    // In any place of a text of any length.
    for (std::size_t before = 0; before != 70; ++before) {
        auto const text = "\"" + std::string(before, 'a') + "\xff" + std::string(70 - before, 'b') + "\"";
        check_fault<std::string>(text, errc::invalid_utf8, "", "\xff");
        auto const control = "\"" + std::string(before, 'a') + "\x1f" + std::string(70 - before, 'b') + "\"";
        check_fault<std::string>(control, errc::syntax, "", "\x1f");
    }
}

BOOST_AUTO_TEST_CASE(paths_lead_to_the_fault)
{
    auto const entry = [](std::string_view diff) { return log_text(",\"diff\":" + std::string(diff)); };
    check_fault<text_test::page>(R"({"results":[)" + entry("{}") + "," + entry("null") + "," + entry("[]") + "," +
                                     entry(R"({"+":{"name":nope}})") + R"(],"count":4})",
                                 errc::syntax,
                                 "results[3].diff.+.name",
                                 "nope");
    check_fault<text_test::page>(
        R"({"count":1,"results":[)" + log_text(R"(,"message":5)") + "]}", errc::wrong_type, "results[0].message", "5}");
    check_fault<std::map<std::string, std::vector<text_test::point>>>(
        R"({"a":[],"b":[{"x":1},{"x":"1"}]})", errc::wrong_type, "b[1].x", "\"1\"");
    check_fault<std::vector<std::vector<int>>>("[[1],[2,\n true]]", errc::wrong_type, "[1][1]", "true");
}

BOOST_AUTO_TEST_CASE(depth_and_size_are_limited)
{
    check_fault<ssot::sync>(sync_text(",\"diff\":" + std::string(513, '[') + std::string(513, ']')), errc::too_deep, [] {
        std::string path = "diff";
        for (int i = 0; i != 512; ++i)
            path += "[0]";
        return path;
    }());
    BOOST_TEST(from_json<ssot::sync>(sync_text(",\"diff\":" + std::string(512, '[') + std::string(512, ']'))).has_value());
    auto const ignored =
        from_json<ssot::sync>(sync_text(",\"x\":[[[]]]"), {.max_depth = 2, .unknown = ssot::unknown_keys::ignore});
    BOOST_TEST(ignored.error().code() == errc::too_deep);
    BOOST_TEST(from_json<ssot::sync>(sync_text(",\"diff\":[[]]"), {.max_depth = 2}).has_value());
    check_fault<ssot::sync>(sync_text(",\"diff\":[[[]]]"), errc::too_deep, "diff[0][0]", "[]]]", {.max_depth = 2});
    check_fault<std::vector<ssot::sync>>("[" + sync_text() + "]", errc::too_deep, "[0]", "{", {.max_depth = 1});
    // Types that hold themselves are limited as well, and nothing overflows.
    std::string deep;
    for (int i = 0; i != 100'000; ++i)
        deep += R"({"value":1,"children":[)";
    BOOST_TEST(from_json<text_test::node>(deep).error().code() == errc::too_deep);
    BOOST_TEST(from_json<boost::json::value>(std::string(1'000'000, '[')).error().code() == errc::too_deep);

    auto const text = sync_text();
    BOOST_TEST(from_json<ssot::sync>(text, {.max_size = text.size()}).has_value());
    auto const r = from_json<ssot::sync>(text, {.max_size = text.size() - 1});
    BOOST_TEST_REQUIRE(r.has_error());
    BOOST_TEST(r.error().code() == errc::too_large);
}

BOOST_AUTO_TEST_CASE(every_prefix_of_a_record_is_refused)
{
    random_records<ssot::default_types> records(3);
    for (int i = 0; i != 8; ++i) {
        auto const text = to_json(records.make<ssot::sync_log_entry>());
        if (text.size() > 5'000)
            continue;
        for (std::size_t n = 0; n != text.size(); ++n) {
            auto const r = from_json<ssot::sync_log_entry>(std::string_view(text).substr(0, n));
            if (r || (r.error().code() != errc::syntax && r.error().code() != errc::invalid_utf8) || r.error().offset() > n)
                BOOST_ERROR("the first " << n << " bytes of " << show_text(text));
        }
    }
}

BOOST_AUTO_TEST_CASE(damaged_records_never_throw)
{
    // clang-format off
    constexpr errc of_reading[] = {errc::syntax,        errc::invalid_utf8,   errc::too_deep,    errc::wrong_type,
                                    errc::out_of_range,
                                   errc::invalid_value, errc::unknown_choice, errc::missing_key, errc::unknown_key,
                                   errc::duplicate_key};
    // clang-format on
    random_records<ssot::default_types> records(404);
    auto&                               random = records.random();
    constexpr std::string_view          bytes =
        "{}[]\",:0123456789.-+eE \n\t\\/ubnrtfalsednTZP\x01\x7f\x80\xbf\xc2\xe2\xed\xf0\xf4\xff";
    std::set<errc> met;
    int            survived = 0;
    for (int i = 0; i != 20'000; ++i) {
        auto text = i % 3 == 0 ? to_json(records.make<ssot::sync>())
            : i % 3 == 1       ? to_json(records.make<ssot::sync_log_entry>())
                               : to_json(records.make<ssot::job_result>());
        if (text.size() > 3'000)
            continue;
        for (auto n = 1 + random.below(2); n != 0; --n) {
            auto const at   = random.below(text.size());
            char const byte = bytes[random.below(bytes.size())];
            switch (random.below(4)) {
            case 0: text.insert(at, 1, byte); break;
            case 1: text.erase(at, 1); break;
            case 2: text.erase(at, random.below(20)); break;
            default: text[at] = byte;
            }
        }
        auto const judge = [&]<class M>(std::type_identity<M>) {
            auto const r = from_json<M>(text);
            if (r) {
                ++survived;
                // What was read can be written, and then reads the same.
                std::string again;
                if (auto const written = to_json(*r, again); !written) {
                    if (written.error().text() != "JSON has no infinity") // see what_was_read_can_be_written
                        BOOST_ERROR("read but not written: " << show_text(text));
                } else if (!(from_json<M>(again).value() == *r)) {
                    BOOST_ERROR("read but not kept: " << show_text(text));
                }
                if (!boost_accepts(text, 600) && boost_verdict(text, 600) != boost::json::error::exponent_overflow)
                    BOOST_ERROR("no JSON for Boost: " << show_text(text));
                return;
            }
            auto const& e = r.error();
            met.insert(e.code());
            bool const known = std::find(std::begin(of_reading), std::end(of_reading), e.code()) != std::end(of_reading);
            if (!known || e.text().empty() || e.offset() > text.size() || e.line() == 0 || e.column() == 0)
                BOOST_ERROR("an odd error for " << show_text(text) << ": " << e);
            if (e.code() == errc::syntax || e.code() == errc::invalid_utf8) {
                if (boost_accepts(text, 600))
                    BOOST_ERROR("JSON for Boost, not for us: " << show_text(text));
            }
        };
        try {
            if (i % 3 == 0)
                judge(std::type_identity<ssot::sync>{});
            else if (i % 3 == 1)
                judge(std::type_identity<ssot::sync_log_entry>{});
            else
                judge(std::type_identity<ssot::job_result>{});
        } catch (std::exception const& e) {
            BOOST_ERROR("thrown: " << e.what() << " for " << show_text(text));
            return;
        }
    }
    BOOST_TEST(survived > 500);
    for (errc const e : of_reading)
        if (e != errc::too_deep)
            BOOST_TEST(met.count(e) == 1u, "the damage never led to " << ssot::to_string(e));
}

// RFC 8259 allows any number and Boost.JSON's DOM has only doubles, so that 1e400 reads as infinity; writing that back is
// an error which names it.
BOOST_AUTO_TEST_CASE(a_number_beyond_a_double_in_free_json_is_infinite)
{
    auto const run = from_json<ssot::sync>(sync_text(R"(,"diff":{"x":1e400})"));
    BOOST_TEST_REQUIRE(run.has_value());
    BOOST_TEST(run->diff.at("x").as_double() == std::numeric_limits<double>::infinity());
    std::string out;
    auto const  written = to_json(*run, out);
    BOOST_TEST_REQUIRE(written.has_error());
    BOOST_TEST((written.error().code() == errc::out_of_range));
    BOOST_TEST(written.error().path() == "diff.x");
}

BOOST_AUTO_TEST_CASE(variants_are_read_as_what_fits_first)
{
    using either = std::
        variant<std::monostate, bool, std::int64_t, double, ssot::uuid, std::string, std::vector<int>, text_test::point>;
    ssot::uuid const          id = ssot::new_id();
    std::vector<either> const all{
        std::monostate(), true, std::int64_t{7}, 1.5, id, std::string("text"), std::vector{1, 2}, text_test::point{3, {}}};
    std::string const text = ssot::to_json(all);
    BOOST_TEST(text == "[null,true,7,1.5,\"" + ssot::to_string(id) + "\",\"text\",[1,2],{\"x\":3,\"y\":null}]");
    BOOST_TEST((ssot::from_json<std::vector<either>>(text).value() == all));
    BOOST_TEST((ssot::from_value<std::vector<either>>(ssot::to_value(all)).value() == all));

    using numbers  = std::variant<std::int8_t, std::vector<std::int8_t>>;
    auto const bad = ssot::from_json<std::vector<numbers>>("[1,[1,2],[1,300]]");
    BOOST_TEST_REQUIRE(!bad.has_value());
    BOOST_TEST((bad.error().code() == ssot::errc::out_of_range));
    BOOST_TEST(bad.error().path() == "[2][1]");
    BOOST_TEST(!ssot::from_json<numbers>("").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
