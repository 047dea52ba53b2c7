// SPDX-License-Identifier: BSL-1.0
// The property that everything else rests on: whatever a record holds, it survives JSON unchanged, as text and as DOM, and
// both ways say the same. 2,000 records of each model in each `Types`; with SSOT_LONG_TESTS=1 10,000, with SSOT_LONG_TESTS=most
// 100,000, which takes minutes.
#include <ssot/json/text.hpp>
#include <ssot/json/value.hpp>

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <support/json_documents.hpp>
#include <support/plain_json.hpp>
#include <support/print.hpp>
#include <support/random_records.hpp>

#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace {

using ssot_test::identical;

/// Stricter than ==: documents are the same down to the bits of their doubles and the order of their keys. Raw documents are
/// compared by what they mean when `spelling` does not count.
template<class T>
bool unchanged(T const& a, T const& b, bool spelling = true)
{
    if constexpr (std::is_same_v<T, boost::json::value>) {
        return identical(a, b);
    } else if constexpr (std::is_same_v<T, ssot::raw_json>) {
        return spelling ? a.text() == b.text() : identical(ssot_test::read_plain(a.text()), ssot_test::read_plain(b.text()));
    } else if constexpr (ssot::unwrap<T>::nullable) {
        return a.has_value() == b.has_value() && (!a.has_value() || unchanged(*a, *b, spelling));
    } else if constexpr (ssot::described<T>) {
        bool same = true;
        ssot::for_each_field<T>(
            [&]<auto Member>(ssot::field_t<Member>) { same &= unchanged(a.*Member, b.*Member, spelling); });
        return same;
    } else {
        return a == b;
    }
}

/// What is wrong with the trips of `m`, or nothing.
template<class M>
std::string wrong_with(M const& m)
{

    std::string text;
    if (auto const r = ssot::to_json(m, text); !r)
        return "to_json: " + to_string(r.error());
    auto const back = ssot::from_json<M>(text);
    if (!back)
        return "from_json: " + to_string(back.error());
    if (!(*back == m) || !unchanged(*back, m))
        return "from_json gives another record: " + ssot_test::show(*back);
    if (ssot::to_json(*back) != text)
        return "the text changes on its second trip";

    auto const dom      = ssot::to_value(m);
    auto const from_dom = ssot::from_value<M>(dom);
    if (!from_dom)
        return "from_value: " + to_string(from_dom.error());
    if (!unchanged(*from_dom, m, false))
        return "from_value gives another record: " + ssot_test::show(*from_dom);
    if (!identical(dom, ssot_test::read_plain(text)))
        return "to_value and to_json differ: " + boost::json::serialize(dom);

    // What Boost.JSON makes of the DOM is read as well.
    auto const by_boost = ssot::from_json<M>(boost::json::serialize(dom));
    if (!by_boost)
        return "from_json after boost::json::serialize: " + to_string(by_boost.error());
    if (!unchanged(*by_boost, m, false))
        return "boost::json::serialize gives another record: " + ssot_test::show(*by_boost);
    return {};
}

template<class M, class Types>
void check_model(std::uint64_t seed)
{
    char const* const                form = std::getenv("SSOT_LONG_TESTS");
    int const                        n    = !form ? 2'000 : std::string_view(form) == "most" ? 100'000 : 10'000;
    ssot_test::random_records<Types> records(seed);
    for (int i = 0; i != n; ++i) {
        auto const m = records.template make<M>();
        if (auto const wrong = wrong_with(m); !wrong.empty()) {
            BOOST_ERROR("record " << i << " of seed " << seed << " of " << ssot::model_info_of<M>().label << ": " << wrong
                                  << "\nwas " << ssot_test::show(m));
            return;
        }
    }
    BOOST_TEST(true);
}

template<class Types>
void check_models(std::uint64_t seed)
{
    ssot_test::for_each_model<Types>([&]<class M>(std::type_identity<M>) { check_model<M, Types>(seed++); });
}

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(json)
BOOST_AUTO_TEST_SUITE(round_trip)

BOOST_AUTO_TEST_CASE(records_of_default_types_survive) { check_models<ssot::default_types>(1'000); }
BOOST_AUTO_TEST_CASE(records_of_raw_types_survive) { check_models<ssot::raw_types>(2'000); }
BOOST_AUTO_TEST_CASE(records_of_lenient_types_survive) { check_models<ssot::lenient_types>(3'000); }

BOOST_AUTO_TEST_CASE(one_type_reads_what_another_wrote)
{
    random_records<ssot::raw_types> records(4'000);
    for (int i = 0; i != 500; ++i) {
        auto const raw     = records.make<ssot::basic_sync<ssot::raw_types>>();
        auto const text    = ssot::to_json(raw);
        auto const run     = ssot::from_json<ssot::sync>(text).value();
        auto const lenient = ssot::from_json<ssot::basic_sync<ssot::lenient_types>>(text).value();
        BOOST_TEST_REQUIRE(identical(run.diff, read_plain(raw.diff.text())));
        BOOST_TEST_REQUIRE((run.source == raw.source && lenient.source == raw.source));
        BOOST_TEST_REQUIRE((ssot::to_json(run) == ssot::to_json(lenient)));
    }
}

BOOST_AUTO_TEST_CASE(the_generator_reaches_the_edges)
{
    // Else the cases above would prove less than they say.
    random_records<ssot::default_types> records(5'000);
    int empty = 0, full = 0, first_year = 0, last_year = 0, longest = 0, nul = 0, last_point = 0, least = 0, most = 0,
        deep = 0;
    for (int i = 0; i != 4'000; ++i) {
        auto const m = records.make<ssot::sync>();
        empty += !m.start_time && !m.sync_time && !m.sync_memory_peak && !m.summary && !m.job_result && !m.diff_time;
        full += m.start_time && m.sync_time && m.sync_memory_peak && m.summary && m.job_result && m.diff_time;
        first_year += m.start_time == ssot::min_timestamp;
        last_year += m.start_time == ssot::max_timestamp;
        longest += std::count_if(m.source.begin(), m.source.end(), [](char c) { return (c & 0xc0) != 0x80; }) == 64;
        nul += m.source.find('\0') != std::string::npos;
        last_point += m.source.find("\xf4\x8f\xbf\xbf") != std::string::npos;
        least += m.sync_time == ssot::duration::min();
        most += m.sync_memory_peak == std::numeric_limits<std::int64_t>::max();
        deep += boost_verdict(boost::json::serialize(m.diff), 511).failed();
    }
    for (int const n : {empty, full, first_year, last_year, longest, nul, last_point, least, most, deep})
        BOOST_TEST(n > 3);
    // A seed is a seed.
    BOOST_TEST((random_records<ssot::default_types>(7).make<ssot::job_result>() ==
                random_records<ssot::default_types>(7).make<ssot::job_result>()));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
