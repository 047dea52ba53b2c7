// SPDX-License-Identifier: BSL-1.0
#include <ssot/store.hpp>

#include "support/random_source.hpp"
#include "support/stores.hpp"
#include "support/watched_backend.hpp"

#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Values that no two rows share: that they are refused, and what a backend is asked for that.

namespace unique_test {

struct port {
    static constexpr std::string_view model_name        = "test.unique_port";
    static constexpr std::string_view unique_together[] = {"device", "number"};

    ssot::uuid                  id{};
    std::string                 name{};
    std::optional<std::int32_t> tag{};
    double                      speed{};
    std::string                 device{};
    std::optional<std::int32_t> number{};
    std::string                 note{};
};
BOOST_DESCRIBE_STRUCT(port, (), (id, name, tag, speed, device, number, note))

constexpr auto describe_fields(ssot::model_tag<port>)
{
    using ssot::field;
    return ssot::fields(field<&port::name>.max_length(64).unique(),
                        field<&port::tag>.unique(),
                        field<&port::speed>.unique(),
                        field<&port::note>.blank());
}

/// Two lists, which share a field.
struct seat {
    static constexpr std::string_view  model_name        = "test.unique_seat";
    static constexpr ssot::field_names unique_together[] = {{"hall", "row"}, {"row", "ticket"}};

    std::int64_t                id{};
    std::int32_t                hall{};
    std::optional<std::int32_t> row{};
    std::optional<std::int32_t> ticket{};
};
BOOST_DESCRIBE_STRUCT(seat, (), (id, hall, row, ticket))

} // namespace unique_test

namespace {

using ssot::errc;
using ssot_test::backends;
using ssot_test::watch;
using ssot_test::watched;
using unique_test::port;

/// A row that shares nothing with others of other numbers.
port make_port(std::int32_t n)
{
    return {.id     = ssot::new_id(),
            .name   = std::to_string(n),
            .tag    = n,
            .speed  = static_cast<double>(n),
            .device = std::to_string(n / 10),
            .number = n % 10};
}

/// Whether a row may stand beside others.
bool fits(port const& p, std::map<ssot::uuid, port> const& others)
{
    for (auto const& [id, o] : others)
        if (id != p.id &&
            (o.name == p.name || (o.tag && o.tag == p.tag) || o.speed == p.speed ||
             (o.device == p.device && o.number && o.number == p.number)))
            return false;
    return true;
}

} // namespace

BOOST_AUTO_TEST_SUITE(store_unique)

SSOT_TEST_CASE_OVER(backends, values_are_refused_that_a_loop_over_all_rows_finds)
{
    for (std::uint64_t seed = 0; seed != 5; ++seed) {
        ssot_test::random_source   random(seed);
        ssot::store                store(ssot_test::make_backend(backend_name));
        std::map<ssot::uuid, port> all;
        auto const                 change = [&](port& p) {
            if (random.one_in(2))
                p.name = std::to_string(random.below(60));
            if (random.one_in(2))
                p.tag = random.one_in(3) ? std::nullopt : std::optional(static_cast<std::int32_t>(random.below(60)));
            if (random.one_in(2))
                p.speed = random.one_in(8) ? -0.0 : static_cast<double>(random.below(60));
            if (random.one_in(2)) {
                p.device = std::to_string(random.below(6));
                p.number = random.one_in(6) ? std::nullopt : std::optional(static_cast<std::int32_t>(random.below(10)));
            }
            p.note += 'x';
        };
        for (int step = 0; step != 120; ++step) {
            if (all.size() < 3 || random.one_in(3)) {
                std::vector<port> rows(1 + random.below(4));
                auto              with = all;
                bool              good = true;
                for (auto& r : rows) {
                    r = make_port(static_cast<std::int32_t>(100 + step * 10 + (&r - rows.data())));
                    if (random.one_in(3))
                        change(r);
                    good = good && fits(r, with);
                    with.emplace(r.id, r);
                }
                auto const done = store.insert(rows);
                BOOST_TEST_REQUIRE(done.has_value() == good);
                if (good)
                    all = std::move(with);
                else
                    BOOST_TEST((done.error().code() == errc::already_exists));
            } else {
                auto row =
                    store.get<port>(std::next(all.begin(), static_cast<std::ptrdiff_t>(random.below(all.size())))->first)
                        .value();
                change(*row);
                auto const done = store.update(row);
                BOOST_TEST_REQUIRE(done.has_value() == fits(*row, all));
                if (done)
                    all[row->id] = *row;
            }
        }
    }
}

SSOT_TEST_CASE_OVER(backends, each_list_of_fields_is_looked_after)
{
    using unique_test::seat;
    auto const alone = [](seat const& p, std::map<std::int64_t, seat> const& others) {
        for (auto const& [id, o] : others)
            if (id != p.id && p.row && o.row == p.row && (o.hall == p.hall || (p.ticket && o.ticket == p.ticket)))
                return false;
        return true;
    };
    ssot_test::random_source     random(3);
    ssot::store                  store(ssot_test::make_backend(backend_name));
    std::map<std::int64_t, seat> all;
    std::size_t                  refused = 0;
    for (std::int64_t step = 1; step != 200; ++step) {
        auto const some = [&](std::uint64_t n) {
            return random.one_in(8) ? std::nullopt : std::optional(static_cast<std::int32_t>(random.below(n)));
        };
        seat one{.id = step, .hall = static_cast<std::int32_t>(random.below(4)), .row = some(12), .ticket = some(6)};
        bool done = false;
        if (!all.empty() && random.one_in(3)) {
            auto row = store.get<seat>(std::next(all.begin(), static_cast<std::ptrdiff_t>(random.below(all.size())))->first)
                           .value();
            one.id    = row->id;
            *row      = one;
            auto made = store.update(row);
            done      = made.has_value();
        } else {
            done = store.insert(one).has_value();
        }
        BOOST_TEST_REQUIRE(done == alone(one, all));
        if (done)
            all[one.id] = one;
        refused += !done;
        if (!done && !all.contains(one.id)) {
            auto const problems = store.validate(one).value();
            BOOST_TEST_REQUIRE(!problems.empty());
            BOOST_TEST(problems.front().code == "unique_together");
        }
    }
    BOOST_TEST(refused > 20u);
}

BOOST_AUTO_TEST_CASE(the_values_of_many_rows_are_asked_for_at_once)
{
    auto const scans = [](int n) {
        watch             w;
        ssot::store       store{watched<ssot::storage::memory>(w)};
        std::vector<port> rows;
        for (int i = 0; i != n; ++i) {
            rows.push_back(make_port(i));
            rows.back().number.reset(); // a null is like no other
        }
        w.calls.clear();
        store.insert(rows).value();
        return w.count("scan");
    };
    BOOST_TEST(scans(900) == 3U, "one for each unique field");
    BOOST_TEST(scans(2500) == 9U, "one for each field and thousand rows");
}

BOOST_AUTO_TEST_CASE(lists_of_values_are_no_longer_than_a_backend_takes)
{
    watch                          w;
    watched<ssot::storage::memory> backend(w);
    backend.change = [](auto& caps) { caps.max_keys_in = 10; };
    ssot::store       store{std::move(backend)};
    std::vector<port> rows;
    for (int i = 0; i != 30; ++i) {
        rows.push_back(make_port(i));
        rows.back().number.reset();
    }
    w.calls.clear();
    store.insert(rows).value();
    BOOST_TEST(w.count("scan") == 9U);
}

BOOST_AUTO_TEST_CASE(an_update_asks_only_for_what_it_changes)
{
    watch       w;
    ssot::store store{watched<ssot::storage::memory>(w)};
    auto const  first = make_port(1), second = make_port(2);
    store.insert(first).value();
    store.insert(second).value();
    auto       row   = store.get<port>(first.id).value();
    auto const scans = [&] {
        w.calls.clear();
        store.update(row).value();
        return w.count("scan");
    };
    row->note = "other words";
    BOOST_TEST(scans() == 1U, "the row itself");
    row->name = "other name";
    BOOST_TEST(scans() == 2U);
    row->number = 7;
    BOOST_TEST(scans() == 2U, "those that are unique together count as one");
    row->name = second.name;
    BOOST_TEST((store.update(row).error().code() == errc::already_exists));
}

BOOST_AUTO_TEST_SUITE_END()
