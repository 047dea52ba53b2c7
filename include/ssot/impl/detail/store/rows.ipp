// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_STORE_ROWS_IPP
#define SSOT_IMPL_DETAIL_STORE_ROWS_IPP

// Reading rows: the backend does what it can, the library the rest.

#include <ssot/storage/evaluate.hpp>
#include <ssot/storage/packed_row.hpp>
#include <ssot/store.hpp>

#include <ssot/detail/store/core.hpp>
#include <ssot/detail/store/library_terms.hpp>
#include <ssot/detail/store/memory_budget.hpp>
#include <ssot/detail/store/object_batch.hpp>
#include <ssot/detail/store/read_plan.hpp>
#include <ssot/detail/store/row_reader.hpp>
#include <ssot/detail/store/shared_state.hpp>
#include <ssot/detail/store/statement.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ssot::detail {
inline namespace SSOT_MODE {

/// Calls `on_row(row)` for each row of `q`, in its order. An error of it ends the reading.
SSOT_DECL result<void> store_core::for_each_row(storage::query const& q, on_row_fn on_row)
{
    auto reader = new_reader();
    if (auto opened = reader.open(q); !opened)
        return opened;
    return reader.for_each(on_row);
}

/// Returns all rows of `q`.
SSOT_DECL result<std::vector<storage::packed_row>> store_core::read_all(storage::query const& q)
{
    std::vector<storage::packed_row> rows;
    auto                             read = for_each_row(q, [&](auto const& row) -> result<void> {
        rows.push_back(storage::packed_row::pack(row, q.model->fields.size()));
        return {};
    });
    if (!read)
        return std::move(read).error();
    return rows;
}

/// Calls `fn(keys)` with the keys of all rows of a query, in their order, so many at a time as memory allows. `fn` may change or
/// erase those rows.
SSOT_DECL result<void> store_core::for_each_keys(storage::query q, on_keys_fn fn)
{
    auto const pk                     = q.model->pk;
    auto const most                   = std::clamp<std::size_t>(shared_->options.max_sort_bytes / 512, 1, 65'536);
    q.fields                          = std::uint64_t{1} << pk;
    q.order                           = {{.field = pk}};
    q.limit                           = most;
    auto const                  where = q.where;
    auto const                  args  = q.args;
    std::vector<storage::value> keys;
    do {
        if (!keys.empty()) { // those that come after
            q.where = where;
            q.args  = args;
            if (!where.empty())
                q.where.insert(q.where.begin(), {storage::op::and_, storage::no_field, 0, 2});
            q.where.push_back({storage::op::gt, pk, static_cast<std::uint32_t>(args.size()), 1});
            q.args.push_back(keys.back().view());
        }
        std::vector<storage::value> next;
        auto                        read = for_each_row(q, [&](row_reader const& row) -> result<void> {
            next.emplace_back(row.at(pk));
            return {};
        });
        if (!read)
            return read;
        keys = std::move(next);
        if (keys.empty())
            return {};
        if (auto done = fn(keys); !done)
            return done;
    } while (keys.size() == most);
    return {};
}

/// Returns the keys of the rows of a question, each once.
SSOT_DECL result<std::vector<storage::value>> store_core::keys_of(storage::question const&   question,
                                                                  storage::model_desc const& model)
{
    auto q   = to_query(question, model);
    q.fields = std::uint64_t{1} << model.pk;
    std::vector<storage::value> keys;
    std::set<std::string>       seen;
    auto                        reader = new_reader();
    auto                        read   = start(reader, question, std::move(q));
    if (read)
        read = reader.for_each([&](auto const& row) -> result<void> {
            if (seen.insert(key_bytes(row.at(model.pk))).second)
                keys.emplace_back(row.at(model.pk));
            return {};
        });
    if (!read)
        return read.error();
    return keys;
}

SSOT_DECL row_reader store_core::new_reader() { return {*session_, caps(), shared_->options.max_sort_bytes}; }

/// Announces the models of a question to the backend, and checks that its conditions are within the limits.
SSOT_DECL result<void> store_core::prepare(storage::question const& question, storage::model_desc const& model)
{
    bool const deep = question.where.too_deep() ||
        std::ranges::any_of(question.reverse, [](storage::reverse_condition const& r) { return r.where.too_deep(); });
    if (deep)
        return storage::condition::too_deep_error();
    auto done = prepare(model);
    for (auto const& r : question.reverse)
        if (done)
            done = prepare(*r.model);
    return done;
}

/// Turns a question into a query, by the rules of the store.
SSOT_DECL storage::query store_core::to_query(storage::question const& question, storage::model_desc const& model) const
{
    auto out = question.to_query(model);
    out.fields |= std::uint64_t{1} << model.pk; // so that an error can name the row
    follow_rules(out);
    return out;
}

SSOT_DECL void store_core::follow_rules(storage::query& q) const
{
    q.by = shared_->options.rules;
    if (q.by == rules::sqlite) // whose nulls are the smallest values
        for (auto& o : q.order)
            if (o.where == storage::nulls::largest)
                o.where = o.desc ? storage::nulls::last : storage::nulls::first;
}

/// Returns whether a question needs more than one scan.
SSOT_DECL bool store_core::needs_snapshot(storage::question const& question, storage::query const& q) const
{
    bool const joins =
        storage::uses_joins(q) && !(caps().joins && caps().filters == storage::filtering::all && caps().order);
    return has_long_list(q) || joins || (!question.reverse.empty() && !answers_reverse(question, q));
}

/// Returns whether a query has a list of more values than the backend takes at once.
SSOT_DECL bool store_core::has_long_list(storage::query const& q) const noexcept
{
    return q.args.size() > caps().max_args || std::ranges::any_of(q.where, [&](auto const& t) {
               return t.what == storage::op::in && t.count > caps().max_keys_in;
           });
}

SSOT_DECL bool repeats_rows(storage::question const& question) noexcept
{
    return !question.distinct && std::ranges::any_of(question.reverse, [](auto const& r) { return !r.none; });
}

/// Returns whether the backend can answer the reverse conditions of a question as part of the query made from it. Rows that
/// come several times are counted by the backend as well, which the library cannot do in rows that it has sorted itself.
SSOT_DECL bool store_core::answers_reverse(storage::question const& question, storage::query const& q) const
{
    constexpr std::size_t most = 64; // bits of `query::counts`
    if (question.reverse.empty() || !caps().reverse || caps().filters != storage::filtering::all ||
        question.reverse.size() + q.children.size() > most)
        return false;
    auto const unknown = [&](auto const& t) {
        return storage::names_children(*q.model, t) && t.field >= q.model->fields.size() + q.children.size();
    };
    if (std::ranges::any_of(q.where, unknown) || std::ranges::any_of(q.order, unknown))
        return false;
    read_planner const planner(caps());
    if (repeats_rows(question) && !q.order.empty() && (has_long_list(q) || !planner.sorts_by(q)))
        return false;
    std::size_t args  = 0;
    std::size_t terms = 0;
    for (auto const& r : question.reverse) {
        args += r.where.args().size();
        terms += r.where.terms().size() + 3; // `exists`, `and_` and `not_`
    }
    if (!planner.takes(q, args, terms))
        return false;
    return std::ranges::all_of(question.reverse, [&](storage::reverse_condition const& r) {
        return planner.answers_at_once({.model = r.model, .by = q.by}, r.where.terms());
    });
}

/// Adds the reverse conditions of a question to the query made from it. Precondition: `answers_reverse(question, q)`.
SSOT_DECL void store_core::ask_reverse(storage::question const& question, storage::query& q, library_terms& terms)
{
    for (auto const& r : question.reverse) {
        auto const           column = q.model->fields.size() + q.children.size();
        storage::child_rows& c      = q.children.emplace_back();
        c.model                     = r.model;
        c.field                     = r.field;
        c.where.assign(r.where.terms().begin(), r.where.terms().end());
        for (auto const& arg : r.where.args())
            c.args.push_back(arg.view());
        if (!r.none && !question.distinct) {
            q.counts |= std::uint64_t{1} << (q.children.size() - 1);
            terms.repeats.push_back(column);
        }
        if (!q.where.empty())
            q.where.insert(q.where.begin(), {storage::op::and_, storage::no_field, 0, 2});
        if (r.none)
            q.where.push_back({storage::op::not_, storage::no_field, 0, 1});
        q.where.push_back({storage::op::exists, static_cast<std::uint16_t>(column)});
    }
}

/// The same for the base of an aggregate, to which each row belongs once. Returns whether it has all conditions then.
SSOT_DECL bool store_core::ask_reverse_of_groups(storage::question const& question, storage::query& q) const
{
    if (question.reverse.empty())
        return true;
    if (repeats_rows(question) || !answers_reverse(question, q))
        return false;
    library_terms none;
    ask_reverse(question, q, none);
    return true;
}

/// Begins to read the rows of a question. `q` is the query made from it, to which this may add conditions; `question` must
/// outlive the reader.
SSOT_DECL result<void> store_core::start(row_reader& reader, storage::question const& question, storage::query q)
{
    return start(reader, question, std::move(q), {});
}

SSOT_DECL result<void> store_core::start(row_reader& reader, storage::question const& question, storage::query q,
                                         library_terms terms)
{
    if (answers_reverse(question, q)) {
        ask_reverse(question, q, terms);
        return reader.open(std::move(q), std::move(terms));
    }
    for (auto const& r : question.reverse) {
        auto& m    = terms.multiplicities.emplace_back();
        m.none     = r.none;
        m.distinct = question.distinct;
        if (auto counted = count_reverse(r, m); !counted)
            return counted;
        bool const few = m.keys.size() <= std::min<std::size_t>(most_keys(caps()), 10'000);
        if (r.none || !few || caps().filters == storage::filtering::none)
            continue;
        std::ranges::sort(m.keys, [](auto const& a, auto const& b) { return compare(a.view(), b.view()) < 0; });
        if (!q.where.empty())
            q.where.insert(q.where.begin(), {storage::op::and_, storage::no_field, 0, 2});
        q.where.push_back({.what   = storage::op::in,
                           .field  = q.model->pk,
                           .first  = static_cast<std::uint32_t>(q.args.size()),
                           .count  = static_cast<std::uint32_t>(m.keys.size()),
                           .sorted = true});
        for (auto const& key : m.keys) // the keys do not move when the vector is moved
            q.args.push_back(key.view());
    }
    return reader.open(std::move(q), std::move(terms));
}

/// Counts how often the foreign key of a reverse condition refers to each row.
SSOT_DECL result<void> store_core::count_reverse(storage::reverse_condition const& r, join_multiplicity& into)
{
    storage::question question;
    question.where = r.where;
    question.order.emplace();
    storage::aggregate_query q{
        .base = question.to_query(*r.model), .group_by = {r.field}, .measures = {{storage::fold_fn::count}}};
    q.base.order.clear();
    follow_rules(q.base);
    memory_budget memory(shared_->options.max_sort_bytes);
    auto const    add = [&](storage::value_view key, std::int64_t n) -> result<void> {
        if (key.is_null())
            return {};
        auto const bytes          = key_bytes(key);
        auto const [found, fresh] = into.times.try_emplace(bytes, 0);
        found->second += static_cast<std::uint64_t>(n);
        if (!fresh)
            return {};
        if (!r.none)
            into.keys.emplace_back(key);
        return memory.add(2 * bytes.size() + 160);
    };
    auto const grouped = scan_groups(q, [&](auto const& row) { return add(row.at(0), row.at(1).as_int()); });
    if (!grouped || *grouped)
        return grouped ? result<void>() : result<void>(grouped.error());
    q.base.fields = std::uint64_t{1} << r.field;
    return for_each_row(q.base, [&](auto const& row) { return add(row.at(r.field), 1); });
}

/// Returns whether the backend can aggregate all rows of a query itself.
SSOT_DECL bool store_core::aggregates(storage::aggregate_query const& q) const
{
    read_planner const planner(caps());
    return caps().aggregate && planner.takes(q.base, 0, q.where_if.size()) && q.base.limit == no_limit &&
        q.base.offset == 0 && q.base.after.empty() &&
        (q.base.where.empty() || planner.answers_at_once(q.base, q.base.where)) &&
        (q.where_if.empty() || planner.answers_at_once(q.base, q.where_if));
}

/// Calls `on_row(row)` for each group that the backend returns. Returns false, and calls nothing, if the backend leaves that to
/// the library.
SSOT_DECL result<bool> store_core::scan_groups(storage::aggregate_query const& q, on_group_fn on_row)
{
    if (!aggregates(q))
        return false;
    auto cursor = session_->aggregate(q);
    if (!cursor && cursor.error().code() == errc::unsupported) // declined
        return false;
    if (!cursor)
        return cursor.error();
    for (;;) {
        auto more = cursor->next();
        if (!more)
            return more;
        if (!*more)
            return true;
        if (auto done = on_row(*cursor); !done)
            return done.error();
    }
}

} // namespace SSOT_MODE
} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_STORE_ROWS_IPP
