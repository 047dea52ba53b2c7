// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_REFLECT_HPP
#define SSOT_IMPL_REFLECT_HPP

#include <ssot/reflect.hpp>

#include <ssot/detail/reflect/field_infos.hpp>
#include <ssot/detail/reflect/model_infos.hpp>

#include <span>
#include <type_traits>

namespace ssot {

template<model M>
constexpr std::span<field_info const> fields_of() noexcept
{
    static_assert(codec<key_t<M>>::stored_as == kind::uuid || codec<key_t<M>>::stored_as == kind::int64,
                  "ssot::model: the first described member is the key; make it an ssot::uuid or an integer");
    return detail::field_infos<M>;
}

template<model M>
constexpr model_info const& model_info_of() noexcept
{
    return detail::model_infos<M>;
}

template<described T, class Fn>
constexpr void for_each_field(Fn&& fn)
{
    [&]<auto... Members>(detail::member_list<Members...>) { (fn(field<Members>), ...); }(detail::members_of<T>{});
}

#if defined(__GNUC__) // the members behind the key are left to their initializers, and need none
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#endif

template<model M>
constexpr M make_blank()
{
    if constexpr (std::is_aggregate_v<M> && requires { M{key_t<M>{}}; })
        return M{key_t<M>{}};
    else {
        M out{};
        out.*detail::first_member<detail::members_of<M>>::value = key_t<M>{};
        return out;
    }
}

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

} // namespace ssot

#endif // SSOT_IMPL_REFLECT_HPP
