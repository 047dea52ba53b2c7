// SPDX-License-Identifier: BSL-1.0
#include <ssot/storage/describe.hpp>
#include <ssot/storage/memory.hpp>

#include "support/inventory.hpp"
#include "support/random_source.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <thread>
#include <utility>
#include <vector>

// Sessions of the memory backend in several threads. Boost.Test's macros are called by the main thread alone.

namespace {

using namespace ssot::storage;
using inventory::device;
using inventory::port;
using inventory::rack;

/// Four ports each, so that whoever looks sees a multiple of four on every device.
constexpr int devices = 5;

ssot::uuid key(std::uint64_t n)
{
    ssot::uuid out{};
    for (int i = 0; i != 8; ++i)
        out.data[15 - i] = static_cast<std::uint8_t>(n >> (8 * i));
    return out;
}

memory make_backend()
{
    memory           out;
    std::array const models{&describe_model<rack>(), &describe_model<device>(), &describe_model<port>()};
    out.prepare_schema({models, 1, 0, {}}, schema_mode::create).value();
    return out;
}

constexpr std::uint16_t on = ssot::field_index<&port::on>, name = ssot::field_index<&port::name>, revision = 4;

ssot::result<std::size_t> insert_ports(memory_session& session, std::uint64_t of, std::uint64_t first)
{
    std::array<port, 4>       rows;
    std::array<value_view, 4> revisions;
    for (std::size_t i = 0; i != rows.size(); ++i) {
        rows[i]      = {.id = key(first + i), .on = ssot::key_to<device>{key(of)}, .name = std::to_string(first)};
        revisions[i] = value_view::integer(1);
    }
    replaced_column const replaced[] = {{revision, revisions.data()}};
    return session.insert({&describe_model<port>(),
                           accessors_of<port>(),
                           reinterpret_cast<std::byte const*>(rows.data()),
                           sizeof(port),
                           rows.size(),
                           replaced});
}

query ports_of(ssot::uuid const& of)
{
    query out{.model = &describe_model<port>(), .where = {{op::eq, on, 0, 1}}, .order = {{.field = name}, {.field = 0}}};
    out.args = {value_view::id(of)};
    return out;
}

/// How many rows a scan finds; their fields are looked at.
std::size_t count(memory_session& session, query const& q)
{
    auto        cursor = session.scan(q).value();
    std::size_t rows = 0, bytes = 0;
    while (cursor.next().value()) {
        ++rows;
        bytes += cursor.at(on).as_chars().size() + cursor.at(name).as_chars().size();
    }
    return bytes < rows * 16 ? std::size_t{1} : rows; // 1 is never right
}

void run_together(std::vector<std::function<void()>> const& works)
{
    std::vector<std::thread> threads;
    for (auto const& work : works)
        threads.emplace_back(work);
    for (auto& t : threads)
        t.join();
}

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(storage)
BOOST_AUTO_TEST_SUITE(memory_threads, *boost::unit_test::label("threads"))

BOOST_AUTO_TEST_CASE(readers_see_whole_transactions)
{
    auto                               backend = make_backend();
    std::atomic<bool>                  writing{true};
    std::atomic<int>                   wrong{0}, looked{0};
    std::atomic<std::size_t>           bytes{0};
    std::vector<std::function<void()>> works;
    works.emplace_back([&] {
        auto          session = backend.open().value();
        random_source random(3);
        for (std::uint64_t step = 0; step != 400; ++step) {
            auto const of = random.below(devices);
            session.begin({}).value();
            if (random.one_in(5)) {
                auto const id = key(of);
                session.erase(ports_of(id)).value();
            } else {
                insert_ports(session, of, 1'000 + 4 * step).value();
            }
            auto const       renamed = key(random.below(devices));
            assignment const set[]   = {{name, value_view::chars("renamed")}};
            session.update(ports_of(renamed), set).value(); // enough old versions for the rows to be copied now and then
            if (random.one_in(4))
                session.rollback();
            else
                session.commit().value();
        }
        writing = false;
    });
    for (std::uint64_t r = 0; r != 3; ++r)
        works.emplace_back([&, r] {
            auto          session = backend.open().value();
            random_source random(10 + r);
            query const   all{.model = &describe_model<port>()};
            query const   by_device{.model = &describe_model<port>(),
                                    .order = {{.field = ssot::field_index<&device::hostname>, .via = on}, {.field = 0}}};
            while (writing) {
                auto const of  = key(random.below(devices));
                auto const one = ports_of(of);
                bool const whole =
                    count(session, one) % 4 == 0 && count(session, all) % 4 == 0 && count(session, by_device) % 4 == 0;
                session.begin({.mode = tx_mode::read_only}).value();
                auto const            before = std::pair(count(session, one), count(session, all));
                aggregate_query const q{.base = {.model = &describe_model<port>()}, .measures = {{fold_fn::count}}};
                auto                  counted = session.aggregate(q).value();
                bool const            counts =
                    counted.next().value() && counted.at(0).as_int() == static_cast<std::int64_t>(before.second);
                std::this_thread::yield();
                bool const same = before == std::pair(count(session, one), count(session, all));
                session.commit().value();
                wrong += !whole || !same || !counts;
                ++looked;
            }
        });
    works.emplace_back([&] { // tables may come meanwhile, as long as anybody works with those that are there
        for (int i = 0; i < 50 || writing; ++i) {
            std::array const models{&describe_model<port>(),
                                    i < 25 ? &describe_model<rack>() : &describe_model<inventory::cable>()};
            backend.prepare_schema({models, 1, 0, {}}, schema_mode::create).value();
            auto session = backend.open().value();
            count(session, {.model = &describe_model<port>(), .limit = 3});
            bytes += backend.row_bytes();
        }
    });
    run_together(works);
    BOOST_TEST(wrong == 0);
    BOOST_TEST(looked > 0);
    BOOST_TEST(bytes > 0);
}

// Each key is taken by one of those who want it, and each adds to the same row what nobody loses.
BOOST_AUTO_TEST_CASE(writers_take_turns)
{
    auto                               backend = make_backend();
    std::atomic<std::size_t>           added{0};
    std::vector<std::function<void()>> works;
    for (int t = 0; t != 4; ++t)
        works.emplace_back([&] {
            auto session = backend.open().value();
            for (std::uint64_t i = 0; i != 60; ++i) {
                if (auto const done = insert_ports(session, i % devices, 4 * i); done)
                    added += *done;
                session.begin({}).value();
                query      q{.model = &describe_model<port>(), .where = {{op::eq, 0, 0, 1}}};
                auto const first = key(0);
                q.args           = {value_view::id(first)};
                std::int64_t now = 0;
                {
                    auto cursor = session.scan(q).value();
                    if (cursor.next().value())
                        now = cursor.at(revision).as_int();
                }
                assignment const set[] = {{revision, value_view::integer(now + 1)}};
                session.update(q, set).value();
                session.commit().value();
            }
        });
    run_together(works);
    BOOST_TEST(added == 240u);
    auto session = backend.open().value();
    auto cursor  = session.scan({.model = &describe_model<port>(), .order = {{.field = 0}}, .limit = 1}).value();
    BOOST_TEST_REQUIRE(cursor.next().value());
    BOOST_TEST(cursor.at(revision).as_int() == 1 + 240);
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
