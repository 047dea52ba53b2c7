// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_METRICS_PROMETHEUS_IPP
#define SSOT_IMPL_DETAIL_METRICS_PROMETHEUS_IPP

#include <ssot/detail/metrics/prometheus.hpp>

#include <charconv>
#include <initializer_list>
#include <string_view>

namespace ssot::detail::metrics_text {

SSOT_DECL void prometheus_text::begin(std::string_view name, std::string_view help)
{
    name_ = name;
    text_.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ").append(name).append(" gauge\n");
}

SSOT_DECL void prometheus_text::sample(std::initializer_list<label> labels, double value)
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

SSOT_DECL void prometheus_text::put_escaped(std::string_view content)
{
    for (char const c : content) {
        if (c == '\\' || c == '"')
            text_ += '\\';
        text_ += c == '\n' ? std::string_view("\\n") : std::string_view(&c, 1);
    }
}

} // namespace ssot::detail::metrics_text

#endif // SSOT_IMPL_DETAIL_METRICS_PROMETHEUS_IPP
