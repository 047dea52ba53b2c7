// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORE_HPP
#define SSOT_STORE_HPP

// Models in, models out, whatever keeps them. The rules that no backend has to know live here: keys, times set by the
// insert, validation, foreign keys, what happens on erase, orderings.
//
//   ssot::store store{ssot::storage::memory{}};
//   store.insert(run).value();
//   store.insert(std::span{entries}).value();
//   for (auto const& row : store.annotated_syncs().value())
//       std::cout << row.sync.source << ": " << row.counts.created << " created\n";
//
// Models of your own need no registration. Example: docs/examples/first_steps.cpp.

#include <ssot/aggregate.hpp>
#include <ssot/error.hpp>
#include <ssot/model/content_type.hpp>
#include <ssot/model/job.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/secrets_group.hpp>
#include <ssot/model/servicenow_config.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_counts.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/query.hpp>
#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/concept.hpp>
#include <ssot/storage/describe.hpp>
#include <ssot/store/annotated.hpp>
#include <ssot/store/model_registry.hpp>
#include <ssot/store/page.hpp>
#include <ssot/store/purge.hpp>
#include <ssot/store/stored.hpp>
#include <ssot/store/transaction.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>
#include <ssot/validate.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/base/ranges.hpp>
#include <ssot/detail/store/core.hpp>
#include <ssot/detail/store/rows_of.hpp>

#include <concepts>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace ssot {

/// What a store takes from outside.
struct store_options {
    std::function<timestamp()> clock{now};                             ///< of times that the insert sets
    std::function<uuid()>      make_id{new_id};                        ///< of keys that are nil
    bool                       validate = true;                        ///< before every write
    validation_options         validation{};                           ///< by which rules
    ssot::rules                rules          = ssot::rules::standard; ///< of text search and nulls in queries
    std::size_t                max_sort_bytes = std::size_t{64} << 20; ///< that a query may keep when the library must sort
};

/// How rows are inserted.
struct insert_options {
    /// Times with `auto_now_add` stay as they are given, as when what was saved is loaded; only those that are zero are set.
    /// Otherwise the insert sets them all, as Django does.
    bool keep_times = false;
};

/// How many rows an erase removed, by model. Models without any are left out.
class erase_counts {
public:
    /// Rows of all models together.
    std::size_t total() const noexcept;

    /// Rows of one model.
    template<model M>
    std::size_t of() const noexcept;
    std::size_t of(std::string_view model_name) const noexcept;

    /// The models by name with their rows, in the order in which they were removed.
    std::vector<std::pair<std::string_view, std::size_t>> const& by_model() const noexcept { return counts_; }

private:
    friend class detail::erase_plan;
    void add(std::string_view model_name, std::size_t rows);

    std::vector<std::pair<std::string_view, std::size_t>> counts_{};
};

/// What an upsert gives: the row as it is stored now, and whether it was not there before.
template<model M>
struct upserted {
    stored<M> row;
    bool      made;
};

/// The log entries of a sync: the reverse of their foreign key, as a query.
template<class Types>
selection<basic_sync_log_entry<Types>> logs_of(basic_sync<Types> const& s)
{
    return from<basic_sync_log_entry<Types>>().where(field<&basic_sync_log_entry<Types>::sync> == key_of(s));
}

/// What a query gives for each row.
template<class Query>
using row_of = typename detail::read_as<Query>::row;

namespace detail {

/// What a store can be made of: anything with a session type, which then must be a backend.
template<class B>
concept backend_for_store = !std::same_as<std::remove_cvref_t<B>, store> && !std::is_const_v<std::remove_reference_t<B>> &&
    requires { typename std::remove_cvref_t<B>::session_type; };

template<class B>
concept backend_must_not_be_const = !std::same_as<std::remove_cvref_t<B>, store> &&
    std::is_const_v<std::remove_reference_t<B>> && requires { typename std::remove_cvref_t<B>::session_type; };

template<class T>
inline constexpr bool is_stored = false;
template<class M>
inline constexpr bool is_stored<stored<M>> = true;

/// What was meant to be a backend.
template<class B>
concept backend_without_session_type = !requires { typename std::remove_cvref_t<B>::session_type; } &&
    (requires(std::remove_cvref_t<B>& b) { b.caps(); } || requires(std::remove_cvref_t<B>& b) { b.prepare_schema({}, {}); });

} // namespace detail

inline namespace SSOT_MODE {

template<class Row>
class row_stream; // impl/store/stream.hpp

/// The typed face of a backend. Used by one thread at a time; `session()` gives another for another thread.
/// Every function that can fail returns a `result`, and does all or nothing where the backend has transactions. A store that
/// was moved from answers `misuse`, until it is assigned to.
class store {
public:
    /// Takes a backend, or refers to one that is an lvalue and must live longer; an `any_backend` is copied, which shares it.
    /// Throws `ssot::exception` when the backend cannot be opened; `open` returns the error instead.
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

    /// Another store on the same backend. May be called from any thread.
    result<store> session() const;

    /// The backend, when it is a `B`, also one inside an `any_backend`; otherwise null. Types are compared by their names.
    template<class B>
    B* backend_as() const noexcept;

    storage::capabilities const& caps() const noexcept { return core().caps(); }

    /// Stores a new row; its key. A nil key is made, times with `auto_now_add` are set; both are written back into `m`.
    /// Errors: `validation` (the field is the path), `already_exists`, `foreign_key`.
    template<class M>
        requires model<M>
    result<key_t<M>> insert(M& m, insert_options options = {});
    template<model M>
    result<key_t<M>> insert(M const& m, insert_options options = {});

    /// Stores many rows, all or none; their keys. Rows that are not const get keys and times written back.
    /// The path of an error starts with the index: "[3].source".
    template<class M>
        requires model<std::remove_const_t<M>>
    result<std::vector<key_t<std::remove_const_t<M>>>> insert(std::span<M> rows, insert_options options = {});
    template<std::ranges::contiguous_range R>
        requires model<std::ranges::range_value_t<R>>
    result<std::vector<key_t<std::ranges::range_value_t<R>>>> insert(R&& rows, insert_options options = {});

    /// Rows that were read, from this store or another: their models are stored anew, and the rows stay as they are.
    template<model M>
    result<key_t<M>> insert(stored<M> const& row, insert_options options = {});
    template<std::ranges::contiguous_range R>
        requires detail::is_stored<std::ranges::range_value_t<R>>
    result<std::vector<key_t<typename std::ranges::range_value_t<R>::stored_model>>> insert(R const&       rows,
                                                                                            insert_options options = {});

    /// Stores a row unless one with its key is there, whatever that one holds; whether it was stored. Racing calls store one.
    template<class M>
        requires model<M>
    result<bool> insert_if_absent(M& m, insert_options options = {});
    template<model M>
    result<bool> insert_if_absent(M const& m, insert_options options = {});

    /// What is wrong with a row before it is written: every broken rule of its own (`ssot::validate`), each foreign key whose
    /// row is not there, and unique values that are taken, those of several fields under `model_wide`. As Django reports them:
    /// in declaration order, unique ones last and only of fields that are otherwise good. A row that was read may keep what it
    /// has. Errors: those of reading; `misuse` for a row that was read with another key.
    template<model M>
    result<std::vector<field_problem>> validate(M const& m, validation_options const& options = {});
    template<model M>
    result<std::vector<field_problem>> validate(stored<M> const& row, validation_options const& options = {});

    /// The row with this key. Errors: `not_found`.
    template<model M>
    result<stored<M>> get(key_t<M> const& id);

    /// The row whose unique field, or key, has this value. Errors: `not_found`.
    template<auto Field, class V>
    auto get_by(V const& value) -> result<stored<detail::class_of<Field>>>;

    /// The first row of a query, in its order. Errors: `not_found` when there is none.
    template<class Query, model M>
    result<row_of<Query>> first(detail::query_steps<Query, M> const& query);

    /// The rows that a query asks for, in its order: `stored<M>`; `partial<M>` when it defers fields; tuples when it reads
    /// `only` some. Errors: `too_large` when the library must sort more than `store_options::max_sort_bytes`.
    template<class Query, model M>
    result<std::vector<row_of<Query>>> select(detail::query_steps<Query, M> const& query);
    /// The same, for calls that name the model: `select<sync>({})` gives all.
    template<model M>
    result<std::vector<stored<M>>> select(selection<M> const& query)
    {
        return select(static_cast<detail::query_steps<selection<M>, M> const&>(query));
    }

    /// Groups of rows with what they come to, as tuples.
    template<model M, class Groups, class... Measures>
    result<std::vector<typename grouping<M, Groups, Measures...>::row>>
    select(grouping<M, Groups, Measures...> const& query);

    /// The same rows as `select`, one at a time: an input range of `result`s. Nothing is kept unless the library must sort.
    /// An error is the last item; `misuse` once the store is gone.
    template<class Query, model M>
    row_stream<row_of<Query>> stream(detail::query_steps<Query, M> const& query);

    /// The first `query.limit(n)` rows behind those of the page whose key is given. An offset counts on the first page only.
    template<class Query, model M>
    result<page_of<row_of<Query>>> page(detail::query_steps<Query, M> const& query,
                                        std::optional<page_key> const&       after = {});

    /// How many rows a query asks for, limit and offset included.
    template<class Query, model M>
    result<std::size_t> count(detail::query_steps<Query, M> const& query);
    template<model M>
    result<std::size_t> count(selection<M> const& query = {})
    {
        return count(static_cast<detail::query_steps<selection<M>, M> const&>(query));
    }

    /// Writes all fields of a row that was read, or those that were loaded; the revision moves on.
    /// Errors: `conflict` when the row changed in between, `not_found`, `misuse` when its key is not that it was read with, and
    /// those of `insert`.
    template<model M>
    result<void> update(stored<M>& row);
    template<model M>
    result<void> update(stored<M>&& row);
    template<model M>
    result<void> update(partial<M>& row);

    /// Stores a row, or writes it over the one that has its key, or else the same value in a unique field, which keeps its own key
    /// and the times that its insert set (`stored::replace`). With a member, that field alone says which row it is; a null is like
    /// no other. Looks and writes anew, up to five times, when somebody else was faster; not in a transaction of the caller's.
    /// Errors: those of `insert` and `update`.
    template<model M>
    result<upserted<M>> upsert(M const& m);
    template<auto Unique>
    auto upsert(detail::class_of<Unique> const& m) -> result<upserted<detail::class_of<Unique>>>;

    /// Calls `change(M&)` for each row that a query selects, then writes them back, all or none; how many rows. Keeps the rows
    /// meanwhile. Errors: those of `update`.
    template<model M, std::invocable<M&> Change>
    result<std::size_t> update_where(selection<M> const& query, Change change);

    /// Removes one row and what its foreign keys say must go with it. A row that is not there counts as none; that of a
    /// singleton stays. Errors: `protected_`, with the keys of up to 100 rows that stand in the way; then nothing is removed.
    /// `misuse` for a row that was read with another key.
    template<model M>
    result<erase_counts> erase(M const& m);
    template<model M>
    result<erase_counts> erase(stored<M> const& row);
    template<model M>
    result<erase_counts> erase(partial<M> const& row);
    template<model M>
    result<erase_counts> erase(key_t<M> const& id);
    /// The same for all rows that a query selects; a singleton's row goes as well.
    template<model M>
    result<erase_counts> erase(selection<M> const& query);

    /// The only row of a singleton, made when there is none yet. Of several, the one with the smallest key.
    template<model M>
    result<stored<M>> load();

    /// Removes syncs that started before a time, with their log entries, the oldest first, batch by batch, each in a
    /// transaction of its own. After an error the batches before it stay removed, and another call goes on.
    result<purge_report> purge(timestamp older_than, purge_options const& options = {});

    /// The row that stands for a model in `sync_log_entry::synced_object_type`, made when there is none yet.
    template<model M>
    result<stored<content_type>> content_type_of();

    /// Lets a log entry point at a row, which need not be stored; the entry is not written. Makes the content type.
    template<class Types, model M>
    result<void> point_at(basic_sync_log_entry<Types>& entry, M const& object);

    /// The row that a log entry points at: nothing when it points at none, at one of another model, or at one that is gone.
    template<model M, class Types>
    result<std::optional<stored<M>>> resolve(basic_sync_log_entry<Types> const& entry);
    /// The same for any model of a registry. Errors: `unsupported` when the model is not in it.
    template<class Types>
    result<any_row> resolve(basic_sync_log_entry<Types> const& entry, model_registry const& models);

    /// Whether this store has a transaction open, whichever thread began it. May be asked by any thread.
    bool in_transaction() const noexcept { return core().in_transaction(); }

    /// Whether the calling thread has a transaction open on this backend: by this store, by another session of it, or by
    /// another store on the same backend. One that was begun in another thread belongs to the thread that used it last.
    bool in_transaction_here() const { return core().in_transaction_here(); }

    /// Begins a transaction; further calls of this store are part of it until it ends. See <ssot/store/transaction.hpp>.
    /// Errors: `unsupported` when the backend has none, `tx_aborted` inside one that is doomed.
    [[nodiscard]] result<transaction> begin(storage::tx_options options = {});

    /// Calls `fn(store)` or `fn()`, which returns a `result`, in a transaction, and commits. Repeats that while an error says
    /// that repeating is safe, with growing pauses; never when the work may have been done. Inside a transaction: once.
    template<class Fn>
    auto run(Fn&& fn, run_options const& options = {});

    /// Syncs with their job result and seven counts, diffs not loaded. Conditions and orderings may name `counted<...>`.
    template<class Types = default_types>
    result<std::vector<basic_annotated_sync<Types>>> annotated_syncs(selection<basic_sync<Types>> const& query = {});

    /// The log entries of a sync, as a query.
    template<class Types>
    selection<basic_sync_log_entry<Types>> logs_of(basic_sync<Types> const& s) const
    {
        return ssot::logs_of(s);
    }

private:
    explicit store(std::shared_ptr<detail::store_core> core) noexcept : core_(std::move(core)) {}

    /// That of nobody, which answers `misuse`, in a store that was moved from.
    detail::store_core& core() const { return core_ ? *core_ : detail::store_core::of_nobody(); }

    template<model M>
    result<std::vector<key_t<M>>> insert_objects(detail::objects const& rows, M* write_back, insert_options how);
    template<model M>
    result<upserted<M>> upsert_by(M const& m, std::uint16_t field);

    template<class Types>
    result<std::optional<content_type>> type_of_object(basic_sync_log_entry<Types> const& entry);

    std::shared_ptr<detail::store_core> core_;
};

} // namespace SSOT_MODE

} // namespace ssot

#include <ssot/impl/store.hpp>
#ifdef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/store/extern.hpp>
#else
#include <ssot/impl/detail/store/core.ipp>
#include <ssot/impl/store.ipp>
#endif

#endif // SSOT_STORE_HPP
