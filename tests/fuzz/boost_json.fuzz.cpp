// SPDX-License-Identifier: BSL-1.0
// Free JSON is accepted and refused as by Boost.JSON's strict parser, and becomes the same document.

#include <ssot/json/document.hpp>
#include <ssot/json/text.hpp>

#include "models.hpp"

#include <boost/json/parse.hpp>

#include <cmath>

namespace {

/// Boost 1.81 reads doubles to within a few units in the last place, and 0e401 as NaN; ours are the nearest ones.
bool alike(boost::json::value const& ours, boost::json::value const& theirs)
{
    if (ours.kind() != theirs.kind())
        return false;
    if (ours.is_double()) {
        double const a = ours.get_double(), b = theirs.get_double();
        return a == b || (a == 0 && std::isnan(b)) || std::abs(a - b) <= std::abs(a) * 1e-14 || std::abs(a - b) <= 1e-300;
    }
    if (ours.is_array()) {
        auto const &a = ours.get_array(), &b = theirs.get_array();
        bool        same = a.size() == b.size();
        for (std::size_t i = 0; same && i != a.size(); ++i)
            same = alike(a[i], b[i]);
        return same;
    }
    if (ours.is_object()) {
        auto const &a = ours.get_object(), &b = theirs.get_object();
        bool        same = a.size() == b.size();
        for (auto const& member : a) {
            auto const* const other = b.if_contains(member.key());
            same                    = same && other && alike(member.value(), *other);
        }
        return same;
    }
    return ours == theirs;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const     text(reinterpret_cast<char const*>(data), size);
    boost::json::parse_options options;
    boost::system::error_code  ec;
    options.max_depth = 512;
    auto const theirs = boost::json::parse({text.data(), text.size()}, ec, {}, options);
    auto const ours   = ssot::from_json<boost::json::value>(text);
    auto const raw    = ssot::raw_json::parse(text);
    ssot_fuzz::must(ours.has_value() == raw.has_value(), "a DOM and raw text are accepted together");
    if (ec == boost::json::error::exponent_overflow) // RFC 8259 has no limit
        return 0;
    ssot_fuzz::must(ours.has_value() == !ec, "accepted as by Boost.JSON");
    if (!ours)
        return 0;
    ssot_fuzz::must(alike(*ours, theirs), "the same document as Boost.JSON's");
    auto const again = ssot::from_json<boost::json::value>(raw->text());
    ssot_fuzz::must(again.has_value() && *again == *ours, "raw text is the same document");
    return 0;
}
