// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_WHERE_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_WHERE_IPP

// Behaviours generated for each kind of value and each place of a field: conditions, as scans and counts evaluate
// them.

#include <ssot/testing/kit/asking.hpp>
#include <ssot/testing/kit/untyped_rows.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace ssot::conformance::detail {

/// Asks with a condition: which rows, and how many.
SSOT_DECL void ask_which(trial& t, scene& s, storage::query const& q)
{
    check_scan(t, s, q);
    check_counts(t, s, q);
}

SSOT_DECL void each_target(trial& t, ssot::detail::function_ref<void(scene&, target const&)> work)
{
    require_conditions(t);
    auto const all = targets(t);
    in_every_state(t, [&](scene& s) {
        for (auto const& about : all)
            work(s, about);
    });
}

SSOT_DECL void where_compared(trial& t)
{
    using storage::op;
    auto const clause = t.about().clause;
    op const   what   = clause == "where.eq" ? op::eq
            : clause == "where.lt"           ? op::lt
            : clause == "where.le"           ? op::le
            : clause == "where.gt"           ? op::gt
                                             : op::ge;
    each_target(t, [&](scene& s, target const& about) {
        for (auto const& v : candidates(t, s, about)) {
            asking a(about);
            a.compare(what, v.view());
            ask_which(t, s, a.q);
        }
        asking with_null(about);
        with_null.compare(what, storage::value_view());
        ask_which(t, s, with_null.q);
    });
}

SSOT_DECL void where_in(trial& t)
{
    each_target(t, [&](scene& s, target const& about) {
        auto const all = candidates(t, s, about);
        for (std::size_t n : {std::size_t{0}, std::size_t{1}, std::size_t{2}, all.size()}) {
            for (std::size_t first = 0; first + n <= all.size(); first += n == 1 ? 1 : 3) {
                std::vector<storage::value> some(all.begin() + static_cast<std::ptrdiff_t>(first),
                                                 all.begin() + static_cast<std::ptrdiff_t>(first + n));
                asking                      in_order(about);
                ask_which(t, s, in_order.among(some, true).q);
                std::ranges::reverse(some);
                if (n != 0)
                    some.push_back(some.front()); // a value may come twice
                asking in_any_order(about);
                ask_which(t, s, in_any_order.among(some, false).q);
                some.emplace_back(); // a null equals nothing, not even a null
                asking with_null(about);
                ask_which(t, s, with_null.among(some, false).q);
                asking without(about);
                ask_which(t, s, without.group(storage::op::not_, 1).among(some, false).q);
            }
        }
    });
}

/// Rows by their keys, which every backend that filters at all looks up.
SSOT_DECL void where_key(trial& t)
{
    in_every_state(t, [&](scene& s) {
        bool const counts = t.caps().aggregate && t.caps().filters == storage::filtering::all;
        for (auto const* model : {&specimen_model(), &pairing_model()}) {
            std::vector<std::int64_t> keys;
            for (auto const& [key, row] : s.rows().of(*model)) {
                keys.push_back(key);
                check_keys(t, s.session(), s.rows(), *model, {key}, s.where());
                check_keys(t, s.session(), s.rows(), *model, {key + 1}, s.where());
                if (key != keys.front()) // a list has no key twice
                    check_keys(t, s.session(), s.rows(), *model, {key, key - 1, keys.front()}, s.where());
                check_keys(t, s.session(), s.rows(), *model, {key + 4'294'967'296}, s.where());
                if (counts)
                    check_counts(t, s, key_query(*model, {key}));
            }
            std::ranges::reverse(keys);
            keys.push_back(1003); // which another transaction wrote, or one that was undone
            keys.push_back(2001);
            check_keys(t, s.session(), s.rows(), *model, keys, s.where());
            if (counts)
                check_counts(t, s, key_query(*model, keys));
            if (!t.caps().order || t.caps().filters == storage::filtering::none)
                continue;
            for (bool const desc : {false, true}) {
                key_query const by_key(*model, keys);
                storage::query  q = by_key;
                q.order = {{.field = field_of(*model, "number"), .desc = desc}, {.field = model->pk, .desc = !desc}};
                check_scan(t, s, q);
                if (!t.caps().limit)
                    continue;
                q.limit  = 5;
                q.offset = 3;
                check_scan(t, s, q);
            }
        }
    });
}

/// Rows of which only some fields are wanted, found and ordered by others.
SSOT_DECL void some_fields(trial& t)
{
    in_every_state(t, [&](scene& s) {
        for (auto const* model : {&specimen_model(), &pairing_model()}) {
            std::vector<std::int64_t> keys;
            for (auto const& [key, row] : s.rows().of(*model))
                if (keys.size() != 7)
                    keys.push_back(key);
            for (std::size_t f = 0; f != model->fields.size(); ++f) {
                if (model->fields[f].type != t.about().of)
                    continue;
                for (std::uint64_t const fields : {std::uint64_t{1} << f | std::uint64_t{1} << model->pk,
                                                   ~(std::uint64_t{1} << f) | std::uint64_t{1} << model->pk}) {
                    storage::query q{.model = model, .fields = fields};
                    check_scan(t, s, q);
                    if (t.caps().filters != storage::filtering::none) {
                        storage::query by_key = key_query(*model, keys);
                        by_key.fields         = fields;
                        check_scan(t, s, by_key);
                    }
                    if (t.caps().filters != storage::filtering::all)
                        continue;
                    asking other({model, field_of(*model, "number")});
                    other.group(storage::op::not_, 1).compare(storage::op::eq, storage::value_view::integer(1));
                    other.q.fields = fields;
                    check_scan(t, s, other.q);
                    if (!t.caps().order)
                        continue;
                    other.order({.field = static_cast<std::uint16_t>(f), .desc = true}).order_by_key();
                    if (model->fields[f].type != kind::json || t.caps().stable_icontains)
                        check_scan(t, s, other.q);
                }
            }
        }
    });
}

/// Lists that are longer than some engines take at once.
SSOT_DECL void where_in_many(trial& t)
{
    if (t.caps().max_keys_in < 2'501)
        throw not_applicable("lists of the backend are shorter");
    each_target(t, [&](scene& s, target const& about) {
        auto const all = candidates(t, s, about);
        for (std::size_t const n : {std::size_t{1'000}, std::size_t{2'500}})
            for (bool const last : {true, false}) {
                std::vector<storage::value> many(n, all.front());
                many.insert(last ? many.end() : many.begin(), all.back());
                asking a(about);
                ask_which(t, s, a.among(many, false).q);
            }
    });
}

SSOT_DECL void where_null(trial& t)
{
    each_target(t, [&](scene& s, target const& about) {
        asking is(about);
        ask_which(t, s, is.is_null().q);
        asking is_not(about);
        ask_which(t, s, is_not.group(storage::op::not_, 1).is_null().q);
    });
}

SSOT_DECL void where_not(trial& t)
{
    using storage::op;
    each_target(t, [&](scene& s, target const& about) {
        auto const all = candidates(t, s, about);
        for (std::size_t i = 0; i != all.size(); ++i) {
            auto const v = all[i].view();
            auto const w = all[(i + 2) % all.size()].view();
            for (op const what : {op::eq, op::lt, op::le, op::gt, op::ge}) {
                asking a(about);
                ask_which(t, s, a.group(op::not_, 1).compare(what, v).q);
            }
            asking in(about);
            ask_which(t, s, in.group(op::not_, 1).among({all[i], all[(i + 2) % all.size()]}, false).q);
            asking twice(about);
            ask_which(t, s, twice.group(op::not_, 1).group(op::not_, 1).compare(op::eq, v).q);
            asking both(about);
            ask_which(t, s, both.group(op::not_, 1).group(op::and_, 2).compare(op::ge, v).compare(op::le, w).q);
            asking either(about);
            ask_which(t, s, either.group(op::not_, 1).group(op::or_, 2).compare(op::lt, v).compare(op::gt, v).q);
            asking inside(about);
            ask_which(t, s, inside.group(op::or_, 2).compare(op::eq, v).group(op::not_, 1).compare(op::eq, w).q);
        }
        asking null(about);
        ask_which(t, s, null.group(op::not_, 1).compare(op::eq, storage::value_view()).q);
    });
}

SSOT_DECL void where_mixed(trial& t)
{
    using storage::op;
    using storage::value_view;
    each_target(t, [&](scene& s, target const& about) {
        auto const&  model = *about.model;
        target const other{&model, field_of(model, "number")};
        auto const   all  = candidates(t, s, about);
        auto const   zero = value_view::integer(0);
        auto const   one  = value_view::integer(1);
        for (auto const& one_of_all : all) {
            auto const v = one_of_all.view();
            asking     a(about);
            a.group(op::and_, 2).compare(op::le, v).compare(other, op::gt, {&zero, 1});
            ask_which(t, s, a.q);
            asking b(about);
            b.group(op::or_, 3).compare(other, op::eq, {&one, 1}).is_null().compare(op::eq, v);
            ask_which(t, s, b.q);
            asking c(about); // a group inside a group, and one after it
            c.group(op::and_, 3).group(op::or_, 2).compare(op::lt, v).is_null();
            c.group(op::not_, 1).compare(other, op::eq, {&one, 1}).compare(other, op::ge, {&zero, 1});
            ask_which(t, s, c.q);
            asking d(about); // arguments in another order than the terms that name them, one of them twice
            d.group(op::or_, 3).compare(op::eq, v).compare(other, op::eq, {&one, 1}).compare(op::eq, v);
            std::swap(d.q.args[0], d.q.args[1]);
            d.q.where[1].first = d.q.where[3].first = 1;
            d.q.where[2].first                      = 0;
            ask_which(t, s, d.q);
            asking e(about); // groups of one
            e.group(op::and_, 1).group(op::or_, 1).group(op::not_, 1).compare(op::gt, v);
            ask_which(t, s, e.q);
        }
    });
}

// ---- text ----

SSOT_DECL std::vector<std::string> needles(trial& t, scene& s, target const& about)
{
    std::vector<std::string> out{"",    "a",   "A",  "b", "%",        "_",        "\\", "a%", "%a",
                                 "a_b", "A_B", "a ", " ", "'",        "\"",       "ab", "aB", "b%_",
                                 "50%", "[a]", "*",  "?", "\xc3\xa9", "\xc3\x89", "n",  "k",  "K"};
    if (t.caps().text_nul && about.desc().type == kind::text)
        out.insert(out.end(), {std::string("a\0b", 3), std::string("\0", 1), std::string("\0B", 2)});
    for (auto const& v : candidates(t, s, about)) {
        auto const  text  = std::string(v.view().as_chars());
        std::string other = text;
        for (char& c : other)
            c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        out.push_back(text);
        out.push_back(other);
        if (text.size() > 1 && (text[0] & 0x80) == 0 && (text.back() & 0x80) == 0) {
            out.push_back(text.substr(1));
            out.push_back(other.substr(0, text.size() - 1));
        }
    }
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

SSOT_DECL void searched(trial& t)
{
    using storage::op;
    constexpr std::pair<std::string_view, op> names[] = {{"search.contains", op::contains},
                                                         {"search.icontains", op::icontains},
                                                         {"search.istarts_with", op::istarts_with},
                                                         {"search.iexact", op::iexact},
                                                         {"search.starts_with", op::starts_with},
                                                         {"search.ends_with", op::ends_with},
                                                         {"search.iends_with", op::iends_with}};
    auto const what = std::ranges::find(names, t.about().clause, &std::pair<std::string_view, op>::first)->second;
    bool const more = what != op::contains && what != op::icontains && what != op::istarts_with;
    require(!more || t.caps().text_ops, "text_ops");
    each_target(t, [&](scene& s, target const& about) {
        for (auto const& needle : needles(t, s, about)) {
            asking a(about);
            ask_which(t, s, a.compare(what, storage::value_view::chars(needle)).q);
            asking b(about);
            ask_which(t, s, b.group(op::not_, 1).compare(what, storage::value_view::chars(needle)).q);
        }
    });
}

// ---- two foreign keys ----

SSOT_DECL void joined_twice(trial& t)
{
    using storage::op;
    each_target(t, [&](scene& s, target const& left) {
        auto right     = left;
        right.via      = field_of(pairing_model(), "right");
        auto const all = candidates(t, s, left);
        for (std::size_t i = 0; i != all.size(); ++i) {
            auto const v = all[i].view();
            auto const w = all[(i + 1) % all.size()].view();
            asking     both(left);
            both.group(op::and_, 2).compare(op::le, v).compare(right, op::ge, {&w, 1});
            ask_which(t, s, both.q);
            asking apart(left);
            apart.group(op::and_, 2).compare(op::eq, v).group(op::not_, 1).compare(right, op::eq, {&v, 1});
            ask_which(t, s, apart.q);
            asking only(left);
            only.compare(right, op::eq, {&v, 1});
            ask_which(t, s, only.q);
            if (left.then == storage::no_field)
                continue;
            auto first = left; // one hop beside two
            first.then = storage::no_field;
            asking hops(left);
            hops.group(op::or_, 3).compare(op::eq, v).compare(first, op::eq, {&w, 1}).compare(right, op::eq, {&v, 1});
            ask_which(t, s, hops.q);
        }
        if (!t.caps().order)
            return;
        for (bool const desc : {false, true}) {
            asking ordered(left);
            ordered.order(left.order(desc)).order(right.order(!desc)).order_by_key();
            check_scan(t, s, ordered.q);
            asking other(left);
            other.order(right.order(desc)).order(left.order(desc)).order_by_key();
            check_scan(t, s, other.q);
        }
    });
}

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_WHERE_IPP
