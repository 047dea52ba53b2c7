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
#include <ssot/annotated.hpp>
#include <ssot/error.hpp>
#include <ssot/model/content_type.hpp>
#include <ssot/model/job.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/secrets_group.hpp>
#include <ssot/model/servicenow_config.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_counts.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/model_registry.hpp>
#include <ssot/page.hpp>
#include <ssot/purge.hpp>
#include <ssot/query.hpp>
#include <ssot/storage/concept.hpp>
#include <ssot/storage/packed_row.hpp>
#include <ssot/stored.hpp>
#include <ssot/time.hpp>
#include <ssot/transaction.hpp>
#include <ssot/uuid.hpp>
#include <ssot/validate.hpp>

#include <ssot/detail/read_as.hpp>
#include <ssot/detail/row_reader.hpp>
#include <ssot/detail/session_state.hpp>
#include <ssot/detail/uuid_hash.hpp>
#include <ssot/detail/write_batch.hpp>

#include <boost/unordered/unordered_flat_map.hpp>

#include <concepts>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <ranges>
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
    template<class Backend>
    friend class store;
    void add(std::string_view model_name, std::size_t rows);

    std::vector<std::pair<std::string_view, std::size_t>> counts_{};
};

/// The log entries of a sync: the reverse of their foreign key, as a query.
template<class Types>
selection<basic_sync_log_entry<Types>> logs_of(basic_sync<Types> const& s)
{
    return from<basic_sync_log_entry<Types>>().where(field<&basic_sync_log_entry<Types>::sync> == key_of(s));
}

namespace detail {
using counts_by_sync = boost::unordered_flat_map<uuid, sync_counts, uuid_hash>;
}

/// What a query gives for each row.
template<class Query>
using row_of = typename detail::read_as<Query>::row;

template<class Store, class Row>
class row_stream; // impl/store/stream.hpp

/// The typed face of a backend. Used by one thread at a time; `session()` gives another for another thread.
/// Every function that can fail returns a `result`, and does all or nothing where the backend has transactions. A store that
/// was moved from answers `misuse`, until it is assigned to.
template<class Backend>
class store {
    static_assert(storage::storage_backend<Backend>,
                  "ssot::store: this type is no storage backend; static_assert(ssot::storage::diagnose_backend<T>()) of "
                  "<ssot/storage/diagnose.hpp> names every declaration that is missing");

public:
    /// Takes a backend, or refers to one that is an lvalue and must live longer.
    /// Throws `ssot::exception` when the backend cannot be opened; `open` returns the error instead.
    template<class B>
        requires std::same_as<std::remove_cvref_t<B>, Backend>
    explicit store(B&& backend, store_options options = {});

    template<class B>
        requires std::same_as<std::remove_cvref_t<B>, Backend>
    static result<store> open(B&& backend, store_options options = {});

    store(store&&) noexcept = default;
    store& operator=(store&& other) noexcept;

    /// Another store on the same backend. May be called from any thread.
    result<store> session() const;

    /// Precondition: not moved from.
    Backend&                     backend() noexcept { return *shared_->backend; }
    storage::capabilities const& caps() const noexcept { return shared_ ? shared_->caps : no_caps; }

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
    /// An error is the last item. The stream uses this store, which must stay where it is.
    template<class Query, model M>
    row_stream<store, row_of<Query>> stream(detail::query_steps<Query, M> const& query);

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
    bool in_transaction() const noexcept { return session_.state() && session_.state()->in_transaction_anywhere(); }

    /// Whether the calling thread has a transaction open on this backend: by this store, by another session of it, or by
    /// another store on the same backend. One that was begun in another thread belongs to the thread that used it last.
    bool in_transaction_here() const { return session_.state() && session_.state()->places().any_here(); }

    /// Begins a transaction; further calls of this store are part of it until it ends. See <ssot/transaction.hpp>.
    /// Errors: `unsupported` when the backend has none, `tx_aborted` inside one that is doomed.
    [[nodiscard]] result<transaction<Backend>> begin(storage::tx_options options = {});

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
    using session_type = typename Backend::session_type;

    /// What all sessions on one backend have in common.
    struct shared_state;

    store(std::shared_ptr<shared_state> shared, session_type session);

    template<class B>
    static result<store> make(B&& backend, store_options options);
    static result<store> make(std::shared_ptr<shared_state> shared, store_options options);

    template<class Work>
    auto guarded(Work&& work) -> decltype(work());
    template<class Work>
    auto atomically(storage::tx_options options, Work&& work) -> decltype(work());
    template<class Work>
    auto atomically(storage::tx_mode mode, Work&& work) -> decltype(work())
    {
        return atomically(storage::tx_options{.mode = mode}, std::forward<Work>(work));
    }

    result<void> prepare(storage::model_desc const& model);

    template<model M>
    result<std::vector<key_t<M>>> insert_rows(M const* rows, std::size_t n, bool one, M* write_back, insert_options how);
    template<model M>
    result<bool> insert_absent(M const& m, M* write_back, insert_options how);
    template<model M>
    void write_back_made(detail::objects const& all, M& row, storage::value_view key, timestamp stamp,
                         insert_options how) const;
    template<model M>
    result<void> check_update(M const& m, key_t<M> const& key, std::uint64_t fields = ~std::uint64_t{0});
    template<model M>
    result<void> check_rules(M const* rows, detail::objects const& all, std::uint64_t fields = ~std::uint64_t{0}) const;

    // Without the model's type, so that every model shares this code.
    enum class absent : bool { no, only };
    result<std::size_t> insert_objects(detail::objects const& rows, std::vector<storage::value>& keys,
                                       std::vector<timestamp>& stamps, insert_options how, absent when = absent::no);
    error               name_taken(error e, detail::objects const& rows, std::vector<storage::value> const& keys);
    result<bool>        has_key(storage::model_desc const& model, storage::value_view key);
    result<void>        make_keys(detail::objects const& rows, std::vector<storage::value>& keys);
    result<void>        check_references(detail::objects const& rows, std::vector<storage::value> const& keys);
    result<void>        check_unique(detail::objects const& rows, std::vector<storage::value> const& keys, bool fresh,
                                     bool also_here = false);
    result<void>        check_together(detail::objects const& rows, std::vector<storage::value> const& keys, bool fresh,
                                       std::span<std::uint16_t const> fields);
    result<void>        find_missing(detail::objects const& row, std::vector<field_problem>& found);
    result<void>        find_taken(detail::objects const& row, std::string_view verbose_name, bool fresh,
                                   std::vector<field_problem>& found);
    result<bool>        is_taken(detail::objects const& rows, std::size_t i, storage::value_view key,
                                 std::span<std::uint16_t const> fields, bool fresh);
    template<model M>
    result<std::vector<field_problem>> validate_row(M const& m, bool fresh, validation_options const& options);
    result<std::int64_t>               write_fields(detail::objects const& row, std::int64_t revision, std::uint64_t fields);

    using reader_type = detail::row_reader<session_type>;
    template<class Store, class Row>
    friend class row_stream;

    reader_type new_reader();
    template<class OnRow>
    result<void> for_each_row(storage::query const& q, OnRow&& on_row);
    template<class OnRow>
    result<void> for_each_group(storage::aggregate_query const& q, detail::question const& of, OnRow&& on_row);
    bool         aggregates(storage::aggregate_query const& q) const;
    template<class OnRow>
    result<void> scan_groups(storage::aggregate_query const& q, OnRow&& on_row);
    result<void> count_reverse(detail::reverse_condition const& r, detail::row_multiplier& into);

    result<void>   prepare(detail::question const& of, storage::model_desc const& model);
    storage::query to_query(detail::question const& of, storage::model_desc const& model) const;
    void           follow_rules(storage::query& q) const;
    bool           needs_snapshot(detail::question const& of, storage::query const& q) const;
    template<class Work>
    auto         in_snapshot(bool several_scans, Work&& work) -> decltype(work());
    result<void> start(reader_type& reader, detail::question const& of, storage::query q, detail::read_extras extras = {});
    result<std::size_t> count(detail::question const& of, storage::model_desc const& model);
    result<void>        count_entries(std::vector<storage::value> const* syncs, detail::counts_by_sync& into);
    result<std::vector<storage::value>> end_of_page(storage::query const& q, storage::packed_row const& last);
    result<bool>                        is_at(page_key const& key, storage::query const& q);

    result<std::vector<storage::packed_row>> read_all(storage::query const& q);
    result<std::vector<storage::value>>      keys_of(detail::question const& of, storage::model_desc const& model);
    class collector; ///< what an erase takes along
    result<erase_counts>                  erase_key(storage::model_desc const& model, storage::value_view key);
    result<erase_counts>                  erase_rows(storage::query const& q);
    result<std::optional<purge_position>> purge_batch(storage::query q, purge_options const& options, purge_report& report);

    static constexpr storage::capabilities no_caps{}; ///< of a store that was moved from

    std::shared_ptr<shared_state>           shared_;
    detail::session_handle<Backend>         session_;
    std::vector<storage::model_desc const*> known_{};   ///< models that the schema is known to have, each name once
    std::vector<storage::model_desc const*> aliases_{}; ///< other descriptions of the same models
};

template<class B>
store(B&&) -> store<std::remove_cvref_t<B>>;
template<class B>
store(B&&, store_options) -> store<std::remove_cvref_t<B>>;

} // namespace ssot

#include <ssot/impl/store.hpp>

#endif // SSOT_STORE_HPP
