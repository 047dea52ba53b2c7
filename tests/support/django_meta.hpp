// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_DJANGO_META_HPP
#define SSOT_TESTS_SUPPORT_DJANGO_META_HPP

// What we say of a field, in the words in which the reference data has it from Django.

#include <ssot/reflect.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <string_view>

namespace ssot_test {

/// A text, or null when it is empty.
inline boost::json::value or_null(std::string_view text)
{
    return text.empty() ? boost::json::value(nullptr) : boost::json::value(boost::json::string(text));
}

/// The class of Django's field that would be declared for `f`.
inline std::string_view django_type(ssot::field_info const& f)
{
    using ssot::kind;
    if (!f.target_label.empty())
        return "ForeignKey";
    switch (f.kind) {
    case kind::uuid: return "UUIDField";
    case kind::boolean: return "BooleanField";
    case kind::timestamp: return "DateTimeField";
    case kind::duration: return "DurationField";
    case kind::json: return "JSONField";
    case kind::choice: return "CharField";
    case kind::text: return f.options.max_length == 0 ? "TextField" : "CharField";
    case kind::int64:
        return f.primary_key ? "AutoField" : f.options.min_value == 0 ? "PositiveBigIntegerField" : "BigIntegerField";
    default: return "?";
    }
}

/// Django gives a UUIDField the length of its text without hyphens.
inline boost::json::value django_max_length(ssot::field_info const& f)
{
    if (f.target_label.empty() && f.kind == ssot::kind::uuid)
        return 32;
    return f.options.max_length == 0 ? boost::json::value(nullptr) : boost::json::value(f.options.max_length);
}

inline std::string_view django_on_delete(ssot::on_delete rule)
{
    switch (rule) {
    case ssot::on_delete::cascade: return "CASCADE";
    case ssot::on_delete::protect: return "PROTECT";
    case ssot::on_delete::set_null: return "SET_NULL";
    case ssot::on_delete::none: break;
    }
    return "?";
}

inline boost::json::value django_default(ssot::field_default const& d)
{
    using form = ssot::field_default::form;
    switch (d.is) {
    case form::boolean: return d.boolean;
    case form::integer: return d.integer;
    case form::real: return d.real;
    case form::text:
    case form::callable: return boost::json::string(d.text);
    case form::absent: break;
    }
    return nullptr;
}

inline boost::json::value django_choices(ssot::field_info const& f)
{
    if (f.choices.empty())
        return nullptr;
    boost::json::array out;
    for (auto const& c : f.choices)
        out.push_back(boost::json::array{boost::json::string(c.wire), boost::json::string(c.label)});
    return out;
}

/// `f` as Django would print it, with the keys that Django prints for its class.
inline boost::json::object as_django(ssot::field_info const& f)
{
    auto const          type = django_type(f);
    boost::json::object out;
    out["name"]         = boost::json::string(f.name);
    out["attname"]      = boost::json::string(f.column);
    out["column"]       = boost::json::string(f.column);
    out["type"]         = boost::json::string(type);
    out["null"]         = f.nullable;
    out["blank"]        = f.options.blank;
    out["max_length"]   = django_max_length(f);
    out["editable"]     = f.options.editable;
    out["primary_key"]  = f.primary_key;
    out["unique"]       = f.options.unique;
    out["db_index"]     = f.options.index;
    out["auto_now_add"] = type == "DateTimeField" ? boost::json::value(f.options.auto_now_add) : boost::json::value(nullptr);
    out["has_default"]  = f.options.default_value.has_value();
    if (f.options.default_value.has_value())
        out["default"] = django_default(f.options.default_value);
    out["verbose_name"] = boost::json::string(f.options.verbose_name);
    out["help_text"]    = boost::json::string(f.options.help_text);
    out["choices"]      = django_choices(f);
    if (type == "JSONField")
        out["encoder"] = or_null(f.options.encoder);
    if (type == "ForeignKey") {
        out["to"]                 = boost::json::string(f.target_label);
        out["on_delete"]          = boost::json::string(django_on_delete(f.on_delete));
        out["related_name"]       = or_null(f.options.related_name);
        out["related_query_name"] = or_null(f.options.related_query_name);
    }
    return out;
}

} // namespace ssot_test

#endif // SSOT_TESTS_SUPPORT_DJANGO_META_HPP
