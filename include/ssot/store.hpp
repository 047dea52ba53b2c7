// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORE_HPP
#define SSOT_STORE_HPP

// The store: inserts, reads, updates and erases models on any backend.
//
//   ssot::store store{ssot::storage::memory{}};
//   store.insert(run).value();
//   store.insert(std::span{entries}).value();
//   for (auto const& row : store.annotated_syncs().value())
//       std::cout << row.sync.source << ": " << row.counts.created << " created\n";
//
// What the calls cost: docs/reference/store.md, "Cost". Example: docs/examples/first_steps.cpp.

#include <ssot/aggregate.hpp>
#include <ssot/error.hpp>
#include <ssot/model/content_type.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/query.hpp>
#include <ssot/storage/any_backend.hpp>
#include <ssot/store/annotated.hpp>
#include <ssot/store/model_registry.hpp>
#include <ssot/store/options.hpp>
#include <ssot/store/page.hpp>
#include <ssot/store/purge.hpp>
#include <ssot/store/set.hpp>
#include <ssot/store/stored.hpp>
#include <ssot/store/transaction.hpp>
#include <ssot/time.hpp>
#include <ssot/validate.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/base/ranges.hpp>
#include <ssot/detail/store/backend_kinds.hpp>
#include <ssot/detail/store/core.hpp>
#include <ssot/detail/store/rows_of.hpp>

#include <concepts>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace ssot {

/// The type that a query gives for each row: `stored<M>`, `partial<M>` or a tuple.
template<class Query>
using row_of = typename detail::read_as<Query>::row;

inline namespace SSOT_MODE {

template<class Row>
class row_stream; // impl/store/stream.hpp

/// The typed interface of a backend. Movable. A store that was moved from answers `misuse` until it is assigned to.
///
/// Errors: each call is all or nothing where the backend has transactions. Besides the errors named below, each may return
/// those of the backend, and `schema_mismatch` if another model has the name or the table of this one.
///
/// Thread safety: a store is used by one thread at a time, and answers `misuse` to a second; `session()` gives each its own.
class store {
public:
    /// Moves the backend into the store if it is an rvalue. An lvalue is referred to and must live longer than the store
    /// and its sessions; an `any_backend` is copied, and the copies share the backend. Throws `ssot::exception` if the
    /// backend cannot be opened; `open` returns that error instead.
    template<detail::backend_for_store B>
    explicit store(B&& backend, store_options options = {});
    template<detail::backend_must_not_be_const B>
    explicit store(B&& backend, store_options options = {}) = delete;
    template<detail::backend_without_session_type B>
    explicit store(B&& backend, store_options options = {});
    template<detail::backend_for_store B>
    static result<store> open(B&& backend, store_options options = {});

    store(store&&) noexcept            = default;
    store& operator=(store&&) noexcept = default;

    /// Returns another store on the same backend, with the same options, for another thread. Thread-safe.
    result<store> session() const;

    /// Returns the backend if it is a `B`, also if it is inside an `any_backend`; otherwise null. The pointer is valid as
    /// long as the store. Types are compared by their names.
    template<class B>
    B* backend_as() const noexcept;

    /// Announces models to the backend now, and those that their foreign keys lead to. Otherwise the first call that uses a
    /// model does so; inside a transaction that is `misuse` on a backend without `capabilities::schema_in_transaction`.
    /// Errors: those of the backend; `schema_mismatch`.
    template<model First, model... More>
    result<void> use();

    /// What the backend can do. The reference is valid as long as the store.
    storage::capabilities const& caps() const noexcept { return core().caps(); }

    /// Inserts a row and returns its key. Makes a key if that of `m` is nil, sets the fields with `auto_now_add`, and
    /// writes both back into `m` unless it is const. Errors: `validation`, whose path is the field; `already_exists`;
    /// `foreign_key`; `out_of_range` if no integer key is left.
    template<class M>
        requires model<M>
    result<key_t<M>> insert(M& m, insert_options options = {});
    template<model M>
    result<key_t<M>> insert(M const& m, insert_options options = {});

    /// Inserts all rows or none, and returns their keys in the same order. Keys and times are written back into rows that
    /// are not const. Errors as above; the path starts with the index of the row: "[3].source".
    template<class M>
        requires model<std::remove_const_t<M>>
    result<std::vector<key_t<std::remove_const_t<M>>>> insert(std::span<M> rows, insert_options options = {});
    template<std::ranges::contiguous_range R>
        requires model<std::ranges::range_value_t<R>>
    result<std::vector<key_t<std::ranges::range_value_t<R>>>> insert(R&& rows, insert_options options = {});

    /// Inserts copies of rows that were read, from this store or another. They begin with revision 1; the rows given are
    /// not changed.
    template<model M>
    result<key_t<M>> insert(stored<M> const& row, insert_options options = {});
    template<std::ranges::contiguous_range R>
        requires stored_row<std::ranges::range_value_t<R>>
    result<std::vector<key_t<typename std::ranges::range_value_t<R>::stored_model>>> insert(R const&       rows,
                                                                                            insert_options options = {});

    /// Inserts a row unless a row with its key exists, whatever that row holds. Returns whether it was inserted. Of several
    /// calls at the same time with the same key, one inserts.
    template<class M>
        requires model<M>
    result<bool> insert_if_absent(M& m, insert_options options = {});
    template<model M>
    result<bool> insert_if_absent(M const& m, insert_options options = {});

    /// Returns everything that is wrong with a row, without writing it: broken rules of the row itself (`ssot::validate`),
    /// foreign keys of no row, and unique values that are taken, under `model_wide` if there are several fields. As in Django,
    /// in declaration order, but uniqueness last, and only for fields without other problems. A `stored` row may keep its own.
    /// Errors: those of reading; `misuse` if the key of a `stored` row is not the one that it was read with.
    template<model M>
    result<std::vector<field_problem>> validate(M const& m, validation_options const& options = {});
    template<model M>
    result<std::vector<field_problem>> validate(stored<M> const& row, validation_options const& options = {});

    /// Returns the row with this key. Errors: `not_found`; `corrupted` if the model cannot hold what is stored.
    template<model M>
    result<stored<M>> get(key_t<M> const& id);

    /// Returns the row in which `Field`, which is a unique field or the key, has this value. Errors: `not_found`.
    template<auto Field, class V>
    auto get_by(V const& value) -> result<stored<owner_of<Field>>>;

    /// Returns the first row of a query, in its order. Errors: `not_found` if there is none.
    template<class Query, model M>
    result<row_of<Query>> first(query_steps<Query, M> const& query);

    /// Returns the rows of a query, in its order: `stored<M>`; `partial<M>` if the query defers fields; tuples if it reads
    /// `only` some. Errors: `too_large` if the library must sort more than `store_options::max_sort_bytes`; `corrupted`
    /// unless the query skips such rows.
    template<class Query, model M>
    result<std::vector<row_of<Query>>> select(query_steps<Query, M> const& query);
    /// For calls that name the model: `select<sync>({})` returns all rows.
    template<model M>
    result<std::vector<stored<M>>> select(selection<M> const& query);

    /// Returns one tuple for each group of rows: the values of the group, then the measures. See <ssot/aggregate.hpp>.
    template<model M, class Groups, class... Measures>
    result<std::vector<typename grouping<M, Groups, Measures...>::row>>
    select(grouping<M, Groups, Measures...> const& query);

    /// Returns the rows of `select` one at a time, as an input range of `result`s; an error is the last item. A `result` is
    /// valid until the iterator moves on. Keeps no rows unless the library must sort. The stream uses this store, in its
    /// thread; the store may move meanwhile. Once the store is gone, the last item is `misuse`.
    template<class Query, model M>
    row_stream<row_of<Query>> stream(query_steps<Query, M> const& query);

    /// Returns the first `query.limit(n)` rows after those of the page whose `next` is given, or the first page. An offset
    /// applies to the first page only. Errors: `misuse` if the key belongs to another ordering.
    template<class Query, model M>
    result<page_of<row_of<Query>>> page(query_steps<Query, M> const& query, std::optional<page_key> const& after = {});

    /// Returns the number of rows of a query, after its limit and offset.
    template<class Query, model M>
    result<std::size_t> count(query_steps<Query, M> const& query);
    template<model M>
    result<std::size_t> count(selection<M> const& query = {});

    /// Writes all fields of a `stored` row, or the loaded fields of a `partial` row, and sets its revision to the new one.
    /// Errors: `conflict` if the row changed since it was read; `not_found`; `misuse` if its key is not the one that it was
    /// read with; those of `insert`.
    template<model M>
    result<void> update(stored<M>& row);
    template<model M>
    result<void> update(stored<M>&& row);
    template<model M>
    result<void> update(partial<M>& row);

    /// Updates the row that has the key of `m` or else the value of `m` in a unique field, and inserts `m` if there is
    /// none. An update keeps the key and the times that the insert set, see `stored::replace`. With a member, that field
    /// alone decides which row it is. A null value equals no other. If another session changes the row meanwhile, it is done
    /// again, up to five times, or once within an open transaction. Errors: those of `insert` and `update`.
    template<model M>
    result<upserted<M>> upsert(M const& m);
    template<auto Unique>
    auto upsert(owner_of<Unique> const& m) -> result<upserted<owner_of<Unique>>>;

    /// Reads the rows of a query, calls `change(M&)` for each, then writes all of them back, one by one, or none. Returns their
    /// number. `change` runs in the transaction of the call, under no lock; if it throws, nothing is written. Keeps the rows in
    /// memory. Errors: those of `update`.
    template<model M, std::invocable<M&> Change>
    result<std::size_t> update_where(selection<M> const& query, Change change);

    /// Gives fields of all rows of a query these values: `set<&M::field>(value)`. On a backend with `revisions` this is one
    /// statement that reads no row. Errors: `validation` of the values, also if there is no row; those of `update`.
    template<model M, value_for<M> First, value_for<M>... More>
    result<std::size_t> update_where(selection<M> const& query, First const& first, More const&... more);

    /// Erases a row, and the rows that go with it by the `on_delete` rules of the foreign keys that point at it. Returns
    /// how many rows were removed: none if the row does not exist, or if the model is a singleton. Errors: `protected_` if
    /// other rows protect one of them, with the keys of up to 100 such rows, and then nothing is removed; `serialization`
    /// if another session makes a row point at one of them meanwhile; `misuse` if the key of a row is not the one that it
    /// was read with.
    template<model M>
    result<erase_counts> erase(M const& m);
    template<model M>
    result<erase_counts> erase(stored<M> const& row);
    template<model M>
    result<erase_counts> erase(partial<M> const& row);
    template<model M>
    result<erase_counts> erase(key_t<M> const& id);
    /// The same for all rows of a query. The row of a singleton is erased, too.
    template<model M>
    result<erase_counts> erase(selection<M> const& query);

    /// Returns the only row of a singleton, and inserts one if there is none. Of several rows it returns the one with the
    /// smallest key.
    template<model M>
    result<stored<M>> load();

    /// Removes syncs that started before a time, with their log entries, the oldest first. Each batch is a transaction of
    /// its own, so that after an error the batches before it stay removed and another call continues. See
    /// <ssot/store/purge.hpp>. Errors: `misuse` if a transaction is open.
    result<purge_report> purge(timestamp older_than, purge_options const& options = {});

    /// Returns the content type of a model, as `sync_log_entry::synced_object_type` refers to it, and inserts it if there
    /// is none.
    template<model M>
    result<stored<content_type>> content_type_of();
    /// Makes a log entry point at a row, by the content type of its model and its key. Inserts the content type if there is
    /// none. The row need not be stored; the entry is changed but not written.
    template<class Types, model M>
    result<void> point_at(basic_sync_log_entry<Types>& entry, M const& object);

    /// Returns the row that a log entry points at. Returns nothing if the entry points at no row, at a row of another
    /// model, or at a row that no longer exists.
    template<model M, class Types>
    result<std::optional<stored<M>>> resolve(basic_sync_log_entry<Types> const& entry);
    /// The same for a row of any model of a registry. Errors: `unsupported` if its model is not in the registry.
    template<class Types>
    result<any_row> resolve(basic_sync_log_entry<Types> const& entry, model_registry const& models);

    /// Returns whether this store has an open transaction, whichever thread began it. Thread-safe.
    bool in_transaction() const noexcept { return core().in_transaction(); }
    /// Returns whether the calling thread has an open transaction on this backend: in this store, in another session of it,
    /// or in another store on the same backend. A transaction belongs to the thread that used it last.
    bool in_transaction_here() const { return core().in_transaction_here(); }

    /// Begins a transaction. Further calls of this store are part of it until it ends. See <ssot/store/transaction.hpp>.
    /// Errors: `unsupported` if the backend has no transactions, or none of this isolation level; `tx_aborted` if the open
    /// transaction can only be rolled back.
    [[nodiscard]] result<transaction> begin(storage::tx_options options = {});

    /// Calls `fn(store)` or `fn()` in a transaction, and commits. Returns what `fn` returned, a `result`, or the error of `begin`
    /// or of the commit. Repeats all of it, with growing pauses, while the error says that repeating is safe. If a
    /// transaction is open already, `fn` is called once. An exception of `fn` rolls back and leaves the call.
    template<class Fn>
    auto run(Fn&& fn, run_options const& options = {});

    /// Returns syncs with their job results and their seven counts; the diffs are not loaded. Conditions and orderings may
    /// use `counted<...>`. See <ssot/store/annotated.hpp>.
    template<class Types = default_types>
    result<std::vector<basic_annotated_sync<Types>>> annotated_syncs(selection<basic_sync<Types>> const& query = {});

    /// A query for the log entries of a sync.
    template<class Types>
    selection<basic_sync_log_entry<Types>> logs_of(basic_sync<Types> const& s) const;

private:
    explicit store(std::shared_ptr<detail::store_core> core) noexcept : core_(std::move(core)) {}

    /// The core, or that of no store, which answers `misuse`, if this store was moved from.
    detail::store_core& core() const { return core_ ? *core_ : detail::store_core::of_nobody(); }

    std::shared_ptr<detail::store_core> core_;
};

} // namespace SSOT_MODE
} // namespace ssot

#include <ssot/impl/store.hpp>

#endif // SSOT_STORE_HPP
