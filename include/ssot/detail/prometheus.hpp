// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_PROMETHEUS_HPP
#define SSOT_DETAIL_PROMETHEUS_HPP

// The text exposition format of Prometheus, as far as gauges need it.

#include <charconv>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace ssot::detail {

class prometheus_text {
public:
    using label = std::pair<std::string_view, std::string_view>;

    /// Samples that follow belong to this gauge.
    void begin(std::string_view name, std::string_view help)
    {
        name_ = name;
        text_.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ").append(name).append(" gauge\n");
    }

    void sample(std::initializer_list<label> labels, double value)
    {
        text_ += name_;
        char before = '{';
        for (auto const& [name, content] : labels) {
            text_ += before;
            text_.append(name).append("=\"");
            put_escaped(content);
            text_ += '"';
            before = ',';
        }
        char       digits[32];
        auto const end = std::to_chars(digits, digits + sizeof digits, value).ptr;
        text_.append("} ").append(digits, end).append("\n");
    }

    std::string take() { return std::move(text_); }

private:
    void put_escaped(std::string_view content)
    {
        for (char const c : content) {
            if (c == '\\' || c == '"')
                text_ += '\\';
            text_ += c == '\n' ? std::string_view("\\n") : std::string_view(&c, 1);
        }
    }

    std::string_view name_{};
    std::string      text_{};
};

} // namespace ssot::detail

#endif // SSOT_DETAIL_PROMETHEUS_HPP
