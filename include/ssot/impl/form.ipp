// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_FORM_IPP
#define SSOT_IMPL_FORM_IPP

#include <ssot/form.hpp>

#include <ssot/detail/json/base64.hpp>
#include <ssot/detail/text/decimal_digits.hpp>
#include <ssot/detail/text/python_repr.hpp>
#include <ssot/detail/time/django_duration.hpp>
#include <ssot/detail/time/django_text.hpp>
#include <ssot/detail/validate/validation_messages.hpp>

#include <charconv>
#include <iterator>

namespace ssot::detail {

SSOT_DECL bool form_field::refuse(std::string_view code, std::string_view words)
{
    found_.push_back({field_.name, code, std::string(words)});
    return false;
}

SSOT_DECL bool form_field::refuse_blank() { return refuse("blank", blank_message); }

SSOT_DECL bool form_field::refuse_choice(std::string_view text)
{
    return refuse("invalid_choice", no_choice_message(python_repr(text)));
}

SSOT_DECL bool form_field::not_valid(std::string_view text, std::string_view what, std::string_view code)
{
    return refuse(code, quoted_message(text, what));
}

SSOT_DECL bool form_field::read(std::string_view text, bool& out)
{
    auto const b = parse_django_boolean(text);
    return b ? (out = *b, true) : not_valid(text, "value must be either True or False.");
}

SSOT_DECL bool form_field::read_integer(std::string_view text, std::int64_t least, std::int64_t most, std::int64_t& out)
{
    auto const digits = parse_python_int(text);
    if (!digits)
        return not_valid(text, "value must be an integer.");
    auto const n = narrowed(*digits);
    if (n && *n >= least && *n <= most)
        return out = *n, true;
    bool const minus = digits->starts_with('-');
    auto const low   = field_.options.min_value.value_or(least);
    auto const high  = field_.options.max_value.value_or(most);
    return minus ? refuse("min_value", too_small_message(low)) : refuse("max_value", too_large_message(high));
}

SSOT_DECL bool form_field::read(std::string_view text, std::int64_t& out) { return read_integer(text, out); }

SSOT_DECL bool form_field::read(std::string_view text, double& out)
{
    auto const ascii = with_ascii_digits(stripped_in_python(text));
    auto const end   = ascii.data() + ascii.size();
    auto const first = ascii.starts_with('+') ? ascii.data() + 1 : ascii.data();
    auto const r     = std::from_chars(first, end, out);
    return r.ec == std::errc() && r.ptr == end ? true : not_valid(text, "value must be a float.");
}

SSOT_DECL bool form_field::read(std::string_view text, uuid& out)
{
    return parse_python_uuid(text, out) || not_valid(text, "is not a valid UUID.");
}

SSOT_DECL bool form_field::read(std::string_view text, timestamp& out)
{
    auto const at = parse_django_datetime(text);
    return at.fault == django_datetime::none ? (out = at.in_utc(), true) : not_valid(text, at.message(), at.code());
}

SSOT_DECL bool form_field::read(std::string_view text, duration& out)
{
    using limits  = std::numeric_limits<std::int64_t>;
    auto const us = parse_django_duration(text);
    if (!us)
        return not_valid(text, duration_form_message);
    if (*us < limits::min() || *us > limits::max()) {
        auto const days = std::to_string(limits::max() / us_per_day);
        return refuse("overflow", "The number of days must be between -" + days + " and " + days + ".");
    }
    return out = duration(static_cast<std::int64_t>(*us)), true;
}

SSOT_DECL bool form_field::read_base64(std::string_view text, std::string& out) { return take(from_base64(text), out); }

SSOT_DECL void note_left_out(field_info const& f, std::vector<field_problem>& found)
{
    bool const is_choice = f.kind == kind::choice;
    found.push_back({f.name, is_choice ? "blank" : "null", std::string(is_choice ? blank_message : null_message)});
}

SSOT_DECL std::vector<std::string_view> settled_fields(validation_options const&         options,
                                                       std::vector<field_problem> const& found)
{
    std::vector<std::string_view> out(options.exclude.begin(), options.exclude.end());
    for (auto const& p : found)
        out.push_back(p.field);
    return out;
}

SSOT_DECL std::vector<field_problem> problems_of_form(std::vector<field_problem> found, std::vector<field_problem> rest,
                                                      std::span<field_info const> fields)
{
    found.insert(found.end(), std::make_move_iterator(rest.begin()), std::make_move_iterator(rest.end()));
    std::vector<field_problem> sorted;
    sorted.reserve(found.size());
    for (auto const& f : fields)
        for (auto& p : found)
            if (p.field == f.name)
                sorted.push_back(std::move(p));
    return sorted;
}

} // namespace ssot::detail

#endif // SSOT_IMPL_FORM_IPP
