// SPDX-License-Identifier: BSL-1.0
#include <ssot/json/options.hpp>

#include <ssot/json/text.hpp>
#include <ssot/json/value.hpp>
#include <ssot/model/sync.hpp>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace {

// The defaults are part of the contract.
constexpr ssot::read_options read{};
static_assert(read.max_depth == 512);
static_assert(read.unknown == ssot::unknown_keys::error);
static_assert(read.duplicates == ssot::duplicate_keys::last_wins);
static_assert(read.max_size == static_cast<std::size_t>(-1));

constexpr ssot::write_options write{};
static_assert(write.indent == 0);
static_assert(write.max_depth == read.max_depth, "so that what is written can be read");

// Each can be set by name.
static_assert(ssot::read_options{.unknown = ssot::unknown_keys::ignore}.unknown == ssot::unknown_keys::ignore);
static_assert(ssot::write_options{.indent = 2}.indent == 2);
static_assert(std::is_aggregate_v<ssot::read_options> && std::is_aggregate_v<ssot::write_options>);

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(json)
BOOST_AUTO_TEST_SUITE(options)

BOOST_AUTO_TEST_CASE(options_compare_by_member)
{
    ssot::read_options some{.max_depth = 3};
    BOOST_TEST(some.max_depth == 3u);
    BOOST_TEST((some.unknown == ssot::unknown_keys::error));
}

std::string nested(std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); }

template<class T>
ssot::errc read_fault(std::string_view text, ssot::read_options options)
{
    options.max_depth = static_cast<std::size_t>(-1);
    auto const read   = ssot::from_json<T>(text, options);
    return read ? ssot::errc{} : read.error().code();
}

// No limit that a program gives lets strangers overflow the stack.
BOOST_AUTO_TEST_CASE(nothing_is_deeper_than_the_most_levels)
{
    using raw         = ssot::basic_sync<ssot::raw_types>;
    auto const sync   = [](std::string const& more) { return R"({"source":"a","target":"b",)" + more + '}'; };
    auto const ignore = ssot::unknown_keys::ignore;
    for (auto const duplicates : {ssot::duplicate_keys::last_wins, ssot::duplicate_keys::error}) {
        ssot::read_options const options{.unknown = ignore, .duplicates = duplicates};
        for (auto const levels : {ssot::most_levels, ssot::most_levels + 1, std::size_t{300'000}}) {
            auto const expected = levels == ssot::most_levels ? ssot::errc{} : ssot::errc::too_deep;
            BOOST_TEST_INFO_SCOPE(levels);
            auto const document = sync("\"diff\":" + nested(levels));
            BOOST_TEST((read_fault<ssot::sync>(document, options) == expected));
            BOOST_TEST((read_fault<raw>(document, options) == expected));
            BOOST_TEST((read_fault<raw>(sync(R"("diff":{},"other":)" + nested(levels)), options) == expected));
            BOOST_TEST((read_fault<boost::json::value>(nested(levels), options) == expected));
            if (levels != ssot::most_levels)
                BOOST_TEST((read_fault<int>(nested(levels), options) == ssot::errc::too_deep));
        }
    }

    boost::json::value dom = 1;
    for (std::size_t i = 0; i != ssot::most_levels; ++i)
        dom = boost::json::array{std::move(dom)};
    std::string         out;
    ssot::write_options most{.max_depth = static_cast<std::size_t>(-1)};
    BOOST_TEST(ssot::to_json(dom, out, most).has_value());
    dom = boost::json::array{std::move(dom)};
    for (most.indent = 0; most.indent != 2; ++most.indent)
        BOOST_TEST((ssot::to_json(dom, out, most).error().code() == ssot::errc::too_deep));
    BOOST_TEST(!ssot::from_value<boost::json::value>(dom, {.max_depth = static_cast<std::size_t>(-1)}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
