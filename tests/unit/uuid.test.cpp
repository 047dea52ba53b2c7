// SPDX-License-Identifier: BSL-1.0
#include <ssot/uuid.hpp>

#include <boost/test/unit_test.hpp>
#include <boost/uuid/string_generator.hpp>
#include <boost/uuid/uuid_io.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <random>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

namespace {

static_assert(std::is_same_v<ssot::uuid, boost::uuids::uuid>, "no type of its own");
static_assert(sizeof(ssot::uuid) == 16);
static_assert(ssot::uuid_text_size == 36);
static_assert(noexcept(ssot::to_chars(nullptr, ssot::uuid{})));

/// RFC 9562: the version is the high half of octet 6, the variant the two high bits of octet 8.
int version_of(ssot::uuid const& id) { return id.data[6] >> 4; }
int variant_of(ssot::uuid const& id) { return id.data[8] >> 6; }

/// RFC 9562, 5.7: the first 48 bits are Unix milliseconds.
std::int64_t milliseconds_of(ssot::uuid const& id)
{
    std::int64_t out = 0;
    for (int i = 0; i != 6; ++i)
        out = out * 256 + id.data[i];
    return out;
}

std::int64_t milliseconds_now()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

/// What is random in an id of either version: the last 62 bits.
std::array<std::uint8_t, 8> random_part(ssot::uuid const& id)
{
    std::array<std::uint8_t, 8> out{};
    std::copy_n(id.data + 8, 8, out.begin());
    return out;
}

std::vector<ssot::uuid> many(ssot::uuid (*make)(), std::size_t n)
{
    std::vector<ssot::uuid> out(n);
    std::generate(out.begin(), out.end(), make);
    return out;
}

template<class T>
std::size_t count_different(std::vector<T> all)
{
    std::sort(all.begin(), all.end());
    return static_cast<std::size_t>(std::unique(all.begin(), all.end()) - all.begin());
}

std::size_t count_different_random_parts(std::vector<ssot::uuid> const& ids)
{
    std::vector<std::array<std::uint8_t, 8>> parts;
    for (auto const& id : ids)
        parts.push_back(random_part(id));
    return count_different(parts);
}

/// Ids that a child process makes, and its parent after the fork.
std::vector<ssot::uuid> made_on_both_sides_of_a_fork(ssot::uuid (*make)(), std::size_t n)
{
    int pipe_ends[2];
    BOOST_TEST_REQUIRE(::pipe(pipe_ends) == 0);
    auto const child = ::fork();
    BOOST_TEST_REQUIRE(child >= 0);
    if (child == 0) {
        auto const  ids  = many(make, n);
        auto const* at   = reinterpret_cast<char const*>(ids.data());
        auto        left = ids.size() * sizeof(ssot::uuid);
        while (left != 0) {
            auto const written = ::write(pipe_ends[1], at, left);
            if (written <= 0)
                ::_exit(1);
            at += written;
            left -= static_cast<std::size_t>(written);
        }
        ::_exit(0);
    }
    ::close(pipe_ends[1]);
    auto all = many(make, n);
    all.resize(2 * n);
    auto*       at   = reinterpret_cast<char*>(all.data() + n);
    std::size_t left = n * sizeof(ssot::uuid);
    while (left != 0) {
        auto const got = ::read(pipe_ends[0], at, left);
        if (got <= 0)
            break;
        at += got;
        left -= static_cast<std::size_t>(got);
    }
    ::close(pipe_ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    BOOST_TEST(left == 0u);
    BOOST_TEST(status == 0);
    return all;
}

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(uuid)

BOOST_AUTO_TEST_CASE(version_and_variant)
{
    for (auto const& id : many(ssot::new_id, 10'000)) {
        BOOST_TEST_REQUIRE(version_of(id) == 7);
        BOOST_TEST_REQUIRE(variant_of(id) == 2);
        BOOST_TEST_REQUIRE(id.variant() == boost::uuids::uuid::variant_rfc_4122);
    }
    for (auto const& id : many(ssot::new_id_v4, 10'000)) {
        BOOST_TEST_REQUIRE(version_of(id) == 4);
        BOOST_TEST_REQUIRE(variant_of(id) == 2);
        BOOST_TEST_REQUIRE(id.version() == boost::uuids::uuid::version_random_number_based);
    }
}

BOOST_AUTO_TEST_CASE(new_ids_hold_the_time)
{
    // A burst runs ahead of the clock by less than a microsecond an id, so that the first id of a thread is punctual.
    std::int64_t before = 0, in_id = 0, after = 0;
    std::thread([&] {
        before = milliseconds_now();
        in_id  = milliseconds_of(ssot::new_id());
        after  = milliseconds_now();
    }).join();
    BOOST_TEST(before <= in_id);
    BOOST_TEST(in_id <= after);
}

BOOST_AUTO_TEST_CASE(ids_of_one_thread_ascend)
{
    auto const ids = many(ssot::new_id, 1'000'000);
    BOOST_TEST(
        (std::adjacent_find(ids.begin(), ids.end(), [](auto const& a, auto const& b) { return !(a < b); }) == ids.end()));

    // Also as texts, which is how they sort in most stores.
    for (std::size_t i = 1; i != 10'000; ++i)
        BOOST_TEST_REQUIRE(ssot::to_string(ids[i - 1]) < ssot::to_string(ids[i]));
}

BOOST_AUTO_TEST_CASE(every_random_bit_is_used)
{
    std::array<int, 128> ones{};
    constexpr int        n = 20'000;
    for (auto const& id : many(ssot::new_id_v4, n))
        for (std::size_t bit = 0; bit != 128; ++bit)
            ones[bit] += id.data[bit / 8] >> (7 - bit % 8) & 1;
    for (std::size_t bit = 0; bit != 128; ++bit) {
        if ((bit >= 48 && bit < 52) || bit == 64 || bit == 65)
            continue; // version and variant
        BOOST_TEST(ones[bit] > n * 45 / 100, "bit " << bit);
        BOOST_TEST(ones[bit] < n * 55 / 100, "bit " << bit);
    }
    ones = {};
    for (auto const& id : many(ssot::new_id, n))
        for (std::size_t bit = 66; bit != 128; ++bit)
            ones[bit] += id.data[bit / 8] >> (7 - bit % 8) & 1;
    for (std::size_t bit = 66; bit != 128; ++bit) {
        BOOST_TEST(ones[bit] > n * 45 / 100, "bit " << bit);
        BOOST_TEST(ones[bit] < n * 55 / 100, "bit " << bit);
    }
}

BOOST_AUTO_TEST_CASE(ids_of_threads_differ, *boost::unit_test::label("threads"))
{
    for (auto* const make : {&ssot::new_id, &ssot::new_id_v4}) {
        constexpr std::size_t                threads = 8, each = 20'000;
        std::vector<std::vector<ssot::uuid>> made(threads);
        std::vector<std::thread>             running;
        for (auto& mine : made)
            running.emplace_back([&mine, make] { mine = many(make, each); });
        std::vector<ssot::uuid> all;
        for (std::size_t i = 0; i != threads; ++i) {
            running[i].join();
            all.insert(all.end(), made[i].begin(), made[i].end());
        }
        BOOST_TEST(count_different(all) == threads * each);
        BOOST_TEST(count_different_random_parts(all) == threads * each);
    }
}

BOOST_AUTO_TEST_CASE(ids_of_parent_and_child_differ)
{
    for (auto* const make : {&ssot::new_id, &ssot::new_id_v4}) {
        constexpr std::size_t n = 10'000;
        make(); // the generator is seeded before the fork
        auto const all = made_on_both_sides_of_a_fork(make, n);
        BOOST_TEST(count_different(all) == 2 * n);
        BOOST_TEST(count_different_random_parts(all) == 2 * n, "the child repeats its parent's random numbers");
    }
}

BOOST_AUTO_TEST_CASE(ids_of_parent_and_child_differ_when_a_thread_forks, *boost::unit_test::label("threads"))
{
    std::thread([] {
        ssot::new_id();
        auto const all = made_on_both_sides_of_a_fork(ssot::new_id_v4, 1'000);
        BOOST_TEST(count_different_random_parts(all) == 2'000u);
    }).join();
}

BOOST_AUTO_TEST_CASE(text_form)
{
    ssot::uuid id{};
    BOOST_TEST(ssot::to_string(id) == "00000000-0000-0000-0000-000000000000");
    for (std::size_t i = 0; i != 16; ++i)
        id.data[i] = static_cast<std::uint8_t>(i * 16 + 15 - i); // 0f 1e 2d 3c ...
    BOOST_TEST(ssot::to_string(id) == "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0");
    char  buffer[40] = {};
    auto* end        = ssot::to_chars(buffer, id);
    BOOST_TEST(end - buffer == 36);
    BOOST_TEST(std::string(buffer) == "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0");
}

BOOST_AUTO_TEST_CASE(text_form_agrees_with_boost)
{
    std::mt19937_64                random(7);
    boost::uuids::string_generator boost_parse;
    for (int i = 0; i != 10'000; ++i) {
        ssot::uuid id{};
        for (auto& byte : id.data)
            byte = static_cast<std::uint8_t>(random());
        auto const text = boost::uuids::to_string(id);
        BOOST_TEST_REQUIRE(ssot::to_string(id) == text);
        BOOST_TEST_REQUIRE((ssot::parse_uuid(text).value() == id));
        BOOST_TEST_REQUIRE((boost_parse(ssot::to_string(id)) == id));
    }
}

BOOST_AUTO_TEST_CASE(either_case_is_read)
{
    auto const lower = ssot::parse_uuid("01920b5c-77d1-7c3a-9f1e-2d5b8a6c4e00");
    auto const upper = ssot::parse_uuid("01920B5C-77D1-7C3A-9F1E-2D5B8A6C4E00");
    auto const mixed = ssot::parse_uuid("01920b5C-77d1-7C3a-9f1e-2D5b8A6c4E00");
    BOOST_TEST_REQUIRE(lower.has_value());
    BOOST_TEST((lower.value() == upper.value()));
    BOOST_TEST((lower.value() == mixed.value()));
    BOOST_TEST(lower->data[0] == 0x01);
    BOOST_TEST(lower->data[15] == 0x00);
    BOOST_TEST(lower->data[14] == 0x4e);
}

BOOST_AUTO_TEST_CASE(other_forms_are_refused)
{
    using namespace std::string_view_literals;
    // clang-format off
    for (auto const text : {
             ""sv, "x"sv, "zzz"sv,
             "01920b5c77d17c3a9f1e2d5b8a6c4e00"sv,             // no hyphens
             "{01920b5c-77d1-7c3a-9f1e-2d5b8a6c4e00}"sv,       // braces
             "urn:uuid:01920b5c-77d1-7c3a-9f1e-2d5b8a6c4e00"sv,
             "01920b5c-77d1-7c3a-9f1e-2d5b8a6c4e0"sv,          // 35
             "01920b5c-77d1-7c3a-9f1e-2d5b8a6c4e000"sv,        // 37
             " 1920b5c-77d1-7c3a-9f1e-2d5b8a6c4e00"sv,         // 36 with a space
             "01920b5c-77d1-7c3a-9f1e-2d5b8a6c4e0 "sv,
             "01920b5c-77d1-7c3a-9f1e-2d5b8a6c4e0g"sv,
             "01920b5c-77d1-7c3a-9f1e-2d5b8a6c4e0:"sv,         // next to '9'
             "01920b5c-77d1-7c3a-9f1e-2d5b8a6c4e0/"sv,         // next to '0'
             "01920b5c-77d1-7c3a-9f1e-2d5b8a6c4e0@"sv,
             "01920b5c-77d1-7c3a-9f1e-2d5b8a6c4e0`"sv,
             "01920b5c_77d1_7c3a_9f1e_2d5b8a6c4e00"sv,
             "01920b5-c77d1-7c3a-9f1e-2d5b8a6c4e00"sv,         // hyphens elsewhere
             "01920b5c-77d17-c3a-9f1e-2d5b8a6c4e00"sv,
             "01920b5c-77d1-7c3a9-f1e-2d5b8a6c4e00"sv,
             "01920b5c-77d1-7c3a-9f1e2-d5b8a6c4e00"sv,
             "01920b5c-77d1-7c3a-9f1e-2d5b8a6c4e0\0"sv,
             "-1920b5c-77d1-7c3a-9f1e-2d5b8a6c4e00"sv,
             "+1920b5c-77d1-7c3a-9f1e-2d5b8a6c4e00"sv,
             "0x920b5c-77d1-7c3a-9f1e-2d5b8a6c4e00"sv,
         }) {
        // clang-format on
        auto const r = ssot::parse_uuid(text);
        BOOST_TEST_CONTEXT("text " << text)
        {
            BOOST_TEST_REQUIRE(r.has_error());
            BOOST_TEST((r.error().code() == ssot::errc::invalid_value));
            BOOST_TEST(!r.error().text().empty());
        }
    }
    BOOST_TEST(ssot::parse_uuid(std::string(1'000'000, 'a')).error().text().size() < 300u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
