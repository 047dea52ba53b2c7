// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_FUZZ_MODELS_HPP
#define SSOT_TESTS_FUZZ_MODELS_HPP

// The first byte of an input chooses the model and its types, the second one options; the rest is the text.

#include <ssot/model/job_result.hpp>
#include <ssot/model/servicenow_config.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <type_traits>

namespace ssot_fuzz {

struct input {
    unsigned         model   = 0;
    unsigned         options = 0;
    std::string_view text{};

    input(std::uint8_t const* data, std::size_t size)
    {
        if (size > 0)
            model = data[0];
        if (size > 1)
            options = data[1];
        if (size > 2)
            text = {reinterpret_cast<char const*>(data) + 2, size - 2};
    }
};

/// Calls `fn(std::type_identity<M>{})` for the model of that number.
template<class Fn>
void with_model(unsigned number, Fn&& fn)
{
    switch (number % 6) {
    case 0: return fn(std::type_identity<ssot::sync_log_entry>{});
    case 1: return fn(std::type_identity<ssot::basic_sync_log_entry<ssot::raw_types>>{});
    case 2: return fn(std::type_identity<ssot::basic_sync_log_entry<ssot::lenient_types>>{});
    case 3: return fn(std::type_identity<ssot::basic_sync<ssot::raw_types>>{});
    case 4: return fn(std::type_identity<ssot::job_result>{});
    default: return fn(std::type_identity<ssot::servicenow_config>{});
    }
}

/// Ends the program with a word when something that must hold does not.
inline void must(bool holds, char const* what)
{
    if (holds)
        return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

} // namespace ssot_fuzz

#endif // SSOT_TESTS_FUZZ_MODELS_HPP
