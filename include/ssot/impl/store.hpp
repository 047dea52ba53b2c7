// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_HPP
#define SSOT_IMPL_STORE_HPP

#include <ssot/store.hpp>

#include <ssot/detail/write_batch.hpp>

#include <algorithm>
#include <map>
#include <mutex>
#include <new>
#include <set>
#include <string>

namespace ssot {

inline std::size_t erase_counts::total() const noexcept
{
    std::size_t n = 0;
    for (auto const& [name, rows] : counts_)
        n += rows;
    return n;
}

inline std::size_t erase_counts::of(std::string_view model_name) const noexcept
{
    auto const found = std::ranges::find(counts_, model_name, &std::pair<std::string_view, std::size_t>::first);
    return found == counts_.end() ? 0 : found->second;
}

template<model M>
std::size_t erase_counts::of() const noexcept
{
    return of(model_info_of<M>().name);
}

inline void erase_counts::add(std::string_view model_name, std::size_t rows)
{
    if (rows == 0)
        return;
    auto const found = std::ranges::find(counts_, model_name, &std::pair<std::string_view, std::size_t>::first);
    if (found == counts_.end())
        counts_.emplace_back(model_name, rows);
    else
        found->second += rows;
}

// Opening.

template<class Backend>
struct store<Backend>::shared_state {
    std::unique_ptr<Backend>                owned{};
    Backend*                                backend = nullptr;
    storage::capabilities                   caps{};
    store_options                           options{};
    std::mutex                              schema_lock{}; ///< held while the backend makes room for a model
    std::mutex                              models_lock{}; ///< of `models`; nothing is waited for under it
    std::vector<storage::model_desc const*> models{};      ///< targets before the models that point at them

    std::vector<storage::model_desc const*> prepared()
    {
        std::scoped_lock guard(models_lock);
        return models;
    }
};

template<class Backend>
store<Backend>::store(std::shared_ptr<shared_state> shared, session_type session)
    : shared_(std::move(shared)), session_(std::move(session))
{
}

/// The session leaves before the backend that it belongs to.
template<class Backend>
store<Backend>& store<Backend>::operator=(store&& other) noexcept
{
    session_        = std::move(other.session_);
    shared_         = std::move(other.shared_);
    known_          = std::move(other.known_);
    in_transaction_ = std::exchange(other.in_transaction_, false);
    return *this;
}

template<class Backend>
template<class B>
result<store<Backend>> store<Backend>::make(B&& backend, store_options options)
{
    auto shared = std::make_shared<shared_state>();
    if constexpr (std::is_lvalue_reference_v<B>) {
        shared->backend = const_cast<Backend*>(&backend);
    } else {
        shared->owned   = std::make_unique<Backend>(std::move(backend));
        shared->backend = shared->owned.get();
    }
    shared->caps    = shared->backend->caps();
    shared->options = std::move(options);
    auto session    = shared->backend->open();
    if (!session)
        return std::move(session).error();
    store out(std::move(shared), std::move(*session));
    for (auto const* model : {&storage::describe_model<servicenow_config>(), &storage::describe_model<sync_log_entry>()})
        if (auto prepared = out.prepare(*model); !prepared)
            return prepared.error();
    return out;
}

template<class Backend>
template<class B>
    requires std::same_as<std::remove_cvref_t<B>, Backend>
store<Backend>::store(B&& backend, store_options options) : store(make(std::forward<B>(backend), std::move(options)).value())
{
}

template<class Backend>
template<class B>
    requires std::same_as<std::remove_cvref_t<B>, Backend>
result<store<Backend>> store<Backend>::open(B&& backend, store_options options)
{
    return make(std::forward<B>(backend), std::move(options));
}

template<class Backend>
result<store<Backend>> store<Backend>::session() const
{
    auto session = shared_->backend->open();
    if (!session)
        return std::move(session).error();
    return store(shared_, std::move(*session));
}

namespace detail {

/// Adds a model behind the models that it points at.
inline void add_with_targets(std::vector<storage::model_desc const*>& models, storage::model_desc const& model)
{
    if (std::ranges::find(models, &model) != models.end())
        return;
    for (auto const& f : model.fields)
        if (f.target && f.target != &model)
            add_with_targets(models, *f.target);
    if (std::ranges::find(models, &model) == models.end()) // two models may point at each other
        models.push_back(&model);
}

inline std::uint64_t schema_fingerprint(std::span<storage::model_desc const* const> models) noexcept
{
    std::uint64_t hash = 14695981039346656037U; // FNV-1a
    auto const    mix  = [&](std::string_view text) {
        for (char const c : text)
            hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
        hash = (hash ^ 0xffU) * 1099511628211U;
    };
    for (auto const* model : models) {
        mix(model->name);
        mix(model->table);
        for (auto const& f : model->fields) {
            mix(f.name);
            mix(f.column);
            mix(to_string(f.type));
            mix(f.nullable ? "null" : "not null");
            mix(f.target ? f.target->name : std::string_view());
        }
    }
    return hash;
}

} // namespace detail

template<class Backend>
result<void> store<Backend>::prepare(storage::model_desc const& model)
{
    if (std::ranges::find(known_, &model) != known_.end())
        return {};
    // A model that others have met needs no more than a look: a session in a transaction must not wait for one that waits
    // for the backend.
    known_ = shared_->prepared();
    if (std::ranges::find(known_, &model) != known_.end())
        return {};
    std::scoped_lock guard(shared_->schema_lock);
    auto const       before = shared_->prepared();
    auto             models = before;
    detail::add_with_targets(models, model);
    if (models.size() != before.size()) {
        storage::schema_view const schema{models, 1, detail::schema_fingerprint(models), {}};
        if (auto done = shared_->backend->prepare_schema(schema, storage::schema_mode::create); !done)
            return done.error();
        std::scoped_lock models_guard(shared_->models_lock);
        shared_->models = models;
    }
    known_ = std::move(models);
    return {};
}

// Running.

/// Calls `work`; a backend that runs out of memory becomes an error.
template<class Backend>
template<class Work>
auto store<Backend>::guarded(Work&& work) -> decltype(work())
{
    try {
        return work();
    } catch (std::bad_alloc const&) {
        return error(errc::out_of_memory, "out of memory");
    }
}

/// Calls `work` in a transaction, if the backend has any: all of it or nothing.
template<class Backend>
template<class Work>
auto store<Backend>::atomically(storage::tx_mode mode, Work&& work) -> decltype(work())
{
    if (in_transaction_ || !caps().transactions)
        return guarded(work);
    if (auto begun = session_.begin({.mode = mode}); !begun)
        return begun.error();
    struct rollback_unless_done { // also when the caller's clock throws
        store& self;
        bool   done = false;
        ~rollback_unless_done()
        {
            self.in_transaction_ = false;
            if (!done)
                self.session_.rollback();
        }
    } transaction{*this};
    in_transaction_ = true;
    auto out        = guarded(work);
    if (!out)
        return out;
    auto committed   = session_.commit();
    transaction.done = committed || committed.error().code() == errc::outcome_unknown;
    if (!committed)
        return committed.error();
    return out;
}

// Writing.

template<class Backend>
template<class M>
    requires model<M>
result<key_t<M>> store<Backend>::insert(M& m)
{
    auto keys = insert_rows<M>(&m, 1, true, &m);
    if (!keys)
        return std::move(keys).error();
    return keys->front();
}

template<class Backend>
template<model M>
result<key_t<M>> store<Backend>::insert(M const& m)
{
    auto keys = insert_rows<M>(&m, 1, true, nullptr);
    if (!keys)
        return std::move(keys).error();
    return keys->front();
}

template<class Backend>
template<class M>
    requires model<std::remove_const_t<M>>
result<std::vector<key_t<std::remove_const_t<M>>>> store<Backend>::insert(std::span<M> rows)
{
    if constexpr (std::is_const_v<M>)
        return insert_rows<std::remove_const_t<M>>(rows.data(), rows.size(), false, nullptr);
    else
        return insert_rows<M>(rows.data(), rows.size(), false, rows.data());
}

template<class Backend>
template<std::ranges::contiguous_range R>
    requires model<std::ranges::range_value_t<R>>
result<std::vector<key_t<std::ranges::range_value_t<R>>>> store<Backend>::insert(R&& rows)
{
    return insert(std::span(std::ranges::data(rows), std::ranges::size(rows)));
}

template<class Backend>
template<model M>
result<std::vector<key_t<M>>> store<Backend>::insert_rows(M const* rows, std::size_t n, bool one, M* write_back)
{
    std::vector<key_t<M>> out;
    if (n == 0)
        return out;
    auto const all = detail::objects_of(rows, n, one);
    if (auto prepared = prepare(*all.model); !prepared)
        return prepared.error();
    if (auto checked = check_rules(rows, all); !checked)
        return checked.error();

    std::vector<storage::value> keys;
    std::vector<timestamp>      stamps;
    auto done = atomically(storage::tx_mode::read_write, [&] { return insert_objects(all, keys, stamps); });
    if (!done)
        return done.error();

    out.resize(n);
    for (std::size_t i = 0; i != n; ++i) {
        static_cast<void>(storage::detail::from_view(out[i], keys[i].view()));
        if (!write_back)
            continue;
        static_cast<void>(all.accessors[0].set(write_back + i, keys[i].view()));
        for (std::size_t f = 1; f != all.fields.size(); ++f)
            if (all.fields[f].options.auto_now_add)
                static_cast<void>(all.accessors[f].set(write_back + i, storage::detail::to_view(stamps[i])));
    }
    return out;
}

/// The rules that a row satisfies or breaks by itself.
template<class Backend>
template<model M>
result<void> store<Backend>::check_rules(M const* rows, detail::objects const& all, std::uint64_t fields) const
{
    if (!shared_->options.validate)
        return {};
    for (std::size_t i = 0; i != all.n; ++i)
        for (auto const& problem : validate(rows[i])) {
            auto const f = std::ranges::find(all.fields, problem.field, &field_info::name) - all.fields.begin();
            if ((fields >> f & 1) != 0)
                return all.at_row(to_error(problem), i);
        }
    return {};
}

template<class Backend>
result<void> store<Backend>::insert_objects(detail::objects const& rows, std::vector<storage::value>& keys,
                                            std::vector<timestamp>& stamps)
{
    auto const& model = *rows.model;
    if (auto made = make_keys(rows, keys); !made)
        return made;
    if (auto checked = check_references(rows, keys); !checked)
        return checked;
    if (auto checked = check_unique(rows, keys, true); !checked)
        return checked;

    stamps.resize(rows.n);
    std::ranges::generate(stamps, shared_->options.clock);
    detail::write_batch batch(rows);
    batch.replace(model.pk, [&](std::size_t i) { return keys[i].view(); });
    for (std::size_t f = 0; f != rows.fields.size(); ++f)
        if (rows.fields[f].options.auto_now_add)
            batch.replace(f, [&](std::size_t i) { return storage::detail::to_view(stamps[i]); });
    if (model.revision != storage::no_field)
        batch.replace(model.revision, [](std::size_t) { return storage::value_view::integer(1); });
    if (auto written = batch.write_documents(); !written)
        return written;

    auto const                            all = batch.view();
    std::vector<storage::replaced_column> columns(all.replaced.size());
    for (std::size_t first = 0; first < rows.n;) {
        auto const count = std::min(caps().max_batch, rows.n - first);
        if (auto inserted = session_.insert(all.slice(first, count, columns)); !inserted)
            return inserted.error();
        first += count;
    }
    return {};
}

/// The keys of the rows; those that are nil are made.
template<class Backend>
result<void> store<Backend>::make_keys(detail::objects const& rows, std::vector<storage::value>& keys)
{
    auto const&  model   = *rows.model;
    std::int64_t highest = -1; // of the integer keys, once it is needed
    keys.reserve(rows.n);
    for (std::size_t i = 0; i != rows.n; ++i) {
        auto const given = rows.at(i, model.pk);
        if (!detail::is_nil_key(given)) {
            keys.emplace_back(given);
        } else if (model.fields[model.pk].type == kind::uuid) {
            auto const made = shared_->options.make_id();
            keys.emplace_back(storage::value_view::id(made));
        } else {
            if (highest < 0) {
                highest = 0;
                for (std::size_t k = 0; k != rows.n; ++k)
                    highest = std::max(highest, rows.at(k, model.pk).as_int());
                storage::query const newest{.model = &model, .order = {{.field = model.pk, .desc = true}}, .limit = 1};
                auto                 read = for_each_row(newest, [&](auto const& row) -> result<void> {
                    highest = std::max(highest, row.at(model.pk).as_int());
                    return {};
                });
                if (!read)
                    return read;
            }
            if (highest >= rows.highest_key)
                return error(errc::out_of_range, "the integer keys of " + std::string(model.label) + " are used up");
            keys.emplace_back(storage::value_view::integer(++highest));
        }
    }
    return {};
}

/// Whether every row that a foreign key points at is there, or comes with these.
template<class Backend>
result<void> store<Backend>::check_references(detail::objects const& rows, std::vector<storage::value> const& keys)
{
    if (caps().foreign_keys)
        return {};
    for (std::uint16_t f = 0; f != rows.accessors.size(); ++f) {
        auto const* const target = rows.model->fields[f].target;
        if (!target)
            continue;
        std::map<std::string, storage::value_view> wanted;
        for (std::size_t i = 0; i != rows.n; ++i)
            if (auto const key = rows.at(i, f); !key.is_null())
                wanted.emplace(detail::key_bytes(key), key);
        if (target == rows.model)
            for (auto const& key : keys)
                wanted.erase(detail::key_bytes(key.view()));

        std::vector<std::string> found;
        storage::query           q{.model = target, .fields = std::uint64_t{1} << target->pk};
        for (auto at = wanted.begin(); at != wanted.end();) {
            q.args.clear();
            for (; at != wanted.end() && q.args.size() != std::min<std::size_t>(caps().max_keys_in, 1000); ++at)
                q.args.push_back(at->second);
            q.where   = {{storage::op::in, target->pk, 0, static_cast<std::uint32_t>(q.args.size())}};
            auto read = for_each_row(q, [&](auto const& row) -> result<void> {
                found.push_back(detail::key_bytes(row.at(target->pk)));
                return {};
            });
            if (!read)
                return read;
        }
        for (auto const& key : found)
            wanted.erase(key);
        if (wanted.empty())
            continue;
        for (std::size_t i = 0; i != rows.n; ++i) {
            auto const key = rows.at(i, f);
            if (key.is_null() || !wanted.contains(detail::key_bytes(key)))
                continue;
            auto words = "there is no " + std::string(target->label) + " with the key " + detail::key_text(key);
            return rows.at_row(error(errc::foreign_key, std::move(words)).with_path(std::string(rows.fields[f].name)), i);
        }
    }
    return {};
}

/// Whether no other row, stored or among these, has the same unique value.
template<class Backend>
result<void> store<Backend>::check_unique(detail::objects const& rows, std::vector<storage::value> const& keys, bool fresh)
{
    auto const& model = *rows.model;
    for (std::uint16_t f = 0; f != rows.accessors.size(); ++f) {
        if (caps().unique || f == model.pk || !model.fields[f].unique)
            continue;
        std::set<std::string> seen;
        for (std::size_t i = 0; i != rows.n; ++i) {
            auto const v = rows.at(i, f);
            if (v.is_null())
                continue;
            bool           taken = !seen.insert(detail::key_bytes(v)).second;
            storage::query q{.model = &model, .fields = std::uint64_t{1} << model.pk};
            q.args    = {v};
            q.where   = {{storage::op::eq, f, 0, 1}};
            auto read = for_each_row(q, [&](auto const& row) -> result<void> {
                taken |= fresh || compare(row.at(model.pk), keys[i].view()) != 0;
                return {};
            });
            if (!read)
                return read;
            if (taken) {
                auto words = std::string(model.label) + " with this " + std::string(rows.fields[f].options.verbose_name) +
                    " already exists";
                return rows.at_row(error(errc::already_exists, std::move(words)).with_path(std::string(rows.fields[f].name)),
                                   i);
            }
        }
    }
    return {};
}

template<class Backend>
template<model M>
result<void> store<Backend>::update(stored<M>& row)
{
    M const&   m   = row;
    auto const all = detail::objects_of(&m, 1, true);
    if (auto checked = check_rules(&m, all); !checked)
        return checked;
    auto revision = write_fields(all, row.ssot_revision_, ~std::uint64_t{0});
    if (!revision)
        return std::move(revision).error();
    row.ssot_revision_ = *revision;
    return {};
}

template<class Backend>
template<model M>
result<void> store<Backend>::update(stored<M>&& row)
{
    return update(row);
}

template<class Backend>
template<model M>
result<void> store<Backend>::update(partial<M>& row)
{
    M const&   m   = row;
    auto const all = detail::objects_of(&m, 1, true);
    if (auto checked = check_rules(&m, all, row.ssot_loaded_); !checked)
        return checked;
    auto revision = write_fields(all, row.ssot_revision_, row.ssot_loaded_);
    if (!revision)
        return std::move(revision).error();
    row.ssot_revision_ = *revision;
    return {};
}

/// Writes the wanted fields of a row whose revision is still the given one; the new revision.
template<class Backend>
result<std::int64_t> store<Backend>::write_fields(detail::objects const& row, std::int64_t revision, std::uint64_t fields)
{
    auto const& model = *row.model;
    if (auto prepared = prepare(model); !prepared)
        return prepared.error();
    return atomically(storage::tx_mode::read_write, [&]() -> result<std::int64_t> {
        bool const     counted = model.revision != storage::no_field;
        auto const     key     = row.at(0, model.pk);
        storage::query q{.model = &model, .fields = std::uint64_t{1} << model.pk};
        if (counted)
            q.fields |= std::uint64_t{1} << model.revision;
        q.args            = {key};
        q.where           = {{storage::op::eq, model.pk, 0, 1}};
        bool         seen = false;
        std::int64_t now  = 0;
        auto         read = for_each_row(q, [&](auto const& found) -> result<void> {
            seen = true;
            now  = counted ? found.at(model.revision).as_int() : 0;
            return {};
        });
        if (!read)
            return read.error();
        auto const named = [&] { return std::string(model.label) + ' ' + detail::key_text(key); };
        if (!seen)
            return error(errc::not_found, named() + " is not in the store");
        if (now != revision)
            return error(errc::conflict, named() + " changed since it was read", retry::transaction);

        std::vector<storage::value> keys;
        keys.emplace_back(key);
        if (auto checked = check_references(row, keys); !checked)
            return checked.error();
        if (auto checked = check_unique(row, keys, false); !checked)
            return checked.error();
        detail::write_batch batch(row);
        if (auto written = batch.write_documents(); !written)
            return written.error();
        auto const                       rows = batch.view();
        std::vector<storage::assignment> set;
        for (std::size_t f = 0; f != row.accessors.size(); ++f)
            if (f != model.pk && (fields >> f & 1) != 0)
                set.push_back({static_cast<std::uint16_t>(f), rows[0].at(f)});
        if (counted)
            set.push_back({model.revision, storage::value_view::integer(revision + 1)});
        auto changed = session_.update(q, set);
        if (!changed)
            return changed.error();
        if (*changed != 1)
            return error(errc::not_found, named() + " is not in the store");
        return counted ? revision + 1 : 0;
    });
}

// Reading.

namespace detail {

template<class Row>
std::int64_t read_revision(storage::model_desc const& model, Row const& row)
{
    return model.revision == storage::no_field ? 0 : row.at(model.revision).as_int();
}

} // namespace detail

template<class Backend>
template<class M, class Row>
result<M> store<Backend>::read_row(Row const& row, std::uint64_t fields) const
{
    M          out       = make_blank<M>();
    auto const accessors = storage::accessors_of<M>();
    for (std::size_t i = 0; i != accessors.size(); ++i)
        if ((fields >> i & 1) != 0)
            if (auto set = accessors[i].set(&out, row.at(i)); !set)
                return std::move(set).error().inside(model_info_of<M>().name);
    return out;
}

template<class Backend>
template<model M>
result<stored<M>> store<Backend>::get(key_t<M> const& id)
{
    auto const& model = storage::describe_model<M>();
    if (auto prepared = prepare(model); !prepared)
        return prepared.error();
    storage::query q{.model = &model};
    q.args  = {storage::detail::to_view(id)};
    q.where = {{storage::op::eq, model.pk, 0, 1}};
    return guarded([&]() -> result<stored<M>> {
        std::optional<stored<M>> out;
        auto                     read = for_each_row(q, [&](auto const& row) -> result<void> {
            auto m = read_row<M>(row, q.fields);
            if (!m)
                return std::move(m).error();
            out.emplace(std::move(*m), detail::read_revision(storage::describe_model<M>(), row));
            return {};
        });
        if (!read)
            return read.error();
        if (!out)
            return error(errc::not_found,
                         "there is no " + std::string(model.label) + " with the key " +
                             detail::key_text(storage::detail::to_view(id)));
        return std::move(*out);
    });
}

template<class Backend>
template<model M>
result<std::vector<stored<M>>> store<Backend>::select(selection<M> const& query)
{
    if (auto prepared = prepare(storage::describe_model<M>()); !prepared)
        return prepared.error();
    return guarded([&]() -> result<std::vector<stored<M>>> {
        std::vector<stored<M>> out;
        auto                   read = for_each_row(query.to_query(), [&](auto const& row) -> result<void> {
            auto m = read_row<M>(row, ~std::uint64_t{0});
            if (!m)
                return std::move(m).error();
            out.emplace_back(std::move(*m), detail::read_revision(storage::describe_model<M>(), row));
            return {};
        });
        if (!read)
            return read.error();
        return out;
    });
}

template<class Backend>
template<model M>
result<std::vector<partial<M>>> store<Backend>::select(deferring_selection<M> const& query)
{
    if (auto prepared = prepare(storage::describe_model<M>()); !prepared)
        return prepared.error();
    return guarded([&]() -> result<std::vector<partial<M>>> {
        std::vector<partial<M>> out;
        auto const              q    = query.to_query();
        auto                    read = for_each_row(q, [&](auto const& row) -> result<void> {
            auto m = read_row<M>(row, q.fields);
            if (!m)
                return std::move(m).error();
            out.emplace_back(std::move(*m), q.fields, detail::read_revision(storage::describe_model<M>(), row));
            return {};
        });
        if (!read)
            return read.error();
        return out;
    });
}

template<class Backend>
template<model M>
result<std::size_t> store<Backend>::count(selection<M> const& query)
{
    if (auto prepared = prepare(storage::describe_model<M>()); !prepared)
        return prepared.error();
    return guarded([&]() -> result<std::size_t> {
        auto q           = query.to_query();
        q.fields         = 1;
        q.order          = {{.field = q.model->pk}};
        std::size_t n    = 0;
        auto        read = for_each_row(q, [&](auto const&) -> result<void> {
            ++n;
            return {};
        });
        if (!read)
            return read.error();
        return n;
    });
}

template<class Backend>
template<model M>
result<std::size_t> store<Backend>::count()
{
    return count(from<M>());
}

template<class Backend>
template<model M>
result<stored<M>> store<Backend>::load()
{
    static_assert(model_info_of<M>().singleton,
                  "ssot::store::load: the model says `static constexpr bool singleton = true`");
    if (auto prepared = prepare(storage::describe_model<M>()); !prepared)
        return prepared.error();
    return atomically(storage::tx_mode::read_write, [&]() -> result<stored<M>> {
        auto found = select(from<M>().order_by(asc<detail::first_member<detail::members_of<M>>::value>).limit(1));
        if (!found)
            return std::move(found).error();
        if (!found->empty())
            return std::move(found->front());
        M made{};
        if (auto inserted = insert(made); !inserted)
            return std::move(inserted).error();
        return stored<M>(std::move(made), 1);
    });
}

template<class Backend>
template<class Types>
result<std::vector<basic_annotated_sync<Types>>> store<Backend>::annotated_syncs(selection<basic_sync<Types>> const& query)
{
    using sync_model = basic_sync<Types>;
    using job_model  = basic_job_result<Types>;
    using entry      = sync_log_entry;
    return atomically(storage::tx_mode::read_only, [&]() -> result<std::vector<basic_annotated_sync<Types>>> {
        auto syncs = select(query.template defer<&sync_model::diff>());
        if (!syncs)
            return std::move(syncs).error();

        std::vector<uuid> sync_keys;
        std::set<uuid>    job_keys;
        for (auto const& s : *syncs) {
            sync_keys.push_back(s.id);
            if (s.job_result)
                job_keys.insert(s.job_result->key());
        }
        auto jobs = select(from<job_model>().where(in(field<&job_model::id>, job_keys)));
        if (!jobs)
            return std::move(jobs).error();
        std::map<uuid, job_model> job_by_key;
        for (auto& j : *jobs)
            job_by_key.emplace(j.id, std::move(*j));

        std::map<uuid, sync_counts> counts;
        auto const                  by_sync = from<entry>().where(in(field<&entry::sync>, sync_keys)).order_by();
        auto                        q       = by_sync.to_query();
        q.fields = std::uint64_t{1} << field_index<&entry::sync> | std::uint64_t{1} << field_index<&entry::action> |
            std::uint64_t{1} << field_index<&entry::status> | 1;
        auto counted = for_each_row(q, [&](auto const& row) -> result<void> {
            using action = open_choice<sync_log_entry_action>;
            using status = open_choice<sync_log_entry_status>;
            counts[row.at(field_index<&entry::sync>).as_uuid()].add(
                action::from_text(row.at(field_index<&entry::action>).as_chars()).known(),
                status::from_text(row.at(field_index<&entry::status>).as_chars()).known());
            return {};
        });
        if (!counted)
            return counted.error();

        std::vector<basic_annotated_sync<Types>> out;
        out.reserve(syncs->size());
        for (auto& s : *syncs) {
            std::optional<job_model> run;
            if (s.job_result)
                if (auto const found = job_by_key.find(s.job_result->key()); found != job_by_key.end())
                    run = found->second;
            auto const n = counts[s.id];
            out.push_back({std::move(s), std::move(run), n});
        }
        return out;
    });
}

} // namespace ssot

#include <ssot/impl/store_erase.hpp>
#include <ssot/impl/store_rows.hpp>

#endif // SSOT_IMPL_STORE_HPP
