// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_REPR_IPP
#define SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_REPR_IPP

#include <ssot/detail/nautobot/python/json.hpp>
#include <ssot/detail/nautobot/python/json_walk.hpp>
#include <ssot/detail/nautobot/python/repr.hpp>
#include <ssot/detail/text/python_number.hpp>
#include <ssot/detail/text/python_repr.hpp>

#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace ssot::detail::python {

SSOT_DECL std::string float_repr(double v)
{
    if (std::isnan(v))
        return "nan";
    if (std::isinf(v))
        return v < 0 ? "-inf" : "inf";
    char buffer[max_float_text];
    return std::string(buffer, put_float(buffer, v));
}

/// Writes tokens as Python shows them.
class repr_writer {
public:
    bool open(char c, bool) { return out += c, true; }
    void close(char c, bool) { out += c; }
    void comma() { out += ", "; }
    void colon() { out += ": "; }
    bool scalar(value const& v) { return out += repr(v), true; }

    std::string out{};
};

SSOT_DECL std::string repr(value const& v)
{
    if (!v.json.empty()) {
        repr_writer writer;
        walk_json(v.json, writer);
        return std::move(writer.out);
    }
    using type       = value::type;
    auto const parts = [&](char open, char close) {
        std::string out(1, open);
        for (std::size_t i = 0; i != v.items.size(); ++i) {
            out += i == 0 ? "" : ", ";
            if (v.is == type::dict)
                out += python_repr(v.keys[i]) + ": ";
            out += repr(v.items[i]);
        }
        return out += close;
    };
    switch (v.is) {
    case type::boolean: return v.boolean ? "True" : "False";
    case type::integer: return v.text;
    case type::real: return float_repr(v.real);
    case type::text: return python_repr(std::string_view(v.text));
    case type::list: return parts('[', ']');
    case type::dict: return parts('{', '}');
    case type::none: break;
    }
    return "None";
}

SSOT_DECL std::string str(value const& v) { return v.is_text() ? v.text : repr(v); }

} // namespace ssot::detail::python

#endif // SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_REPR_IPP
