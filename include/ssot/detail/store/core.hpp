// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_STORE_CORE_HPP
#define SSOT_DETAIL_STORE_CORE_HPP

// A store without the types of its models: everything that does not need those types is here and is compiled once.
// <ssot/store.hpp> describes the objects of a call to it and converts what it returns. The bodies are in
// impl/detail/store/*.ipp, by subject.

#include <ssot/error.hpp>
#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>
#include <ssot/storage/value.hpp>
#include <ssot/store/page.hpp>
#include <ssot/store/purge.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>
#include <ssot/validate.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/base/function_ref.hpp>
#include <ssot/detail/base/seeded_hash.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace ssot {

struct store_options;
struct insert_options;
struct run_options;
class erase_counts;
class any_row;
class model_registry;
namespace storage {
class packed_row;
struct question;
struct reverse_condition;
} // namespace storage

namespace detail {

struct object_span;
struct sync_note;
struct join_multiplicity;
struct library_terms;
class row_sink;

inline namespace SSOT_MODE {

class counts_by_sync;
class job_places;
class row_reader;
class session_state;
class erase_plan;
using on_row_fn   = function_ref<result<void>(row_reader const& row)>;
using on_group_fn = function_ref<result<void>(storage::any_cursor const& row)>;
using on_keys_fn  = function_ref<result<void>(std::span<storage::value const> keys)>;

/// The error of an object that was moved from.
error moved_from(std::string_view what);
/// Returns the fields whose values no two rows share, alone or together, except the key. Bit i is set for field i.
std::uint64_t unique_fields(storage::model_desc const& model) noexcept;
/// Returns the error of an insert of these rows, with the advice to repeat the transaction if a key that the store made is taken.
error advised(error e, object_span const& rows);
/// Returns whether a value is what it was, to the bit.
bool is_unchanged(storage::value_view was, storage::value_view is) noexcept;
/// Returns whether a question may give a row several times.
bool repeats_rows(storage::question const& question) noexcept;
/// The error `not_found` of a query, or, if `field` is not empty, of a value of this field.
error nothing_found(storage::model_desc const& model, std::string_view field);

/// Used by one thread at a time, except for `session`, `in_transaction` and `in_transaction_here`. What keys, queries and an
/// `object_span` refer to must outlive the call.
class store_core {
public:
    /// `entries` describes `sync_log_entry`, whose foreign keys lead to the other models of the history; `config` describes
    /// `servicenow_config`.
    static result<std::shared_ptr<store_core>> open(storage::any_backend backend, store_options options,
                                                    storage::model_desc const& entries, storage::model_desc const& config);

    /// The core of stores that were moved from. It answers `misuse` to everything.
    static store_core& of_nobody();

    result<std::shared_ptr<store_core>> session() const;
    storage::any_backend const*         backend() const noexcept;
    storage::capabilities const&        caps() const noexcept;
    bool                                in_transaction() const noexcept;
    bool                                in_transaction_here() const;
    std::shared_ptr<session_state>      state() const noexcept { return session_; }

    /// Announces a model, and those that its foreign keys lead to, to the backend, unless that was done before.
    result<void> use(storage::model_desc const& model) { return prepare(model); }

    // Writing.

    /// Inserts rows and returns their keys. Writes the keys and times that the insert set into the objects at `made`,
    /// unless that is null.
    result<std::vector<storage::value>> insert(object_span const& rows, void* made, insert_options const& how);
    result<bool>                        insert_if_absent(object_span const& row, void* made, insert_options const& how);

    /// Writes fields of a row that was read with this key and revision. Returns the new revision.
    result<std::int64_t> update(object_span const& row, storage::value_view key, std::int64_t revision,
                                std::uint64_t fields);
    /// The two halves of `update`: the checks that need no query, and the rest.
    result<void>         check_update(object_span const& row, storage::value_view key, std::uint64_t fields);
    result<std::int64_t> write_fields(object_span const& row, std::int64_t revision, std::uint64_t fields);

    /// Calls `work`, which reads the rows of a question, changes and writes them, in one transaction.
    result<void> update_where(storage::question const& question, storage::model_desc const& model,
                              function_ref<result<void>()> work);
    /// Assigns fields of an object to all rows of a question, if that needs nothing but one statement of the backend.
    /// Returns the number of rows, or nothing if it was not done. Errors: `validation` in any case.
    result<std::optional<std::size_t>> assign_where(storage::question const& question, object_span const& values,
                                                    std::uint64_t fields);

    result<erase_counts> erase(storage::model_desc const& model, storage::value_view key);
    result<erase_counts> erase(storage::question const& question, storage::model_desc const& model);
    result<purge_report> purge(timestamp older_than, purge_options const& options);

    result<std::vector<field_problem>> validate(object_span const& row, std::string_view verbose_name, bool fresh,
                                                validation_options const& options);

    /// Returns the key of the row that has the same value in `field`; without a field, of the row with the same key, or
    /// else with the same value in a unique field. Returns null if there is none.
    result<storage::value> key_of_same(object_span const& row, std::uint16_t field);
    /// Returns whether an error says that another session changed the row meanwhile, so that it helps to look again.
    bool may_look_again(error const& e) const noexcept;

    // Reading.

    result<void> get(storage::model_desc const& model, storage::value_view key, row_sink& into);
    result<void> select(storage::question const& question, storage::model_desc const& model, row_sink& into);
    result<std::optional<page_key>> page(storage::question const& question, storage::model_desc const& model,
                                         std::optional<page_key> const& after, row_sink& into);
    result<std::size_t>             count(storage::question const& question, storage::model_desc const& model);

    /// Returns the groups of a question in the order of their values, as packed rows: values, then measures.
    result<std::vector<storage::packed_row>> groups(storage::aggregate_query q, storage::question const& question,
                                                    storage::model_desc const& model);
    /// Returns the keys of the rows of a question, each once.
    result<std::vector<storage::value>> keys_of(storage::question const& question, storage::model_desc const& model);
    /// Returns the row with this key of the model that a registry has under these names.
    result<any_row> get_any(std::string_view app_label, std::string_view name, uuid const& key,
                            model_registry const& models);

    /// Reads syncs and their job results, and makes a note for each sync: its counts, and the position of its job result
    /// among those read.
    result<void> annotated_syncs(storage::question const& question, storage::model_desc const& model, row_sink& syncs,
                                 storage::model_desc const& job_model, row_sink& jobs, std::vector<sync_note>& notes);

    // Several statements as one.

    /// Begins a transaction. Returns its serial number in `state()`.
    result<std::uint64_t> begin(storage::tx_options const& options);
    /// Calls `work` in a transaction, and repeats that while it is safe and may help.
    result<void> run(run_options const& options, function_ref<result<void>()> work);

private:
    struct shared_state; ///< what all sessions on one backend share
    friend class erase_plan;
    friend class row_source;

    store_core() noexcept; // the core of stores that were moved from
    store_core(std::shared_ptr<shared_state> shared, storage::any_session session);

    // Scopes: statement.hpp.
    template<class Work>
    auto guarded(Work&& work) -> decltype(work());
    template<class Work>
    auto atomically(storage::tx_options const& options, Work&& work) -> decltype(work());
    template<class Work>
    auto atomically(storage::tx_mode mode, Work&& work) -> decltype(work());
    template<class Work>
    auto at_once(Work&& work) -> decltype(work());
    template<class Work>
    auto in_snapshot(bool several_scans, Work&& work) -> decltype(work());

    // open.ipp, rows.ipp
    result<void>   prepare(storage::model_desc const& model);
    result<void>   prepare_in_transaction(std::vector<storage::model_desc const*> const& models);
    void           look_up_models();
    result<void>   prepare(storage::question const& question, storage::model_desc const& model);
    storage::query to_query(storage::question const& question, storage::model_desc const& model) const;
    void           follow_rules(storage::query& q) const;
    bool           needs_snapshot(storage::question const& question, storage::query const& q) const;
    bool           has_long_list(storage::query const& q) const noexcept;
    bool           answers_reverse(storage::question const& question, storage::query const& q) const;
    static void    ask_reverse(storage::question const& question, storage::query& q, library_terms& terms);
    bool           ask_reverse_of_groups(storage::question const& question, storage::query& q) const;
    row_reader     new_reader();
    result<void>   start(row_reader& reader, storage::question const& question, storage::query q);
    result<void>   start(row_reader& reader, storage::question const& question, storage::query q, library_terms terms);
    result<void>   for_each_row(storage::query const& q, on_row_fn on_row);
    result<void>   read_into(row_reader& reader, storage::question const& question, storage::model_desc const& model,
                             row_sink& into);
    bool           aggregates(storage::aggregate_query const& q) const;
    result<bool>   scan_groups(storage::aggregate_query const& q, on_group_fn on_row);
    result<void>   for_each_keys(storage::query q, on_keys_fn fn);
    result<void>   count_reverse(storage::reverse_condition const& r, join_multiplicity& into);
    result<std::vector<storage::packed_row>> read_all(storage::query const& q);

    // insert.ipp, checks.ipp
    enum class absent : bool { no, only };
    /// The times that an insert sets: one for all rows, or one for each.
    using stamps_of_rows = std::vector<std::optional<timestamp>>;
    result<std::size_t> insert_prepared(object_span const& rows, std::vector<storage::value>& keys, stamps_of_rows& stamps,
                                        insert_options const& how, absent when = absent::no);
    void write_back(object_span const& rows, void* made, std::span<storage::value const> keys, stamps_of_rows const& stamps,
                    insert_options const& how) const;
    result<void> check_rules(object_span const& rows, std::uint64_t fields = ~std::uint64_t{0}) const;
    error        name_taken(error e, object_span const& rows, std::vector<storage::value> const& keys);
    bool         writes_at_once(storage::model_desc const& model, std::uint64_t fields) const noexcept;
    result<std::optional<std::int64_t>> write_at_once(object_span const& row, std::int64_t revision, std::uint64_t fields);
    result<bool>                        has_key(storage::model_desc const& model, storage::value_view key);
    result<void>        make_keys(object_span const& rows, std::vector<storage::value>& keys, bool by_backend);
    bool                asks_for_keys(object_span const& rows) const;
    bool                makes_keys_again(error const& why, object_span const& rows, unsigned attempt) const;
    result<std::size_t> insert_making_keys(object_span const& rows, storage::record_batch all,
                                           std::vector<storage::value>& keys);
    result<void>        check_references(object_span const& rows, std::vector<storage::value> const& keys);
    result<void>        check_unique(object_span const& rows, std::vector<storage::value> const& keys, bool fresh,
                                     bool also_here = false, std::uint64_t unchanged = 0);
    result<std::unordered_set<std::string, seeded_hash>> stored_values(object_span const& rows, std::uint16_t field);
    result<void> check_together(object_span const& rows, std::vector<storage::value> const& keys, bool fresh,
                                std::span<std::uint16_t const> fields);
    result<bool> is_taken(object_span const& rows, std::size_t i, storage::value_view key,
                          std::span<std::uint16_t const> fields, bool fresh);
    result<void> find_missing(object_span const& row, std::vector<field_problem>& found);
    result<void> find_taken(object_span const& row, std::string_view verbose_name, bool fresh,
                            std::vector<field_problem>& found);

    // page.ipp, group.ipp, annotated.ipp, erase.ipp, purge.ipp
    result<std::vector<storage::value>> end_of_page(storage::query const& q, storage::packed_row const& last);
    result<bool>                        is_at(page_key const& key, storage::query const& q);
    result<void>                        read_jobs(storage::model_desc const& model, row_sink& into, job_places& places);
    bool                                counts_by_backend(storage::query& q) const;
    result<void>                        count_entries(std::vector<storage::value> const* syncs, counts_by_sync& into);
    result<erase_counts>                erase_rows(storage::query const& q);
    result<void>                        purge_batch(storage::query q, purge_options const& options, purge_report& report);

    std::shared_ptr<shared_state>           shared_;
    std::shared_ptr<session_state>          session_;
    std::vector<storage::model_desc const*> known_{};       ///< models that the backend was told of, each name once
    std::vector<storage::model_desc const*> aliases_{};     ///< other descriptions of the same models
    std::uint64_t                           forgotten_ = 0; ///< when the session forgets models, so must the two
};

/// The rows of a question, one at a time. Refers to a store, and returns `misuse` once that is gone.
class row_source {
public:
    row_source() noexcept; ///< in the state of a source that was moved from
    row_source(std::weak_ptr<store_core> from, storage::question question, storage::model_desc const& model);
    row_source(row_source&&) noexcept;
    row_source& operator=(row_source&&) noexcept;
    ~row_source();

    /// Gives the next row to `into`. Returns false if there is none; after an error there is none.
    result<bool> next(row_sink& into);

private:
    struct state;
    std::unique_ptr<state> state_; ///< allocated, since the reader refers to the question in it
};

} // namespace SSOT_MODE
} // namespace detail
} // namespace ssot

#endif // SSOT_DETAIL_STORE_CORE_HPP
