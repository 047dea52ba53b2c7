// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_METRICS_PROMETHEUS_HPP
#define SSOT_DETAIL_METRICS_PROMETHEUS_HPP

// Writes gauges in the text exposition format of Prometheus.

#include <ssot/detail/base/config.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace ssot::detail::metrics_text {

class prometheus_text {
public:
    using label = std::pair<std::string_view, std::string_view>;

    /// Starts a gauge, to which the following samples belong.
    void begin(std::string_view name, std::string_view help);

    void sample(std::initializer_list<label> labels, double value);

    std::string take() { return std::move(text_); }

private:
    void put_escaped(std::string_view content);

    std::string_view name_{};
    std::string      text_{};
};

} // namespace ssot::detail::metrics_text

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/metrics/prometheus.ipp>
#endif

#endif // SSOT_DETAIL_METRICS_PROMETHEUS_HPP
