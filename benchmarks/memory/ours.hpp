// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_MEMORY_OURS_HPP
#define BENCH_MEMORY_OURS_HPP

// The entries in ssot::storage::memory: through the contract of a backend, as a store sees it, and through a store.

#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/memory.hpp>
#include <ssot/store.hpp>

#include "data.hpp"
#include "multi_index.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace bench {

namespace storage = ssot::storage;

template<class M>
storage::record_batch as_batch(std::span<M const> rows)
{
    return {&storage::describe_model<M>(),
            storage::accessors_of<M>(),
            reinterpret_cast<std::byte const*>(rows.data()),
            sizeof(M),
            rows.size(),
            {},
            &storage::read_fields<M>};
}

template<auto Member>
inline constexpr auto field_of = static_cast<std::uint16_t>(ssot::field_index<Member>);

/// The backend alone, or behind any_backend.
template<class Backend>
class backend_peer {
public:
    backend_peer() : backend_(storage::memory())
    {
        std::array const models{&storage::describe_model<ssot::sync>(), &storage::describe_model<entry>()};
        backend_.prepare_schema({models, 1, 0, {}}, storage::schema_mode::create).value();
    }

    void insert(std::span<entry const> entries) { session().insert(as_batch(entries)).value(); }

    entry get(ssot::uuid const& id)
    {
        storage::query q{.model = &storage::describe_model<entry>(), .where = {{storage::op::eq, 0, 0, 1}}};
        q.args      = {storage::value_view::id(id)};
        auto cursor = session().scan(q).value();
        static_cast<void>(cursor.next().value());
        return read(cursor);
    }

    std::vector<entry> failures(ssot::uuid const& of, std::size_t most)
    {
        storage::query q{.model = &storage::describe_model<entry>(),
                         .where = {{storage::op::and_, storage::no_field, 0, 2},
                                   {storage::op::eq, field_of<&entry::sync>, 0, 1},
                                   {storage::op::eq, field_of<&entry::status>, 1, 1}},
                         .order = {{.field = field_of<&entry::timestamp>}, {.field = 0}},
                         .limit = most};
        q.args      = {storage::value_view::id(of), storage::value_view::choice("failure", 1)};
        auto cursor = session().scan(q).value();

        std::vector<entry> out;
        out.reserve(most);
        while (cursor.next().value())
            out.push_back(read(cursor));
        return out;
    }

    /// Calls `fn(row)` for each entry of a sync.
    template<class Fn>
    void each_of(ssot::uuid const& of, Fn fn)
    {
        storage::query q{.model = &storage::describe_model<entry>(),
                         .where = {{storage::op::eq, field_of<&entry::sync>, 0, 1}}};
        q.args      = {storage::value_view::id(of)};
        auto cursor = session().scan(q).value();
        while (cursor.next().value())
            fn(cursor);
    }

    /// One row for each sync, by the counts that are kept.
    std::vector<seven_counts> counts(std::span<sync const> of)
        requires storage::aggregating<typename Backend::session_type>
    {
        storage::aggregate_query q{.base     = {.model = &storage::describe_model<entry>()},
                                   .group_by = {field_of<&entry::sync>}};
        for (auto const& a : ssot::choices<action>())
            add_count(q, field_of<&entry::action>, a.wire);
        for (auto const& s : ssot::choices<status>())
            add_count(q, field_of<&entry::status>, s.wire);
        auto cursor = session().aggregate(q).value();

        std::vector<seven_counts> out;
        out.reserve(of.size());
        while (cursor.next().value()) {
            auto& counted = out.emplace_back();
            for (std::size_t i = 0; i != counted.size(); ++i)
                counted[i] = cursor.at(1 + i).as_int();
        }
        return out;
    }

    /// Every row into the same object.
    template<class Fn>
    void decode(Fn fn)
    {
        storage::query const q{.model = &storage::describe_model<entry>()};
        auto                 cursor = session().scan(q).value();
        auto                 e      = ssot::make_blank<entry>();
        while (cursor.next().value()) {
            read_into(e, cursor);
            fn(e);
        }
    }

    /// Every row, in the order of keys, into the same object.
    template<class Fn>
    void stream(Fn fn)
    {
        storage::query const q{.model = &storage::describe_model<entry>(), .order = {{.field = 0}}};
        auto                 cursor = session().scan(q).value();
        auto                 e      = ssot::make_blank<entry>();
        while (cursor.next().value()) {
            read_into(e, cursor);
            fn(e);
        }
    }

    std::size_t erase(std::span<sync const> of)
    {
        storage::query q{.model = &storage::describe_model<entry>()};
        for (auto const& s : of)
            q.args.push_back(storage::value_view::id(s.id));
        q.where = {{storage::op::in, field_of<&entry::sync>, 0, static_cast<std::uint32_t>(of.size())}};
        return session().erase(q).value();
    }

    auto session() { return backend_.open().value(); }

private:
    static void add_count(storage::aggregate_query& q, std::uint16_t field, std::string_view wire)
    {
        auto const at = static_cast<std::uint32_t>(q.where_if.size());
        q.where_if.push_back({storage::op::eq, field, at, 1});
        q.base.args.push_back(storage::value_view::choice(wire));
        q.measures.push_back({storage::fold_fn::count_if, storage::no_field, at, 1});
    }

    static void read_into(entry& e, auto const& row)
    {
        auto const accessors = storage::accessors_of<entry>();
        for (std::size_t f = 0; f != accessors.size(); ++f)
            accessors[f].set(&e, row.at(f)).value();
    }
    static entry read(auto const& row)
    {
        auto out = ssot::make_blank<entry>();
        read_into(out, row);
        return out;
    }

    Backend backend_;
};

class store_peer {
public:
    explicit store_peer(std::span<sync const> syncs)
    {
        for (std::int64_t i = 1; i != 13; ++i)
            store_.insert(ssot::content_type{.id = i, .app_label = "dcim", .model = format("model%d", static_cast<int>(i))})
                .value();
        store_.insert(syncs).value();
    }

    void insert(std::span<entry const> entries) { store_.insert(entries, {.keep_times = true}).value(); }

    entry get(ssot::uuid const& id) { return store_.get<entry>(id).value(); }

    std::vector<entry> failures(ssot::uuid const& of, std::size_t most)
    {
        auto rows = store_
                        .select(ssot::from<entry>()
                                    .where(ssot::field<&entry::sync> == of && ssot::field<&entry::status> == status::failure)
                                    .order_by(ssot::asc<&entry::timestamp>)
                                    .limit(most))
                        .value();
        return {std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end())};
    }

    std::vector<seven_counts> counts(std::span<sync const>)
    {
        std::vector<seven_counts> out;
        for (auto const& row : store_.annotated_syncs<ssot::raw_types>().value()) {
            auto const& c = row.counts;
            out.push_back({c.unchanged, c.created, c.updated, c.deleted, c.succeeded, c.failed, c.errored});
        }
        return out;
    }

    template<class Fn>
    void stream(Fn fn)
    {
        for (auto const& row : store_.stream(ssot::from<entry>().order_by()))
            fn(row.value());
    }

    std::size_t erase(std::span<sync const> of)
    {
        std::size_t out = 0;
        for (auto const& s : of)
            out += store_.erase(s).value().template of<entry>();
        return out;
    }

private:
    ssot::store store_{storage::memory()};
};

} // namespace bench

#endif // BENCH_MEMORY_OURS_HPP
