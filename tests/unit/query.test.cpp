// SPDX-License-Identifier: BSL-1.0
#include <ssot/query.hpp>

#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>

#include "support/inventory.hpp"
#include "support/print.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <tuple>
#include <type_traits>

namespace {

using inventory::rack;
using ssot::field;
using ssot::storage::no_field;
using ssot::storage::nulls;
using ssot::storage::op;

using entry    = ssot::sync_log_entry;
using of_sync  = ssot::predicate<ssot::sync>;
using of_entry = ssot::predicate<entry>;

// Orderings belong to their model, and are constants.
static_assert(std::is_same_v<std::remove_cvref_t<decltype(ssot::asc<&ssot::sync::source>)>, ssot::order_term<ssot::sync>>);
static_assert(ssot::asc<&ssot::sync::source>.by.field == 1 && !ssot::asc<&ssot::sync::source>.by.desc);
static_assert(ssot::desc<&ssot::sync::source>.by.desc && ssot::desc<&ssot::sync::source>.by.where == nulls::largest);
static_assert(ssot::desc<&ssot::sync::source>.nulls_first().by.where == nulls::first);
static_assert(ssot::asc<&ssot::sync::source>.nulls_last().by.where == nulls::last);
static_assert(ssot::asc<&ssot::sync::source>.by.via == no_field);
static_assert(ssot::asc<&entry::sync, &ssot::sync::start_time>.by.via == 1 &&
              ssot::asc<&entry::sync, &ssot::sync::start_time>.by.field == 3);
static_assert(std::is_same_v<std::remove_cvref_t<decltype(ssot::asc<&entry::sync, &ssot::sync::start_time>)>,
                             ssot::order_term<entry>>);

template<class Selection, class Term>
concept orders_by = requires(Selection s, Term t) { s.order_by(t); };
template<class Selection, class Condition>
concept filters_by = requires(Selection s, Condition c) { s.where(c); };

using all_syncs = ssot::selection<ssot::sync>;
static_assert(orders_by<all_syncs, ssot::order_term<ssot::sync>> && !orders_by<all_syncs, ssot::order_term<entry>>);
static_assert(filters_by<all_syncs, of_sync> && !filters_by<all_syncs, of_entry>);
static_assert(std::is_same_v<decltype(ssot::from<ssot::sync>()), all_syncs>);
static_assert(
    std::is_same_v<decltype(ssot::from<ssot::sync>().defer<&ssot::sync::diff>()), ssot::deferring_selection<ssot::sync>>);
static_assert(std::is_same_v<decltype(ssot::from<ssot::sync>().defer<&ssot::sync::diff>().limit(3)),
                             ssot::deferring_selection<ssot::sync>>,
              "in any order");

using path_order =
    std::remove_cvref_t<decltype(ssot::desc<&entry::sync, &ssot::sync::job_result, &ssot::job_result::status>)>;
static_assert(std::is_same_v<path_order, ssot::order_term<entry>>);
static_assert(ssot::desc<&entry::sync, &ssot::sync::job_result, &ssot::job_result::status>.by.via == 1 &&
              ssot::desc<&entry::sync, &ssot::sync::job_result, &ssot::job_result::status>.by.then == 19 &&
              ssot::desc<&entry::sync, &ssot::sync::job_result, &ssot::job_result::status>.by.field == 8);
static_assert(std::is_same_v<ssot::projection<entry, &entry::action, &entry::synced_object_id>::row,
                             std::tuple<ssot::sync_log_entry_action, std::optional<ssot::uuid>>>);

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(query)

BOOST_AUTO_TEST_CASE(a_selection_says_what_to_read)
{
    auto const all = ssot::from<ssot::sync>();
    auto const q   = all.to_query();
    BOOST_TEST((q.model == &ssot::storage::describe_model<ssot::sync>()));
    BOOST_TEST(q.where.empty());
    BOOST_TEST(q.args.empty());
    BOOST_TEST(q.limit == std::numeric_limits<std::uint64_t>::max());
    BOOST_TEST(q.offset == 0u);
    BOOST_TEST(q.fields == std::numeric_limits<std::uint64_t>::max());
    BOOST_TEST(q.after.empty());
    BOOST_TEST_REQUIRE(q.order.size() == 2u, "the default ordering, and the key");
    BOOST_TEST(q.order[0].field == 3);
    BOOST_TEST(q.order[1].field == 0);
    BOOST_TEST(!q.order[1].desc);

    auto const some = all.where(field<&ssot::sync::source> == "A").limit(5).offset(7);
    auto const r    = some.to_query();
    BOOST_TEST(r.where.size() == 1u);
    BOOST_TEST_REQUIRE(r.args.size() == 1u);
    BOOST_TEST(r.args[0].as_chars() == "A");
    BOOST_TEST(r.limit == 5u);
    BOOST_TEST(r.offset == 7u);
    BOOST_TEST(all.to_query().where.empty(), "each step gives a changed copy");

    auto const two = some.where(field<&ssot::sync::target> == "B").to_query();
    BOOST_TEST_REQUIRE(two.where.size() == 3u);
    BOOST_TEST((two.where[0].what == op::and_));
    BOOST_TEST(two.limit == 5u);
    BOOST_TEST(some.where({}).to_query().where.size() == 1u);
}

BOOST_AUTO_TEST_CASE(orderings_always_end_with_the_key)
{
    auto const fields_of = [](auto const& selection) {
        std::string out;
        auto const  q = selection.to_query();
        for (auto const& o : q.order)
            out +=
                (o.desc ? "-" : "") + (o.via == no_field ? "" : std::to_string(o.via) + '>') + std::to_string(o.field) + ' ';
        return out;
    };
    auto const syncs = ssot::from<ssot::sync>();
    BOOST_TEST(fields_of(ssot::from<entry>()) == "1>3 2 0 ", "by start_time of the sync, timestamp, id");
    BOOST_TEST(fields_of(ssot::from<ssot::job_result>()) == "-4 0 ");
    BOOST_TEST(fields_of(ssot::from<ssot::job>()) == "0 ");
    BOOST_TEST(fields_of(ssot::from<rack>()) == "-2 1 0 ");
    BOOST_TEST(fields_of(syncs.order_by(ssot::desc<&ssot::sync::source>)) == "-1 0 ");
    BOOST_TEST(fields_of(syncs.order_by(ssot::desc<&ssot::sync::id>)) == "-0 ");
    BOOST_TEST(fields_of(syncs.order_by(ssot::asc<&ssot::sync::id>, ssot::asc<&ssot::sync::source>)) == "0 1 0 ");
    BOOST_TEST(fields_of(syncs.order_by(ssot::asc<&ssot::sync::job_result, &ssot::job_result::id>)) == "19>0 0 ",
               "the key of another row is not ours");
    BOOST_TEST(fields_of(syncs.order_by(ssot::asc<&ssot::sync::source>).order_by(ssot::asc<&ssot::sync::target>)) == "2 0 ",
               "the last one counts");
    auto const placed = syncs.order_by(ssot::desc<&ssot::sync::start_time>.nulls_last());
    BOOST_TEST((placed.to_query().order[0].where == nulls::last));
}

BOOST_AUTO_TEST_CASE(an_ordering_of_no_terms_is_the_key_alone)
{
    auto const q = ssot::from<ssot::sync>().order_by().to_query();
    BOOST_TEST_REQUIRE(q.order.size() == 1u);
    BOOST_TEST(q.order[0].field == 0);
}

BOOST_AUTO_TEST_CASE(deferring_leaves_fields_out)
{
    auto const bit = [](std::size_t i) { return std::uint64_t{1} << i; };
    BOOST_TEST(ssot::from<ssot::sync>().defer<&ssot::sync::diff>().to_query().fields == ~bit(17));
    auto const two = ssot::from<ssot::sync>().limit(3).defer<&ssot::sync::diff, &ssot::sync::summary>();
    BOOST_TEST(two.to_query().fields == ~(bit(17) | bit(18)));
    BOOST_TEST(two.to_query().limit == 3u);
    BOOST_TEST(ssot::from<ssot::sync>().defer<&ssot::sync::diff>().defer<&ssot::sync::summary>().to_query().fields ==
               ~(bit(17) | bit(18)));
}

BOOST_AUTO_TEST_CASE(a_projection_reads_its_fields_only)
{
    auto const two = ssot::from<entry>().limit(3).only<&entry::action, &entry::message>().offset(2);
    BOOST_TEST(two.to_query().fields == (std::uint64_t{1} << 3 | std::uint64_t{1} << 9));
    BOOST_TEST(two.to_query().limit == 3u);
    BOOST_TEST(two.to_query().offset == 2u);
    BOOST_TEST(ssot::from<entry>().only<>().to_query().fields == 0u);
}

BOOST_AUTO_TEST_CASE(reverse_relations_are_kept_beside_the_query)
{
    auto const  created = field<&entry::action> == ssot::sync_log_entry_action::create;
    auto const  some    = ssot::from<ssot::sync>().join<&entry::sync>(created).without<&entry::sync>().limit(1);
    auto const& untyped = some.untyped();
    BOOST_TEST_REQUIRE(untyped.reverse.size() == 2u);
    BOOST_TEST((untyped.reverse[0].model == &ssot::storage::describe_model<entry>()));
    BOOST_TEST(untyped.reverse[0].field == 1);
    BOOST_TEST(untyped.reverse[0].where.terms().size() == 1u);
    BOOST_TEST(!untyped.reverse[0].none);
    BOOST_TEST(untyped.reverse[1].where.terms().empty());
    BOOST_TEST(untyped.reverse[1].none);
    BOOST_TEST(!untyped.distinct);
    BOOST_TEST(some.distinct().untyped().distinct);
    BOOST_TEST(untyped.limit == 1u);
    BOOST_TEST(some.to_query().where.empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
