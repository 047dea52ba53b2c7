// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORAGE_DESCRIBE_HPP
#define SSOT_STORAGE_DESCRIBE_HPP

// Generates from a model what backends see of it: its description, and functions that read and write its fields.
//
//   model_desc const& d = describe_model<ssot::sync>();
//   value_view const id = accessors_of<ssot::sync>()[d.pk].get(&run);
//
// A backend needs only <ssot/storage/schema.hpp>.

#include <ssot/reflect.hpp>
#include <ssot/storage/schema.hpp>
#include <ssot/storage/value.hpp>

#include <ssot/detail/base/config.hpp>

#include <span>

namespace ssot::storage {

/// Returns the description of `M`. It is a constant, so it may be used during static initialization. All instantiations of
/// one `basic_X<Types>` share their description. Two shared libraries may have a copy each, with equal content, so models
/// are told apart by name and never by address. A model with more than 64 fields does not compile.
template<model M>
constexpr model_desc const& describe_model() noexcept;

/// Returns the accessors of `M`, one for each of its own fields, in static storage. The hidden revision has none.
template<model M>
std::span<accessor const> accessors_of() noexcept;

/// Reads all fields of the `M` at `object` into `out`, which needs room for as many values as `M` has fields. The values are
/// those that `accessors_of<M>()` return one by one.
template<model M>
void read_fields(void const* object, value_view* out) noexcept;

} // namespace ssot::storage

#include <ssot/impl/storage/describe.hpp>

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/storage/describe.ipp>
#endif

#endif // SSOT_STORAGE_DESCRIBE_HPP
