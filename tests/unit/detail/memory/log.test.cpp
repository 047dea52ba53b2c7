// SPDX-License-Identifier: BSL-1.0
#include <ssot/model/choices.hpp>
#include <ssot/storage/describe.hpp>
#include <ssot/storage/memory.hpp>

#include "support/inventory.hpp"
#include "support/print.hpp"
#include "support/random_source.hpp"

#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

// What finds rows by their parents, counts them and puts them in order, judged by a map and by loops over all of it.

namespace {

using namespace ssot::storage;
using inventory::state;
using ssot::sync_log_entry_status;

struct trip {
    static constexpr std::string_view model_name  = "test.trip";
    static constexpr bool             append_only = true;

    ssot::uuid                     id{};
    std::string                    name{};
    std::optional<ssot::timestamp> began{};
};
BOOST_DESCRIBE_STRUCT(trip, (), (id, name, began))

struct place {
    static constexpr std::string_view model_name  = "test.place";
    static constexpr bool             append_only = true;

    std::int64_t id{};
    std::string  name{};
};
BOOST_DESCRIBE_STRUCT(place, (), (id, name))

/// A log entry of a trip: two choices, one of which may be any text, and a place or none.
struct note {
    static constexpr std::string_view model_name  = "test.note";
    static constexpr bool             append_only = true;

    using trip_key  = ssot::foreign_key<trip, ssot::on_delete::cascade>;
    using place_key = ssot::foreign_key<place, ssot::on_delete::set_null, std::int64_t>;

    ssot::uuid                 id{};
    trip_key                   of{};
    ssot::timestamp            at{};
    ssot::open_choice<state>   is{};
    sync_log_entry_status      went{};
    std::optional<std::string> text{};
    std::optional<place_key>   where{};
    std::int32_t               weight{};

    friend bool operator==(note const&, note const&) = default;
};
BOOST_DESCRIBE_STRUCT(note, (), (id, of, at, is, went, text, where, weight))

template<auto Member>
constexpr auto number = static_cast<std::uint16_t>(ssot::field_index<Member>);

ssot::uuid key(std::uint64_t n)
{
    ssot::uuid out{};
    for (int i = 0; i != 8; ++i)
        out.data[15 - i] = static_cast<std::uint8_t>(n >> (8 * i));
    return out;
}

template<class M>
ssot::result<std::size_t> insert(memory_session& session, std::vector<M> const& rows)
{
    return session.insert({&describe_model<M>(),
                           accessors_of<M>(),
                           reinterpret_cast<std::byte const*>(rows.data()),
                           sizeof(M),
                           rows.size(),
                           {}});
}

memory make_backend()
{
    memory           out;
    std::array const models{&describe_model<trip>(), &describe_model<place>(), &describe_model<note>()};
    out.prepare_schema({models, 1, 0, {}}, schema_mode::create).value();
    return out;
}

/// A query that owns what it refers to.
struct random_question {
    query                            q{.model = &describe_model<note>()};
    std::vector<ssot::uuid>          uuids{};
    std::vector<std::string>         texts{};
    std::vector<std::int64_t>        numbers{};
    std::function<bool(note const&)> wanted = [](note const&) { return true; };

    random_question() { uuids.reserve(64), texts.reserve(64), q.args.reserve(64); }

    std::uint32_t argument(value_view v)
    {
        q.args.push_back(v);
        return static_cast<std::uint32_t>(q.args.size() - 1);
    }
    value_view id(ssot::uuid v) { return value_view::id(uuids.emplace_back(v)); }
    value_view choice(std::string v) { return value_view::choice(texts.emplace_back(std::move(v))); }
};

std::vector<note> read(memory_cursor& cursor)
{
    std::vector<note> out;
    while (cursor.next().value()) {
        note n;
        for (std::size_t f = 0; f != accessors_of<note>().size(); ++f)
            accessors_of<note>()[f].set(&n, cursor.at(f)).value();
        out.push_back(n);
    }
    return out;
}

/// What there is: the judge.
struct world {
    std::map<ssot::uuid, note> notes{};
    std::map<ssot::uuid, trip> trips{};
};

std::string_view name_of(sync_log_entry_status s)
{
    return s == sync_log_entry_status::success ? "success" : s == sync_log_entry_status::failure ? "failure" : "error";
}

constexpr std::uint64_t trips = 7;

class player {
public:
    explicit player(std::uint64_t seed) : random_(seed) {}

    note make_note()
    {
        constexpr std::string_view names[] = {"planned", "Active!", "retired", "gone fishing", ""};
        note n{.id = key(random_.below(400)), .of = ssot::key_to<trip>{key(1000 + random_.below(trips))}};
        clock_ += static_cast<std::int64_t>(random_.below(3));
        n.at   = ssot::timestamp(ssot::duration(random_.one_in(8) ? static_cast<std::int64_t>(random_.below(300)) : clock_));
        n.is   = ssot::open_choice<state>::from_text(names[random_.one_in(10) ? 3 + random_.below(2) : random_.below(3)]);
        n.went = static_cast<sync_log_entry_status>(random_.below(3));
        n.weight = static_cast<std::int32_t>(random_.below(20)) - 10;
        if (random_.one_in(2))
            n.text = std::string(1, static_cast<char>('a' + random_.below(6))) + std::string(random_.below(30), 'x');
        if (random_.one_in(3))
            n.where = ssot::key_to<place, std::int64_t>{static_cast<std::int64_t>(random_.below(4))};
        return n;
    }

    /// A condition that both sides know.
    void add_condition(random_question& out)
    {
        auto&      q   = out.q;
        auto const add = [&](term t, bool negate, std::function<bool(note const&)> wanted) {
            if (negate)
                q.where.push_back({op::not_, no_field, 0, 1});
            q.where.push_back(t);
            out.wanted = [before = out.wanted, wanted, negate](note const& n) { return before(n) && wanted(n) != negate; };
        };
        bool const negate = random_.one_in(4);
        switch (random_.below(9)) {
        case 0:
        case 1: {
            auto const k = key(1000 + random_.below(trips + 1));
            add({op::eq, number<&note::of>, out.argument(out.id(k)), 1}, negate, [k](note const& n) { return n.of == k; });
            break;
        }
        case 2: {
            std::set<ssot::uuid> keys;
            auto const           first = static_cast<std::uint32_t>(q.args.size());
            auto const           n     = static_cast<std::uint32_t>(random_.below(4));
            for (std::uint32_t i = 0; i != n; ++i) {
                auto const k = key(1000 + random_.below(trips));
                keys.insert(k);
                out.argument(out.id(k));
            }
            add({op::in, number<&note::of>, first, n}, negate, [keys](note const& r) { return keys.contains(r.of.key()); });
            break;
        }
        case 3: {
            auto const text = random_.pick<std::string>({"planned", "Active!", "gone fishing", "nothing"});
            add({op::eq, number<&note::is>, out.argument(out.choice(text)), 1}, negate, [text](note const& n) {
                return n.is.text() == text;
            });
            break;
        }
        case 4: {
            auto const first = out.argument(out.choice("failure"));
            out.argument(out.choice("error"));
            add({op::in, number<&note::went>, first, 2}, negate, [](note const& n) {
                return n.went != sync_log_entry_status::success;
            });
            break;
        }
        case 5: {
            auto const low = static_cast<std::int64_t>(random_.below(200));
            add({op::ge, number<&note::at>, out.argument(value_view::integer(low, ssot::kind::timestamp)), 1},
                negate,
                [low](note const& n) { return n.at.time_since_epoch().count() >= low; });
            break;
        }
        case 6: {
            auto const a = key(random_.below(400)), b = key(random_.below(400));
            auto const first = out.argument(out.id(a));
            out.argument(out.id(b));
            add({op::in, 0, first, 2}, negate, [a, b](note const& n) { return n.id == a || n.id == b; });
            break;
        }
        case 7: {
            auto const p = static_cast<std::int64_t>(random_.below(4));
            add({op::eq, number<&note::where>, out.argument(value_view::integer(p)), 1}, negate, [p](note const& n) {
                return n.where && *n.where == p;
            });
            break;
        }
        default: { // through the trip
            auto const odd = out.texts.emplace_back(random_.one_in(2) ? "odd" : "even");
            add({op::eq, number<&trip::name>, out.argument(value_view::chars(out.texts.back())), 1, number<&note::of>},
                negate,
                [odd, this](note const& n) {
                    auto const found = now->trips.find(n.of.key());
                    return found != now->trips.end() && found->second.name == odd;
                });
        }
        }
    }

    random_question ask()
    {
        random_question out;
        auto const      n = random_.below(4);
        if (n > 1)
            out.q.where.push_back({op::and_, no_field, 0, static_cast<std::uint32_t>(n)});
        for (std::uint64_t i = 0; i != n; ++i)
            add_condition(out);
        for (auto terms = random_.below(4); terms != 0; --terms)
            switch (random_.below(7)) {
            case 0: add_order(out, number<&note::at>); break;
            case 1: add_order(out, number<&note::text>); break;
            case 2: add_order(out, number<&note::of>); break;
            case 3: add_order(out, number<&trip::name>, number<&note::of>); break;
            case 4: add_order(out, number<&trip::began>, number<&note::of>); break;
            case 5: add_order(out, number<&note::where>); break;
            default: add_order(out, 0); break;
            }
        if (random_.one_in(3)) // the usual one
            out.q.order = {
                {.field = number<&trip::began>, .via = number<&note::of>}, {.field = number<&note::at>}, {.field = 0}};
        if (out.q.order.empty())
            out.q.order = {{.field = 0}};
        if (random_.one_in(2)) {
            out.q.limit  = random_.below(20);
            out.q.offset = random_.one_in(2) ? random_.below(10) : 0;
        }
        return out;
    }

    void add_order(random_question& out, std::uint16_t field, std::uint16_t via = no_field)
    {
        out.q.order.push_back({.field = field,
                               .desc  = random_.one_in(2),
                               .where = random_.pick({nulls::largest, nulls::first, nulls::last}),
                               .via   = via});
    }

    std::vector<note> expected(random_question const& asked) const
    {
        std::vector<note> out;
        for (auto const& [id, n] : now->notes)
            if (asked.wanted(n))
                out.push_back(n);
        std::ranges::sort(out, [&](note const& a, note const& b) {
            for (auto const& o : asked.q.order)
                if (auto const c = compare_by(o, a, b); c != 0)
                    return c < 0;
            return a.id < b.id;
        });
        auto const first = std::min<std::uint64_t>(asked.q.offset, out.size());
        auto const count = std::min<std::uint64_t>(asked.q.limit, out.size() - first);
        return {out.begin() + static_cast<std::ptrdiff_t>(first), out.begin() + static_cast<std::ptrdiff_t>(first + count)};
    }

    world const* now = nullptr;

    ssot_test::random_source& random() { return random_; }

private:
    template<class T>
    static int compare_values(order_by const& o, std::optional<T> const& a, std::optional<T> const& b)
    {
        if (!a || !b) {
            if (!a && !b)
                return 0;
            bool const null_first = o.where == nulls::first || (o.where == nulls::largest && o.desc);
            return !a == null_first ? -1 : 1;
        }
        int const up = *a < *b ? -1 : *b < *a ? 1 : 0;
        return o.desc ? -up : up;
    }

    int compare_by(order_by const& o, note const& a, note const& b) const
    {
        auto const trip_of = [&](note const& n) {
            auto const found = now->trips.find(n.of.key());
            return found == now->trips.end() ? std::optional<trip>() : found->second;
        };
        if (o.via != no_field) {
            auto const x = trip_of(a), y = trip_of(b);
            if (o.field == number<&trip::name>)
                return compare_values<std::string>(
                    o, x ? std::optional(x->name) : std::nullopt, y ? std::optional(y->name) : std::nullopt);
            return compare_values<ssot::timestamp>(o, x ? x->began : std::nullopt, y ? y->began : std::nullopt);
        }
        switch (o.field) {
        case 0: return compare_values<ssot::uuid>(o, a.id, b.id);
        case number<&note::of>: return compare_values<ssot::uuid>(o, a.of.key(), b.of.key());
        case number<&note::at>: return compare_values<ssot::timestamp>(o, a.at, b.at);
        case number<&note::text>: return compare_values(o, a.text, b.text);
        default:
            return compare_values<std::int64_t>(o,
                                                a.where ? std::optional(a.where->key()) : std::nullopt,
                                                b.where ? std::optional(b.where->key()) : std::nullopt);
        }
    }

    ssot_test::random_source random_;
    std::int64_t             clock_ = 0;
};

/// The groups by trip and both choices.
using groups = std::map<std::tuple<ssot::uuid, std::string, std::string>, std::array<std::int64_t, 4>>;

groups expected_groups(world const& w, std::optional<ssot::uuid> of)
{
    groups out;
    for (auto const& [id, n] : w.notes)
        if (!of || n.of == *of) {
            auto& g = out[{n.of.key(), std::string(n.is.text()), std::string(name_of(n.went))}];
            ++g[0];
            g[1] += n.went == sync_log_entry_status::failure;
            g[2] += n.weight;
            g[3] = g[0] == 1 ? n.weight : std::min<std::int64_t>(g[3], n.weight);
        }
    return out;
}

groups read_groups(memory_session& session, std::optional<ssot::uuid> of, bool more)
{
    aggregate_query q{.base     = {.model = &describe_model<note>()},
                      .group_by = {number<&note::of>, number<&note::is>, number<&note::went>}};
    if (of) {
        q.base.where = {{op::eq, number<&note::of>, 0, 1}};
        q.base.args.push_back(value_view::id(*of));
    }
    auto const failure = static_cast<std::uint32_t>(q.base.args.size());
    q.base.args.push_back(value_view::choice("failure", 1));
    q.where_if = {{op::eq, number<&note::went>, failure, 1}};
    q.measures = {{fold_fn::count}, {fold_fn::count_if, no_field, 0, 1}};
    if (more) { // what is not counted already
        q.measures.push_back({fold_fn::sum, number<&note::weight>});
        q.measures.push_back({fold_fn::min, number<&note::weight>});
    }
    auto   cursor = session.aggregate(q).value();
    groups out;
    while (cursor.next().value()) {
        auto& g = out[{cursor.at(0).as_uuid(), std::string(cursor.at(1).as_chars()), std::string(cursor.at(2).as_chars())}];
        BOOST_TEST(g[0] == 0, "a group comes once");
        for (std::size_t i = 0; i != q.measures.size(); ++i)
            g[i] = cursor.at(3 + i).as_int();
    }
    return out;
}

bool same(groups got, groups wanted, bool more)
{
    if (!more)
        for (auto& [name, g] : wanted)
            g[2] = g[3] = 0;
    return got == wanted;
}

void check_groups(memory_session& session, world const& w, std::uint64_t of)
{
    for (bool const more : {false, true})
        for (auto const one : {std::optional<ssot::uuid>(), std::optional(key(1000 + of))})
            BOOST_TEST(same(read_groups(session, one, more), expected_groups(w, one), more));
    aggregate_query const all{.base = {.model = &describe_model<note>()}, .measures = {{fold_fn::count}}};
    auto                  cursor = session.aggregate(all).value();
    BOOST_TEST_REQUIRE(cursor.next().value());
    BOOST_TEST(cursor.at(0).as_int() == static_cast<std::int64_t>(w.notes.size()));
}

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(storage)
BOOST_AUTO_TEST_SUITE(memory_log)

// Random statements, transactions and savepoints; whatever is asked, now or of an older moment, a loop over a map says the same.
BOOST_AUTO_TEST_CASE(random_questions_have_the_answers_of_a_map)
{
    for (std::uint64_t seed = 1; seed != 5; ++seed) {
        player play(seed);
        auto&  random  = play.random();
        auto   backend = make_backend();
        auto   writer  = backend.open().value();

        world committed;
        for (std::uint64_t t = 0; t != trips; ++t) {
            trip one{.id = key(1000 + t), .name = t % 2 == 0 ? "even" : "odd"};
            if (t % 3 != 0)
                one.began = ssot::timestamp(ssot::duration(100 - static_cast<std::int64_t>(t / 2)));
            if (t + 1 != trips) { // nobody stores the last one: its notes are orphans
                insert<trip>(writer, {one}).value();
                committed.trips[one.id] = one;
            }
        }
        world                now = committed;
        std::vector<world>   savepoints;
        bool                 open   = false;
        auto                 reader = backend.open().value();
        std::optional<world> seen; // by the reader's transaction

        for (int step = 0; step != 250; ++step) {
            switch (random.below(12)) {
            case 0:
            case 1:
            case 2:
            case 3: {
                std::vector<note> rows;
                for (auto n = random.below(random.one_in(10) ? 200 : 12); n != 0; --n)
                    rows.push_back(play.make_note());
                bool const  absent = random.one_in(3);
                auto        next   = now;
                bool        good   = true;
                std::size_t added  = 0;
                for (auto const& r : rows) {
                    bool const fresh = next.notes.emplace(r.id, r).second;
                    added += fresh;
                    good &= fresh || absent;
                }
                record_batch const batch{&describe_model<note>(),
                                         accessors_of<note>(),
                                         reinterpret_cast<std::byte const*>(rows.data()),
                                         sizeof(note),
                                         rows.size(),
                                         {}};
                auto const         done = absent ? writer.insert_if_absent(batch) : writer.insert(batch);
                BOOST_TEST(done.has_value() == good);
                if (good) {
                    BOOST_TEST(done.value() == added);
                    now = next;
                }
                break;
            }
            case 4:
            case 5: {
                play.now         = &now;
                auto       asked = play.ask();
                auto const gone  = play.expected(asked);
                if (gone.size() > 60 && !random.one_in(10))
                    break;
                if (random.one_in(2)) {
                    BOOST_TEST(writer.erase(asked.q).value() == gone.size());
                    for (auto const& n : gone)
                        now.notes.erase(n.id);
                } else {
                    auto const       to    = key(1000 + random.below(trips));
                    assignment const set[] = {{number<&note::of>, value_view::id(to)},
                                              {number<&note::text>, value_view::chars("moved")}};
                    BOOST_TEST(writer.update(asked.q, set).value() == gone.size());
                    for (auto const& n : gone) {
                        now.notes[n.id].of   = ssot::key_to<trip>{to};
                        now.notes[n.id].text = "moved";
                    }
                }
                break;
            }
            case 6:
                if (!open)
                    writer.begin({}).value();
                open = true;
                break;
            case 7:
                if (open && savepoints.size() < 4) {
                    savepoints.push_back(now);
                    writer.savepoint(static_cast<unsigned>(savepoints.size())).value();
                }
                break;
            case 8:
                if (!savepoints.empty()) {
                    auto const depth = 1 + random.below(savepoints.size());
                    if (random.one_in(2)) {
                        writer.rollback_to(static_cast<unsigned>(depth)).value();
                        now = savepoints[depth - 1];
                    }
                    writer.release(static_cast<unsigned>(depth)).value();
                    savepoints.resize(depth - 1);
                }
                break;
            case 9:
                if (!open)
                    break;
                open = false;
                savepoints.clear();
                if (random.one_in(2)) {
                    writer.commit().value();
                } else {
                    writer.rollback();
                    now = committed;
                }
                break;
            case 10:
                if (seen) {
                    reader.rollback();
                    seen.reset();
                } else {
                    reader.begin({.mode = tx_mode::read_only}).value();
                    seen = committed;
                }
                break;
            default: break;
            }
            if (!open)
                committed = now;

            for (auto const& [session, w] : {std::pair(&writer, &now), std::pair(&reader, seen ? &*seen : &committed)}) {
                play.now    = w;
                auto asked  = play.ask();
                auto cursor = session->scan(asked.q);
                BOOST_TEST_REQUIRE(cursor.has_value());
                BOOST_TEST((read(*cursor) == play.expected(asked)), "seed " << seed << ", step " << step);
                if (step % 8 == 0)
                    check_groups(*session, *w, random.below(trips));
            }
        }
    }
}

// A cursor reads some rows at a time, and goes on with the same ones whatever happens meanwhile.
BOOST_AUTO_TEST_CASE(a_cursor_reads_on_while_rows_are_written)
{
    for (bool const by_trip : {false, true}) {
        auto              backend = make_backend();
        auto              session = backend.open().value();
        std::vector<note> rows;
        for (std::uint64_t i = 0; i != 3'000; ++i)
            rows.push_back({.id   = key(i),
                            .of   = ssot::key_to<trip>{key(1000)},
                            .at   = ssot::timestamp(ssot::duration(i / 7)),
                            .text = "old"});
        insert(session, rows).value();

        std::optional<memory_cursor> cursor;
        {
            random_question asked; // and it is gone before the cursor is
            if (by_trip) {
                asked.q.where = {{op::eq, number<&note::of>, asked.argument(asked.id(key(1000))), 1}};
                asked.q.order = {{.field = number<&note::at>}};
            }
            cursor = session.scan(asked.q).value();
        }
        assignment const  set[] = {{number<&note::text>, value_view::chars("new")}};
        query const       all{.model = &describe_model<note>()};
        std::vector<note> got;
        while (cursor->next().value()) {
            note n;
            for (std::size_t f = 0; f != accessors_of<note>().size(); ++f)
                accessors_of<note>()[f].set(&n, cursor->at(f)).value();
            got.push_back(n);
            if (got.size() % 500 == 1) // often enough for old rows to be dropped
                session.update(all, set).value();
            if (got.size() == 1'700)
                session.erase(all).value();
        }
        BOOST_TEST((got == rows));
    }
}

// Old versions go once nobody sees them, also those of work that was taken back.
BOOST_AUTO_TEST_CASE(what_nobody_sees_is_dropped)
{
    auto              backend = make_backend();
    auto              session = backend.open().value();
    std::vector<note> rows;
    for (std::uint64_t i = 0; i != 1'000; ++i)
        rows.push_back({.id = key(i), .of = ssot::key_to<trip>{key(1000 + i % 3)}, .text = std::string(100, 'x')});
    insert(session, rows).value();
    auto const       first = backend.row_bytes();
    query const      all{.model = &describe_model<note>()};
    assignment const set[] = {{number<&note::weight>, value_view::integer(7)}};
    for (int i = 0; i != 10; ++i) {
        session.update(all, set).value();
        BOOST_TEST(backend.row_bytes() <= 4 * first);
        session.begin({}).value();
        session.update(all, set).value();
        session.erase(all).value();
        insert(session, rows).value();
        session.savepoint(1).value();
        session.update(all, set).value();
        session.rollback_to(1).value();
        session.rollback();
        BOOST_TEST(backend.row_bytes() <= 4 * first);
        BOOST_TEST(insert(session, std::vector<note>(100, rows[0])).has_error());
        BOOST_TEST(backend.row_bytes() <= 4 * first);
    }

    // A transaction that looks at an older moment keeps its rows.
    auto reader = backend.open().value();
    reader.begin({.mode = tx_mode::read_only}).value();
    for (int i = 0; i != 20; ++i)
        session.update(all, set).value();
    BOOST_TEST(backend.row_bytes() > 15 * first);
    auto cursor = reader.scan(all).value();
    BOOST_TEST(read(cursor).size() == 1'000u);
    reader.commit().value();
    session.update(all, set).value();
    BOOST_TEST(backend.row_bytes() <= 4 * first);
    cursor = reader.scan(all).value();
    BOOST_TEST(read(cursor).size() == 1'000u);
}

// Rows of every size, beside each other.
BOOST_AUTO_TEST_CASE(long_rows_come_back)
{
    auto              session = make_backend().open().value();
    std::vector<note> rows;
    random_source     random(5);
    for (std::uint64_t i = 0; i != 300; ++i) {
        auto const size = i % 50 == 7 ? 3'000'000 + random.below(9)
            : i % 10 == 3             ? random.below(300'000)
                                      : random.below(5'000);
        rows.push_back(
            {.id = key(i), .of = ssot::key_to<trip>{key(1000)}, .text = std::string(size, static_cast<char>('a' + i % 26))});
    }
    for (std::size_t i = 0; i < rows.size(); i += 20)
        insert(
            session,
            std::vector(rows.begin() + static_cast<std::ptrdiff_t>(i), rows.begin() + static_cast<std::ptrdiff_t>(i + 20)))
            .value();
    auto cursor = session.scan({.model = &describe_model<note>(), .order = {{.field = 0}}}).value();
    BOOST_TEST((read(cursor) == rows));
}

BOOST_AUTO_TEST_CASE(refuses_values_that_do_not_fit)
{
    auto                    session = make_backend().open().value();
    std::vector<note> const rows(1);
    auto const              with = [&](std::uint16_t field, value_view v) {
        replaced_column const replaced[] = {{field, &v}};
        auto const            done       = session.insert({&describe_model<note>(),
                                                           accessors_of<note>(),
                                                           reinterpret_cast<std::byte const*>(rows.data()),
                                                           sizeof(note),
                                                           1,
                                                           replaced});
        return done ? ssot::errc() : done.error().code();
    };
    BOOST_TEST(with(number<&note::of>, value_view::chars("not a key")) == ssot::errc::constraint);
    BOOST_TEST(with(number<&note::of>, value_view::integer(3)) == ssot::errc::constraint);
    BOOST_TEST(with(number<&note::where>, value_view::chars("3")) == ssot::errc::constraint);
    BOOST_TEST(with(number<&note::weight>, value_view::real(0.5)) == ssot::errc::constraint);
    BOOST_TEST(with(number<&note::text>, value_view::integer(3)) == ssot::errc::constraint);
    BOOST_TEST(with(0, value_view()) == ssot::errc::constraint);
    auto cursor = session.scan({.model = &describe_model<note>()}).value();
    BOOST_TEST(!cursor.next().value(), "nothing was stored");
    BOOST_TEST(with(number<&note::weight>, value_view::integer(1, ssot::kind::boolean)) == ssot::errc());
}

BOOST_AUTO_TEST_CASE(pages_go_on_behind_their_last_row)
{
    player play(11);
    world  w;
    auto   session = make_backend().open().value();
    for (int i = 0; i != 300; ++i)
        if (auto const n = play.make_note(); w.notes.emplace(n.id, n).second)
            insert<note>(session, {n}).value();
    play.now = &w;
    for (int i = 0; i != 60; ++i) {
        auto asked     = play.ask();
        asked.q.limit  = std::numeric_limits<std::uint64_t>::max();
        asked.q.offset = 0;
        if (asked.q.order.back().field != 0 || asked.q.order.back().via != no_field)
            asked.q.order.push_back({.field = 0});
        auto const all = play.expected(asked);
        asked.q.limit  = 7;

        std::vector<note>  got;
        std::vector<value> last;
        for (;;) {
            asked.q.after.clear();
            for (auto const& v : last)
                asked.q.after.push_back(v.view());
            auto       cursor = session.scan(asked.q).value();
            auto const page   = read(cursor);
            got.insert(got.end(), page.begin(), page.end());
            if (page.size() != 7)
                break;
            last.clear();
            for (auto const& o : asked.q.order)
                last.emplace_back(o.via != no_field ? value_view() : accessors_of<note>()[o.field].get(&page.back()));
        }
        BOOST_TEST((got == all), "random_question " << i);
    }
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
