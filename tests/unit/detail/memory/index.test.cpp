// SPDX-License-Identifier: BSL-1.0
#include <ssot/choice.hpp>
#include <ssot/storage/describe.hpp>
#include <ssot/storage/memory.hpp>

#include "support/inventory.hpp"
#include "support/random_source.hpp"

#include <boost/describe/class.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What finds rows by values that are unique, alone or together, or marked as an index, and the highest key: judged by a map.

namespace memory_index_test {

struct part {
    static constexpr std::string_view model_name        = "test.indexed_part";
    static constexpr bool             append_only       = true;
    static constexpr std::string_view unique_together[] = {"site", "slot"};

    std::int64_t                        id{};
    std::string                         name{};
    std::optional<ssot::uuid>           serial{};
    ssot::open_choice<inventory::state> is{};
    std::optional<ssot::timestamp>      made{};
    bool                                spare{};
    double                              weight{};
    std::int32_t                        site{};
    std::optional<std::string>          slot{};
    std::int32_t                        plain{};

    friend bool operator==(part const&, part const&) = default;
};
BOOST_DESCRIBE_STRUCT(part, (), (id, name, serial, is, made, spare, weight, site, slot, plain))

constexpr auto describe_fields(ssot::model_tag<part>)
{
    using ssot::field;
    return ssot::fields(field<&part::name>.max_length(64).unique(),
                        field<&part::serial>.unique(),
                        field<&part::is>.max_length(30).index(),
                        field<&part::made>.index(),
                        field<&part::spare>.index(),
                        field<&part::weight>.index());
}

} // namespace memory_index_test

namespace {

using namespace ssot::storage;
using memory_index_test::part;
using ssot_test::random_source;
using parts = std::map<std::int64_t, part>;

template<auto Member>
constexpr auto number = static_cast<std::uint16_t>(ssot::field_index<Member>);

memory make_backend()
{
    memory           out;
    std::array const models{&describe_model<part>()};
    out.prepare_schema({models, 1, 0, {}}, schema_mode::create).value();
    return out;
}

ssot::result<std::size_t> insert(memory_session& session, std::vector<part> const& rows)
{
    return session.insert({&describe_model<part>(),
                           accessors_of<part>(),
                           reinterpret_cast<std::byte const*>(rows.data()),
                           sizeof(part),
                           rows.size(),
                           {}});
}

std::vector<part> read(memory_session& session, query const& q)
{
    std::vector<part> out;
    auto              cursor = session.scan(q).value();
    while (cursor.next().value()) {
        part p;
        for (std::size_t f = 0; f != accessors_of<part>().size(); ++f)
            accessors_of<part>()[f].set(&p, cursor.at(f)).value();
        out.push_back(p);
    }
    return out;
}

class player {
public:
    explicit player(std::uint64_t seed) : random_(seed) {}

    part make()
    {
        constexpr std::string_view states[] = {"planned", "Active!", "retired", "gone fishing", ""};
        part                       out{.id = static_cast<std::int64_t>(random_.below(60)) - 5, .name = name()};
        if (random_.one_in(2))
            out.serial = serial();
        out.is = ssot::open_choice<inventory::state>::from_text(states[random_.below(5)]);
        if (random_.one_in(2))
            out.made = ssot::timestamp(ssot::duration(static_cast<std::int64_t>(random_.below(6))));
        out.spare  = random_.one_in(2);
        out.weight = random_.pick<double>({0.0, -0.0, 1.0, 2.5});
        out.site   = static_cast<std::int32_t>(random_.below(4));
        if (!random_.one_in(4))
            out.slot = std::string(1, static_cast<char>('a' + random_.below(4)));
        out.plain = static_cast<std::int32_t>(random_.below(3));
        return out;
    }

    /// Compares what a session finds with what there is, by conditions that indexes know and others.
    void compare_with(parts const& all, memory_session& session)
    {
        auto const                 like = make();
        auto const                 more = make();
        auto const                 low  = static_cast<std::int32_t>(random_.below(3));
        std::vector<term>          where;
        query                      q{.model = &describe_model<part>()};
        record                     a(like), b(more);
        std::vector<std::uint16_t> fields;
        for (std::uint16_t f = 0; f != q.model->fields.size(); ++f)
            if (random_.one_in(6))
                fields.push_back(f);
        if (random_.one_in(3))
            fields = {number<&part::site>, number<&part::slot>};
        std::vector<std::pair<std::uint16_t, bool>> asked; // field, and whether either value will do
        for (auto const f : fields) {
            bool const two = random_.one_in(3);
            where.push_back({two ? op::in : op::eq, f, static_cast<std::uint32_t>(q.args.size()), two ? 2U : 1U});
            q.args.push_back(a.at(f));
            if (two)
                q.args.push_back(b.at(f));
            asked.emplace_back(f, two);
        }
        bool const bounded = random_.one_in(3);
        if (bounded) {
            where.push_back({op::ge, number<&part::plain>, static_cast<std::uint32_t>(q.args.size()), 1});
            q.args.push_back(value_view::integer(low));
        }
        if (where.size() > 1)
            q.where.push_back({op::and_, no_field, 0, static_cast<std::uint32_t>(where.size())});
        q.where.insert(q.where.end(), where.begin(), where.end());
        bool const ordered = random_.one_in(2);
        if (ordered)
            q.order = {{.field = q.model->pk}};
        if (ordered && random_.one_in(3))
            q.limit = random_.below(4);

        std::vector<part> expected;
        for (auto const& [key, p] : all) {
            record     row(p);
            auto const equals = [&](value_view x, value_view y) {
                return !x.is_null() && !y.is_null() && compare(x, y) == 0;
            };
            bool wanted = !bounded || p.plain >= low;
            for (auto const& [f, two] : asked)
                wanted = wanted && (equals(row.at(f), a.at(f)) || (two && equals(row.at(f), b.at(f))));
            if (wanted && expected.size() < q.limit)
                expected.push_back(p);
        }
        auto found = read(session, q);
        if (!ordered)
            std::ranges::sort(found, {}, &part::id);
        BOOST_TEST_REQUIRE((found == expected));
    }

    /// The highest key, as an insert asks for it.
    static void compare_highest(parts const& all, memory_session& session)
    {
        query const q{
            .model = &describe_model<part>(), .order = {{.field = describe_model<part>().pk, .desc = true}}, .limit = 1};
        auto const found = read(session, q);
        BOOST_TEST_REQUIRE(found.size() == (all.empty() ? 0U : 1U));
        if (!all.empty())
            BOOST_TEST_REQUIRE((found.front() == all.rbegin()->second));
    }

    void change(parts& all, memory_session& session)
    {
        switch (random_.below(5)) {
        case 0:
        case 1: { // all rows or none
            std::vector<part>      rows(1 + random_.below(4));
            std::set<std::int64_t> keys;
            bool                   free = true;
            for (auto& r : rows) {
                r    = make();
                free = keys.insert(r.id).second && !all.contains(r.id) && free;
            }
            BOOST_TEST_REQUIRE(insert(session, rows).has_value() == free);
            if (free)
                for (auto const& r : rows)
                    all[r.id] = r;
            break;
        }
        case 2:
        case 3: {
            auto const id = static_cast<std::int64_t>(random_.below(60)) - 5;
            auto       to = make();
            record     row(to);
            query      q{.model = &describe_model<part>(), .where = {{op::eq, 0, 0, 1}}};
            q.args.push_back(value_view::integer(id));
            std::vector<assignment> set;
            bool const              by_name = random_.one_in(2);
            for (std::uint16_t f = 1; f != q.model->fields.size(); ++f)
                if (f == number<&part::name> ? by_name : random_.one_in(2))
                    set.push_back({f, row.at(f)});
            auto const changed = session.update(q, set).value();
            BOOST_TEST_REQUIRE(changed == all.count(id));
            if (changed != 0)
                for (auto const& one : set)
                    accessors_of<part>()[one.field].set(&all[id], one.to).value();
            break;
        }
        default: { // one, or the highest ones
            auto const from = random_.one_in(3) ? static_cast<std::int64_t>(random_.below(70)) : 1000;
            auto const id   = static_cast<std::int64_t>(random_.below(60)) - 5;
            query      q{.model = &describe_model<part>(), .where = {{from == 1000 ? op::eq : op::ge, 0, 0, 1}}};
            q.args.push_back(value_view::integer(from == 1000 ? id : from));
            auto const erased = session.erase(q).value();
            BOOST_TEST_REQUIRE(
                erased == std::erase_if(all, [&](auto const& p) { return from == 1000 ? p.first == id : p.first >= from; }));
        }
        }
    }

    void play()
    {
        auto  backend = make_backend();
        auto  writer  = backend.open().value();
        auto  reader  = backend.open().value();
        parts committed;
        struct snapshot {
            memory_session session;
            parts          seen;
        };
        std::vector<snapshot> snapshots;
        for (int round = 0; round != 40; ++round) {
            if (snapshots.size() < 3 && random_.one_in(3)) {
                snapshots.push_back({backend.open().value(), committed});
                snapshots.back().session.begin({.mode = tx_mode::read_only}).value();
            } else if (!snapshots.empty() && random_.one_in(3)) {
                snapshots.pop_back();
            }
            auto now = committed;
            writer.begin({}).value();
            std::vector<parts> marks;
            for (auto steps = random_.below(12); steps != 0; --steps) {
                auto const depth = static_cast<unsigned>(marks.size());
                if (random_.one_in(5)) {
                    writer.savepoint(depth + 1).value();
                    marks.push_back(now);
                } else if (depth != 0 && random_.one_in(4)) {
                    writer.rollback_to(depth).value();
                    now = marks.back();
                } else if (depth != 0 && random_.one_in(4)) {
                    writer.release(depth).value();
                    marks.pop_back();
                } else {
                    change(now, writer);
                }
                if (random_.one_in(2))
                    compare_highest(now, writer);
                compare_with(now, writer);
                compare_with(committed, reader);
                for (auto& s : snapshots)
                    compare_with(s.seen, s.session);
            }
            if (random_.one_in(3)) {
                writer.rollback();
            } else {
                writer.commit().value();
                committed = std::move(now);
            }
            compare_with(committed, writer);
            compare_highest(committed, writer);
        }
    }

private:
    /// A row as its views; it must outlive them.
    class record {
    public:
        explicit record(part const& p) : part_(&p) {}
        value_view at(std::uint16_t f) const { return accessors_of<part>()[f].get(part_); }

    private:
        part const* part_;
    };

    std::string name()
    {
        auto const n = random_.below(30);
        return n < 10 ? std::string(16, static_cast<char>('a' + n)) : std::string(n, static_cast<char>('a' + n % 3));
    }
    ssot::uuid serial()
    {
        ssot::uuid out{};
        out.data[random_.below(2) * 15] = static_cast<std::uint8_t>(random_.below(8));
        return out;
    }

    random_source random_;
};

} // namespace

BOOST_AUTO_TEST_SUITE(storage_memory_index)

BOOST_AUTO_TEST_CASE(rows_are_found_by_their_values_at_every_moment)
{
    for (std::uint64_t seed = 0; seed != 60; ++seed)
        player(seed).play();
}

BOOST_AUTO_TEST_CASE(old_versions_are_left_behind_by_a_new_table)
{
    auto backend = make_backend();
    auto session = backend.open().value();
    insert(session, {{.id = 1, .name = "a", .site = 1, .slot = "x"}}).value();
    std::string const long_name(1000, 'n');
    query             by_key{.model = &describe_model<part>(), .where = {{op::eq, 0, 0, 1}}};
    by_key.args = {value_view::integer(1)};
    for (int i = 0; i != 1000; ++i) { // more than a megabyte of old versions, which no one looks at
        auto const              name = long_name + std::to_string(i % 2);
        std::vector<assignment> set{{number<&part::name>, value_view::chars(name)}};
        session.update(by_key, set).value();
    }
    BOOST_TEST(backend.row_bytes() < 300'000U);
    for (auto const& [name, n] :
         {std::pair{long_name + "0", 0U}, std::pair{long_name + "1", 1U}, std::pair{std::string("a"), 0U}}) {
        query q{.model = &describe_model<part>(), .where = {{op::eq, number<&part::name>, 0, 1}}};
        q.args = {value_view::chars(name)};
        BOOST_TEST(read(session, q).size() == n);
    }
}

BOOST_AUTO_TEST_SUITE_END()
