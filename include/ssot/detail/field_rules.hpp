// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_FIELD_RULES_HPP
#define SSOT_DETAIL_FIELD_RULES_HPP

// The rules of one field, spelled out, for values that are not plainly without fault. No templates on the model, so that every
// model shares this code, which a valid one never reaches.

#include <ssot/json/document.hpp>
#include <ssot/json/text.hpp>
#include <ssot/reflect.hpp>
#include <ssot/validate.hpp>

#include <ssot/detail/python_text_repr.hpp>
#include <ssot/detail/utf8.hpp>
#include <ssot/detail/validation_words.hpp>

#include <boost/json/value.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot::detail {

/// Levels of a document, as `write_options::max_depth`.
inline constexpr std::size_t max_document_depth = 512;

/// Whether every store can hold a text: UTF-8 without U+0000.
inline bool is_plain_utf8(std::string_view text) noexcept
{
    return is_plain_ascii(text) || (is_utf8(text) && text.find('\0') == std::string_view::npos);
}

/// Whether a document is not null, and every rule of every profile holds for what is in it.
inline bool is_plain_document(boost::json::value const& v, std::size_t depth = max_document_depth) noexcept
{
    if (auto const* const text = v.if_string())
        return is_plain_utf8({text->data(), text->size()});
    if (auto const* const real = v.if_double())
        return std::isfinite(*real);
    auto const fits = [&](boost::json::value const& inner) {
        return inner.is_null() || is_plain_document(inner, depth - 1);
    };
    if (auto const* const array = v.if_array()) {
        for (auto const& item : *array)
            if (depth == 0 || !fits(item))
                return false;
        return depth != 0;
    }
    if (auto const* const object = v.if_object()) {
        for (auto const& member : *object)
            if (depth == 0 || !is_plain_utf8({member.key().data(), member.key().size()}) || !fits(member.value()))
                return false;
        return depth != 0;
    }
    return !v.is_null();
}

/// Raw text is valid JSON; only an escape can stand for U+0000.
inline bool is_plain_document(raw_json const& v) noexcept
{
    return !v.is_null() && v.is_portable() && v.text().find('\\') == std::string_view::npos;
}

/// What is wrong inside a document: no error when nothing is. Only what JSON cannot hold, unless `strictly`.
inline result<void> find_document_fault(boost::json::value const& v, bool strictly, std::size_t depth = max_document_depth)
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
        return found ? std::move(found) : result<void>(std::move(found).error().inside(name()));
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

class field_rules {
public:
    field_rules(field_info const& f, validation_options const& options, std::vector<field_problem>& to) noexcept
        : field_(f), strict_(options.profile == validation::strict), ranges_(options.profile != validation::django_sqlite),
          found_(to)
    {
    }

    void add(std::string_view code, std::string message) { found_.push_back({field_.name, code, std::move(message)}); }

    void add_too_large() { add("max_value", too_large_words(std::numeric_limits<std::int64_t>::max())); }
    void add_blank() { add("blank", std::string(blank_words)); }
    void add_no_choice(std::string_view repr) { add("invalid_choice", no_choice_words(repr)); }
    void add_null() { add("null", std::string(null_words)); }

    /// Of a value that its codec does not give back.
    void add_unfit(result<void> const& why)
    {
        add("invalid",
            why || why.error().text().empty() ? "The value does not fit its field." : std::string(why.error().text()));
    }

    /// Of an optional that is absent, in the original's profiles: null is allowed, an empty value is not.
    void check_absent()
    {
        if (field_.options.editable)
            add_blank();
    }

    /// A text, or the stored text of a choice; `known` says whether it is of the choice's table.
    void check_text(std::string_view v, bool known)
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
            add("max_length", too_long_words(limit, n));
        if (strict_ && v.find('\0') != std::string_view::npos)
            add("null_characters_not_allowed", "Null characters are not allowed.");
    }

    void check_range(std::int64_t v)
    {
        auto const& o = field_.options;
        if (!ranges_)
            return;
        if (o.min_value && v < *o.min_value)
            add("min_value", too_small_words(*o.min_value));
        if (o.max_value && v > *o.max_value)
            add("max_value", too_large_words(*o.max_value));
    }

    void check_range(double v)
    {
        check_real_limits(field_.options, v, [&](std::string_view code, std::string words) { add(code, std::move(words)); });
    }

    void check_document(boost::json::value const& v)
    {
        if (strict_ ? v.is_null() : is_empty(v))
            return check_empty(v.is_null());
        if (auto const fault = find_document_fault(v, strict_); !fault)
            add_document_fault(fault.error());
    }
    /// A number beyond double is refused under every profile, since nobody could write the row once it was opened.
    void check_document(raw_json const& v)
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

    /// What a codec of kind JSON made.
    void check_document_text(std::string_view text)
    {
        if (auto const made = raw_json::parse(text); !made)
            add("invalid", "Value must be valid JSON: " + to_string(made.error()));
        else if (!is_plain_document(*made))
            check_document(*made);
    }

private:
    void add_document_fault(error const& e)
    {
        auto text = std::string(e.text());
        if (!e.path().empty())
            text.append(": ").append(e.path());
        add(e.code() == errc::invalid_value ? "null_characters_not_allowed" : "invalid", std::move(text));
    }

    /// What the original takes for no value.
    static bool is_empty(boost::json::value const& v) noexcept
    {
        return v.is_null() || (v.is_string() && v.get_string().empty()) || (v.is_array() && v.get_array().empty()) ||
            (v.is_object() && v.get_object().empty());
    }

    void check_empty(bool null)
    {
        if (strict_)
            return add_null();
        if (field_.options.blank || !field_.options.editable)
            return;
        return null && !field_.nullable ? add_null() : add_blank();
    }

    field_info const&           field_;
    bool                        strict_;
    bool                        ranges_;
    std::vector<field_problem>& found_;
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_FIELD_RULES_HPP
