// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_SQLITE_DATABASE_HPP
#define SSOT_DETAIL_SQLITE_DATABASE_HPP

// What the sessions of one backend share: the connections that nobody uses, the gate before writes, and which models have tables.

#include <ssot/error.hpp>
#include <ssot/storage/schema.hpp>
#include <ssot/storage/sqlite.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/sqlite/connection.hpp>
#include <ssot/detail/sqlite/waiting.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ssot::storage::detail::sqlite {

/// All members may be called from any thread.
class database : public std::enable_shared_from_this<database> {
public:
    explicit database(sqlite_options options);

    /// Returns a connection that nobody uses. It comes back when the last pointer to it is gone. Errors: those of the file.
    result<std::shared_ptr<connection>> connect();
    /// The same, and makes an empty file ours if there is none.
    result<std::shared_ptr<connection>> connect_or_create();

    /// Returns the number of a description, which is the same for equal ones, if its model has a table of that description. Looks into
    /// the file by `by` if it does not know. Errors: `schema_mismatch`. `looked`, unless it is null, receives the names of models that
    /// were found in the file.
    result<std::uint32_t> number_of(model_desc const& model, connection& by, std::vector<std::string>* looked);
    /// Notes that a model has a table.
    void know(std::string_view name, std::string description);
    /// Forgets models whose tables may be gone.
    void forget(std::vector<std::string> const& names);
    /// Grows when what `number_of` said may be true no more.
    std::uint64_t generation() const noexcept { return generation_.load(std::memory_order_acquire); }

    result<std::uint32_t> prepare_schema(schema_view schema, schema_mode mode);

    result<std::vector<std::string>> verify();
    result<void>                     backup_to(std::string const& path);

    sqlite_options const& options() const noexcept { return options_; }

    gate writers{};

private:
    struct known_model {
        std::string   name;
        std::string   description;
        std::uint32_t number;
        bool          there; ///< whether it has a table
    };

    result<std::shared_ptr<connection>> shared(result<std::unique_ptr<connection>> opened);
    void                                take_back(connection* done) noexcept;
    result<void>                        check_path() const;
    std::optional<std::uint32_t>        find(std::string_view name, std::string_view description);

    sqlite_options                           options_;
    std::mutex                               guard_{};
    std::vector<std::unique_ptr<connection>> idle_{};
    bool                                     ours_ = false; ///< the file was found to be one of ours
    std::vector<known_model>                 models_{};
    std::atomic<std::uint64_t>               generation_{0};
};

} // namespace ssot::storage::detail::sqlite

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/sqlite/database.ipp>
#include <ssot/impl/detail/sqlite/maintenance.ipp>
#endif

#endif // SSOT_DETAIL_SQLITE_DATABASE_HPP
