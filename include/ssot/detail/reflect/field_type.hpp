// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_REFLECT_FIELD_TYPE_HPP
#define SSOT_DETAIL_REFLECT_FIELD_TYPE_HPP

// What the type of a member says about its field.

#include <ssot/reflect.hpp>

#include <ssot/detail/reflect/encoded.hpp>
#include <ssot/detail/reflect/option_rules.hpp>

#include <limits>
#include <string_view>
#include <type_traits>

namespace ssot::detail {

/// What the type of a member says about the field.
struct field_type {
    option_subject   subject{};
    bool             keeps_unknown = false;
    bool             is_uuid       = false;
    std::string_view target_label{};
    ssot::on_delete  on_delete = ssot::on_delete::none;
    std::string_view target_verbose_name{};
};

template<class Member>
constexpr field_type make_field_type()
{
    using type = unwrap_t<Member>;

    field_type out{};
    auto&      subject = out.subject;
    subject.nullable   = unwrap<Member>::nullable;
    subject.closed     = choice<type>;
    out.is_uuid        = std::is_same_v<type, uuid>;
    if constexpr (storable<type>) {
        static_assert(check_codec<type>());
        subject.kind = codec<type>::stored_as;
    }
    if constexpr (choice<typename choice_behind<type>::type>) {
        subject.choices   = choice_texts<typename choice_behind<type>::type>();
        out.keeps_unknown = !choice<type>;
    }
    if constexpr (std::integral<type> && !std::same_as<type, bool>) {
        using limits   = std::numeric_limits<type>;
        subject.lowest = static_cast<std::int64_t>(limits::min());
        subject.highest =
            std::in_range<std::int64_t>(limits::max()) ? static_cast<std::int64_t>(limits::max()) : subject.highest;
    }
    if constexpr (std::same_as<type, float>)
        subject.most = static_cast<double>(std::numeric_limits<float>::max());
    if constexpr (relation<type>::exists) {
        using target            = typename relation<type>::target;
        subject.foreign_key     = true;
        subject.other_key       = !std::same_as<typename type::key_type, key_t<target>>;
        subject.sets_null       = relation<type>::rule == on_delete::set_null;
        out.target_label        = model_info_of<target>().label;
        out.on_delete           = relation<type>::rule;
        out.target_verbose_name = model_info_of<target>().verbose_name;
    }
    return out;
}

template<class Member>
inline constexpr field_type field_type_of = make_field_type<Member>();

} // namespace ssot::detail

#endif // SSOT_DETAIL_REFLECT_FIELD_TYPE_HPP
