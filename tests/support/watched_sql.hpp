// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_WATCHED_SQL_HPP
#define SSOT_TESTS_SUPPORT_WATCHED_SQL_HPP

// A store over the backend that does everything itself, with a record of the statements that it was asked.

#include <ssot/storage/capability.hpp>
#include <ssot/store.hpp>

#include "sql_like_backend.hpp"
#include "watched_backend.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace ssot_test {

struct watched_sql {
    watch                     seen{};
    watched<sql_like_backend> backend{seen};
    ssot::store               store;

    /// `change` declares something else than the backend can.
    explicit watched_sql(std::function<void(ssot::storage::capabilities&)> change = {})
        : store((backend.change = std::move(change), backend))
    {
    }

    /// The calls of the sessions since the last look, in words, without those of cursors.
    std::string look()
    {
        std::string out;
        for (auto const& call : std::exchange(seen.calls, {}))
            if (call != "next" && call != "open")
                out += (out.empty() ? "" : ", ") + call;
        return out;
    }
};

} // namespace ssot_test

#endif // SSOT_TESTS_SUPPORT_WATCHED_SQL_HPP
