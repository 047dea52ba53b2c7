// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_NAUTOBOT_PYTHON_KEY_ORDER_HPP
#define SSOT_DETAIL_NAUTOBOT_PYTHON_KEY_ORDER_HPP

// The order in which Python sorts the keys of a dict, and the library the members of a set.

#include <ssot/error.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/json/error_slot.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ssot::detail::python {

/// What is known of a member that is written after the keys were sorted.
struct deferred_member {
    enum class sort : std::uint8_t { text, number, other };

    sort        by     = sort::text;
    double      number = 0;
    std::string python_type{};
    std::string key{};
    std::string value{};
    std::size_t position = 0;
    bool        skipped  = false;
    bool        failed   = false;
    error       why{};
};

/// A key as text, and the value by which it is compared.
struct sort_key {
    std::string           text{};
    deferred_member::sort by     = deferred_member::sort::text;
    double                number = 0;
    bool                  skip   = false;
};

/// Sorts members as Python does (`exact`), which refuses keys of different types, or all of them by their text.
class key_order : public error_slot {
public:
    explicit key_order(bool exact) noexcept : exact_(exact) {}

    /// Compares in the same sequence as Python (the run at the front, then insertion), so that an error names the same two
    /// types.
    bool sort(std::vector<deferred_member>& members);

private:
    /// Returns whether `a < b`. Sets the error for types that Python does not compare.
    bool less(deferred_member const& a, deferred_member const& b);

    bool exact_;
};

/// Orders null, bools, numbers by value, texts, arrays, objects.
bool sorts_before(std::string const& a, std::string const& b);

} // namespace ssot::detail::python

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/nautobot/python/key_order.ipp>
#endif

#endif // SSOT_DETAIL_NAUTOBOT_PYTHON_KEY_ORDER_HPP
