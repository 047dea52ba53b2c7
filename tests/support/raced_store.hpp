// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_RACED_STORE_HPP
#define SSOT_TESTS_SUPPORT_RACED_STORE_HPP

// A store whose first insert comes too late: a rival does the same just before it.

#include <ssot/store.hpp>

#include "key_value_backend.hpp"
#include "watched_backend.hpp"

#include <functional>
#include <optional>
#include <string_view>
#include <utility>

namespace ssot_test {

class raced_store {
    using backend_type = watched<key_value_backend>;

    watch        watch_{};
    backend_type backend_{watch_};

public:
    using store_type = ssot::store;

    /// `rival` is called once, after the store has looked and before it inserts. Without transactions nothing holds it back.
    explicit raced_store(std::function<void(store_type& other)> rival) : store(without_transactions(backend_))
    {
        watch_.fail = [this, rival = std::move(rival)](std::string_view call) -> std::optional<ssot::error> {
            if (call == "insert" && !std::exchange(raced_, true))
                rival(other);
            return std::nullopt;
        };
    }
    raced_store(raced_store const&)            = delete;
    raced_store& operator=(raced_store const&) = delete;

    store_type store;
    store_type other{store.session().value()};

private:
    static backend_type& without_transactions(backend_type& backend)
    {
        backend.change = [](ssot::storage::capabilities& caps) { caps.transactions = false; };
        return backend;
    }

    bool raced_ = false;
};

} // namespace ssot_test

#endif // SSOT_TESTS_SUPPORT_RACED_STORE_HPP
