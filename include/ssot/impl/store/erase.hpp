// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_ERASE_HPP
#define SSOT_IMPL_STORE_ERASE_HPP

// Erasing: first everything that is affected is found, then judged as a whole, then written in one transaction.
// Source: Django's Collector.

#include <ssot/store.hpp>

#include <ssot/detail/write_batch.hpp>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

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

namespace detail {

/// What an erase does to the rows of one model, or to one of its foreign keys.
struct erase_step {
    storage::model_desc const*  model;
    std::uint16_t               field; ///< of a foreign key that stops it or is set to null; `no_field` for the erase itself
    std::vector<storage::value> keys;
};

struct erase_plan {
    std::vector<erase_step>                                     erased{}; ///< children before parents
    std::vector<erase_step>                                     set_null{};
    std::vector<erase_step>                                     protecting{};
    std::map<storage::model_desc const*, std::set<std::string>> leaving{}; ///< keys of all rows to be erased

    bool leaves(storage::model_desc const* model, storage::value_view key)
    {
        return leaving[model].contains(key_bytes(key));
    }
};

/// A question for keys, or for rows that point at keys.
inline storage::query query_in(storage::model_desc const& model, std::uint16_t field, std::span<storage::value const> keys)
{
    storage::query q{.model = &model, .fields = std::uint64_t{1} << model.pk};
    for (auto const& k : keys)
        q.args.push_back(k.view());
    q.where = {{storage::op::in, field, 0, static_cast<std::uint32_t>(keys.size())}};
    q.order = {{.field = model.pk}};
    return q;
}

/// Adds to the plan what erasing `keys` of `model` entails. `rows(query, fn)` reads.
template<class Rows>
result<void> plan_erase(erase_plan& plan, std::span<storage::model_desc const* const> models,
                        storage::model_desc const& model, std::vector<storage::value> keys, Rows const& rows)
{
    std::erase_if(keys, [&](auto const& k) { return !plan.leaving[&model].insert(key_bytes(k.view())).second; });
    if (keys.empty())
        return {};
    for (auto const* child : models)
        for (std::uint16_t f = 0; f != child->fields.size(); ++f) {
            auto const& fk = child->fields[f];
            if (fk.target != &model || fk.on == on_delete::none)
                continue;
            std::vector<storage::value> found;
            auto                        read = rows(query_in(*child, f, keys), [&](auto const& row) -> result<void> {
                found.emplace_back(row.at(child->pk));
                return {};
            });
            if (!read)
                return read;
            if (found.empty())
                continue;
            if (fk.on == on_delete::cascade) {
                if (auto planned = plan_erase(plan, models, *child, std::move(found), rows); !planned)
                    return planned;
            } else {
                auto& steps = fk.on == on_delete::set_null ? plan.set_null : plan.protecting;
                steps.push_back({child, f, std::move(found)});
            }
        }
    plan.erased.push_back({&model, storage::no_field, std::move(keys)});
    return {};
}

/// The error of a plan that rows stand in the way of; those that are erased as well do not count.
inline result<void> judge(erase_plan& plan, storage::model_desc const& model)
{
    std::vector<std::string> keys;
    std::set<std::string>    edges;
    std::set<std::string>    named; // a row may stand in the way by two foreign keys
    for (auto const& step : plan.protecting)
        for (auto const& k : step.keys)
            if (!plan.leaves(step.model, k.view())) {
                auto const& label = step.model->label;
                edges.insert("'" + std::string(label.substr(label.find('.') + 1)) + "." +
                             std::string(step.model->fields[step.field].name) + "'");
                if (keys.size() < 100 && named.insert(std::string(step.model->name) + key_bytes(k.view())).second)
                    keys.push_back(key_text(k.view()));
            }
    if (keys.empty())
        return {};
    std::string words = "Cannot delete some instances of model '" +
        std::string(model.label.substr(model.label.find('.') + 1)) +
        "' because they are referenced through protected foreign keys: ";
    for (std::string_view separator; auto const& edge : edges) {
        words.append(separator).append(edge);
        separator = ", ";
    }
    return error(errc::protected_, words + ".").with_keys(std::move(keys));
}

} // namespace detail

template<class Backend>
result<erase_counts> store<Backend>::erase_key(storage::model_desc const& model, storage::value_view key)
{
    if (model.singleton) // as in the original: a singleton stays
        return erase_counts();
    if (auto prepared = prepare(model); !prepared)
        return prepared.error();
    known_ = shared_->prepared(); // other sessions may have brought models that point here
    return atomically(storage::tx_mode::read_write, [&]() -> result<erase_counts> {
        auto const rows = [&](storage::query const& q, auto&& on_row) { return for_each_row(q, on_row); };

        std::vector<storage::value> start;
        storage::value const        wanted(key);
        auto read = rows(detail::query_in(model, model.pk, {&wanted, 1}), [&](auto const& row) -> result<void> {
            start.emplace_back(row.at(model.pk));
            return {};
        });
        if (!read)
            return read.error();

        detail::erase_plan plan;
        if (auto planned = detail::plan_erase(plan, known_, model, std::move(start), rows); !planned)
            return planned.error();
        if (auto allowed = detail::judge(plan, model); !allowed)
            return allowed.error();

        auto const in_parts = [&](std::vector<storage::value> const& keys, auto&& work) -> result<void> {
            for (std::size_t first = 0; first < keys.size();) {
                auto const n = std::min<std::size_t>({keys.size() - first, caps().max_keys_in, 10'000});
                if (auto done = work(std::span(keys).subspan(first, n)); !done)
                    return done;
                first += n;
            }
            return {};
        };
        for (auto const& step : plan.set_null) {
            std::vector<storage::value> staying;
            std::ranges::copy_if(
                step.keys, std::back_inserter(staying), [&](auto const& k) { return !plan.leaves(step.model, k.view()); });
            if (auto done = set_to_null(*step.model, step.field, staying); !done)
                return done.error();
        }
        erase_counts counts;
        for (auto const& step : plan.erased) {
            auto done = in_parts(step.keys, [&](auto keys) -> result<void> {
                auto erased = session_.erase(detail::query_in(*step.model, step.model->pk, keys));
                if (!erased)
                    return erased.error();
                counts.add(step.model->name, *erased);
                return {};
            });
            if (!done)
                return done.error();
        }
        return counts;
    });
}

/// Lets go of a foreign key in these rows. Each row's revision moves on, so that nobody writes the old key back.
template<class Backend>
result<void> store<Backend>::set_to_null(storage::model_desc const& model, std::uint16_t field,
                                         std::span<storage::value const> keys)
{
    for (auto const& key : keys) {
        auto const                       q = detail::query_in(model, model.pk, {&key, 1});
        std::vector<storage::assignment> set{{field, {}}};
        if (model.revision != storage::no_field) {
            auto with_revision = q;
            with_revision.fields |= std::uint64_t{1} << model.revision;
            std::int64_t revision = 0;
            auto         read     = for_each_row(with_revision, [&](auto const& row) -> result<void> {
                revision = row.at(model.revision).as_int();
                return {};
            });
            if (!read)
                return read;
            set.push_back({model.revision, storage::value_view::integer(revision + 1)});
        }
        if (auto changed = session_.update(q, set); !changed)
            return changed.error();
    }
    return {};
}

template<class Backend>
template<model M>
result<erase_counts> store<Backend>::erase(M const& m)
{
    return erase_key(storage::describe_model<M>(), storage::detail::to_view(key_of(m)));
}

template<class Backend>
template<model M>
result<erase_counts> store<Backend>::erase(stored<M> const& row)
{
    return erase(static_cast<M const&>(row));
}

template<class Backend>
template<model M>
result<erase_counts> store<Backend>::erase(key_t<M> const& id)
{
    return erase_key(storage::describe_model<M>(), storage::detail::to_view(id));
}

} // namespace ssot

#endif // SSOT_IMPL_STORE_ERASE_HPP
