// SPDX-License-Identifier: BSL-1.0
#include <ssot/json/buffer.hpp>

// The rest.
#include <ssot/json/text.hpp>
#include <ssot/model/sync.hpp>

#include <boost/test/unit_test.hpp>

#include <support/random_records.hpp>

#include <cstring>
#include <new>
#include <string>
#include <type_traits>
#include <utility>

namespace {

static_assert(std::is_default_constructible_v<ssot::json_buffer>);
static_assert(std::is_nothrow_move_constructible_v<ssot::json_buffer> &&
              std::is_nothrow_move_assignable_v<ssot::json_buffer>);
static_assert(!std::is_copy_constructible_v<ssot::json_buffer> && !std::is_copy_assignable_v<ssot::json_buffer>);

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(json)
BOOST_AUTO_TEST_SUITE(buffer)

BOOST_AUTO_TEST_CASE(an_empty_buffer)
{
    ssot::json_buffer buffer;
    BOOST_TEST(buffer.empty());
    BOOST_TEST(buffer.size() == 0u);
    BOOST_TEST(buffer.view() == "");
    buffer.clear();
    buffer.truncate(5);
    buffer.append("");
    BOOST_TEST(buffer.view() == "");
}

BOOST_AUTO_TEST_CASE(it_doubles_at_least)
{
    ssot::json_buffer buffer;
    buffer.reserve(1000);
    BOOST_TEST(buffer.capacity() == 1000u);
    buffer.reserve(1001);
    BOOST_TEST(buffer.capacity() >= 2000u);

    // Whatever makes it grow by a little, all bytes together are moved a few times at most.
    for (int way = 0; way != 3; ++way) {
        ssot::json_buffer one;
        int               moves = 0;
        for (std::size_t n = 1; n != 100'000; ++n) {
            auto const before = one.capacity();
            if (way == 0)
                one.reserve(n);
            else if (way == 1)
                one.append("x");
            else
                one.prepare(n);
            moves += one.capacity() != before;
            BOOST_TEST_REQUIRE((one.capacity() == before || one.capacity() >= 2 * before));
        }
        BOOST_TEST(moves < 20);
    }
    BOOST_CHECK_THROW(buffer.prepare(~std::size_t{0} - 100), std::bad_alloc);
}

BOOST_AUTO_TEST_CASE(it_grows_as_a_string_does)
{
    ssot::json_buffer buffer;
    std::string       truth;
    random_source     random(5);
    for (int i = 0; i != 2'000; ++i) {
        switch (random.below(8)) {
        case 0:
            if (truth.size() > 1'000'000) {
                buffer.clear();
                truth.clear();
            }
            break;
        case 1: {
            auto const n = random.below(truth.size() + 10);
            buffer.truncate(n);
            truth.resize(std::min<std::size_t>(n, truth.size()));
            break;
        }
        case 2: buffer.reserve(random.below(10'000)); break;
        case 3: {
            // Not all that was asked for becomes part of the text.
            auto const n    = random.below(3'000);
            auto const used = random.below(n + 1);
            std::memset(buffer.prepare(n), 'p', n);
            buffer.commit(used);
            truth.append(used, 'p');
            break;
        }
        default: {
            auto const text = random.text(4'000);
            buffer.append(text);
            truth += text;
        }
        }
        if (buffer.view() != truth || buffer.size() != truth.size() || buffer.capacity() < truth.size()) {
            BOOST_ERROR("step " << i);
            return;
        }
    }
    BOOST_TEST(buffer.empty() == truth.empty());
}

BOOST_AUTO_TEST_CASE(clear_keeps_the_memory)
{
    ssot::json_buffer buffer;
    buffer.append(std::string(5'000, 'x'));
    auto const  capacity = buffer.capacity();
    auto* const at       = buffer.data();
    buffer.clear();
    BOOST_TEST(buffer.empty());
    BOOST_TEST(buffer.capacity() == capacity);
    buffer.append(std::string(5'000, 'y'));
    BOOST_TEST((buffer.data() == at), "nothing was allocated");
}

BOOST_AUTO_TEST_CASE(it_moves)
{
    ssot::json_buffer a;
    a.append("text");
    ssot::json_buffer b = std::move(a);
    BOOST_TEST(b.view() == "text");
    BOOST_TEST(a.empty()); // NOLINT: moved from, and empty by contract
    a.append("more");
    BOOST_TEST(a.view() == "more");
    b = std::move(a);
    BOOST_TEST(b.view() == "more");
    BOOST_TEST(a.capacity() == 0u); // NOLINT
}

BOOST_AUTO_TEST_CASE(records_are_written_to_it_as_to_a_string)
{
    random_records<ssot::default_types> records(6);
    ssot::json_buffer                   buffer;
    std::string                         text;
    for (int i = 0; i != 500; ++i) {
        auto const run = records.make<ssot::sync>();
        BOOST_TEST_REQUIRE(ssot::to_json(run, buffer).has_value());
        BOOST_TEST_REQUIRE(ssot::to_json(run, text).has_value());
        buffer.append("\n");
        text += "\n";
    }
    BOOST_TEST((buffer.view() == text));
}

BOOST_AUTO_TEST_CASE(after_an_error_it_is_as_it_was)
{
    ssot::json_buffer buffer;
    buffer.append("kept");
    std::vector<ssot::sync> runs(300);
    runs.back().source = "\xff";
    auto const r       = ssot::to_json(runs, buffer);
    BOOST_TEST_REQUIRE(r.has_error());
    BOOST_TEST((r.error().code() == ssot::errc::invalid_utf8));
    BOOST_TEST(r.error().path() == "[299].source");
    BOOST_TEST(buffer.view() == "kept");
    BOOST_TEST(ssot::to_json(1, buffer).has_value());
    BOOST_TEST(buffer.view() == "kept1");
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
