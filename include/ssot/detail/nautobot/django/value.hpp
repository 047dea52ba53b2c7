// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_NAUTOBOT_DJANGO_VALUE_HPP
#define SSOT_DETAIL_NAUTOBOT_DJANGO_VALUE_HPP

// Converts JSON values as Django's fields do: the to_python() of each field class, with its messages. Accepts what Django
// accepts: "12" is an integer, 1.9 is 1, 5 is the text "5", and a uuid may be in braces.

#include <ssot/codec.hpp>
#include <ssot/error.hpp>
#include <ssot/json/document.hpp>
#include <ssot/json/raw_json.hpp>
#include <ssot/json/text.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/nautobot/python/json.hpp>
#include <ssot/detail/nautobot/python/repr.hpp>
#include <ssot/detail/reflect/encoded.hpp>

#include <boost/json/value.hpp>

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace ssot::detail::django {

/// Why a value is refused.
struct refusal {
    errc        code = errc::invalid_value;
    std::string text{};
    bool        validation = false; ///< a ValidationError of Django, which it prints as a list
    bool        at_save    = false; ///< an error of the database, after all fields were read

    bool invalid(python::value const& v, std::string_view what, errc why = errc::invalid_value);
    bool refuse(errc why, std::string message);
    bool refuse(error const& why);
    bool refuse_at_save(errc why, std::string message);
    /// Python's message when a regular expression is applied to something other than text.
    bool no_text(python::value const& v);
};

bool read_integer(python::value const& v, std::int64_t& out, refusal& why);

/// Returns the text of a text or of a 128-bit number.
bool read_uuid(python::value const& v, uuid& out, refusal& why);

bool read_bool(python::value const& v, bool& out, bool nullable, refusal& why);
bool read_timestamp(python::value const& v, timestamp& out, refusal& why);
bool read_duration(python::value const& v, duration& out, refusal& why);
bool read_real(python::value const& v, double& out, refusal& why);

/// Returns the bytes of a base64 text.
bool read_bytes(python::value const& v, std::string& out, refusal& why);

/// Returns the text that `to_compact_text` wrote as a DOM. An integer beyond 64 bits becomes a double, as in Boost.JSON's
/// parser.
boost::json::value to_boost(std::string_view compact);

/// Returns the compact text of a value. Refuses NaN, which no database stores.
bool to_compact_text(python::value const& v, std::string& out, refusal& why);

template<class T>
bool read(python::value const& v, T& out, refusal& why)
{
    if constexpr (json_document<T>) {
        std::string text;
        if (!to_compact_text(v, text, why))
            return false;
        if constexpr (std::same_as<T, raw_json>)
            out = raw_json::trusted(std::move(text));
        else
            out = to_boost(text);
        return true;
    } else if constexpr (storable<T>) {
        using stored    = stored_t<T>;
        auto const take = [&](result<T> r) {
            if (!r)
                return why.refuse(r.error());
            out = std::move(*r);
            return true;
        };
        if constexpr (encodes_json<T>) {
            std::string text;
            return to_compact_text(v, text, why) && take(decode_chars<T>(text));
        } else if constexpr (codec<T>::stored_as == kind::bytes) {
            std::string bytes;
            return read_bytes(v, bytes, why) && take(decode_chars<T>(bytes));
        } else if constexpr (std::same_as<stored, std::string_view>) {
            return take(decode_chars<T>(python::str(v)));
        } else {
            stored s{};
            bool   read = false;
            if constexpr (std::same_as<stored, bool>)
                read = read_bool(v, s, false, why);
            else if constexpr (std::same_as<stored, std::int64_t>)
                read = read_integer(v, s, why);
            else if constexpr (std::same_as<stored, double>)
                read = read_real(v, s, why);
            else if constexpr (std::same_as<stored, uuid>)
                read = read_uuid(v, s, why);
            else if constexpr (std::same_as<stored, timestamp>)
                read = read_timestamp(v, s, why);
            else
                read = read_duration(v, s, why);
            return read && take(from_stored<T>(s));
        }
    } else { // a described struct or container of the user's: the library's own form
        std::string text;
        if (!to_compact_text(v, text, why))
            return false;
        auto parsed = from_json<T>(text);
        if (!parsed)
            return why.refuse(parsed.error());
        out = std::move(*parsed);
        return true;
    }
}

} // namespace ssot::detail::django

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/nautobot/django/value.ipp>
#endif

#endif // SSOT_DETAIL_NAUTOBOT_DJANGO_VALUE_HPP
