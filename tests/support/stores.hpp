// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_STORES_HPP
#define SSOT_TESTS_SUPPORT_STORES_HPP

// The backends that every test of the store runs over, so that what the library does for them is judged on each, and small
// helpers to make rows and look at results.

#include "key_value_backend.hpp"
#include "print.hpp"
#include "table_scan_backend.hpp"

#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/storage/memory.hpp>
#include <ssot/store.hpp>

#include <boost/test/unit_test.hpp>
#include <boost/uuid/uuid_io.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace ssot_test {

using backends = std::tuple<ssot::storage::memory, key_value_backend, table_scan_backend>;

/// A moment of 2024 in microseconds from its start.
constexpr ssot::timestamp moment(std::int64_t us)
{
    return ssot::timestamp(ssot::duration(1'704'067'200'000'000 + us));
}

/// A key with one number in it.
inline ssot::uuid key(std::uint8_t number, std::uint8_t group = 0)
{
    ssot::uuid out{};
    out.data[0]  = group;
    out.data[15] = number;
    return out;
}

/// A store on a new backend, with a clock that goes on by a microsecond each time it is looked at.
template<class Backend>
struct opened {
    std::int64_t         ticks = 0;
    Backend              backend{};
    ssot::store<Backend> store{backend, {.clock = [this] { return moment(ticks++); }}};

    opened()                         = default;
    opened(opened const&)            = delete;
    opened& operator=(opened const&) = delete;
};

inline ssot::sync make_sync(std::string source = "ServiceNow", std::string target = "Nautobot")
{
    return {.source = std::move(source), .target = std::move(target)};
}

template<class Sync>
ssot::sync_log_entry make_entry(Sync const& of, std::string message = {})
{
    return {.sync = of, .message = std::move(message)};
}

/// What went wrong; `errc::internal` with a failed test when nothing did.
template<class Result>
ssot::error failure(Result const& r)
{
    BOOST_TEST(!r.has_value(), "an error was expected");
    return r.has_value() ? ssot::error() : r.error();
}

/// Two values as text, for the message of a test that found them different.
template<class T>
std::string differ(T const& a, T const& b)
{
    return show(a) + " is not " + show(b);
}

/// The keys of rows, in their order.
template<class Rows>
auto keys_of(Rows const& rows)
{
    std::vector<std::remove_cvref_t<decltype(rows[0].id)>> out;
    for (auto const& row : rows)
        out.push_back(row.id);
    return out;
}

} // namespace ssot_test

#endif // SSOT_TESTS_SUPPORT_STORES_HPP
