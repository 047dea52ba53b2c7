// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_STORAGE_DESCRIBE_HPP
#define SSOT_IMPL_STORAGE_DESCRIBE_HPP

#include <ssot/fwd.hpp>
#include <ssot/json/document.hpp>
#include <ssot/storage/describe.hpp>

#include <ssot/detail/reflect/encoded.hpp>
#include <ssot/detail/storage/described_model.hpp>
#include <ssot/detail/storage/described_steps.hpp>
#include <ssot/detail/storage/field_view.hpp>

#include <boost/json/value.hpp>

#include <array>
#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>

namespace ssot::storage {

namespace detail {

using namespace ssot::detail;

template<auto Member>
value_view get_field(void const* object)
{
    using type = type_of<Member>;
    static_assert(
        storable<type> || !std::is_enum_v<unwrap_t<type>>,
        "ssot::choice: this enum has no table of stored texts; write constexpr auto describe_choice(ssot::choice_tag<E>) "
        "beside it, in its namespace");
    static_assert(storable<type> || std::is_enum_v<unwrap_t<type>>,
                  "ssot::storage: this field's type cannot be stored; give it a codec, or keep it out of the description");
    if constexpr (!storable<type>)
        return {};
    else if constexpr (makes_bytes<type>())
        return {};
    else
        return to_view(static_cast<class_of<Member> const*>(object)->*Member);
}

/// The same failure, of a field.
result<void> in_field(result<void>& failed, std::string_view field);

/// Members of one type share this.
template<class T>
result<void> set_value(T& out, value_view v, std::string_view field)
{
    if (auto set = from_view(out, v); !set) [[unlikely]]
        return in_field(set, field);
    return {};
}

template<auto Member>
result<void> set_field(void* object, value_view v)
{
    if constexpr (storable<type_of<Member>>)
        return set_value(static_cast<class_of<Member>*>(object)->*Member, v, field_info_of<Member>.name);
    else
        return {};
}

/// Whether the bytes of a stored value are made for the write, since objects have none.
template<class T>
constexpr bool is_made() noexcept
{
    return std::same_as<unwrap_t<T>, boost::json::value> || makes_bytes<T>();
}

/// Writes a document behind `out`. `field` names the field in errors.
result<bool> write_stored_document(boost::json::value const& v, std::string& out, std::string_view field);

/// Whether what a codec of kind JSON made is JSON, on the same terms.
result<bool> check_made_document(std::string_view text, std::string_view field);

/// The bytes of a value that has none, on the same terms.
template<class T>
result<bool> write_made(T const& v, std::string& out, std::string_view field)
{
    if constexpr (unwrap<T>::nullable) {
        return v ? write_made(*v, out, field) : result<bool>(false);
    } else if constexpr (std::same_as<T, boost::json::value>) {
        return write_stored_document(v, out, field);
    } else {
        held_value<T> const held(v);
        out.append(held.view().as_chars());
        if constexpr (encodes_json<T>)
            return check_made_document(held.view().as_chars(), field);
        else
            return true;
    }
}

template<auto Member>
result<bool> write_field_document(void const* object, std::string& out)
{
    return write_made(static_cast<class_of<Member> const*>(object)->*Member, out, field_info_of<Member>.name);
}

template<auto Member>
constexpr accessor make_accessor() noexcept
{
    if constexpr (is_made<type_of<Member>>())
        return {&get_field<Member>, &set_field<Member>, &write_field_document<Member>};
    else
        return {&get_field<Member>, &set_field<Member>, nullptr};
}

template<class M>
inline constexpr auto accessors = []<auto... Members>(member_list<Members...>) {
    return std::array<accessor, sizeof...(Members)>{make_accessor<Members>()...};
}(members_of<M>{});

} // namespace detail

template<model M>
constexpr model_desc const& describe_model() noexcept
{
    return detail::described_model<typename detail::canonical<M>::type>::value;
}

template<model M>
std::span<accessor const> accessors_of() noexcept
{
    return detail::accessors<M>;
}

template<model M>
void read_fields(void const* object, value_view* out) noexcept
{
    [&]<auto... Members>(detail::member_list<Members...>) {
        ((*out++ = detail::get_field<Members>(object)), ...);
    }(detail::members_of<M>{});
}

} // namespace ssot::storage

#endif // SSOT_IMPL_STORAGE_DESCRIBE_HPP
