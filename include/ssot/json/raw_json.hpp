// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_JSON_RAW_JSON_HPP
#define SSOT_JSON_RAW_JSON_HPP

// A JSON document kept as the text that it came as: validated once, never opened. Less memory than a DOM, and faster.
// Only space around it and line breaks between its tokens are dropped, so that it fits on a line of NDJSON.
//
//   ssot::result<ssot::raw_json> r = ssot::raw_json::parse(R"({"+":{"name":"core-1"}})");
//   r->text()                                // the same text, without the space around it

#include <ssot/error.hpp>
#include <ssot/json/options.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace ssot {

/// Valid JSON text. Regular; equality compares the text byte for byte, so that `1` and `1.0` differ.
class raw_json {
public:
    /// The document `null`.
    raw_json() = default;

    /// Errors: as `from_json`, with the position and the path inside the document.
    static result<raw_json> parse(std::string_view text, read_options const& options = {});

    /// Takes text without looking at it. Precondition: it is valid JSON without space around it and without line breaks.
    static raw_json trusted(std::string text) noexcept { return raw_json(std::move(text)); }

    std::string_view text() const noexcept { return text_; }
    bool             is_null() const noexcept { return text_ == "null"; }

    friend bool operator==(raw_json const&, raw_json const&) = default;

private:
    explicit raw_json(std::string text) noexcept : text_(std::move(text)) {}

    std::string text_ = "null";
};

} // namespace ssot

#include <ssot/impl/json/raw_json.hpp>

#endif // SSOT_JSON_RAW_JSON_HPP
