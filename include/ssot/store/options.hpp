// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORE_OPTIONS_HPP
#define SSOT_STORE_OPTIONS_HPP

// What a store is given, and what its calls give: settings, counts of erased rows, rows that were inserted or updated.

#include <ssot/query.hpp>
#include <ssot/reflect.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>
#include <ssot/store/stored.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>
#include <ssot/validate.hpp>

#include <ssot/detail/base/config.hpp>

#include <cstddef>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot {

namespace detail {
inline namespace SSOT_MODE {
class erase_plan;
} // namespace SSOT_MODE
} // namespace detail

/// The settings of a store. All stores that `session()` makes share them.
///
/// `clock` and `make_id` must not be empty. They are called by the thread that writes, in the transaction of the call and
/// under no lock; by several threads at once when several sessions write. If one throws, nothing is written: the exception
/// leaves the call, whose transaction is rolled back; `std::bad_alloc` becomes the error `out_of_memory`. A transaction
/// that was open before the call can then only be rolled back.
///
/// An insert calls `clock` once, however many rows it has, and not at all if none of them needs a time. An upsert that
/// repeats its insert calls it again.
struct store_options {
    std::function<timestamp()> clock{now};                             ///< gives the time that an insert sets in its rows
    std::function<uuid()>      make_id{new_id};                        ///< makes the key of a row whose uuid key is nil
    bool                       validate = true;                        ///< whether rows are validated before every write
    validation_options         validation{};                           ///< the rules of that validation
    ssot::rules                rules          = ssot::rules::standard; ///< how queries search text and order nulls
    std::size_t                max_sort_bytes = std::size_t{64} << 20; ///< memory for one query that the library must sort
    /// What the store has the backend do for models that it meets: `create` makes what is missing and refuses rows of an older
    /// version of a model, `migrate` upgrades them, `verify` changes nothing. See <ssot/migration.hpp>.
    storage::schema_mode schema = storage::schema_mode::create;
};

/// How rows are inserted.
struct insert_options {
    /// If false, the insert sets all fields with `auto_now_add` to the current time, as Django does. If true, it sets only
    /// those that are zero and keeps the others: use this to load rows that were saved before.
    bool keep_times = false;
};

/// The number of rows that an erase removed, by model. Models of which nothing was removed are left out.
class erase_counts {
public:
    /// The number of rows of all models together.
    std::size_t total() const noexcept;

    /// The number of rows of one model; 0 if there were none.
    template<model M>
    std::size_t of() const noexcept;
    std::size_t of(std::string_view model_name) const noexcept;

    /// The name of each model with its number of rows, in the order in which they were removed.
    std::vector<std::pair<std::string_view, std::size_t>> const& by_model() const noexcept { return counts_; }

private:
    friend class detail::erase_plan;
    void add(std::string_view model_name, std::size_t rows);

    std::vector<std::pair<std::string_view, std::size_t>> counts_{};
};

/// The result of an upsert.
template<model M>
struct upserted {
    stored<M> row;  ///< as it is stored now
    bool      made; ///< whether the upsert inserted it; otherwise it updated it
};

} // namespace ssot

#endif // SSOT_STORE_OPTIONS_HPP
