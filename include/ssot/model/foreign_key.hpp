// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_MODEL_FOREIGN_KEY_HPP
#define SSOT_MODEL_FOREIGN_KEY_HPP

// A typed foreign key: it holds the key of a row and knows which model the row belongs to.
//
//   struct port {
//       static constexpr std::string_view model_name = "inventory.port";
//       ssot::uuid                                             id{};
//       ssot::foreign_key<device, ssot::on_delete::cascade>    device{};
//   };
//
//   p.device = some_device;                        // takes its key
//   p.device = ssot::key_to<device>{some_uuid};    // a plain key must name its model
//   p.device == some_uuid                          // a comparison need not
//
// Source: Django's ForeignKey. Example: docs/examples/own_model.cpp.

#include <ssot/reflect.hpp>

#include <ssot/detail/reflect/encoded.hpp>

#include <concepts>
#include <utility>

namespace ssot {

namespace detail {

/// The family of a model. All instantiations of one basic_X template belong to one family, because their rows are in one
/// table. Every other type, such as `stored<M>`, is a family of its own.
template<class M>
struct model_family {
    using type = M;
};
template<template<class> class Basic, class Types>
    requires requires {
        typename Types::document;
        typename Types::text;
        typename Basic<void>; // not valid for `stored<M>`, whose argument must be a model
    }
struct model_family<Basic<Types>> {
    using type = Basic<void>;
};

} // namespace detail

/// Whether `A` and `B` are the same model, whatever types they are made of: `sync` and `basic_sync<raw_types>` are the same.
template<class A, class B>
concept same_model = std::same_as<typename detail::model_family<A>::type, typename detail::model_family<B>::type>;

/// A key together with the model that it belongs to.
template<class M, class Key = uuid>
struct key_to {
    Key value{};
};

/// Points at a row of `M`. `Rule` says what happens to the row that holds the foreign key when that row is erased. `M` may
/// be incomplete, so that a model can point at itself. `Key` is the type of the key of `M`. Copyable and comparable. A nil
/// key points at nothing.
template<class M, ssot::on_delete Rule, class Key = uuid>
class foreign_key {
public:
    using target   = M;
    using key_type = Key;

    constexpr foreign_key() noexcept = default;

    /// Points at `m`, an object of the same model.
    template<class Other>
        requires same_model<M, Other>
    constexpr foreign_key(Other const& m) noexcept : key_(key_of(m)) // NOLINT: a model stands for its key
    {
    }
    /// Points at an object of a class derived from the model, such as a stored row.
    template<class Derived>
        requires(!same_model<M, Derived> && std::derived_from<Derived, M>)
    constexpr foreign_key(Derived const& m) noexcept : key_(key_of(static_cast<M const&>(m))) // NOLINT
    {
    }
    template<class Other>
        requires same_model<M, Other>
    constexpr foreign_key(key_to<Other, Key> k) noexcept : key_(k.value) // NOLINT
    {
    }

    constexpr Key const& key() const noexcept { return key_; }
    constexpr bool       is_nil() const noexcept { return key_ == Key{}; }

    friend constexpr bool operator==(foreign_key const& a, foreign_key const& b) noexcept { return a.key_ == b.key_; }
    friend constexpr bool operator==(foreign_key const& a, Key const& b) noexcept { return a.key_ == b; }
    template<class Other>
        requires same_model<M, Other>
    friend constexpr bool operator==(foreign_key const& a, Other const& b) noexcept
    {
        return a.key_ == key_of(b);
    }

private:
    Key key_{};
};

/// A foreign key is stored as the key that it holds.
template<class M, ssot::on_delete Rule, class Key>
struct codec<foreign_key<M, Rule, Key>> {
    static constexpr kind stored_as = codec<Key>::stored_as;
    using stored_type               = detail::stored_t<Key>;

    static decltype(auto) encode(foreign_key<M, Rule, Key> const& v) noexcept { return codec<Key>::encode(v.key()); }
    static result<foreign_key<M, Rule, Key>> decode(stored_type const& v)
    {
        auto key = detail::from_stored<Key>(v);
        if (!key)
            return std::move(key).error();
        return wrap(*key);
    }

    /// Makes a foreign key from a key that was read, as `decode` does.
    static constexpr foreign_key<M, Rule, Key> wrap(Key const& key)
    {
        return foreign_key<M, Rule, Key>(key_to<M, Key>{key});
    }
};

template<class M, ssot::on_delete Rule, class Key>
struct relation<foreign_key<M, Rule, Key>> {
    static constexpr bool            exists = true;
    static constexpr ssot::on_delete rule   = Rule;
    using target                            = M;
    static_assert(Rule != ssot::on_delete::none, "ssot::foreign_key: choose on_delete::cascade, protect or set_null");
};

} // namespace ssot

#endif // SSOT_MODEL_FOREIGN_KEY_HPP
