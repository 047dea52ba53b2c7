// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_MANY_IPP
#define SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_MANY_IPP

// Behaviours with more rows than engines take, sort or lock at once: what is done in parts is done wholly.

#include <ssot/testing/kit/asking.hpp>
#include <ssot/testing/kit/query_words.hpp>
#include <ssot/testing/kit/untyped_rows.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ssot::conformance::detail {

/// A session and the many rows that it sees.
class crowd {
public:
    /// Outside a transaction, or in one that inserted half of the rows.
    crowd(trial& t, bool inside)
        : t_(t), session_(t.open()), when_(inside ? " (in a transaction)" : " (outside a transaction)"), inside_(inside)
    {
        auto const&  model = specimen_model();
        auto const   n     = static_cast<std::int64_t>(t.scaled(3'000, 20'000));
        std::int64_t key   = 0;
        for (std::int64_t const last : {n / 2, n}) {
            std::vector<kit_row> batch;
            while (key != last) {
                auto row                             = make_row(model, ++key);
                row[field_of(model, "number")]       = number(key * 37 % 1'103);
                row[field_of(model, "maybe_number")] = key % 9 == 0 ? storage::value() : number(key % 7);
                batch.push_back(std::move(row));
            }
            insert(batch);
            if (inside && last != n)
                t.ok(session_.begin({}), "begin");
        }
    }
    crowd(crowd const&)            = delete;
    crowd& operator=(crowd const&) = delete;
    ~crowd()
    {
        if (inside_)
            session_.rollback();
    }

    static storage::value number(std::int64_t v) { return storage::value(storage::value_view::integer(v)); }

    void insert(std::vector<kit_row> const& batch)
    {
        t_.equal(t_.ok(insert_in_batches(t_, session_, specimen_model(), batch), "inserting many rows" + when_),
                 batch.size(),
                 "rows inserted" + when_);
        for (auto const& row : batch)
            rows_.put(specimen_model(), row);
    }

    std::vector<std::int64_t> keys() const
    {
        std::vector<std::int64_t> out;
        for (auto const& [key, row] : rows_.of(specimen_model()))
            out.push_back(key);
        return out;
    }

    void scan(storage::query const& q, std::string const& what)
    {
        check_rows(t_, session_, q, rows_.select(q), [&] { return what + when_; });
    }
    void look(std::string const& what) { scan({.model = &specimen_model()}, "all rows after " + what); }

    void update(storage::query const& q, std::string const& what)
    {
        auto const                to    = storage::value_view::integer(5);
        auto const                field = field_of(specimen_model(), "maybe_number");
        storage::assignment const set[] = {{field, to}};
        auto const                hit   = keys_of(q);
        t_.equal(t_.ok(session_.update(q, set), what + when_), hit.size(), "rows updated: " + what + when_);
        for (auto const key : hit)
            rows_.of(specimen_model()).at(key)[field] = storage::value(to);
        look(what);
    }
    void erase(storage::query const& q, std::string const& what)
    {
        auto const hit = keys_of(q);
        t_.equal(t_.ok(session_.erase(q), what + when_), hit.size(), "rows erased: " + what + when_);
        for (auto const key : hit)
            rows_.of(specimen_model()).erase(key);
        look(what);
    }
    void aggregate(storage::aggregate_query const& q) { check_aggregate(t_, session_, rows_, q, when_); }

    storage::any_session& session() noexcept { return session_; }
    std::string const&    when() const noexcept { return when_; }
    std::size_t           size() const { return rows_.of(specimen_model()).size(); }

private:
    std::vector<std::int64_t> keys_of(storage::query const& q) const
    {
        std::vector<std::int64_t> out;
        for (auto const* row : rows_.select(q))
            out.push_back((*row)[specimen_model().pk].view().as_int());
        return out;
    }

    trial&               t_;
    storage::any_session session_;
    expected_rows        rows_{};
    std::string          when_;
    bool                 inside_;
};

/// A batch of many rows is stored wholly, or not at all.
SSOT_DECL void many_inserted(trial& t, crowd& all, bool inside)
{
    auto const& model = specimen_model();
    all.look("inserting them");
    if (inside)
        return; // the transaction could only be rolled back after what follows
    auto const n = std::min<std::size_t>(t.caps().max_batch, all.size());
    for (std::size_t const bad : {n - 1, n / 2}) {
        std::vector<kit_row> batch;
        for (std::size_t i = 0; i != n; ++i)
            batch.push_back(make_row(model, i == bad ? 7 : static_cast<std::int64_t>(100'000 + i)));
        t.refused(insert_untyped(all.session(), model, batch),
                  {errc::already_exists},
                  std::to_string(n) + " rows, of which the key of number " + std::to_string(bad) + " is taken");
        all.look("a large batch that was refused");
    }
}

/// As many keys as a list may have.
SSOT_DECL void many_keys(trial& t, crowd& all)
{
    require(t.caps().filters != storage::filtering::none, "filters");
    auto keys = all.keys();
    std::ranges::reverse(keys);
    keys.resize(std::min({keys.size(), t.caps().max_keys_in, std::size_t{2'500}}));
    key_query const by_key(specimen_model(), keys);
    all.scan(by_key, "rows by many keys");
    if (t.caps().order) {
        storage::query q = by_key;
        q.order          = {{.field = field_of(specimen_model(), "number")}, {.field = specimen_model().pk, .desc = true}};
        all.scan(q, "rows by many keys in an order");
        if (t.caps().limit) {
            q.limit  = 700;
            q.offset = 900;
            all.scan(q, "rows by many keys in an order, with a limit and an offset");
        }
    }
    if (t.caps().aggregate && t.caps().filters == storage::filtering::all)
        all.aggregate({.base = by_key, .measures = {{.fn = storage::fold_fn::count}}});
    all.update(by_key, "an update by many keys");
    all.erase(by_key, "an erase by many keys");
}

SSOT_DECL void many_ordered(trial& t, crowd& all)
{
    require_order(t);
    for (bool const desc : {false, true}) {
        asking a({&specimen_model(), field_of(specimen_model(), "number")});
        a.order({.field = field_of(specimen_model(), "maybe_number"), .desc = desc})
            .order({.field = field_of(specimen_model(), "number"), .desc = !desc})
            .order_by_key();
        all.scan(a.q, "many rows in an order");
        if (!t.caps().limit)
            continue;
        for (std::uint64_t const offset : {1'000U, 2'900U}) {
            a.q.limit  = 1'500;
            a.q.offset = offset;
            all.scan(a.q, "many rows in an order, from " + std::to_string(offset) + " on");
        }
    }
}

SSOT_DECL void many_grouped(trial& t, crowd& all)
{
    using storage::fold_fn;
    require_conditions(t);
    auto const&              model  = specimen_model();
    auto const               number = field_of(model, "number");
    storage::aggregate_query q{.base     = {.model = &model},
                               .measures = {{.fn = fold_fn::count},
                                            {.fn = fold_fn::sum, .field = number},
                                            {.fn = fold_fn::min, .field = number},
                                            {.fn = fold_fn::max, .field = model.pk}}};
    all.aggregate(q); // one group of all
    q.group_by = {field_of(model, "maybe_number")};
    all.aggregate(q); // large groups
    q.group_by = {number};
    all.aggregate(q); // many groups
}

SSOT_DECL void many_selected(trial& t, crowd& all, bool erases)
{
    require_conditions(t);
    auto const number = field_of(specimen_model(), "number");
    asking     most({&specimen_model(), number});
    most.group(storage::op::not_, 1).compare(storage::op::lt, storage::value_view::integer(100));
    all.scan(most.q, "most of many rows");
    if (erases)
        all.erase(most.q, "an erase of most rows");
    else
        all.update(most.q, "an update of most rows");
    storage::query const every{.model = &specimen_model()};
    if (erases)
        all.erase(every, "an erase of all rows");
    else
        all.update(every, "an update of all rows");
}

SSOT_DECL void many_rows(trial& t)
{
    auto const clause = t.about().clause;
    for (bool const inside : {false, true}) {
        if (inside && !t.caps().transactions)
            continue;
        trial another = t.another();
        crowd all(another, inside);
        if (clause == "many.insert")
            many_inserted(another, all, inside);
        else if (clause == "many.keys")
            many_keys(another, all);
        else if (clause == "many.order")
            many_ordered(another, all);
        else if (clause == "many.groups")
            many_grouped(another, all);
        else
            many_selected(another, all, clause == "many.erase");
        t.add(another);
    }
}

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_BEHAVIOURS_CELLS_MANY_IPP
