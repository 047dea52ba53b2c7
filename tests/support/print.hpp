// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_PRINT_HPP
#define SSOT_TESTS_SUPPORT_PRINT_HPP

// How values of the library look in the messages of a failed test.

#include <ssot/reflect.hpp>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <concepts>
#include <cstddef>
#include <optional>
#include <ostream>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>

namespace ssot {

inline std::ostream& boost_test_print_type(std::ostream& out, errc e) { return out << to_string(e); }
inline std::ostream& boost_test_print_type(std::ostream& out, kind k) { return out << to_string(k); }
inline std::ostream& boost_test_print_type(std::ostream& out, retry r) { return out << "retry " << static_cast<int>(r); }
inline std::ostream& boost_test_print_type(std::ostream& out, on_delete rule)
{
    return out << "on_delete " << static_cast<int>(rule);
}

} // namespace ssot

namespace ssot_test {

/// A text with everything but printable ASCII escaped.
inline std::string show_text(std::string_view text)
{
    constexpr char digits[] = "0123456789abcdef";
    std::string    out      = "\"";
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte > 0x7e || c == '"' || c == '\\')
            (out += "\\x") += {digits[byte / 16], digits[byte % 16]};
        else
            out += c;
    }
    return out + '"';
}

template<class T>
std::string show(T const& v);

template<ssot::described T>
std::string show_members(T const& v)
{
    std::string out = "{";
    ssot::for_each_field<T>([&]<auto Member>(ssot::field_t<Member>) {
        out += std::string(ssot::detail::member_names<T>[ssot::field_index<Member>]) + " = " + show(v.*Member) + "; ";
    });
    return out + "}";
}

/// A value for people, without the library's own JSON.
template<class T>
std::string show(T const& v)
{
    if constexpr (std::convertible_to<T const&, std::string_view>)
        return show_text(v);
    else if constexpr (std::same_as<T, boost::json::value>)
        return boost::json::serialize(v);
    else if constexpr (requires {
                           v.has_value();
                           *v;
                       })
        return v.has_value() ? show(*v) : "nullopt";
    else if constexpr (requires { v.time_since_epoch(); })
        return std::to_string(v.time_since_epoch().count()) + " us";
    else if constexpr (requires { v.count(); })
        return std::to_string(v.count()) + " us";
    else if constexpr (requires { v.key(); })
        return show(v.key());
    else if constexpr (requires { v.text(); })
        return show_text(v.text());
    else if constexpr (std::is_enum_v<T>)
        return std::to_string(static_cast<long long>(v));
    else if constexpr (std::is_arithmetic_v<T>)
        return std::to_string(v);
    else if constexpr (ssot::described<T>)
        return show_members(v);
    else if constexpr (std::same_as<T, ssot::uuid>)
        return ssot::to_string(v);
    else
        return "?";
}

} // namespace ssot_test

#endif // SSOT_TESTS_SUPPORT_PRINT_HPP
