// SPDX-License-Identifier: BSL-1.0
#include <ssot/store.hpp>
#include <ssot/store/page.hpp>

#include "support/inventory.hpp"
#include "support/random_source.hpp"
#include "support/stores.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Pages put together are what `select` gives: the same rows in the same order, each as often. Judged by `select`, which is
// judged by counting by hand.

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
using ssot_test::key;
using ssot_test::numbers;
using ssot_test::numbers_of;
using ssot_test::opened;
using ssot_test::random_source;

/// Devices in racks, with ports on them and ports that look at them: none, one or many.
struct pages_of_devices {
    std::vector<device> devices{};
    std::vector<port>   ports{};

    pages_of_devices(random_source& random, std::size_t n_devices, std::size_t n_ports)
    {
        auto const any = [&] { return key(static_cast<std::uint8_t>(1 + random.below(n_devices)), 1); };
        for (std::uint8_t i = 1; i <= n_devices; ++i) {
            device d{.id = key(i, 1), .hostname = "h" + std::to_string(i * 7 % 13) + std::to_string(i)};
            if (random.one_in(2))
                d.serial = std::to_string(random.below(3)) + "s" + std::to_string(i);
            if (random.one_in(2))
                d.stands_in = ssot::key_to<rack, std::int64_t>{random.between(1, 4)};
            if (i > 1 && random.one_in(2))
                d.part_of = ssot::key_to<device>{key(static_cast<std::uint8_t>(1 + random.below(i - 1U)), 1)};
            devices.push_back(d);
        }
        for (std::uint8_t i = 1; i <= n_ports; ++i) {
            port p{.id = key(i, 2), .on = ssot::key_to<device>{any()}, .name = std::string(1, random.pick({'a', 'b', 'c'}))};
            if (random.one_in(2))
                p.peer = ssot::key_to<device>{any()};
            ports.push_back(p);
        }
    }

    template<class Store>
    void store_in(Store& store) const
    {
        std::vector<rack> racks;
        for (std::int64_t i = 1; i != 5; ++i)
            racks.push_back({.id = i, .name = "r" + std::to_string(i), .note = i < 3 ? std::optional("n") : std::nullopt});
        store.insert(racks).value();
        store.insert(std::vector(devices)).value();
        store.insert(std::vector(ports)).value();
    }

    std::size_t ports_on(ssot::uuid const& id, std::string_view name) const
    {
        return static_cast<std::size_t>(
            std::ranges::count_if(ports, [&](auto const& p) { return p.on == id && (name.empty() || p.name == name); }));
    }
    std::size_t ports_at(ssot::uuid const& id) const
    {
        return static_cast<std::size_t>(
            std::ranges::count_if(ports, [&](auto const& p) { return p.peer && *p.peer == id; }));
    }
};

ssot::selection<device> pages_in_some_order(random_source& random, ssot::selection<device> query)
{
    switch (random.below(9)) {
    case 0: return query;
    case 1: return query.order_by(desc<&device::hostname>);
    case 2: return query.order_by(asc<&device::serial>.nulls_first());
    case 3: return query.order_by(desc<&device::serial>.nulls_last(), asc<&device::hostname>);
    case 4: return query.order_by(asc<&device::stands_in>);
    case 5: return query.order_by(desc<&device::stands_in, &rack::note>);
    case 6: return query.order_by(asc<&device::stands_in, &rack::note>.nulls_first(), desc<&device::id>);
    case 7: return query.order_by(desc<&device::part_of, &device::stands_in, &rack::name>, asc<&device::added>);
    default: return query.order_by(desc<&device::id>);
    }
}

/// All rows of a query page by page; each key goes through its text.
template<class Store, class Query>
numbers pages_together(Store& store, Query const& query, std::uint64_t size)
{
    numbers                       out;
    std::optional<ssot::page_key> after;
    do {
        auto const page = store.page(query.limit(size), after).value();
        BOOST_TEST((page.rows.size() == size || (page.rows.size() < size && !page.next)));
        std::ranges::copy(numbers_of(page.rows), std::back_inserter(out));
        if (out.size() > 100'000) {
            BOOST_ERROR("the pages do not end");
            break;
        }
        after.reset();
        if (page.next) {
            auto const text = to_string(*page.next);
            after           = ssot::parse_page_key(text).value();
            BOOST_TEST((*after == *page.next));
            BOOST_TEST(after->copies() == page.next->copies(), text);
        }
    } while (after);
    return out;
}

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(store_pages)

SSOT_TEST_CASE_OVER(backends, copies_of_a_row_are_on_the_pages)
{
    opened<> o(backend_name);
    for (std::uint8_t d = 1; d != 4; ++d)
        o.store.insert(device{.id = key(d), .hostname = std::to_string(d)}).value();
    for (std::uint8_t p = 0; p != 9; ++p)
        o.store
            .insert(
                port{.id = key(p, 2), .on = ssot::key_to<device>{key(static_cast<std::uint8_t>(1 + p % 3))}, .name = "p"})
            .value();
    auto const query = from<device>().join<&port::on>();
    auto const all   = numbers{1, 1, 1, 2, 2, 2, 3, 3, 3};
    CHECK_FOUND(query, 1, 1, 1, 2, 2, 2, 3, 3, 3);
    for (std::uint64_t size = 1; size != 11; ++size)
        BOOST_TEST(pages_together(o.store, query, size) == all, boost::test_tools::per_element());
    BOOST_TEST(pages_together(o.store, query.distinct(), 2) == (numbers{1, 2, 3}), boost::test_tools::per_element());

    auto const first = o.store.page(query.limit(4)).value();
    BOOST_TEST(first.next->copies() == 1u, "of the second row");
    BOOST_TEST(to_string(*first.next).ends_with(".m1"));
    BOOST_TEST(o.store.page(query.limit(3)).value().next->copies() == 3u);
    BOOST_TEST(o.store.page(from<device>().limit(1)).value().next->copies() == 0u);
    BOOST_TEST(o.store.page(query.distinct().limit(1)).value().next->copies() == 0u);
    BOOST_TEST(failure(o.store.page(from<device>().limit(4), first.next)).code() == errc::misuse, "no copies there");
    BOOST_TEST(failure(o.store.page(query.distinct().limit(4), first.next)).code() == errc::misuse);

    // Skipped copies count as given.
    auto const behind = o.store.page(query.offset(2).limit(2)).value();
    BOOST_TEST(numbers_of(behind.rows) == (numbers{1, 2}), boost::test_tools::per_element());
    BOOST_TEST(numbers_of(o.store.page(query.offset(2).limit(9), behind.next).value().rows) == (numbers{2, 2, 3, 3, 3}),
               boost::test_tools::per_element());
    auto const inside = o.store.page(query.offset(1).limit(1)).value();
    BOOST_TEST(inside.next->copies() == 2u);

    // A key from before copies were counted, and one with more copies than there are, begin behind the row.
    for (std::uint64_t const copies : {std::uint64_t{0}, std::uint64_t{3}, std::uint64_t{4}, ~std::uint64_t{0}}) {
        ssot::page_key const given(first.next->values(), first.next->ordering(), copies);
        BOOST_TEST(numbers_of(o.store.page(query.limit(9), given).value().rows) == (numbers{3, 3, 3}),
                   boost::test_tools::per_element());
    }
}

SSOT_TEST_CASE_OVER(backends, rows_in_part_and_tuples_too)
{
    opened<> o(backend_name);
    o.store.insert(device{.id = key(1), .hostname = "a"}).value();
    o.store.insert(device{.id = key(2), .hostname = "b"}).value();
    for (std::uint8_t p = 0; p != 4; ++p)
        o.store.insert(port{.id = key(p, 2), .on = ssot::key_to<device>{key(1)}, .name = "p"}).value();
    auto const query = from<device>().join<&port::on>().order_by(desc<&device::hostname>);
    BOOST_TEST(pages_together(o.store, query.defer<&device::hostname>(), 3) == (numbers{1, 1, 1, 1}),
               boost::test_tools::per_element());
    auto const tuples = query.only<&device::serial>().limit(3);
    auto const first  = o.store.page(tuples).value();
    BOOST_TEST(first.rows.size() == 3u);
    BOOST_TEST(o.store.page(tuples, first.next).value().rows.size() == 1u);
}

SSOT_TEST_CASE_OVER(backends, pages_of_random_joins_are_the_select)
{
    random_source random(std::uint64_t{17} + backend_name.size());
    int const     stores = backend_name == "memory" ? 12 : 5;
    for (int round = 0; round != stores; ++round) {
        opened<>               o(backend_name);
        pages_of_devices const all(random, 1 + random.below(8), random.below(25));
        all.store_in(o.store);
        for (int n = 0; n != 25; ++n) {
            auto        query = pages_in_some_order(random, from<device>());
            std::string name  = random.one_in(2) ? std::string() : std::string(1, random.pick({'a', 'b', 'c', 'd'}));
            bool const  on = !random.one_in(4), at = random.one_in(3), without = random.one_in(5), once = random.one_in(5);
            bool const  some = random.one_in(3);
            if (on)
                query = name.empty() ? query.join<&port::on>() : query.join<&port::on>(field<&port::name> == name);
            if (at)
                query = query.join<&port::peer>();
            if (without)
                query = query.without<&port::peer>();
            if (once)
                query = query.distinct();
            if (some)
                query = query.where(field<&device::hostname> > "h3");

            std::map<int, std::size_t> expected;
            for (auto const& d : all.devices) {
                std::size_t times = on ? all.ports_on(d.id, name) : 1;
                times *= at ? all.ports_at(d.id) : 1;
                times = once && times > 1 ? 1 : times;
                if ((without && all.ports_at(d.id) != 0) || (some && !(d.hostname > "h3")) || times == 0)
                    continue;
                expected[d.id.data[15]] = times;
            }
            auto const                 selected = numbers_of(o.store.select(query).value());
            std::map<int, std::size_t> found;
            for (auto const number : selected)
                ++found[number];
            BOOST_TEST((found == expected), "round " << round << ", query " << n);

            auto const size = 1 + random.below(7);
            if (pages_together(o.store, query, size) != selected)
                BOOST_ERROR("round " << round << ", query " << n << ": pages of " << size << " are not the select");
            auto const skip = random.below(selected.size() + 2);
            auto const skipped =
                numbers(selected.begin() + static_cast<std::ptrdiff_t>(std::min(skip, selected.size())), selected.end());
            if (pages_together(o.store, query.offset(skip), size) != skipped)
                BOOST_ERROR("round " << round << ", query " << n << ": pages behind " << skip << " are not the select");
        }
    }
}

// What was there all the time comes as often as it should, whatever happens to the row where a page ended.
SSOT_TEST_CASE_OVER(backends, copies_while_rows_come_and_go)
{
    enum class between : std::uint8_t { erased, moved_back, moved_on, fewer_copies, more_copies };
    using enum between;
    for (auto const what : {erased, moved_back, moved_on, fewer_copies, more_copies}) {
        opened<> o(backend_name);
        for (std::uint8_t d = 1; d != 4; ++d)
            o.store.insert(device{.id = key(d), .hostname = "h" + std::to_string(d)}).value();
        for (std::uint8_t p = 0; p != 9; ++p)
            o.store
                .insert(port{
                    .id = key(p, 2), .on = ssot::key_to<device>{key(static_cast<std::uint8_t>(1 + p % 3))}, .name = "p"})
                .value();
        auto const query = from<device>().join<&port::on>().order_by(asc<&device::hostname>).limit(5);
        auto const first = o.store.page(query).value();
        BOOST_TEST(numbers_of(first.rows) == (numbers{1, 1, 1, 2, 2}), boost::test_tools::per_element());
        auto row = o.store.get<device>(key(2)).value();
        switch (what) {
        case erased: o.store.erase(row).value(); break;
        case moved_back:
            row.hostname = "a";
            o.store.update(row).value();
            break;
        case moved_on:
            row.hostname = "z";
            o.store.update(row).value();
            break;
        case fewer_copies: o.store.erase<port>(key(1, 2)).value(); break;
        case more_copies:
            o.store.insert(port{.id = key(10, 2), .on = ssot::key_to<device>{key(2)}, .name = "p"}).value();
            break;
        }
        auto const second   = o.store.page(query, first.next).value();
        auto const expected = what == moved_on ? numbers{3, 3, 3, 2, 2}
            : what == more_copies              ? numbers{2, 2, 3, 3, 3}
                                               : numbers{3, 3, 3};
        BOOST_TEST(numbers_of(second.rows) == expected, boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
