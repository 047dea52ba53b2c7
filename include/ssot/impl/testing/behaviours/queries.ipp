// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_QUERIES_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_QUERIES_IPP

// Behaviours: the rows that a query asks for, and no others.

#include <ssot/condition.hpp>
#include <ssot/error.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/query.hpp>
#include <ssot/reflect.hpp>
#include <ssot/storage/capability.hpp>
#include <ssot/testing/behaviour.hpp>
#include <ssot/testing/kit/random_queries.hpp>
#include <ssot/testing/kit/sample_rows.hpp>
#include <ssot/testing/kit/session_calls.hpp>
#include <ssot/testing/kit/specimen.hpp>
#include <ssot/testing/trial.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace ssot::conformance::detail {

template<auto F, class Ask, class Holds>
void check_field(trial& t, std::vector<specimen> const& rows, std::string_view comparison, Ask ask, Holds holds)
{
    using plain_type = unwrap_t<ssot::detail::type_of<F>>;
    std::vector<plain_type> values;
    for (auto const& row : rows) {
        if constexpr (unwrap<ssot::detail::type_of<F>>::nullable) {
            if (row.*F)
                values.push_back(*(row.*F));
        } else {
            values.push_back(row.*F);
        }
    }
    t.expect(!values.empty(), "rows with a value to compare with");
    for (std::size_t i = 0; i < values.size(); i += 5) {
        plain_type const& value = values[i];
        auto const        w     = plain(value);
        auto const        want  = found_by_hand(rows, [&](specimen const& m) {
            auto const have = seen(m.*F);
            return have && holds(*have, w);
        });
        t.equal(found_by(t, ask(value)),
                want,
                "keys of rows with " + std::string(field_info_of<F>.name) + ' ' + std::string(comparison) + ' ' + show(w));
    }
}

SSOT_DECL void q_eq_each_kind(trial& t)
{
    auto const rows = store_specimens(t, 40);
    auto const each = [&]<auto... F>(ssot::detail::member_list<F...>) {
        (check_field<F>(t, rows, "==", [](auto const& v) { return field<F> == v; }, std::equal_to<>()), ...);
    };
    each(ssot::detail::member_list<&specimen::id,
                                   &specimen::text,
                                   &specimen::maybe_text,
                                   &specimen::maybe_flag,
                                   &specimen::number,
                                   &specimen::maybe_number,
                                   &specimen::real,
                                   &specimen::maybe_real,
                                   &specimen::token,
                                   &specimen::maybe_token,
                                   &specimen::at,
                                   &specimen::maybe_at,
                                   &specimen::took,
                                   &specimen::maybe_took,
                                   &specimen::rank,
                                   &specimen::maybe_rank,
                                   &specimen::document,
                                   &specimen::maybe_document>());
}

SSOT_DECL void q_range_each_kind(trial& t)
{
    auto const rows = store_specimens(t, 40);
    auto const one  = [&]<auto F>(std::integral_constant<decltype(F), F>) {
        check_field<F>(t, rows, "<", [](auto const& v) { return field<F> < v; }, std::less<>());
        check_field<F>(t, rows, "<=", [](auto const& v) { return field<F> <= v; }, std::less_equal<>());
        check_field<F>(t, rows, ">", [](auto const& v) { return field<F> > v; }, std::greater<>());
        check_field<F>(t, rows, ">=", [](auto const& v) { return field<F> >= v; }, std::greater_equal<>());
        check_field<F>(
            t, rows, "between it and it:", [](auto const& v) { return field<F> >= v && field<F> <= v; }, std::equal_to<>());
    };
    auto const each = [&]<auto... F>(ssot::detail::member_list<F...>) {
        (one(std::integral_constant<decltype(F), F>()), ...);
    };
    each(ssot::detail::member_list<&specimen::text,
                                   &specimen::maybe_number,
                                   &specimen::maybe_real,
                                   &specimen::maybe_token,
                                   &specimen::maybe_at,
                                   &specimen::took,
                                   &specimen::maybe_rank>());
}

SSOT_DECL void q_in_sizes(trial& t)
{
    auto const rows = store_specimens(t, 30);
    for (std::size_t const n : {std::size_t{0}, std::size_t{1}, std::size_t{1000}, t.scaled(20'000, 100'000)}) {
        std::vector<std::int64_t> keys(n);
        for (std::size_t i = 0; i != n; ++i)
            keys[i] = static_cast<std::int64_t>(i * 3 + 2);
        auto const among = [&](std::int64_t v) { return std::ranges::binary_search(keys, v); };
        t.equal(found_by(t, in(field<&specimen::id>, keys)),
                found_by_hand(rows, [&](auto const& m) { return among(m.id); }),
                "keys of rows whose key is one of " + std::to_string(n));
        t.equal(found_by(t, in(field<&specimen::maybe_number>, keys)),
                found_by_hand(rows, [&](auto const& m) { return m.maybe_number && among(*m.maybe_number); }),
                "keys of rows whose number is one of " + std::to_string(n));
    }
    t.equal(found_by(t, !in(field<&specimen::maybe_number>, std::vector<std::int64_t>{})).size(),
            rows.size(),
            "rows whose number is not one of none");
}

SSOT_DECL void q_not_null_logic(trial& t)
{
    auto const     rows  = store_specimens(t, 40);
    constexpr auto f     = field<&specimen::maybe_number>;
    auto const     check = [&](predicate<specimen> const& asked, auto holds, std::string_view what) {
        t.equal(found_by(t, asked), found_by_hand(rows, holds), "keys of rows with " + std::string(what));
    };
    std::size_t const nulls = found_by_hand(rows, [](auto const& m) { return !m.maybe_number; }).size();
    t.expect(nulls != 0 && nulls != rows.size(), "rows with and without the number");
    using s = specimen const&;
    check(!(f == 3), [](s m) { return m.maybe_number != 3; }, "!(x == 3), which has those where x is null");
    check(!(f < 3), [](s m) { return !(m.maybe_number && *m.maybe_number < 3); }, "!(x < 3)");
    check(!(f >= 3), [](s m) { return !(m.maybe_number && *m.maybe_number >= 3); }, "!(x >= 3)");
    check(
        f < 3 || f >= 3, [](s m) { return m.maybe_number.has_value(); }, "x < 3 || x >= 3, which has none where x is null");
    check(!(f < 3 || f >= 3), [](s m) { return !m.maybe_number; }, "!(x < 3 || x >= 3)");
    check(
        !(f == 3 && field<&specimen::flag> == true),
        [](s m) { return !(m.maybe_number == 3 && m.flag); },
        "!(x == 3 && flag)");
    check(!(!(f == 3)), [](s m) { return m.maybe_number == 3; }, "!!(x == 3)");
    check(
        !in(f, {1, 2, 3}),
        [](s m) { return !(m.maybe_number && *m.maybe_number >= 1 && *m.maybe_number <= 3); },
        "x not in (1, 2, 3)");
    check(
        !icontains(field<&specimen::maybe_text>, "a"),
        [](s m) { return !(m.maybe_text && folded(*m.maybe_text).find('a') != std::string::npos); },
        "a text that does not contain a");
    check(f == std::optional<std::int64_t>(), [](s) { return false; }, "x == null, which is never so");
    check(!(f == std::optional<std::int64_t>()), [](s) { return true; }, "!(x == null), which is always so");
}

SSOT_DECL void q_and_or_nesting(trial& t)
{
    auto const          rows  = store_specimens(t, 30);
    condition<specimen> chain = {field<&specimen::number> == 0, [](auto const& m) { return m.number == 0; }};
    for (int depth = 1; depth <= 30; ++depth) {
        auto const                limit = static_cast<std::int64_t>(depth % 8);
        condition<specimen> const last  = chain;
        switch (depth % 3) {
        case 0:
            chain = {last.asked && field<&specimen::number> >= limit - 6,
                     [last, limit](auto const& m) { return last.holds(m) && m.number >= limit - 6; }};
            break;
        case 1:
            chain = {field<&specimen::number> == limit || last.asked,
                     [last, limit](auto const& m) { return m.number == limit || last.holds(m); }};
            break;
        default: chain = {!last.asked, [last](auto const& m) { return !last.holds(m); }};
        }
        t.equal(found_by(t, chain.asked),
                found_by_hand(rows, chain.holds),
                "keys of rows by a condition nested to depth " + std::to_string(depth));
    }
}

SSOT_DECL void q_is_null(trial& t)
{
    auto const rows = store_specimens(t, 40);
    auto const each = [&]<auto... F>(ssot::detail::member_list<F...>) {
        auto const one = [&]<auto G>(std::integral_constant<decltype(G), G>) {
            auto const name = std::string(field_info_of<G>.name);
            t.equal(found_by(t, is_null(field<G>)),
                    found_by_hand(rows, [](auto const& m) { return !(m.*G); }),
                    "keys of rows without " + name);
            t.equal(found_by(t, !is_null(field<G>)),
                    found_by_hand(rows, [](auto const& m) { return bool(m.*G); }),
                    "keys of rows with " + name);
        };
        (one(std::integral_constant<decltype(F), F>()), ...);
    };
    each(ssot::detail::member_list<&specimen::maybe_text,
                                   &specimen::maybe_flag,
                                   &specimen::maybe_number,
                                   &specimen::maybe_real,
                                   &specimen::maybe_token,
                                   &specimen::maybe_at,
                                   &specimen::maybe_took,
                                   &specimen::maybe_rank,
                                   &specimen::maybe_document,
                                   &specimen::part_of>());
}

SSOT_DECL void q_via_parent(trial& t)
{
    auto const runs  = store_history(t, 6, 3);
    auto&      store = t.store();
    using entry      = sync_log_entry;
    t.equal(t.ok(store.count(from<entry>().where(field<&entry::sync, &sync::source> == "ServiceNow")), "counting"),
            9U,
            "entries whose sync has the source ServiceNow");
    t.equal(t.ok(store.count(from<entry>().where(is_null(field<&entry::sync, &sync::start_time>))), "counting"),
            6U,
            "entries whose sync has no start time");
    t.equal(
        t.ok(store.count(from<entry>().where(!(field<&entry::sync, &sync::start_time> < *runs[1].start_time))), "counting"),
        9U,
        "entries whose sync does not begin before a time, those without one among them");
    t.equal(t.ok(store.count(from<sync>().where(field<&sync::job_result, &job_result::name> == "r")), "counting"),
            0U,
            "syncs whose job result, of which there is none, has a name");
    t.equal(t.ok(store.count(store.logs_of(runs[2])), "counting"), 3U, "entries of one sync");
}

SSOT_DECL void q_by_key(trial& t)
{
    auto const rows = store_specimens(t, 20);
    auto       s    = t.open();
    auto const look = [&](std::vector<std::int64_t> const& keys) {
        std::vector<std::int64_t> out;
        for (auto const& row : rows_with<specimen>(t, s, keys))
            out.push_back(row.id);
        return out;
    };
    using keys = std::vector<std::int64_t>;
    t.equal(look({3}), keys{3}, "keys found for 3");
    t.equal(look({3, 7, 20}), keys{3, 7, 20}, "keys found for 3, 7 and 20");
    t.equal(look({21}), keys{}, "keys found for one that is not there");
    t.equal(look({99, 4, -1}), keys{4}, "keys found for 4 and two that are not there");
    t.equal(found_by(t, in(field<&specimen::id>, {5, 5, 6, 5})), keys{5, 6}, "keys found for 5, 5, 6 and 5");
    if (t.caps().filters != storage::filtering::none)
        t.equal(scan_rows<specimen>(t, s, raw_query<specimen>(keys{3, 7}).question).size(),
                2U,
                "rows that a scan for two keys gives, since filters are declared");
    t.equal(*t.ok(t.store().get<specimen>(5), "get"), rows[4], "the row with the key 5");
    t.refused(t.store().get<specimen>(21), {errc::not_found}, "get of a key that is not there");
    t.equal(found_by(t, field<&specimen::id> == 3 && field<&specimen::id> == 4), keys{}, "keys that are 3 and 4");
}

SSOT_DECL void q_random_vs_model(trial& t)
{
    auto const  rows = store_specimens(t, 40);
    std::size_t some = 0;
    for (std::size_t i = 0; i != t.scaled(1000, 10'000); ++i) {
        auto const c    = any_specimen_condition(t.random);
        auto const want = found_by_hand(rows, c.holds);
        auto const came = found_by(t, c.asked);
        some += want.empty() || want.size() == rows.size() ? 0 : 1;
        t.equal(came, want, "keys of rows by the condition number " + std::to_string(i));
    }
    t.expect(some > 100, "conditions that hold for some rows and not for others");
}

inline constexpr behaviour query_behaviours[] = {
    {"q.eq_each_kind", "equality for every kind of value", need::nothing, 7, &q_eq_each_kind},
    {"q.range_each_kind", "<, <=, >, >= and both ends for every ordered kind", need::nothing, 7, &q_range_each_kind},
    {"q.in_0_1_1000_100000", "an empty list matches nothing; a huge list is cut", need::nothing, 3, &q_in_sizes},
    {"q.not_null_logic", "not of a comparison with null is true", need::nothing, 6, &q_not_null_logic},
    {"q.and_or_nesting", "depth 30", need::nothing, 6, &q_and_or_nesting},
    {"q.is_null", "and its negation, every nullable field", need::nothing, 6, &q_is_null},
    {"q.via_parent", "filter by sync.source", need::nothing, 3, &q_via_parent},
    {"q.by_key", "one, many, absent, repeated keys give one row each", need::nothing, 3, &q_by_key},
    {"q.random_vs_model", "10,000 generated conditions against plain C++", need::nothing, 6, &q_random_vs_model},
};

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_QUERIES_IPP
