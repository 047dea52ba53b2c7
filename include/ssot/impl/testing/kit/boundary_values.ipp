// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_KIT_BOUNDARY_VALUES_IPP
#define SSOT_IMPL_TESTING_KIT_BOUNDARY_VALUES_IPP

#include <ssot/testing/kit/boundary_values.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>

namespace ssot::conformance::detail {

SSOT_DECL storage::value text_value(std::string_view text, kind k)
{
    return storage::value(storage::value_view::chars(text, k));
}

SSOT_DECL std::vector<storage::value> boundary_values(storage::field_desc const& f, storage::capabilities const& caps)
{
    using storage::value;
    using storage::value_view;
    using limits = std::numeric_limits<std::int64_t>;
    std::vector<value> out;
    if (f.target)
        return out;
    auto const integers = [&](std::initializer_list<std::int64_t> all) {
        for (auto const i : all)
            out.emplace_back(value_view::integer(i, f.type));
    };
    switch (f.type) {
    case kind::boolean: integers({0, 1}); break;
    case kind::int64:
        integers({0,
                  1,
                  -1,
                  3,
                  limits::max(),
                  limits::min(),
                  9'007'199'254'740'993,
                  9'007'199'254'740'992,
                  limits::max() - 1,
                  -4'294'967'297,
                  256});
        break;
    case kind::timestamp: // years 1, 1900, 1969, 1970, 2000, 2038 and 9999
        integers({0,
                  1,
                  -1,
                  1'500'000,
                  1'000'001,
                  -62'135'596'800'000'000,
                  253'402'300'799'999'999,
                  2'147'483'648'000'001,
                  951'782'400'000'000,
                  -2'203'891'200'000'001});
        break;
    case kind::duration:
        integers({0,
                  1,
                  -1,
                  999'999,
                  90'061'000'001,
                  -86'400'000'001,
                  9'000'000'000'000'000,
                  -9'007'199'254'740'993,
                  limits::max(),
                  limits::min()});
        break;
    case kind::real:
        for (double const d : {0.0, 1.5, -1.5, 0.1, 1e308, -1e308, 5e-324, 16'777'217.0, 4'294'967'296.5, 0.3, 0.1 + 0.2})
            out.emplace_back(value_view::real(d));
        break;
    case kind::uuid:
        for (int const n : {0, 1, 2, 3, 4, 5}) {
            ssot::uuid id{};
            std::fill(id.begin(), id.end(), static_cast<std::uint8_t>(n == 1 ? 0xff : 0));
            if (n > 1) // the same but for one byte, of either half and either sign
                id.data[n == 2 ? 0 : n == 3 ? 15 : n == 4 ? 6 : 8] = static_cast<std::uint8_t>(n % 2 == 0 ? 0x80 : 0x01);
            out.emplace_back(value_view::id(id));
        }
        break;
    case kind::choice:
        for (std::size_t i = 0; i != f.choices.size(); ++i)
            out.emplace_back(value_view::choice(f.choices[i].wire, static_cast<std::uint8_t>(i)));
        break;
    case kind::json:
        for (auto const* text : {"{}",
                                 "[]",
                                 "null",
                                 "0",
                                 "\"\"",
                                 "\"a\"",
                                 "\"A\"",
                                 R"({"a":1})",
                                 R"({"A":[1,2.5,"x%_"]})",
                                 R"([{"b":null},"\\ \u0001"])",
                                 "9007199254740993",
                                 "-1.5",
                                 "\"\xc3\xa9 \xf0\x9f\x98\x80\"",
                                 R"({"begins":"alike","ends":1})",
                                 R"({"begins":"alike","ends":2})"})
            out.push_back(text_value(text, kind::json));
        break;
    default:
        for (std::string_view const text : {"",
                                            "a",
                                            "A",
                                            "b",
                                            "ab",
                                            "aB%_c",
                                            "a ",
                                            " a",
                                            "\xc3\xa9",
                                            "\xc3\x89",
                                            "a\\b",
                                            "50%",
                                            "a_b",
                                            "axb",
                                            "it's",
                                            "\"q\"",
                                            "\r\n\t",
                                            "\xf0\x9f\x98\x80",
                                            "10",
                                            "9",
                                            "1.0",
                                            "NULL",
                                            "\\N",
                                            "e\xcc\x81",
                                            "\xe2\x84\xaa",
                                            "\xef\xbf\xbd",
                                            "begins alike, ends in 1",
                                            "begins alike, ends in 2"})
            out.push_back(text_value(text));
        if (caps.text_nul) {
            out.push_back(text_value(std::string_view("a\0b", 3)));
            out.push_back(text_value(std::string_view("\0", 1)));
        }
    }
    std::erase_if(out, [&](value const& v) { return v.view().is_buffer() && v.view().as_chars().size() > caps.max_text; });
    return out;
}

} // namespace ssot::conformance::detail

#endif // SSOT_IMPL_TESTING_KIT_BOUNDARY_VALUES_IPP
