// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_RESOLVE_HPP
#define SSOT_IMPL_STORE_RESOLVE_HPP

// The generic foreign key of log entries: a content type and a key.

#include <ssot/store.hpp>

#include <concepts>
#include <optional>
#include <string>
#include <utility>

namespace ssot {

template<class Backend>
template<model M>
result<stored<content_type>> store<Backend>::content_type_of()
{
    constexpr auto const& info  = model_info_of<M>();
    auto const            named = from<content_type>().where(field<&content_type::app_label> == info.app_label &&
                                                  field<&content_type::model> == info.model);
    auto                  find  = [&] { return select(named.limit(1)); };
    auto                  found = find();
    if (found && found->empty()) {
        auto made = insert(content_type{.app_label = std::string(info.app_label), .model = std::string(info.model)});
        if (!made && (made.error().code() != errc::already_exists || session_.state()->in_transaction()))
            return made.error();
        found = find(); // somebody else may have been faster
    }
    if (!found)
        return std::move(found).error();
    if (found->empty())
        return error(
            errc::serialization, "the content type of " + std::string(info.label) + " went away", retry::transaction);
    return std::move(found->front());
}

template<class Backend>
template<class Types, model M>
result<void> store<Backend>::point_at(basic_sync_log_entry<Types>& entry, M const& object)
{
    static_assert(std::same_as<key_t<M>, uuid>, "ssot::store::point_at: a log entry points at models whose key is a uuid");
    auto type = content_type_of<M>();
    if (!type)
        return type.error();
    entry.synced_object_type = key_to<basic_content_type<Types>, std::int64_t>{type->id};
    entry.synced_object_id   = key_of(object);
    return {};
}

namespace detail {

/// The content type that an entry names; nothing when it points at nothing.
template<class Backend, class Types>
result<std::optional<content_type>> type_of_object(store<Backend>& s, basic_sync_log_entry<Types> const& entry)
{
    if (!entry.synced_object_type || !entry.synced_object_id)
        return std::nullopt;
    auto type = s.template get<content_type>(entry.synced_object_type->key());
    if (!type && type.error().code() == errc::not_found)
        return std::nullopt;
    if (!type)
        return std::move(type).error();
    return std::optional<content_type>(std::move(**type));
}

} // namespace detail

template<class Backend>
template<model M, class Types>
result<std::optional<stored<M>>> store<Backend>::resolve(basic_sync_log_entry<Types> const& entry)
{
    static_assert(std::same_as<key_t<M>, uuid>, "ssot::store::resolve: a log entry points at models whose key is a uuid");
    auto type = detail::type_of_object(*this, entry);
    if (!type)
        return std::move(type).error();
    constexpr auto const& info = model_info_of<M>();
    if (!*type || (*type)->app_label != info.app_label || (*type)->model != info.model)
        return std::nullopt;
    auto row = get<M>(*entry.synced_object_id);
    if (!row && row.error().code() == errc::not_found)
        return std::nullopt;
    if (!row)
        return std::move(row).error();
    return std::optional<stored<M>>(std::move(*row));
}

template<class Backend>
template<class Types>
result<any_row> store<Backend>::resolve(basic_sync_log_entry<Types> const& entry, model_registry const& models)
{
    auto type = detail::type_of_object(*this, entry);
    if (!type)
        return std::move(type).error();
    if (!*type)
        return any_row();
    auto const* const known = models.find((*type)->app_label, (*type)->model);
    if (!known)
        return error(errc::unsupported, "the registry has no model " + (*type)->app_label + '.' + (*type)->model);
    auto const& model = *known->description;
    if (model.fields[model.pk].type != kind::uuid)
        return any_row();
    if (auto prepared = prepare(model); !prepared)
        return prepared.error();
    storage::query q{.model = &model};
    q.args  = {storage::value_view::id(*entry.synced_object_id)};
    q.where = {{storage::op::eq, model.pk, 0, 1}};
    return guarded([&]() -> result<any_row> {
        any_row out;
        auto    read = for_each_row(q, [&](auto const& row) -> result<void> {
            auto object = known->make();
            for (std::size_t i = 0; i != known->accessors.size(); ++i)
                if (auto set = known->accessors[i].set(object.get(), row.at(i)); !set)
                    return std::move(set).error().inside(model.name);
            out = any_row(*known->info, std::move(object));
            return {};
        });
        if (!read)
            return read.error();
        return out;
    });
}

} // namespace ssot

#endif // SSOT_IMPL_STORE_RESOLVE_HPP
