// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_VECTORS_DATASETS_HPP
#define SSOT_TESTS_VECTORS_DATASETS_HPP

// Rows of a case, or of the fixture, in a store; on each backend that the queries are asked of.

#include <ssot/nautobot/fixture.hpp>
#include <ssot/ssot.hpp>

#include "../support/key_value_backend.hpp"
#include "objects.hpp"
#include "vectors.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot_vectors {

/// Where rows are kept, as the command line chose.
enum class kept_in { memory, sqlite };
kept_in& chosen_backend() noexcept;

/// A backend of that kind without rows.
ssot::storage::any_backend fresh_backend();

struct named_backend {
    std::string_view name;
    ssot::storage::any_backend (*make)();
};

/// The queries are also asked of a backend that does nothing itself, where the chosen one is in memory.
inline constexpr named_backend query_backends[] = {
    {"chosen", &fresh_backend},
    {"key_value", [] { return ssot::storage::any_backend::make<ssot_test::key_value_backend>(); }},
};

/// The models of the cases; content types are those of the library.
using sync_model   = ssot::basic_sync<python_types>;
using entry_model  = ssot::basic_sync_log_entry<python_types>;
using result_model = ssot::basic_job_result<python_types>;

class dataset {
public:
    dataset(named_backend const& on, rules by) : name(on.name), backend_(on.make()), store(backend_, options_for(by)) {}

    dataset(dataset const&)            = delete;
    dataset& operator=(dataset const&) = delete;

    /// Stores a row as it is, where an insert would set its time.
    template<class M>
    ssot::result<void> add(M row)
    {
        if constexpr (std::same_as<M, entry_model>)
            now_ = row.timestamp;
        if constexpr (std::same_as<M, result_model>)
            now_ = row.date_created;
        auto added = store.insert(row);
        return added ? ssot::result<void>() : added.error();
    }

    std::string_view name;

private:
    ssot::store_options options_for(rules by)
    {
        return {.clock    = [this] { return now_; },
                .validate = false,
                .rules    = by == rules::sqlite ? ssot::rules::sqlite : ssot::rules::postgresql};
    }

    ssot::timestamp            now_{};
    ssot::storage::any_backend backend_;

public:
    ssot::store store;
};

using datasets = std::vector<std::unique_ptr<dataset>>; // one for each backend

/// The content types that the cases were made with.
std::vector<ssot::content_type> known_content_types();

/// The rows of a dataset case, under its name.
std::optional<refusal> load_dataset(boost::json::object const& input, rules by);

/// The dataset of a name, or the fixture of a file beside the cases, on all backends. Empty when there is none.
datasets const& dataset_named(std::string_view name, rules by);
datasets const& fixture_named(std::string_view file, rules by);

} // namespace ssot_vectors

#endif // SSOT_TESTS_VECTORS_DATASETS_HPP
