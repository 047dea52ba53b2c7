// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_VECTORS_OBJECTS_HPP
#define SSOT_TESTS_VECTORS_OBJECTS_HPP

// The objects of a case as models: what Django holds after saving them and reading them back.

#include <ssot/json/raw_json.hpp>
#include <ssot/nautobot/dynamic.hpp>
#include <ssot/ssot.hpp>

#include <ssot/detail/text/message.hpp>

#include "vectors.hpp"

#include <boost/describe/class.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <support/original_models.hpp>

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot_vectors {

using ssot_test::absent_fields;
using ssot_test::python_types;

/// Calls `fn.template operator()<M>()` for the model of a name, whatever its case. False when there is none.
template<class Fn>
bool with_model(std::string_view name, Fn&& fn)
{
    std::string lower(name);
    for (char& c : lower)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    bool       found = false;
    auto const call  = [&]<class M>() {
        if (lower == M::model_name) {
            found = true;
            fn.template operator()<M>();
        }
    };
    call.template operator()<ssot::basic_sync<python_types>>();
    call.template operator()<ssot::basic_sync_log_entry<python_types>>();
    call.template operator()<ssot::basic_job_result<python_types>>();
    call.template operator()<ssot::basic_secrets_group<python_types>>();
    call.template operator()<ssot::basic_servicenow_config<python_types>>();
    call.template operator()<ssot::basic_job<python_types>>();
    return found;
}

/// Choices hold no text until one is given.
template<class M>
void clear_choices(M& m)
{
    ssot::for_each_field<M>([&]<auto Member>(ssot::field_t<Member>) {
        constexpr auto const& info = ssot::field_info_of<Member>;
        using type                 = std::remove_cvref_t<decltype(m.*Member)>;
        if constexpr (info.kind == ssot::kind::choice && !info.nullable)
            if (!info.options.default_value.has_value())
                m.*Member = type::from_text("");
    });
}

/// What Python raised, or would raise.
struct refusal {
    std::string type{};
    std::string message{};
    bool        is_skip = false; ///< `message` is a reason
};

inline refusal skip(std::string_view reason) { return {.message = std::string(reason), .is_skip = true}; }

/// How a case ends that did not come to a text. `expected` is that of the case.
inline outcome judge_refusal(refusal const& r, boost::json::value const& expected)
{
    if (r.is_skip)
        return skipped(r.message);
    auto const* const e = expected.as_object().if_contains("error");
    if (!e)
        return failed("refused: " + r.type + ": " + r.message);
    auto const& wanted = e->as_object();
    auto const  text   = [](boost::json::value const& v) { return std::string(v.as_string().data(), v.as_string().size()); };
    auto const  type   = text(wanted.at("type"));
    for (std::string_view const any : {"IntegrityError", "DataError", "OverflowError", "AttributeError", "RecursionError"})
        if (type == any)
            return passed();
    auto const* const cause   = wanted.if_contains("cause");
    auto const        message = text(cause ? cause->as_object().at("message") : wanted.at("message"));
    // Python's message may have line breaks, and be of any length; ours are words of an error.
    auto const words = [](std::string of) { return ssot::detail::one_line(std::move(of), ssot::error::max_text_size); };
    return words(message) == words(r.message) ? passed() : failed("refused: " + r.type + ": " + r.message);
}

/// The same for a text.
inline outcome judge_text(std::string const& text, boost::json::value const& expected)
{
    auto const* const wanted = expected.as_object().if_contains("text");
    if (wanted && wanted->is_object()) // only a text with a lone surrogate is written as numbers
        return skipped(reason::lone_surrogate);
    if (wanted && std::string_view(wanted->as_string().data(), wanted->as_string().size()) == text)
        return passed();
    return failed(text);
}

/// The document of a JSON column as the database gives it back: text that Python wrote before. Nothing when it refuses it.
std::optional<refusal> normalize_document(ssot::raw_json& document, rules by);

/// Django's save(): what the database refuses, and what it changes.
template<class M>
std::optional<refusal> save(M& m, rules by)
{
    std::optional<refusal> out;
    auto const             check_one = [&]<auto Member>(ssot::field_t<Member>) {
        constexpr auto const& info = ssot::field_info_of<Member>;
        auto const            one  = [&](auto& v) {
            using type = std::remove_cvref_t<decltype(v)>;
            std::string_view text;
            if constexpr (std::same_as<type, ssot::raw_json>)
                out = normalize_document(v, by);
            else if constexpr (std::same_as<type, std::string>)
                text = v;
            else if constexpr (info.kind == ssot::kind::choice)
                text = v.text();
            else if constexpr (info.options.min_value.has_value())
                if (v < *info.options.min_value)
                    out = refusal{"IntegrityError", "CHECK constraint failed"};
            if (by == rules::sqlite)
                return;
            if (text.find('\0') != std::string_view::npos)
                out = refusal{"ValueError", "A string literal cannot contain NUL (0x00) characters."};
            else if (info.options.max_length != 0 && ssot::detail::count_code_points(text) > info.options.max_length)
                out = refusal{"DataError", "value too long"};
        };
        auto& member = m.*Member;
        if (out)
            return;
        if constexpr (!ssot::unwrap<std::remove_cvref_t<decltype(member)>>::nullable)
            one(member);
        else if (member)
            one(*member);
    };
    ssot::for_each_field<M>(check_one);
    return out;
}

/// Values of unique columns: the column's name and the value.
using taken_values = std::set<std::pair<std::string, std::string>>;

/// One object of a case as it stands in the database: its values stored and read back.
template<class M>
std::optional<refusal> build(M& m, boost::json::object const& object, rules by, taken_values& taken);

/// The members of an object in the order of the model, names as in a fixture, values as JSON of the encoder that is asked for.
/// For what a typed model cannot hold.
struct loose_object {
    std::string                                           pk{};
    std::vector<std::pair<std::string_view, std::string>> fields{};
};
enum class loose_form { dumpdata, rest };
template<class M>
std::optional<refusal> build_loosely(loose_object& out, boost::json::object const& object, loose_form form);

} // namespace ssot_vectors

#include "build_objects.hpp"

#endif // SSOT_TESTS_VECTORS_OBJECTS_HPP
