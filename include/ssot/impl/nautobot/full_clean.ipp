// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_NAUTOBOT_FULL_CLEAN_IPP
#define SSOT_IMPL_NAUTOBOT_FULL_CLEAN_IPP

#include <ssot/nautobot/full_clean.hpp>

#include <ssot/detail/nautobot/django/dynamic_clean.hpp>
#include <ssot/detail/nautobot/python/dynamic_text.hpp>
#include <ssot/detail/nautobot/python/is_empty_value.hpp>
#include <ssot/detail/text/utf8.hpp>
#include <ssot/detail/validate/validation_messages.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace ssot::nautobot {

namespace detail {

/// One pass of full_clean() over an object.
class cleaning {
public:
    cleaning(model_info const& model, attributes given, full_clean_options const& options) : model_(model), options_(options)
    {
        out_.cleaned = std::move(given);
    }

    void clean(field_info const& f)
    {
        if (out_.raised || is_excluded(f.name))
            return;
        auto const found = std::ranges::find(out_.cleaned, f.column, &attributes::value_type::first);
        bool const given = found != out_.cleaned.end();
        dynamic    v     = given ? found->second : django::default_of(f);
        if (f.options.blank && python::is_empty(v))
            return;
        auto refused = django::to_python(f, v);
        if (!refused)
            refused = validate(f, v);
        if (refused)
            return note(f, std::move(*refused));
        if (!run_validators(f, v) && given)
            found->second = std::move(v);
    }

    /// Unique values come last, and only of fields without other problems.
    full_clean_result finish(std::span<field_info const> fields)
    {
        if (out_.raised)
            return {.raised = std::move(out_.raised)};
        auto const before = out_.problems.size();
        for (auto const& f : fields) {
            bool const bad   = std::any_of(out_.problems.begin(),
                                         out_.problems.begin() + static_cast<std::ptrdiff_t>(before),
                                         [&](auto const& p) { return p.field == f.name; });
            auto const found = std::ranges::find(out_.cleaned, f.column, &attributes::value_type::first);
            if (bad || !f.options.unique || !options_.is_taken || is_excluded(f.name) || found == out_.cleaned.end() ||
                found->second.is_null() || !options_.is_taken(f, found->second))
                continue;
            std::array<std::string_view, 1> const names{f.options.verbose_name};
            out_.problems.push_back({f.name, "unique", ssot::detail::taken_message(model_.verbose_name, names)});
        }
        return std::move(out_);
    }

private:
    bool is_excluded(std::string_view name) const
    {
        return std::ranges::find(options_.exclude, name) != options_.exclude.end();
    }

    void note(field_info const& f, django::refused_value refused)
    {
        if (refused.code.empty())
            out_.raised = python_error{std::string(refused.type), std::move(refused.message)};
        else
            out_.problems.push_back({f.name, refused.code, std::move(refused.message)});
    }

    std::optional<django::refused_value> validate(field_info const& f, dynamic const& v) const
    {
        if (f.options.editable) {
            if (!f.choices.empty() && !python::is_empty(v) && !is_choice(f, v))
                return django::refused_value{"invalid_choice", ssot::detail::no_choice_message(python::repr_of(v))};
            if (v.is_null() && !f.nullable)
                return django::refused_value{"null", std::string(ssot::detail::null_message)};
            if (!f.options.blank && python::is_empty(v))
                return django::refused_value{"blank", std::string(ssot::detail::blank_message)};
        }
        if (f.kind == kind::json)
            return django::check_json(f, v);
        if (!f.target_label.empty() && !v.is_null() && options_.exists) {
            // SQLite's driver is asked for the row, and cannot be given the number; PostgreSQL has no such row.
            if (v.get_if<big_integer>() && options_.profile == validation::django_sqlite)
                return django::raised("OverflowError", "Python int too large to convert to SQLite INTEGER");
            if (!options_.exists(f, v))
                return django::refused_value{"invalid", ssot::detail::missing_message(f, "id", python::repr_of(v))};
        }
        return std::nullopt;
    }

    static bool is_choice(field_info const& f, dynamic const& v)
    {
        auto const* const text = v.get_if<std::string>();
        return text && std::ranges::find(f.choices, std::string_view(*text), &choice_text::wire) != f.choices.end();
    }

    /// Whether one of them failed.
    bool run_validators(field_info const& f, dynamic const& v)
    {
        auto const before = out_.problems.size();
        if (python::is_empty(v))
            return false;
        if (auto const* const text = v.get_if<std::string>(); text && f.options.max_length != 0)
            if (auto const n = ssot::detail::count_code_points(*text); n > f.options.max_length)
                note(f, {"max_length", ssot::detail::too_long_message(f.options.max_length, n)});
        if (f.kind == kind::int64 && f.target_label.empty() && options_.profile != validation::django_sqlite)
            check_range(f, v);
        if (auto const* const real = v.get_if<double>(); real && f.kind == kind::real)
            ssot::detail::check_real_limits(
                f.options, *real, [&](std::string_view code, std::string words) { note(f, {code, std::move(words)}); });
        return out_.problems.size() != before;
    }

    void check_range(field_info const& f, dynamic const& v)
    {
        auto const* const wide = v.get_if<big_integer>();
        auto const* const n    = v.get_if<std::int64_t>();
        bool const        less = wide && wide->digits().starts_with('-');
        auto const        low  = f.options.min_value.value_or(std::numeric_limits<std::int64_t>::min());
        auto const        high = f.options.max_value.value_or(std::numeric_limits<std::int64_t>::max());
        if (wide ? less : n && *n < low)
            note(f, {"min_value", ssot::detail::too_small_message(low)});
        if (wide ? !less : n && *n > high)
            note(f, {"max_value", ssot::detail::too_large_message(high)});
    }

    model_info const&         model_;
    full_clean_options const& options_;
    full_clean_result         out_{};
};

} // namespace detail

SSOT_DECL full_clean_result full_clean(std::span<field_info const> fields, model_info const& model, attributes given,
                                       full_clean_options const& options)
{
    detail::cleaning pass(model, std::move(given), options);
    for (auto const& f : fields)
        pass.clean(f);
    return pass.finish(fields);
}

} // namespace ssot::nautobot

#endif // SSOT_IMPL_NAUTOBOT_FULL_CLEAN_IPP
