// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORE_RELATED_HPP
#define SSOT_STORE_RELATED_HPP

// Overloads of the functions in <ssot/model/methods.hpp> that look up the related row in a store.
//
//   auto const took = ssot::duration_of(store, run, ssot::now()).value();
//
// A job result that no longer exists is treated like a sync without one. Each call makes one query per related row, in the
// thread of the store. Example: docs/examples/methods.cpp.

#include <ssot/error.hpp>
#include <ssot/model/methods.hpp>
#include <ssot/store.hpp>
#include <ssot/time.hpp>

#include <ssot/detail/store/related_rows.hpp>

#include <optional>
#include <utility>

namespace ssot {

/// Returns the job result of a sync, or the job of a job result; nothing if there is none, or if it no longer exists.
/// Errors: those of reading.
template<class Types>
result<std::optional<basic_job_result<Types>>> job_result_of(store& from, basic_sync<Types> const& s)
{
    return detail::job_result_behind(from, s);
}
template<class Types>
result<std::optional<basic_job<Types>>> job_of(store& from, basic_job_result<Types> const& r)
{
    return detail::job_behind(from, r);
}

/// The functions of the same names that take a job result, with the job result of the sync from the store. Errors: those of
/// reading.
template<class Types>
result<std::optional<ssot::duration>> duration_of(store& from, basic_sync<Types> const& s, timestamp now)
{
    auto found = job_result_of(from, s);
    if (!found)
        return std::move(found).error();
    return duration_of(s, detail::address_of(*found), now);
}
template<class Types>
result<ssot::duration> elapsed(store& from, basic_sync<Types> const& s, timestamp now)
{
    auto found = job_result_of(from, s);
    if (!found)
        return std::move(found).error();
    return elapsed(s, detail::address_of(*found), now);
}
template<class Types>
result<std::optional<timestamp>> end_time(store& from, basic_sync<Types> const& s)
{
    auto found = job_result_of(from, s);
    if (!found)
        return std::move(found).error();
    return end_time(s, detail::address_of(*found));
}

} // namespace ssot

#endif // SSOT_STORE_RELATED_HPP
