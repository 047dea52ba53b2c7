// SPDX-License-Identifier: BSL-1.0
// Whatever bytes come in, what an error says of them can be printed on one line and stored.

#include <ssot/diff.hpp>
#include <ssot/form.hpp>
#include <ssot/json/lines.hpp>
#include <ssot/nautobot/diff_encoder.hpp>
#include <ssot/nautobot/dynamic.hpp>
#include <ssot/nautobot/fixture.hpp>
#include <ssot/nautobot/rest.hpp>
#include <ssot/nautobot/text_forms.hpp>
#include <ssot/nautobot/urls.hpp>
#include <ssot/ssot.hpp>
#include <ssot/storage/memory.hpp>
#include <ssot/store/page.hpp>
#include <ssot/testing/random_source.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ssot_test {

namespace {

using ssot::errc;
using random_bytes = ssot::conformance::random_source;

struct worded_port {
    std::string name{};
    int         speed = 0;
};
BOOST_DESCRIBE_STRUCT(worded_port, (), (name, speed))

/// Boost.JSON judges the UTF-8, and the library that the words can be stored.
void judge_words(ssot::error const& e, std::string_view where)
{
    auto const whole = to_string(e);
    BOOST_TEST_CONTEXT(where << ": " << whole)
    {
        boost::system::error_code refused;
        auto const                back = boost::json::parse(boost::json::serialize(boost::json::value(whole)), refused);
        BOOST_TEST(!refused.failed());
        BOOST_TEST((back.is_string() && back.get_string() == whole));
        for (std::string_view const bad :
             {"\xc2\x80", "\xc2\x85", "\xc2\x9f", "\xe2\x80\xa8", "\xe2\x80\xa9", "\xe2\x80\xae"})
            BOOST_TEST(whole.find(bad) == std::string::npos);
        BOOST_TEST(std::ranges::none_of(whole, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }));
        BOOST_TEST(e.text().size() <= ssot::error::max_text_size);
        BOOST_TEST(e.path().size() <= ssot::error::max_path_size);
        BOOST_TEST(whole.size() <= e.text().size() + e.path().size() + 100);
        std::string out;
        BOOST_TEST(ssot::to_json(whole, out).has_value());
    }
}

template<class R>
void judge_result(R const& r, std::string_view where)
{
    if (!r)
        judge_words(r.error(), where);
}

/// Text of any kind, from well-formed to any bytes, short or long.
std::string any_bytes(random_bytes& random)
{
    std::string out = random.text(random.one_in(8) ? 2'000 : 100);
    if (random.one_in(2))
        for (std::uint64_t n = random.below(4); n != 0 && !out.empty(); --n)
            out[random.below(out.size())] = static_cast<char>(random.bits());
    if (random.one_in(3))
        out.resize(random.below(out.size() + 1));
    return out;
}

/// The bytes as a JSON text, which may be ill-formed inside.
std::string quoted_bytes(std::string_view bytes)
{
    std::string out = "\"";
    for (char const c : bytes) {
        if (c == '"' || c == '\\')
            out += '\\';
        if (static_cast<unsigned char>(c) < 0x20) {
            constexpr char digits[] = "0123456789abcdef";
            out.append("\\u00") += digits[c >> 4];
            out += digits[c & 15];
        } else {
            out += c;
        }
    }
    return out + '"';
}

void read_as_json(std::string const& bytes)
{
    auto const quoted = quoted_bytes(bytes);
    for (auto const& text : {bytes,
                             quoted,
                             "{" + quoted + ":1}",
                             R"({"source":)" + quoted + R"(,"target":)" + quoted + R"(,"start_time":)" + quoted + "}",
                             R"({"id":)" + quoted + "}",
                             R"({"sync":)" + quoted + "}",
                             R"({"action":)" + quoted + "}",
                             R"({"diff":{)" + quoted + ":{" + quoted + ":[1,}}}",
                             R"({"source_load_time":)" + quoted + "}",
                             R"({"source_load_memory_final":)" + quoted + "}"}) {
        judge_result(ssot::from_json<ssot::sync>(text), "from_json<sync>");
        judge_result(ssot::from_json<ssot::sync_log_entry>(text), "from_json<sync_log_entry>");
        judge_result(ssot::from_json<ssot::basic_sync<ssot::raw_types>>(text), "from_json<raw>");
        judge_result(ssot::from_json<std::map<std::string, std::vector<int>>>(text, {.max_depth = 4}), "from_json<map>");
        judge_result(ssot::from_json<boost::json::value>(text), "from_json<value>");
        judge_result(ssot::raw_json::parse(text), "raw_json");
        judge_result(ssot::from_json_lines<ssot::sync>(text), "from_json_lines");
        judge_result(ssot::nautobot::from_rest<ssot::sync_log_entry>(text), "from_rest");
        judge_result(ssot::nautobot::from_rest_list<ssot::sync>(R"({"count":1,"results":[)" + text + "]}"),
                     "from_rest_list");
        judge_result(ssot::nautobot::from_fixture<ssot::sync>(R"([{"model":"nautobot_ssot.sync","pk":)" + quoted +
                                                              R"(,"fields":)" + text + "}]"),
                     "from_fixture");
        judge_result(ssot::nautobot::from_fixture<ssot::sync>(R"([{"model":)" + text + "}]"), "from_fixture, model");
    }
}

void read_as_scalars(std::string const& bytes)
{
    namespace nautobot = ssot::nautobot;
    for (std::string const& text : {bytes, "2024-01-01 " + bytes, "1 " + bytes, "P" + bytes}) {
        judge_result(ssot::parse_uuid(text), "parse_uuid");
        judge_result(ssot::parse_timestamp(text), "parse_timestamp");
        judge_result(ssot::parse_duration(text), "parse_duration");
        judge_result(ssot::from_wire<ssot::sync_log_entry_action>(text), "from_wire");
        judge_result(ssot::parse_page_key(text), "parse_page_key");
        judge_result(nautobot::parse_timestamp_lenient(text), "parse_timestamp_lenient");
        judge_result(nautobot::parse_duration_lenient(text), "parse_duration_lenient");
        judge_result(nautobot::parse_date(text), "parse_date");
        judge_result(nautobot::parse_clock_time(text), "parse_clock_time");
        judge_result(nautobot::parse_calendar_time(text), "parse_calendar_time");
        judge_result(nautobot::decimal::parse(text), "decimal");
        judge_result(nautobot::big_integer::parse(text), "big_integer");
        judge_result(nautobot::parse_url(text), "parse_url");
        judge_result(nautobot::parse_url("/plugins/ssot/history/" + text), "parse_url");
    }
}

void write_and_compare(std::string const& bytes)
{
    std::string out;
    judge_result(ssot::to_json(bytes, out), "to_json");
    judge_result(ssot::to_json(std::map<std::string, std::string>{{bytes, bytes}}, out), "to_json of a map");
    judge_result(ssot::nautobot::encode(ssot::nautobot::dynamic::dict{{bytes, ssot::nautobot::dynamic::set{bytes}}}),
                 "encode");
    std::vector<worded_port> const ports{{bytes, 1}, {bytes, 2}};
    judge_result(ssot::diff::compute(ports, ports, &worded_port::name), "compute");
    judge_result(ssot::diff::compute(ports, ports, ssot::diff::by<&worded_port::name>(bytes)), "compute, type");
    boost::json::array const objects{boost::json::object{{"name", bytes}}, boost::json::object{{bytes, 1}}};
    judge_result(ssot::diff::compute(objects, objects, ssot::diff::by(bytes, "port")), "compute of JSON");
}

void store_and_select(ssot::store& store, std::string const& bytes)
{
    ssot::sync run{.source = bytes, .target = bytes};
    run.diff = boost::json::object{{bytes, bytes}};
    judge_result(store.insert(run), "insert");
    for (auto const& p : ssot::validate(run, {.profile = ssot::validation::strict}))
        judge_words(ssot::error(errc::validation, p.message).with_path(std::string(p.field)), "validate");
    judge_result(store.insert(ssot::secrets_group{.name = bytes}), "insert, unique");
    judge_result(store.insert(ssot::secrets_group{.name = bytes}), "insert, unique again");
    judge_result(store.select(ssot::from<ssot::sync>().where(ssot::field<&ssot::sync::source> == bytes)), "select");
    judge_result(store.select(ssot::from<ssot::sync>().where(contains(ssot::field<&ssot::sync::source>, bytes))), "select");
    judge_result(store.select(ssot::from<ssot::sync>().order_by(ssot::asc<&ssot::sync::source>)), "select");
    auto const form =
        ssot::from_form<ssot::sync>(std::map<std::string, std::string>{{"source", bytes}, {"start_time", bytes}});
    if (!form)
        for (auto const& p : form.error())
            judge_words(ssot::error(errc::validation, p.message).with_path(std::string(p.field)), "from_form");
}

} // namespace

BOOST_AUTO_TEST_SUITE(error_words)

BOOST_AUTO_TEST_CASE(words_are_made_fit_when_the_error_is_made)
{
    using ssot::error;
    BOOST_TEST(error(errc::io, "a\nb\r\tc").text() == "a\\nb\\r\\tc");
    BOOST_TEST(error(errc::io, std::string("a\0b", 3)).text() == "a\\x00b");
    BOOST_TEST(error(errc::io, "\xff|\xc3|\xed\xa0\x80").text() == "\\xff|\\xc3|\\xed\\xa0\\x80");
    BOOST_TEST(error(errc::io, "\xc2\x85|\xe2\x80\xa8|\xe2\x80\xae|\x7f").text() == "\\u0085|\\u2028|\\u202e|\\x7f");
    BOOST_TEST(error(errc::io, "\xc3\xa9 \xe2\x86\x92 \xf0\x9f\x98\x80 \\n").text() ==
               "\xc3\xa9 \xe2\x86\x92 \xf0\x9f\x98\x80 \\n");
    BOOST_TEST(error(errc::io).with_path("a\nb").path() == "a\\nb");
    BOOST_TEST(error(errc::io).with_path("b").prepend_path("a\xff").path() == "a\\xff.b");
    BOOST_TEST(error(errc::io).prepend_path("[0]").prepend_path(std::string("\0", 1)).path() == "\\x00[0]");
    BOOST_TEST(error(errc::io).with_native(1, "\xff\n 57").sqlstate() == "???57");
}

BOOST_AUTO_TEST_CASE(long_words_are_cut_between_code_points)
{
    for (std::size_t before = 0; before != 8; ++before) {
        std::string odd(before, 'x');
        while (odd.size() < 3'000)
            odd += "\xf0\x9f\x98\x80";
        ssot::error const e = ssot::error(errc::io, odd).with_path(odd).prepend_path(odd).prepend_path("top");
        judge_words(e, "long");
        BOOST_TEST(e.text().ends_with("..."));
        BOOST_TEST(e.text().size() > ssot::error::max_text_size - 7);
        BOOST_TEST(odd.starts_with(e.text().substr(0, e.text().size() - 3)));
        BOOST_TEST(e.path().starts_with("top."));
        BOOST_TEST(e.path().ends_with("..."));
        for (auto const& parsed : {ssot::parse_uuid(odd).error(),
                                   ssot::parse_timestamp(odd).error(),
                                   ssot::parse_duration(odd).error(),
                                   ssot::from_wire<ssot::sync_log_entry_action>(odd).error()}) {
            judge_words(parsed, "long");
            BOOST_TEST(parsed.text().find("...' is") != std::string_view::npos, "what would be right is still said");
        }
    }
    BOOST_TEST(ssot::error(errc::io, std::string(1'000, 'x')).text() == std::string(1'000, 'x'));
    BOOST_TEST(ssot::error(errc::io, std::string(1'001, 'x')).text() == std::string(997, 'x') + "...");
    BOOST_TEST(ssot::error(errc::io, std::string(1'000, '\n')).text().size() <= 1'000u);
}

BOOST_AUTO_TEST_CASE(any_bytes_through_everything_that_reads)
{
    ssot::store store{ssot::storage::memory{}};
    for (std::uint64_t seed = 0; seed != 300; ++seed) {
        random_bytes random(seed);
        auto const   bytes = any_bytes(random);
        read_as_json(bytes);
        read_as_scalars(bytes);
        write_and_compare(bytes);
        store_and_select(store, bytes);
    }
}

BOOST_AUTO_TEST_CASE(an_error_from_outside_can_be_logged)
{
    ssot::store store{ssot::storage::memory{}};
    ssot::sync  run{.source = "A", .target = "B"};
    store.insert(run).value();
    for (std::uint64_t seed = 0; seed != 100; ++seed) {
        random_bytes         random(seed);
        ssot::error const    e = ssot::error(errc::io, any_bytes(random)).with_path(any_bytes(random));
        ssot::sync_log_entry entry{.sync = run, .message = to_string(e)};
        store.insert(entry).value();
        BOOST_TEST(store.get<ssot::sync_log_entry>(entry.id).value().message == to_string(e));
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
