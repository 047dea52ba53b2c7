// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_KEY_ORDER_IPP
#define SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_KEY_ORDER_IPP

#include <ssot/detail/json/number.hpp>
#include <ssot/detail/nautobot/python/key_order.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ssot::detail::python {

SSOT_DECL bool key_order::sort(std::vector<deferred_member>& members)
{
    auto const size = members.size();
    if (size < 2)
        return true;
    auto const alike = [&](deferred_member const& m) {
        return m.by == members[0].by && !std::isnan(m.number) &&
            (m.by != deferred_member::sort::other || m.python_type == members[0].python_type);
    };
    if (!exact_ || std::all_of(members.begin(), members.end(), alike)) {
        std::sort(members.begin(), members.end(), [&](deferred_member const& a, deferred_member const& b) {
            return less(a, b) || (!less(b, a) && a.position < b.position);
        });
        return true;
    }
    bool const  descending = less(members[1], members[0]);
    std::size_t run        = 2;
    while (!failed() && run != size && less(members[run], members[run - 1]) == descending)
        ++run;
    if (failed())
        return false;
    if (descending)
        std::reverse(members.begin(), members.begin() + static_cast<std::ptrdiff_t>(run));
    // Whether the rest can be compared is asked of the same pairs that insertion would look at first; then any sort will do.
    for (; run != size; ++run) {
        std::size_t low = 0, high = run;
        while (low < high) {
            auto const middle = low + (high - low) / 2;
            bool const before = less(members[run], members[middle]);
            if (failed())
                return false;
            (before ? high : low) = before ? middle : middle + 1;
        }
        std::rotate(members.begin() + static_cast<std::ptrdiff_t>(low),
                    members.begin() + static_cast<std::ptrdiff_t>(run),
                    members.begin() + static_cast<std::ptrdiff_t>(run) + 1);
    }
    return true;
}

SSOT_DECL bool key_order::less(deferred_member const& a, deferred_member const& b)
{
    using sort = deferred_member::sort;
    if (a.by == sort::number && b.by == sort::number && exact_)
        return a.number < b.number;
    if (!exact_ || (a.by == b.by && a.python_type == b.python_type) || (a.by == sort::text && b.by == sort::text))
        return a.key < b.key;
    fail(errc::wrong_type, "'<' not supported between instances of '" + a.python_type + "' and '" + b.python_type + "'");
    return false;
}

SSOT_DECL bool sorts_before(std::string const& a, std::string const& b)
{
    auto const rank = [](std::string const& text) {
        constexpr std::string_view first = "nft-0123456789\"[{";
        auto const                 i     = first.find(text.front());
        return i >= 3 && i <= 13 ? std::size_t{3} : i;
    };
    auto const ra = rank(a), rb = rank(b);
    if (ra != rb)
        return ra < rb;
    if (ra == 3) {
        double const x = to_double(a), y = to_double(b);
        if (x != y)
            return x < y;
    }
    return a < b;
}

} // namespace ssot::detail::python

#endif // SSOT_IMPL_DETAIL_NAUTOBOT_PYTHON_KEY_ORDER_IPP
