// SPDX-License-Identifier: BSL-1.0
#include <ssot/json/stream.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <fstream>
#include <ios>
#include <istream>
#include <ostream>
#include <sstream>
#include <stdexcept>
#include <streambuf>
#include <string>
#include <string_view>

namespace {

using takes_text = decltype([](std::string_view) -> ssot::result<void> { return {}; });
using takes_bool = decltype([](std::string_view) { return true; });
using takes_ints = decltype([](int) -> ssot::result<void> { return {}; });
static_assert(ssot::json_sink<takes_text>);
static_assert(!ssot::json_sink<takes_bool>);
static_assert(!ssot::json_sink<takes_ints>);
static_assert(!ssot::json_sink<std::string>);

} // namespace

BOOST_AUTO_TEST_SUITE(json)
BOOST_AUTO_TEST_SUITE(stream)

BOOST_AUTO_TEST_CASE(streams_as_sink_and_source)
{
    std::stringstream stream;
    auto              sink = ssot::into(stream);
    sink("abc").value();
    sink("").value();
    sink("de").value();

    auto                source = ssot::from_stream(stream);
    std::array<char, 3> room{};
    BOOST_TEST(source(room).value() == 3u);
    BOOST_TEST(std::string_view(room.data(), 3) == "abc");
    BOOST_TEST(source(room).value() == 2u);
    BOOST_TEST(source(room).value() == 0u);
    BOOST_TEST(source(room).value() == 0u);
}

// Whatever a stream is told to throw, and in whatever state it comes: its text or an error, and never an exception.
BOOST_AUTO_TEST_CASE(every_state_and_every_mask)
{
    constexpr std::ios::iostate bits[] = {std::ios::eofbit, std::ios::failbit, std::ios::badbit};
    for (unsigned state = 0; state != 8; ++state)
        for (unsigned mask = 0; mask != 8; ++mask)
            for (std::size_t room_size : {1u, 3u, 4u, 5u, 100u})
                BOOST_TEST_CONTEXT("state " << state << ", exceptions " << mask << ", room " << room_size)
                {
                    std::stringstream stream("abcd");
                    std::ios::iostate exceptions{}, before{};
                    for (unsigned i = 0; i != 3; ++i) {
                        before |= (state >> i & 1) != 0 ? bits[i] : std::ios::goodbit;
                        exceptions |= (mask >> i & 1) != 0 ? bits[i] : std::ios::goodbit;
                    }
                    try {
                        stream.exceptions(exceptions);
                        stream.setstate(before);
                    } catch (std::ios::failure const&) {
                    }
                    bool const  broken = (state & 4) != 0 || state == 2; // bad, or failed before the end
                    bool const  at_end = !broken && (state & 1) != 0;
                    auto        source = ssot::from_stream(stream);
                    std::string room(room_size, ' '), text;
                    for (int calls = 0; calls != 10; ++calls) {
                        auto const n = source(room);
                        BOOST_TEST(n.has_value() == !broken);
                        if (!n) {
                            BOOST_TEST((n.error().code() == ssot::errc::io));
                            break;
                        }
                        text.append(room, 0, *n);
                        if (*n == 0)
                            break;
                    }
                    BOOST_TEST(text == (broken || at_end ? "" : "abcd"));
                    if (!broken)
                        BOOST_TEST(source(room).value() == 0u);

                    std::ostringstream out;
                    try {
                        out.exceptions(exceptions);
                        out.setstate(before);
                    } catch (std::ios::failure const&) {
                    }
                    auto const done = ssot::into(out)("abcd");
                    BOOST_TEST(done.has_value() == ((state & 6) == 0 && out.good()));
                    if (!done)
                        BOOST_TEST((done.error().code() == ssot::errc::io));
                }
}

/// A device that breaks after `good` bytes, with an exception or with the end of what it does.
struct breaking_device : std::streambuf {
    explicit breaking_device(int good) : left(good) {}

    int_type underflow() override
    {
        if (left-- == 0)
            throw std::runtime_error("the disk is gone");
        byte = 'a';
        setg(&byte, &byte, &byte + 1);
        return traits_type::to_int_type(byte);
    }
    int_type overflow(int_type c) override { return left-- > 0 ? c : throw 7; }

    int  left;
    char byte = 'a';
};

BOOST_AUTO_TEST_CASE(a_device_that_throws_is_an_error)
{
    for (auto const mask : {std::ios::goodbit, std::ios::badbit, std::ios::failbit | std::ios::badbit | std::ios::eofbit}) {
        breaking_device device(5);
        std::iostream   stream(&device);
        stream.exceptions(mask);
        std::array<char, 3> room{};
        auto                source = ssot::from_stream(stream);
        BOOST_TEST(source(room).value() == 3u);
        BOOST_TEST((source(room).error().code() == ssot::errc::io));
        BOOST_TEST((source(room).error().code() == ssot::errc::io));

        breaking_device full(5);
        std::iostream   out(&full);
        out.exceptions(mask);
        auto sink = ssot::into(out);
        sink("abc").value();
        BOOST_TEST((sink("abc").error().code() == ssot::errc::io));
        BOOST_TEST((sink("abc").error().code() == ssot::errc::io));
    }
}

BOOST_AUTO_TEST_CASE(files_that_are_not_there)
{
    std::array<char, 3> room{};
    std::ifstream       none("/nonexistent/entries.ndjson"), never_opened;
    BOOST_TEST((ssot::from_stream(none)(room).error().code() == ssot::errc::io));
    BOOST_TEST((ssot::from_stream(never_opened)(room).error().code() == ssot::errc::io));
    std::ofstream nowhere("/nonexistent/entries.ndjson");
    BOOST_TEST((ssot::into(nowhere)("abc").error().code() == ssot::errc::io));
    std::istream no_device(nullptr);
    BOOST_TEST((ssot::from_stream(no_device)(room).error().code() == ssot::errc::io));
    std::stringstream words("seven {}"); // what failed before says nothing about the end
    int               number = 0;
    words >> number;
    BOOST_TEST((ssot::from_stream(words)(room).error().code() == ssot::errc::io));
}

BOOST_AUTO_TEST_CASE(a_broken_stream_is_an_error)
{
    std::stringstream stream("abc");
    stream.setstate(std::ios::badbit);
    std::array<char, 3> room{};
    BOOST_TEST((ssot::from_stream(stream)(room).error().code() == ssot::errc::io));
    BOOST_TEST((ssot::into(stream)("abc").error().code() == ssot::errc::io));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()
