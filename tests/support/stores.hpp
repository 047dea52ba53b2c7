// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_STORES_HPP
#define SSOT_TESTS_SUPPORT_STORES_HPP

// The backends that every test of the store runs over, so that what the library does for them is judged on each, and small
// helpers to make rows and look at results.

#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/memory.hpp>
#include <ssot/store.hpp>

#include "key_value_backend.hpp"
#include "print.hpp"
#include "table_scan_backend.hpp"

#include <boost/test/unit_test.hpp>
#include <boost/uuid/uuid_io.hpp>

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace ssot_test {

inline constexpr std::string_view backends[] = {"memory", "key_value", "table_scan"};

/// Tests are compiled for any_backend, once for all of them.
inline ssot::storage::any_backend make_backend(std::string_view name)
{
    using ssot::storage::any_backend;
    if (name == "key_value")
        return any_backend::make<key_value_backend>();
    if (name == "table_scan")
        return any_backend::make<table_scan_backend>();
    return any_backend(ssot::storage::memory());
}

/// A test case whose body runs with each name of `Backends` as `backend_name`.
#define SSOT_TEST_CASE_OVER(Backends, Name)                                                                                 \
    static void Name##_over(std::string_view backend_name);                                                                 \
    BOOST_AUTO_TEST_CASE(Name)                                                                                              \
    {                                                                                                                       \
        for (auto const backend_name : Backends)                                                                            \
            BOOST_TEST_CONTEXT("over " << backend_name)                                                                     \
        Name##_over(backend_name);                                                                                          \
    }                                                                                                                       \
    static void Name##_over(std::string_view backend_name)

/// The same as types, for the few tests that derive from one.
using backend_types = std::tuple<ssot::storage::memory, key_value_backend, table_scan_backend>;

/// A moment of 2024 in microseconds from its start.
constexpr ssot::timestamp moment(std::int64_t us) { return ssot::timestamp(ssot::duration(1'704'067'200'000'000 + us)); }

/// A key with one number in it.
inline ssot::uuid key(std::uint8_t number, std::uint8_t group = 0)
{
    ssot::uuid out{};
    out.data[0]  = group;
    out.data[15] = number;
    return out;
}

/// A store on a new backend, with a clock that goes on by a microsecond each time it is looked at.
template<class Backend = ssot::storage::any_backend>
struct opened {
    std::int64_t ticks = 0;
    Backend      backend;
    ssot::store  store{backend, {.clock = [this] { return moment(ticks++); }}};

    opened()
        requires(!std::same_as<Backend, ssot::storage::any_backend>)
        : backend()
    {
    }
    explicit opened(std::string_view backend_name)
        requires std::same_as<Backend, ssot::storage::any_backend>
        : backend(make_backend(backend_name))
    {
    }
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

/// How many rows of a model there are.
template<ssot::model M, class Store>
std::size_t rows_in(Store& store)
{
    return store.template count<M>().value();
}

/// The last bytes of the keys of rows, as `key` makes them.
using numbers = std::vector<int>;

template<class Rows>
numbers numbers_of(Rows const& rows)
{
    numbers out;
    for (auto const& row : rows)
        out.push_back(row.id.data[15]);
    return out;
}

template<class Store, class Selection>
numbers found(Store& store, Selection const& query)
{
    return numbers_of(store.select(query).value());
}

#define CHECK_FOUND(query, ...)                                                                                             \
    BOOST_TEST(ssot_test::found(o.store, query) == (ssot_test::numbers{__VA_ARGS__}), boost::test_tools::per_element())

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
