// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_SQLITE_CONNECTION_HPP
#define SSOT_DETAIL_SQLITE_CONNECTION_HPP

// A connection to the file, and the statements that it has prepared.

#include <ssot/error.hpp>
#include <ssot/storage/value.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/base/function_ref.hpp>
#include <ssot/detail/sql/statement.hpp>
#include <ssot/detail/sqlite/errors.hpp>
#include <ssot/detail/sqlite/waiting.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;
struct sqlite3_value;

namespace ssot::storage {
struct sqlite_options;
}

namespace ssot::storage::detail::sqlite {

namespace sql = ssot::detail::sql;

class rows;

/// A prepared statement. It belongs to whoever took it, until it is given back.
struct prepared {
    sqlite3_stmt*               handle = nullptr;
    std::vector<sql::parameter> parameters{};
    std::vector<sql::column>    columns{};
    std::string                 key{}; ///< empty: not kept
    std::uint64_t               used = 0;

    explicit prepared(sqlite3_stmt* h) noexcept : handle(h) {}
    prepared(prepared const&)            = delete;
    prepared& operator=(prepared const&) = delete;
    ~prepared();
};

/// For one thread at a time.
class connection {
public:
    /// Opens the file. `creates`: also if it is not there. Errors: those of the file, and `schema_mismatch` if there is none.
    static result<std::unique_ptr<connection>> open(sqlite_options const& options, bool creates);

    connection(connection const&)            = delete;
    connection& operator=(connection const&) = delete;
    ~connection();

    sqlite3* handle() const noexcept { return db_; }

    /// Returns the statement of this key, made by `make` unless there is one that nobody uses.
    result<std::unique_ptr<prepared>> take(std::string const&                                   key,
                                           ssot::detail::function_ref<result<sql::statement>()> make);
    /// Resets a statement and keeps it for the next one with its key.
    void give_back(std::unique_ptr<prepared> done) noexcept;

    /// Runs a statement without parameters that gives no rows, and is kept. Returns the code of SQLite.
    int run(std::string_view text) noexcept;
    /// The same for statements that run once, several in one text.
    result<void> execute(std::string const& text, moment when);

    error failed(int code, moment when) { return error_of(db_, code, when); }

    /// Whether no transaction is open.
    bool in_autocommit() const noexcept;
    /// Whether foreign keys point nowhere in the open transaction.
    bool has_dangling_keys() const noexcept;

    call_marks const*       marks = nullptr; ///< of the session whose call runs, by which it is canceled
    deadline                until = deadline::max();
    std::vector<rows*>      open_rows{};    ///< whose statements are not at their end
    bool                    broken = false; ///< closed instead of used again
    std::vector<value_view> row{};          ///< room for the row that is being inserted
    std::string             bytes{};        ///< and for the patterns of a write

private:
    explicit connection(sqlite3* db) noexcept : db_(db) {}

    result<void> set_up(sqlite_options const& options);

    sqlite3*                                                                db_;
    std::unordered_map<std::string, std::vector<std::unique_ptr<prepared>>> kept_{};
    std::size_t                                                             count_ = 0; ///< of those that are kept
    std::uint64_t                                                           now_   = 0;
    std::string                                                             key_{};
};

/// Waits a little for others who are in the way of the connection `of`, for the time number `times`, from 0. Returns 0 if it is time to
/// give up. SQLite calls it.
int wait_for_others(void* of, int times) noexcept;

/// Binds a value to the parameter `at`, from 1. Its bytes must live until the statement is reset.
int bind_value(sqlite3_stmt* to, int at, value_view v) noexcept;

/// A value of a row as one of a kind, whatever the engine holds: the reader of the row judges it. Valid as long as the engine's.
value_view value_as(sqlite3_value* v, kind as) noexcept;

/// Binds all parameters. What is made of values is kept in `bytes`, and the bytes of the values as well if `copies`.
result<void> bind_all(connection& on, prepared& to, sql::asked const& from, std::string& bytes, bool copies);

} // namespace ssot::storage::detail::sqlite

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/sqlite/connection.ipp>
#endif

#endif // SSOT_DETAIL_SQLITE_CONNECTION_HPP
