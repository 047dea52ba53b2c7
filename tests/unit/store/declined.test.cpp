// SPDX-License-Identifier: BSL-1.0
#include <ssot/storage/evaluate.hpp>
#include <ssot/store.hpp>

#include "support/declining_backend.hpp"
#include "support/stores.hpp"

#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Backends that decline calls, or take no more than so many terms and arguments: the answers are those of memory, in few
// statements, and transactions go on.

namespace declined_test {

struct rack {
    static constexpr std::string_view model_name = "test.declined_rack";

    std::int64_t id{};
    std::int32_t height{};
};
BOOST_DESCRIBE_STRUCT(rack, (), (id, height))

struct device {
    static constexpr std::string_view model_name = "test.declined_device";

    ssot::uuid                                                                      id{};
    std::string                                                                     hostname{};
    std::string                                                                     serial{};
    std::optional<ssot::foreign_key<rack, ssot::on_delete::set_null, std::int64_t>> stands_in{};
    std::int32_t                                                                    ports{};

    friend bool operator==(device const&, device const&) = default;
};
BOOST_DESCRIBE_STRUCT(device, (), (id, hostname, serial, stands_in, ports))

} // namespace declined_test

namespace {

using declined_test::device;
using declined_test::rack;
using ssot::errc;
using ssot::field;
using ssot::from;
using ssot_test::declined_calls;
using ssot_test::declining_backend;
using ssot_test::failure;
using ssot_test::make_entry;
using ssot_test::make_sync;
using entry = ssot::sync_log_entry;

using predicate = ssot::predicate<device>;

/// A store over a backend that declines, and one over memory, with the same rows.
struct pair_of_stores {
    declined_calls    told{};
    declining_backend backend{told};
    ssot::store       tried;
    ssot::store       right{ssot::storage::memory{}};

    explicit pair_of_stores(std::function<void(ssot::storage::capabilities&)> change = {}, ssot::store_options options = {})
        : tried((told.change = std::move(change), backend), std::move(options))
    {
        for (auto* store : {&tried, &right}) {
            store->insert(std::vector{rack{.id = 1, .height = 10}, rack{.id = 2, .height = 50}}).value();
            std::vector<device> all;
            for (std::uint8_t n = 0; n != 40; ++n) {
                device one{.id       = ssot_test::key(n, 1),
                           .hostname = "d" + std::to_string(n % 7),
                           .serial   = std::to_string(n % 5),
                           .ports    = n};
                if (n % 3 != 0)
                    one.stands_in = ssot::key_to<rack, std::int64_t>{1 + n % 2};
                all.push_back(one);
            }
            store->insert(all).value();
        }
        told.calls.clear();
    }

    void decline(std::string_view which)
    {
        told.declines = [which](std::string_view call, ssot::storage::query const& q) {
            return (which.empty() || call == which) && ssot_test::may_be_declined(q);
        };
    }

    /// Asks both the same, and compares.
    template<class Question>
    void same(Question const& q, std::string_view what)
    {
        auto const came = tried.select(q).value();
        auto const want = right.select(q).value();
        BOOST_TEST(came.size() == want.size(), what);
        for (std::size_t i = 0; i != std::min(came.size(), want.size()); ++i)
            BOOST_TEST((*came[i] == *want[i]), what << ", row " << i);
        std::size_t n = 0;
        for (auto const& row : tried.stream(q)) {
            BOOST_TEST((n < want.size() && *row.value() == *want[n]), what << ", streamed row " << n);
            ++n;
        }
        BOOST_TEST(n == want.size(), what);
        BOOST_TEST(tried.count(q).value() == want.size(), what);
    }
};

predicate of_ports(std::size_t n)
{
    predicate out = field<&device::ports> == 3;
    for (std::size_t i = 1; i != n; ++i)
        out = std::move(out) || field<&device::ports> == static_cast<std::int32_t>(100 + i);
    return out;
}

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(store_declined)

BOOST_AUTO_TEST_CASE(answers_are_those_of_memory)
{
    unsigned   chance    = 1;
    auto const at_random = [&](std::string_view, ssot::storage::query const& q) {
        chance = chance * 1'103'515'245U + 12'345U;
        return ssot_test::may_be_declined(q) && (chance >> 16) % 3 == 0;
    };
    auto const everything = [](std::string_view, ssot::storage::query const& q) { return ssot_test::may_be_declined(q); };
    auto const orders     = [](std::string_view, ssot::storage::query const& q) {
        return !q.order.empty() || q.limit != ssot::storage::query().limit || q.offset != 0;
    };
    auto const conditions = [](std::string_view, ssot::storage::query const& q) { return !q.where.empty() && !q.by_key(); };
    auto const paths      = [](std::string_view, ssot::storage::query const& q) { return ssot::storage::uses_joins(q); };
    auto const all        = from<device>();
    constexpr auto ports  = field<&device::ports>;
    constexpr auto height = field<&device::stands_in, &rack::height>;
    constexpr auto host   = field<&device::hostname>;
    std::vector<std::function<bool(std::string_view, ssot::storage::query const&)>> const ways = {
        at_random, everything, orders, conditions, paths};
    for (std::size_t lists : {1'000U, 3U})
        for (std::size_t way = 0; way != ways.size(); ++way) {
            pair_of_stores o([&](auto& caps) { caps.max_keys_in = lists; });
            o.told.declines = ways[way];
            auto const what = "way " + std::to_string(way) + ", lists of " + std::to_string(lists) + ": ";
            for (int round = 0; round != (way == 0 ? 20 : 1); ++round) {
                o.same(all, what + "all");
                o.same(all.where(ports > 20), what + "one comparison");
                o.same(all.where((ports > 20 || host == "d1") && ports < 35 && !icontains(host, "3")), what + "mixed");
                o.same(all.where(height == 50), what + "a path");
                o.same(all.where(height == 50 || is_null(height))
                           .order_by(ssot::desc<&device::stands_in, &rack::height>, ssot::asc<&device::ports>),
                       what + "ordered by a path");
                o.same(all.where(ports > 5).order_by(ssot::desc<&device::ports>).limit(7).offset(3), what + "cut");
                o.same(all.order_by(ssot::asc<&device::hostname>).limit(0), what + "limit 0");
                o.same(all.where(in(ports, std::vector{1, 2, 3, 4, 5, 6, 7, 8, 90}) && ports > 2), what + "a list");
                o.same(all.where(in(ports, std::vector{1, 2, 3, 4, 5, 6, 7, 8, 90}) &&
                                 in(host, {"d1", "d2", "d3", "d4", "d5"}) && ports > 2)
                           .order_by(ssot::desc<&device::ports>)
                           .limit(3),
                       what + "two lists, cut");
                o.same(
                    all.where(in(field<&device::id>,
                                 {ssot_test::key(3, 1), ssot_test::key(4, 1), ssot_test::key(5, 1), ssot_test::key(6, 1)}) &&
                              ports > 3),
                    what + "keys and more");
            }
        }
}

BOOST_AUTO_TEST_CASE(few_statements_are_asked)
{
    pair_of_stores o;
    auto const     calls = [&](auto const& q) {
        o.told.calls.clear();
        o.tried.select(q).value();
        return std::exchange(o.told.calls, {});
    };
    using list             = std::vector<std::string>;
    auto const     all     = from<device>();
    constexpr auto ports   = field<&device::ports>;
    auto const     sorted  = all.where(ports > 3 || ports == 1).order_by(ssot::asc<&device::ports>).limit(2);
    auto const     by_path = all.where(field<&device::stands_in, &rack::height> == 50);
    BOOST_TEST(calls(sorted) == (list{"scan"}), boost::test_tools::per_element()); // who declines nothing is asked as before
    BOOST_TEST(calls(by_path) == (list{"scan"}), boost::test_tools::per_element());

    o.told.declines = [](auto, auto const& q) { return !q.order.empty(); };
    BOOST_TEST(calls(sorted) == (list{"scan declined", "scan"}), boost::test_tools::per_element());
    o.decline("");
    BOOST_TEST(calls(sorted) == (list{"scan declined", "scan declined", "scan"}), boost::test_tools::per_element());
    BOOST_TEST(calls(all.where(ports > 3 && ports < 9).order_by()) ==
                   (list{"scan declined", "scan declined", "scan declined", "scan"}),
               boost::test_tools::per_element());
    // The rows behind a foreign key are read besides, so that a transaction holds both together.
    BOOST_TEST(calls(by_path).back() == "commit");
    BOOST_TEST(calls(by_path).front() == "scan declined");
    BOOST_TEST((std::ranges::count(calls(by_path), "begin") == 1));
    // Nothing is asked again that must be answered.
    BOOST_TEST(calls(all.where(field<&device::id> == ssot_test::key(3, 1))).size() == 2u);
    BOOST_TEST(o.tried.get<device>(ssot_test::key(3, 1)).has_value());
}

BOOST_AUTO_TEST_CASE(a_declined_call_leaves_the_transaction)
{
    for (std::string_view const which : {"scan", "aggregate", "erase", ""}) {
        pair_of_stores o;
        o.decline(which);
        auto tx = o.tried.begin().value();
        o.tried.insert(device{.id = ssot_test::key(99, 1), .hostname = "own", .serial = "s", .ports = 1'000}).value();
        auto const own = from<device>().where(field<&device::ports> == 1'000 || field<&device::hostname> == "own");
        BOOST_TEST(o.tried.select(own).value().size() == 1u, which);
        BOOST_TEST(o.tried.count(own).value() == 1u, which);
        auto const erased = o.tried.erase(from<device>().where(field<&device::ports> < 10));
        BOOST_TEST(erased.value().total() == 10u, which);
        BOOST_TEST(o.tried.update_where(own, [](device& d) { d.serial = "changed"; }).has_value(), which);
        BOOST_TEST(tx.commit().has_value(), which);
        BOOST_TEST(o.tried.count<device>().value() == 31u, which);
        BOOST_TEST(o.tried.select(own).value().at(0)->serial == "changed", which);
        BOOST_TEST(std::ranges::any_of(o.told.calls, [](auto const& c) { return c.ends_with("declined"); }), which);
        BOOST_TEST(o.told.count("rollback") == 0u, which);
    }
}

BOOST_AUTO_TEST_CASE(what_must_be_answered_stays_an_error)
{
    pair_of_stores o;
    o.told.declines = [](auto, auto const&) { return true; };
    BOOST_TEST(failure(o.tried.get<device>(ssot_test::key(3, 1))).code() == errc::unsupported);
    BOOST_TEST(o.told.calls.size() == 1u);
    BOOST_TEST(
        failure(o.tried.select(from<device>().where(field<&device::ports> > 1 || field<&device::ports> < 0))).code() ==
        errc::unsupported);
    BOOST_TEST(o.told.calls.size() <= 5u);
}

BOOST_AUTO_TEST_CASE(groups_are_made_by_the_library)
{
    pair_of_stores o;
    auto const     groups = from<device>()
                            .where(field<&device::ports> > 4)
                            .group_by<&device::hostname>(ssot::count_rows, ssot::count_if(field<&device::ports> > 20));
    auto const want = o.right.select(groups).value();
    o.told.declines = [](std::string_view call, auto const&) { return call == "aggregate"; };
    auto const came = o.tried.select(groups).value();
    BOOST_TEST((came == want));
    BOOST_TEST(o.told.count("aggregate declined") == 1u);

    auto const run = make_sync();
    o.tried.insert(run).value();
    for (int i = 0; i != 5; ++i)
        o.tried.insert(make_entry(run)).value();
    auto const rows = o.tried.annotated_syncs().value();
    BOOST_TEST(rows.at(0).counts.created + rows.at(0).counts.unchanged + rows.at(0).counts.updated +
                   rows.at(0).counts.deleted ==
               5);
}

BOOST_AUTO_TEST_CASE(an_erase_that_is_declined_goes_by_keys_in_parts)
{
    pair_of_stores o({}, {.max_sort_bytes = 20'000}); // room for the keys of 39 rows at a time
    auto const     run = make_sync();
    o.tried.insert(run).value();
    std::vector<entry> entries;
    for (int i = 0; i != 300; ++i)
        entries.push_back(make_entry(run));
    o.tried.insert(entries).value();
    o.decline("erase");
    o.told.calls.clear();
    auto const gone = o.tried.erase(*o.tried.get<ssot::sync>(run.id));
    BOOST_TEST(gone.value().of("nautobot_ssot.synclogentry") == 300u);
    BOOST_TEST(o.tried.count<entry>().value() == 0u);
    BOOST_TEST(o.told.count("erase declined") == 1u);
    BOOST_TEST(o.told.count("erase") == 1u + (300 + 38) / 39);
    BOOST_TEST(o.told.count("commit") == 1u);
}

// ---- terms and arguments -----------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_long_condition_and_long_lists_work_within_the_limits_of_an_engine)
{
    pair_of_stores o([](auto& caps) {
        caps.max_args  = 32'766;
        caps.max_terms = 1'000;
    });
    o.told.most_args   = 32'766;
    o.told.most_terms  = 1'000;
    auto const long_or = from<device>().where(of_ports(1'200));
    o.same(long_or, "an `or` of 1,200");
    BOOST_TEST(o.told.count("scan") == 3u); // one for each: select, stream and count
    o.told.calls.clear();
    o.same(from<device>().where(of_ports(900)), "an `or` of 900");
    BOOST_TEST(o.told.count("scan") == 2u);
    BOOST_TEST(o.told.count("aggregate") == 1u);

    std::vector<std::int32_t> ports(16'000);
    std::vector<std::string>  hosts(16'000), serials(16'000);
    for (std::size_t i = 0; i != 16'000; ++i) {
        ports[i]   = static_cast<std::int32_t>(i % 2 == 0 ? i : 50'000 + i);
        hosts[i]   = "d" + std::to_string(i * 2);
        serials[i] = std::to_string(i * 3);
    }
    auto const lists = from<device>().where(in(field<&device::ports>, ports) && in(field<&device::hostname>, hosts) &&
                                            in(field<&device::serial>, serials));
    o.told.calls.clear();
    o.same(lists, "three lists of 16,000");
    BOOST_TEST(o.right.count(lists).value() > 0u);
    BOOST_TEST(o.told.count("scan") == 3u);

    std::vector<std::int32_t> many(80'000);
    for (std::size_t i = 0; i != many.size(); ++i)
        many[i] = static_cast<std::int32_t>(i);
    o.told.calls.clear();
    o.same(from<device>().where(in(field<&device::ports>, many) && field<&device::hostname> == "d1"), "a list of 80,000");
    BOOST_TEST(o.told.count("scan") == 9u); // three parts each time

    auto const gone = o.tried.erase(long_or);
    BOOST_TEST(gone.value().total() == o.right.erase(long_or).value().total());
    o.same(from<device>(), "after an erase");
}

BOOST_AUTO_TEST_CASE(memory_takes_all_of_it_in_one_call)
{
    pair_of_stores o; // no limits, as memory declares
    o.same(from<device>().where(of_ports(1'200)), "an `or` of 1,200");
    BOOST_TEST(o.told.count("scan") == 2u);
    BOOST_TEST(o.told.count("aggregate") == 1u);
    BOOST_TEST(o.told.calls.size() == 3u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
