// SPDX-License-Identifier: BSL-1.0
// The devices that each file of a project reads.

#pragma once

#include <string_view>

inline constexpr std::string_view records[] = {
    R"({"id":"018f0000-0000-7000-8000-000000000001","hostname":"core-2","site":"hq","serial":"S1","note":null,"rack_units":2,)"
    R"("asset":4711,"weight":12.5,"managed":false,"seen":"2026-01-02T03:04:05.000678Z"})",
    R"({"id":"018f0000-0000-7000-8000-000000000002","hostname":"core-1","site":"hq","serial":null,"note":"Is \"old\"",)"
    R"("rack_units":4,"asset":null,"weight":0.25,"managed":false,"seen":"1999-12-31T23:59:59.999999Z"})",
    R"({"id":"018f0000-0000-7000-8000-000000000003","hostname":"edge-1","site":"branch","serial":null,"note":null,)"
    R"("rack_units":1,"asset":1,"weight":1.0,"managed":true,"seen":"2026-01-02T03:04:05.000000Z"})",
};
