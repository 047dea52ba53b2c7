// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORAGE_DESCRIBE_HPP
#define SSOT_STORAGE_DESCRIBE_HPP

// From models to what backends see: descriptions, and readers and writers of their fields, generated from reflection.
//
//   model_desc const& d = describe_model<ssot::sync>();      // one for a model, whatever types it is made of
//   value_view const id = accessors_of<ssot::sync>()[d.pk].get(&run);
//
// Backends need <ssot/storage/schema.hpp> only.

#include <ssot/reflect.hpp>
#include <ssot/storage/schema.hpp>
#include <ssot/storage/value.hpp>

#include <ssot/detail/base/config.hpp>

#include <span>

namespace ssot::storage {

/// The description of `M`, which is there before any code runs. `basic_X<Types>` has the same one for all types. A model that
/// is described in two shared libraries has two, with one content: what tells models apart is the name, never the address.
template<model M>
constexpr model_desc const& describe_model() noexcept;

/// The accessors of `M`, one for each of its own fields.
template<model M>
std::span<accessor const> accessors_of() noexcept;

/// Reads all fields of an `M` at once, as `accessors_of<M>()` do one by one.
template<model M>
void read_fields(void const* object, value_view* out) noexcept;

} // namespace ssot::storage

#include <ssot/impl/storage/describe.hpp>

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/storage/describe.ipp>
#endif

#endif // SSOT_STORAGE_DESCRIBE_HPP
