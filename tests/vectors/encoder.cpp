// SPDX-License-Identifier: BSL-1.0
#include <ssot/nautobot/diff_encoder.hpp>

#include "values.hpp"
#include "vectors.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot_vectors {

namespace {

namespace json     = boost::json;
namespace nautobot = ssot::nautobot;
using nautobot::dynamic;
using ssot::errc;

/// The exception of Python that an error stands for.
std::string_view exception_of(errc code)
{
    switch (code) {
    case errc::wrong_type: return "TypeError";
    case errc::out_of_range:
    case errc::invalid_value: return "ValueError";
    case errc::invalid_utf8: return "UnicodeDecodeError";
    case errc::too_deep: return "RecursionError";
    default: return "none";
    }
}

/// Fills `out`; false for an option that is not understood.
bool read_options(json::object const& input, nautobot::encode_options& out)
{
    auto const* const name = input.if_contains("encoder");
    if (!name || !name->is_string())
        return false;
    if (name->get_string() == "DiffJSONEncoder")
        out.as = nautobot::encoder::diff;
    else if (name->get_string() == "DjangoJSONEncoder")
        out.as = nautobot::encoder::django;
    else if (name->get_string() == "DRF")
        out.as = nautobot::encoder::drf;
    else
        return false;
    out.exact     = true;
    out.max_depth = 1'000;

    auto const* const given = input.if_contains("options");
    if (!given || given->is_null())
        return true;
    if (!given->is_object())
        return false;
    for (auto const& option : given->get_object()) {
        auto const& v = option.value();
        if (option.key() == "indent" && v.is_null()) {
            out.indent.reset();
        } else if (option.key() == "indent" && v.is_int64()) {
            out.indent = static_cast<unsigned>(std::clamp<std::int64_t>(v.get_int64(), 0, 100));
        } else if (option.key() == "indent" && v.is_string()) {
            auto const& text = v.get_string();
            if (!text.empty() && text.find_first_not_of(text.front()) != json::string::npos)
                return false;
            out.indent      = static_cast<unsigned>(text.size());
            out.indent_with = text.empty() ? ' ' : text.front();
        } else if (option.key() == "ensure_ascii" && v.is_bool()) {
            out.ensure_ascii = v.get_bool();
        } else if (option.key() == "allow_nan" && v.is_bool()) {
            out.allow_nan = v.get_bool();
        } else if (option.key() == "sort_keys" && v.is_bool()) {
            out.sort_keys = v.get_bool();
        } else if (option.key() == "skipkeys" && v.is_bool()) {
            out.skip_keys = v.get_bool();
        } else if (option.key() == "separators" && v.is_array() && v.get_array().size() == 2 &&
                   v.get_array()[0].is_string() && v.get_array()[1].is_string()) {
            out.separators = nautobot::separators{std::string(view_of(v.get_array()[0].get_string())),
                                                  std::string(view_of(v.get_array()[1].get_string()))};
        } else {
            return false;
        }
    }
    return true;
}

/// A list of members as the set that the case means, in what `wrap` says.
std::optional<dynamic> wrapped(dynamic const& members, std::string_view wrap)
{
    auto const* const list = members.get_if<dynamic::list>();
    if (!list)
        return std::nullopt;
    dynamic set = dynamic::set(list->items());
    if (wrap == "top")
        return set;
    if (wrap == "dict")
        return dynamic(dynamic::dict({{dynamic("k"), std::move(set)}}));
    if (wrap == "list")
        return dynamic(dynamic::list(std::vector<dynamic>{dynamic(0), std::move(set), dynamic("z")}));
    return std::nullopt;
}

/// Whether the text is the elements in any order. Elements may hold the separator, so this tries all that fit.
bool is_permutation(std::string_view text, std::vector<std::string> elements, std::string_view separator)
{
    if (elements.empty())
        return text.empty();
    std::sort(elements.begin(), elements.end(), [](auto const& a, auto const& b) { return a.size() > b.size(); });
    for (std::size_t i = 0; i != elements.size(); ++i) {
        auto rest = text;
        if (!rest.starts_with(elements[i]))
            continue;
        rest.remove_prefix(elements[i].size());
        if (elements.size() > 1) {
            if (!rest.starts_with(separator))
                continue;
            rest.remove_prefix(separator.size());
        }
        auto others = elements;
        others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
        if (is_permutation(rest, std::move(others), separator))
            return true;
    }
    return false;
}

std::string shortened(std::string_view text)
{
    return text.size() <= 200 ? std::string(text) : std::string(text.substr(0, 200)) + "...";
}

outcome compare_error(ssot::result<std::string> const& got, json::object const& expected)
{
    auto const* const type    = expected.if_contains("type");
    auto const* const message = expected.if_contains("message");
    if (!type || !type->is_string() || !message)
        return failed("the case has no type or message of its error");
    auto const name = view_of(type->get_string());
    if (got)
        return failed("expected " + std::string(name) + ", found " + shortened(*got));
    if (exception_of(got.error().code()) != name)
        return failed("expected " + std::string(name) + ", found " + to_string(got.error()));
    if (name == "RecursionError") // CPython's limit: its words differ between versions
        return passed();
    auto const words = text_of(*message);
    if (!words)
        return skipped(reason::lone_surrogate);
    if (got.error().text() != *words)
        return failed("expected the words '" + shortened(*words) + "', found '" + shortened(got.error().text()) + "'");
    return passed();
}

outcome compare_unordered(std::string_view text, json::object const& expected)
{
    auto const* const prefix    = expected.if_contains("prefix");
    auto const* const suffix    = expected.if_contains("suffix");
    auto const* const separator = expected.if_contains("separator");
    auto const* const list      = expected.if_contains("elements");
    if (!prefix || !suffix || !separator || !list || !list->is_array())
        return failed("the case has no prefix, elements, separator or suffix");
    auto const before = text_of(*prefix), after = text_of(*suffix), between = text_of(*separator);
    if (!before || !after || !between)
        return failed("the case has no prefix, separator or suffix that is a text");
    std::vector<std::string> elements;
    for (auto const& element : list->get_array()) {
        auto one = text_of(element);
        if (!one)
            return failed("the case has an element that is no text");
        elements.push_back(std::move(*one));
    }
    bool const framed = text.size() >= before->size() + after->size() && text.starts_with(*before) && text.ends_with(*after);
    if (!framed ||
        !is_permutation(text.substr(before->size(), text.size() - before->size() - after->size()), elements, *between))
        return failed("found " + shortened(text));
    return passed();
}

} // namespace

outcome check_encoder(json::object const& input, json::value const& expected, rules)
{
    auto const* const given = input.if_contains("value");
    auto const* const want  = expected.if_object();
    if (!given || !want)
        return failed("the case has no value, or no expected object");
    nautobot::encode_options options;
    if (!read_options(input, options))
        return failed("the encoder or an option is not understood");

    auto value = value_of(*given);
    if (!value) {
        if (value.error().code() == errc::unsupported)
            return skipped(value.error().text());
        return failed(to_string(value.error()));
    }
    if (auto const* const wrap = input.if_contains("wrap")) {
        auto whole = wrap->is_string() ? wrapped(*value, view_of(wrap->get_string())) : std::nullopt;
        if (!whole)
            return failed("the wrap is not understood");
        value = std::move(*whole);
    }

    auto const got = nautobot::encode(*value, options);
    if (auto const* const why = want->if_contains("error"))
        return why->is_object() ? compare_error(got, why->get_object()) : failed("the case has an error that is no object");
    if (!got)
        return failed(to_string(got.error()));
    if (want->contains("elements"))
        return compare_unordered(*got, *want);
    auto const* const text = want->if_contains("text");
    auto const        all  = text ? text_of(*text) : std::nullopt;
    if (!all)
        return failed("the case has no expected text");
    return *got == *all ? passed() : failed("expected " + shortened(*all) + ", found " + shortened(*got));
}

} // namespace ssot_vectors
