// SPDX-License-Identifier: BSL-1.0
#include <ssot/storage/memory.hpp>

#include <ssot/storage/describe.hpp>

#include "support/inventory.hpp"
#include "support/print.hpp"
#include "support/random_source.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using namespace ssot::storage;
using inventory::rack;

static_assert(storage_backend<memory>);
static_assert(std::is_copy_constructible_v<memory> && !std::is_copy_constructible_v<memory_session>,
              "a backend is shared, a session is not");
static_assert(std::is_nothrow_move_constructible_v<memory_session> && std::is_nothrow_move_assignable_v<memory_session>);
static_assert(std::is_nothrow_move_constructible_v<memory_cursor>);
static_assert(aggregating<memory_session> && with_savepoints<memory_session> && inserting_if_absent<memory_session>);
static_assert(!cancelable<memory_session>, "it does not declare this one");

model_desc const& racks() { return describe_model<rack>(); }

/// A backend with room for racks.
memory prepared()
{
    memory                                 out;
    std::array<model_desc const*, 1> const models{&racks()};
    BOOST_TEST((out.prepare_schema({models, 3, 0, {}}, schema_mode::create).value() == 3));
    return out;
}

/// Racks as rows, with a revision of 1 and no labels.
ssot::result<std::size_t> insert(memory_session& session, std::vector<rack> const& rows)
{
    std::vector<value_view> const revisions(rows.size(), value_view::integer(1)),
        labels(rows.size(), value_view::chars("{}", kind::json));
    replaced_column const replaced[] = {{8, labels.data()}, {10, revisions.data()}};
    return session.insert({&racks(),
                           accessors_of<rack>(),
                           reinterpret_cast<std::byte const*>(rows.data()),
                           sizeof(rack),
                           rows.size(),
                           replaced});
}

query all() { return {.model = &racks(), .order = {{.field = 0}}}; }

query only(std::vector<value_view> keys)
{
    auto const n = static_cast<std::uint32_t>(keys.size());
    return {.model = &racks(), .where = {{op::in, 0, 0, n}}, .args = std::move(keys), .order = {{.field = 0}}};
}

ssot::result<std::size_t> rename(memory_session& session, std::int64_t id, std::string const& name)
{
    assignment const set[] = {{1, value_view::chars(name)}};
    return session.update(only({value_view::integer(id)}), set);
}

/// What a session sees: names by key.
using content = std::map<std::int64_t, std::string>;

content read(memory_cursor& cursor)
{
    content out;
    while (cursor.next().value())
        out.emplace(cursor.at(0).as_int(), cursor.at(1).as_chars());
    return out;
}

content read(memory_session& session, query const& q = all())
{
    auto cursor = session.scan(q);
    BOOST_TEST_REQUIRE(cursor.has_value());
    return read(*cursor);
}

template<class Result>
errc code(Result const& r)
{
    return r.has_value() ? static_cast<errc>(0) : r.error().code();
}

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(storage)
BOOST_AUTO_TEST_SUITE(memory)

BOOST_AUTO_TEST_CASE(says_what_it_can)
{
    auto const caps = ::memory().caps();
    BOOST_TEST((caps.filters == filtering::all));
    BOOST_TEST(caps.order);
    BOOST_TEST(caps.limit);
    BOOST_TEST(caps.joins);
    BOOST_TEST(caps.aggregate);
    BOOST_TEST(caps.transactions);
    BOOST_TEST(caps.savepoints);
    BOOST_TEST(caps.concurrent_sessions);
    BOOST_TEST((caps.strongest == isolation::serializable));
    BOOST_TEST((caps.durable == durability::none));
    BOOST_TEST((caps.foreign_keys == ssot::storage::foreign_key_checks::none));
    BOOST_TEST(!caps.unique);
}

BOOST_AUTO_TEST_CASE(needs_a_table)
{
    auto session = ::memory().open().value();
    BOOST_TEST(code(insert(session, {{.id = 1}})) == errc::schema_mismatch);
    BOOST_TEST(code(session.scan(all())) == errc::schema_mismatch);
    BOOST_TEST(code(rename(session, 1, "x")) == errc::schema_mismatch);
    BOOST_TEST(code(session.erase(all())) == errc::schema_mismatch);
    BOOST_TEST(session.begin({}).has_value(), "nothing is left open");
}

BOOST_AUTO_TEST_CASE(keeps_rows_when_the_schema_is_prepared_again)
{
    auto backend = prepared();
    auto session = backend.open().value();
    insert(session, {{.id = 1, .name = "a"}}).value();
    std::array<model_desc const*, 2> const models{&racks(), &describe_model<inventory::device>()};
    BOOST_TEST(backend.prepare_schema({models, 1, 0, {}}, schema_mode::verify).has_value());
    BOOST_TEST((read(session) == content{{1, "a"}}));
}

BOOST_AUTO_TEST_CASE(inserts_reads_changes_and_erases)
{
    auto session = prepared().open().value();
    BOOST_TEST(insert(session, {}).value() == 0u);
    BOOST_TEST(insert(session, {{.id = 2, .name = "b"}, {.id = 1, .name = "a"}, {.id = 3, .name = "c"}}).value() == 3u);
    BOOST_TEST((read(session) == content{{1, "a"}, {2, "b"}, {3, "c"}}));

    BOOST_TEST(rename(session, 2, "B").value() == 1u);
    BOOST_TEST(rename(session, 9, "x").value() == 0u);
    BOOST_TEST((read(session) == content{{1, "a"}, {2, "B"}, {3, "c"}}));

    assignment const set[] = {{1, value_view::chars("z")}, {9, value_view::chars("note")}};
    auto             named = all();
    named.where            = {{op::gt, 1, 0, 1}};
    named.args             = {value_view::chars("B")};
    BOOST_TEST(session.update(named, set).value() == 2u, "by any condition");
    BOOST_TEST((read(session) == content{{1, "z"}, {2, "B"}, {3, "z"}}));

    BOOST_TEST(session.erase(only({value_view::integer(1), value_view::integer(7)})).value() == 1u);
    BOOST_TEST(session.erase(named).value() == 1u);
    BOOST_TEST((read(session) == content{{2, "B"}}));
    BOOST_TEST(session.erase(all()).value() == 1u);
    BOOST_TEST(read(session).empty());
    BOOST_TEST(insert(session, {{.id = 2, .name = "again"}}).value() == 1u, "a key can be taken again");
    BOOST_TEST((read(session) == content{{2, "again"}}));
}

BOOST_AUTO_TEST_CASE(looks_up_keys)
{
    auto session = prepared().open().value();
    insert(session, {{.id = 1, .name = "a"}, {.id = -2, .name = "b"}, {.id = 3, .name = "c"}}).value();
    auto const n = [](std::int64_t v) { return value_view::integer(v); };
    BOOST_TEST(read(session, only({})).empty());
    BOOST_TEST((read(session, only({n(3), n(-2), n(8)})) == content{{-2, "b"}, {3, "c"}}));
    BOOST_TEST(read(session, only({{}})).empty(), "null is no key");

    auto        cursor = session.scan(only({n(3), n(3), n(1), n(3)})).value();
    std::size_t rows   = 0;
    while (cursor.next().value())
        ++rows;
    BOOST_TEST(rows == 2u, "a key asked for twice is found once");
}

BOOST_AUTO_TEST_CASE(cuts_pages)
{
    auto              session = prepared().open().value();
    std::vector<rack> rows;
    for (std::int64_t i = 0; i != 10; ++i)
        rows.push_back({.id = i * 7 % 10, .name = std::to_string(i)});
    insert(session, rows).value();
    for (std::uint64_t offset : {0U, 1U, 5U, 9U, 10U, 11U})
        for (std::uint64_t limit :
             {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{4}, std::uint64_t{10}, ~std::uint64_t{0}}) {
            auto q   = all();
            q.order  = {{.field = 0, .desc = true}};
            q.offset = offset;
            q.limit  = limit;
            std::vector<std::int64_t> wanted, got;
            for (std::uint64_t i = offset; i < 10 && i - offset < limit; ++i)
                wanted.push_back(static_cast<std::int64_t>(9 - i));
            auto cursor = session.scan(q).value();
            while (cursor.next().value())
                got.push_back(cursor.at(0).as_int());
            BOOST_TEST(got == wanted, boost::test_tools::per_element());
        }
}

BOOST_AUTO_TEST_CASE(an_insert_is_all_or_nothing)
{
    auto session = prepared().open().value();
    insert(session, {{.id = 5, .name = "old"}}).value();
    BOOST_TEST(code(insert(session, {{.id = 4}, {.id = 5}, {.id = 6}})) == errc::already_exists);
    BOOST_TEST(code(insert(session, {{.id = 7}, {.id = 8}, {.id = 7}})) == errc::already_exists);
    BOOST_TEST((read(session) == content{{5, "old"}}));

    BOOST_TEST(session.begin({}).has_value());
    BOOST_TEST(insert(session, {{.id = 1, .name = "a"}}).has_value());
    BOOST_TEST(code(insert(session, {{.id = 2}, {.id = 1}})) == errc::already_exists);
    BOOST_TEST((read(session) == content{{1, "a"}, {5, "old"}}), "inside a transaction, too");
    BOOST_TEST(session.commit().has_value());
    BOOST_TEST((read(session) == content{{1, "a"}, {5, "old"}}));
}

BOOST_AUTO_TEST_CASE(commits_become_visible_as_a_whole)
{
    auto backend = prepared();
    auto writer  = backend.open().value();
    auto reader  = backend.open().value();
    insert(writer, {{.id = 1, .name = "a"}, {.id = 2, .name = "b"}}).value();

    writer.begin({}).value();
    insert(writer, {{.id = 3, .name = "c"}}).value();
    rename(writer, 1, "A").value();
    writer.erase(only({value_view::integer(2)})).value();
    BOOST_TEST((read(reader) == content{{1, "a"}, {2, "b"}}), "nothing before the commit");
    BOOST_TEST((read(writer) == content{{1, "A"}, {3, "c"}}), "its own writes");
    BOOST_TEST((read(reader, only({value_view::integer(1)})) == content{{1, "a"}}));
    BOOST_TEST((read(writer, only({value_view::integer(1), value_view::integer(2)})) == content{{1, "A"}}));
    writer.commit().value();
    BOOST_TEST((read(reader) == content{{1, "A"}, {3, "c"}}));
}

BOOST_AUTO_TEST_CASE(a_rollback_leaves_nothing)
{
    auto backend = prepared();
    auto writer  = backend.open().value();
    auto reader  = backend.open().value();
    insert(writer, {{.id = 1, .name = "a"}, {.id = 2, .name = "b"}}).value();

    for (int round = 0; round != 3; ++round) {
        writer.begin({}).value();
        rename(writer, 1, "x").value();
        rename(writer, 1, "y").value();
        writer.erase(only({value_view::integer(1)})).value();
        insert(writer, {{.id = 1, .name = "z"}, {.id = 3, .name = "c"}}).value();
        writer.erase(only({value_view::integer(2), value_view::integer(3)})).value();
        insert(writer, {{.id = 3, .name = "d"}}).value();
        BOOST_TEST((read(writer) == content{{1, "z"}, {3, "d"}}));
        writer.rollback();
        BOOST_TEST((read(writer) == content{{1, "a"}, {2, "b"}}));
        BOOST_TEST((read(reader) == content{{1, "a"}, {2, "b"}}));
        BOOST_TEST((read(reader, only({value_view::integer(3)})).empty()));
    }
    BOOST_TEST(insert(writer, {{.id = 3, .name = "free"}}).has_value());
    BOOST_TEST((read(reader) == content{{1, "a"}, {2, "b"}, {3, "free"}}));
    writer.rollback(); // without a transaction
    BOOST_TEST(read(reader).size() == 3u);
}

BOOST_AUTO_TEST_CASE(a_session_that_goes_takes_its_writes_along)
{
    auto backend = prepared();
    auto reader  = backend.open().value();
    {
        auto writer = backend.open().value();
        writer.begin({}).value();
        insert(writer, {{.id = 1}}).value();
    }
    BOOST_TEST(read(reader).empty());
    BOOST_TEST(insert(reader, {{.id = 1, .name = "mine"}}).has_value(), "nobody is writing");

    auto other = backend.open().value();
    other.begin({}).value();
    insert(other, {{.id = 2}}).value();
    other = backend.open().value(); // the old one is assigned over
    BOOST_TEST((read(other) == content{{1, "mine"}}));
    BOOST_TEST(insert(reader, {{.id = 3}}).has_value());

    other.begin({}).value();
    insert(other, {{.id = 4}}).value();
    auto moved = std::move(other); // a transaction moves with its session
    BOOST_TEST(read(moved).size() == 3u);
    BOOST_TEST(moved.commit().has_value());
    BOOST_TEST(read(reader).size() == 3u);
}

BOOST_AUTO_TEST_CASE(a_transaction_reads_one_snapshot)
{
    auto backend = prepared();
    auto writer  = backend.open().value();
    auto reader  = backend.open().value();
    insert(writer, {{.id = 1, .name = "a"}, {.id = 2, .name = "b"}}).value();

    reader.begin({.mode = tx_mode::read_only}).value();
    auto const before = content{{1, "a"}, {2, "b"}};
    BOOST_TEST((read(reader) == before));
    for (int i = 0; i != 3'000; ++i) // enough for old versions to be swept away, if nobody held them
        rename(writer, 1, std::to_string(i)).value();
    writer.erase(only({value_view::integer(2)})).value();
    insert(writer, {{.id = 2, .name = "new"}, {.id = 3, .name = "c"}}).value();
    BOOST_TEST((read(reader) == before), "again, whatever others committed");
    BOOST_TEST((read(reader, only({value_view::integer(2), value_view::integer(3)})) == content{{2, "b"}}));
    BOOST_TEST(reader.commit().has_value());
    BOOST_TEST((read(reader) == content{{1, "2999"}, {2, "new"}, {3, "c"}}));
}

BOOST_AUTO_TEST_CASE(a_cursor_keeps_what_it_found)
{
    auto session = prepared().open().value();
    insert(session, {{.id = 1, .name = "a"}, {.id = 2, .name = "b"}}).value();
    auto first  = session.scan(all()).value();
    auto second = session.scan(all()).value();
    BOOST_TEST(first.next().value());
    rename(session, 2, "changed").value();
    session.erase(only({value_view::integer(1)})).value();
    BOOST_TEST(first.at(1).as_chars() == "a");
    BOOST_TEST(first.next().value());
    BOOST_TEST(first.at(1).as_chars() == "b");
    BOOST_TEST(!first.next().value());
    BOOST_TEST((read(second) == content{{1, "a"}, {2, "b"}}));

    std::optional<memory_cursor> left;
    {
        auto gone = prepared().open().value();
        insert(gone, {{.id = 1, .name = "kept"}}).value();
        left = gone.scan(all()).value();
    }
    BOOST_TEST((read(*left) == content{{1, "kept"}}), "a cursor outlives its session and its backend");
}

BOOST_AUTO_TEST_CASE(a_cursor_keeps_rows_that_are_rolled_back)
{
    query unordered = all();
    unordered.order.clear();
    for (auto const& q : {all(), unordered})
        for (bool const in_part : {false, true}) {
            auto session = prepared().open().value();
            BOOST_TEST(session.begin({}).has_value());
            BOOST_TEST(session.savepoint(1).has_value());
            std::vector<rack> rows;
            content           right;
            for (std::int64_t id = 1; id <= 1'000; ++id) {
                rows.push_back({.id = id, .name = std::to_string(id)});
                right.emplace(id, std::to_string(id));
            }
            insert(session, rows).value();
            auto cursor = session.scan(q).value();
            if (in_part)
                BOOST_TEST(session.rollback_to(1).has_value());
            else
                session.rollback();
            insert(session, {{.id = 1'500, .name = "later"}}).value();
            BOOST_TEST((read(cursor) == right));
            session.rollback();
        }
}

BOOST_AUTO_TEST_CASE(refuses_what_the_contract_forbids)
{
    auto session = prepared().open().value();
    BOOST_TEST(code(session.commit()) == errc::misuse);
    BOOST_TEST(session.begin({.mode = tx_mode::read_only}).has_value());
    BOOST_TEST(code(session.begin({})) == errc::misuse);
    BOOST_TEST(code(insert(session, {{.id = 1}})) == errc::read_only);
    BOOST_TEST(code(rename(session, 1, "x")) == errc::read_only);
    BOOST_TEST(code(session.erase(all())) == errc::read_only);
    BOOST_TEST(session.commit().has_value());
    BOOST_TEST(code(session.commit()) == errc::misuse);
    BOOST_TEST(insert(session, {{.id = 1}}).has_value());
}

BOOST_AUTO_TEST_CASE(one_writes_at_a_time, *boost::unit_test::label("threads"))
{
    using std::chrono::milliseconds;
    auto backend = prepared();
    auto first   = backend.open().value();
    auto second  = backend.open().value();
    first.begin({}).value();

    auto const begun  = std::chrono::steady_clock::now();
    auto const waited = second.begin({.timeout = milliseconds(20)});
    BOOST_TEST(code(waited) == errc::timeout);
    BOOST_TEST((waited.error().again() == retry::transaction));
    BOOST_TEST((std::chrono::steady_clock::now() - begun >= milliseconds(20)));
    BOOST_TEST(second.begin({.mode = tx_mode::read_only}).has_value(), "readers do not wait");
    second.commit().value();

    std::thread other([&] {
        second.begin({}).value();
        insert(second, {{.id = 2, .name = "later"}}).value();
        second.commit().value();
    });
    insert(first, {{.id = 1, .name = "first"}}).value();
    first.commit().value();
    other.join();
    BOOST_TEST((read(first) == content{{1, "first"}, {2, "later"}}));
}

BOOST_AUTO_TEST_CASE(copies_share_their_rows)
{
    auto one = prepared();
    auto two = one;
    auto a = one.open().value(), b = two.open().value();
    insert(a, {{.id = 1, .name = "a"}}).value();
    BOOST_TEST((read(b) == content{{1, "a"}}));
}

// Random work against a map that is copied whole: what each reader sees is what was committed when it began.
BOOST_AUTO_TEST_CASE(random_work_is_what_a_map_would_do)
{
    for (std::uint64_t seed = 1; seed != 9; ++seed) {
        random_source random(seed);
        auto          backend = prepared();
        auto          writer  = backend.open().value();
        struct reader {
            memory_session session;
            content        seen;
        };
        std::vector<reader> readers;
        content             committed, now;
        bool                open = false;

        for (int step = 0; step != 1'500; ++step) {
            auto const id   = static_cast<std::int64_t>(random.below(30));
            auto const name = std::to_string(step);
            switch (random.below(10)) {
            case 0:
            case 1: {
                std::vector<rack> rows;
                for (auto n = random.below(4); n != 0; --n)
                    rows.push_back({.id = static_cast<std::int64_t>(random.below(30)), .name = name});
                auto next = now;
                bool good = true;
                for (auto const& r : rows)
                    good &= next.emplace(r.id, r.name).second;
                BOOST_TEST(insert(writer, rows).has_value() == good);
                if (good)
                    now = next;
                break;
            }
            case 2:
            case 3:
            case 4:
                BOOST_TEST(rename(writer, id, name).value() == now.count(id));
                if (now.contains(id))
                    now[id] = name;
                break;
            case 5:
                BOOST_TEST(writer.erase(only({value_view::integer(id), value_view::integer(id)})).value() == now.erase(id));
                break;
            case 6:
                if (!open)
                    writer.begin({}).value();
                open = true;
                break;
            case 7:
                if (!open)
                    break;
                open = false;
                if (random.one_in(2)) {
                    writer.commit().value();
                } else {
                    writer.rollback();
                    now = committed;
                }
                break;
            case 8:
                if (readers.size() < 4) {
                    readers.push_back({backend.open().value(), committed});
                    readers.back().session.begin({.mode = tx_mode::read_only}).value();
                } else {
                    readers.erase(readers.begin() + static_cast<std::ptrdiff_t>(random.below(readers.size())));
                }
                break;
            default: break;
            }
            if (!open)
                committed = now;
            if (step % 16 == 0) {
                BOOST_TEST((read(writer) == now));
                for (auto& r : readers)
                    BOOST_TEST((read(r.session) == r.seen));
                auto fresh = backend.open().value();
                BOOST_TEST((read(fresh) == committed));
                BOOST_TEST((read(fresh, only({value_view::integer(id)})).count(id) == committed.count(id)));
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_CASE(a_condition_a_million_deep_is_answered)
{
    auto backend = prepared();
    auto session = backend.open().value();
    BOOST_TEST(insert(session, {{.id = 1, .name = "a"}, {.id = 2, .name = "b"}}).value() == 2u);
    for (auto const outer : {op::and_, op::or_}) {
        auto q = all();
        for (int i = 0; i != 500'000; ++i) {
            q.where.push_back({outer, no_field, 0, 1});
            q.where.push_back({op::not_, no_field, 0, 1});
        }
        q.where.push_back({op::eq, 0, 0, 1});
        q.args      = {value_view::integer(2)};
        auto cursor = session.scan(q).value();
        BOOST_TEST(cursor.next().value());
        BOOST_TEST(cursor.at(0).as_int() == 2);
        BOOST_TEST(!cursor.next().value());
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
