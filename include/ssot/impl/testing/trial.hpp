// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_TRIAL_HPP
#define SSOT_IMPL_TESTING_TRIAL_HPP

#include <ssot/choice.hpp>
#include <ssot/json/text.hpp>
#include <ssot/model/sync_counts.hpp>
#include <ssot/reflect.hpp>
#include <ssot/testing/trial.hpp>

#include <boost/json/value.hpp>

#include <concepts>
#include <cstddef>
#include <iosfwd>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace ssot::conformance {

namespace detail {

std::string shortened(std::string text);

/// What `write` writes of a value.
std::string printed(void const* value, void (*write)(std::ostream&, void const*));

/// The JSON of a model, or why it has none: what a backend gives may be a row that cannot be written.
template<class M>
std::string json_or_why(M const& m)
{
    std::string  out;
    result<void> written = ssot::to_json(m, out);
    return written ? out : "a row without JSON: " + to_string(written.error());
}

template<class T>
inline constexpr bool is_optional = false;
template<class T>
inline constexpr bool is_optional<std::optional<T>> = true;

} // namespace detail

template<class T>
std::string show(T const& v)
{
    if constexpr (detail::is_optional<T>)
        return v ? show(*v) : "nothing";
    else if constexpr (std::same_as<T, bool>)
        return v ? "true" : "false";
    else if constexpr (std::convertible_to<T const&, std::string_view>)
        return detail::shortened('"' + std::string(std::string_view(v)) + '"');
    else if constexpr (std::same_as<T, sync_counts>)
        return "unchanged " + show(v.unchanged) + ", created " + show(v.created) + ", updated " + show(v.updated) +
            ", deleted " + show(v.deleted) + ", succeeded " + show(v.succeeded) + ", failed " + show(v.failed) +
            ", errored " + show(v.errored);
    else if constexpr (requires { typename T::stored_model; })
        return show(static_cast<typename T::stored_model const&>(v));
    else if constexpr (model<T>)
        return detail::shortened(detail::json_or_why(v));
    else if constexpr (choice<T>)
        return show(to_wire(v));
    else if constexpr (std::is_arithmetic_v<T>)
        return std::to_string(v);
    else if constexpr (std::same_as<T, uuid>) // Boost has a to_string as well
        return ssot::to_string(v);
    else if constexpr (requires { std::string(to_string(v)); })
        return std::string(to_string(v));
    else if constexpr (std::ranges::input_range<T const&> && !std::same_as<T, boost::json::value>) {
        std::string out = "[";
        std::size_t n   = 0;
        for (auto const& element : v) {
            if (n++ == 12) {
                out += ", ...";
                break;
            }
            out += (n == 1 ? "" : ", ") + show(element);
        }
        return out + "] (" + std::to_string(std::ranges::distance(v)) + ")";
    } else {
        return detail::printed(&v, [](std::ostream& out, void const* value) { out << *static_cast<T const*>(value); });
    }
}

template<class A, class B>
void checks::equal(A const& came, B const& expected, std::string_view what)
{
    ++count_;
    if (!(came == expected))
        unequal(what, show(expected), show(came));
}

template<class T>
T checks::ok(result<T> r, std::string_view what)
{
    ++count_;
    if (!r)
        unsuccessful(what, r.error());
    if constexpr (!std::is_void_v<T>)
        return std::move(*r);
}

template<class T>
error checks::refused(result<T> const& r, std::initializer_list<errc> codes, std::string_view what)
{
    if (r)
        return refusal(nullptr, codes, what);
    auto const e = r.error();
    return refusal(&e, codes, what);
}

} // namespace ssot::conformance

#endif // SSOT_IMPL_TESTING_TRIAL_HPP
