// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_DIFF_DOCUMENTS_HPP
#define SSOT_DETAIL_DIFF_DOCUMENTS_HPP

// Documents with one or both sides.

#include <ssot/diff.hpp>
#include <ssot/json/raw_json.hpp>

#include <ssot/detail/diff/kind.hpp>
#include <ssot/detail/json/dom_sink.hpp>
#include <ssot/detail/json/encode.hpp>
#include <ssot/detail/json/equal.hpp>
#include <ssot/detail/json/text_sink.hpp>
#include <ssot/detail/json/write.hpp>

#include <boost/mp11/algorithm.hpp>

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace ssot::diff::detail {

/// Calls `write(sink)` for a new document. Returns false after an error.
template<class Document, class Write>
bool make_document(std::optional<Document>& out, error& why, Write write)
{
    if constexpr (std::same_as<Document, raw_json>) {
        std::string text;
        if (auto written = write_text(text, {}, write); !written)
            return why = std::move(written).error(), false;
        out = raw_json::trusted(std::move(text));
    } else {
        json_dom_sink sink(out.emplace());
        if (!write(sink))
            return why = sink.take_error(), false;
    }
    return true;
}

/// Writes the object with "+", "-" or both. `write_side(sink, side)` writes the members of a side.
template<class Document, class Side, class WriteSide>
bool make_element(std::optional<Document>& out, error& why, key_order order, Side const* source, Side const* target,
                  WriteSide write_side)
{
    return make_document(out, why, [&](auto& sink) {
        auto const side = [&](std::string_view name, Side const* s) {
            return !s || sink.write_member(name, [&] { return sink.write_object([&] { return write_side(sink, *s); }); });
        };
        return sink.write_object([&] {
            return order == key_order::bytes ? side("+", source) && side("-", target)
                                             : side("-", target) && side("+", source);
        });
    });
}

} // namespace ssot::diff::detail

#endif // SSOT_DETAIL_DIFF_DOCUMENTS_HPP
