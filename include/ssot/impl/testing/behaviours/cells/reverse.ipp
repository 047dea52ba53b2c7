// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_REVERSE_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_REVERSE_IPP

// Behaviours generated for each kind of value and each place of a field of the rows that refer to another row: conditions on
// such children, orderings by their number, and the numbers themselves.

#include <ssot/testing/kit/asking.hpp>
#include <ssot/testing/kit/query_words.hpp>
#include <ssot/testing/kit/untyped_rows.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <utility>

namespace ssot::conformance::detail {

/// A query for specimens and their children. Those of a target of a pairing are the pairings whose right one is the
/// specimen, otherwise the specimens that are part of it.
class asking_parents {
public:
    explicit asking_parents(target const& about) : about_(about) { q.model = &specimen_model(); }

    /// Adds children whose field satisfies a condition, which is made by `make(asking&)`. Returns their column.
    template<class Make>
    std::uint16_t children(Make const& make)
    {
        auto const& child = *about_.model;
        asking&     a     = asked_.emplace_back(about_);
        make(a);
        q.children.push_back({&child, field_of(child, &child == q.model ? "part_of" : "right"), a.q.where, a.q.args});
        return static_cast<std::uint16_t>(q.model->fields.size() + q.children.size() - 1);
    }

    asking_parents& group(storage::op what, std::uint32_t terms)
    {
        q.where.push_back({.what = what, .count = terms});
        return *this;
    }
    asking_parents& exists(std::uint16_t column)
    {
        q.where.push_back({.what = storage::op::exists, .field = column});
        return *this;
    }
    asking_parents& compare(std::uint16_t column, storage::op what, std::int64_t n)
    {
        q.where.push_back({.what = what, .field = column, .first = static_cast<std::uint32_t>(q.args.size()), .count = 1});
        q.args.push_back(storage::value_view::integer(n));
        return *this;
    }

    storage::query q{};

private:
    target             about_;
    std::deque<asking> asked_{}; ///< own the values that the conditions refer to
};

SSOT_DECL void each_child(trial& t, ssot::detail::function_ref<void(scene&, target const&)> work)
{
    require_conditions(t);
    require(t.caps().reverse, "reverse");
    auto const all = targets(t);
    in_every_state(t, [&](scene& s) {
        for (auto const& about : all)
            work(s, about);
    });
}

SSOT_DECL void reverse_exists(trial& t)
{
    using storage::op;
    each_child(t, [&](scene& s, target const& about) {
        auto const which = [&](asking_parents const& a) {
            check_scan(t, s, a.q);
            check_counts(t, s, a.q);
        };
        for (bool const none : {false, true}) { // all children, and those whose field is null
            asking_parents any(about);
            auto const     all = any.children([](asking&) {});
            if (none)
                any.group(op::not_, 1);
            which(any.exists(all));
            asking_parents empty(about);
            auto const     null = empty.children([](asking& a) { a.is_null(); });
            if (none)
                empty.group(op::not_, 1);
            which(empty.exists(null));
        }
        auto const all = candidates(t, s, about);
        for (std::size_t i = 0; i < all.size(); ++i) {
            auto const     v = all[i].view();
            auto const     w = all[(i + 3) % all.size()].view();
            asking_parents some(about);
            which(some.exists(some.children([&](asking& a) { a.compare(op::le, v); })));
            asking_parents none(about);
            which(none.group(op::not_, 1).exists(none.children([&](asking& a) { a.compare(op::eq, v); })));
            asking_parents other(about); // rows with children of which none is equal, or which cannot be compared
            which(other.exists(other.children([&](asking& a) { a.group(op::not_, 1).compare(op::ge, v); })));
            asking_parents two(about); // one child for each condition, which may be the same one
            auto const     first  = two.children([&](asking& a) { a.compare(op::le, v); });
            auto const     second = two.children([&](asking& a) { a.compare(op::gt, w); });
            two.group(op::and_, 3).exists(second).exists(first);
            two.group(op::not_, 1).compare(two.q.model->pk, op::eq, -37);
            which(two);
            asking_parents either(about);
            auto const     one = either.children([&](asking& a) { a.compare(op::eq, w); });
            either.group(op::or_, 2).group(op::not_, 1).exists(one);
            which(either.exists(
                either.children([&](asking& a) { a.group(op::and_, 2).compare(op::ge, v).compare(op::le, v); })));
        }
    });
}

/// Compares the numbers of children that come with the rows of a scan, which are in order. Other columns are not looked at.
SSOT_DECL void check_children(trial& t, scene& s, storage::query const& q)
{
    auto const what = [&] { return show_query(q) + ", with their numbers" + s.where(); };
    auto       rows = s.session().scan(q);
    if (!rows)
        t.ok(result<void>(rows.error()), what());
    for (auto const* row : s.rows().select(q)) {
        auto const more = rows->next();
        if (!more || !*more) {
            t.equal(t.ok(more, what()), true, what() + ": a further row");
            return;
        }
        auto const key = rows->at(q.model->pk).as_int();
        t.equal(key, (*row)[q.model->pk].view().as_int(), what() + ": key of the row");
        for (std::size_t i = 0; i != q.children.size(); ++i) {
            if ((q.counts >> i & 1) == 0)
                continue;
            auto const n = rows->at(q.model->fields.size() + i);
            if (n.is_null() || n.is_buffer() || n.as_int() != s.rows().children(q, *row, i))
                t.expect(false,
                         what() + ": children[" + std::to_string(i) + "] of the row with the key " + std::to_string(key) +
                             ": expected " + std::to_string(s.rows().children(q, *row, i)) + ", came " + show_value(n));
        }
    }
    t.equal(t.ok(rows->next(), what()), false, what() + ": a further row");
}

SSOT_DECL void reverse_counts(trial& t)
{
    using storage::op;
    each_child(t, [&](scene& s, target const& about) {
        auto const all = candidates(t, s, about);
        auto const key = specimen_model().pk;
        for (std::size_t i = 0; i < all.size(); i += 2) {
            auto const v    = all[i].view();
            auto const make = [&](asking_parents& a) { // all children, those below and those that are not
                return std::pair(a.children([](asking&) {}),
                                 std::pair(a.children([&](asking& c) { c.compare(op::lt, v); }),
                                           a.children([&](asking& c) { c.group(op::not_, 1).compare(op::lt, v); })));
            };
            for (op const what : {op::eq, op::lt, op::le, op::gt, op::ge})
                for (std::int64_t const n : {0, 1, 2}) {
                    asking_parents a(about);
                    auto const     columns = make(a);
                    check_scan(t, s, a.compare(columns.second.second, what, n).q);
                    asking_parents b(about);
                    auto const     others = make(b);
                    b.group(op::not_, 1).group(op::or_, 2).compare(others.second.first, what, n);
                    check_scan(t, s, b.exists(others.second.second).q);
                }
            if (!t.caps().order)
                continue;
            for (bool const desc : {false, true}) {
                asking_parents a(about);
                auto const [whole, parts] = make(a);
                a.q.order  = {{.field = parts.first, .desc = desc}, {.field = whole, .desc = !desc}, {.field = key}};
                a.q.counts = desc ? 0b111 : 0b101;
                check_scan(t, s, a.q);
                check_children(t, s, a.q);
                if (!t.caps().limit)
                    continue;
                a.q.limit  = 7;
                a.q.offset = i % 3;
                check_children(t, s, a.q);
                a.q.order  = {{.field = parts.second, .desc = desc}, {.field = key, .desc = true}};
                a.q.fields = std::uint64_t{1} << key;
                a.q.counts = 0b010;
                check_children(t, s, a.exists(parts.first).q);
            }
        }
    });
}

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_REVERSE_IPP
