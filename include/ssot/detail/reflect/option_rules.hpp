// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_REFLECT_OPTION_RULES_HPP
#define SSOT_DETAIL_REFLECT_OPTION_RULES_HPP

// Which options a field may have: an option either has an effect for the type of the field or does not compile. The table is
// in docs/reference/field.md.

#include <ssot/codec.hpp>
#include <ssot/field.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

namespace ssot::detail {

/// What is wrong with the options of a field.
enum class option_fault : std::uint8_t {
    none,
    length_of_other,
    length_of_nothing,
    limits_of_other,
    limits_of_key,
    limits_not_whole,
    limits_beyond_type,
    limits_crossed,
    default_of_key,
    default_unspoken,
    default_of_other_type,
    default_beyond_limits,
    default_too_long,
    default_no_choice,
    default_not_initial,
    time_of_other,
    unique_of_other,
    index_of_other,
    encoder_of_other,
    related_of_other,
    references_of_foreign_key,
    references_of_other,
    references_nothing,
    references_set_null,
    foreign_key_set_null,
    foreign_key_of_other_key
};

/// The properties of a member on which the rules depend.
struct option_subject {
    ssot::kind                   kind        = ssot::kind::null;
    bool                         nullable    = false;
    bool                         primary_key = false;
    bool                         foreign_key = false;
    bool                         closed      = false; ///< a choice that holds only the texts of its table
    std::int64_t                 lowest      = std::numeric_limits<std::int64_t>::min();
    std::int64_t                 highest     = std::numeric_limits<std::int64_t>::max();
    double                       most = std::numeric_limits<double>::max(); ///< greatest value of a floating point type
    std::span<choice_text const> choices{};
    bool                         sets_null = false; ///< a foreign key with `on_delete::set_null`
    bool                         other_key = false; ///< a foreign key whose type differs from the key of its model
};

constexpr std::size_t code_points_of(std::string_view text) noexcept
{
    std::size_t n = 0;
    for (char const c : text)
        n += (static_cast<unsigned char>(c) & 0xc0U) != 0x80U ? 1 : 0;
    return n;
}

constexpr bool is_one_of(std::string_view text, std::span<choice_text const> choices) noexcept
{
    for (auto const& entry : choices)
        if (entry.wire == text)
            return true;
    return false;
}

constexpr option_fault find_limit_fault(option_subject const& m, field_options const& o)
{
    bool const whole = o.min_value || o.max_value;
    bool const real  = o.min_real || o.max_real;
    if (!whole && !real)
        return option_fault::none;
    if (m.primary_key || m.foreign_key)
        return option_fault::limits_of_key;
    if (m.kind == kind::int64) {
        if (real)
            return option_fault::limits_not_whole;
        for (auto const& limit : {o.min_value, o.max_value})
            if (limit && (*limit < m.lowest || *limit > m.highest))
                return option_fault::limits_beyond_type;
        return o.min_value && o.max_value && *o.min_value > *o.max_value ? option_fault::limits_crossed : option_fault::none;
    }
    if (m.kind == kind::real) {
        for (auto const& limit : {o.min_real, o.max_real})
            if (limit && !(*limit >= -m.most && *limit <= m.most)) // in this form a NaN is refused as well
                return option_fault::limits_beyond_type;
        auto const low  = o.least();
        auto const high = o.most();
        return low && high && *low > *high ? option_fault::limits_crossed : option_fault::none;
    }
    return option_fault::limits_of_other;
}

constexpr option_fault find_default_fault(option_subject const& m, field_options const& o)
{
    using form    = field_default::form;
    auto const& d = o.default_value;
    if (d.is == form::absent || d.is == form::callable)
        return option_fault::none;
    if (m.primary_key)
        return option_fault::default_of_key;
    switch (m.kind) {
    case kind::boolean: return d.is == form::boolean ? option_fault::none : option_fault::default_of_other_type;
    case kind::int64:
        if (d.is != form::integer)
            return option_fault::default_of_other_type;
        return d.integer < o.min_value.value_or(m.lowest) || d.integer > o.max_value.value_or(m.highest)
            ? option_fault::default_beyond_limits
            : option_fault::none;
    case kind::real: {
        if (d.is != form::integer && d.is != form::real)
            return option_fault::default_of_other_type;
        double const v = d.is == form::real ? d.real : static_cast<double>(d.integer);
        return v >= o.least().value_or(-m.most) && v <= o.most().value_or(m.most) ? option_fault::none
                                                                                  : option_fault::default_beyond_limits;
    }
    case kind::text:
    case kind::choice:
        if (d.is != form::text)
            return option_fault::default_of_other_type;
        if (o.max_length != 0 && code_points_of(d.text) > o.max_length)
            return option_fault::default_too_long;
        return m.closed && !is_one_of(d.text, m.choices) ? option_fault::default_no_choice : option_fault::none;
    default: return option_fault::default_unspoken;
    }
}

constexpr option_fault find_key_fault(option_subject const& m, field_options const& o)
{
    if (o.has_references) {
        if (m.foreign_key)
            return option_fault::references_of_foreign_key;
        if (m.kind != kind::uuid && m.kind != kind::int64 && m.kind != kind::text)
            return option_fault::references_of_other;
        auto const dot = o.references.find('.');
        if (dot == std::string_view::npos || dot == 0 || dot + 1 == o.references.size())
            return option_fault::references_nothing;
        if (o.references_rule == on_delete::set_null && !m.nullable)
            return option_fault::references_set_null;
    }
    if ((!o.related_name.empty() || !o.related_query_name.empty()) && !m.foreign_key && !o.has_references)
        return option_fault::related_of_other;
    return option_fault::none;
}

/// Returns the first thing that is wrong with a member and its options.
constexpr option_fault find_option_fault(option_subject const& m, field_options const& o)
{
    if (m.other_key)
        return option_fault::foreign_key_of_other_key;
    if (m.sets_null && !m.nullable) // otherwise rows of its table could not be read afterwards
        return option_fault::foreign_key_set_null;
    if (o.max_length == field_options::no_length)
        return option_fault::length_of_nothing;
    if (o.max_length != 0 && m.kind != kind::text && m.kind != kind::choice)
        return option_fault::length_of_other;
    for (auto const fault : {find_limit_fault(m, o), find_default_fault(m, o), find_key_fault(m, o)})
        if (fault != option_fault::none)
            return fault;
    if (o.auto_now_add && m.kind != kind::timestamp)
        return option_fault::time_of_other;
    if (o.unique && (m.kind == kind::null || m.kind == kind::json))
        return option_fault::unique_of_other;
    if (o.index && m.kind == kind::null)
        return option_fault::index_of_other;
    if (!o.encoder.empty() && m.kind != kind::json)
        return option_fault::encoder_of_other;
    return option_fault::none;
}

/// Does not compile, and names the member, if its options are wrong.
template<auto Member, option_fault Fault>
struct checked_options {
    using f = option_fault;
    static_assert(Fault != f::length_of_other,
                  "ssot::field: max_length limits a text or a choice, and this member is neither; take it away, or limit a "
                  "number with min_value and max_value");
    static_assert(Fault != f::length_of_nothing,
                  "ssot::field: max_length is a number of code points from 1 to 4294967294; take it away for no limit");
    static_assert(Fault != f::limits_of_other,
                  "ssot::field: min_value and max_value limit numbers, and this member is none; take them away, or limit a "
                  "text with max_length");
    static_assert(Fault != f::limits_of_key,
                  "ssot::field: min_value and max_value do not limit a key or a foreign key, which the store makes or "
                  "looks up; take them away");
    static_assert(Fault != f::limits_not_whole,
                  "ssot::field: the limits of an integer are whole numbers; give min_value and max_value an integer, or "
                  "make the member a double");
    static_assert(Fault != f::limits_beyond_type,
                  "ssot::field: min_value or max_value lies beyond what the type of this member holds; take it away, or "
                  "make the member of a larger type");
    static_assert(Fault != f::limits_crossed,
                  "ssot::field: min_value is above max_value, so that no value is valid; exchange them");
    static_assert(
        Fault != f::default_of_key,
        "ssot::field: a key has no default_value, because the store makes the keys that are missing; take it away");
    static_assert(Fault != f::default_unspoken,
                  "ssot::field: default_value states a bool, a number, a text or a choice, and this member is none of "
                  "these; take it away, give the member an initializer and name that with default_callable");
    static_assert(Fault != f::default_of_other_type,
                  "ssot::field: default_value is of another type than this member; give it a value of the member's own "
                  "type: a bool, a number, a text or an enumerator");
    static_assert(Fault != f::default_beyond_limits,
                  "ssot::field: default_value lies outside what min_value, max_value and the type of this member allow; "
                  "change one of them");
    static_assert(Fault != f::default_too_long, "ssot::field: default_value is longer than max_length; change one of them");
    static_assert(Fault != f::default_no_choice,
                  "ssot::field: default_value is no stored text of describe_choice(); give it an enumerator of the choice");
    static_assert(Fault != f::default_not_initial,
                  "ssot::field: default_value is not what the initializer of this member gives, which is what a missing "
                  "field becomes; write the same value after the member, as in `int speed = 5;`");
    static_assert(Fault != f::time_of_other,
                  "ssot::field: auto_now_add sets a time, and this member is none; take it away, or make the member an "
                  "ssot::timestamp");
    static_assert(Fault != f::unique_of_other,
                  "ssot::field: unique compares values that a store holds, and neither a JSON document nor a container or "
                  "struct is one; take it away");
    static_assert(Fault != f::index_of_other,
                  "ssot::field: index is for a value that a store holds, and a container or struct is none; take it away");
    static_assert(Fault != f::encoder_of_other,
                  "ssot::field: encoder is for a JSON document, and this member is none; take it away");
    static_assert(Fault != f::related_of_other,
                  "ssot::field: related names the other side of a foreign key, and this member is none; make it an "
                  "ssot::foreign_key, or say with references what it points at");
    static_assert(Fault != f::references_of_foreign_key,
                  "ssot::field: references is for a bare key; an ssot::foreign_key already says what it points at, so take "
                  "it away");
    static_assert(Fault != f::references_of_other,
                  "ssot::field: references is for a bare key, and this member is none; take it away, or make the member an "
                  "ssot::uuid, an integer or a text");
    static_assert(Fault != f::references_nothing,
                  "ssot::field: references names a model by its label; give it one of the form \"app.Model\"");
    static_assert(Fault != f::references_set_null,
                  "ssot::field: a key with on_delete::set_null can become null; make the member std::optional");
    static_assert(Fault != f::foreign_key_set_null,
                  "ssot::foreign_key: on_delete::set_null needs a member that can be null; declare it as "
                  "std::optional<ssot::foreign_key<...>>");
    static_assert(Fault != f::foreign_key_of_other_key,
                  "ssot::foreign_key: its third argument is the type of the key that it holds, a uuid when left out; name "
                  "that of the model it points at: ssot::foreign_key<M, rule, std::int64_t>");
    static constexpr bool value = true;
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_REFLECT_OPTION_RULES_HPP
