// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORE_RESOLVE_HPP
#define SSOT_IMPL_STORE_RESOLVE_HPP

// The generic foreign key of log entries: a content type and a key.

#include <ssot/store.hpp>
#include <ssot/store/model_registry.hpp>

#include <concepts>
#include <optional>
#include <string>
#include <utility>

namespace ssot {

namespace detail {

/// Returns the content type of a model, and inserts it if there is none. `Type` is always `content_type`: the function is a
/// template so that only programs that call it compile it.
template<class Type>
result<stored<Type>> content_type_named(store& in, model_info const& info)
{
    auto const named = from<Type>().where(field<&Type::app_label> == info.app_label && field<&Type::model> == info.model);
    auto       find  = [&] { return in.select(named.limit(1)); };
    auto       found = find();
    if (found && found->empty()) {
        auto made = in.insert(Type{.app_label = std::string(info.app_label), .model = std::string(info.model)});
        if (!made && (made.error().code() != errc::already_exists || in.in_transaction()))
            return made.error();
        found = find(); // another session may have inserted it meanwhile
    }
    if (!found)
        return std::move(found).error();
    if (found->empty())
        return error(
            errc::serialization, "the content type of " + std::string(info.label) + " went away", retry::transaction);
    return std::move(found->front());
}

/// Returns the content type of the row that an entry points at; nothing if it points at none, or if the type is gone.
template<class Types>
result<std::optional<content_type>> type_of_object(store& in, basic_sync_log_entry<Types> const& entry)
{
    if (!entry.synced_object_type || !entry.synced_object_id)
        return std::nullopt;
    auto type = in.get<content_type>(entry.synced_object_type->key());
    if (!type && type.error().code() == errc::not_found)
        return std::nullopt;
    if (!type)
        return std::move(type).error();
    return std::optional<content_type>(std::move(**type));
}

} // namespace detail

inline namespace SSOT_MODE {

template<model M>
result<stored<content_type>> store::content_type_of()
{
    return detail::content_type_named<content_type>(*this, model_info_of<M>());
}

template<class Types, model M>
result<void> store::point_at(basic_sync_log_entry<Types>& entry, M const& object)
{
    static_assert(std::same_as<key_t<M>, uuid>, "ssot::store::point_at: a log entry points at models whose key is a uuid");
    auto type = content_type_of<M>();
    if (!type)
        return type.error();
    entry.synced_object_type = key_to<basic_content_type<Types>, std::int64_t>{type->id};
    entry.synced_object_id   = key_of(object);
    return {};
}

template<model M, class Types>
result<std::optional<stored<M>>> store::resolve(basic_sync_log_entry<Types> const& entry)
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

template<class Types>
result<any_row> store::resolve(basic_sync_log_entry<Types> const& entry, model_registry const& models)
{
    auto type = detail::type_of_object(*this, entry);
    if (!type)
        return std::move(type).error();
    if (!*type)
        return any_row();
    return core().get_any((*type)->app_label, (*type)->model, *entry.synced_object_id, models);
}

} // namespace SSOT_MODE

} // namespace ssot

#endif // SSOT_IMPL_STORE_RESOLVE_HPP
