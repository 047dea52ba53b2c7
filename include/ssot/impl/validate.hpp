// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_VALIDATE_HPP
#define SSOT_IMPL_VALIDATE_HPP

#include <ssot/json/document.hpp>
#include <ssot/validate.hpp>

#include <ssot/detail/reflect/encoded.hpp>
#include <ssot/detail/text/utf8.hpp>
#include <ssot/detail/validate/field_rules.hpp>

#include <cmath>

namespace ssot {

namespace detail {

/// Returns whether a field is excluded from validation.
bool is_excluded(validation_options const& options, std::string_view field) noexcept;

/// Returns whether a text is certainly valid by the rules of every profile. The number of code points is at most that of
/// bytes.
template<auto Member>
bool is_plain_text(std::string_view v) noexcept
{
    constexpr auto const& info = field_info_of<Member>;
    constexpr auto        most = info.options.max_length;
    return (!v.empty() || info.options.blank) && (most == 0 || v.size() <= most) && is_ascii_without_nul(v);
}

template<auto Member>
void check_integer(std::int64_t v, validation_options const& options, std::vector<field_problem>& out)
{
    constexpr auto const& o     = field_info_of<Member>.options;
    bool const            below = o.min_value && v < *o.min_value;
    bool const            above = o.max_value && v > *o.max_value;
    if (below || above)
        field_rules(field_info_of<Member>, options, out).check_range(v);
}

template<auto Member>
void check_real(double v, validation_options const& options, std::vector<field_problem>& out)
{
    constexpr auto least = field_info_of<Member>.options.least();
    constexpr auto most  = field_info_of<Member>.options.most();
    if ((least && v < *least) || (most && v > *most))
        field_rules(field_info_of<Member>, options, out).check_range(v);
}

/// Checks a value by its codec: by `fits(v)`, if the codec has it, and whether `decode` accepts what `encode` returns. The
/// problem has the message of `decode`.
template<auto Member, class T>
bool check_codec_limits(T const& v, validation_options const& options, std::vector<field_problem>& out)
{
    bool fits = true;
    if constexpr (requires { codec<T>::fits(v); })
        fits = codec<T>::fits(v);
    if constexpr (has_library_codec<T>) {
        if (!fits)
            field_rules(field_info_of<Member>, options, out).add_too_large();
    } else {
        result<void> const back = check_round_trip(v);
        if (!back || !fits)
            field_rules(field_info_of<Member>, options, out).add_unfit(back);
        return back && fits;
    }
    return fits;
}

/// Checks a value that is not absent.
template<auto Member, class T>
void check_value(T const& v, validation_options const& options, std::vector<field_problem>& out)
{
    [[maybe_unused]] constexpr auto const& info  = field_info_of<Member>;
    [[maybe_unused]] auto const            rules = [&] { return field_rules(info, options, out); };
    if constexpr (json_document<T>) {
        if (!fits_every_profile(v) || (!info.options.blank && options.profile != validation::strict))
            rules().check_document(v);
    } else if constexpr (relation<T>::exists) {
        // The original treats a nil key like any other key, which no row has.
        if (v.is_nil() && (!info.nullable || options.profile == validation::strict))
            rules().add_null();
        else
            check_codec_limits<Member>(v.key(), options, out);
    } else if constexpr (choice<T>) {
        if (auto const text = to_wire(v); text.empty())
            rules().add_no_choice(static_cast<std::int64_t>(v));
        else if (info.options.max_length != 0 && text.size() > info.options.max_length)
            rules().check_text(text, true);
    } else if constexpr (storable<T>) {
        constexpr kind k = codec<T>::stored_as;
        if constexpr (requires { v.known(); }) {
            if (auto const known = v.known(); known && v.text().empty())
                rules().add_no_choice(static_cast<std::int64_t>(*known));
            else if (!known || !is_plain_text<Member>(v.text()))
                rules().check_text(v.text(), known.has_value());
        } else if (!check_codec_limits<Member>(v, options, out)) {
            return;
        } else if constexpr (k == kind::text || k == kind::choice) {
            auto const& encoded = codec<T>::encode(v);
            if (auto const text = chars_of(encoded); !is_plain_text<Member>(text))
                rules().check_text(text, true);
        } else if constexpr (k == kind::json) {
            auto const& encoded = codec<T>::encode(v);
            rules().check_document_text(chars_of(encoded));
        } else if constexpr (k == kind::int64) {
            check_integer<Member>(to_stored(v), options, out);
        } else if constexpr (k == kind::timestamp) {
            if (timestamp const t = to_stored(v); t < min_timestamp || t > max_timestamp)
                rules().add("invalid", "The time lies outside the years 1 to 9999.");
        } else if constexpr (k == kind::real) {
            double const n = to_stored(v);
            if (!std::isfinite(n))
                rules().add("invalid", "The number is not finite.");
            else
                check_real<Member>(n, options, out);
        }
    }
}

template<auto Member, class M>
void check_field(M const& m, validation_options const& options, std::vector<field_problem>& out)
{
    constexpr auto const& info = field_info_of<Member>;
    if (!options.exclude.empty() && is_excluded(options, info.name))
        return;
    auto const& v = m.*Member;
    if constexpr (info.primary_key) { // the store makes missing keys
        bool made = false;
        if constexpr (requires { v == key_t<M>{}; })
            made = v == key_t<M>{};
        if (!made)
            check_codec_limits<Member>(v, options, out);
    } else if constexpr (info.nullable) {
        if (v)
            check_value<Member>(*v, options, out);
        else if (!info.options.blank && options.profile != validation::strict)
            field_rules(info, options, out).check_absent();
    } else {
        check_value<Member>(v, options, out);
    }
}

} // namespace detail

template<model M>
std::vector<field_problem> validate(M const& m, validation_options const& options)
{
    std::vector<field_problem> out;
    for_each_field<M>([&]<auto Member>(field_t<Member>) { detail::check_field<Member>(m, options, out); });
    return out;
}

} // namespace ssot

#endif // SSOT_IMPL_VALIDATE_HPP
