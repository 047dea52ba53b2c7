// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORE_MODEL_REGISTRY_HPP
#define SSOT_STORE_MODEL_REGISTRY_HPP

// Models by name, for rows whose model is known only at run time: the objects that log entries point at.
//
//   ssot::model_registry const models = ssot::registry_of<inventory::device, inventory::rack>();
//   ssot::any_row row = store.resolve(entry, models).value();
//   if (auto const* d = row.get_if<inventory::device>()) std::cout << d->hostname << '\n';
//
// Example: docs/examples/generic_keys.cpp.

#include <ssot/reflect.hpp>
#include <ssot/storage/describe.hpp>
#include <ssot/storage/schema.hpp>

#include <ssot/detail/base/config.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot {

/// A row of a model that is known only at run time, or no row. Copies share the row, which does not change.
class any_row {
public:
    any_row() = default;
    any_row(model_info const& info, std::shared_ptr<void const> object) noexcept : info_(&info), object_(std::move(object))
    {
    }

    /// Returns whether there is a row.
    explicit operator bool() const noexcept { return object_ != nullptr; }

    /// The metadata of the row's model. Precondition: there is a row.
    model_info const& info() const noexcept { return *info_; }

    /// Returns the row if it is a row of `M`, otherwise null. The pointer is valid as long as a copy of this object exists.
    template<model M>
    M const* get_if() const noexcept
    {
        return info_ == &model_info_of<M>() ? static_cast<M const*>(object_.get()) : nullptr;
    }

private:
    model_info const*           info_ = nullptr;
    std::shared_ptr<void const> object_{};
};

/// One model of a registry.
struct registered_model {
    model_info const*                  info;
    storage::model_desc const*         description;
    std::span<storage::accessor const> accessors;
    std::shared_ptr<void> (*make)(); ///< makes a row with a nil key
};

/// A list of models by name. Adding a model twice changes nothing; of two models with the same name the first one stays.
/// Several threads may use one registry at once while none adds to it.
class model_registry {
public:
    template<model M>
    model_registry& add()
    {
        add({&model_info_of<M>(), &storage::describe_model<M>(), storage::accessors_of<M>(), [] {
                 return std::static_pointer_cast<void>(std::make_shared<M>(make_blank<M>()));
             }});
        return *this;
    }

    /// Returns the model with these names, which a content type holds, or null if it was not added. Linear in the number of
    /// models. The pointer is valid until another model is added.
    registered_model const* find(std::string_view app_label, std::string_view name) const noexcept;

    std::span<registered_model const> models() const noexcept { return models_; }

private:
    void add(registered_model m);

    std::vector<registered_model> models_{};
};

namespace detail {

/// Whether no two different models have the same name. All instantiations of a `basic_X` template are one model.
template<model... Models>
constexpr bool names_differ() noexcept
{
    std::array<std::string_view, sizeof...(Models)> const           names{model_info_of<Models>().name...};
    std::array<storage::model_desc const*, sizeof...(Models)> const models{&storage::describe_model<Models>()...};
    for (std::size_t i = 0; i != names.size(); ++i)
        for (std::size_t j = 0; j != i; ++j)
            if (names[i] == names[j] && models[i] != models[j])
                return false;
    return true;
}

} // namespace detail

/// Returns a registry of these models. Does not compile if two different models have the same name.
template<model... Models>
model_registry registry_of()
{
    static_assert(detail::names_differ<Models...>(),
                  "ssot::registry_of: two of these models have one model_name; give each model a name of its own");
    model_registry out;
    (out.add<Models>(), ...);
    return out;
}

} // namespace ssot

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/store/model_registry.ipp>
#endif

#endif // SSOT_STORE_MODEL_REGISTRY_HPP
