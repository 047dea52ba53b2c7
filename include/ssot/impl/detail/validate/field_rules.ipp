// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_VALIDATE_FIELD_RULES_IPP
#define SSOT_IMPL_DETAIL_VALIDATE_FIELD_RULES_IPP

#include <ssot/json/text.hpp>

#include <ssot/detail/text/python_repr.hpp>
#include <ssot/detail/text/utf8.hpp>
#include <ssot/detail/validate/field_rules.hpp>
#include <ssot/detail/validate/validation_messages.hpp>

#include <boost/json/value.hpp>

#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <utility>

namespace ssot::detail {

/// Levels of a document, as `write_options::max_depth`.
inline constexpr std::size_t max_document_depth = 512;

/// Whether every store can hold a text: UTF-8 without U+0000.
SSOT_DECL bool is_utf8_without_nul(std::string_view text) noexcept
{
    return is_ascii_without_nul(text) || (is_utf8(text) && text.find('\0') == std::string_view::npos);
}

SSOT_DECL bool fits_every_profile(boost::json::value const& v, std::size_t depth) noexcept
{
    if (auto const* const text = v.if_string())
        return is_utf8_without_nul({text->data(), text->size()});
    if (auto const* const real = v.if_double())
        return std::isfinite(*real);
    auto const fits = [&](boost::json::value const& inner) {
        return inner.is_null() || fits_every_profile(inner, depth - 1);
    };
    if (auto const* const array = v.if_array()) {
        for (auto const& item : *array)
            if (depth == 0 || !fits(item))
                return false;
        return depth != 0;
    }
    if (auto const* const object = v.if_object()) {
        for (auto const& member : *object)
            if (depth == 0 || !is_utf8_without_nul({member.key().data(), member.key().size()}) || !fits(member.value()))
                return false;
        return depth != 0;
    }
    return !v.is_null();
}

SSOT_DECL bool fits_every_profile(boost::json::value const& v) noexcept { return fits_every_profile(v, max_document_depth); }

SSOT_DECL bool fits_every_profile(raw_json const& v) noexcept
{
    return !v.is_null() && v.is_portable() && v.text().find('\\') == std::string_view::npos;
}

/// What is wrong inside a document: no error when nothing is. Only what JSON cannot hold, unless `strictly`.
SSOT_DECL result<void> find_document_fault(boost::json::value const& v, bool strictly,
                                           std::size_t depth = max_document_depth)
{
    auto const check_text = [&](std::string_view text) -> result<void> {
        if (!is_utf8(text))
            return error(errc::invalid_utf8, "Value must be valid JSON");
        if (strictly && text.find('\0') != std::string_view::npos)
            return error(errc::invalid_value, "Null characters are not allowed");
        return {};
    };
    auto const check_inner = [&](boost::json::value const& inner, auto const& name) -> result<void> {
        auto found = find_document_fault(inner, strictly, depth - 1);
        return found ? std::move(found) : result<void>(std::move(found).error().prepend_path(name()));
    };
    if (auto const* const text = v.if_string())
        return check_text({text->data(), text->size()});
    if (auto const* const real = v.if_double(); real && strictly && !std::isfinite(*real))
        return error(errc::out_of_range, "Value must be valid JSON, and a number finite");
    if (v.is_structured() && depth == 0)
        return error(errc::too_deep, "Value must be valid JSON of at most 512 levels");
    if (auto const* const array = v.if_array())
        for (std::size_t i = 0; i != array->size(); ++i)
            if (auto ok = check_inner((*array)[i], [&] { return '[' + std::to_string(i) + ']'; }); !ok)
                return ok;
    if (auto const* const object = v.if_object())
        for (auto const& member : *object) {
            std::string_view const key(member.key().data(), member.key().size());
            if (auto ok = check_text(key); !ok)
                return ok;
            if (auto ok = check_inner(member.value(), [&] { return key; }); !ok)
                return ok;
        }
    return {};
}

SSOT_DECL void field_rules::add(std::string_view code, std::string_view message)
{
    found_.push_back({field_.name, code, std::string(message)});
}

SSOT_DECL void field_rules::add_too_large()
{
    add("max_value", too_large_message(std::numeric_limits<std::int64_t>::max()));
}

SSOT_DECL void field_rules::add_blank() { add("blank", blank_message); }

SSOT_DECL void field_rules::add_null() { add("null", null_message); }

SSOT_DECL void field_rules::add_no_choice(std::string_view repr) { add("invalid_choice", no_choice_message(repr)); }

SSOT_DECL void field_rules::add_no_choice(std::int64_t enumerator) { add_no_choice(std::to_string(enumerator)); }

SSOT_DECL void field_rules::add_unfit(result<void> const& why)
{
    add("invalid",
        why || why.error().text().empty() ? "The value does not fit its field." : std::string(why.error().text()));
}

SSOT_DECL void field_rules::check_absent()
{
    if (field_.options.editable)
        add_blank();
}

SSOT_DECL void field_rules::check_text(std::string_view v, bool known)
{
    bool const asked = strict_ || field_.options.editable; // the original asks this of fields that people edit
    if (v.empty()) {
        if (asked && !field_.options.blank && !(strict_ && field_.nullable))
            add_blank();
        return;
    }
    if (!is_utf8(v))
        return add("invalid", "The text is not UTF-8.");
    if (!known && !strict_ && asked)
        return add_no_choice(python_repr(v));
    auto const limit = field_.options.max_length;
    if (auto const n = count_code_points(v); limit != 0 && n > limit)
        add("max_length", too_long_message(limit, n));
    if (strict_ && v.find('\0') != std::string_view::npos)
        add("null_characters_not_allowed", "Null characters are not allowed.");
}

SSOT_DECL void field_rules::check_range(std::int64_t v)
{
    auto const& o = field_.options;
    if (!ranges_)
        return;
    if (o.min_value && v < *o.min_value)
        add("min_value", too_small_message(*o.min_value));
    if (o.max_value && v > *o.max_value)
        add("max_value", too_large_message(*o.max_value));
}

SSOT_DECL void field_rules::check_range(double v)
{
    check_real_limits(field_.options, v, [&](std::string_view code, std::string const& words) { add(code, words); });
}

/// What the original takes for no value.
SSOT_DECL bool is_empty_document(boost::json::value const& v) noexcept
{
    return v.is_null() || (v.is_string() && v.get_string().empty()) || (v.is_array() && v.get_array().empty()) ||
        (v.is_object() && v.get_object().empty());
}

SSOT_DECL void field_rules::check_document(boost::json::value const& v)
{
    if (strict_ ? v.is_null() : is_empty_document(v))
        return check_empty(v.is_null());
    if (auto const fault = find_document_fault(v, strict_); !fault)
        add_document_fault(fault.error());
}

SSOT_DECL void field_rules::check_document(raw_json const& v)
{
    bool const opens = !strict_ || v.is_null() || v.text().find("\\u0000") != std::string_view::npos;
    if (!opens && v.is_portable())
        return;
    auto const dom = from_json<boost::json::value>(v.text(), {.max_depth = static_cast<std::size_t>(-1)});
    if (!dom)
        return add("invalid", "Value must be valid JSON: " + to_string(dom.error()));
    if (auto const fault = find_document_fault(*dom, true); !fault && fault.error().code() == errc::out_of_range)
        add_document_fault(fault.error());
    else
        check_document(*dom);
}

SSOT_DECL void field_rules::check_document_text(std::string_view text)
{
    if (auto const made = raw_json::parse(text); !made)
        add("invalid", "Value must be valid JSON: " + to_string(made.error()));
    else if (!fits_every_profile(*made))
        check_document(*made);
}

SSOT_DECL void field_rules::add_document_fault(error const& e)
{
    auto text = std::string(e.text());
    if (!e.path().empty())
        text.append(": ").append(e.path());
    add(e.code() == errc::invalid_value ? "null_characters_not_allowed" : "invalid", text);
}

SSOT_DECL void field_rules::check_empty(bool null)
{
    if (strict_)
        return add_null();
    if (field_.options.blank || !field_.options.editable)
        return;
    return null && !field_.nullable ? add_null() : add_blank();
}

} // namespace ssot::detail

#endif // SSOT_IMPL_DETAIL_VALIDATE_FIELD_RULES_IPP
