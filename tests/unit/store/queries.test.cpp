// SPDX-License-Identifier: BSL-1.0
#include <ssot/store.hpp>

#include "support/forwarding_backend.hpp"
#include "support/inventory.hpp"
#include "support/masked_backend.hpp"
#include "support/random_source.hpp"
#include "support/stores.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <iterator>
#include <limits>
#include <map>
#include <optional>
#include <ranges>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

// The language of queries over backends that do all of it, some, and nothing.

namespace {

using inventory::device;
using inventory::port;
using inventory::rack;
using ssot::asc;
using ssot::desc;
using ssot::errc;
using ssot::field;
using ssot::from;
using ssot_test::failure;
using ssot_test::make_entry;
using ssot_test::make_sync;
using ssot_test::moment;
using entry  = ssot::sync_log_entry;
using action = ssot::sync_log_entry_action;
using status = ssot::sync_log_entry_status;

using ssot::storage::capabilities;
using ssot::storage::filtering;

constexpr capabilities all_of_it{
    .filters = filtering::all, .order = true, .limit = true, .joins = true, .text_ops = true, .transactions = true};

capabilities without(bool capabilities::* what)
{
    auto out  = all_of_it;
    out.*what = false;
    return out;
}

/// Each leaves another part to the library.
capabilities caps_named(std::string_view name)
{
    if (name == "all")
        return all_of_it;
    if (name == "no_joins")
        return without(&capabilities::joins);
    if (name == "no_order")
        return without(&capabilities::order);
    if (name == "no_limit")
        return without(&capabilities::limit);
    if (name == "no_text_ops")
        return without(&capabilities::text_ops);
    auto out = all_of_it;
    if (name == "short_lists")
        out.max_keys_in = 2;
    if (name == "few_args")
        out.max_args = 3;
    if (name == "few_terms")
        out.max_terms = 3;
    if (name == "keys")
        out.filters = filtering::primary_key;
    if (name == "nothing")
        out = {};
    return out;
}

ssot_test::declining declined_as(std::string_view name)
{
    using ssot_test::declining;
    return name == "declines_orders" ? declining::orders
        : name == "declines"         ? declining::everything
        : name == "declines_some"    ? declining::some
                                     : declining::nothing;
}

constexpr std::string_view ways[] = {"all",
                                     "no_joins",
                                     "no_order",
                                     "no_limit",
                                     "no_text_ops",
                                     "short_lists",
                                     "few_args",
                                     "few_terms",
                                     "keys",
                                     "nothing",
                                     "declines_orders",
                                     "declines",
                                     "declines_some"};

using masked_store = ssot::store;

struct masked {
    ssot_test::masked_backend backend;
    masked_store              store;

    explicit masked(std::string_view name, ssot::store_options options = {})
        : backend(caps_named(name), declined_as(name)), store(backend, std::move(options))
    {
    }
};

/// A key that is not nil, whatever the number.
ssot::uuid row_key(std::uint8_t number, std::uint8_t group = 1) { return ssot_test::key(number, group); }

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(store_queries)

SSOT_TEST_CASE_OVER(ways, texts_are_searched_at_both_ends)
{
    masked      o(backend_name);
    char const* serials[] = {"Core-1", "core-1", "CORE-12", "Score", "\xc3\x89", ""};
    for (std::uint8_t n = 0; n != 6; ++n)
        o.store.insert(device{.id = row_key(n), .hostname = std::to_string(n), .serial = serials[n]}).value();
    o.store.insert(device{.id = row_key(6), .hostname = "6"}).value();
    auto const     all = from<device>();
    constexpr auto f   = field<&device::serial>;
    CHECK_FOUND(all.where(starts_with(f, "C")), 0, 2);
    CHECK_FOUND(all.where(istarts_with(f, "C")), 0, 1, 2);
    CHECK_FOUND(all.where(ends_with(f, "ore-1")), 0, 1);
    CHECK_FOUND(all.where(ends_with(f, "ORE-1")));
    CHECK_FOUND(all.where(iends_with(f, "ORE-1")), 0, 1);
    CHECK_FOUND(all.where(iends_with(f, "a longer text than any of them")));
    CHECK_FOUND(all.where(iexact(f, "CORE-1")), 0, 1);
    CHECK_FOUND(all.where(iexact(f, "\xc3\xa9")));
    CHECK_FOUND(all.where(iexact(f, "")), 5);
    CHECK_FOUND(all.where(ends_with(f, "")), 0, 1, 2, 3, 4, 5);
    CHECK_FOUND(all.where(!iexact(f, "core-1")), 2, 3, 4, 5, 6);
    CHECK_FOUND(all.where(iexact(f, "core-1") || field<&device::hostname> == "6").limit(2).offset(1), 1, 6);
    CHECK_FOUND(all.where(between(f, "CORE", "Core-1")), 0, 2);
    BOOST_TEST(o.store.count(all.where(iexact(f, "core-1"))).value() == 2u);
}

SSOT_TEST_CASE_OVER(ways, paths_lead_over_two_foreign_keys)
{
    masked o(backend_name);
    o.store.insert(std::vector{rack{.id = 1, .name = "low", .height = 10}, rack{.id = 2, .name = "high", .height = 50}})
        .value();
    auto const in_rack = [](std::uint8_t id, std::optional<int> rack_id, std::optional<std::uint8_t> part) {
        device out{.id = row_key(id), .hostname = "d" + std::to_string(id)};
        if (rack_id)
            out.stands_in = ssot::key_to<rack, std::int64_t>{*rack_id};
        if (part)
            out.part_of = ssot::key_to<device>{row_key(*part)};
        return out;
    };
    o.store.insert(std::vector{in_rack(1, 1, {}), in_rack(2, 2, 1), in_rack(3, {}, 2), in_rack(4, 1, 3)}).value();
    auto const on = [](std::uint8_t id, std::uint8_t dev, std::optional<std::uint8_t> peer = {}) {
        port out{.id = row_key(id), .on = ssot::key_to<device>{row_key(dev)}, .name = "p"};
        if (peer)
            out.peer = ssot::key_to<device>{row_key(*peer)};
        return out;
    };
    o.store.insert(std::vector{on(1, 1, 2), on(2, 2), on(3, 3, 4), on(4, 4, 1), on(5, 2, 3)}).value();

    auto const ports = from<port>().order_by(asc<&port::id>);
    CHECK_FOUND(ports.where(field<&port::on, &device::stands_in, &rack::height> > 20), 2, 5);
    CHECK_FOUND(ports.where(!(field<&port::on, &device::stands_in, &rack::height> > 20)), 1, 3, 4);
    CHECK_FOUND(ports.where(is_null(field<&port::on, &device::stands_in, &rack::height>)), 3);
    CHECK_FOUND(ports.where(is_null(field<&port::peer, &device::stands_in, &rack::name>)), 2, 5);
    CHECK_FOUND(ports.where(field<&port::peer, &device::stands_in, &rack::name> == "low" ||
                            field<&port::on, &device::stands_in, &rack::name> == "high"),
                2,
                3,
                4,
                5);
    CHECK_FOUND(ports.where(field<&port::on, &device::part_of, &device::hostname> == "d2"), 3);
    CHECK_FOUND(ports.where(field<&port::on> == device{.id = row_key(2)} &&
                            field<&port::on, &device::part_of, &device::hostname> == "d1"),
                2,
                5);
    CHECK_FOUND(from<port>().order_by(desc<&port::on, &device::stands_in, &rack::height>, desc<&port::id>), 3, 5, 2, 4, 1);
    CHECK_FOUND(from<port>().order_by(asc<&port::peer, &device::stands_in, &rack::name>.nulls_first()).limit(4), 2, 5, 1, 3);

    // A model that points at itself, followed twice.
    auto const devices = from<device>().order_by(asc<&device::id>);
    CHECK_FOUND(devices.where(field<&device::part_of, &device::part_of, &device::hostname> == "d1"), 3);
    CHECK_FOUND(devices.where(is_null(field<&device::part_of, &device::part_of, &device::hostname>)), 1, 2);
    CHECK_FOUND(from<device>().order_by(asc<&device::part_of, &device::part_of, &device::hostname>.nulls_last(),
                                        desc<&device::part_of, &device::hostname>.nulls_first()),
                3,
                4,
                1,
                2);
}

SSOT_TEST_CASE_OVER(ways, parts_of_a_time_find_rows)
{
    using namespace std::chrono_literals;
    masked     o(backend_name);
    auto const at = [](std::chrono::year_month_day day, std::chrono::seconds s) { return std::chrono::sys_days(day) + s; };
    std::pair<std::string, std::optional<ssot::timestamp>> const times[] = {{"a", at(2023y / 12 / 31, 86'399s)},
                                                                            {"b", at(2024y / 1 / 1, 0s)},
                                                                            {"c", at(2024y / 12 / 31, 86'399s)},
                                                                            {"d", at(2025y / 1 / 1, 0s)},
                                                                            {"e", {}},
                                                                            {"f", ssot::min_timestamp},
                                                                            {"g", ssot::max_timestamp}};
    std::int64_t                                                 id      = 0;
    for (auto const& [name, when] : times)
        o.store.insert(rack{.id = ++id, .name = name, .installed = when}).value();
    auto const names = [&](auto const& condition) {
        std::string out;
        for (auto const& row : o.store.select(from<rack>().where(condition).order_by(asc<&rack::id>)).value())
            out += row.name;
        return out;
    };
    constexpr auto f = field<&rack::installed>;
    BOOST_TEST(names(year(f) == 2024) == "bc");
    BOOST_TEST(names(year(f) != 2024) == "adefg");
    BOOST_TEST(names(year(f) < 2024) == "af");
    BOOST_TEST(names(year(f) <= 2024) == "abcf");
    BOOST_TEST(names(year(f) > 2024) == "dg");
    BOOST_TEST(names(year(f) >= 2024) == "bcdg");
    BOOST_TEST(names(year(f) == 1) == "f");
    BOOST_TEST(names(year(f) == 9999) == "g");
    BOOST_TEST(names(year(f) > 9999) == "");
    BOOST_TEST(names(year(f) < 1) == "");
    BOOST_TEST(names(date(f) == 2023y / 12 / 31) == "a");
    BOOST_TEST(names(date(f) > 2024y / 1 / 1) == "cdg");
    BOOST_TEST(names(date(f) == 9999y / 12 / 31) == "g");
    BOOST_TEST(names(date(f) == 2023y / 2 / 30) == "");
    BOOST_TEST(names(between(f, at(2024y / 1 / 1, 0s), at(2025y / 1 / 1, 0s))) == "bcd");
}

SSOT_TEST_CASE_OVER(ways, a_join_gives_a_row_for_each_row_that_points_at_it)
{
    masked                  o(backend_name);
    std::vector<ssot::sync> syncs;
    for (std::uint8_t i = 1; i != 6; ++i)
        syncs.push_back({.id = row_key(i), .source = "s" + std::to_string(i % 2), .target = "t"});
    o.store.insert(syncs).value();
    auto const log = [&](std::size_t sync, action a, status s) {
        auto e   = make_entry(syncs[sync - 1]);
        e.action = a;
        e.status = s;
        o.store.insert(e).value();
    };
    log(1, action::create, status::success);
    log(3, action::create, status::failure);
    log(3, action::create, status::success);
    log(3, action::update, status::error);
    log(4, action::update, status::failure);
    auto const     all     = from<ssot::sync>().order_by(asc<&ssot::sync::id>);
    constexpr auto of      = &entry::sync;
    auto const     created = field<&entry::action> == action::create;
    auto const     failed  = field<&entry::status> == status::failure;
    CHECK_FOUND(all.join<of>(), 1, 3, 3, 3, 4);
    CHECK_FOUND(all.join<of>().distinct(), 1, 3, 4);
    CHECK_FOUND(all.join<of>(created), 1, 3, 3);
    CHECK_FOUND(all.join<of>(created).limit(1).offset(1), 3);
    CHECK_FOUND(all.join<of>(created).offset(2), 3);
    CHECK_FOUND(all.join<of>(created).distinct().offset(1), 3);
    CHECK_FOUND(all.join<of>(created && failed), 3); // one and the same entry
    CHECK_FOUND(all.join<of>(created).join<of>(failed), 3, 3);
    CHECK_FOUND(all.join<of>(created).where(field<&ssot::sync::source> == "s1").order_by(desc<&ssot::sync::id>), 3, 3, 1);
    CHECK_FOUND(all.join<of>(field<&entry::message> == "nobody says this"));
    CHECK_FOUND(all.without<of>(), 2, 5);
    CHECK_FOUND(all.without<of>(created), 2, 4, 5);
    CHECK_FOUND(all.join<of>().without<of>(created), 4);
    CHECK_FOUND(all.join<of>(field<&entry::sync, &ssot::sync::source> == "s0"), 4);
    CHECK_FOUND(all.join<of>(created).limit(0));
    BOOST_TEST(o.store.count(all.join<of>()).value() == 5u);
    BOOST_TEST(o.store.count(all.join<of>().limit(4).offset(2)).value() == 3u);
    BOOST_TEST(o.store.count(all.join<of>().distinct()).value() == 3u);
    BOOST_TEST(o.store.count(all.without<of>()).value() == 2u);

    auto const annotated = o.store.annotated_syncs(all.join<of>(created).distinct()).value();
    BOOST_TEST_REQUIRE(annotated.size() == 2u);
    BOOST_TEST(
        (annotated[1].counts == ssot::sync_counts{.created = 2, .updated = 1, .succeeded = 1, .failed = 1, .errored = 1}),
        "counts stay what they are");
}

// ---- random -----------------------------------------------------------------------------------------------------------

namespace {

/// A condition on devices with its judge.
struct judged {
    ssot::predicate<device>                         condition{};
    std::function<bool(device const&, rack const*)> holds{};
};

judged random_condition(random_source& random, int depth)
{
    if (depth > 0 && random.one_in(2)) {
        auto const a = random_condition(random, depth - 1), b = random_condition(random, depth - 1);
        switch (random.below(3)) {
        case 0: return {a.condition && b.condition, [=](auto& d, auto* r) { return a.holds(d, r) && b.holds(d, r); }};
        case 1: return {a.condition || b.condition, [=](auto& d, auto* r) { return a.holds(d, r) || b.holds(d, r); }};
        default: return {!a.condition, [=](auto& d, auto* r) { return !a.holds(d, r); }};
        }
    }
    auto const n    = static_cast<int>(random.between(0, 9));
    auto const text = std::to_string(n);
    switch (random.below(8)) {
    case 0: return {is_null(field<&device::serial>), [](auto& d, auto*) { return !d.serial; }};
    case 1: return {field<&device::hostname> < text, [=](auto& d, auto*) { return d.hostname < text; }};
    case 2:
        return {ends_with(field<&device::serial>, text),
                [=](auto& d, auto*) { return d.serial && d.serial->ends_with(text); }};
    case 3: return {field<&device::stands_in, &rack::height> >= n, [=](auto&, auto* r) { return r && r->height >= n; }};
    case 4: return {is_null(field<&device::stands_in, &rack::note>), [](auto&, auto* r) { return !r || !r->note; }};
    case 5:
        return {in(field<&device::stands_in>, {n, n + 1, n + 2}),
                [=](auto&, auto* r) { return r && r->id >= n && r->id <= n + 2; }};
    case 6: {
        std::vector<ssot::uuid> ids;
        for (int i = 0; i != n * 3; ++i)
            ids.push_back(row_key(static_cast<std::uint8_t>(random.below(40))));
        return {in(field<&device::id>, ids), [=](auto& d, auto*) { return std::ranges::find(ids, d.id) != ids.end(); }};
    }
    default:
        return {field<&device::id> == row_key(static_cast<std::uint8_t>(n)),
                [=](auto& d, auto*) { return d.id == row_key(static_cast<std::uint8_t>(n)); }};
    }
}

} // namespace

SSOT_TEST_CASE_OVER(ways, random_queries_find_what_they_should)
{
    masked              o(backend_name);
    random_source       random(41);
    std::map<int, rack> racks;
    for (int i = 1; i != 11; ++i) {
        rack r{.id = i, .name = std::to_string(i), .height = 1 + i % 4 * 3};
        if (i % 3 != 0)
            r.note = "n" + std::to_string(i % 2);
        racks.emplace(i, r);
        o.store.insert(std::as_const(r)).value();
    }
    std::vector<device> devices;
    for (std::uint8_t i = 0; i != 40; ++i) {
        device d{.id = row_key(i), .hostname = std::to_string(i * 7 % 40)};
        if (!random.one_in(3))
            d.serial = "s" + std::to_string(i);
        if (!random.one_in(4))
            d.stands_in = ssot::key_to<rack, std::int64_t>{random.between(1, 10)};
        devices.push_back(d);
    }
    o.store.insert(std::as_const(devices)).value();
    auto const rack_of = [&](device const& d) {
        return d.stands_in ? &racks.at(static_cast<int>(d.stands_in->key())) : nullptr;
    };

    for (int round = 0; round != 150; ++round) {
        auto const          wanted = random_condition(random, 4);
        std::vector<device> expected;
        std::ranges::copy_if(
            devices, std::back_inserter(expected), [&](auto const& d) { return wanted.holds(d, rack_of(d)); });

        // By the note of the rack, which may be absent twice over, then by host name.
        bool const down = random.one_in(2), first = random.one_in(2);
        auto const rank = [&](device const& d) {
            auto const* const r    = rack_of(d);
            bool const        null = !r || !r->note;
            return std::pair(null ? (first ? -1 : 1) : 0, null ? std::string() : *r->note);
        };
        std::ranges::sort(expected, [&](auto const& a, auto const& b) {
            auto const x = rank(a), y = rank(b);
            if (x.first != y.first)
                return x.first < y.first;
            if (x.second != y.second)
                return down ? x.second > y.second : x.second < y.second;
            return a.hostname < b.hostname;
        });
        auto const term  = down ? desc<&device::stands_in, &rack::note> : asc<&device::stands_in, &rack::note>;
        auto       query = from<device>()
                         .where(wanted.condition)
                         .order_by(first ? term.nulls_first() : term.nulls_last(), asc<&device::hostname>);
        auto const count = o.store.count(query).value();
        BOOST_TEST(count == expected.size(), "round " << round);

        // Page by page, and streamed.
        std::vector<int>              paged, streamed;
        std::optional<ssot::page_key> after;
        auto const                    size = 1 + random.below(12);
        do {
            auto const page = o.store.page(query.limit(size), after).value();
            BOOST_TEST((page.rows.size() == size || !page.next));
            std::ranges::copy(numbers_of(page.rows), std::back_inserter(paged));
            after = page.next ? std::optional(ssot::parse_page_key(to_string(*page.next)).value()) : std::nullopt;
        } while (after);
        for (auto const& row : o.store.stream(query))
            streamed.push_back(row.value().id.data[15]);
        if (paged != numbers_of(expected) || streamed != paged)
            BOOST_ERROR("round " << round << ": the rows differ");

        auto const cut = random.below(10), skip = random.below(10);
        expected.erase(expected.begin(),
                       expected.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(skip, expected.size())));
        expected.resize(std::min<std::size_t>(cut, expected.size()));
        if (found(o.store, query.limit(cut).offset(skip)) != numbers_of(expected))
            BOOST_ERROR("round " << round << ": the cut rows differ");
        BOOST_TEST(o.store.count(query.limit(cut).offset(skip)).value() == expected.size());
    }
}

// ---- pages ------------------------------------------------------------------------------------------------------------

SSOT_TEST_CASE_OVER(ways, pages_are_complete_while_rows_come_and_go)
{
    for (bool const descending : {false, true}) {
        masked               o(backend_name);
        random_source        random(7);
        std::set<ssot::uuid> stays;
        auto const           add = [&](bool staying) {
            auto s = make_sync();
            s.id = row_key(static_cast<std::uint8_t>(random.below(256)), static_cast<std::uint8_t>(1 + random.below(255)));
            if (!random.one_in(3))
                s.start_time = moment(random.between(0, 20));
            if (o.store.insert(s) && staying)
                stays.insert(s.id);
        };
        for (int i = 0; i != 100; ++i)
            add(true);
        auto const                    term  = descending ? desc<&ssot::sync::start_time> : asc<&ssot::sync::start_time>;
        auto const                    query = from<ssot::sync>().order_by(term).limit(7);
        std::set<ssot::uuid>          seen;
        std::optional<ssot::page_key> after;
        do {
            auto const page = o.store.page(query, after).value();
            for (auto const& row : page.rows)
                if (!seen.insert(row.id).second)
                    BOOST_ERROR("a row came twice");
            after = page.next;
            add(false);
            if (!page.rows.empty()) { // the very row that the next page begins behind
                stays.erase(page.rows.back().id);
                o.store.erase(*page.rows.back()).value();
            }
        } while (after);
        BOOST_TEST(std::ranges::includes(seen, stays));
    }
}

BOOST_AUTO_TEST_CASE(a_page_key_belongs_to_its_ordering)
{
    masked o("all");
    for (int i = 0; i != 3; ++i)
        o.store.insert(make_sync()).value();
    auto const query = from<ssot::sync>().limit(1);
    auto const first = o.store.page(query).value();
    BOOST_TEST_REQUIRE(first.next.has_value());
    BOOST_TEST(o.store.page(query.order_by(asc<&ssot::sync::source>), first.next).error().code() == errc::misuse);
    BOOST_TEST(o.store.page(from<ssot::job>().limit(1), first.next).error().code() == errc::misuse);
    BOOST_TEST(o.store.page(query.offset(1), first.next)->rows.size() == 1u, "the offset counts once");
    BOOST_TEST(o.store.page(query.limit(3))->rows.size() == 3u);
    BOOST_TEST(!o.store.page(query.limit(3))->next.has_value());
    BOOST_TEST(!o.store.page(from<ssot::sync>())->next.has_value(), "without a limit all rows are one page");
    BOOST_TEST(!o.store.page(query.limit(0))->next.has_value());
    BOOST_TEST(o.store.page(query.limit(0))->rows.empty());
    auto const light = o.store.page(query.defer<&ssot::sync::start_time>(), first.next).value();
    BOOST_TEST(!light.rows.at(0).is_loaded<&ssot::sync::start_time>());
    BOOST_TEST(light.next.has_value());
}

// ---- projections ------------------------------------------------------------------------------------------------------

SSOT_TEST_CASE_OVER(ways, a_projection_gives_tuples)
{
    masked o(backend_name);
    for (std::uint8_t i = 1; i != 4; ++i)
        o.store.insert(device{.id = row_key(i), .hostname = "h" + std::to_string(4 - i), .serial = std::to_string(i)})
            .value();
    o.backend.take_notes();
    auto const rows =
        o.store.select(from<device>().only<&device::serial, &device::hostname>().order_by(asc<&device::hostname>)).value();
    using row = std::tuple<std::optional<std::string>, std::string>;
    static_assert(std::is_same_v<std::remove_cvref_t<decltype(rows)>, std::vector<row>>);
    BOOST_TEST((rows == std::vector<row>{{"3", "h1"}, {"2", "h2"}, {"1", "h3"}}));
    auto const asked = o.backend.take_notes();
    BOOST_TEST_REQUIRE(asked.size() == 1u);
    BOOST_TEST(asked[0].fields == 7u, "these, and the key, which the error of a row names");
    BOOST_TEST((o.store.select(from<device>().only<>()).value().size() == 3u));
}

// ---- groups -----------------------------------------------------------------------------------------------------------

SSOT_TEST_CASE_OVER(ways, groups_are_counted_and_measured)
{
    masked     o(backend_name);
    auto const add =
        [&](std::int64_t id, inventory::state is, std::int32_t height, double load, std::optional<ssot::duration> warranty) {
            o.store
                .insert(rack{.id       = id,
                             .name     = "r" + std::to_string(id),
                             .height   = height,
                             .load     = load,
                             .is       = is,
                             .warranty = warranty})
                .value();
        };
    using inventory::state;
    add(1, state::active, 10, 0.5, ssot::duration(5));
    add(2, state::active, 20, 0.25, {});
    add(3, state::planned, 30, 1, {});
    add(4, state::active, 5, 2, ssot::duration(7));
    auto const query = from<rack>().group_by<&rack::is>(ssot::count_rows,
                                                        ssot::count_if(field<&rack::height> >= 10),
                                                        ssot::min_of<&rack::name>,
                                                        ssot::max_of<&rack::warranty>,
                                                        ssot::sum_of<&rack::height>,
                                                        ssot::sum_of<&rack::load>,
                                                        ssot::sum_of<&rack::warranty>);
    using row        = std::tuple<state,
                                  std::int64_t,
                                  std::int64_t,
                                  std::optional<std::string>,
                                  std::optional<ssot::duration>,
                                  std::optional<std::int64_t>,
                                  std::optional<double>,
                                  std::optional<ssot::duration>>;
    auto const rows  = o.store.select(query).value();
    static_assert(std::is_same_v<std::remove_cvref_t<decltype(rows)>, std::vector<row>>);
    row const active{state::active, 3, 2, "r1", ssot::duration(7), 35, 2.75, ssot::duration(12)};
    row const planned{state::planned, 1, 1, "r3", {}, 30, 1.0, {}};
    BOOST_TEST_REQUIRE(rows.size() == 2u);
    BOOST_TEST((std::ranges::count(rows, active) == 1 && std::ranges::count(rows, planned) == 1));

    auto const by_warranty = o.store.select(from<rack>().group_by<&rack::warranty, &rack::locked>(ssot::count_rows)).value();
    using pair             = std::tuple<std::optional<ssot::duration>, bool, std::int64_t>;
    BOOST_TEST((by_warranty ==
                std::vector<pair>{{ssot::duration(5), false, 1}, {ssot::duration(7), false, 1}, {std::nullopt, false, 2}}),
               "ascending, null last");
    using whole = std::tuple<std::int64_t, std::optional<std::int32_t>>;
    BOOST_TEST((o.store.select(from<rack>().group_by<>(ssot::count_rows, ssot::max_of<&rack::height>)).value() ==
                std::vector<whole>{{4, 30}}));
    auto const none = from<rack>().where(field<&rack::height> > 99);
    BOOST_TEST((o.store.select(none.group_by<>(ssot::count_rows, ssot::max_of<&rack::height>)).value() ==
                std::vector<whole>{{0, std::nullopt}}));
    BOOST_TEST(o.store.select(none.group_by<&rack::is>(ssot::count_rows)).value().empty());
    auto const tallest = from<rack>().order_by(desc<&rack::height>).limit(2);
    BOOST_TEST((o.store.select(tallest.group_by<>(ssot::count_rows, ssot::min_of<&rack::height>)).value() ==
                std::vector<whole>{{2, 20}}),
               "of the rows of the selection");

    add(8, state::planned, 9, 0, ssot::duration(std::numeric_limits<std::int64_t>::max()));
    auto const beyond = o.store.select(from<rack>().group_by<>(ssot::sum_of<&rack::warranty>));
    BOOST_TEST(failure(beyond).code() == errc::out_of_range);
    BOOST_TEST(failure(beyond).path() == "warranty");

    add(9, state::planned, 9, 0, ssot::duration(-13)); // behind the others, which come to more than 64 bits
    auto const fits = o.store.select(from<rack>().group_by<>(ssot::sum_of<&rack::warranty>)).value();
    BOOST_TEST((std::get<0>(fits.at(0)) == ssot::duration(std::numeric_limits<std::int64_t>::max() - 1)));
}

// ---- counts in conditions and orderings -------------------------------------------------------------------------------

SSOT_TEST_CASE_OVER(ways, counts_are_conditions_and_orderings)
{
    using ssot::counted;
    using counts = ssot::sync_counts;
    masked                  o(backend_name);
    std::vector<ssot::sync> syncs;
    for (std::uint8_t i = 1; i != 7; ++i)
        syncs.push_back(
            {.id = row_key(i), .source = "s" + std::to_string(i % 2), .target = "t", .start_time = moment(10 - i)});
    o.store.insert(syncs).value();
    for (auto const& [sync, n] : {std::pair{1, 2}, {2, 5}, {3, 2}, {4, 1}, {6, 5}})
        for (int i = 0; i != n; ++i) {
            auto e   = make_entry(syncs[static_cast<std::size_t>(sync - 1)]);
            e.status = status::failure;
            o.store.insert(e).value();
        }
    constexpr auto failed = counted<&counts::failed>;
    auto const     all    = from<ssot::sync>();
    auto const     ids    = [&](auto const& query) {
        numbers out;
        for (auto const& row : o.store.annotated_syncs(query).value())
            out.push_back(row.sync.id.data[15]);
        return out;
    };
    BOOST_TEST(ids(all.order_by(failed.desc())) == (numbers{6, 2, 3, 1, 4, 5}), boost::test_tools::per_element());
    BOOST_TEST(ids(all.order_by(failed.desc()).limit(2).offset(1)) == (numbers{2, 3}), boost::test_tools::per_element());
    BOOST_TEST(ids(all.order_by(failed.asc(), desc<&ssot::sync::id>)) == (numbers{5, 4, 3, 1, 6, 2}),
               boost::test_tools::per_element());
    BOOST_TEST(ids(all.where(failed == 2)) == (numbers{3, 1}), boost::test_tools::per_element());
    BOOST_TEST(ids(all.where(failed > 1 && field<&ssot::sync::source> == "s1")) == (numbers{3, 1}),
               boost::test_tools::per_element());
    BOOST_TEST(ids(all.where(failed == 0 || field<&ssot::sync::source> == "s1").limit(2)) == (numbers{5, 3}),
               boost::test_tools::per_element());
    BOOST_TEST(ids(all.where(!(failed >= 2) && failed != 0)) == (numbers{4}), boost::test_tools::per_element());
    BOOST_TEST(ids(all.where(between(failed, 1, 2) && failed <= 1 && failed < 2)) == (numbers{4}),
               boost::test_tools::per_element());
    BOOST_TEST(ids(all.where(counted<&counts::succeeded> > 0)).empty());
    BOOST_TEST((o.store.annotated_syncs(all.where(failed == 5).limit(1)).value().at(0).counts ==
                counts{.unchanged = 5, .failed = 5}));
    using raw_sync = ssot::basic_sync<ssot::raw_types>;
    BOOST_TEST(
        o.store.annotated_syncs(from<raw_sync>().where(counted<&counts::failed, ssot::raw_types> == 5)).value().size() ==
        2u);

    BOOST_TEST(failure(o.store.select(all.where(failed > 0))).code() == errc::misuse, "elsewhere they are no columns");
    BOOST_TEST(failure(o.store.count(all.where(failed > 0))).code() == errc::misuse);
    BOOST_TEST(failure(o.store.select(all.order_by(failed.asc()))).code() == errc::misuse);
}

namespace {

/// A backend that aggregates counts and maxima by itself, in the plainest way, and notes what it is asked.
class counting_backend : public ssot::storage::memory {
public:
    struct cursor {
        std::vector<ssot::storage::packed_row> rows{};
        std::size_t                            at = 0;

        ssot::result<bool>        next() { return ++at <= rows.size(); }
        ssot::storage::value_view at_field(std::size_t i) const { return rows[at - 1].at(i); }
    };
    class either {
    public:
        explicit either(ssot::storage::memory_cursor rows) : scanned_(std::move(rows)) {}
        explicit either(cursor rows) : groups_(std::move(rows)) {}
        ssot::result<bool>        next() { return scanned_ ? scanned_->next() : groups_.next(); }
        ssot::storage::value_view at(std::size_t i) const { return scanned_ ? scanned_->at(i) : groups_.at_field(i); }

    private:
        std::optional<ssot::storage::memory_cursor> scanned_{};
        cursor                                      groups_{};
    };
    class session : public ssot_test::forwarding_session<> {
    public:
        using cursor_type = either;
        session(ssot::storage::memory_session s, counting_backend& of) : forwarding_session(std::move(s)), of_(&of) {}

        ssot::result<either> scan(ssot::storage::query const& q)
        {
            ++of_->scans;
            return over<either>(forwarding_session::scan(q));
        }
        ssot::result<either> aggregate(ssot::storage::aggregate_query const& q)
        {
            ++of_->aggregates;
            of_->last_args = q.base.args.size();
            auto rows      = forwarding_session::scan(q.base);
            if (!rows)
                return rows.error();
            using ssot::storage::fold_fn;
            std::map<std::string, std::pair<std::vector<ssot::storage::value>, std::vector<std::optional<std::int64_t>>>>
                       groups;
            auto const fresh = [&](auto& g) {
                for (auto const& m : q.measures)
                    g.second.push_back(m.fn == fold_fn::max ? std::nullopt : std::optional<std::int64_t>(0));
            };
            if (q.group_by.empty())
                fresh(groups[""]);
            while (*rows->next()) {
                std::string                       name;
                std::vector<ssot::storage::value> values;
                for (auto const f : q.group_by) {
                    auto const v = rows->at(f);
                    name += v.is_null() ? "-" : v.is_buffer() ? "b" + std::string(v.as_chars()) : std::to_string(v.as_int());
                    values.emplace_back(v);
                }
                auto& g = groups[name];
                if (g.second.empty())
                    fresh(g);
                g.first = values;
                for (std::size_t i = 0; i != q.measures.size(); ++i)
                    if (q.measures[i].fn == fold_fn::count)
                        ++*g.second[i];
                    else if (auto const v = rows->at(q.measures[i].field); q.measures[i].fn == fold_fn::max && !v.is_null())
                        g.second[i] = std::max(g.second[i].value_or(v.as_int()), v.as_int());
            }
            cursor out;
            for (auto const& [name, g] : groups) {
                auto& row = out.rows.emplace_back();
                for (auto const& v : g.first)
                    row.push(v.view());
                for (std::size_t i = 0; i != q.measures.size(); ++i)
                    row.push(g.second[i] ? ssot::storage::value_view::integer(*g.second[i]) : ssot::storage::value_view());
            }
            std::ranges::reverse(out.rows);
            return either(std::move(out));
        }

    private:
        counting_backend* of_;
    };
    using session_type = session;

    capabilities caps() const noexcept
    {
        auto out        = all_of_it;
        out.aggregate   = true;
        out.max_keys_in = 4;
        return out;
    }
    ssot::result<session> open()
    {
        auto s = memory::open();
        if (!s)
            return s.error();
        return session(std::move(*s), *this);
    }

    int         scans      = 0;
    int         aggregates = 0;
    std::size_t last_args  = 0;
};
static_assert(ssot::storage::storage_backend<counting_backend> &&
              ssot::storage::aggregating<counting_backend::session_type>);

} // namespace

BOOST_AUTO_TEST_CASE(groups_are_left_to_a_backend_that_aggregates)
{
    counting_backend backend;
    ssot::store      store{backend};
    for (std::int64_t i = 1; i != 8; ++i)
        store.insert(rack{.id = i, .name = std::to_string(i), .height = static_cast<std::int32_t>(i), .locked = i % 3 == 0})
            .value();
    auto const asked = [&](int scans, int aggregates) {
        bool const same = backend.scans == scans && backend.aggregates == aggregates;
        backend.scans = backend.aggregates = 0;
        return same;
    };
    asked(0, 0);
    using row       = std::tuple<bool, std::int64_t, std::optional<std::int32_t>>;
    auto const all  = from<rack>();
    auto const some = all.where(field<&rack::height> > 1);
    BOOST_TEST((store.select(some.group_by<&rack::locked>(ssot::count_rows, ssot::max_of<&rack::height>)).value() ==
                std::vector<row>{{false, 4, 7}, {true, 2, 6}}));
    BOOST_TEST(asked(0, 1));
    BOOST_TEST(store.count(some).value() == 6u);
    BOOST_TEST(store.count(some.limit(4).offset(3)).value() == 3u);
    BOOST_TEST(store.count(some.limit(2).offset(3)).value() == 2u);
    BOOST_TEST(store.count(some.offset(9)).value() == 0u);
    BOOST_TEST(asked(0, 4));

    // What it cannot answer in full is counted here.
    auto const list = in(field<&rack::height>, {1, 2, 3, 4, 5});
    BOOST_TEST(store.count(all.where(list)).value() == 5u);
    BOOST_TEST(
        (store.select(all.where(list).group_by<>(ssot::count_rows)).value() == std::vector<std::tuple<std::int64_t>>{{5}}));
    BOOST_TEST(
        (store.select(all.limit(3).group_by<>(ssot::count_rows)).value() == std::vector<std::tuple<std::int64_t>>{{3}}));
    BOOST_TEST(backend.aggregates == 0);

    // The counts of a page: of its syncs, as many at a time as the backend takes.
    std::vector<ssot::sync> syncs;
    for (std::uint8_t i = 1; i != 11; ++i)
        syncs.push_back({.id = row_key(i), .source = "s", .target = "t"});
    store.insert(syncs).value();
    for (std::size_t i = 0; i != syncs.size(); ++i)
        for (std::size_t n = 0; n != i; ++n)
            store.insert(make_entry(syncs[i])).value();
    asked(0, 0);
    auto const page = store.annotated_syncs(from<ssot::sync>().order_by(desc<&ssot::sync::id>).limit(6)).value();
    BOOST_TEST(backend.aggregates == 2, "four syncs, then two");
    BOOST_TEST(backend.last_args == 2u);
    for (std::size_t i = 0; i != 6; ++i)
        BOOST_TEST(page[i].counts.unchanged == static_cast<std::int64_t>(9 - i));
    asked(0, 0);
    BOOST_TEST(store.annotated_syncs().value().size() == 10u);
    BOOST_TEST(backend.aggregates == 1, "all of them at once");
    BOOST_TEST(backend.last_args == 0u);
    BOOST_TEST(store.count(from<ssot::sync>().join<&entry::sync>()).value() == 45u);
    BOOST_TEST(store.count(from<ssot::sync>().without<&entry::sync>()).value() == 1u);
}

BOOST_AUTO_TEST_CASE(only_the_syncs_of_a_page_are_counted)
{
    masked                  o("all");
    std::vector<ssot::sync> syncs;
    for (std::uint8_t i = 1; i != 11; ++i)
        syncs.push_back({.id = row_key(i), .source = "s", .target = "t"});
    o.store.insert(syncs).value();
    for (auto const& s : syncs)
        for (int i = 0; i != 5; ++i)
            o.store.insert(make_entry(s)).value();
    o.backend.take_notes();
    BOOST_TEST(o.store.annotated_syncs(from<ssot::sync>().limit(2)).value().size() == 2u);
    std::size_t rows = 0;
    for (auto const& scan : o.backend.take_notes())
        if (scan.model == entry::model_name) {
            rows += scan.rows;
            BOOST_TEST(scan.fields == (std::uint64_t{1} << 1 | std::uint64_t{1} << 3 | std::uint64_t{1} << 4));
        }
    BOOST_TEST(rows == 10u);
}

// ---- bounds -----------------------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(what_the_backend_can_do_is_left_to_it)
{
    masked o("all");
    for (std::uint8_t i = 0; i != 100; ++i)
        o.store.insert(device{.id = row_key(i), .hostname = std::to_string(i)}).value();
    o.backend.take_notes();
    BOOST_TEST(o.store.select(from<device>().where(field<&device::hostname> > "5").limit(3)).value().size() == 3u);
    auto notes = o.backend.take_notes();
    BOOST_TEST((notes.size() == 1 && notes[0].rows == 3 && notes[0].limit == 3 && notes[0].terms == 1));

    for (auto const& row : o.store.stream(from<device>()))
        if (row.value().id == row_key(4))
            break;
    BOOST_TEST(o.backend.take_notes().at(0).rows == 5u, "a stream reads no further than it is asked");

    BOOST_TEST(o.store.count(from<device>().limit(7)).value() == 7u);
    notes = o.backend.take_notes();
    BOOST_TEST((notes.size() == 1 && notes[0].rows == 7 && notes[0].fields == 0),
               "count reads no more rows than it must, and nothing of them");

    masked keys("keys");
    for (std::uint8_t i = 0; i != 100; ++i)
        keys.store.insert(device{.id = row_key(i), .hostname = std::to_string(i)}).value();
    keys.backend.take_notes();
    auto const two = in(field<&device::id>, {row_key(3), row_key(5)}) && field<&device::hostname> == "5";
    BOOST_TEST(keys.store.select(from<device>().where(two)).value().size() == 1u);
    BOOST_TEST(keys.backend.take_notes().at(0).rows == 2u, "keys are looked up, the rest is filtered");
    BOOST_TEST(keys.store.count(from<device>().limit(7)).value() == 7u);
    BOOST_TEST(keys.backend.take_notes().at(0).rows < 9u);
}

BOOST_AUTO_TEST_CASE(long_lists_are_asked_for_in_batches)
{
    masked                  o("short_lists");
    std::vector<ssot::uuid> ids;
    for (std::uint8_t i = 0; i != 50; ++i) {
        o.store.insert(device{.id = row_key(i), .hostname = std::to_string(i)}).value();
        if (i % 2 == 0)
            ids.push_back(row_key(i));
    }
    o.backend.take_notes();
    auto const rows =
        o.store.select(from<device>().where(in(field<&device::id>, ids) && field<&device::hostname> != "4")).value();
    BOOST_TEST(rows.size() == 24u);
    BOOST_TEST(std::ranges::is_sorted(numbers_of(rows)));
    auto const notes = o.backend.take_notes();
    BOOST_TEST(notes.size() == 13u);
    BOOST_TEST(std::ranges::all_of(notes, [](auto const& n) { return n.args <= 3 && n.rows <= 2; }));
    BOOST_TEST(o.store.count(from<device>().where(!in(field<&device::id>, ids))).value() == 25u);
}

BOOST_AUTO_TEST_CASE(sorting_is_bounded)
{
    masked o("no_order", {.max_sort_bytes = 40'000});
    for (std::uint8_t i = 0; i != 200; ++i)
        o.store
            .insert(
                device{.id = row_key(i), .hostname = std::to_string(i), .serial = std::to_string(i) + std::string(200, 'x')})
            .value();
    auto const all = from<device>().order_by(desc<&device::id>);
    auto const e   = failure(o.store.select(all));
    BOOST_TEST(e.code() == errc::too_large);
    BOOST_TEST(e.text().find("max_sort_bytes") != std::string_view::npos);
    CHECK_FOUND(all.limit(3).offset(2), 197, 196, 195); // of which only five are kept
    BOOST_TEST(failure(o.store.select(all.limit(150))).code() == errc::too_large);
    BOOST_TEST(o.store.select(all.only<&device::id>()).value().size() == 200u, "which takes less");
    std::size_t n = 0;
    for (auto const& row : o.store.stream(all)) {
        ++n;
        BOOST_TEST(row.error().code() == errc::too_large);
    }
    BOOST_TEST(n == 1u, "the error is the only item");
    BOOST_TEST(failure(o.store.select(from<device>().group_by<&device::serial>(ssot::count_rows))).code() ==
               errc::too_large);
    BOOST_TEST(o.store.count(all).value() == 200u, "counting keeps nothing");
}

// ---- streams ----------------------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_stream_is_an_input_range)
{
    masked o("all");
    using stream = decltype(o.store.stream(from<device>()));
    static_assert(std::ranges::input_range<stream> && !std::ranges::forward_range<stream>);
    static_assert(std::is_same_v<std::ranges::range_value_t<stream>, ssot::result<ssot::stored<device>>>);
    static_assert(std::movable<stream>);
    for (std::uint8_t i = 0; i != 5; ++i)
        o.store.insert(device{.id = row_key(i), .hostname = std::to_string(i)}).value();
    std::string names;
    for (auto&& name : o.store.stream(from<device>().where(field<&device::hostname> != "2")) |
             std::views::transform([](auto const& row) { return row.value().hostname; }) | std::views::take(3))
        names += name;
    BOOST_TEST(names == "013");
    auto rows =
        o.store.stream(from<device>().where(field<&device::hostname> > std::string(30, '0')).only<&device::hostname>());
    auto        moved = std::move(rows);
    std::size_t n     = 0;
    for (auto const& row : moved)
        n += std::get<0>(row.value()) != "";
    BOOST_TEST(n == 4u);
    for (auto const& row : o.store.stream(from<device>().where(field<&device::hostname> == "9")))
        BOOST_ERROR("there is no such row: " << row.value().hostname);
}

// ---- rules ------------------------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(rules_place_nulls_and_fold_text)
{
    auto const over = [](ssot::rules by, auto const& check) {
        for (auto const name : {"all", "nothing"}) {
            masked o(name, {.rules = by});
            for (std::uint8_t i = 1; i != 4; ++i)
                o.store.insert(device{.id = row_key(i), .hostname = std::string("d") + static_cast<char>('0' + i)}).value();
            o.store
                .insert(device{.id = row_key(4), .hostname = "d4", .serial = "\xc3\x89t\xc3\xa9 \xcf\x82 \xc4\xb1 \xc3\x9f"})
                .value();
            o.store.insert(device{.id = row_key(5), .hostname = "d5", .serial = "plain TEXT"}).value();
            check(o);
        }
    };
    constexpr auto f   = field<&device::serial>;
    auto const     all = from<device>();
    over(ssot::rules::sqlite, [&](auto& o) {
        CHECK_FOUND(all.order_by(asc<&device::serial>), 1, 2, 3, 5, 4);
        CHECK_FOUND(all.order_by(desc<&device::serial>), 4, 5, 1, 2, 3);
        CHECK_FOUND(all.order_by(asc<&device::serial>.nulls_last()), 5, 4, 1, 2, 3);
        CHECK_FOUND(all.where(contains(f, "text")), 5);
        CHECK_FOUND(all.where(starts_with(f, "PLAIN")), 5);
        CHECK_FOUND(all.where(ends_with(f, "text")), 5);
        CHECK_FOUND(all.where(iexact(f, "PLAIN text")), 5);
        CHECK_FOUND(all.where(icontains(f, "\xc3\xa9T\xc3\x89")));
    });
    over(ssot::rules::postgresql, [&](auto& o) {
        CHECK_FOUND(all.order_by(asc<&device::serial>), 5, 4, 1, 2, 3);
        CHECK_FOUND(all.order_by(desc<&device::serial>), 1, 2, 3, 4, 5);
        CHECK_FOUND(all.where(contains(f, "text")));
        CHECK_FOUND(all.where(icontains(f, "\xc3\xa9T\xc3\x89")), 4);
        CHECK_FOUND(all.where(istarts_with(f, "\xc3\xa9")), 4);
        CHECK_FOUND(all.where(icontains(f, "\xce\xa3")), 4);   // sigma, final or not
        CHECK_FOUND(all.where(icontains(f, "i \xc3\x9f")), 4); // a dotless i is an I
        CHECK_FOUND(all.where(icontains(f, "SS")));
        CHECK_FOUND(all.where(iends_with(f, "text")), 5);
        CHECK_FOUND(all.where(iexact(f, "PLAIN text")), 5);
    });
    over(ssot::rules::standard, [&](auto& o) {
        CHECK_FOUND(all.order_by(asc<&device::serial>), 5, 4, 1, 2, 3);
        CHECK_FOUND(all.where(contains(f, "text")));
        CHECK_FOUND(all.where(icontains(f, "text")), 5);
        CHECK_FOUND(all.where(icontains(f, "\xc3\xa9T\xc3\x89")));
    });
}

BOOST_AUTO_TEST_CASE(rules_say_what_a_document_reads_like)
{
    auto const found_in = [](ssot::rules by, std::string_view needle) {
        std::string out;
        for (auto const name : {"all", "nothing"}) {
            masked o(name, {.rules = by});
            auto   run = make_sync();
            run.diff   = {{"longer", "\xc3\x9c\xf0\x9f\x98\x80"}, {"b", {1, 2}}, {"a", "x\"y\n"}};
            o.store.insert(run).value();
            out +=
                std::to_string(o.store.count(from<ssot::sync>().where(contains(field<&ssot::sync::diff>, needle))).value());
        }
        return out;
    };
    using ssot::rules;
    BOOST_TEST(found_in(rules::standard, R"("b":[1,2],)") == "11");
    BOOST_TEST(found_in(rules::standard, R"("b": [1, 2])") == "00");
    BOOST_TEST(found_in(rules::sqlite, R"("b": [1, 2], )") == "11");
    BOOST_TEST(found_in(rules::sqlite, R"(\u00dc\ud83d\ude00)") == "11");
    BOOST_TEST(found_in(rules::sqlite, "\xc3\x9c") == "00");
    BOOST_TEST(found_in(rules::postgresql, R"({"a": "x\"y\n", "b": [1, 2], "longer": ")") == "11",
               "keys by length and bytes");
    BOOST_TEST(found_in(rules::postgresql, "\xc3\x9c\xf0\x9f\x98\x80") == "11");
    BOOST_TEST(found_in(rules::postgresql, R"(\u00dc)") == "00");
}

// Rows of a stream share one object, of which the caller may do what it likes.
SSOT_TEST_CASE_OVER(ways, rows_of_a_stream_do_not_depend_on_what_became_of_those_before)
{
    masked              o(backend_name);
    std::vector<device> devices;
    std::vector<rack>   racks;
    random_source       random(8);
    for (std::uint8_t n = 1; n != 30; ++n) {
        device d{.id       = row_key(n),
                 .hostname = std::string(n % 7 * 10 + 1, static_cast<char>('a' + n % 5)) + std::to_string(n)};
        if (random.one_in(2))
            d.serial = std::to_string(n) + std::string(random.below(40), 's');
        if (n > 3 && random.one_in(2))
            d.part_of = ssot::key_to<device>{row_key(static_cast<std::uint8_t>(n - 2))};
        devices.push_back(d);
        rack r{.id = n, .name = std::to_string(n)};
        if (random.one_in(2))
            r.note = "note " + std::to_string(n);
        if (random.one_in(2))
            r.installed = ssot_test::moment(n);
        r.labels =
            random.one_in(2) ? boost::json::value(boost::json::object{{"n", n}}) : boost::json::value(boost::json::array{n});
        racks.push_back(r);
    }
    o.store.insert(devices).value();
    o.store.insert(racks).value();
    auto const check = [&]<class M>(std::vector<M> const& right) {
        std::size_t n = 0;
        for (auto&& row : o.store.stream(from<M>().order_by(asc<&M::id>))) {
            BOOST_TEST_REQUIRE(n < right.size());
            BOOST_TEST((*row.value() == right[n++]));
            switch (random.below(4)) {
            case 0: break;
            case 1: static_cast<void>(ssot::stored<M>(std::move(row).value())); break;
            case 2: static_cast<M&>(*row) = right[random.below(right.size())]; break;
            default: row = ssot::error(errc::busy); break;
            }
        }
        BOOST_TEST(n == right.size());
    };
    check(devices);
    check(racks);
}

SSOT_TEST_CASE_OVER(ways, a_condition_beyond_the_limits_is_too_deep_and_does_nothing)
{
    masked o(backend_name);
    for (int i = 0; i != 5; ++i)
        o.store.insert(rack{.id = i + 1, .name = "r" + std::to_string(i), .height = i + 1}).value();
    ssot::predicate<rack> chain = field<&rack::height> == 1, nested = chain, few = chain;
    for (int i = 0; i != 100'000; ++i)
        chain = std::move(chain) || field<&rack::height> == i;
    for (int i = 0; i != 2'000; ++i)
        nested = i % 3 == 0 ? std::move(nested) && few : i % 3 == 1 ? std::move(nested) || few : !std::move(nested);
    for (int i = 0; i != 1'000; ++i)
        few = std::move(few) || field<&rack::height> == i % 4;
    BOOST_TEST(o.store.select(from<rack>().where(few)).value().size() == 3u);
    BOOST_TEST(o.store.count(from<rack>().where(few && !few)).value() == 0u);
    BOOST_TEST(o.store.update_where(from<rack>().where(few), [](rack& r) { r.load = 1; }).value() == 3u);

    for (auto const& bad : {chain, nested, !chain, nested && few}) {
        auto const rows = from<rack>().where(bad);
        BOOST_TEST(failure(o.store.select(rows)).code() == errc::too_deep);
        BOOST_TEST(failure(o.store.count(rows)).code() == errc::too_deep);
        BOOST_TEST(failure(o.store.page(rows)).code() == errc::too_deep);
        BOOST_TEST(failure(o.store.select(rows.only<&rack::id>())).code() == errc::too_deep);
        BOOST_TEST(failure(o.store.select(rows.group_by<&rack::is>(ssot::row_count{}))).code() == errc::too_deep);
        BOOST_TEST(failure(o.store.select(from<rack>().group_by<&rack::is>(ssot::count_if(bad)))).code() == errc::too_deep);
        BOOST_TEST(failure(o.store.update_where(rows, [](rack& r) { r.load = 2; })).code() == errc::too_deep);
        BOOST_TEST(failure(o.store.erase(rows)).code() == errc::too_deep);
        auto stream = o.store.stream(rows);
        BOOST_TEST(failure(*stream.begin()).code() == errc::too_deep);
    }
    BOOST_TEST(o.store.count(from<rack>().where(field<&rack::load> == 2.0)).value() == 0u);
    BOOST_TEST(o.store.count<rack>().value() == 5u);
    auto const entries = from<ssot::sync>().join<&entry::sync>([] {
        ssot::predicate<entry> deep = field<&entry::message> == "m";
        for (int i = 0; i != 1'000; ++i)
            deep = !deep;
        return deep;
    }());
    BOOST_TEST(failure(o.store.select(entries)).code() == errc::too_deep);
    BOOST_TEST(failure(o.store.annotated_syncs(from<ssot::sync>().where([] {
                   ssot::predicate<ssot::sync> deep;
                   for (int i = 0; i != 1'000; ++i)
                       deep = !deep;
                   return deep;
               }())))
                   .code() == errc::too_deep);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
