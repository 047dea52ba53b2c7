// SPDX-License-Identifier: BSL-1.0
#include "exercise.hpp"

#include <algorithm>

namespace ssot_test {

namespace exercises {

value_view player::any_text(kind k)
{
    using namespace std::string_view_literals;
    static constexpr std::string_view texts[]     = {""sv,          "a"sv,         "A"sv,
                                                     "b"sv,         "B"sv,         "ab"sv,
                                                     "aB"sv,        "a "sv,        "a%"sv,
                                                     "%"sv,         "_"sv,         "a_b"sv,
                                                     "a\\"sv,       "\\"sv,        "\\%"sv,
                                                     "axb"sv,       "ba"sv,        "\xc3\xa9"sv,
                                                     "\xc3\x89"sv,  "z"sv,         "\0"sv,
                                                     "a\0b"sv,      "a\0c"sv,      "a\r\n"sv,
                                                     "12345678a"sv, "12345678b"sv, "\xf0\x9f\x98\x80"sv,
                                                     "aa"sv,        "a%b"sv,       "A\xc3\x89"sv};
    static constexpr std::string_view documents[] = {"{}",
                                                     "[1]",
                                                     "[2]",
                                                     "{\"A\":1}",
                                                     "{\"a\":1}",
                                                     "null",
                                                     "\"12345678a\"",
                                                     "\"12345678b\"",
                                                     "\"a%b\"",
                                                     "\"axb\"",
                                                     "\"B\"",
                                                     "3"};
    auto const                        all =
        k == kind::json ? std::span<std::string_view const>(documents) : std::span<std::string_view const>(texts);
    std::string text(all[random_.below(all.size())]);
    if (random_.one_in(400)) { // seldom, for they take long
        static constexpr std::size_t sizes[] = {300, 70'000, 300'000};
        text                                 = std::string(sizes[random_.below(3)], 'x') + text;
        if (k == kind::json)
            text = "\"" + text + "\"";
    }
    return keep(value_view::chars(text, k));
}

value_view player::any_value(st::model_desc const& m, std::uint16_t f, bool key_may_be_null)
{
    auto const& field = m.fields[f];
    if (field.nullable ? random_.one_in(4) : key_may_be_null && random_.one_in(30))
        return {};
    if (f == m.pk || field.target) {
        if (field.type == kind::int64)
            return value_view::integer(random_.one_in(40)       ? (std::int64_t{1} << 53) + random_.between(0, 1)
                                           : random_.one_in(40) ? (std::int64_t{1} << 32) + random_.between(0, 3)
                                                                : random_.between(1, most_keys));
    }
    auto const number = [&](std::initializer_list<std::int64_t> all) {
        return value_view::integer(random_.pick(all), field.type);
    };
    constexpr std::int64_t year_1 = -62'135'596'800'000'000;
    constexpr std::int64_t last   = 253'402'300'799'999'999;
    switch (field.type) {
    case kind::int64:
        if (random_.one_in(2))
            return number({0, 1, 2, -1});
        return number({3,
                       INT64_MIN,
                       INT64_MAX,
                       INT64_MAX - 1,
                       std::int64_t{1} << 53,
                       (std::int64_t{1} << 53) + 1,
                       (std::int64_t{1} << 32) + 1,
                       std::int64_t{1} << 32});
    // Equal values that look different are any of them as the value of a group.
    case kind::real:
        return value_view::real(random_.pick({0.0, asks_ ? 0.0 : -0.0, 0.5, -0.5, 1.0, 1.25, 0.1, 0.1 + 1e-12, -2.0, 1e6}));
    case kind::text: return any_text(field.type);
    case kind::json: return any_text(field.type);
    case kind::uuid: {
        std::string bytes(16, '\0');
        bytes[0]  = random_.pick({'\x00', '\x01', '\x7f', '\x80'});
        bytes[3]  = random_.pick({'\x00', '\x05'});
        bytes[15] = random_.pick({'\x00', '\x01', '\xff'});
        return keep(value_view::chars(bytes, kind::uuid));
    }
    case kind::timestamp: return number({0, -1, 1, 999, 1'000, 1'001, 1'000'000, 1'000'001, year_1, last, -1'000'001});
    case kind::duration:
        return number(
            {0, -1, 1, 999, 1'000, 1'001, 86'400'000'001, -86'400'000'001, INT64_MAX - 5, INT64_MIN + 5, INT64_MAX});
    case kind::choice: {
        auto const at = static_cast<std::uint8_t>(random_.below(3));
        return value_view::choice(grades[at].wire, at);
    }
    default: return value_view::integer(static_cast<std::int64_t>(random_.below(2)), kind::boolean);
    }
}

void player::condition(std::vector<st::term>& out, std::vector<value_view>& args, int depth)
{
    using st::op;
    auto const kind_of_term = depth == 0 ? 9 : random_.below(9);
    if (kind_of_term < 4) {
        auto const n = kind_of_term == 0 ? 1 : static_cast<std::uint32_t>(random_.between(2, 3));
        out.push_back({kind_of_term == 0 ? op::not_ : kind_of_term == 1 ? op::or_ : op::and_, st::no_field, 0, n});
        for (std::uint32_t i = 0; i != n; ++i)
            condition(out, args, depth - 1);
        return;
    }
    st::term   t{op::eq};
    auto const f    = aim(t);
    auto const k    = thing.fields[f].type;
    auto const at   = static_cast<std::uint32_t>(args.size());
    t.first         = at;
    bool const text = k == kind::text || k == kind::json || k == kind::choice;
    if (random_.one_in(8)) {
        t.what = op::is_null;
    } else if (random_.one_in(5)) {
        t.what  = op::in;
        t.count = static_cast<std::uint32_t>(random_.one_in(50) ? 1'200 : random_.below(5));
        for (std::uint32_t i = 0; i != t.count; ++i)
            args.push_back(any_value(thing, f));
        if (t.count > 1'000)
            std::rotate(args.begin() + at, args.begin() + at + 1, args.end());
        if (random_.one_in(2)) {
            auto const less = [](value_view a, value_view b) { return compare(a, b) < 0; };
            std::erase_if(args, [&, i = std::uint32_t{0}](value_view a) mutable { return i++ >= at && a.is_null(); });
            std::ranges::sort(args.begin() + at, args.end(), less);
            args.erase(std::unique(args.begin() + at, args.end(), [&](auto a, auto b) { return !less(a, b); }), args.end());
            t.count  = static_cast<std::uint32_t>(args.size()) - at;
            t.sorted = true;
        }
    } else {
        t.what  = text && !random_.one_in(3) ? random_.pick({op::icontains,
                                                             op::contains,
                                                             op::istarts_with,
                                                             op::iexact,
                                                             op::starts_with,
                                                             op::ends_with,
                                                             op::iends_with})
                                             : random_.pick({op::eq, op::lt, op::le, op::gt, op::ge});
        t.count = 1;
        bool const searches =
            t.what != op::eq && t.what != op::lt && t.what != op::le && t.what != op::gt && t.what != op::ge;
        args.push_back(searches ? any_text(kind::text) : any_value(thing, f));
    }
    out.push_back(t);
}

st::query player::any_query(st::model_desc const& m)
{
    st::query q{.model = &m};
    if (&m == &badge || random_.one_in(4)) {
        auto const n = random_.one_in(2) ? 1U : static_cast<std::uint32_t>(random_.below(5));
        for (std::uint32_t i = 0; i != n; ++i)
            q.args.push_back(any_value(m, m.pk, false));
        q.where = {{n == 1 ? st::op::eq : st::op::in, m.pk, 0, n}};
    } else if (!random_.one_in(6)) {
        condition(q.where, q.args, static_cast<int>(random_.below(4)));
    }
    if (&m != &badge)
        for (auto n = random_.below(3); n != 0; --n) {
            st::order_by o;
            aim(o);
            o.desc  = random_.one_in(2);
            o.where = random_.one_in(2) ? st::nulls::largest : random_.pick({st::nulls::first, st::nulls::last});
            q.order.push_back(o);
        }
    q.order.push_back({m.pk, random_.one_in(4)});
    if (random_.one_in(4))
        q.limit = random_.below(6);
    if (random_.one_in(4))
        q.offset = random_.below(4);
    if (random_.one_in(3))
        for (auto const& o : q.order)
            q.after.push_back(any_value(m, o.field, false));
    if (random_.one_in(6))
        q.fields = random_.bits() | 1;
    return q;
}

void player::aggregate(st::any_session& s)
{
    st::aggregate_query q;
    q.base        = any_query(thing);
    q.base.fields = ~std::uint64_t{0};
    if (random_.one_in(2)) {
        q.base.after.clear();
        q.base.limit  = std::numeric_limits<std::uint64_t>::max();
        q.base.offset = 0;
    }
    if (random_.one_in(2)) {
        q.base.where.clear();
        q.base.args.clear();
    }
    for (auto n = random_.one_in(2) ? 0 : random_.between(1, 2); n != 0; --n)
        q.group_by.push_back(static_cast<std::uint16_t>(random_.between(1, 11)));
    for (auto n = random_.between(1, 3); n != 0; --n) {
        using st::fold_fn;
        st::measure m{random_.pick({fold_fn::count, fold_fn::count_if, fold_fn::min, fold_fn::max, fold_fn::sum})};
        if (m.fn == fold_fn::sum)
            m.field = random_.pick<std::uint16_t>({2, 3, 6, 9});
        else if (m.fn == fold_fn::min || m.fn == fold_fn::max)
            m.field = static_cast<std::uint16_t>(random_.between(1, 9));
        if (m.fn == fold_fn::count_if) {
            m.first = static_cast<std::uint32_t>(q.where_if.size());
            condition(q.where_if, q.base.args, static_cast<int>(random_.below(3)));
            m.count = static_cast<std::uint32_t>(q.where_if.size()) - m.first;
        }
        q.measures.push_back(m);
    }
    say_rows("aggregate", s.aggregate(q), q.group_by.size() + q.measures.size(), false);
}

void player::insert(st::any_session& s, st::model_desc const& m, bool absent)
{
    auto const                           n = static_cast<std::size_t>(random_.between(1, 4));
    std::vector<std::vector<value_view>> columns(m.fields.size());
    std::vector<st::replaced_column>     replaced;
    for (std::uint16_t f = 0; f != m.fields.size(); ++f) {
        for (std::size_t i = 0; i != n; ++i) {
            bool const rare = m.fields[f].unique || f == 13;
            columns[f].push_back(any_value(m, f, f != m.pk && !asks_));
            if (asks_ && (m.fields[f].target || (rare && f != m.pk)))
                columns[f].back() = {};
        }
        replaced.push_back({f, columns[f].data()});
    }
    st::record_batch const batch{&m, {}, nullptr, 0, n, replaced};
    say(absent ? "insert_if_absent" : "insert", absent ? s.insert_if_absent(batch) : s.insert(batch));
}

void player::fill()
{
    for (int i = 0; i != (asks_ ? 90 : 30); ++i)
        insert(*sessions_[0], thing, true);
    insert(*sessions_[0], badge, true);
    for (std::int64_t id = 1; asks_ && id <= most_keys; ++id)
        for (auto const f : {up, side}) {
            st::query const      q{&thing, {{st::op::eq, 0, 0, 1}}, {value_view::integer(id)}};
            st::assignment const set[] = {
                {f, random_.one_in(4) ? value_view() : value_view::integer(random_.between(1, most_keys))}};
            say("update", sessions_[0]->update(q, set));
        }
    if (asks_)
        say_rows("all", sessions_[0]->scan({.model = &thing, .order = {{0}}}), thing.fields.size(), true);
}

void player::schemas()
{
    st::field_desc fields[17];
    std::ranges::copy(thing_fields, fields);
    fields[16]                              = plain("more", kind::text);
    auto other                              = thing;
    other.fields                            = {fields, 16};
    auto const                      at      = 1 + random_.below(9);
    static constexpr std::uint16_t  two[]   = {13, 2};
    static constexpr st::field_list wrong[] = {two, thing.unique_together[1]};
    switch (random_.below(15)) {
    case 0: fields[at].type = kind::bytes; break;
    case 1: fields[at].nullable = false; break;
    case 2: fields[at].unique = true; break;
    case 3: fields[at].max_length = 7; break;
    case 4: fields[at].column = "other"; break;
    case 5: fields[up].target = &badge; break;
    case 6: other.fields = {fields, 17}; break;
    case 7: other.fields = {fields, 15}; break;
    case 8: other.table = "w_other"; break;
    case 9: other.pk = 2; break;
    case 10: other.unique_together = wrong; break;
    case 11: other = {"w.other", "w_other", "w.Other", badge_fields, 0, st::no_field, {}, false, false, {}, {}}; break;
    case 12: other.indexes = wrong; break;
    case 13: other.unique_together = thing.unique_together.first(1); break;
    default: break;
    }
    st::model_desc const* const models[] = {&other, &badge};
    auto const                  version  = random_.one_in(6) ? 0U : 1U;
    say("prepare",
        backend_->prepare_schema({models, version, 1, {}},
                                 random_.one_in(4) ? st::schema_mode::create : st::schema_mode::verify));
    if (other.name != thing.name)
        say_rows("other", sessions_[0]->scan({.model = &other}), 1, false);
}

void player::step()
{
    auto const  who = random_.one_in(4) ? 1U : 0U;
    auto&       s   = *sessions_[who];
    auto const  in  = in_[who];
    auto const& m   = random_.one_in(12) ? badge : thing;
    kept_.clear();
    if (asks_ || random_.one_in(2)) {
        if (random_.one_in(3)) {
            aggregate(s);
            return;
        }
        auto const q = any_query(m);
        say_rows("scan", s.scan(q), m.fields.size(), true);
        return;
    }
    // A write waits for as long as another writes, and this is one thread.
    bool const     may_write = in != 0 || in_[1 - who] != 2;
    st::tx_options options{.timeout = std::chrono::milliseconds(2)};
    switch (random_.below(16)) {
    case 0:
    case 1:
        if (in != 0 && !random_.one_in(10))
            break;
        options.mode = random_.one_in(3) ? st::tx_mode::read_only : st::tx_mode::read_write;
        if (random_.one_in(3))
            options.level = st::isolation::serializable;
        if (say("begin", s.begin(options)) && in == 0)
            in_[who] = options.mode == st::tx_mode::read_only ? 1 : 2, marks_[who] = 0;
        break;
    case 2:
        if (in == 0)
            break;
        if (random_.one_in(3))
            s.rollback();
        else if (random_.one_in(3))
            std::jthread([&] { say("commit elsewhere", s.commit()); }).join();
        else
            say("commit", s.commit());
        s.rollback();
        in_[who] = 0;
        break;
    case 3:
        if (in == 0)
            break;
        if (marks_[who] < 3 && random_.one_in(2)) {
            say("savepoint", s.savepoint(++marks_[who]));
        } else if (marks_[who] != 0) {
            auto const to = 1 + static_cast<unsigned>(random_.below(marks_[who]));
            if (random_.one_in(2))
                say("rollback_to", s.rollback_to(to));
            say("release", s.release(to));
            marks_[who] = to - 1;
        }
        break;
    case 4:
        if (random_.one_in(10))
            schemas();
        break;
    case 5:
        if (random_.one_in(4))
            s.cancel();
        break;
    case 6:
    case 7: {
        auto const some = random_.below(4);
        auto       rows = s.scan({.model = &thing});
        if (!rows)
            break;
        std::vector<std::string> all;
        drain(*rows, thing.fields.size(), all, some);
        auto const other = random_.one_in(2) ? who : 1 - who;
        if (in_[other] != 0 || in_[1 - other] != 2) {
            auto& writer = *sessions_[other];
            if (random_.one_in(3))
                insert(writer, thing, true);
            else if (random_.one_in(2))
                say("erase", writer.erase(any_query(thing)));
            else {
                st::assignment const set[] = {{2, any_value(thing, 2)}};
                say("update", writer.update({.model = &thing}, set));
            }
            if (in_[other] == 2 && other != who && random_.one_in(2)) {
                say("commit", writer.commit());
                writer.rollback();
                in_[other] = 0;
            }
        }
        if (random_.one_in(4)) {
            auto second = s.scan({.model = &thing});
            if (second)
                drain(*second, 1, all, 2);
        }
        drain(*rows, thing.fields.size(), all, std::numeric_limits<std::size_t>::max());
        lines_.insert(lines_.end(), all.begin(), all.end());
        break;
    }
    case 8:
    case 9:
    case 10:
        if (may_write)
            insert(s, m, random_.one_in(3));
        break;
    case 11:
        if (may_write)
            say("erase", s.erase(any_query(m)));
        break;
    default: {
        if (!may_write)
            break;
        std::vector<st::assignment> set;
        for (auto n = random_.between(1, 2); n != 0; --n) {
            auto const f = static_cast<std::uint16_t>(random_.below(m.fields.size()));
            if (f != m.pk) // which is never assigned
                set.push_back({f, any_value(m, f)});
        }
        if (!set.empty())
            say("update", s.update(any_query(m), set));
    }
    }
}

} // namespace exercises

std::optional<std::string> difference(ssot::storage::any_backend right, ssot::storage::any_backend other, std::uint64_t seed,
                                      std::size_t calls, bool asks)
{
    auto const a = exercises::player(seed, asks).play(std::move(right), calls);
    auto const b = exercises::player(seed, asks).play(std::move(other), calls);
    auto const n = std::min(a.size(), b.size());
    for (std::size_t i = 0; i != n; ++i)
        if (a[i] != b[i]) {
            std::size_t at = i; // the call that it belongs to
            while (at != 0 && a[at].find_first_of("'+") != std::string::npos)
                --at;
            return a[at] + ": " + a[i] + " | " + b[i];
        }
    if (a.size() != b.size())
        return "more lines";
    return std::nullopt;
}

} // namespace ssot_test
